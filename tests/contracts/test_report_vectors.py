"""Reports found by meaning alone, by a real text model, beside either text index."""

import json
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from elasticsearch import Elasticsearch
from fastapi.testclient import TestClient

from embeddings.models import open_encoder
from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.places.gazetteer import load_gazetteer
from indexer.reports.import_reports import import_reports
from indexer.reports.report import Report
from indexer.reports.text_index import ReportQuery
from indexer.reports.vectors.store import VectorStore
from search.api.app import create_app
from search.index import Index
from search.service import Service
from search.settings import Settings
from search.state.database import open_state
from tests.command import Ran, truyvet
from tests.text_model import train_texts

ASKED = ("stranger loitering outside school", "factory dumping waste canal", "khí đốt nồng nặc")
TOLD = (
    "Ông kia cứ lảng vảng gần trường mẫu giáo hoài, phụ huynh lo lắm",
    "Cơ sở nhuộm lén đổ hóa chất ra rạch lúc nửa đêm, hôi không chịu nổi",
    "Bình ga nhà kế bên xì, cả dãy trọ phải chạy ra ngoài",
)
"""In the order of ASKED; neither has a word, or a listed meaning, of the other."""
OTHERS = tuple(f"Hẻm {number} mất nước từ trưa" for number in range(30))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    alike = [*zip(ASKED, TOLD, strict=True), OTHERS[:6]]
    return train_texts(tmp_path_factory.mktemp("models") / "texts", alike)


def tip(number: int, text: str, **more: Any) -> dict[str, Any]:
    at = f"2022-04-27T21:{number:02d}:00+07:00"
    kind = "tip" if number % 2 else "post"
    return {"id": f"t{number:02d}", "kind": kind, "channel": "zalo", "text": text,
            "received_at": at, **more}  # fmt: skip


TIPS = [tip(number, text) for number, text in enumerate((*TOLD, *OTHERS))]


