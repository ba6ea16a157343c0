"""Draws one thing into a picture: a pinhole camera, the light of the hour, a shadow, lamps.

Frame: x right (or east), y ahead (or north), z up, metres; headings clockwise from y.
"""

import math
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.simulate.lamps import draw_beam, draw_glow
from indexer.simulate.mesh import Mesh, mesh_of, paint_order
from indexer.simulate.things import Thing

Picture = NDArray[np.uint8]
Floats = NDArray[np.float64]
Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels, half open."""

_NEAR_M = 0.6
_SHIFT = 4
_STEP_M = 1.5
"""A walker's two steps, or a turn of a bicycle's pedals."""
_LIT = {1: (255.0, 250.0, 228.0), 2: (255.0, 52.0, 40.0)}


@dataclass(frozen=True)
class PinholeCamera:
    """A camera at x, y, z metres; `heading_deg` clockwise from y, `pitch_deg` below the horizon.

    `focal_px` goes with the picture's `width` and `height`; its middle is the camera's axis.
    """

    x: float
    y: float
    z: float
    heading_deg: float
    pitch_deg: float
    focal_px: float
    width: int
    height: int

    @cached_property
    def axes(self) -> Floats:
        """Rows: the camera's right, down and forward, unit vectors (3, 3)."""
        turn, tilt = math.radians(self.heading_deg), math.radians(self.pitch_deg)
        sin, cos, fall, level = (
            math.sin(turn),
            math.cos(turn),
            math.sin(tilt),
            math.cos(tilt),
        )
        return np.array(
            [
                (cos, -sin, 0.0),
                (-sin * fall, -cos * fall, -level),
                (sin * level, cos * level, -fall),
            ]
        )

    def project(self, points: Floats) -> tuple[Floats, Floats]:
        """Pixels (n, 2) and depths (n,) in metres of points (n, 3); depth ≤ 0 lies behind."""
        eyed = (np.asarray(points, float) - (self.x, self.y, self.z)) @ self.axes.T
        depth = eyed[:, 2]
        safe = np.where(np.abs(depth) < 1e-6, 1e-6, depth)
        return eyed[:, :2] / safe[:, None] * self.focal_px + (
            self.width / 2,
            self.height / 2,
        ), depth


@dataclass(frozen=True)
class Light:
    """The light on a thing: `level` as a share of full daylight, `tint` per colour channel.

    `sun` is the share of it that comes from one side and casts a shadow; `headlights` says that
    lamps are on.
    """

    level: float = 1.0
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    sun: float = 0.35
    sun_azimuth_deg: float = 130.0
    sun_height_deg: float = 55.0
    headlights: bool = False

    @property
    def direction(self) -> Floats:
        """Toward the sun, unit vector (3,)."""
        around, up = (
            math.radians(self.sun_azimuth_deg),
            math.radians(self.sun_height_deg),
        )
        return np.array(
            [
                math.sin(around) * math.cos(up),
                math.cos(around) * math.cos(up),
                math.sin(up),
            ]
        )


DAY = Light()
DUSK = Light(level=0.55, tint=(1.06, 0.98, 0.92), sun=0.1, headlights=True)
NIGHT = Light(level=0.30, tint=(1.10, 1.0, 0.82), sun=0.25, sun_height_deg=75.0, headlights=True)


