"""A whole installation's reports imported part by part, and what memory that takes on the way.

The import runs in a process of its own, whose anonymous memory is looked at after each part; mapped
files, which the system takes back when it wants, are not in it. Where TRUYVET_BENCH_FOLDER names a
folder, parts that were imported before are not imported again: stop it, run it again, it goes on.
Of a part that was stopped in its midst only what is left of it counts, beside all the time that
this takes.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from time import perf_counter, process_time

from _bench import Figure, Pace, at_least, at_most, note
from _kept import end_with_parent, keep, kept_folder

from indexer.folder import Folder
from indexer.places.gazetteer import load_gazetteer
from indexer.reports.catch_up import BATCH, batches
from indexer.reports.import_reports import import_reports
from indexer.reports.log import ReportLog
from indexer.reports.open_index import open_report_index
from indexer.simulate.network import STREETS
from indexer.simulate.simulate import DEFAULT_START
from indexer.simulate.stories import tell_story
from indexer.simulate.tips import write_reports
from indexer.simulate.told_events import noise

PARTS = 20
RATE = 200.0
"""Reports a second that are wanted of the whole way in."""
FLAT = 1.25
"""Anonymous memory with all reports in, at most so many times that with a tenth of them."""
HOURS = 2


def filling(count: int) -> Iterator[Figure]:
    """The rate of the import, and its memory at 10 %, 50 % and 100 %."""
    with kept_folder("filling") as folder:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, __file__, str(folder), str(count)], check=True)
        parts = [json.loads(_done(folder, part).read_text()) for part in range(PARTS)]
    rate = sum(part["reports"] for part in parts) / sum(part["seconds"] for part in parts)
    yield at_least("the whole import", rate, "reports/s", RATE)
    busy = sum(part["reports"] for part in parts) / sum(part["busy_seconds"] for part in parts)
    yield at_least("the whole import, by processor time", busy, "reports/s", RATE)
    held = [parts[PARTS * share // 100 - 1]["anonymous_mb"] for share in (10, 50, 100)]
    if all(held):
        yield at_most(f"memory at 10, 50, 100 % {_megabytes(held)}", held[2] / held[0], "×", FLAT)


def logging(count: int) -> Iterator[Figure]:
    """The report log alone: how fast it takes reports that were read already, and its memory."""
    told = subprocess.run(
        [sys.executable, __file__, str(count)], check=True, stdout=subprocess.PIPE, text=True
    )
    seconds, *held = json.loads(told.stdout)
    yield at_least("logging alone", count / seconds, "reports/s", 5 * RATE)
    if all(held):
        yield at_most(f"its memory at 10, 50, 100 % {_megabytes(held)}", held[2] / held[0], "×",
                      FLAT)  # fmt: skip


def _log(count: int) -> None:
    """Batch by batch, as an import does, with texts of the usual length."""
    with tempfile.TemporaryDirectory() as folder:
        log, seconds, held = ReportLog(Folder(folder)), 0.0, list[float | None]()
        marks, pace = [count * share // 100 for share in (10, 50, 100)], Pace("logging", count)
        for batch in batches(noise(count), BATCH):
            began = perf_counter()
            log.append(batch, f"batch-{batch[0].id}")
            seconds += perf_counter() - began
            pace.advance(len(batch))
            while marks and log.count() >= marks[0]:
                marks.pop(0)
                held.append(_anonymous_mb())
    print(json.dumps([seconds, *held]))


def _megabytes(held: Sequence[float]) -> str:
    return f"({', '.join(f'{mb:.0f} MB' for mb in held)})"


def _fill(folder: Path, count: int) -> None:
    """Import what is missing, in this process."""
    data = Folder(folder / "data")
    index, gazetteer = open_report_index(data, None), load_gazetteer(data)
    missing = [part for part in range(PARTS) if not _done(folder, part).exists()]
    pace = Pace("the whole import", len(missing) * (count // PARTS), every_s=0.0)
    for part in missing:
        file = _write(folder / f"part-{part}.jsonl", count // PARTS, part)
        began, began_busy = perf_counter(), process_time()
        done = import_reports([file], "jsonl", data, index, gazetteer)
        told = {
            "reports": done.imported,
            "seconds": perf_counter() - began,
            "busy_seconds": process_time() - began_busy,
            "anonymous_mb": _anonymous_mb(),
        }
        keep(_done(folder, part), told)
        note(f"part {part + 1} of {PARTS}: {told}")
        pace.advance(count // PARTS)
    index.close()


def _write(path: Path, count: int, seed: int) -> Path:
    """In a process of its own too: the words of the simulator are not the import's."""
    if not path.exists():
        told = [sys.executable, __file__, str(path), str(count), str(seed)]
        subprocess.run(told, check=True)
    return path


def _simulate(path: Path, count: int, seed: int) -> None:
    story = tell_story(HOURS * 3_600, 1, list(STREETS))
    end = DEFAULT_START + timedelta(hours=HOURS)
    lines, _ = write_reports(story, DEFAULT_START, end, count, seed=seed)
    whole = path.with_suffix(".part")
    whole.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    whole.replace(path)


def _anonymous_mb() -> float | None:
    """Memory of this process that no file stands behind; None where the system does not tell."""
    status = Path("/proc/self/status")
    told = re.search(r"RssAnon:\s*(\d+) kB", status.read_text()) if status.exists() else None
    return int(told[1]) / 1024 if told else None


def _done(folder: Path, part: int) -> Path:
    return folder / f"part-{part}.json"


if __name__ == "__main__":
    end_with_parent()
    target, number, *more = [*sys.argv[1:], ""] if len(sys.argv) == 2 else sys.argv[1:]
    if not number:
        _log(int(target))
    elif more:
        _simulate(Path(target), int(number), int(more[0]))
    else:
        _fill(Path(target), int(number))
