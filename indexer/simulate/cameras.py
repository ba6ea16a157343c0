"""Cameras of the simulated district: where each stands and how it looks down its street."""

import itertools
import zlib
from bisect import insort
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from indexer.ids import CameraId
from indexer.simulate.flaws import NO_FLAWS, Flaws, flaws_of
from indexer.simulate.network import (
    HA_HUY_GIAP,
    HIGHWAY_1A,
    HIGHWAY_22,
    LE_VAN_KHUONG,
    NGUYEN_ANH_THU,
    NGUYEN_VAN_QUA,
    PHAN_VAN_HON,
    QUANG_TRUNG,
    STREETS,
    TO_KY,
    TRUONG_CHINH,
    Pose,
    Street,
    to_degrees,
)

DISTRICT = "Quận 12"
_KERB_TO_POLE_M = 1.2
_POLE_TO_BEND_M = 12.0
_VIEW_M = 85.0
_ON_POLE = ((5.6, 7.0), (14.0, 17.0), (58.0, 66.0))
_ON_ROOF = ((30.0, 32.0), (12.0, 13.0), (92.0, 96.0))
"""Ranges of height (metres), tilt and picture angle (degrees). Before a camera on a roof, who rides
or walks is never higher than some 50 of 720 pixels."""
_ROOFS = (6, 7)
"""Of every eight cameras, the places of those that stand on roofs."""
_FIRST = (
    (NGUYEN_VAN_QUA, 1245.0, False),
    (NGUYEN_VAN_QUA, 1560.0, True),
    (NGUYEN_VAN_QUA, 1860.0, False),
    (QUANG_TRUNG, 150.0, True),
    (TRUONG_CHINH, 900.0, False),
    (TO_KY, 800.0, True),
    (PHAN_VAN_HON, 700.0, False),
    (HIGHWAY_22, 700.0, True),
    (HIGHWAY_1A, 2900.0, False),
    (NGUYEN_ANH_THU, 2600.0, True),
    (LE_VAN_KHUONG, 1300.0, False),
    (HA_HUY_GIAP, 2400.0, True),
)
"""The first sites: street, metres along it, whether the camera looks the way the metres count.

Three on Nguyễn Văn Quá past the market, then the way toward Hóc Môn, then the other streets."""


@dataclass(frozen=True)
class Site:
    """One camera on its pole: metres along and across its street, angles in degrees.

    `lateral_m` is to the right of the street's line; `heading_deg` is where it looks, clockwise
    from north; `tilt_deg` is below the horizon; `view_deg` is the picture's horizontal angle.
    """

    id: CameraId
    name: str
    street: Street
    along_m: float
    lateral_m: float
    ahead: bool
    x: float
    y: float
    height_m: float
    heading_deg: float
    tilt_deg: float
    view_deg: float
    flaws: Flaws = NO_FLAWS

    @cached_property
    def foot(self) -> Pose:
        """The point of the street's line beside the camera."""
        return self.street.line.pose(self.along_m)

    @property
    def road_deg(self) -> float:
        """The bearing of the street where the camera stands, in the sense it looks along it."""
        bearing = self.foot.heading_deg
        return bearing if self.ahead else (bearing + 180) % 360


def place_cameras(count: int, seed: int) -> list[Site]:
    """The first `count` sites of the district, at least one; a larger count only adds sites."""
    spots = list(_FIRST[:count])
    spots += _spread(count - len(spots), spots)
    numbers: dict[str, int] = {}
    sites = []
    for index, (street, along_m, ahead) in enumerate(spots):
        numbers[street.code] = numbers.get(street.code, 0) + 1
        mount = _ON_ROOF if index % 8 in _ROOFS else _ON_POLE
        site = _site(street, numbers[street.code], along_m, ahead, mount, seed)
        sites.append(replace(site, flaws=flaws_of(index, site.id, seed)))
    return sites


def site_feature(site: Site) -> dict[str, Any]:
    """The site as a GeoJSON Point feature with the contract's properties."""
    lat, lon = to_degrees(site.x, site.y)
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]},
        "properties": {
            "id": site.id,
            "name": site.name,
            "street": site.street.name,
            "ward": site.street.ward,
            "district": DISTRICT,
            "heading_deg": round(site.heading_deg, 1),
            "clock_offset_ms": site.flaws.clock_offset_ms,
        },
    }


def _spread(
    count: int, taken: list[tuple[Street, float, bool]]
) -> list[tuple[Street, float, bool]]:
    """Further sites by turns over the streets, each in the widest gap of its street's sites."""
    marks = {street.id: [0.0, street.line.length_m] for street in STREETS}
    for street, along_m, _ in taken:
        insort(marks[street.id], along_m)
    gaps = {ident: _widest_gap(along) for ident, along in marks.items()}
    sites: list[tuple[Street, float, bool]] = []
    for index in range(max(0, count)):
        street = max(STREETS, key=lambda one: gaps[one.id][1] - gaps[one.id][0])
        along_m = sum(gaps[street.id]) / 2
        sites.append((street, along_m, index % 2 == 0))
        insort(marks[street.id], along_m)
        gaps[street.id] = _widest_gap(marks[street.id])
    return sites


def _widest_gap(marks: list[float]) -> tuple[float, float]:
    return max(itertools.pairwise(marks), key=lambda gap: gap[1] - gap[0])


def _past_bend(street: Street, along_m: float, ahead: bool) -> float:
    """The nearest spot, moved the way the camera looks, from which the view is straight."""
    sign = 1 if ahead else -1
    for bend in street.line.bends_m()[::sign]:
        if -_POLE_TO_BEND_M <= (bend - along_m) * sign <= _VIEW_M:
            along_m = bend + sign * _POLE_TO_BEND_M
    return min(max(along_m, _POLE_TO_BEND_M), street.line.length_m - _POLE_TO_BEND_M)


def _site(
    street: Street,
    number: int,
    along_m: float,
    ahead: bool,
    mount: tuple[tuple[float, float], ...],
    seed: int,
) -> Site:
    ident = f"q12-{street.code}-{number:02d}"
    along_m = _past_bend(street, along_m, ahead)
    rng = np.random.default_rng([seed, zlib.crc32(ident.encode())])
    side = street.half_width_m + _KERB_TO_POLE_M
    pose = street.line.pose(along_m, side)
    toward_road = rng.uniform(13, 21) * (-1 if ahead else 1)
    height_m, tilt_deg, view_deg = (float(rng.uniform(*span)) for span in mount)
    return Site(
        id=CameraId(ident),
        name=f"{street.name} {number:02d}",
        street=street,
        along_m=along_m,
        lateral_m=side,
        ahead=ahead,
        x=pose.x,
        y=pose.y,
        height_m=height_m,
        heading_deg=float((pose.heading_deg + (0 if ahead else 180) + toward_road) % 360),
        tilt_deg=tilt_deg,
        view_deg=view_deg,
    )
