"""The story, what is written about it, and the questions it answers."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from indexer.folding import fold
from indexer.ids import LOCAL_ZONE
from indexer.simulate.cameras import place_cameras
from indexer.simulate.key import flagship_questions
from indexer.simulate.network import NGUYEN_VAN_QUA, TRUONG_CHINH
from indexer.simulate.sightings import sightings
from indexer.simulate.stories import CRASH_M, MARKET_M, tell_story
from indexer.simulate.tips import clock_words, write_reports
from indexer.simulate.view import view_of

START = datetime(2022, 4, 27, 21, 0, tzinfo=LOCAL_ZONE)
END = START + timedelta(minutes=2)


@pytest.fixture(scope="module")
def story():
    return tell_story(120, 1, [NGUYEN_VAN_QUA, TRUONG_CHINH])


@pytest.fixture(scope="module")
def written(story):
    return write_reports(story, START, END, 60, seed=1)


def test_two_in_dark_shirts_flee_on_a_red_motorbike_a_blue_one_behind(story) -> None:
    riders, victim = story.riders.thing, story.victim.thing
    assert (riders.type, riders.colour, riders.riders) == ("motorbike", "red", 2)
    assert set(riders.shirts) == {"black"}
    assert (victim.type, victim.colour) == ("motorbike", "blue")


def test_they_meet_at_the_market_and_the_victim_never_overtakes(story) -> None:
    at = np.array([story.snatched_s])
    assert story.riders.along_m(at)[0] == pytest.approx(MARKET_M)
    apart = story.riders.poses(at)[0, :2] - story.victim.poses(at)[0, :2]
    assert np.hypot(*apart) < 2.0
    chase = np.arange(story.snatched_s + 4, story.crashed_s, 0.5)
    assert (story.riders.along_m(chase) - story.victim.along_m(chase) > 5).all()
    assert story.victim.along_m(np.array([story.crashed_s]))[0] == pytest.approx(CRASH_M)


def test_nobody_rides_faster_than_a_motorbike_can(story) -> None:
    for trip in story.trips:
        at = np.arange(trip.starts_s, trip.ends_s, 0.25)
        speed = np.hypot(*np.diff(trip.poses(at)[:, :2], axis=0).T) / 0.25
        assert np.quantile(speed, 0.98) < 22


@pytest.mark.parametrize("seed", range(5))
def test_within_two_minutes_three_cameras_see_them_in_order_and_large(seed) -> None:
    story = tell_story(120, seed, [NGUYEN_VAN_QUA])
    spans, heights = [], []
    for site in place_cameras(3, seed):
        (seen,) = sightings(site, view_of(site, 1280, 720), [story.riders], 1200, 10)
        spans += seen.clear_spans()
        heights.append((seen.boxes[:, 3] - seen.boxes[:, 1]).max() * 720)
    assert spans == sorted(spans)
    assert len(spans) == 3
    assert min(heights) > 120


def test_a_lone_rider_and_a_red_car_are_there_to_mislead(story) -> None:
    lone = next(trip for trip in story.decoys if trip.thing.type == "motorbike")
    assert (lone.thing.colour, lone.thing.riders, lone.line) == ("red", 1, TRUONG_CHINH.line)
    assert any((trip.thing.type, trip.thing.colour) == ("car", "red") for trip in story.decoys)


def test_reports_are_repeatable_and_differ_by_seed(story, written) -> None:
    assert write_reports(story, START, END, 60, seed=1) == written
    assert write_reports(story, START, END, 60, seed=2)[0] != written[0]


def test_the_story_is_told_in_several_kinds_channels_and_spellings(written) -> None:
    lines, of_story = written
    told = [line for line in lines if line["id"] in of_story]
    assert {line["kind"] for line in told} >= {"scene", "statement", "tip"}
    assert {line["channel"] for line in told} >= {"zalo", "facebook", "youtube", "hotline"}
    texts = [line["text"] for line in told]
    assert any("hai thanh niên" in text or "2 thanh niên" in text for text in texts)
    assert any(text == fold(text) for text in texts)
    assert any("red motorbike" in text for text in texts)
    assert all(datetime.fromisoformat(line["received_at"]) > END for line in told)


def test_some_tips_leave_time_and_place_to_the_text(written) -> None:
    lines, of_story = written
    bare = [line for line in lines if line["id"] in of_story and "place" not in line]
    assert any("occurred" not in line for line in bare)
    assert any("nguyen van qua" in fold(line["text"]) for line in bare)


def test_most_reports_have_nothing_to_do_with_it(written) -> None:
    lines, of_story = written
    assert len(lines) == 60
    assert len(of_story) < 15
    others = " ".join(line["text"] for line in lines if line["id"] not in of_story)
    assert "giật điện thoại" not in others
    assert len({line["text"] for line in lines}) > 40


def test_no_slot_is_left_open_and_every_sender_is_marked_invented(written) -> None:
    for line in written[0]:
        assert "{" not in line["text"]
        assert line["sender"]["invented"] is True
        assert line["sender"]["phone"].startswith("0000")
        assert datetime.fromisoformat(line["received_at"]).tzinfo


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(21, 5, "hơn 9 giờ tối"), (21, 27, "khoảng 9 rưỡi tối"), (12, 50, "gần 1 giờ trưa")],
)
def test_times_are_named_loosely(hour, minute, words) -> None:
    assert clock_words(START.replace(hour=hour, minute=minute))["vi"] == words


def test_the_flagship_question_has_the_forms_of_the_contract() -> None:
    questions = [question for question, _ in flagship_questions(START)]
    assert questions == [
        "red motorbike near Nguyễn Văn Quá after 9pm",
        "xe máy đỏ gần Nguyễn Văn Quá sau 9 giờ tối",
        "xe may do gan nguyen van qua sau 9 gio toi",
        "xe máy đỏ gần Nguyễn Văn Quá sau 21h",
        "xe máy màu đỏ gần đường Nguyễn Văn Quá khoảng 9 rưỡi tối",
        "xe may mau do gan duong nguyen van qua khoang 9 ruoi toi",
    ]


def test_a_daytime_district_asks_for_its_own_hour() -> None:
    (question, (after, before)), *_ = flagship_questions(START.replace(hour=10, minute=20))
    assert question.endswith("after 10am")
    assert (after.hour, before.day) == (10, 28)
