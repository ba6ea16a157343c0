"""Rows of tube houses: seeded textures of fronts with shops, shutters, windows and signs."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.simulate.view import Floats

FRONT_PX = (192, 704)
"""Width and height of one front's texture."""
FRONT_TOP_M = 22.0
"""The height its texture spans; fronts lower than this end below."""
_PX_PER_M = FRONT_PX[1] / FRONT_TOP_M
_SAMPLES_A_ROW = 4096
_WALLS = (
    (214, 204, 178), (188, 200, 206), (206, 190, 170), (196, 208, 188), (222, 216, 206),
    (216, 196, 160), (178, 178, 172), (200, 176, 168), (168, 190, 196),
)  # fmt: skip
_SIGNS = (
    (186, 30, 34), (24, 78, 150), (20, 116, 74), (226, 186, 40), (236, 236, 230),
    (212, 96, 24), (60, 40, 110), (30, 30, 34),
)  # fmt: skip
_WORDS = (
    "TAP HOA", "CA PHE", "COM TAM", "NHA THUOC", "PHO BO", "SUA XE", "BANH MI", "HOT TOC",
    "DIEN THOAI", "THOI TRANG", "TRA SUA", "GIAT UI", "IN AN", "VANG BAC", "HAI SAN", "INTERNET",
)  # fmt: skip
_SHUTTERS = ((120, 124, 128), (70, 96, 88), (148, 142, 130), (84, 92, 112))


@dataclass(frozen=True)
class Front:
    """One house front: its texture in daylight, what of it shines at night, and its height.

    `colours` and `glow` have shape (height, width, 3), top row first, 0–255.
    """

    colours: NDArray[np.uint8]
    glow: NDArray[np.uint8]
    height_m: float
    is_open: bool


@dataclass(frozen=True)
class Row:
    """Houses along one side of the road: where each begins, metres ahead, and its front."""

    starts_m: Floats
    fronts: NDArray[np.intp]
    heights_m: Floats


def draw_fronts(rng: np.random.Generator, count: int, open_share: float) -> list[Front]:
    """`count` different fronts, that share of their shops open."""
    return [_front(rng, rng.random() < open_share) for _ in range(count)]


def draw_row(rng: np.random.Generator, fronts: list[Front], until_m: float) -> Row:
    """A row from behind the camera to `until_m` ahead."""
    starts, chosen = [-12.0], []
    while starts[-1] < until_m:
        chosen.append(int(rng.integers(len(fronts))))
        starts.append(starts[-1] + rng.uniform(4.2, 7.5))
    heights = [fronts[index].height_m for index in chosen]
    return Row(np.array(starts, np.float32), np.array(chosen), np.array(heights, np.float32))


