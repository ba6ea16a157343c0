"""A bundle over a real index: original bytes, what was derived, reports, records, the page."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from indexer.cameras import Camera, Cameras, import_cameras
from indexer.folder import Folder
from indexer.ids import CameraId
from indexer.index_footage import index_footage
from indexer.jobs.runner import open_jobs
from indexer.places.gazetteer import load_gazetteer
from indexer.reports.import_reports import import_reports
from indexer.reports.open_index import open_report_index
from indexer.video.probe import probe
from search.api.app import create_app
from search.cases.cases import Cases
from search.cases.verify_bag import problems
from search.cases.words import WORDS
from search.errors import NotAllowed, NotThere
from search.service import Service
from search.settings import Settings
from search.state.audit import row_hash
from search.state.database import State, open_state
from tests.command import truyvet
from tests.indexer.drawn_footage import START_NAME, clip

CAMERA = Camera(
    CameraId("nvq"), "Nguyễn Văn Quá 1", 10.8365, 106.6299, street="Nguyễn Văn Quá",
    clock_offset_ms=-4000,
)  # fmt: skip
SENDER = {"name": "Trần Thị Bí Mật", "phone": "0909 123 456"}
MARKUP = '<script>alert("x")</script>'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    clip(tmp_path / "in" / "nvq" / f"{START_NAME}.mp4", 8, 90)
    data = Folder(tmp_path / "data")
    import_cameras(data, [CAMERA])
    with open_jobs() as jobs:
        index_footage(
            [tmp_path / "in"], data=data, model="hash", cameras=Cameras([CAMERA]), jobs=jobs
        )
    tip = {
        "id": "zalo/1", "kind": "tip", "channel": "zalo", "sender": SENDER,
        "text": f"xe máy đỏ trên đường Nguyễn Văn Quá {MARKUP}",
        "received_at": "2022-04-27T21:05:00+07:00",
    }  # fmt: skip
    (tmp_path / "tips.jsonl").write_text(json.dumps(tip))
    index = open_report_index(data, None)
    import_reports([tmp_path / "tips.jsonl"], "jsonl", data, index, load_gazetteer(data))
    index.close()
    return tmp_path


@pytest.fixture
def state(root: Path) -> Iterator[State]:
    with open_state(f"sqlite:///{root / 'data' / 'state.sqlite'}") as opened:
        yield opened


@pytest.fixture
def client(root: Path, state: State) -> Iterator[TestClient]:
    app = create_app(Service(Settings(data=str(root / "data")), state), state)
    with TestClient(app, base_url="http://localhost") as calling:
        yield calling


@pytest.fixture
def case(client: TestClient, state: State) -> int:
    """A case with both pinned from a search, and notes."""
    case = Cases(state).make("VA/118", f"Cướp giật {MARKUP}", "an").id
    asked = {"question": "xe máy đỏ", "case": "VA/118", "reason": "cướp giật"}
    answer = client.post("/v1/search", json=asked).json()
    client.post("/v1/search", json={"question": "khác", "case": "another"})
    firsts = {hit["kind"]: hit for hit in reversed(answer["hits"])}
    for hit in firsts.values():
        pin = {"kind": hit["kind"], "id": hit["id"], "search": answer["search"]}
        if hit["kind"] == "moment":
            pin |= {"pts_ms": hit["pts_ms"], "box": [0.2, 0.2, 0.6, 0.7]}
        assert client.post(f"/v1/cases/{case}/pins", json=pin).status_code == 201
    about = {"kind": "report", "id": "zalo/1"}
    client.post(f"/v1/cases/{case}/notes", json={"text": "khớp với hình", "about": about})
    client.post(f"/v1/cases/{case}/notes", json={"text": "chung cho cả vụ"})
    return case


@pytest.fixture
def service(root: Path, state: State) -> Service:
    return Service(Settings(data=str(root / "data")), state)


def check(bag: Path) -> int:
    command = [sys.executable, "-I", "-S", bag / "verify.py"]
    return subprocess.run(command, capture_output=True, cwd="/", check=False).returncode


def record(bag: Path, name: str) -> Any:
    return json.loads((bag / "data" / "records" / f"{name}.json").read_text())


def source(root: Path) -> Path:
    return root / "in" / "nvq" / f"{START_NAME}.mp4"


def test_originals_and_what_was_derived_lie_apart(root: Path, case: int, service: Service) -> None:
    made = service.bundle(case, root / "out", "an", None)
    assert check(made.folder) == 0 and made.troubles == ()
    moment = next(pin for pin in record(made.folder, "case")["pins"] if pin["kind"] == "moment")
    original, derived = moment["original"], moment["derived"]
    kept = (made.folder / original["file"]).read_bytes()
    assert kept == source(root).read_bytes()
    assert original["file"].startswith("data/footage/")
    digest = hashlib.sha256(kept).hexdigest()
    assert original["sha256"] == original["sha256_when_indexed"] == digest
    assert original["original_name"] == f"{START_NAME}.mp4"
    assert original["clock"]["camera_offset_ms"] == -4000
    assert "not the original" in derived["what"] and derived["from"]["sha256"] == digest
    for name in ("still", "marked", "clip"):
        assert derived[name].startswith("data/derived/")
    still, marked = ((made.folder / derived[name]).read_bytes() for name in ("still", "marked"))
    assert still[:2] == b"\xff\xd8" and still != marked
    assert probe(made.folder / derived["clip"]).length_ms > 0


def test_no_sender_is_anywhere_in_it(root: Path, case: int, service: Service) -> None:
    made = service.bundle(case, root / "out", "an", None)
    kept = b"\n".join(path.read_bytes() for path in made.folder.rglob("*") if path.is_file())
    assert "xe máy đỏ trên đường".encode() in kept
    for value in SENDER.values():
        for written in (value, value.replace(" ", ""), json.dumps(value).strip('"')):
            assert written.encode() not in kept
    assert b"sender_ref" not in kept


def test_searches_and_audit_rows_are_those_of_the_case(
    root: Path, case: int, service: Service, state: State
) -> None:
    made = service.bundle(case, root / "out", "an", "phúc thẩm")
    (search,) = record(made.folder, "searches")
    assert (search["question"], search["case"]) == ("xe máy đỏ", "VA/118")
    lines = (made.folder / "data" / "records" / "audit-rows.jsonl").read_text().splitlines()
    rows = [json.loads(line) for line in lines]
    assert all(row["hash"] == row_hash(row) for row in rows)
    events = [row["event"] for row in rows]
    assert events == ["case", "asked", "answered", "case", "case", "case", "case", "bundling"]
    told = {"asker": "an", "case": "VA/118", "reason": "phúc thẩm", "form": "evidence",
            "attachments": "coarse"}  # fmt: skip
    assert json.loads(rows[-1]["body"]) == told
    assert record(made.folder, "audit-chain")["broken_at"] is None
    change = Cases(state).changes(case)[-1]
    assert (change.did, change.values["seal"]) == ("made a bundle", made.seal)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_report_is_read_in_both_languages(
    root: Path, case: int, service: Service, language: str
) -> None:
    made = service.bundle(case, root / "out", "an", None)
    page = (made.folder / "data" / f"report.{language}.html").read_text()
    assert f'<html lang="{language}">' in page
    sha256 = hashlib.sha256(source(root).read_bytes()).hexdigest()
    words = WORDS[language]  # type: ignore[index]
    for text in ("VA/118", "khớp với hình", "chung cho cả vụ", "Nguyễn Văn Quá 1", sha256,
                 "-4000 ms", words["derived"], words["check_how"].split(":")[0]):  # fmt: skip
        assert text in page
    assert "<script" not in page and "&lt;script&gt;" in page
    for name in ("derived/001/still.jpg", "derived/001/clip.mp4"):
        assert f'"{name}"' in page and (made.folder / "data" / name).is_file()


def test_both_languages_have_the_same_words() -> None:
    assert set(WORDS["en"]) == set(WORDS["vi"])
    for group in ("troubles", "kinds"):
        assert set(WORDS["en"][group]) == set(WORDS["vi"][group])


def test_footage_that_is_gone_or_changed_is_said(root: Path, case: int, service: Service) -> None:
    with source(root).open("ab") as file:
        file.write(b"more")
    changed = service.bundle(case, root / "changed", "an", None)
    assert [what for _, _, what in changed.troubles] == ["footage_differs"]
    assert (
        WORDS["vi"]["troubles"]["footage_differs"]
        in (changed.folder / "data" / "report.vi.html").read_text()
    )
    source(root).write_bytes(b"no video at all")
    broken = service.bundle(case, root / "broken", "an", None)
    assert {what for _, _, what in broken.troubles} == {"footage_differs", "cannot_show"}
    source(root).unlink()
    gone = service.bundle(case, root / "gone", "an", None)
    assert [what for _, _, what in gone.troubles] == ["footage_missing"]
    assert not (gone.folder / "data" / "footage").exists()
    pins = {pin["kind"]: pin for pin in record(gone.folder, "case")["pins"]}
    assert pins["moment"]["original"]["sha256_when_indexed"]
    assert (
        WORDS["en"]["troubles"]["footage_missing"]
        in (gone.folder / "data" / "report.en.html").read_text()
    )
    assert [check(made.folder) for made in (changed, broken, gone)] == [0, 0, 0]


def test_what_cannot_be_bundled_leaves_nothing(
    root: Path, case: int, service: Service, state: State
) -> None:
    with pytest.raises(NotThere):
        service.bundle(99, root / "out", "an", None)
    state.keys.add("an")
    with pytest.raises(NotAllowed, match="reason"):
        service.bundle(case, root / "out", "an", None)
    assert not (root / "out").exists()
    assert service.bundle(case, root / "out", "an", "xét xử").files


def test_an_empty_case_is_a_bundle_too(root: Path, service: Service, state: State) -> None:
    case = Cases(state).make("empty", "nothing yet", "an").id
    made = service.bundle(case, root / "out", "an", None)
    assert check(made.folder) == 0
    assert WORDS["en"]["nothing"] in (made.folder / "data" / "report.en.html").read_text()


def test_the_command_writes_it_and_says_the_seal(root: Path, case: int) -> None:
    ran = truyvet("bundle", "VA/118", "--out", root / "out", "--json", data=root / "data")
    assert ran.code == 0, ran.err
    assert check(root / "out") == 0
    assert ran.document["seal"] in ran.err and ran.document["troubles"] == []
    again = truyvet("bundle", "VA/118", "--out", root / "out", data=root / "data")
    assert again.code == 1 and "is there already" in again.err
    unknown = truyvet("bundle", "nothing", "--out", root / "x", data=root / "data")
    assert unknown.code == 1 and "nothing" in unknown.err and "Traceback" not in unknown.err


def test_it_is_sent_as_a_zip_that_is_whole(
    root: Path, client: TestClient, case: int, state: State
) -> None:
    response = client.get(f"/v1/cases/{case}/bundle?reason=tòa")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/zip"
    assert 'filename="VA_118.zip"' in response.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        archive.extractall(root / "unpacked")
    assert problems(root / "unpacked" / "VA_118") == []
    seal = response.headers["bundle-seal"]
    changes = client.get(f"/v1/cases/{case}/changes").json()["changes"]
    assert (changes[-1]["values"]["seal"], changes[-1]["values"]["reason"]) == (seal, "tòa")
    assert client.get("/v1/cases/99/bundle").status_code == 404
    state.keys.add("an")
    assert client.get(f"/v1/cases/{case}/bundle").status_code == 401
