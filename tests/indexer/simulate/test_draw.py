"""Drawing: where things land, what they cover, how light falls on them."""

from itertools import pairwise

import numpy as np
import pytest

from indexer.simulate.draw import DAY, NIGHT, Light, PinholeCamera, draw_thing
from indexer.simulate.mesh import mesh_of, paint_order
from indexer.simulate.shapes import solids
from indexer.simulate.things import COLOURS, TYPES, Thing, Type, sample_thing

CAMERA = PinholeCamera(0, 0, 6, heading_deg=0, pitch_deg=15, focal_px=500, width=640, height=360)
FLAT = Light(sun=0.0)


def road(level: int = 90) -> np.ndarray:
    return np.full((360, 640, 3), level, np.uint8)


def a_thing(kind: Type, colour: str = "red", seed: int = 5) -> Thing:
    return sample_thing(np.random.default_rng(seed), kind, colour)  # type: ignore[arg-type]


def test_the_axis_of_the_camera_is_the_middle_of_the_picture() -> None:
    ahead = np.array([[0.0, 6 / np.tan(np.radians(15)), 0.0]])
    uv, depth = CAMERA.project(ahead)
    assert uv[0] == pytest.approx((320, 180))
    assert depth[0] == pytest.approx(6 / np.sin(np.radians(15)))


def test_right_is_right_and_up_is_up() -> None:
    uv, _ = CAMERA.project(np.array([[0.0, 20, 0], [1, 20, 0], [0, 20, 1]]))
    assert uv[1, 0] > uv[0, 0]
    assert uv[2, 1] < uv[0, 1]


def test_a_camera_that_turns_right_sees_things_move_left() -> None:
    turned = PinholeCamera(0, 0, 6, 10, 15, 500, 640, 360)
    point = np.array([[0.0, 20, 0]])
    assert turned.project(point)[0][0, 0] < CAMERA.project(point)[0][0, 0]


@pytest.mark.parametrize("kind", TYPES)
def test_the_box_holds_the_thing_and_nothing_much_else_changes(kind: Type) -> None:
    picture = road()
    box = draw_thing(picture, CAMERA, a_thing(kind), 1.0, 22.0, 30.0, FLAT)
    assert box is not None
    left, top, right, bottom = box
    changed = (np.abs(picture.astype(int) - 90) > 40).any(axis=2)
    inside = changed[top:bottom, left:right]
    assert inside.mean() > 0.25
    assert inside.any(axis=0).mean() > 0.9
    assert inside.any(axis=1).mean() > 0.9
    assert changed.sum() - inside.sum() < 0.1 * inside.sum()


@pytest.mark.parametrize("place", [(0.0, -20.0), (300.0, 20.0), (0.0, 0.5)])
def test_what_is_out_of_view_leaves_the_picture_alone(place: tuple[float, float]) -> None:
    picture = road()
    assert draw_thing(picture, CAMERA, a_thing("car"), *place, 0.0, DAY) is None
    assert (picture == 90).all()


def test_farther_is_smaller_and_higher_in_the_picture() -> None:
    boxes = [draw_thing(road(), CAMERA, a_thing("van"), 0, y, 0, DAY) for y in (12, 20, 35, 60)]
    sizes = [(box[2] - box[0]) * (box[3] - box[1]) for box in boxes if box]
    assert len(sizes) == 4
    assert sizes == sorted(sizes, reverse=True)
    assert all(near[3] > far[3] for near, far in pairwise(b for b in boxes if b))


def test_a_thing_at_the_edge_has_a_box_inside_the_picture() -> None:
    box = draw_thing(road(), CAMERA, a_thing("bus"), -9.0, 14.0, 80.0, DAY)
    assert box is not None
    assert 0 == box[0] < box[2] < 640


@pytest.mark.parametrize(("colour", "channel"), [("red", 0), ("green", 1), ("blue", 2)])
def test_paint_shows_in_its_colour(colour: str, channel: int) -> None:
    picture = road()
    box = draw_thing(picture, CAMERA, a_thing("van", colour), 0, 16, 20, FLAT)
    assert box is not None
    patch = picture[box[1] : box[3], box[0] : box[2]].reshape(-1, 3).astype(int)
    others = patch[:, [c for c in range(3) if c != channel]].max(axis=1)
    assert (patch[:, channel] > others + 25).mean() > 0.35


