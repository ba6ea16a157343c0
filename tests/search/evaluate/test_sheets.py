"""Contact sheets: a picture for each question, right and wrong told apart, nothing left out."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from indexer.errors import BadFootage
from search.errors import BadQuestion
from search.evaluate.sheets import draw_sheet, write_sheets
from tests.heard import Heard
from tests.search.evaluate.hits import asked, known, moment, report
from tests.search.evaluate.test_figures import outcome

RIGHT, WRONG = (60, 160, 40), (40, 40, 210)


def blue(*_: Any) -> bytes:
    _, jpeg = cv2.imencode(".jpg", np.full((40, 20, 3), (250, 40, 40), np.uint8))
    return jpeg.tobytes()


def pixels(sheet: np.ndarray[Any, Any], colour: tuple[int, int, int]) -> int:
    return int((sheet == np.array(colour)).all(axis=2).sum())


QUESTION = asked(known("nvq", 10, 14), "r1", question="Xe máy đỏ / ở đâu?", language="vi")


def test_right_and_wrong_hits_have_their_own_frames() -> None:
    right = draw_sheet(outcome(QUESTION, moment("nvq", 10, 13)), blue)
    wrong = draw_sheet(outcome(QUESTION, moment("tk", 10, 13)), blue)
    assert pixels(right, RIGHT) > 1000 > 100 > pixels(right, WRONG)
    assert pixels(wrong, WRONG) > 1000 > 100 > pixels(wrong, RIGHT)
    middle = right[74 + 96, 10 + 96]
    assert np.abs(middle.astype(int) - (250, 40, 40)).max() < 12, "the crop is in the tile"


def test_ten_hits_have_ten_frames_and_reports_their_words() -> None:
    hits = [moment("nvq", 10, 13), *[report(f"x{n}") for n in range(12)]]
    sheet = draw_sheet(outcome(QUESTION, *hits), blue)
    one = draw_sheet(outcome(QUESTION, report("x")), blue)
    assert pixels(sheet, WRONG) > 8 * pixels(one, WRONG)
    blank = draw_sheet(outcome(QUESTION), blue)
    assert sheet.shape == one.shape == blank.shape
    assert pixels(one, (235, 235, 235)) > 10_000


def test_a_picture_that_cannot_be_had_is_said_on_its_tile() -> None:
    def gone(*_: Any) -> bytes:
        raise BadFootage("gone")

    sheet = draw_sheet(outcome(QUESTION, moment("nvq", 10, 13)), gone)
    assert pixels(sheet, (235, 235, 235)) > 10_000


def test_each_question_has_its_file(tmp_path: Path) -> None:
    heard = Heard()
    made = [outcome(QUESTION, report("r1")), outcome(asked(question="red car"))]
    paths = write_sheets(made, tmp_path / "new" / "sheets", blue, heard)
    assert [path.name for path in paths] == ["0001-xe-may-do-o-dau.jpg", "0002-red-car.jpg"]
    assert heard.stages == {"drawing contact sheets": (2, 2)}
    assert all(cv2.imread(str(path)) is not None for path in paths)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadQuestion, match="sheets cannot be written"):
        write_sheets([], tmp_path / "file", blue, Heard())
