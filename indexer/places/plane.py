"""A plane of metres that touches the Earth nearby, and what each camera sees on it."""

import math
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from indexer.cameras import Camera

_METRES_A_DEGREE = 111_195.0
"""Of latitude, on a sphere of the Earth's mean radius (6,371,008.8 m)."""
_VIEW_DEG = 90.0
"""The view of a camera whose lens is not known: a 3.6 mm lens before a 1/2.7" sensor, as most
street cameras have, sees 80° to 95° from side to side."""
_ARC_POINTS = 37
"""An arc's chords are within 0.4 % of its radius, even all around."""
_MOST_DEG = 359.0
"""A camera that sees all around; a sector that closed on itself would be no polygon."""

Shapes = NDArray[np.object_]
"""(n,): shapely geometries, in metres."""


class Plane:
    """Metres east and north on the plane that touches the Earth at a latitude."""

    def __init__(self, lat: float) -> None:
        """Touch the Earth at this latitude, in degrees."""
        self._scale = np.array([math.cos(math.radians(lat)), 1.0]) * _METRES_A_DEGREE

    def shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in degrees, in metres."""
        return shapely.transform(geometry, lambda degrees: degrees * self._scale)

    def points(self, lon_lat: Sequence[tuple[float, float]]) -> Shapes:
        """Points in degrees, in metres."""
        return np.asarray(shapely.points(np.array(lon_lat) * self._scale))

    def degrees(self, metres: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
        """Points in metres, in degrees: (n, 2), longitude and latitude."""
        return np.asarray(metres, np.float64).reshape(-1, 2) / self._scale

    def stands(self, cameras: Sequence[Camera]) -> Shapes:
        """Where each camera stands, a point."""
        return self.points([(camera.lon, camera.lat) for camera in cameras])

    def views(self, cameras: Sequence[Camera]) -> Shapes:
        """What each camera sees: a sector where heading and range are known, else its point."""
        views = self.stands(cameras)
        seeing = [index for index, camera in enumerate(cameras) if _is_known(camera)]
        if seeing:
            views[seeing] = _sectors(views[seeing], [cameras[index] for index in seeing])
        return views


def _is_known(camera: Camera) -> bool:
    return camera.heading_deg is not None and camera.range_m is not None


def _sectors(stands: Shapes, cameras: Sequence[Camera]) -> Shapes:
    """The part of a circle from where each camera stands to the arc at the end of its range."""
    sizes = [(c.heading_deg, c.view_deg or _VIEW_DEG, c.range_m) for c in cameras]
    heading, angle, radius_m = np.array(sizes, dtype=np.float64).T[..., None]
    turns = np.linspace(-0.5, 0.5, _ARC_POINTS) * np.minimum(angle, _MOST_DEG)
    bearings = np.radians(heading + turns)
    arcs = np.stack([np.sin(bearings), np.cos(bearings)], axis=-1) * radius_m[..., None]
    feet = shapely.get_coordinates(stands)[:, None]
    return np.asarray(shapely.polygons(np.concatenate([feet, feet + arcs], axis=1)))
