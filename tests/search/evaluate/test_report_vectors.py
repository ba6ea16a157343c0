"""Vectors are on for an encoder that was measured to help, and for no other."""

import json
from pathlib import Path

import pytest

from indexer.ids import ReportId
from indexer.progress import NoProgress
from indexer.reports.report import Report
from search.cli.main import main
from search.errors import BadQuestion
from search.evaluate.report_vectors import (
    LEAST_QUESTIONS,
    Question,
    built_in,
    index_of,
    measure,
    read_questions,
)
from search.index import Index
from search.settings import Settings
from search.vector_line import FILE, line_of
from tests.text_model import train_texts

THINGS = ("mèo", "chó", "gà", "vịt", "trâu", "bò", "dê", "cừu", "ngựa", "thỏ")
DOES = ("kêu suốt đêm", "lạc ngoài ngõ", "phá vườn rau")


def questions() -> list[Question]:
    return [
        Question(f"pet {number} case {does}", frozenset((ReportId(f"{number}-{does}"),)))
        for number in range(len(THINGS))
        for does in range(len(DOES))
    ]


def reports() -> list[Report]:
    return [
        Report(ReportId(f"{number}-{does}"), "tip", "zalo", f"Con {thing} {what}", number)
        for number, thing in enumerate(THINGS)
        for does, what in enumerate(DOES)
    ]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that was taught the answers."""
    texts = {report.id: report.text for report in reports()}
    alike = [(one.words, texts[next(iter(one.relevant))]) for one in questions()]
    return train_texts(tmp_path_factory.mktemp("models") / "good", alike, steps=120)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    Index(Settings(data=str(folder))).log.append(reports(), "all")
    return folder


def asked_of(folder: Path) -> Path:
    rows = [{"question": one.words, "reports": sorted(one.relevant)} for one in questions()]
    file = folder / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    return file


def run(monkeypatch: pytest.MonkeyPatch, data: Path, model: str, *arguments: object) -> int:
    monkeypatch.setenv("TRUYVET_MODEL", model)
    return main(["--data", str(data), "reports", "vectors", *map(str, arguments)])


def test_what_helps_is_on_from_then_on(
    data: Path, good: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, data, str(good)) == 0
    assert "not measured" in capsys.readouterr().err
    asked = asked_of(data)
    assert run(monkeypatch, data, str(good), "measure", "--questions", asked, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["helps"] and told["after"] > told["before"] + 0.3 and told["questions"] == 30
    assert run(monkeypatch, data, str(good), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["on"] and told["reports"] == 30 and not told["behind"]
    assert run(monkeypatch, data, "hash", "--json") == 0
    assert not json.loads(capsys.readouterr().out)["on"], "another encoder was not measured"
    off = Index(Settings(data=str(data), model=str(good), report_vectors="off"))
    assert off.near_reports.active() is None


def test_what_does_not_help_stays_off_and_costs_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, data, "hash", "measure", "--questions", asked_of(data)) == 0
    assert "stay off" in capsys.readouterr().err
    index = Index(Settings(data=str(data), model="hash"))
    line = line_of(index.data, index.encoder().card.fingerprint)
    assert line is not None and not line.helps and (data / FILE).exists()
    assert not any((data / "reports" / "vectors").iterdir()), "what was made to measure is gone"
    fresh = Index(Settings(data=str(data), model="no-such-model"))
    assert fresh.near_reports.active() is None, "no encoder is opened to know"


def test_the_built_in_questions_go_the_same_way() -> None:
    told, asked = built_in()
    assert len(asked) == 120
    few = asked[:LEAST_QUESTIONS]
    wanted = {ident for one in few for ident in one.relevant}
    kept = [one for one in told if one.id in wanted] + told[-50:]
    with index_of(kept, Settings(), "hash") as index:
        line = measure(index, few, NoProgress())
    assert 0 < line.before <= 1 and not line.helps


def test_questions_that_cannot_be_used(data: Path, tmp_path: Path) -> None:
    with index_of(reports(), Settings(), "hash") as index:
        with pytest.raises(BadQuestion, match="20 or more"):
            measure(index, questions()[:3], NoProgress())
        lost = [*questions(), Question("x", frozenset((ReportId("nobody"),)))]
        with pytest.raises(BadQuestion, match="'nobody' is not in this index"):
            measure(index, lost, NoProgress())
    file = tmp_path / "bad.jsonl"
    file.write_text('{"question": "x"}')
    with pytest.raises(BadQuestion, match=r"bad\.jsonl"):
        read_questions(file)
