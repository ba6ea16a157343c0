"""A search asked again: the same ids after whatever came since, or what is missing and why."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.cameras import Camera, import_cameras
from indexer.frame_table import FrameTable
from indexer.ids import CameraId
from indexer.merge import merge
from indexer.reports.catch_up import rebuild_text_index
from indexer.reports.open_index import open_report_index
from search.errors import NotAllowed, NotThere
from search.example import Example, read_phrases
from search.marks import Marks
from search.moment_id import MomentId
from search.question.understood import Understood
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.audit import AuditEntry
from search.state.database import State, open_state
from tests.replayed import restarted
from tests.search.district import District

TIPS = [
    ("t1", "xe máy đỏ chạy ẩu trên đường Nguyễn Văn Quá lúc 21h", "2022-04-27T21:05:00+07:00"),
    ("t2", "xe máy đỏ ở Hà Huy Giáp", "2022-04-27T21:30:00+07:00"),
    ("t3", "xe máy đỏ, xe máy đỏ, không nhớ ở đâu", "2022-04-27T22:00:00+07:00"),
]
LATER = [
    ("t3", "xe máy xanh", "2022-04-27T22:00:00+07:00"),
    ("t8", "đỏ đỏ đỏ xe máy xe máy", "2022-04-27T23:00:00+07:00"),
    ("t9", "đỏ", "2022-04-27T23:10:00+07:00"),
]
QUESTION = "xe máy đỏ"


@pytest.fixture
def district(tmp_path: Path, filmed: Path) -> District:
    shutil.copytree(filmed, tmp_path / "district", symlinks=True)
    return District(tmp_path / "district")


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = District(tmp_path_factory.mktemp("filmed") / "district")
    made.film("first", 90, 60)
    made.tell(TIPS)
    return made.root


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as opened:
        yield opened


@pytest.fixture
def service(district: District, state: State) -> Service:
    return Service(Settings(data=district.data.uri), state)


def ask(service: Service, **more: Any) -> dict[str, Any]:
    return service.search(SearchRequest(question=QUESTION, case="VA-118", reason="x", **more))


def again(district: District, state: State, search: int) -> dict[str, Any]:
    """Replayed by a program started anew."""
    fresh = Service(Settings(data=district.data.uri), state)
    return fresh.replay(search, "court", "VA-118", "phúc thẩm")


def ids(answer: dict[str, Any]) -> list[str]:
    return [hit["id"] for hit in answer["hits"]]


def scores(answer: dict[str, Any]) -> list[tuple[str, float]]:
    return [(hit["id"], hit["score"]) for hit in answer["hits"]]


def test_nothing_changed_gives_the_same(district: District, service: Service, state: State) -> None:
    first = ask(service, limit=3)
    assert len(ids(first)) == 3
    replayed = again(district, state, first["search"])
    assert replayed["same"] and scores(replayed["answer"]) == scores(first)
    for nothing in ("missing", "added", "changed", "deleted"):
        assert replayed[nothing] == []
    record = state.audit.get(replayed["search"])
    assert (record.entry.asker, record.entry.reason) == ("court", "phúc thẩm")
    assert record.entry.parameters["replay_of"] == first["search"]


def test_later_footage_and_reports_merging_reindexing_and_a_restart_change_nothing(
    district: District, service: Service, state: State
) -> None:
    first = ask(service)
    assert {"t1", "t2", "t3"} <= set(ids(first))
    district.film("second", 130)
    district.tell(LATER)
    merge(district.data, FrameTable(district.data))
    index = open_report_index(district.data, None)
    rebuild_text_index(district.data, index)
    index.close()
    now = Service(Settings(data=district.data.uri), state)
    assert scores(ask(now)) != scores(first) and "t8" in ids(ask(now))
    url = f"sqlite:///{district.root.parent / 'state.sqlite'}"
    replayed = restarted(first["search"], data=district.data.uri, database_url=url)
    assert replayed["same"] and replayed["answer"]["hits"] == first["hits"]
    assert replayed["answer"]["generation"] == first["generation"]
    assert replayed["deleted"] == [] and replayed["changed"] == []
    hits = replayed["answer"]["hits"]
    told = {hit["id"]: hit["report"]["text"] for hit in hits if hit["kind"] == "report"}
    assert told["t3"] == TIPS[2][1], "a report is shown as it stood"


def test_a_replay_of_a_replay_and_of_a_page_is_the_same(
    district: District, service: Service, state: State
) -> None:
    first = ask(service, limit=2)
    second = ask(service, limit=2, cursor=first["next_cursor"])
    assert ids(second) and ids(second) != ids(first)
    replayed = again(district, state, second["search"])
    assert replayed["same"] and ids(replayed["answer"]) == ids(second)
    assert again(district, state, replayed["search"])["same"]


def test_filters_are_those_of_the_record(
    district: District, service: Service, state: State
) -> None:
    first = ask(service, cameras=("hhg",), sources=("footage",))
    replayed = again(district, state, first["search"])
    assert replayed["same"]
    assert {hit["camera"]["id"] for hit in replayed["answer"]["hits"]} == {"hhg"}


def test_marks_and_what_was_to_be_found_again_are_those_of_the_record(
    district: District, service: Service, state: State
) -> None:
    moments = [hit["id"] for hit in ask(service, sources=("footage",))["hits"]]
    marked = ask(service, marks=Marks.of(moments[:1], moments[1:2]))
    like = Example(MomentId.parse(moments[0]), phrases=read_phrases("− car + red"))
    request = SearchRequest(understood=Understood(), example=like, case="VA-118", reason="x")
    similar = service.search(request)
    district.film("second", 130)
    for first in (marked, similar):
        replayed = again(district, state, first["search"])
        assert replayed["same"] and scores(replayed["answer"]) == scores(first)
        assert {"similar": None, "marks": None} | first == replayed["answer"] | {
            key: first[key] for key in ("search", "took_ms")
        }


def test_a_search_for_an_uploaded_picture_is_not_replayed(service: Service, state: State) -> None:
    like = Example(picture=np.full((32, 32, 3), 90, np.uint8))
    request = SearchRequest(understood=Understood(), example=like, case="VA-118", reason="x")
    search = service.search(request)["search"]
    with pytest.raises(NotThere, match="uploaded picture, which is not kept"):
        service.replay(search, "court", "VA-118", "x")


def test_shards_that_retention_took_are_named(
    district: District, service: Service, state: State
) -> None:
    first = ask(service)
    table = FrameTable(district.data)
    held = table.shards()
    district.film("second", 130)
    merge(district.data, table)
    assert table.forget(timedelta(0))
    replayed = again(district, state, first["search"])
    gone = [one for one in replayed["deleted"] if one["what"] == "shard"]
    assert {one["id"] for one in gone} == {entry.stem for entry in held}
    assert sum(one["regions"] for one in gone) == first["coverage"]["regions_in_scope"]
    assert not replayed["same"] and replayed["answer"]["partial"]
    moments = [hit["id"] for hit in first["hits"] if hit["kind"] == "moment"]
    assert set(moments) <= set(replayed["missing"])


def test_footage_that_retention_took_is_named_once(
    district: District, service: Service, state: State
) -> None:
    first = ask(service)
    footage = {hit["footage"] for hit in first["hits"] if hit["kind"] == "moment"}
    span = next(span for span in service.index.footage.spans() if span.footage in footage)
    file = Path(span.path)
    kept = file.read_bytes()
    file.unlink()
    try:
        replayed = again(district, state, first["search"])
    finally:
        file.write_bytes(kept)
    assert replayed["deleted"] == [{"what": "footage", "id": span.footage}]
    assert replayed["same"], "its regions are still in the index"


def test_a_report_that_was_taken_back_is_named(
    district: District, service: Service, state: State
) -> None:
    first = ask(service)
    district.take_back("t1", "2022-04-28T09:00:00+07:00")
    now = Service(Settings(data=district.data.uri), state)
    assert "t1" in ids(first) and "t1" not in ids(ask(now))
    replayed = again(district, state, first["search"])
    assert replayed["deleted"] == [{"what": "report", "id": "t1"}]
    assert replayed["same"], "as it stood it is still in the log"


def test_what_an_answer_depends_on_and_has_changed_is_told(
    district: District, service: Service, state: State
) -> None:
    first = ask(service)
    import_cameras(district.data, [Camera(CameraId("tk"), "Tô Ký 1", 10.8570, 106.6232)])
    replayed = again(district, state, first["search"])
    (changed,) = replayed["changed"]
    assert changed["what"] == "places" and changed["then"] != changed["now"]


def test_a_generation_that_cannot_be_opened_is_said(
    district: District, service: Service, state: State
) -> None:
    first = ask(service)
    district.film("second", 130)
    FrameTable(district.data).generation()
    log = Path(district.data.path("frames/_delta_log"))
    (log / f"{first['generation']['footage']:020d}.json").unlink()
    with pytest.raises(NotThere, match=r"generation \d+ .* can no longer be opened"):
        again(district, state, first["search"])


def test_what_cannot_be_replayed_is_said(service: Service, state: State) -> None:
    asked = AuditEntry("an", "VA-118", "x", QUESTION, {}, {"footage": 1, "reports": 0})
    unanswered = state.audit.write(asked)
    old = state.audit.write(asked)
    state.audit.finish(old, ["t1"], 3.0)
    for search, why in ((99, "no search 99"), (unanswered, "never answered"), (old, "older")):
        with pytest.raises(NotThere, match=why):
            service.replay(search, "an", "VA-118", "x")


def test_with_keys_a_replay_needs_case_and_reason(service: Service, state: State) -> None:
    search = ask(service)["search"]
    state.keys.add("an")
    with pytest.raises(NotAllowed):
        service.replay(search, "an", None, None)
    assert len(state.audit.list(9)) == 1
