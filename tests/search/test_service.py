"""A whole index, asked: what was searched, what failed, paging, and the account of who looked."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from indexer.cameras import Camera, Cameras, import_cameras
from indexer.folder import Folder
from indexer.frame_table import FrameTable
from indexer.ids import CameraId
from indexer.index_footage import index_footage
from indexer.jobs.runner import open_jobs
from indexer.places.gazetteer import load_gazetteer
from indexer.reports.import_reports import import_reports
from indexer.reports.open_index import open_report_index
from search.api.app import create_app
from search.cli.console import Console
from search.cli.serving import warm_up
from search.cli.show import show_answer
from search.errors import BadQuestion, NotAllowed, NothingIndexed, UnknownName
from search.example import Example, Phrase
from search.frames import FrameHits, LocalFrames
from search.marks import Marks
from search.moment_id import MomentId
from search.question.understood import Understood
from search.relevance import LIKELY, Calibration, Curve
from search.report_filter import ReportFilter
from search.request import SearchRequest
from search.scan import Recall
from search.service import Service
from search.settings import Settings
from search.state.database import State, open_state
from tests.indexer.drawn_footage import START_NAME, clip

CAMERAS = [
    Camera(CameraId("nvq"), "Nguyễn Văn Quá 1", 10.8365, 106.6299, street="Nguyễn Văn Quá"),
    Camera(CameraId("hhg"), "Hà Huy Giáp 1", 10.8730, 106.6795, street="Hà Huy Giáp"),
    Camera(CameraId("tk"), "Tô Ký 1", 10.8570, 106.6232, street="Tô Ký"),
]
TIPS = [
    ("t1", "xe máy đỏ chạy ẩu trên đường Nguyễn Văn Quá lúc 21h", "2022-04-27T21:05:00+07:00"),
    ("t2", "xe máy đỏ ở Hà Huy Giáp", "2022-04-27T21:30:00+07:00"),
    ("t3", "xe máy đỏ, không nhớ ở đâu", "2022-04-27T22:00:00+07:00"),
    ("t4", "cống nghẹt trước nhà", "2022-04-27T22:10:00+07:00"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("service")
    for camera, shade in (("nvq", 90), ("hhg", 60)):
        clip(root / "in" / camera / f"{START_NAME}.mp4", 8, shade)
    folder = Folder(root / "data")
    import_cameras(folder, CAMERAS)
    with open_jobs() as jobs:
        index_footage([root / "in"], data=folder, model="hash", cameras=Cameras(CAMERAS), jobs=jobs)
    lines = [
        {"id": ident, "kind": "tip", "channel": "zalo", "text": text, "received_at": at}
        for ident, text, at in TIPS
    ]
    file = root / "tips.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines))
    index = open_report_index(folder, None)
    import_reports([file], "jsonl", folder, index, load_gazetteer(folder))
    index.close()
    return root / "data"


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as opened:
        yield opened


@pytest.fixture
def service(data: Path, state: State) -> Service:
    return Service(Settings(data=str(data)), state)


def test_a_server_loads_the_encoder_before_anybody_asks(service: Service) -> None:
    assert not vars(service.index)["_encoders"]
    warm_up(service).join(60)
    assert list(vars(service.index)["_encoders"]) == [service.index.model]


def ask(service: Service, question: str, **more: Any) -> dict[str, Any]:
    return service.search(SearchRequest(question=question, **more))


def test_every_region_in_scope_is_searched_and_said_so(service: Service, data: Path) -> None:
    answer = ask(service, "xe máy đỏ")
    coverage = answer["coverage"]
    held = FrameTable(Folder(data)).region_count()
    assert coverage["regions_in_scope"] == coverage["regions_searched"] == held
    assert coverage["exact"] and "recall" not in coverage and not answer["partial"]
    assert (coverage["cameras"], coverage["cameras_indexed"]) == (3, 2)
    assert [gap["camera"] for gap in coverage["not_indexed"]] == ["tk"]
    assert answer["model"]["name"] == "hash" and answer["took_ms"]["total"] > 0


def test_an_approximate_answer_says_how_good_it_is(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    search = LocalFrames.search

    def approximate(self: LocalFrames, *asked: Any) -> FrameHits:
        return replace(search(self, *asked), recall=Recall(0.998, 100))

    monkeypatch.setattr(LocalFrames, "search", approximate)
    answer = ask(service, "xe máy đỏ")
    coverage = answer["coverage"]
    assert (coverage["exact"], coverage["recall"], coverage["recall_at"]) == (False, 0.998, 100)
    show_answer(answer, Console(json=False))
    assert "approximately (recall@100 0.998 measured)" in " ".join(capsys.readouterr().out.split())


def test_a_place_bounds_moments_and_reports(service: Service) -> None:
    answer = ask(service, "xe máy đỏ gần Nguyễn Văn Quá", limit=100)
    cameras = {hit["camera"]["id"] for hit in answer["hits"] if hit["kind"] == "moment"}
    reports = [hit["id"] for hit in answer["hits"] if hit["kind"] == "report"]
    assert cameras == {"nvq"} and answer["coverage"]["cameras"] == 1
    assert "t1" in reports and "t2" not in reports and "t4" not in reports
    assert reports.index("t1") < reports.index("t3")


def test_moments_and_reports_name_each_other(service: Service) -> None:
    answer = ask(service, "xe máy đỏ gần Nguyễn Văn Quá sau 9 giờ tối")
    (tip,) = [hit for hit in answer["hits"] if hit["id"] == "t1"]
    moments = [hit for hit in answer["hits"] if hit["kind"] == "moment"]
    assert {why["moment"] for why in tip["why"] if why["by"] == "link"} <= {
        m["id"] for m in moments
    }
    assert any(why.get("report") == "t1" for why in moments[0]["why"])


def test_what_a_report_tells_against_the_question_is_in_its_why(service: Service) -> None:
    early, any_time = (
        {hit["id"]: hit["why"] for hit in ask(service, asked, sources=("reports",))["hits"]}
        for asked in ("xe máy đen từ 22h30 ngày 27/4/2022", "xe máy đen")
    )
    assert {one["feature"] for one in early["t3"][1:]} >= {"other_colour", "early"}
    assert {one["feature"] for one in any_time["t3"][1:]} >= {"other_colour"}
    assert "early" not in {one["feature"] for one in any_time["t3"][1:]}
    for own, *against in (*early.values(), *any_time.values()):
        assert all(own["worth"] <= one["otherwise"] <= 1 for one in against)


def test_a_moment_is_shown_played_and_placed(service: Service) -> None:
    hit = next(h for h in ask(service, "xe máy đỏ")["hits"] if h["kind"] == "moment")
    assert (
        service.thumbnail(hit["id"], hit["pts_ms"], (0.1, 0.1, 0.4, 0.4), asker="local")[:2]
        == b"\xff\xd8"
    )
    assert service.video(hit["id"], "local")[4:8] == b"ftyp"
    assert service.moment(hit["id"])["camera"]["id"] == hit["camera"]["id"]
    with pytest.raises(UnknownName):
        service.moment("0123456789abcdef.0-10")
    assert service.report("t1", "local")["text"].startswith("xe máy đỏ")
    with pytest.raises(UnknownName):
        service.report("nobody", "local")


def test_pages_follow_one_another_without_a_gap(service: Service) -> None:
    whole = [hit["id"] for hit in ask(service, "xe máy đỏ", limit=50)["hits"]]
    paged: list[str] = []
    cursor = None
    while True:
        page = ask(service, "xe máy đỏ", limit=2, cursor=cursor)
        assert [hit["rank"] for hit in page["hits"]][:1] == [len(paged) + 1]
        paged += [hit["id"] for hit in page["hits"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == whole
    with pytest.raises(BadQuestion, match="another question"):
        ask(service, "ô tô trắng", cursor=ask(service, "xe máy đỏ", limit=1)["next_cursor"])


def test_the_structure_is_accepted_in_place_of_the_sentence(service: Service) -> None:
    first = ask(service, "xe máy đỏ gần Nguyễn Văn Quá")
    understood = Understood.from_json(first["understood"])
    again = service.search(SearchRequest(understood=understood))
    assert [hit["id"] for hit in again["hits"]] == [hit["id"] for hit in first["hits"]]


_NVQ = {
    "name": "Nguyễn Văn Quá", "kind": "street", "relation": "near", "radius_m": 200,
    "id": "street:nguyen-van-qua",
}  # fmt: skip
_TO_KY = {"name": "Tô Ký", "kind": "street", "relation": "near", "radius_m": 200}
_BOTH = {"nvq", "hhg"}


_CHANGED: list[tuple[dict[str, Any], set[str], set[str]]] = [
    ({}, _BOTH, {"t1", "t2", "t3"}),
    ({"look_for": "cống nghẹt"}, _BOTH, {"t4"}),
    ({"look_for": ""}, _BOTH, {"t1", "t2", "t3", "t4"}),
    ({"places": [_NVQ]}, {"nvq"}, {"t1", "t3"}),
    ({"places": [_NVQ | {"name": "?"}]}, {"nvq"}, {"t1", "t3"}),
    ({"places": [_NVQ | {"radius_m": 20_000}]}, _BOTH, {"t1", "t2", "t3"}),
    ({"places": [_NVQ | {"radius_m": 20_000, "id": None}]}, _BOTH, {"t1", "t2", "t3"}),
    ({"places": [_NVQ | {"relation": "toward", "radius_m": None}]}, _BOTH, {"t1", "t2", "t3"}),
    ({"places": [_TO_KY]}, set(), {"t3"}),
    ({"places": [_TO_KY, _NVQ]}, {"nvq"}, {"t1", "t3"}),
    ({"time": {"after": "2022-04-27T21:20:00+07:00"}}, set(), {"t2", "t3"}),
    ({"time": {"before": "2022-04-27T21:00:00+07:00"}}, set(), {"t2", "t3"}),
    ({"time": {"daily": {"from": "21:50", "to": "23:00"}}}, set(), {"t2", "t3"}),
    ({"time": {"weekdays": [3]}}, _BOTH, {"t1", "t2", "t3"}),
    ({"time": {"weekdays": [4]}}, set(), {"t2", "t3"}),
    ({"sources": ["reports"]}, set(), {"t1", "t2", "t3"}),
    ({"sources": ["footage"]}, _BOTH, set()),
    ({"exclude": ["chạy ẩu"]}, _BOTH, {"t2", "t3"}),
    ({"text": "x", "unresolved": ["y"], "asides": ["z"]}, _BOTH, {"t1", "t2", "t3"}),
]
"""Fields as they are changed, the cameras of the moments then found, and the reports."""


def test_the_structure_changed_in_one_field_is_obeyed_exactly(
    service: Service, state: State
) -> None:
    with TestClient(create_app(service, state), base_url="http://localhost") as client:
        asked = client.post("/v1/explain", json={"question": "xe máy đỏ"}).json()
        for changed, cameras, reports in _CHANGED:
            body = {"understood": asked | changed, "limit": 200}
            answer = client.post("/v1/search", json=body).json()
            moments = [hit for hit in answer["hits"] if hit["kind"] == "moment"]
            told = {hit["id"] for hit in answer["hits"] if hit["kind"] == "report"}
            seen = {hit["camera"]["id"] for hit in moments}
            assert (seen, told) == (cameras, reports), changed
            assert answer["understood"] == Understood.from_json(asked | changed).to_json()


def test_a_text_index_that_is_down_leaves_the_moments(data: Path, state: State) -> None:
    settings = Settings(data=str(data), elasticsearch_url="http://127.0.0.1:9")
    answer = ask(Service(settings, state), "xe máy đỏ")
    assert answer["partial"] and answer["failed"][0]["retriever"] == "reports"
    assert {hit["kind"] for hit in answer["hits"]} == {"moment"}
    assert answer["coverage"]["reports_in_scope"] == 0


def test_a_damaged_shard_is_named_and_the_rest_answers(
    data: Path, tmp_path: Path, state: State
) -> None:
    import shutil

    copy = tmp_path / "data"
    shutil.copytree(data, copy)
    entry = FrameTable(Folder(copy)).shards()[0]
    (copy / entry.vectors_name).write_bytes(b"\0" * entry.vectors_bytes)
    answer = ask(Service(Settings(data=str(copy)), state), "xe máy đỏ")
    coverage = answer["coverage"]
    assert answer["partial"] and entry.stem in answer["failed"][0]["reason"]
    assert 0 < coverage["regions_searched"] < coverage["regions_in_scope"]
    assert any(hit["kind"] == "moment" for hit in answer["hits"])


def test_a_search_is_on_record_before_it_is_answered(
    service: Service, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask(service, "xe máy đỏ", case="12/2022", reason="cướp giật", asker="an")
    (record,) = state.audit.list(10)
    assert (record.entry.asker, record.entry.case) == ("an", "12/2022")
    assert list(record.hits or ()) == [hit["id"] for hit in answer["hits"]]

    def fail(*_: object) -> None:
        raise RuntimeError("the searcher fell over")

    monkeypatch.setattr(service._searcher, "search", fail)
    with pytest.raises(RuntimeError):
        ask(service, "ô tô trắng", asker="binh")
    latest = state.audit.list(1)[0]
    assert latest.entry.question == "ô tô trắng" and latest.hits is None


def test_with_keys_a_search_needs_a_case_and_a_reason(service: Service, state: State) -> None:
    state.keys.add("an")
    with pytest.raises(NotAllowed, match="case and a reason"):
        ask(service, "xe máy đỏ")
    assert ask(service, "xe máy đỏ", case="1", reason="x")["hits"]


def test_an_empty_folder_says_how_to_begin(tmp_path: Path, state: State) -> None:
    with pytest.raises(NothingIndexed, match="truyvet"):
        ask(Service(Settings(data=str(tmp_path / "none")), state), "xe máy đỏ")


def test_status_and_readiness(service: Service) -> None:
    status = service.status()
    assert (status["cameras"], status["reports"], status["quarantined"]) == (3, 4, [])
    assert status["model"] == "hash" and status["regions"] > 0
    assert {part["camera"] for part in status["coverage"]} == {"nvq", "hhg"}
    assert service.ready() == []
    listed = service.reports(ReportFilter(limit=2), "local")
    assert [report["id"] for report in listed["reports"]] == ["t4", "t3"]
    assert listed["facets"]["kind"] == {"tip": 4}


def test_an_encoder_that_was_not_calibrated_says_nothing_of_relevance(service: Service) -> None:
    answer = ask(service, "xe máy đỏ")
    assert answer["relevance_line"] is None
    assert all(hit["relevance"] is None for hit in answer["hits"])


def test_a_calibrated_encoder_says_how_probable_each_moment_is(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, pictures = Curve((0.0, 1.0), (0.2, 0.6)), Curve((0.0, 1.0), (0.1, 0.9))
    calibration = Calibration(words, pictures)
    monkeypatch.setattr("search.gather.calibration_of", lambda _: calibration)
    answer = ask(service, "xe máy đỏ")
    assert answer["relevance_line"] == LIKELY
    for hit in answer["hits"]:
        moment = hit["kind"] == "moment"
        said = round(words.probability(hit["why"][0]["score"]), 3) if moment else None
        assert hit["relevance"] == pytest.approx(said, abs=0.001)
    moment = next(hit for hit in answer["hits"] if hit["kind"] == "moment")
    like = Example(moment=MomentId.parse(moment["id"]))
    alike = service.search(SearchRequest(understood=Understood(), example=like))["hits"][0]
    said = pictures.probability(alike["why"][0]["score"])
    assert alike["relevance"] == pytest.approx(said, abs=0.001)
    red = replace(like, phrases=(Phrase("red"),))
    for moved in (
        SearchRequest(question="xe máy đỏ", marks=Marks.of([moment["id"]], [])),
        SearchRequest(understood=Understood(), example=red),
        SearchRequest(understood=Understood()),
    ):
        assert service.search(moved)["relevance_line"] is None


def test_facets_count_the_reports_found_and_narrow_to_as_many(service: Service) -> None:
    question = "red motorbike"
    facets = service.search(SearchRequest(question=question))["facets"]
    assert facets["channel"] == {"zalo": 3} and facets["kind"] == {"tip": 3}
    assert facets["day"] == {"2022-04-27": 3} and len(facets["ward"]) == 2
    for ward, count in facets["ward"].items():
        answer = service.search(
            SearchRequest(question=question, wards=(ward,), days=("2022-04-27",))
        )
        told = [hit for hit in answer["hits"] if hit["kind"] == "report"]
        assert len(told) == count and answer["facets"]["ward"] == {ward: count}
        again = service.replay(answer["search"], "local", None, None)
        assert again["same"]
    assert (
        service.search(SearchRequest(question=question, days=("2022-05-01",)))["facets"]["kind"]
        == {}
    )
    with pytest.raises(UnknownName, match="no report came by 'pigeon'"):
        service.search(SearchRequest(question=question, channels=("pigeon",)))


def test_an_unknown_channel_is_said_to_be_so_where_no_report_is_at_all(
    tmp_path: Path, state: State
) -> None:
    empty = Service(Settings(data=str(tmp_path / "data")), state)
    with pytest.raises(UnknownName, match="no report came by 'pigeon'; none came at all yet"):
        ask(empty, "red motorbike", channels=("pigeon",))


def test_a_cursor_belongs_to_the_sorts_it_was_asked_with(service: Service) -> None:
    first = service.search(SearchRequest(question="red motorbike", limit=1))
    cursor = first["next_cursor"]
    with pytest.raises(BadQuestion, match="another question"):
        service.search(
            SearchRequest(question="red motorbike", limit=1, cursor=cursor, categories=("theft",))
        )