@pytest.fixture(params=["sqlite", "elasticsearch"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, model: Path) -> Iterator[Settings]:
    url = None
    if request.param == "elasticsearch":
        url = request.getfixturevalue("elasticsearch_url")
    yield Settings(
        data=str(tmp_path / "data"), model=str(model), elasticsearch_url=url, report_vectors="on"
    )
    if url is not None:
        with Elasticsearch(url) as client:
            name = (tmp_path / "data" / "reports" / "elasticsearch-index").read_text()
            for index in client.indices.get(index=f"{name}*"):
                client.indices.delete(index=index)


def command(settings: Settings, *arguments: str | Path) -> Ran:
    env = {"TRUYVET_MODEL": settings.model or "", "TRUYVET_REPORT_VECTORS": settings.report_vectors}
    if settings.elasticsearch_url:
        env["TRUYVET_ELASTICSEARCH_URL"] = settings.elasticsearch_url
    ran = truyvet(*arguments, data=Path(settings.data), env=env)
    assert ran.code == 0, ran.err
    return ran


def written(settings: Settings, tips: list[dict[str, Any]]) -> Path:
    file = Path(settings.data).parent / "tips.jsonl"
    file.write_text("\n".join(map(json.dumps, tips)))
    return file


def bring(index: Index, settings: Settings, tips: list[dict[str, Any]]) -> None:
    """As the server's intake does."""
    gazetteer = load_gazetteer(index.data)
    import_reports([written(settings, tips)], "jsonl", index.data, index.reports, gazetteer)
    index.near_reports.follow()


def ids(answer: dict[str, Any]) -> list[str]:
    return [hit["id"] for hit in answer["hits"]]


@contextmanager
def calling(settings: Settings) -> Iterator[tuple[TestClient, Index]]:
    with open_state(settings.state_url) as state:
        service = Service(settings, state)
        with TestClient(create_app(service, state), base_url="http://localhost") as client:
            yield client, service.index
        service.index.reports.close()


def ask(client: TestClient, words: str, **filters: Any) -> dict[str, Any]:
    body = {"question": words, "filters": filters, "limit": 60}
    answered = client.post("/v1/search", json=body)
    assert answered.status_code == 200, answered.text
    answer: dict[str, Any] = answered.json()
    assert not answer["failed"]
    return answer


def test_by_the_command_whatever_the_words(settings: Settings) -> None:
    command(settings, "reports", "import", written(settings, TIPS), "--source", "jsonl")
    shown = command(settings, "search", ASKED[0]).out
    first = shown.partition("t00")[2]
    assert TOLD[0] in first and "no. 1 by meaning, whatever the words" in first
    with calling(settings.model_copy(update={"report_vectors": "auto"})) as (client, _):
        assert ids(ask(client, ASKED[0])) == [], "no word and no listed meaning leads there"


def test_by_the_api_within_the_filters_and_as_reports_go(settings: Settings) -> None:
    with calling(settings) as (client, index):
        bring(index, settings, TIPS)
        for number, words in enumerate(ASKED):
            assert ids(ask(client, words))[0] == f"t{number:02d}"
        (why,) = ask(client, ASKED[0])["hits"][0]["why"]
        assert why["by"] == "meaning" and why["rank"] == 1 and why["score"] > 0.9
        everything = {one["id"] for one in TIPS if one["kind"] == "tip"}
        assert set(ids(ask(client, ASKED[0], kinds=["tip"]))) <= everything, "that is a post"
        assert ids(ask(client, ASKED[1], kinds=["tip"]))[0] == "t01"
        assert ids(ask(client, ASKED[1], categories=["praise"])) == []
        later = {"edited_at": "2022-04-28T08:00:00+07:00"}
        bring(index, settings, [tip(0, "", deleted=True, **later), tip(1, TOLD[0], **later)])
        found = ids(ask(client, ASKED[0]))
        assert found[0] == "t01" and "t00" not in found


def test_words_as_asked_come_first_and_none_falls_out(settings: Settings) -> None:
    words = "ông lảng vảng gần trường mẫu giáo"
    with calling(settings) as (client, index):
        bring(index, settings, TIPS)
        after = ids(ask(client, words))
    with calling(settings.model_copy(update={"report_vectors": "off"})) as (client, _):
        before = ids(ask(client, words))
    assert after[0] == before[0] == "t00"
    assert set(before) < set(after), "what is near is below"


def test_a_past_search_is_found_again_and_a_lost_store_is_said(settings: Settings) -> None:
    with calling(settings) as (client, index):
        bring(index, settings, TIPS)
        asked = ask(client, ASKED[1])
        bring(index, settings, [tip(50, "một tin khác")])
        again = client.post(f"/v1/searches/{asked['search']}/replay", json={}).json()
        assert again["same"] and not again["changed"]
        for file in Path(settings.data).rglob("*.faiss"):
            file.write_bytes(b"")
    with calling(settings) as (client, _):
        body = client.post("/v1/search", json={"question": ASKED[1]}).json()
        ((failed),) = body["failed"]
        assert failed["retriever"] == "report_vectors" and "are damaged" in failed["reason"]


MANY = 400


def embed(data: str, model: str) -> None:
    """What a server does with what came in, a few reports a step."""
    from indexer.reports.vectors import follow

    follow.BATCH = 20
    Index(Settings(data=data, model=model, report_vectors="on")).near_reports.follow()


def stored(data: Path, model: Path) -> dict[str, np.ndarray[Any, Any]]:
    contents = VectorStore(Folder(data), open_encoder(str(model)).card).contents()
    held = {}
    for one in contents.parts:
        table = one.part.table
        for number, ident in enumerate(table["id"].to_pylist()):
            mask = np.arange(table.num_rows) == number
            if one.counts[number]:
                held[ident] = one.part.vectors(mask).astype(np.float32)
    return held


def test_killed_in_the_middle_and_run_again(tmp_path: Path, model: Path) -> None:
    reports = [
        Report(ReportId(f"r{n:03d}"), "tip", "zalo", f"{TOLD[n % 3]} {n}", n) for n in range(MANY)
    ]
    for name in ("killed", "whole"):
        Index(Settings(data=str(tmp_path / name))).log.append(reports, "all")
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["search.index", "embeddings.clip_encoder"])
    running = processes.Process(target=embed, args=(str(tmp_path / "killed"), str(model)))
    running.start()
    listed = tmp_path / "killed" / "reports" / "vectors"
    while running.is_alive() and not any(listed.rglob("parts.json")):
        time.sleep(0.001)
    running.kill()
    running.join()
    held = stored(tmp_path / "killed", model)
    assert 0 < len(held) < MANY, "killed in the middle"
    embed(str(tmp_path / "killed"), str(model))
    embed(str(tmp_path / "whole"), str(model))
    again, whole = stored(tmp_path / "killed", model), stored(tmp_path / "whole", model)
    assert again.keys() == whole.keys() and len(whole) == MANY
    for ident, vectors in whole.items():
        assert np.allclose(again[ident], vectors, atol=2e-3)
    orders = [
        [one.report for one in Index(Settings(data=str(tmp_path / name), model=str(model),
                                              report_vectors="on")).near(ReportQuery(ASKED[1]), 30)]
        for name in ("killed", "whole")
    ]  # fmt: skip
    assert orders[0] == orders[1]
    named = {name for name in Folder(listed).names() if not name.endswith("parts.json")}
    parts = json.loads(next(listed.rglob("parts.json")).read_text())["parts"]
    assert len(named) == 2 * len(parts), "what the killed run left is swept away"
