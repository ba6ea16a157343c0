"""A thing's pieces as arrays, and the order in which they must be painted."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.simulate.shapes import solids
from indexer.simulate.solids import Points, Solid
from indexer.simulate.things import Thing

_STRIDES = 8
_TOUCHING_M = 0.03
_LAMPS = ("", "head", "tail")


@dataclass(frozen=True)
class Mesh:
    """V points, F faces (decals after the faces they lie on), P pieces, B balls; metres.

    `faces` (F, K) indexes `points`, the last index repeated where a face has fewer corners than
    K. `lamp` is 0 paint, 1 headlamp, 2 tail lamp. `low` and `high` are (P, 3) extents.
    """

    points: Points
    faces: NDArray[np.intp]
    corners: NDArray[np.intp]
    normals: Points
    middles: Points
    colours: NDArray[np.float64]
    lamp: NDArray[np.intp]
    piece: NDArray[np.intp]
    low: Points
    high: Points
    ball_centres: Points
    ball_radii: NDArray[np.float64]
    ball_colours: NDArray[np.float64]
    ball_piece: NDArray[np.intp]


def mesh_of(thing: Thing, stride: float = 0.0) -> Mesh:
    """The mesh of a thing; `stride` is the part of a walker's step (0–1)."""
    moves = thing.type in ("person", "bicycle")
    return _mesh(thing, int(stride * _STRIDES) % _STRIDES if moves else 0)


@lru_cache(maxsize=512)
def _mesh(thing: Thing, step: int) -> Mesh:
    return _assemble(solids(thing, step / _STRIDES))


def _assemble(pieces: list[Solid]) -> Mesh:
    points: list[Points] = []
    polygons: list[tuple[Points, int, Points, Any, str]] = []
    for number, solid in enumerate(pieces):
        points.append(solid.corners)
        centre = solid.corners.mean(axis=0)
        polygons += [(solid.corners[list(face)], number, centre, solid.colour, "")
                     for face in solid.faces]  # fmt: skip
        polygons += [
            (d.corners, number, centre, d.colour, d.lamp) for d in solid.decals
        ]
    balls = [(n, solid) for n, solid in enumerate(pieces) if solid.radius_m]
    faces, corners = _pad([polygon[0] for polygon in polygons])
    rounds = np.array([solid.radius_m for solid in pieces])[:, None]
    normals = np.array(
        [_normal(polygon, centre) for polygon, _, centre, _, _ in polygons]
    )
    return Mesh(
        points=np.vstack([polygon[0] for polygon in polygons]),
        faces=faces,
        corners=corners,
        normals=normals,
        middles=np.array([polygon[0].mean(axis=0) for polygon in polygons]),
        colours=np.array([polygon[3] for polygon in polygons], float),
        lamp=np.array([_LAMPS.index(polygon[4]) for polygon in polygons]),
        piece=np.array([polygon[1] for polygon in polygons]),
        low=np.array([corners.min(axis=0) for corners in points]) - rounds,
        high=np.array([corners.max(axis=0) for corners in points]) + rounds,
        ball_centres=np.array([solid.corners[0] for _, solid in balls]).reshape(-1, 3),
        ball_radii=np.array([solid.radius_m for _, solid in balls]),
        ball_colours=np.array([solid.colour for _, solid in balls], float).reshape(
            -1, 3
        ),
        ball_piece=np.array([number for number, _ in balls], int),
    )


def _pad(polygons: list[Points]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indexes (F, K) of the polygons' corners in their stacked points, and how many each has."""
    corners = np.array([len(polygon) for polygon in polygons])
    first = np.concatenate([[0], np.cumsum(corners)[:-1]])
    steps = np.minimum(np.arange(corners.max())[None], corners[:, None] - 1)
    return first[:, None] + steps, corners


def _normal(polygon: Points, centre: Points) -> Points:
    """The unit normal that points away from the piece's middle; of flat pieces, as wound."""
    normal = np.cross(polygon[1] - polygon[0], polygon[2] - polygon[0])
    normal = normal / max(float(np.linalg.norm(normal)), 1e-12)
    inward = float(normal @ (polygon.mean(axis=0) - centre)) < -1e-9
    return -normal if inward else normal


def paint_order(mesh: Mesh, eye: Points) -> NDArray[np.intp]:
    """Rank (P,) of each piece so that what may hide another comes later; `eye` is (3,).

    Where a plane of the thing's frame parts two pieces, the one on the eye's side comes later.
    Pieces that no plane parts go by distance.
    """
    low, high = mesh.low, mesh.high
    parted = high[:, None] <= low[None] + _TOUCHING_M
    nearer = eye[None, None] >= np.minimum(high[:, None], low[None])
    farther = eye[None, None] <= np.maximum(high[:, None], low[None])
    first = (parted & nearer).any(axis=2) | (parted & farther).transpose(1, 0, 2).any(
        axis=2
    )
    before = (first & ~first.T).tolist()
    far = np.argsort(-np.linalg.norm((low + high) / 2 - eye, axis=1)).tolist()
    return _topological(before, far)


def _topological(before: list[list[bool]], preferred: list[int]) -> NDArray[np.intp]:
    """Ranks that respect `before[i][j]` (i first), else the preferred order; cycles are cut."""
    waits = [sum(row[j] for row in before) for j in range(len(before))]
    rank = np.zeros(len(before), int)
    for place in range(len(before)):
        piece = next((p for p in preferred if waits[p] <= 0), preferred[0])
        preferred.remove(piece)
        rank[piece] = place
        for other in preferred:
            waits[other] -= before[piece][other]
    return rank
