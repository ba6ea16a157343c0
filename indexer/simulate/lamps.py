"""The light that vehicles throw: a glow around a lamp, a beam on the road."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Floats = NDArray[np.float64]
Projection = Callable[[Floats], tuple[Floats, Floats]]

_SIDE = 65
_SPREAD = np.linspace(-1, 1, _SIDE, dtype=np.float32)
_ROUND = _SPREAD[:, None] ** 2 + _SPREAD[None, :] ** 2
_GLOW = (np.exp(-_ROUND * 28) * 0.75 + np.exp(-_ROUND * 5) * 0.25) * np.clip(1 - _ROUND, 0, 1)
"""A bright core in a wide faint halo, shape (65, 65), 0–1."""
_BEAM_M = ((0.4, -0.5), (7.5, -1.7), (8.5, 0.0), (7.5, 1.7), (0.4, 0.5))
"""The outline of a dipped beam on the road: metres before the lamps, metres to the left."""


def draw_glow(
    image: Picture,
    at: Floats,
    reach_px: float,
    colour: tuple[float, float, float],
    strength: float,
) -> None:
    """Add a glow of that reach around a pixel (u, v)."""
    reach = int(np.clip(reach_px, 2, 90))
    height, width = image.shape[:2]
    u, v = round(float(at[0])), round(float(at[1]))
    left, top, right, bottom = (
        max(u - reach, 0),
        max(v - reach, 0),
        min(u + reach + 1, width),
        min(v + reach + 1, height),
    )
    if left >= right or top >= bottom:
        return
    glow = cv2.resize(_GLOW, (2 * reach + 1, 2 * reach + 1))
    part = glow[top - v + reach : bottom - v + reach, left - u + reach : right - u + reach]
    light = (part[:, :, None] * (np.array(colour, np.float32) * np.float32(strength))).astype(
        np.uint8
    )
    image[top:bottom, left:right] = cv2.add(
        np.ascontiguousarray(image[top:bottom, left:right]), light
    )


def draw_beam(
    image: Picture,
    project: Projection,
    front_m: float,
    pose: Floats,
    place: Floats,
    level: float,
) -> None:
    """Brighten the road before a thing whose lamps are `front_m` ahead of its middle."""
    outline = np.array([(front_m + ahead, side, 0.0) for ahead, side in _BEAM_M])
    uv, depth = project(outline @ pose + place)
    if depth.min() < 1.0:
        return
    height, width = image.shape[:2]
    soft = max(3, int(np.ptp(uv[:, 1]) / 4))
    low = np.clip(uv.min(axis=0) - soft, 0, (width, height)).astype(int)
    high = np.clip(uv.max(axis=0) + soft, 0, (width, height)).astype(int)
    if (high - low).min() < 2:
        return
    mask = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull((uv - low).astype(np.int32)), (75 * (1 - level) ** 2,))
    mask = np.asarray(cv2.blur(mask, (soft, soft)), np.uint8)
    region = image[low[1] : high[1], low[0] : high[0]]
    warm = cv2.merge([mask, mask, cv2.multiply(mask, 0.8)])  # type: ignore[call-overload]
    lifted = cv2.multiply(np.ascontiguousarray(region), warm, scale=1 / 60)
    glow = cv2.multiply(warm, 0.25)  # type: ignore[call-overload]
    region[:] = cv2.add(np.ascontiguousarray(region), cv2.add(lifted, glow))
