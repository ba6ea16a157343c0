"""The printed report: the same bytes for the same case, all it says readable, nothing a command."""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from indexer.folder import Folder
from indexer.places.gazetteer import load_gazetteer
from search.cases.case import Board, Case, Change, Form, Note, Pin, Subject
from search.cases.evidence import Item
from search.cases.report import Account, report_html
from search.cases.report_pdf import report_pdf
from search.cases.words import Language

AT = datetime(2022, 4, 28, 1, 2, 3, tzinfo=UTC)
MOMENT, REPORT = Subject("moment", "5d1c0f9be02a7741.271000-279500"), Subject("report", "zalo/1")
SHA256 = "ab" * 32
WILD = 'Nguyễn Văn Quá ẵ ữ Ỹ #import "x" *đậm* $x$ \\ @ref <b> `raw` 🚗 漢'
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)


def item(number: int, subject: Subject, shown: dict[str, Any], **more: Any) -> Item:
    return Item(number, Pin(subject, shown, "an", AT), **more)


@pytest.fixture
def payload(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "derived" / "001"
    folder.mkdir(parents=True)
    for name in ("still.jpg", "still-marked.jpg"):
        assert cv2.imwrite(str(folder / name), np.full((90, 160, 3), 90, np.uint8))
    return tmp_path / "data"


@pytest.fixture
def account(tmp_path: Path) -> Account:
    camera = {"id": "nvq", "name": "Nguyễn Văn Quá 1", "street": "Nguyễn Văn Quá",
              "lat": 10.8365, "lon": 106.6299}  # fmt: skip
    shown = {"camera": camera, "start": "2022-04-27T21:04:33+07:00",
             "end": "2022-04-27T21:04:42+07:00"}  # fmt: skip
    original = {
        "footage": "5d1c0f9be02a7741", "camera": "nvq", "original_name": "a.mp4", "bytes": 9,
        "file": "data/footage/5d1c0f9be02a7741/a.mp4", "sha256": SHA256,
        "clock": {"camera_offset_ms": -4000, "sidecar": None},
    }  # fmt: skip
    derived = {"still": "data/derived/001/still.jpg", "marked": "data/derived/001/still-marked.jpg"}
    told = {"kind": "tip", "channel": "zalo", "received_at": "2022-04-27T21:05:00+07:00",
            "occurred": None, "place": None}  # fmt: skip
    items = (
        item(1, MOMENT, shown, original=original, derived=derived),
        item(2, REPORT, told, report={"text": WILD}, troubles=["report_missing"]),
    )
    board = Board(
        Case(1, "VA/118", f"Cướp giật {WILD}", 3, "an", AT),
        tuple(one.pin for one in items),
        (Note(1, WILD, REPORT, "an", AT), Note(2, "chung\ncho cả vụ", None, "bình", AT)),
        (),
    )
    changes = (Change(1, AT, "an", "made the case", "title", {}),)
    gazetteer = load_gazetteer(Folder(tmp_path))
    return Account(board, items, changes, (), gazetteer, AT, "truyvet 0")


def words_of(pdf: bytes, folder: Path) -> str:
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    read = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    return " ".join(read.stdout.decode().split())


def assert_all_in(wanted: Sequence[str], said: str) -> None:
    assert [text for text in wanted if text not in said] == []


@pytest.mark.parametrize("form", ["evidence", "administrative"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_same_case_gives_the_same_bytes(
    account: Account, payload: Path, language: Language, form: Form
) -> None:
    account = replace(account, form=form)
    made = report_pdf(account, language, payload)
    assert made.startswith(b"%PDF-1.7") and b"pdfaid" in made
    assert made == report_pdf(account, language, payload)
    assert made != report_pdf(replace(account, program="truyvet 1"), language, payload)


@needs_pdftotext
def test_what_is_written_stands_there_as_it_was_written(
    account: Account, payload: Path, tmp_path: Path
) -> None:
    said = words_of(report_pdf(account, "vi", payload), tmp_path)
    plain = WILD.replace("🚗", "[U+1F697]").replace("漢", "[U+6F22]")
    assert said.count(plain) >= 3, "title, report and note"
    wanted = ["Báo cáo chứng cứ", "Nguyễn Văn Quá 1", SHA256, "-4000 ms", "chung cho cả vụ",
              "Tin báo không còn trong sổ tin báo.", "27/04/2022 21:04:33", "3/3"]  # fmt: skip
    assert_all_in(wanted, said)


@needs_pdftotext
@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("vi", ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BÁO CÁO VI PHẠM HÀNH CHÍNH VỀ GIAO THÔNG",
                "1. Số: VA/118", "8. Biển số:", "9. Người điều khiển:", "Người lập báo cáo"]),
        ("en", ["REPORT OF AN ADMINISTRATIVE TRAFFIC VIOLATION", "1. Number: VA/118",
                "8. Number plate:", "9. Driver:", "Head of the unit"]),
    ],
)  # fmt: skip
def test_a_violation_has_a_form_of_its_own(
    account: Account, payload: Path, tmp_path: Path, language: Language, wanted: list[str]
) -> None:
    account = replace(account, form="administrative")
    said = words_of(report_pdf(account, language, payload), tmp_path)
    times = "27/04/2022 21:04:33 – 27/04/2022 21:04:42"
    assert_all_in([*wanted, times, "Nguyễn Văn Quá 1 (nvq)", f"a.mp4: {SHA256}"], said)
    page = report_html(account, language)
    assert wanted[-2].partition(". ")[2].rstrip(":") in page and "………" in page


def test_a_case_with_nothing_in_it_is_printed_too(account: Account, payload: Path) -> None:
    empty = replace(account, board=Board(account.board.case, (), (), ()), items=())
    for form in ("evidence", "administrative"):
        assert report_pdf(replace(empty, form=form), "vi", payload)  # type: ignore[arg-type]
