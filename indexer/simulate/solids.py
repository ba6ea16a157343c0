"""Convex coloured pieces, in metres, from which things are built: x forward, y left, z up."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.simulate.things import Rgb

Points = NDArray[np.float64]
"""Shape (n, 3), metres."""

_BOX_FACES = (
    (3, 2, 1, 0),
    (4, 5, 6, 7),
    (0, 1, 5, 4),
    (1, 2, 6, 5),
    (2, 3, 7, 6),
    (3, 0, 4, 7),
)


@dataclass(frozen=True)
class Decal:
    """A flat coloured patch on a piece's surface, counter-clockwise from outside.

    `lamp` is "" for mere paint, "head" or "tail" for what shines in the dark.
    """

    corners: Points
    colour: Rgb
    lamp: str = ""


@dataclass(frozen=True)
class Solid:
    """A convex piece of one colour: corners (n, 3), faces counter-clockwise from outside.

    A ball has one corner, its centre, no faces, and a `radius_m`. Decals lie on the surface.
    """

    corners: Points
    faces: tuple[tuple[int, ...], ...]
    colour: Rgb
    decals: tuple[Decal, ...] = ()
    radius_m: float = 0.0


def block(
    x: tuple[float, float],
    y: tuple[float, float],
    z: tuple[float, float],
    colour: Rgb,
    top_x: tuple[float, float] | None = None,
    top_y: tuple[float, float] | None = None,
    decals: Sequence[Decal] = (),
) -> Solid:
    """A block between two levels; `top_x`, `top_y` make its upper face another rectangle."""
    (u, v), (r, s) = top_x or x, top_y or y
    low = [
        (x[0], y[0], z[0]),
        (x[1], y[0], z[0]),
        (x[1], y[1], z[0]),
        (x[0], y[1], z[0]),
    ]
    high = [(u, r, z[1]), (v, r, z[1]), (v, s, z[1]), (u, s, z[1])]
    return Solid(np.array(low + high), _BOX_FACES, colour, tuple(decals))


def hull(
    profile: Sequence[tuple[float, float]],
    half_width_m: float,
    colour: Rgb,
    decals: Sequence[Decal] = (),
    narrowing: float = 0.0,
) -> Solid:
    """A convex outline in (x, z), counter-clockwise seen from the right, drawn out sideways.

    `narrowing` is how many metres each side leans inward from the lowest to the highest point.
    """
    outline = np.array(profile, float)
    low, high = outline[:, 1].min(), outline[:, 1].max()
    half = half_width_m - narrowing * (outline[:, 1] - low) / (high - low)
    right = np.column_stack([outline[:, 0], -half, outline[:, 1]])
    count = len(outline)
    sides = tuple((i, i + count, (i + 1) % count + count, (i + 1) % count) for i in range(count))
    faces = (tuple(range(count)), tuple(range(2 * count - 1, count - 1, -1)), *sides)
    return Solid(np.vstack([right, right * (1, -1, 1)]), faces, colour, tuple(decals))


def wheel(x: float, y: float, radius_m: float, width_m: float, colour: Rgb, hub: Rgb) -> Solid:
    """A wheel standing on the ground around (x, y), with hubs on both sides."""
    angles = np.arange(10) * (2 * math.pi / 10)
    rim = [(x + radius_m * math.cos(a), radius_m + radius_m * math.sin(a)) for a in angles]
    tyre = hull(rim, width_m / 2, colour)
    shift = np.array([0.0, y, 0.0])
    centre = np.array([x, 0, radius_m])
    caps = (tyre.corners[:10][::2], tyre.corners[10:][::-2])
    hubs = tuple(Decal((cap - centre) * (0.58, 1.02, 0.58) + centre + shift, hub) for cap in caps)
    return Solid(tyre.corners + shift, tyre.faces, colour, hubs)


def disc(x: float, y: float, radius_m: float, colour: Rgb, hub: Rgb) -> Solid:
    """A wheel's outer face alone, seen only from the side it is on; the sign of y says which."""
    angles = np.arange(12) * (2 * math.pi / 12) * (1 if y < 0 else -1)
    ring = np.column_stack([np.cos(angles), np.zeros(12), np.sin(angles)]) * radius_m
    centre = np.array([x, y, radius_m])
    return Solid(ring + centre, (tuple(range(12)),), colour, (Decal(ring * 0.58 + centre, hub),))


def hoop(x: float, radius_m: float, width_m: float, colour: Rgb) -> list[Solid]:
    """A thin wheel one can see through: short flat pieces around a circle, seen from both sides."""
    angles = np.arange(13) * (2 * math.pi / 12)
    ring = np.column_stack([np.cos(angles), np.zeros(13), np.sin(angles)])
    outer = ring * radius_m + (x, 0, radius_m)
    inner = ring * (radius_m - width_m) + (x, 0, radius_m)
    quads = [np.array([outer[i], outer[i + 1], inner[i + 1], inner[i]]) for i in range(12)]
    return [Solid(quad, ((0, 1, 2, 3), (3, 2, 1, 0)), colour) for quad in quads]


def limb(
    start: tuple[float, float, float],
    end: tuple[float, float, float],
    thick_m: tuple[float, float],
    colour: Rgb,
) -> Solid:
    """A four-sided bar between two points, with its half thickness at either."""
    x, y, z = (b - a for a, b in zip(start, end, strict=True))
    flat = math.hypot(x, y)
    across = np.array((y / flat, -x / flat, 0.0) if flat > 1e-9 else (1.0, 0.0, 0.0))
    length = math.hypot(flat, z)
    other = np.array((z * across[1], -z * across[0], y * across[0] - x * across[1])) / length
    square = np.array([-across - other, across - other, across + other, other - across])
    corners = np.vstack([start + square * thick_m[0], end + square * thick_m[1]])
    return Solid(corners, _BOX_FACES, colour)


def ball(x: float, y: float, z: float, radius_m: float, colour: Rgb) -> Solid:
    """A ball around a point."""
    return Solid(np.array([[x, y, z]]), (), colour, radius_m=radius_m)


def plate(
    x: tuple[float, float],
    y: tuple[float, float],
    z: tuple[float, float],
    colour: Rgb,
    lamp: str = "",
) -> Decal:
    """A patch across the way: from (x[0], z[0]) below to (x[1], z[1]) above.

    Seen from the front where y runs upward, from behind where it runs downward.
    """  # fmt: skip
    corners = [
        (x[0], y[0], z[0]),
        (x[0], y[1], z[0]),
        (x[1], y[1], z[1]),
        (x[1], y[0], z[1]),
    ]
    return Decal(np.array(corners), colour, lamp)


def side_plates(
    outline: Sequence[tuple[float, float]],
    y: float,
    colour: Rgb,
    top_y: float | None = None,
) -> list[Decal]:
    """The same patch on both sides: outline in (x, z), its lower points at y, upper at `top_y`."""
    points = np.array(outline, float)
    low, high = points[:, 1].min(), points[:, 1].max()
    lean = (points[:, 1] - low) / max(high - low, 1e-9) * ((y if top_y is None else top_y) - y)
    right = np.column_stack([points[:, 0], -(y + lean), points[:, 1]])
    return [Decal(right, colour), Decal((right * (1, -1, 1))[::-1], colour)]
