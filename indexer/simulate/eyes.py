"""The cameras of a district all at once: where each of them sees what, by arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.simulate.cameras import Site
from indexer.simulate.view import view_of

Floats = NDArray[np.float64]
WIDTH, HEIGHT = 1280, 720
"""The size in pixels that cameras' pictures would have."""


@dataclass(frozen=True)
class Views:
    """A camera for each of n poses: `places` (n, 3), `axes` (n, 3, 3) and `focal_px` (n,)."""

    places: Floats
    axes: Floats
    focal_px: Floats
    width: int = WIDTH
    height: int = HEIGHT

    def project(self, points: Floats) -> tuple[Floats, Floats]:
        """Pixels (m, 2) and depths (m,) of points (m, 3), the same number of each pose's."""
        own = points.reshape(len(self.places), -1, 3) - self.places[:, None]
        eyed = own @ self.axes.transpose(0, 2, 1)
        depth = eyed[..., 2]
        scale = self.focal_px[:, None] / np.where(np.abs(depth) < 1e-6, 1e-6, depth)
        pixels = eyed[..., :2] * scale[..., None] + (self.width / 2, self.height / 2)
        return pixels.reshape(-1, 2), depth.reshape(-1)


class Eyes:
    """The cameras of a district, by number."""

    def __init__(self, sites: Sequence[Site]) -> None:
        """Look through these cameras."""
        views = [view_of(site, WIDTH, HEIGHT) for site in sites]
        self._feet = np.array([(site.foot.x, site.foot.y) for site in sites])
        self._roads_deg = np.array([site.road_deg for site in sites])
        self._cos, self._sin = (turn(np.radians(self._roads_deg)) for turn in (np.cos, np.sin))
        self._places = np.array([(view.x, view.y, view.z) for view in views])
        self._axes = np.stack([view.axes for view in views])
        self._focal_px = np.array([view.focal_px for view in views])

    def views(self, cameras: NDArray[np.int64]) -> Views:
        """The views of cameras (n,)."""
        return Views(self._places[cameras], self._axes[cameras], self._focal_px[cameras])

    def to_road(self, cameras: NDArray[np.int64], poses: Floats) -> Floats:
        """Poses (n, 3) of the district's frame, each in that of its camera's road: x, y, degrees.

        As `indexer.simulate.view.to_road` has it for one camera.
        """
        east, north = (poses[:, :2] - self._feet[cameras]).T
        cos, sin = self._cos[cameras], self._sin[cameras]
        turned = (poses[:, 2] - self._roads_deg[cameras]) % 360
        return np.stack([east * cos - north * sin, east * sin + north * cos, turned], axis=1)