def draw_thing(
    image: Picture,
    camera: PinholeCamera,
    thing: Thing,
    x: float,
    y: float,
    heading_deg: float,
    light: Light,
) -> Box | None:
    """Draw the thing standing on the ground at (x, y) into the picture (H, W, 3) RGB, in place.

    Returns its visible box, clipped to the picture; None (and nothing drawn) where it is out of
    view. Draw the farthest things first.
    """
    turn = math.radians(heading_deg)
    ahead, left = (
        np.array([math.sin(turn), math.cos(turn), 0]),
        np.array([-math.cos(turn), math.sin(turn), 0]),
    )
    pose = np.array([ahead, left, (0.0, 0.0, 1.0)])
    stride = (x * ahead[0] + y * ahead[1]) / _STEP_M % 1.0
    mesh = mesh_of(thing, stride)
    eye = pose @ (camera.x - x, camera.y - y, camera.z)
    place = np.array([x, y, 0.0])
    uv, depth = camera.project(mesh.points @ pose + place)
    if depth.min() < _NEAR_M:
        return None
    balls, ball_depth = camera.project(mesh.ball_centres @ pose + place)
    radii = mesh.ball_radii * camera.focal_px / ball_depth
    box = _visible(np.vstack([uv, balls - radii[:, None], balls + radii[:, None]]), image)
    if box is None:
        return None
    _draw_shadow(image, camera, mesh, pose, place, light)
    if light.headlights and (mesh.lamp == 1).any():
        draw_beam(image, camera.project, mesh.high[:, 0].max(), pose, place, light.level)
    colours = _lit_colours(mesh, pose, light)
    _paint(image, box, mesh, eye, uv, (balls, radii), colours, light)
    if light.headlights:
        _shine(image, camera, mesh, eye, pose, place)
    return box


def _visible(points: Floats, image: Picture) -> Box | None:
    """The pixels' extent inside the picture; None if it is less than two pixels wide or high."""
    height, width = image.shape[:2]
    low = np.clip(np.floor(points.min(axis=0)), 0, (width, height)).astype(int)
    high = np.clip(np.ceil(points.max(axis=0)), 0, (width, height)).astype(int)
    if (high - low).min() < 2:
        return None
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _lit_colours(mesh: Mesh, pose: Floats, light: Light) -> Floats:
    """Face colours (F, 3) under sky, sun and tint; lamps that are on have their own."""
    normals = mesh.normals @ pose
    sky = 0.80 + 0.20 * normals[:, 2]
    sun = np.maximum(normals @ light.direction, 0)
    amount = light.level * ((1 - light.sun) * sky + light.sun * 1.45 * sun)
    colours = mesh.colours * amount[:, None] * light.tint
    if light.headlights:
        for lamp, colour in _LIT.items():
            colours[mesh.lamp == lamp] = colour
    return np.clip(colours, 0, 255)


def _paint(
    image: Picture,
    box: Box,
    mesh: Mesh,
    eye: Floats,
    uv: Floats,
    rounds: tuple[Floats, Floats],
    colours: Floats,
    light: Light,
) -> None:
    """Paint faces and balls on a finer canvas with coverage, then lay it over the picture."""
    left, top, right, bottom = box
    fine = 1 if max(right - left, bottom - top) > 170 else 2 if right - left > 60 else 3
    canvas = np.zeros(((bottom - top) * fine, (right - left) * fine, 4), np.uint8)
    rank = paint_order(mesh, eye)
    scaled = ((uv - (left, top)) * (fine << _SHIFT)).astype(np.int32)
    seen = np.flatnonzero(((eye - mesh.middles) * mesh.normals).sum(axis=1) > 0)
    shapes = [(rank[mesh.piece[face]], 0, int(face)) for face in seen]
    shapes += [(rank[piece], 1, ball) for ball, piece in enumerate(mesh.ball_piece)]
    polygons, painted = scaled[mesh.faces], colours.tolist()
    centres = ((rounds[0] - (left, top)) * (fine << _SHIFT)).astype(int).tolist()
    for _, is_ball, index in sorted(shapes):
        if is_ball:
            colour = np.clip(mesh.ball_colours[index] * light.level * light.tint, 0, 255)
            _draw_ball(canvas, centres[index], rounds[1][index] * fine, colour)
        else:
            polygon = polygons[index, : mesh.corners[index]]
            cv2.fillConvexPoly(canvas, polygon, (*painted[index], 255), cv2.LINE_AA, _SHIFT)
    _lay_over(image[top:bottom, left:right], canvas)


