"""The roofs behind the first row of houses, as a camera above them sees them."""

import numpy as np

from indexer.simulate.daylight import Sky
from indexer.simulate.view import Floats

ROOF_M = 7.2
"""All lie in one plane, higher than any camera on a pole: those see none of them."""
_HOUSE_M = (5.5, 14.0)
"""A roof's size along the street and across."""
_TINTS = np.array(
    (
        (150, 148, 144), (128, 132, 138), (158, 92, 70),
        (96, 112, 124), (176, 170, 160), (92, 108, 92),
    ),
    np.float32,
)  # fmt: skip
"""Concrete, tin, tiles, painted sheet."""
_HAZE_M, _MOST_HAZE = 420.0, 0.6
_RIDGES_M = 0.9


def paint_roofs(colours: Floats, ways: Floats, eye: tuple[float, float], sky: Sky) -> None:
    """Colour, in place, what rays (n, 3) meet that pass over the houses, where they go down.

    `eye` is the camera's x and z; colours are (n, 3), 0–255.
    """
    x, z = eye
    if z <= ROOF_M:
        return
    below = np.flatnonzero(ways[:, 2] < -1e-3)
    reach = (z - ROOF_M) / -ways[below, 2]
    right, ahead = x + ways[below, 0] * reach, ways[below, 1] * reach
    row, column = np.floor(ahead / _HOUSE_M[0]), np.floor(right / _HOUSE_M[1])
    pick = _scattered(row, column)
    roofs = (
        _TINTS[(pick * len(_TINTS)).astype(int)] * (0.85 + 0.3 * _scattered(column, row))[:, None]
    )
    ridges = 1 + 0.05 * np.sin(right * (2 * np.pi / _RIDGES_M)) * (reach < 120)
    edge = (ahead / _HOUSE_M[0] - row < 0.04) | (right / _HOUSE_M[1] - column < 0.03)
    light = np.array(sky.ambient, np.float32) + np.float32(sky.sun)
    lit = roofs * (ridges * np.where(edge, 0.6, 1.0))[:, None] * light
    haze = (1 - np.exp(-reach / _HAZE_M))[:, None] * _MOST_HAZE
    colours[below] = lit * (1 - haze) + np.array(sky.horizon, np.float32) * haze


def _scattered(first: Floats, second: Floats) -> Floats:
    """A number in [0, 1) for each pair, as if by chance."""
    wave = np.sin(first * 12.9898 + second * 78.233) * 43758.5453
    return np.asarray(wave - np.floor(wave), np.float32)
