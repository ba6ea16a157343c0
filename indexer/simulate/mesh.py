"""A thing's pieces as arrays, and the order in which they must be painted."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indexer.simulate.shapes import solids
from indexer.simulate.solids import Points, Solid
from indexer.simulate.things import Rgb, Thing

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


@lru_cache(maxsize=1024)
def _mesh(thing: Thing, step: int) -> Mesh:
    return _assemble(solids(thing, step / _STRIDES))


def _assemble(pieces: list[Solid]) -> Mesh:
    polygons = [polygon for number, solid in enumerate(pieces) for polygon in _split(number, solid)]
    balls = [(number, solid) for number, solid in enumerate(pieces) if solid.radius_m]
    points = np.vstack([polygon[0] for polygon in polygons])
    faces, corners = _pad([len(polygon[0]) for polygon in polygons])
    piece = np.array([polygon[1] for polygon in polygons])
    first = np.concatenate([[0], np.cumsum(corners)[:-1]])
    middles = np.add.reduceat(points, first, axis=0) / corners[:, None]
    centres = np.array([solid.corners.sum(axis=0) / len(solid.corners) for solid in pieces])
    rounds = np.array([solid.radius_m for solid in pieces])[:, None]
    return Mesh(
        points=points,
        faces=faces,
        corners=corners,
        normals=_normals(points[faces[:, :3]], middles - centres[piece]),
        middles=middles,
        colours=np.array([polygon[2] for polygon in polygons], float),
        lamp=np.array([_LAMPS.index(polygon[3]) for polygon in polygons]),
        piece=piece,
        low=np.array([solid.corners.min(axis=0) for solid in pieces]) - rounds,
        high=np.array([solid.corners.max(axis=0) for solid in pieces]) + rounds,
        ball_centres=np.array([solid.corners[0] for _, solid in balls]).reshape(-1, 3),
        ball_radii=np.array([solid.radius_m for _, solid in balls]),
        ball_colours=np.array([solid.colour for _, solid in balls], float).reshape(-1, 3),
        ball_piece=np.array([number for number, _ in balls], int),
    )


def _split(number: int, solid: Solid) -> list[tuple[Points, int, Rgb, str]]:
    """A piece's faces, then its decals: corners, piece, colour, lamp."""
    faces = [(solid.corners[list(face)], number, solid.colour, "") for face in solid.faces]
    return faces + [(decal.corners, number, decal.colour, decal.lamp) for decal in solid.decals]


def _pad(counts: list[int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indexes (F, K) of the polygons' corners in their stacked points, and how many each has."""
    corners = np.array(counts)
    first = np.concatenate([[0], np.cumsum(corners)[:-1]])
    steps = np.minimum(np.arange(corners.max())[None], corners[:, None] - 1)
    return first[:, None] + steps, corners


def _normals(triangles: Points, outward: Points) -> Points:
    """Unit normals (F, 3) of (F, 3, 3) that point away from their piece; flat ones as wound."""
    normals = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    inward = (normals * outward).sum(axis=1) < -1e-9
    normals[inward] *= -1
    return normals


def paint_order(mesh: Mesh, eye: Points) -> NDArray[np.intp]:
    """Rank (P,) of each piece so that what may hide another comes later; `eye` is (3,).

    Where a plane of the thing's frame parts two pieces, the one on the eye's side comes later.
    Pieces that no plane parts go by distance.
    """
    low, high = mesh.low, mesh.high
    parted = high[:, None] <= low[None] + _TOUCHING_M
    nearer = eye[None, None] >= np.minimum(high[:, None], low[None])
    farther = eye[None, None] <= np.maximum(high[:, None], low[None])
    first = (parted & nearer).any(axis=2) | (parted & farther).transpose(1, 0, 2).any(axis=2)
    far = np.argsort(-np.linalg.norm((low + high) / 2 - eye, axis=1)).tolist()
    return _topological(np.logical_and(first, ~first.T), far)


def _topological(before: NDArray[np.bool_], preferred: list[int]) -> NDArray[np.intp]:
    """Ranks that respect `before[i, j]` (i first), else the preferred order; cycles are cut."""
    waits = before.sum(axis=0).tolist()
    after = [np.flatnonzero(row).tolist() for row in before]
    rank = np.zeros(len(before), int)
    for place in range(len(before)):
        piece = next((p for p in preferred if waits[p] <= 0), preferred[0])
        preferred.remove(piece)
        rank[piece] = place
        for other in after[piece]:
            waits[other] -= 1
    return rank
