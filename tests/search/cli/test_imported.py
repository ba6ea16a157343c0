"""What an import tells of what it refused: enough to act on, and no flood; and what it reads."""

import json
from pathlib import Path

import pytest

from embeddings.encoder import Encoder
from embeddings.models import open_encoder
from indexer.folder import Folder
from indexer.reports import log
from indexer.reports.import_reports import ImportReport
from indexer.reports.submission import Refusal
from indexer.reports.vectors.store import VectorStore
from search.cli.console import Console
from search.cli.indexing import show_imported
from search.cli.main import main


def refused(count: int) -> ImportReport:
    """An import of one report and so many bad lines, of which a thousand are named."""
    named = tuple(Refusal("tips.jsonl", line, "`text` is missing") for line in range(count))
    return ImportReport(1, 0, named[:1_000], count, 0)


@pytest.mark.parametrize(("count", "lines", "more"), [(3, 4, ""), (5_000, 12, "4,990 more")])
def test_many_refusals_are_told_by_their_count(
    count: int, lines: int, more: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show_imported(refused(count), Console()) == 0
    said = capsys.readouterr().err.splitlines()
    assert len(said) == lines
    assert said[-1] == f"1 reports imported, 0 were there already, {count:,} refused"
    assert more in said[-2] and "`text` is missing" in said[-2]


def test_a_program_is_told_how_many_were_refused(capsys: pytest.CaptureFixture[str]) -> None:
    show_imported(refused(5_000), Console(json=True))
    told = json.loads(capsys.readouterr().out)
    assert (told["refused_count"], len(told["refused"])) == (5_000, 1_000)


def watched(tmp_path: Path) -> list[str]:
    """The words of a watch over a folder of three files of one tip each."""
    (tmp_path / "in").mkdir()
    for number in range(3):
        told = {"id": str(number), "kind": "tip", "channel": "zalo", "text": f"xe máy đỏ {number}",
                "received_at": "2022-04-27T21:00:00+07:00"}  # fmt: skip
        (tmp_path / "in" / f"{number}.jsonl").write_text(json.dumps(told))
    where = ["--data", str(tmp_path / "data"), "reports", "watch", str(tmp_path / "in")]
    return [*where, "--source", "jsonl", "--once"]


def test_a_watch_reads_of_the_log_only_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[int] = []
    read = log.extended

    def extended(rows: log.LogRows, *more: object) -> log.LogRows:
        known.append(rows.generation)
        return read(rows, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(log, "extended", extended)
    assert main(watched(tmp_path)) == 0
    assert known == [-1, 0, 1]


def test_a_watch_with_vectors_opens_the_encoder_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def opening(name: str) -> Encoder:
        opened.append(name)
        return open_encoder(name)

    monkeypatch.setattr("search.index.open_encoder", opening)
    monkeypatch.setenv("TRUYVET_REPORT_VECTORS", "on")
    monkeypatch.setenv("TRUYVET_MODEL", "hash")
    assert main(watched(tmp_path)) == 0
    assert opened == ["hash"]
    store = VectorStore(Folder(tmp_path / "data"), open_encoder("hash").card)
    assert store.contents().reports == 3
