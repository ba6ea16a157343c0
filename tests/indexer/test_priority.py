"""What goes first: cameras, streets, hours over midnight; what cannot be meant is said so."""

import pytest

from indexer.cameras import Camera, Cameras
from indexer.catalog import Footage
from indexer.errors import BadInput, UnknownCamera
from indexer.ids import CameraId, FootageId
from indexer.priority import Priority, in_order
from indexer.span import SpanTask
from indexer.video.probe import FootageProbe
from tests.indexer.moments import local_ms

CAMERAS = Cameras(
    [
        Camera(CameraId("a"), "A", 10.84, 106.63, street="Nguyễn Văn Quá"),
        Camera(CameraId("b"), "B", 10.84, 106.63, street="Tô Ký"),
    ]
)


def task(camera: str, clock: str, minutes: int = 5) -> SpanTask:
    video = FootageProbe(minutes * 60_000, None, 100, 320, 240, 1_000, None)
    start_ms = local_ms(f"2022-04-27T{clock}")
    footage = Footage("x.mp4", FootageId(camera + clock), camera, CameraId(camera), start_ms, video)
    return SpanTask(footage, 0, minutes * 60_000, "print")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "clock", "meant"),
    [
        ("21:00-22:00", "20:56:00", True),
        ("21:00-22:00", "20:54:00", False),
        ("21:00-22:00", "22:00:00", False),
        ("22-05", "02:00:00", True),
        ("22-05", "23:59:00", True),
        ("22-05", "05:00:00", False),
        ("0-1", "23:58:00", True),
        ("nguyen van qua/21-24", "23:00:00", True),
        ("a", "12:00:00", True),
        ("b", "12:00:00", False),
        ("Tô Ký/21-24", "23:00:00", False),
    ],
)
def test_hours_and_places(text: str, clock: str, meant: bool) -> None:
    assert Priority.read(text, CAMERAS).means(task("a", clock)) is meant


def test_what_is_first_goes_first_and_the_rest_keeps_its_order() -> None:
    tasks = [task("a", "20:00:00"), task("b", "21:00:00"), task("a", "21:30:00")]
    first = [Priority.read("21-22", CAMERAS), Priority.read("b", CAMERAS)]
    assert in_order(tasks, first) == [tasks[1], tasks[2], tasks[0]]
    assert in_order(tasks, ()) == tasks


@pytest.mark.parametrize("text", ["", "/", "a/b", "25-26", "21:70-22", "9-9"])
def test_what_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        Priority.read(text, CAMERAS)


def test_an_unknown_place_is_an_error() -> None:
    with pytest.raises(UnknownCamera, match="Lê Lợi"):
        Priority.read("Lê Lợi", CAMERAS)
