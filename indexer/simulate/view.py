"""A camera's view in its road's own frame: x metres right of the middle line, y ahead, z up."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indexer.simulate.cameras import Site
from indexer.simulate.draw import PinholeCamera

Floats = NDArray[np.float32]


def view_of(site: Site, width: int, height: int) -> PinholeCamera:
    """The camera of a site in its road's frame, with a picture of that size."""
    return PinholeCamera(
        x=site.lateral_m if site.ahead else -site.lateral_m,
        y=0.0,
        z=site.height_m,
        heading_deg=(site.heading_deg - site.road_deg + 180) % 360 - 180,
        pitch_deg=site.tilt_deg,
        focal_px=width / 2 / math.tan(math.radians(site.view_deg / 2)),
        width=width,
        height=height,
    )


def finer(view: PinholeCamera, factor: int) -> PinholeCamera:
    """The same view on a picture `factor` times as large."""
    return replace(
        view,
        focal_px=view.focal_px * factor,
        width=view.width * factor,
        height=view.height * factor,
    )


def rays(view: PinholeCamera) -> Floats:
    """The direction of every pixel's ray, (height, width, 3), one metre along the axis."""
    across = (np.arange(view.width) + 0.5 - view.width / 2) / view.focal_px
    down = (np.arange(view.height) + 0.5 - view.height / 2) / view.focal_px
    right, lower, forward = view.axes
    fan = forward + across[None, :, None] * right + down[:, None, None] * lower
    return np.asarray(fan, np.float32)


def to_road(site: Site, poses: NDArray[np.float64]) -> NDArray[np.float64]:
    """Poses (n, 3) of the district's frame (x, y, heading) in the frame of the site's road."""
    foot = site.foot
    bearing = math.radians(site.road_deg)
    east, north = poses[:, 0] - foot.x, poses[:, 1] - foot.y
    x = east * math.cos(bearing) - north * math.sin(bearing)
    y = east * math.sin(bearing) + north * math.cos(bearing)
    return np.stack([x, y, (poses[:, 2] - site.road_deg) % 360], axis=1)
