"""A tip's photo is found by what it shows, is shown as its report may be, and goes with it."""

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from indexer.frame_table import FrameTable
from indexer.ids import LOCAL_ZONE
from indexer.jobs.runner import open_jobs
from indexer.merge import merge
from indexer.places.gazetteer import load_gazetteer
from indexer.progress import NoProgress
from indexer.reindex import reindexing
from indexer.reports.import_reports import import_reports
from indexer.reports.inbox import Inbox
from indexer.reports.sqlite_index import SqliteReportIndex
from search.api.app import create_app
from search.example import Example
from search.explain import explain
from search.index_waiting import index_waiting
from search.moment_id import MomentId
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import State, open_state
from tests.search.photos import OWNER, jpeg, photo

NOW = datetime(2022, 4, 28, 9, 0, tzinfo=LOCAL_ZONE)
NVQ = {"text": "Nguyễn Văn Quá", "lat": 10.8365, "lon": 106.6299}
HHG = {"text": "Hà Huy Giáp", "lat": 10.8730, "lon": 106.6795}
EVENING = {"after": "2022-04-27T21:20:00+07:00", "before": "2022-04-27T21:40:00+07:00"}
TIPS: list[dict[str, Any]] = [
    {"id": "red", "media": ["red.jpg"], "place": NVQ, "occurred": EVENING,
     "sender": {"name": OWNER}},
    {"id": "other-red", "media": ["other-red.jpg"], "place": HHG, "occurred": EVENING},
    {"id": "white-car", "media": ["white-car.jpg"], "place": NVQ, "occurred": EVENING},
    {"id": "blue-truck", "media": ["blue-truck.jpg", "broken.jpg"]},
]  # fmt: skip


@cache
def photos() -> dict[str, bytes]:
    return {
        "red.jpg": jpeg(photo("motorbike", "red", 3)),
        "other-red.jpg": jpeg(photo("motorbike", "red", 0), turned=True),
        "white-car.jpg": jpeg(photo("car", "white")),
        "blue-truck.jpg": jpeg(photo("truck", "blue")),
        "broken.jpg": b"\xff\xd8\xff broken",
    }


def bring(root: Path, settings: Settings, rows: list[dict[str, Any]]) -> None:
    told = {"kind": "tip", "text": "Em gửi ảnh", "received_at": "2022-04-27T21:50:00+07:00"}
    file = root / "tips.jsonl"
    file.write_text("\n".join(json.dumps({**told, **row}) for row in rows))
    data = settings.folder
    index = SqliteReportIndex(data.local_path("reports/text.sqlite"))
    import_reports([file], "jsonl", data, index, load_gazetteer(data))
    index.close()
    index_waiting(settings)


class Desk:
    def __init__(self, root: Path, state: State) -> None:
        self.root, self.state = root, state
        self.settings = Settings(data=str(root / "data"), model="demo")
        bring(root, self.settings, TIPS)
        self.service = Service(self.settings, state)

    def ask(self, question: str, **more: Any) -> dict[str, Any]:
        return self.service.search(SearchRequest(question, now=NOW, **more))

    def like(self, hit: dict[str, Any]) -> dict[str, Any]:
        shown = hit["picture"]
        example = Example(MomentId.parse(shown["moment"]), shown["pts_ms"], tuple(shown["box"]))
        asked = explain("red motorbike", NOW, load_gazetteer(self.settings.folder))
        understood = replace(asked, look_for="")
        return self.service.search(SearchRequest(understood=understood, example=example))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("attached")
    for name, content in photos().items():
        (root / name).write_bytes(content)
    with open_state(f"sqlite:///{root}/state.sqlite") as state:
        yield Desk(root, state)


def ids(answer: dict[str, Any]) -> list[str]:
    return [hit["id"] for hit in answer["hits"]]


def test_a_photo_is_found_by_what_it_shows(desk: Desk) -> None:
    answer = desk.ask("red motorbike")
    assert set(ids(answer)[:2]) == {"red", "other-red"}
    hit = answer["hits"][0]
    assert hit["kind"] == "report" and hit["report"]["media"]
    why = hit["why"][0]
    assert (why["by"], why["rank"], why["report"]) == ("attachment", 1, hit["id"])
    assert why["moment"] == hit["picture"]["moment"] and "box=" in hit["picture"]["thumbnail"]
    assert answer["coverage"]["regions_searched"] == 4 * 35
    missed = [gap for gap in answer["coverage"]["not_indexed"] if gap["camera"][:7] == "report:"]
    assert [gap["camera"] for gap in missed] == ["report:blue-truck"]
    assert "damaged" in missed[0]["reason"]
    assert desk.service.status()["attachments"] == {"indexed": 4, "waiting": 0, "quarantined": 1}
    assert desk.service.coverage()["coverage"] == []


def test_place_time_and_kind_are_the_reports(desk: Desk) -> None:
    assert "other-red" not in ids(desk.ask("red motorbike near Nguyễn Văn Quá"))
    elsewhen = ids(desk.ask("red motorbike on 27/4/2022 from 8am to 9am"))
    assert elsewhen == ["blue-truck"], "only what does not say when it was may be of then"
    assert desk.ask("red motorbike", kinds=("post",))["hits"] == []
    assert desk.ask("red motorbike", sources=("footage",))["hits"] == []
    for ward, count in desk.ask("red motorbike")["facets"]["ward"].items():
        assert len(ids(desk.ask("red motorbike", wards=(ward,)))) == count < 4


