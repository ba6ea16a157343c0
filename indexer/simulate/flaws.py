"""What is wrong with a camera: a clock that runs off, a pole that shakes, dirt on the glass.

The first seven cameras have none of it, so that small districts stay plain; of every further eight
one has a wrong clock, one shakes and one is dirty.
"""

import zlib
from dataclasses import dataclass

import cv2
import numpy as np

from indexer.ids import CameraId
from indexer.simulate.draw import Picture

_FIRST = 7
_CLOCK, _SHAKE, _DIRT = 7, 1, 3
"""Which of every eight cameras has which flaw."""
_OFF_S = (90, 600)
_SWAY_PX, _SWAY_HZ = 1.6, (0.7, 1.9)
"""Of 720: how far a shaking picture goes from its middle, and how often a second."""
_SPOTS = (4, 9)
_DIRT_TONE = 118.0


@dataclass(frozen=True)
class Flaws:
    """`clock_offset_ms` is what must be added to the camera's clock to get true time."""

    clock_offset_ms: int = 0
    shakes: bool = False
    dirty: bool = False


NO_FLAWS = Flaws()


def flaws_of(index: int, camera: CameraId, seed: int) -> Flaws:
    """The flaws of the district's camera of that index, from 0."""
    if index < _FIRST:
        return NO_FLAWS
    rng = np.random.default_rng([seed, zlib.crc32(camera.encode()), 5])
    off_s = int(rng.integers(*_OFF_S)) * (1 if rng.random() < 0.5 else -1)
    return Flaws(
        clock_offset_ms=off_s * 1000 if index % 8 == _CLOCK else 0,
        shakes=index % 8 == _SHAKE,
        dirty=index % 8 == _DIRT,
    )


class Sway:
    """The swaying of one camera's pole in traffic and wind."""

    def __init__(self, camera: CameraId, seed: int, height: int, fps: int) -> None:
        """Take two slow swings of seeded rate and phase."""
        rng = np.random.default_rng([seed, zlib.crc32(camera.encode()), 6])
        self._reach_px = _SWAY_PX * height / 720
        self._turns = 2 * np.pi * rng.uniform(*_SWAY_HZ, 2) / fps
        self._phases = rng.uniform(0, 2 * np.pi, 2)

    def moved(self, picture: Picture, frame: int) -> Picture:
        """The frame as the swaying camera sees it, (height, width, 3)."""
        x, y = self._reach_px * np.sin(self._turns * frame + self._phases)
        height, width = picture.shape[:2]
        middle = ((width - 1) / 2 - x, (height - 1) / 2 - y)
        return np.asarray(cv2.getRectSubPix(picture, (width, height), middle), np.uint8)


class Dirt:
    """Blurred spots on one camera's glass."""

    def __init__(self, camera: CameraId, seed: int, width: int, height: int) -> None:
        """Draw the spots; they stay where they are."""
        rng = np.random.default_rng([seed, zlib.crc32(camera.encode()), 7])
        cover = np.zeros((height // 4, width // 4), np.float32)
        for _ in range(int(rng.integers(*_SPOTS))):
            middle = (int(rng.integers(width // 4)), int(rng.integers(height // 4)))
            axes = (rng.uniform(0.02, 0.07, 2) * height / 4).astype(int).tolist()
            strength = float(rng.uniform(0.5, 0.9))
            cv2.ellipse(cover, middle, axes, float(rng.uniform(0, 180)), 0, 360, (strength,), -1)
        soft = cv2.GaussianBlur(cover, (0, 0), height / 240)
        share = np.clip(cv2.resize(soft, (width, height)) * 255, 0, 255).astype(np.uint8)
        tone = (share * np.float32(_DIRT_TONE / 255)).astype(np.uint8)
        self._open = cv2.cvtColor(255 - share, cv2.COLOR_GRAY2RGB)
        self._tone = cv2.cvtColor(tone, cv2.COLOR_GRAY2RGB)

    def over(self, picture: Picture, light: float) -> Picture:
        """The frame behind the spots, which are as bright as the hour: `light` 0–1."""
        clear = cv2.multiply(picture, self._open, scale=1 / 255)
        return np.asarray(cv2.add(clear, cv2.convertScaleAbs(self._tone, alpha=light)), np.uint8)