def row_colours(
    row: Row, fronts: Sequence[Front], points: Floats, mirrored: bool
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Colours and glow (n, 3) of points on the row's plane, and which points a house covers.

    `points` are (n, 2): metres ahead and metres up.
    `mirrored` is for the right-hand row, whose fronts run from far to near as one faces them.
    """
    along_m, height_m = points.T
    house = np.clip(
        np.searchsorted(row.starts_m, along_m, side="right") - 1, 0, len(row.fronts) - 1
    )
    covered = (height_m < row.heights_m[house]) & (along_m < row.starts_m[-1])
    share = (along_m - row.starts_m[house]) / (row.starts_m[house + 1] - row.starts_m[house])
    share = 1 - share if mirrored else share
    width, top = FRONT_PX
    column = np.clip(share * width, 0, width - 1).astype(np.float32)
    column += (row.fronts[house] * width).astype(np.float32)
    line = np.clip(top - 1 - height_m * _PX_PER_M, 0, top - 1).astype(np.float32)
    colours = _sample([front.colours for front in fronts], column, line)
    return colours, _sample([front.glow for front in fronts], column, line), covered


def _sample(textures: list[NDArray[np.uint8]], column: Floats, line: Floats) -> Floats:
    """Bilinear samples (n, 3) of the textures side by side; OpenCV wants less than 32,768 a row."""
    if not len(column):
        return np.zeros((0, 3), np.float32)
    rows = -(-len(column) // _SAMPLES_A_ROW)
    shape = (rows, _SAMPLES_A_ROW)
    maps = [np.resize(values, shape) for values in (column, line)]
    picked = cv2.remap(np.hstack(textures), maps[0], maps[1], cv2.INTER_LINEAR)
    return picked.reshape(-1, 3)[: len(column)].astype(np.float32)


class _Painter:
    """Draws on one front in metres from its left foot."""

    def __init__(self, width_m: float) -> None:
        self.width_m = width_m
        width, top = FRONT_PX
        self.colours = np.zeros((top, width, 3), np.uint8)
        self.glow = np.zeros((top, width, 3), np.uint8)

    def box(
        self,
        left: float,
        low: float,
        right: float,
        high: float,
        colour: tuple[int, ...],
        glow: tuple[int, ...] = (),
    ) -> None:
        """A filled rectangle, and its glow if it shines."""
        scale = FRONT_PX[0] / self.width_m
        top = FRONT_PX[1]
        start = (round(left * scale), round(top - high * _PX_PER_M))
        end = (round(right * scale) - 1, round(top - low * _PX_PER_M) - 1)
        cv2.rectangle(self.colours, start, end, colour, -1)
        cv2.rectangle(self.glow, start, end, glow or (0, 0, 0), -1)

    def words(
        self, text: str, low: float, high: float, colour: tuple[int, ...], shines: bool
    ) -> None:
        """A line of text across the front, as large as fits."""
        size = (high - low) * _PX_PER_M / 34
        size = min(size, FRONT_PX[0] * 0.86 / max(1, cv2.getTextSize(text, 2, 1.0, 2)[0][0]))
        (width, height), _ = cv2.getTextSize(text, 2, size, 2)
        foot = round(FRONT_PX[1] - (low + high) / 2 * _PX_PER_M + height / 2)
        at = ((FRONT_PX[0] - width) // 2, foot)
        cv2.putText(self.colours, text, at, 2, size, colour, 2, cv2.LINE_AA)
        if shines:
            cv2.putText(self.glow, text, at, 2, size, colour, 2, cv2.LINE_AA)


def _front(rng: np.random.Generator, is_open: bool) -> Front:
    width, storeys = (
        5.6,
        int(rng.choice([1, 2, 3, 4, 5], p=[0.15, 0.3, 0.3, 0.17, 0.08])),
    )
    height = 4.3 + (storeys - 1) * 3.4 + rng.uniform(0.3, 1.0)
    wall = tuple(
        int(v)
        for v in np.clip(np.array(_WALLS[rng.integers(len(_WALLS))]) + rng.normal(0, 8, 3), 0, 255)
    )
    painter = _Painter(width)
    painter.box(0, 0, width, FRONT_TOP_M, wall)
    _shop(painter, rng, is_open)
    for storey in range(1, storeys):
        _storey(painter, rng, 4.3 + (storey - 1) * 3.4, wall)
    painter.box(0, height - 0.35, width, height, tuple(int(v * 0.85) for v in wall))
    _weather(painter, rng)
    return Front(painter.colours, painter.glow, height, is_open)


def _shop(painter: _Painter, rng: np.random.Generator, is_open: bool) -> None:
    width = painter.width_m
    if is_open:
        light = [(255, 236, 196), (226, 240, 255), (255, 214, 150)][rng.integers(3)]
        dim = tuple(int(v * 0.55) for v in light)
        painter.box(0.3, 0, width - 0.3, 2.9, (52, 48, 44), dim)
        for _ in range(int(rng.integers(10, 24))):
            x, z = rng.uniform(0.4, width - 1.0), rng.uniform(0.1, 2.3)
            tone = rng.uniform(50, 190)
            goods = tuple(int(v) for v in np.clip(tone + rng.normal(0, 22, 3), 20, 220))
            shining = tuple(int(g * v / 420) for g, v in zip(goods, light, strict=True))
            painter.box(
                x,
                z,
                x + rng.uniform(0.2, 0.9),
                z + rng.uniform(0.2, 0.6),
                goods,
                shining,
            )
        painter.box(0.5, 2.65, width - 0.5, 2.8, (240, 240, 235), light)
    else:
        shutter = _SHUTTERS[rng.integers(len(_SHUTTERS))]
        for slat in np.arange(0, 2.9, 0.18):
            shade = 0.9 if round(slat / 0.18) % 2 else 1.05
            painter.box(
                0.3,
                slat,
                width - 0.3,
                slat + 0.18,
                tuple(int(v * shade) for v in shutter),
            )
    if rng.random() < 0.85:
        _sign(painter, rng, is_open and rng.random() < 0.7)


def _sign(painter: _Painter, rng: np.random.Generator, shines: bool) -> None:
    board = _SIGNS[rng.integers(len(_SIGNS))]
    ink = (248, 240, 150) if sum(board) < 330 else (150, 24, 30)
    painter.box(
        0.1,
        3.1,
        painter.width_m - 0.1,
        4.15,
        board,
        tuple(int(v * 0.6) for v in board) if shines else (),
    )
    painter.words(str(rng.choice(_WORDS)), 3.2, 4.05, ink, shines)


def _storey(painter: _Painter, rng: np.random.Generator, low: float, wall: tuple[int, ...]) -> None:
    width = painter.width_m
    frame = tuple(int(v * 0.62) for v in wall)
    for left in (0.7, width / 2 + 0.25):
        right = left + width / 2 - 0.95
        lit = rng.random() < 0.22
        painter.box(left - 0.08, low + 0.75, right + 0.08, low + 2.55, frame)
        painter.box(
            left,
            low + 0.85,
            right,
            low + 2.45,
            (66, 82, 92),
            (190, 150, 86) if lit else (),
        )
        painter.box(
            (left + right) / 2 - 0.04,
            low + 0.85,
            (left + right) / 2 + 0.04,
            low + 2.45,
            frame,
        )
    painter.box(0, low - 0.12, width, low + 0.1, tuple(int(v * 0.8) for v in wall))
    if rng.random() < 0.55:
        for x in np.arange(0.2, width - 0.1, 0.22):
            painter.box(x, low + 0.1, x + 0.06, low + 1.0, (62, 60, 58))
        painter.box(0.2, low + 0.95, width - 0.2, low + 1.05, (62, 60, 58))
    if rng.random() < 0.35:
        painter.box(width - 1.0, low + 2.55, width - 0.2, low + 3.05, (216, 216, 210))


def _weather(painter: _Painter, rng: np.random.Generator) -> None:
    """Stains that run down the wall, and grain."""
    width, top = FRONT_PX
    streaks = cv2.GaussianBlur(
        rng.normal(0, 1, (top, width)).astype(np.float32), (0, 0), 3, sigmaY=40
    )
    stains = 1 + streaks * 0.9 + rng.normal(0, 0.02, (top, width)).astype(np.float32)
    painter.colours = np.clip(painter.colours * stains[..., None], 0, 255).astype(np.uint8)
