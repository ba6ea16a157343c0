"""What came with a pinned report is in a bundle as far as the scopes of who has it made let it."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from indexer.reports.originals import Originals
from indexer.video.probe import probe
from search.cases.case import Bundled, Subject
from search.cases.cases import Cases
from search.cases.verify_bag import problems
from search.cases.words import WORDS
from search.service import Service
from search.settings import Settings
from search.state.database import State, open_state
from tests.indexer.drawn_footage import clip
from tests.search.photos import OWNER, jpeg, photo
from tests.search.test_attached import bring

FILES = ("red.jpg", "film.mp4", "broken.jpg")
SCOPES = {"clerk": (), "officer": ("details",), "chief": ("details", "sender")}


class Desk:
    def __init__(self, root: Path, state: State) -> None:
        self.root, self.state = root, state
        settings = Settings(data=str(root / "data"), model="hash")
        bring(root, settings, [{"id": "tip", "media": list(FILES)}])
        self.service = Service(settings, state)
        for name, scopes in SCOPES.items():
            state.keys.add(name, scopes)
        self.case = Cases(state).make("VA-7", "Cướp giật", "clerk").id
        shown = {"kind": "tip", "channel": "zalo", "received_at": "2022-04-27T21:50:00+07:00",
                 "occurred": None, "place": None}  # fmt: skip
        Cases(state).pins.add(self.case, Subject("report", "tip"), shown, "clerk")

    def bundle(self, asker: str, out: Path) -> tuple[Bundled, list[dict[str, Any]]]:
        made = self.service.bundle(self.case, out, asker, "phúc thẩm")
        assert problems(made.folder) == []
        (pin,) = json.loads((made.folder / "data/records/case.json").read_text())["pins"]
        return made, pin["attachments"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("attached-evidence")
    (root / "red.jpg").write_bytes(jpeg(photo("motorbike", "red", 3)))
    (root / "broken.jpg").write_bytes(b"\xff\xd8\xff broken")
    clip(root / "film.mp4", 2, 40)
    with open_state(f"sqlite:///{root}/state.sqlite") as state:
        yield Desk(root, state)


def test_originals_go_to_who_may_see_senders_and_details(desk: Desk, tmp_path: Path) -> None:
    made, attached = desk.bundle("chief", tmp_path / "out")
    for name, one in zip(FILES, attached, strict=True):
        content = (desk.root / name).read_bytes()
        assert (made.folder / one["file"]).read_bytes() == content
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
        assert one["bytes"] == len(content)
        assert one["file"].startswith("data/attachments/001/")
        assert one["file"].endswith(Path(name).suffix)
    assert [trouble for _, _, trouble in made.troubles] == ["attachment_unreadable"]


def test_with_details_alone_there_are_pixels_and_no_sound(desk: Desk, tmp_path: Path) -> None:
    made, (picture, film, broken) = desk.bundle("officer", tmp_path / "out")
    assert not (made.folder / "data/attachments").exists()
    assert _size(made, picture) == (800, 600)
    assert probe(made.folder / film["clip"]).frames > 1
    assert "reason" in broken and "still" not in broken
    assert OWNER.encode() not in _all_bytes(made)
    assert b"SERIAL-09" not in _all_bytes(made)


def test_without_details_a_picture_is_coarse_and_a_video_is_not_there(
    desk: Desk, tmp_path: Path
) -> None:
    made, (picture, film, _) = desk.bundle("clerk", tmp_path / "out")
    assert picture["sha256"] == hashlib.sha256((desk.root / "red.jpg").read_bytes()).hexdigest()
    assert _size(made, picture)[0] == _size(made, film)[0] == 240
    assert not list(made.folder.rglob("*.mp4")) and OWNER.encode() not in _all_bytes(made)


def test_what_may_be_had_is_in_the_audit_log_and_told_in_the_report(
    desk: Desk, tmp_path: Path
) -> None:
    for asker, sight in (("clerk", "coarse"), ("officer", "pixels"), ("chief", "original")):
        made, attached = desk.bundle(asker, tmp_path / asker)
        rows = (made.folder / "data/records/audit-rows.jsonl").read_text().splitlines()
        assert json.loads(json.loads(rows[-1])["body"])["attachments"] == sight
        for language in WORDS:
            page = (made.folder / f"data/report.{language}.html").read_text()
            assert WORDS[language]["sight"][sight] in page.replace("&#39;", "'")
            assert all(one["sha256"] in page for one in attached)
            assert all(one["still"].removeprefix("data/") in page for one in attached[:2])


def test_a_picture_of_a_video_says_so_and_which_part_is_shown(desk: Desk, tmp_path: Path) -> None:
    made, _ = desk.bundle("officer", tmp_path / "out")
    english = (made.folder / "data/report.en.html").read_text()
    assert "Attachment 2. Picture at 1.0 s of a video of 2.0 s." in english
    assert "0.0–2.0 s of 2.0 s, without sound" in english
    assert ".." not in english.replace("../", "")
    assert english.count("27/04/2022 21:50:00") == 2, "received then, and on the line of time"
    vietnamese = (made.folder / "data/report.vi.html").read_text()
    assert "giây 0,0–2,0 của 2,0 giây, không có tiếng" in vietnamese
    coarse, _ = desk.bundle("clerk", tmp_path / "coarse")
    assert "without sound" not in (coarse.folder / "data/report.en.html").read_text()


def test_one_that_is_not_kept_any_more_is_told(desk: Desk, tmp_path: Path) -> None:
    sha256 = hashlib.sha256((desk.root / "broken.jpg").read_bytes()).hexdigest()
    sealed = desk.root / "data/reports/originals" / f"{sha256}.sealed"
    held = sealed.read_bytes()
    sealed.unlink()
    made, attached = desk.bundle("chief", tmp_path / "out")
    sealed.write_bytes(held)
    assert Originals(desk.service.index.data).has(sha256)
    assert [one[2] for one in made.troubles] == ["attachment_missing"]
    assert "file" not in attached[2] and attached[2]["sha256"] == sha256


def _size(made: Bundled, one: dict[str, Any]) -> tuple[int, int]:
    with Image.open(made.folder / one["still"]) as image:
        return image.size


def _all_bytes(made: Bundled) -> bytes:
    return b"\n".join(path.read_bytes() for path in made.folder.rglob("*") if path.is_file())
