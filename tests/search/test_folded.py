"""What stands for hours is told once; what only looks the same is not hidden."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.models import open_encoder
from indexer.cameras import Camera, import_cameras
from indexer.folder import Folder
from indexer.footage_log import FootageLog, FootageSpan
from indexer.frame_table import FrameTable
from indexer.ids import CameraId, FootageId, from_ms
from indexer.index_model import remember_model
from indexer.region import Box, Region
from indexer.shard import write_shards
from search.aim import phrase_vectors
from search.api.wire import Search
from search.api.wire_question import Question
from search.cli.show_why import reasons
from search.example import unit
from search.folded import MOST_LISTED, STILL_MS, fold, folded_of
from search.frames import FrameHit
from search.marks import Marks
from search.moments import Moment, group_moments
from search.question.understood import Understood
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import open_state

START_MS = 1_651_068_000_000
STANDS = 1_500
"""Looks of one parked vehicle: more than a search looks at first."""
PASSING = 24
HERE: Box = (0.40, 0.50, 0.60, 0.70)
CAMERAS = [Camera(CameraId(f"c{n}"), f"Camera {n}", 10.83 + n / 100, 106.63) for n in range(4)]
ASKED = Understood(language="en", look_for="white van", sources=("footage",))
_rng = np.random.default_rng(5)


def look(camera: str, pts_ms: int, box: Box, vector: np.ndarray, still_ms: int = 0) -> FrameHit:
    footage = FootageId(f"{int(camera[1:]):016x}")
    at_ms = START_MS + pts_ms
    region = Region(CameraId(camera), at_ms, footage, pts_ms, box, "object", still_ms)
    return FrameHit(region, 0.0, unit(vector))


def moved(box: Box, right: float) -> Box:
    left, top, far, bottom = box
    return left + right, top, far + right, bottom


def street() -> Iterator[FrameHit]:
    """A van that is parked before c0 for most of an hour, and others that pass, one by one."""
    encoder = open_encoder("hash")
    (asked,) = phrase_vectors([(ASKED.look_for, "en")], encoder)
    noise = _rng.normal(size=(STANDS + PASSING + 1, len(asked)))
    noise -= np.outer(noise @ asked, asked)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    for number in range(STANDS):
        parked = 0.9 * asked + 0.43 * noise[-1] + 0.05 * noise[number]
        yield look("c0", number * 2_000, HERE, parked)
    for number in range(PASSING):
        other = 0.6 * asked + 0.8 * noise[STANDS + number]
        at_ms = 60_000 + number * 90_000
        for step in range(3):
            yield look(f"c{number % 4}", at_ms + 500 + step * 1_000, moved(HERE, step / 5), other)


@contextmanager
def serving(path: Path, looks: Iterable[FrameHit]) -> Iterator[Service]:
    """A service over an index of these looks of CAMERAS, made in an empty folder."""
    data, encoder, hits = Folder(path), open_encoder("hash"), list(looks)
    import_cameras(data, CAMERAS)
    remember_model(data, encoder.card.name, encoder.card.fingerprint)
    regions, rows = [hit.region for hit in hits], np.array([hit.embedding for hit in hits])
    FrameTable(data).commit({"street": write_shards(data, regions, rows, encoder.card)})
    FootageLog(data).append([span(camera, encoder.card.fingerprint) for camera in CAMERAS])
    with open_state("sqlite://") as state:
        yield Service(Settings(data=str(path)), state)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("street"), street()) as opened:
        yield opened


def span(camera: Camera, fingerprint: Any) -> FootageSpan:
    sha256, length_ms = f"{int(camera.id[1:]):016x}".ljust(64, "0"), STANDS * 2_000
    return FootageSpan(
        task_key=f"street-{camera.id}", footage=FootageId(sha256[:16]), path="nowhere.mp4",
        sha256=sha256, camera=camera.id, start_ms=START_MS, span_after_ms=START_MS,
        span_before_ms=START_MS + length_ms, pts_after_ms=0, pts_before_ms=length_ms,
        sampled_frames=1, regions=1, dropped=0, fingerprint=fingerprint, state="indexed", reason="",
        at_ms=START_MS,
    )  # fmt: skip


def ask(service: Service, **more: Any) -> dict[str, Any]:
    return service.search(SearchRequest(understood=ASKED, **more))


def test_ten_are_found_where_one_parked_van_fills_the_first_thousand(service: Service) -> None:
    hits = ask(service, limit=10)["hits"]
    assert len(hits) == 10
    parked, *others = hits
    assert parked["camera"]["id"] == "c0"
    assert {hit["camera"]["id"] for hit in others} == {"c0", "c1", "c2", "c3"}
    assert all(hit["folded"] is None for hit in others)


def test_it_says_how_often_and_over_which_time(service: Service) -> None:
    folded = ask(service, limit=3)["hits"][0]["folded"]
    minutes = STANDS * 2 / 60
    assert 3 * minutes < folded["count"] < STANDS, "some seconds each"
    assert folded["at_least"] is False
    first, last = (datetime.fromisoformat(folded[end]) for end in ("after", "before"))
    assert first == from_ms(START_MS)
    assert last - first >= timedelta(milliseconds=(STANDS - 1) * 2_000)
    assert len(folded["moments"]) == MOST_LISTED
    starts = [one["start"] for one in folded["moments"]]
    assert starts == sorted(starts)
    assert all(service.moment(one["id"])["id"] == one["id"] for one in folded["moments"])


def test_nothing_else_is_hidden_and_nothing_shown_twice(service: Service) -> None:
    shown, answer = [], ask(service, limit=7)
    shown += answer["hits"]
    while answer["next_cursor"]:
        answer = ask(service, limit=7, cursor=answer["next_cursor"])
        shown += answer["hits"]
    passed = {(hit["camera"]["id"], hit["start"]) for hit in shown}
    assert len(passed) == len(shown) == PASSING + 1
    assert [hit["rank"] for hit in shown] == list(range(1, PASSING + 2))


def test_each_is_listed_where_that_is_asked_for(service: Service) -> None:
    hits = ask(service, limit=10, fold=False)["hits"]
    assert len(hits) == 10
    assert [hit["folded"] for hit in hits] == [None] * 10
    assert sum(hit["camera"]["id"] == "c0" for hit in hits) >= 9


def test_who_rejects_what_stands_there_is_not_shown_it_again(service: Service) -> None:
    parked = ask(service, limit=1)["hits"][0]
    hits = ask(service, limit=30, marks=Marks.of((), (parked["id"],)))["hits"]
    assert len(hits) == PASSING + 1
    assert [hit["id"] for hit in hits].index(parked["id"]) == PASSING
    assert hits[-1]["folded"]["count"] > 100


def moment(pts_ms: int, box: Box, vector: np.ndarray, *beside: tuple[int, Box]) -> Moment:
    best = look("c1", pts_ms, box, vector)
    others = tuple(look("c1", pts_ms + after, there, vector) for after, there in beside)
    return Moment(best, pts_ms, pts_ms, beside=others)


ONE, OTHER = np.eye(4, dtype=np.float32)[0], np.array([0.9, 0.43, 0, 0], np.float32)


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        (moment(0, HERE, ONE), moment(60_000, HERE, ONE), True),
        (moment(0, HERE, ONE), moment(60_000, HERE, OTHER), False),
        (moment(0, HERE, ONE), moment(60_000, moved(HERE, 0.1), ONE), False),
        (
            moment(0, HERE, ONE, (1_000, moved(HERE, 0.15))),
            moment(60_000, HERE, ONE, (1_000, moved(HERE, 0.15))),
            True,
        ),
        (
            moment(0, HERE, ONE, (1_000, moved(HERE, 0.15))),
            moment(60_000, HERE, ONE, (1_000, moved(HERE, -0.15))),
            False,
        ),
        (moment(0, HERE, ONE, (1_000, moved(HERE, 0.15))), moment(60_000, HERE, ONE), False),
    ],
    ids=["stands", "looks otherwise", "elsewhere", "passes again", "the other way", "one passes"],
)
def test_what_is_folded(first: Moment, second: Moment, is_one: bool) -> None:
    assert len(fold([first, second])) == (1 if is_one else 2)


def test_another_camera_is_another_place() -> None:
    here = moment(0, HERE, ONE)
    there = replace(here, best=look("c2", 0, HERE, ONE))
    assert fold([here, there]) == [[here], [there]]


def test_a_scene_that_stood_still_was_seen_until_it_changed() -> None:
    first, last = moment(0, HERE, ONE), moment(60_000, HERE, ONE)
    standing = replace(last.best, region=last.best.region._replace(still_ms=40_000))
    folded = folded_of(first, [replace(last, best=standing)]).folded
    assert folded is not None
    assert folded.seen.before_ms == START_MS + 100_000


PLACES = st.tuples(st.integers(0, 600), st.integers(0, 3), st.integers(0, 2), st.floats(-1, 1))


@given(st.lists(PLACES, max_size=40, unique_by=lambda row: row[0]), st.integers(0, 4))
def test_folds_part_the_moments_and_keep_their_order(
    rows: list[tuple[int, int, int, float]], marks: int
) -> None:
    vectors = np.eye(4, dtype=np.float32)
    hits = [
        replace(look("c1", at * 1_000, moved(HERE, place / 10), vectors[kind]), score=score)
        for at, kind, place, score in rows
    ]
    moments = group_moments(hits)
    marked = {one.id for one in moments[:: max(1, marks)]} if marks else set()
    folds = fold(moments, marked)
    assert sorted(str(m.id) for own in folds for m in own) == sorted(str(m.id) for m in moments)
    places = [moments.index(own[0]) for own in folds]
    assert all(before < after for before, after in pairwise(places))
    assert all(m.id not in marked for own in folds for m in own[1:])
    assert all(np.allclose(own[0].best.embedding, m.best.embedding) for own in folds for m in own)


@pytest.mark.parametrize(("still_ms", "count"), [((59_000, STILL_MS), 1), ((59_000, 5_000), 2)])
def test_whole_pictures_are_one_where_the_scene_stood_still(
    still_ms: tuple[int, int], count: int
) -> None:
    moments = []
    for number, still in enumerate(still_ms):
        one = moment(number * 60_000, (0.0, 0.0, 1.0, 1.0), ONE)
        region = one.best.region._replace(kind="frame", still_ms=still)
        moments.append(replace(one, best=replace(one.best, region=region)))
    assert len(fold(moments)) == count


def test_people_read_it_in_the_terminal(service: Service) -> None:
    hits = ask(service, limit=2)["hits"]
    (line,) = [words for words in reasons(hits[0], hits) if "more times here" in words]
    assert line.startswith(
        f"seen {hits[0]['folded']['count']} more times here, 27/04/2022 21:00:00"
    )
    assert line.endswith("(--unfolded lists each)")
    assert not any("more times" in words for words in reasons(hits[1], hits))


@pytest.mark.parametrize("fold_it", [True, False])
def test_an_answer_is_found_again_as_it_was_folded(service: Service, fold_it: bool) -> None:
    asked = Search(understood=Question(**_as_asked()), fold=fold_it).value("local")
    answer = service.search(asked)
    assert bool(answer["hits"][0]["folded"]) is fold_it
    again = service.replay(answer["search"], "local", None, None)
    assert again["same"] is True and again["changed"] == []


def _as_asked() -> dict[str, Any]:
    return {"language": "en", "look_for": ASKED.look_for, "sources": ["footage"]}
