"""The ground of a street picture: asphalt, lane marks, kerb, pavement."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.simulate.network import LANE_M
from indexer.simulate.view import Floats

_TILE = 512
_TILE_PER_M = 24.0
_ASPHALT = (92.0, 92.0, 94.0)
_KERB = (150.0, 148.0, 142.0)
_WHITE = (205.0, 204.0, 198.0)
_YELLOW = (208.0, 172.0, 62.0)
_PAVINGS = ((150.0, 128.0, 112.0), (146.0, 146.0, 140.0), (160.0, 150.0, 128.0))
_KERB_M = 0.25


@dataclass(frozen=True)
class Ground:
    """A road's cross-section and what lies on it; metres."""

    half_width_m: float
    pavement_m: float
    lanes: int
    crossing_m: float | None
    paving: int
    patches: tuple[tuple[float, float, float, float], ...]
    """Repaired pieces of asphalt: from x, to x, from y, to y."""

    @property
    def facade_m(self) -> float:
        """From the middle line to the houses."""
        return self.half_width_m + self.pavement_m


def draw_ground_plan(rng: np.random.Generator, half_width_m: float, lanes: int) -> Ground:
    """A seeded cross-section for a street of that width."""
    patches = []
    for _ in range(int(rng.integers(3, 8))):
        x, y = rng.uniform(-half_width_m, half_width_m * 0.6), rng.uniform(5, 70)
        patches.append((x, x + rng.uniform(0.6, 3.0), y, y + rng.uniform(1.5, 9.0)))
    return Ground(
        half_width_m=half_width_m,
        pavement_m=float(rng.uniform(3.4, 4.1)),
        lanes=lanes,
        crossing_m=float(rng.uniform(24, 34)) if rng.random() < 0.5 else None,
        paving=int(rng.integers(len(_PAVINGS))),
        patches=tuple(patches),
    )


def ground_colours(ground: Ground, points: Floats, rng: np.random.Generator) -> Floats:
    """Colours (n, 3), 0–255, in full daylight of ground points (n, 2): metres right and ahead."""
    x, y = np.ascontiguousarray(points.T)
    column, line = ((value * _TILE_PER_M).astype(np.int32) % _TILE for value in (x, y))
    grain = _grain(rng)[line, column]
    side = np.abs(x)
    colours = np.empty((len(x), 3), np.float32)
    colours[:] = _ASPHALT
    _wear(ground, colours, x, y)
    for mark, colour in _marks(ground, x, y, side):
        colours[mark] = colours[mark] * 0.25 + np.array(colour, np.float32) * 0.75
    _pave(ground, colours, x, y, side)
    colours *= grain[:, None]
    return np.clip(colours, 0, 255, out=colours)


def _wear(ground: Ground, colours: Floats, x: Floats, y: Floats) -> None:
    tracks = 1 + 0.05 * np.cos(x * (2 * np.pi / (LANE_M / 2)))
    slow = 1 + 0.05 * np.sin(y * 0.11 + 1.3 * np.sin(x * 0.7)) + 0.03 * np.sin(y * 0.37 + x)
    colours *= (tracks * slow)[:, None].astype(np.float32)
    for left, right, near, far in ground.patches:
        colours[(x > left) & (x < right) & (y > near) & (y < far)] *= 0.82


def _marks(
    ground: Ground, x: Floats, y: Floats, side: Floats
) -> list[tuple[NDArray[np.bool_], tuple[float, float, float]]]:
    dashed = (y % 6.0) < 2.6
    marks = [((side < 0.09) & dashed, _YELLOW)]
    for lane in range(1, ground.lanes):
        marks.append(((np.abs(side - lane * LANE_M) < 0.08) & dashed, _WHITE))
    if ground.lanes > 1:
        marks.append((np.abs(side - ground.lanes * LANE_M) < 0.08, _WHITE))
    marks.append((np.abs(side - ground.half_width_m + 0.3) < 0.07, _WHITE))
    if ground.crossing_m is not None:
        inside = (y > ground.crossing_m) & (y < ground.crossing_m + 3.0)
        stripes = (x % 1.0 < 0.5) & (side < ground.half_width_m - 0.5)
        marks.append((inside & stripes, _WHITE))
    return marks


def _pave(ground: Ground, colours: Floats, x: Floats, y: Floats, side: Floats) -> None:
    kerb = (side >= ground.half_width_m) & (side < ground.half_width_m + _KERB_M)
    colours[kerb] = _KERB
    colours[kerb & (side < ground.half_width_m + 0.08)] *= 0.7
    paved = side >= ground.half_width_m + _KERB_M
    px, py = x[paved] / 0.4, y[paved] / 0.4
    tone = np.sin(np.floor(px) * 12.9898 + np.floor(py) * 78.233) * 43758.5453
    tone = 0.92 + 0.12 * (tone - np.floor(tone))
    joint = ((px % 1.0) < 0.08) | ((py % 1.0) < 0.08)
    colours[paved] = (
        np.array(_PAVINGS[ground.paving], np.float32) * np.where(joint, 0.72, tone)[:, None]
    )


def _grain(rng: np.random.Generator) -> Floats:
    """A tile of brightness around 1 with stains large and small; wraps around."""
    tile = rng.normal(0, 0.05, (_TILE, _TILE)).astype(np.float32)
    for spread, amount in ((4, 0.18), (24, 0.8)):
        rough = rng.normal(0, 1, (_TILE, _TILE)).astype(np.float32)
        tile += cv2.GaussianBlur(rough, (0, 0), spread, borderType=cv2.BORDER_REFLECT) * amount
    return 1 + tile
