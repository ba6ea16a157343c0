"""Reports: how many a second are imported, how soon they are found, and whether the right ones are.

Simulated tips, statements and the questions of a ward's page go the whole way: read, sender taken
out, place and time understood, logged, indexed in either store. The one of SQLite is then asked,
beside reading every text in Python and SQL's LIKE over a table of the folded texts, which rank
nothing.

Then events that were told in four forms (accented, unaccented, teencode, English) are looked for
among 300,000 reports and 3,586 posts, in SQLite and in a real Elasticsearch, beside what each does
by itself (bulk and match, FTS5 alone): nDCG@10, recall@20, p95, and how far the two agree.
Questions in other words than the reports are asked by words alone, by meaning, and with the vectors
of an encoder's text side; searching that many vectors is compared with a bare FAISS scan of them.

The whole bench imports 303,586 reports and needs up to 3 GB of disk on the way. With
TRUYVET_BENCH_FOLDER, a folder to keep what was measured in, it goes on where it was stopped.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from _bench import (
    Figure,
    at_least,
    compared,
    fast_enough,
    median,
    note,
    rounds,
    run,
    tell,
    times_faster,
)
from _filling import RATE, filling, logging
from _kept import check_room, kept, scratch
from _stores import POSTS, REPORTS, node, quality, shown

from indexer.folder import Folder
from indexer.places.gazetteer import load_gazetteer
from indexer.reports.import_reports import import_reports
from indexer.reports.log import ReportLog
from indexer.reports.open_index import open_report_index
from indexer.reports.report import Report
from indexer.reports.sqlite_index import SqliteReportIndex
from indexer.reports.text_index import ReportIndex, ReportQuery
from indexer.reports.words import indexed_words, query_terms
from indexer.simulate.network import STREETS
from indexer.simulate.simulate import DEFAULT_START
from indexer.simulate.stories import tell_story
from indexer.simulate.tips import write_reports

WHOLE = REPORTS + POSTS
ROOM_BYTES, QUICK_ROOM_BYTES = 3e9, 5e8
"""What must be free on the disk."""
LIMIT = 50
HOURS = 2
ASKED = {
    "telling words": "giật điện thoại xe máy đỏ",
    "without accents": "giat dien thoai xe may do",
    "English": "red motorbike phone snatched",
    "a common word": "đường",
}
MOST_MS = 50.0
"""For words to find their reports: a person waits for it within a question."""
OURS, SCAN, LIKE, BARE = "the index", "reading every text", "SQL LIKE", "FTS5 alone"


def measure(quick: bool) -> list[Figure]:
    """Import, import again, index anew, ask; then import all that a district has."""
    check_room(QUICK_ROOM_BYTES if quick else ROOM_BYTES)
    count = 2_000 if quick else 50_000
    figures = _kept(f"import-{count}", lambda: _on_sqlite(count, 2 if quick else 1))
    figures += _kept(f"import-{count}-Elasticsearch", lambda: _on_elasticsearch(count))
    if not quick:
        figures += _kept("logging", lambda: list(logging(WHOLE)))
        filled = list(filling(WHOLE))
        tell(filled)
        figures += filled
    return [*figures, *quality(2_720 if quick else REPORTS)]


def _kept(name: str, measure: Callable[[], Sequence[Figure]]) -> list[Figure]:
    """The figures of a part, told as soon as they are there."""
    figures = [Figure(**one) for one in kept(name, lambda: [asdict(one) for one in measure()])]
    tell(figures)
    return figures


def _on_sqlite(count: int, indexed: int) -> list[Figure]:
    with scratch() as folder:
        file, data = _write(folder / "reports.jsonl", count), Folder(folder / "data")
        index = open_report_index(data, None)
        figures = _importing("import", file, data, index)
        reports = list(ReportLog(data).reports())
        figures += _indexing(reports, folder, indexed)
        for name, words in ASKED.items():
            figures += _asking(name, words, index, reports, 10)
        index.close()
    return figures


def _on_elasticsearch(count: int) -> list[Figure]:
    """The same whole way in with the other store; nothing where there can be no node."""
    with scratch() as folder, node(folder) as url:
        if url is None:
            return []
        file, data = _write(folder / "reports.jsonl", count), Folder(folder / "data")
        index = open_report_index(data, url)
        figures = _importing("import, Elasticsearch", file, data, index)
        index.clear()
        index.close()
    return figures


def _write(path: Path, count: int) -> Path:
    """Simulated reports of one evening and the weeks before it."""
    story = tell_story(HOURS * 3_600, 1, list(STREETS))
    end = DEFAULT_START + timedelta(hours=HOURS)
    lines, _ = write_reports(story, DEFAULT_START, end, count, seed=1)
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    return path


def _importing(name: str, file: Path, data: Folder, index: ReportIndex) -> list[Figure]:
    """The first time, and again with nothing new."""
    gazetteer, rates, busy = load_gazetteer(data), [], []
    for _ in range(2):
        began, began_busy = perf_counter(), process_time()
        done = import_reports([file], "jsonl", data, index, gazetteer)
        count = done.imported + done.unchanged
        rates.append(count / (perf_counter() - began))
        busy.append(count / (process_time() - began_busy))
        note(f"{name}: {done.imported:,} new, {done.unchanged:,} unchanged, {rates[-1]:,.0f}/s")
    first, again = rates
    return [
        at_least(name, first, "reports/s", RATE),
        at_least(f"{name}, by this process's processor time", busy[0], "reports/s", RATE),
        compared(f"{name} again", again, "reports/s", f"the first time, {first:,.0f}/s",
                 again / first, 1.5),
    ]  # fmt: skip


def _indexing(reports: Sequence[Report], folder: Path, count: int) -> list[Figure]:
    """The text index alone, beside FTS5 with nothing around it."""
    made = 0

    def fresh() -> Path:
        nonlocal made
        made += 1
        return folder / f"index-{made}.sqlite"

    def ours() -> None:
        index = SqliteReportIndex(fresh())
        index.add(reports, 1)
        index.close()

    def bare() -> None:
        connection = sqlite3.connect(fresh())
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(accented, folded)")
        rows = (indexed_words(report.text) for report in reports)
        connection.executemany("INSERT INTO words VALUES (?, ?)", rows)
        connection.commit()
        connection.close()

    seconds = rounds({OURS: ours, BARE: bare}, count)
    rate, other = (len(reports) / median(seconds[name]) for name in (OURS, BARE))
    ratio = times_faster(seconds[OURS], seconds[BARE])
    return [compared("indexing", rate, "reports/s", f"{BARE}, {other:,.0f}/s", ratio, 0.2)]


def _asking(
    name: str, words: str, index: ReportIndex, reports: Sequence[Report], count: int
) -> list[Figure]:
    """One question's words, three ways; and whether the index found what reading all finds."""
    folded = {report.id: indexed_words(report.text)[1] for report in reports}
    terms = [term.folded for term in query_terms(words)]
    table = _table(folded)
    likes = " AND ".join("folded LIKE ?" for _ in terms)

    def scan() -> list[str]:
        return [ident for ident, text in folded.items() if all(term in text for term in terms)]

    def like() -> list[Any]:
        patterns = [f"%{term}%" for term in terms]
        return table.execute(f"SELECT id FROM texts WHERE {likes}", patterns).fetchall()

    works: dict[str, Callable[[], object]] = {
        OURS: lambda: shown(index.search(ReportQuery(words), LIMIT)), SCAN: scan, LIKE: like
    }  # fmt: skip
    seconds = rounds(works, count)
    table.close()
    ms = median(seconds[OURS]) * 1000
    figures = [
        fast_enough(f"{name}, {peer}", ms, f"{median(seconds[peer]) * 1000:.2f} ms",
                    times_faster(seconds[OURS], seconds[peer]), 1.0, MOST_MS)
        for peer in (SCAN, LIKE)
    ]  # fmt: skip
    return [*figures, at_least(f"{name}, found", _found(words, index, folded), "", 1.0)]


def _found(words: str, index: ReportIndex, folded: dict[Any, str]) -> float:
    """Of the reports that hold every word, the share that the index finds."""
    wanted = {term.folded for term in query_terms(words)}
    holding = {ident for ident, text in folded.items() if wanted <= set(text.split())}
    hits = {hit.report for hit in index.search(ReportQuery(words), len(folded))}
    return len(holding & hits) / len(holding) if holding else 1.0


def _table(folded: dict[Any, str]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE texts (id TEXT PRIMARY KEY, folded TEXT)")
    connection.executemany("INSERT INTO texts VALUES (?, ?)", folded.items())
    return connection


if __name__ == "__main__":
    run(measure)
