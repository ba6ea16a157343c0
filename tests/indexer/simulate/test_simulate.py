"""The whole district on disk: files of the contract, footage that decodes, key and bytes fixed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import av
import pytest

from indexer.cameras import read_cameras
from indexer.ids import LOCAL_ZONE
from indexer.progress import Stage
from indexer.simulate.simulate import simulate
from tests.heard import Heard

SIZE = {"width": 640, "height": 360}
TEXTS = (
    "cameras.geojson", "streets.geojson", "reports.jsonl", "answers.jsonl", "questions.jsonl",
    "objects.jsonl",
)  # fmt: skip


@pytest.fixture(scope="module")
def told() -> Heard:
    return Heard()


@pytest.fixture(scope="module")
def district(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("district")
    return simulate(folder, 2, 1 / 6, seed=7, progress=told, **SIZE)


def lines(path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_file_of_the_contract_is_there_and_nothing_else(district) -> None:
    written = {
        str(path.relative_to(district.folder))
        for path in district.folder.rglob("*")
        if path.is_file()
    }
    footage = {f"footage/q12-nvq-0{number}/2022-04-27T21-00-00+0700.mp4" for number in (1, 2)}
    assert written == {*TEXTS, *footage}


def test_footage_has_the_right_size_rate_length_and_key_frames(district) -> None:
    for path in district.footage:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            assert stream.codec_context.name == "h264"
            assert (stream.width, stream.height) == (640, 360)
            assert stream.average_rate == 10
            frames = list(container.decode(stream))
        assert len(frames) == 100
        assert [index for index, frame in enumerate(frames) if frame.key_frame] == [
            *range(0, 100, 10)
        ]
        assert frames[37].time == pytest.approx(3.7)


def test_cameras_are_read_by_the_importer(district) -> None:
    cameras = read_cameras(district.cameras)
    assert [camera.id for camera in cameras] == ["q12-nvq-01", "q12-nvq-02"]
    assert cameras[0].street == "Nguyễn Văn Quá"
    assert cameras[0].district == "Quận 12"
    assert 10.8273 < cameras[0].lat < 10.8467


def test_streets_have_the_gazetteers_ids(district) -> None:
    features = json.loads(district.streets.read_text(encoding="utf-8"))["features"]
    ids = {feature["properties"]["id"] for feature in features}
    assert {"street:nguyen-van-qua", "street:truong-chinh", "street:quoc-lo-1a"} <= ids
    assert all(feature["geometry"]["type"] == "LineString" for feature in features)


def test_answers_name_moments_and_reports_that_exist(district) -> None:
    reports = {line["id"] for line in lines(district.reports)}
    cameras = {camera.id for camera in read_cameras(district.cameras)}
    answers = lines(district.answers)
    assert len({answer["question"] for answer in answers}) == len(answers)
    for answer in answers:
        assert answer["relevant"]
        for relevant in answer["relevant"]:
            if "report" in relevant:
                assert relevant["report"] in reports
            else:
                start, end = (datetime.fromisoformat(relevant[k]) for k in ("start", "end"))
                assert district.start <= start < end <= district.end
                assert relevant["camera"] in cameras


def test_the_flagship_question_is_answered_by_the_riders_and_the_story(district) -> None:
    flagship = lines(district.answers)[0]
    assert flagship["question"] == "red motorbike near Nguyễn Văn Quá after 9pm"
    riders = next(line for line in lines(district.objects) if line["role"] == "riders")
    assert (riders["type"], riders["colour"], riders["riders"]) == ("motorbike", "red", 2)
    seen = riders["sightings"][0]
    assert {"camera": seen["camera"], **seen["clear"][0]} in flagship["relevant"]
    assert sum("report" in relevant for relevant in flagship["relevant"]) >= 6


def test_parked_things_are_in_the_key_and_never_the_answer(district) -> None:
    parked = [line for line in lines(district.objects) if line["role"] == "parked"]
    assert parked
    assert {line["colour"] for line in parked} <= {"black", "grey"}
    for answer in lines(district.answers):
        assert "black motorbike" not in answer["question"]


def test_boxes_of_the_key_are_fractions_once_a_second(district) -> None:
    for line in lines(district.objects):
        for sighting in line["sightings"]:
            for box in sighting["boxes"]:
                left, top, right, bottom = box["box"]
                assert 0 <= left < right <= 1
                assert 0 <= top < bottom <= 1
                assert datetime.fromisoformat(box["at"]).microsecond == 0


def test_boxes_are_told_more_often_where_that_is_asked_for(tmp_path) -> None:
    made = simulate(tmp_path, 1, 1 / 20, seed=7, questions=0, boxes_a_second=5, **SIZE)
    times = {
        datetime.fromisoformat(box["at"]).microsecond
        for line in lines(made.objects)
        if line["role"] != "parked"
        for sighting in line["sightings"]
        for box in sighting["boxes"]
    }
    assert times == {0, 200_000, 400_000, 600_000, 800_000}
    with pytest.raises(ValueError, match="3 boxes a second at 10 frames"):
        simulate(tmp_path, 1, 1 / 20, seed=7, boxes_a_second=3, **SIZE)


def test_progress_counts_every_camera(district, told) -> None:
    assert told.stages == {"filming cameras": (2, 2)}


def test_the_same_arguments_write_the_same_bytes_and_another_seed_others(
    district, tmp_path
) -> None:
    again = simulate(tmp_path / "again", 2, 1 / 6, seed=7, **SIZE)
    for name in TEXTS:
        assert (again.folder / name).read_bytes() == (district.folder / name).read_bytes()
    for path, other in zip(district.footage, again.footage, strict=True):
        assert path.read_bytes() == other.read_bytes()


class _Stopped(Heard):
    """Ends the run after the first camera."""

    @contextmanager
    def stage(self, name: str, total: float | None = None) -> Iterator[Stage]:
        with super().stage(name, total) as stage:
            stage.advance = self._stop  # type: ignore[method-assign]
            yield stage

    def _stop(self, by: float = 1) -> None:
        raise KeyboardInterrupt


def test_a_run_that_was_stopped_films_what_is_left_and_no_camera_twice(district, tmp_path) -> None:
    with pytest.raises(KeyboardInterrupt):
        simulate(tmp_path, 2, 1 / 6, seed=7, progress=_Stopped(), **SIZE)
    filmed = list((tmp_path / "unfinished").glob("q12-*"))
    first = district.footage[[path.parent.name for path in district.footage].index(filmed[0].name)]
    kept = tmp_path / first.relative_to(district.folder)
    kept.write_bytes(b"as it was filmed")
    again = simulate(tmp_path, 2, 1 / 6, seed=7, **SIZE)
    assert kept.read_bytes() == b"as it was filmed"
    assert not (tmp_path / "unfinished").exists()
    for name in TEXTS:
        assert (again.folder / name).read_bytes() == (district.folder / name).read_bytes()


def test_what_other_arguments_filmed_is_filmed_anew(tmp_path) -> None:
    with pytest.raises(KeyboardInterrupt):
        simulate(tmp_path, 1, 0.02, seed=7, progress=_Stopped(), **SIZE)
    (path,) = tmp_path.rglob("*.mp4")
    path.write_bytes(b"as it was filmed")
    simulate(tmp_path, 1, 0.03, seed=7, **SIZE)
    assert path.read_bytes() != b"as it was filmed"


def test_another_seed_and_start_write_another_district(district, tmp_path) -> None:
    start = datetime(2022, 4, 28, 9, 30, tzinfo=LOCAL_ZONE)
    other = simulate(tmp_path, 1, 0.02, seed=8, start=start, **SIZE)
    assert other.footage[0].name == "2022-04-28T09-30-00+0700.mp4"
    for name in ("reports.jsonl", "answers.jsonl", "objects.jsonl"):
        assert (other.folder / name).read_bytes() != (district.folder / name).read_bytes()


def test_a_district_of_nothing_is_refused(tmp_path) -> None:
    with pytest.raises(ValueError, match="nothing to simulate"):
        simulate(tmp_path, 0, 1, seed=1)
    with pytest.raises(ValueError, match="nothing to simulate"):
        simulate(tmp_path, 1, 0, seed=1)