def _draw_ball(canvas: Picture, centre: list[int], radius_px: float, colour: Floats) -> None:
    """A disc, darker below and lighter above."""
    unit = 1 << _SHIFT
    radius = max(int(radius_px * unit), unit // 2)
    for shift, size, tone in ((0.0, 1.0, 0.74), (-0.2, 0.78, 0.95), (-0.4, 0.42, 1.12)):
        middle = (centre[0], centre[1] + int(shift * radius))
        shade = (*np.minimum(colour * tone, 255).tolist(), 255)
        cv2.circle(canvas, middle, int(size * radius), shade, -1, cv2.LINE_AA, _SHIFT)


def _lay_over(region: Picture, canvas: Picture) -> None:
    """Average the canvas down to the region's size and lay it over by its coverage."""
    height, width = region.shape[:2]
    if canvas.shape[0] != height:
        canvas = np.asarray(
            cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA), np.uint8
        )
    open_share = cv2.cvtColor(255 - canvas[:, :, 3], cv2.COLOR_GRAY2BGR)
    behind = cv2.multiply(np.ascontiguousarray(region), open_share, scale=1 / 255)
    region[:] = cv2.add(behind, np.ascontiguousarray(canvas[:, :, :3]))


def _draw_shadow(
    image: Picture,
    camera: PinholeCamera,
    mesh: Mesh,
    pose: Floats,
    place: Floats,
    light: Light,
) -> None:
    """Darken the ground under the thing, and where it keeps the sun off."""
    world = mesh.points @ pose
    sun = light.direction
    cast = world[:, :2] - world[:, 2:] * (sun[:2] / max(sun[2], 0.5))
    for flat, strength in ((world[:, :2] * 1.04, 0.34), (cast, light.sun * 0.9)):
        ground = np.column_stack([flat, np.zeros(len(flat))]) + place
        uv, depth = camera.project(ground)
        if depth.min() > _NEAR_M and strength > 0.02:
            _darken(image, uv, strength)


def _darken(image: Picture, uv: Floats, strength: float) -> None:
    """Darken a convex patch with a soft edge."""
    soft = max(2, int(np.ptp(uv[:, 1]) / 14))
    box = _visible(np.vstack([uv - soft, uv + soft]), image)
    if box is None:
        return
    left, top, right, bottom = box
    outline = cv2.convexHull(((uv - (left, top)) * (1 << _SHIFT)).astype(np.int32))
    keep = np.full((bottom - top, right - left), 255, np.uint8)
    cv2.fillConvexPoly(keep, outline, 255 * (1 - strength), cv2.LINE_AA, _SHIFT)
    keep = np.asarray(cv2.blur(keep, (soft, soft)), np.uint8)
    region = image[top:bottom, left:right]
    region[:] = cv2.multiply(
        np.ascontiguousarray(region),
        cv2.cvtColor(keep, cv2.COLOR_GRAY2BGR),
        scale=1 / 255,
    )


def _shine(
    image: Picture,
    camera: PinholeCamera,
    mesh: Mesh,
    eye: Floats,
    pose: Floats,
    place: Floats,
) -> None:
    """Glow around the lamps that look at the camera."""
    for face in np.flatnonzero(mesh.lamp):
        toward = eye - mesh.middles[face]
        facing = float(toward @ mesh.normals[face]) / float(np.linalg.norm(toward))
        if facing > 0.05:
            uv, depth = camera.project(mesh.middles[face][None] @ pose + place)
            reach = camera.focal_px / depth[0] * (1.0 if mesh.lamp[face] == 1 else 0.45)
            colour = _LIT[int(mesh.lamp[face])]
            draw_glow(
                image,
                uv[0],
                reach * (0.35 + 0.65 * facing),
                colour,
                0.25 + 0.6 * facing,
            )
