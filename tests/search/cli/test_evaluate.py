"""`truyvet eval` over a real index of drawn clips, as a user runs it."""

import json
from pathlib import Path
from typing import Any

import pytest

from search.settings import Settings
from search.state.database import open_state
from tests.command import Ran, truyvet
from tests.indexer.drawn_footage import START_NAME, clip

NOW = "2022-04-28T08:00:00+07:00"
MOMENT = {"camera": "nvq", "start": "2022-04-27T21:00:00+07:00", "end": "2022-04-27T21:00:06+07:00"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("eval")
    cameras = root / "cameras.csv"
    cameras.write_text("id,name,lat,lon\nnvq,NVQ,10.8365,106.6299\n", encoding="utf-8")
    clip(root / "in" / "nvq" / f"{START_NAME}.mp4")
    for step in (
        ("cameras", "import", cameras),
        ("footage", "index", root / "in", "--model", "hash"),
    ):
        ran = truyvet(*step, data=root / "data")
        assert ran.code == 0, ran.err
    return root / "data"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    lines = [
        {"question": text, "now": NOW, "relevant": [MOMENT], "group": "g", "language": form}
        for form, text in (("en", "red motorbike"), ("vi", "xe máy đỏ"), ("vi-plain", "xe may do"))
    ]
    lines.append({"question": "red motorbike before 6am", "now": NOW, "relevant": []})
    (tmp_path / "answers.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return tmp_path


def row(document: Any, by: str, value: str) -> Any:
    return next(one for one in document["rows"] if (one["by"], one["value"]) == (by, value))


def test_figures_of_a_key_written_by_hand(data: Path, key: Path) -> None:
    ran = truyvet("eval", key, "--json", data=data)
    assert ran.code == 0, ran.err
    told = ran.document
    every = row(told, "all", "all")
    assert every["questions"] == 3
    assert every["first"]["value"] == every["recall"]["value"] == 1.0
    assert (told["groups"], told["unmet"], told["partial"]) == (1, 1, 0)
    assert told["same_first"]["value"] == 1.0
    assert row(told, "language", "vi-plain")["questions"] == 1
    assert "asking questions" in ran.err


def test_as_a_person_reads_it_with_sheets(data: Path, key: Path, tmp_path: Path) -> None:
    ran = truyvet("eval", key, "--k", "3", "--sheets", tmp_path / "sheets", data=data)
    assert ran.code == 0, ran.err
    assert "recall@3" in ran.out and "Same first hit" in ran.out
    assert "Nothing is relevant to 1 questions" in ran.out
    assert len(list((tmp_path / "sheets").glob("*.jpg"))) == 4


def test_every_question_is_in_the_audit_log(data: Path, key: Path) -> None:
    assert truyvet("eval", key, "--json", data=data).code == 0
    with open_state(Settings(data=str(data)).state_url) as state:
        told = state.audit.list(4)
    assert {one.entry.case for one in told} == {"evaluation"}
    assert {one.entry.question for one in told} == {
        json.loads(line)["question"] for line in (key / "answers.jsonl").read_text().splitlines()
    }


def failure(ran: Ran) -> str:
    assert ran.code == 1 and "Traceback" not in ran.err
    (line,) = [line for line in ran.err.splitlines() if line.startswith("truyvet: ")]
    return line


def test_what_cannot_be_measured_is_said_in_one_line(data: Path, key: Path, tmp_path: Path) -> None:
    assert "no answers.jsonl" in failure(truyvet("eval", tmp_path / "none", data=data))
    assert "nothing is indexed" in failure(truyvet("eval", key, data=tmp_path / "empty"))
    assert truyvet("eval", key, "--k", "0", data=data).code == 2
