"""Rain before a camera: streaks that fall, and a veil over what lies behind them."""

import zlib

import cv2
import numpy as np

from indexer.simulate.cameras import Site
from indexer.simulate.draw import Picture

_TILES = 8
_STREAKS_A_MEGAPIXEL = 700
_LENGTH, _SLANT = (0.02, 0.07), 0.10
"""Of a streak: its range of lengths as shares of the picture's height, and its lean."""
_STREAK = {True: 34, False: 26}
_VEIL = {True: (0.90, 7.0), False: (0.82, 30.0)}
"""By night and by day: how bright streaks are, what is left of the contrast, and what is added."""


def rains_on(site: Site, seed: int) -> bool:
    """Whether a shower of that seed reaches the camera: about every other one."""
    return bool(np.random.default_rng([seed, zlib.crc32(site.id.encode()), 3]).random() < 0.5)


class Rain:
    """The rain of one camera's footage; the same for the same seed, size and hour."""

    def __init__(self, seed: int, width: int, height: int, is_dark: bool) -> None:
        """Draw a few sheets of streaks, used by turns, each time from another side."""
        self._rng = np.random.default_rng([seed, 4])
        self._veil = _VEIL[is_dark]
        count = round(_STREAKS_A_MEGAPIXEL * width * height / 1e6)
        self._sheets = [self._sheet(width, height, count, _STREAK[is_dark]) for _ in range(_TILES)]

    def fall(self, picture: Picture) -> Picture:
        """The next frame as seen through the rain, (height, width, 3)."""
        sheet = self._sheets[int(self._rng.integers(_TILES))]
        if self._rng.random() < 0.5:
            sheet = np.ascontiguousarray(sheet[::-1])
        share, light = self._veil
        veiled = cv2.convertScaleAbs(picture, alpha=share, beta=light)
        return np.asarray(cv2.add(veiled, cv2.cvtColor(sheet, cv2.COLOR_GRAY2RGB)), np.uint8)

    def _sheet(self, width: int, height: int, count: int, strength: int) -> Picture:
        """Soft slanting streaks on black, (height, width)."""
        sheet = np.zeros((height, width), np.uint8)
        starts = self._rng.uniform((-0.1, -0.1), (1.0, 1.0), (count, 2)) * (width, height)
        lengths = self._rng.uniform(*_LENGTH, count) * height
        ends = starts + np.stack([lengths * _SLANT, lengths], axis=1)
        for start, end, share in zip(
            starts.astype(int).tolist(), ends.astype(int).tolist(),
            self._rng.uniform(0.3, 1.0, count).tolist(), strict=True,
        ):  # fmt: skip
            cv2.line(sheet, start, end, (strength * share,), 1, cv2.LINE_AA)
        return np.asarray(cv2.blur(sheet, (2, 2)), np.uint8)