def test_a_truck_is_known_by_its_paint_from_behind() -> None:
    for seed in range(24):
        picture = road()
        box = draw_thing(picture, CAMERA, a_thing("truck", "red", seed), 0, 22, 0, FLAT)
        assert box is not None
        patch = picture[box[1] : box[3], box[0] : box[2]].reshape(-1, 3).astype(int)
        assert (patch[:, 0] > patch[:, 1:].max(axis=1) + 25).mean() > 0.3, seed


def test_night_is_darker_but_for_the_lamps() -> None:
    thing = a_thing("car", "white")
    day, night = road(40), road(40)
    draw_thing(day, CAMERA, thing, 0, 15, 180, DAY)
    draw_thing(night, CAMERA, thing, 0, 15, 180, NIGHT)
    assert np.median(night[night.max(axis=2) > 60]) < np.median(day[day.max(axis=2) > 60])
    assert (night.min(axis=2) > 215).sum() > 10


def test_the_sun_casts_a_shadow_away_from_it() -> None:
    picture = road()
    east = Light(sun=0.5, sun_azimuth_deg=90, sun_height_deg=40)
    box = draw_thing(picture, CAMERA, a_thing("person"), 0, 15, 0, east)
    assert box is not None
    dark = picture[box[3] - 12 : box[3]].max(axis=2) < 70
    middle = (box[0] + box[2]) // 2
    assert dark[:, : middle - 8].sum() > 3 * max(dark[:, middle + 8 :].sum(), 1)


def test_equal_things_are_drawn_alike_and_walkers_move_their_legs() -> None:
    pictures = [road() for _ in range(3)]
    for picture, y in zip(pictures, (10.0, 10.0, 10.5), strict=True):
        camera = PinholeCamera(0, y - 10, 6, 0, 25, 500, 640, 360)
        draw_thing(picture, camera, a_thing("person"), 0, y, 0, DAY)
    assert (pictures[0] == pictures[1]).all()
    assert (pictures[0] != pictures[2]).any()


@pytest.mark.parametrize("kind", TYPES)
def test_pieces_stand_on_the_ground_and_have_real_sizes(kind: Type) -> None:
    spans = {"motorbike": (1.7, 2.3), "bicycle": (1.6, 2.2), "person": (0.2, 1.0), "car": (3.5, 5),
             "van": (4.2, 5.8), "truck": (5, 8.6), "bus": (7.3, 11.8)}  # fmt: skip
    for seed in range(6):
        points = np.vstack([piece.corners for piece in solids(a_thing(kind, seed=seed))])
        assert -0.15 < points[:, 2].min() < 0.12
        assert spans[kind][0] < np.ptp(points[:, 0]) < spans[kind][1]
        assert np.ptp(points[:, 2]) < 3.5


@pytest.mark.parametrize("kind", TYPES)
def test_faces_look_outward(kind: Type) -> None:
    mesh = mesh_of(a_thing(kind))
    middles = (mesh.low + mesh.high)[mesh.piece] / 2
    outward = ((mesh.middles - middles) * mesh.normals).sum(axis=1)
    assert (outward > -0.06).all()
    assert np.linalg.norm(mesh.normals, axis=1) == pytest.approx(1.0)


@pytest.mark.parametrize("kind", ["car", "van", "bus"])
@pytest.mark.parametrize("side", [-1, 1])
def test_wheels_are_painted_over_the_body_on_the_near_side_only(kind: Type, side: int) -> None:
    mesh = mesh_of(a_thing(kind))
    rank = paint_order(mesh, np.array([1.0, side * 15.0, 6.0]))
    assert sorted(rank) == list(range(len(rank)))
    body = np.argmax((mesh.high - mesh.low).prod(axis=1))
    discs = np.flatnonzero((mesh.high - mesh.low)[:, 1] < 1e-9)
    near = np.sign(mesh.low[discs, 1]) == side
    assert near.any() and not near.all()
    assert (rank[discs[near]] > rank[body]).all()
    assert (rank[discs[~near]] < rank[body]).all()


def test_every_colour_of_every_type_can_be_drawn() -> None:
    for kind in TYPES:
        for colour in COLOURS:
            assert draw_thing(road(), CAMERA, a_thing(kind, colour), 0, 20, 45, NIGHT) is not None