def test_a_photo_is_the_question_itself(desk: Desk) -> None:
    first = next(hit for hit in desk.ask("red motorbike")["hits"] if hit["id"] == "red")
    answer = desk.like(first)
    assert ids(answer)[:2] == ["red", "other-red"]
    assert answer["hits"][0]["why"][0]["score"] == pytest.approx(1.0, abs=2e-3)


def test_who_may_not_see_details_sees_too_little_to_know_anybody(
    desk: Desk, tmp_path: Path
) -> None:
    shown = desk.ask("red motorbike")["hits"][0]["picture"]
    sharp = desk.service.thumbnail(shown["moment"], 0, None, asker="local")
    for box in (None, (0.3, 0.3, 0.7, 0.7)):
        coarse = desk.service.thumbnail(shown["moment"], 0, box, crop=True, asker="")
        assert _detail(coarse) < _detail(sharp) / 3
    url = f"/v1/moments/{shown['moment']}"
    with open_state(f"sqlite:///{tmp_path}/state.sqlite") as state:
        _ask_over_http(url, Service(desk.settings, state), state, _detail(sharp))


def _ask_over_http(url: str, service: Service, state: State, sharp: float) -> None:
    client = TestClient(create_app(service, state), base_url="http://localhost")
    assert client.get(f"{url}/thumbnail.jpg").content[:2] == b"\xff\xd8"
    assert client.get(f"{url}/video.mp4").content[4:8] == b"ftyp"
    assert client.get(url).status_code == 404
    key = state.keys.add("clerk")
    as_clerk = {"headers": {"Authorization": f"Bearer {key}"}}
    assert client.get(f"{url}/video.mp4", **as_clerk).status_code == 403
    assert _detail(client.get(f"{url}/thumbnail.jpg", **as_clerk).content) < sharp / 3
    seen = client.get("/v1/reports/red", **as_clerk).json()["media"]
    assert len(seen) == 1 and seen[0].startswith("/v1/moments/")


def _detail(picture: bytes) -> float:
    """How much of a picture is lost when it is made 24 pixels wide and high, in levels of 255."""
    with Image.open(io.BytesIO(picture)) as image:
        grey = image.convert("L")
        coarse = grey.resize((24, 24), Image.Resampling.BOX)
        again = coarse.resize(grey.size, Image.Resampling.BILINEAR)
    return float(np.abs(np.asarray(grey, np.float32) - np.asarray(again, np.float32)).mean())


def test_no_file_of_the_index_holds_what_a_photo_told_of_its_owner(desk: Desk) -> None:
    held = [path.read_bytes() for path in desk.root.joinpath("data").rglob("*") if path.is_file()]
    assert len(held) > 20
    for mark in (OWNER.encode(), b"SERIAL-09", b"Khong Dau", b"red.jpg"):
        assert [one for one in held if mark in one] == [], mark


def test_edits_and_deletions_take_photos_with_them(tmp_path: Path) -> None:
    for name, content in photos().items():
        (tmp_path / name).write_bytes(content)
    with open_state(f"sqlite:///{tmp_path}/state.sqlite") as state:
        settings = Settings(data=str(tmp_path / "data"), model="hash")
        both = {"id": "a", "media": ["red.jpg", "white-car.jpg"]}
        bring(tmp_path, settings, [both, {"id": "b", "media": ["red.jpg"]}])
        service = Service(settings, state)

        def found() -> dict[str, str]:
            hits = service.search(SearchRequest("đỏ", now=NOW))["hits"]
            return {hit["id"]: hit["picture"]["moment"] for hit in hits}

        before = found()
        assert set(before) == {"a", "b"}
        edited = {"id": "a", "media": [], "text": "không có ảnh", "edited_at": "2022-04-28T08:00Z"}
        gone = {"id": "b", "deleted": True, "edited_at": "2022-04-28T08:00Z"}
        bring(tmp_path, settings, [edited, gone])
        assert found() == {}
        for moment in before.values():
            with pytest.raises(Exception, match="no footage"):
                service.thumbnail(moment, 0, None, asker="local")
        back = {**both, "media": ["white-car.jpg"], "edited_at": "2022-04-28T09:00Z"}
        bring(tmp_path, settings, [back])
        assert list(found()) == ["a"], "what was indexed once is found again"
        inline = base64.b64encode(photos()["blue-truck.jpg"]).decode()
        sent = {"id": "w", "kind": "tip", "text": "ảnh", "received_at": "2022-04-28T08:00Z",
                "media": [f"data:image/jpeg;base64,{inline}"]}  # fmt: skip
        Inbox(settings.folder).put("jsonl", json.dumps(sent).encode())
        service.intake.take_in()
        service.intake.index_attached()
        assert set(found()) == {"a", "w"}, "what a webhook brings is found, too"


def test_a_reindex_and_a_merge_take_photos_along(tmp_path: Path) -> None:
    for name in ("red.jpg", "white-car.jpg"):
        (tmp_path / name).write_bytes(photos()[name])
    settings = Settings(data=str(tmp_path / "data"), model="hash")
    bring(tmp_path, settings, [{"id": "a", "media": ["red.jpg", "white-car.jpg"]}])
    data, table = settings.folder, FrameTable(settings.folder)
    before = table.fingerprint()
    with open_jobs() as jobs, reindexing(data, "demo", jobs, NoProgress()) as anew:
        plan = anew.plan()
        assert (plan.footage, len(plan.tasks), plan.lost) == (2, 2, ())
        anew.build(plan)
        anew.swap(table.shards())
    assert table.fingerprint() != before
    merge(data, table)
    assert [shard.rows for shard in table.shards()] == [70]
