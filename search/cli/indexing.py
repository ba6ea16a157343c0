"""Indexing and importing, as the command and the demo run them."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.markup import escape

from embeddings.errors import EmbeddingError
from indexer.cameras import load_cameras
from indexer.errors import IndexerError
from indexer.index_footage import index_footage
from indexer.index_model import model_to_index_with
from indexer.index_run import IndexReport
from indexer.jobs.runner import open_jobs
from indexer.places.gazetteer import load_gazetteer
from indexer.priority import Priority
from indexer.progress import RichProgress
from indexer.reports.import_reports import ImportReport, import_reports
from indexer.reports.open_index import open_report_index
from indexer.video.decode import SampleMode
from search.cli.console import Console
from search.index import Index
from search.index_waiting import index_waiting
from search.settings import Settings

REFUSED_SHOWN = 10


def index_paths(
    paths: Sequence[Path],
    settings: Settings,
    console: Console,
    pattern: str | None = None,
    workers: int | None = None,
    sampling: SampleMode = "steady",
    first: Sequence[str] = (),
) -> IndexReport:
    """Index footage with a progress display on standard error; `first` as Priority reads it."""
    data, cameras = settings.folder, load_cameras(settings.folder)
    priorities = [Priority.read(text, cameras) for text in first]
    with open_jobs(workers=workers, scheduler=settings.scheduler) as jobs:
        return index_footage(
            paths,
            data=data,
            model=model_to_index_with(data, jobs, settings.model),
            cameras=cameras,
            jobs=jobs,
            pattern=pattern,
            progress=RichProgress(console.err),
            sampling=sampling,
            first=priorities,
        )


@contextmanager
def open_indexing(
    settings: Settings, workers: int | None = None, sampling: SampleMode = "steady"
) -> Iterator[Callable[[Sequence[Path]], IndexReport]]:
    """Workers kept open, for indexing lot after lot of files without a display."""
    data = settings.folder
    with open_jobs(workers=workers, scheduler=settings.scheduler) as jobs:
        yield lambda paths: index_footage(
            paths,
            data=data,
            model=model_to_index_with(data, jobs, settings.model),
            cameras=load_cameras(data),
            jobs=jobs,
            sampling=sampling,
        )


def show_indexed(report: IndexReport, console: Console) -> int:
    """Say what was done; 1 if nothing is indexed and something should have been."""
    failed = report.footage == 0 and report.skipped == 0
    if console.json:
        console.result(
            {
                "footage": report.footage,
                "spans": report.spans,
                "regions": report.regions,
                "skipped": report.skipped,
                "quarantined": [{"path": q.path, "reason": q.reason} for q in report.quarantined],
                "sampled": report.sampled,
                "dropped": report.dropped,
                "stages": {name: round(s, 2) for name, s in asdict(report.stages).items()},
                "slowest": report.stages.slowest,
                "seconds": round(report.seconds, 1),
            }
        )
    for item in report.quarantined:
        console.say(f"[yellow]quarantined[/]  {escape(item.path)}: {escape(item.reason)}")
    console.say(
        f"{report.footage:,} files, {report.regions:,} regions indexed in {report.seconds:.0f} s; "
        f"{report.skipped:,} spans were there already"
    )
    if limit := report.stages.slowest:
        shares = ", ".join(f"{name} {s:.0f} s" for name, s in asdict(report.stages).items())
        console.say(
            f"{report.sampled:,} pictures sampled, {report.dropped:,} near-duplicates dropped; "
            f"most of the time went to {limit} ({shares})"
        )
    if failed:
        console.fail(
            "nothing was indexed: see the reasons above, or name a folder with video in it"
        )
    return int(failed)


def import_files(
    files: Sequence[Path],
    source: str,
    settings: Settings,
    console: Console,
    media: Path | None = None,
    index: Index | None = None,
) -> ImportReport:
    """Import reports, and index what is attached to them, with progress on standard error.

    `index` is that of the settings, where it is open already. Attachments that cannot be indexed
    now (no model, no disk) wait for the next import, said so; and so do vectors of the texts,
    where these are on.
    """
    data, index = settings.folder, index or Index(settings)
    texts = open_report_index(data, settings.elasticsearch_url)
    progress = RichProgress(console.err)
    try:
        report = import_reports(
            files, source, data, texts, load_gazetteer(data), progress, media=media, log=index.log
        )
    finally:
        texts.close()
    try:
        _say_attached(index_waiting(settings, progress, log=index.log), console)
    except (IndexerError, EmbeddingError) as error:
        console.say(f"[yellow]attachments wait for the next import[/]: {escape(str(error))}")
    try:
        index.near_reports.follow(progress)
    except (IndexerError, EmbeddingError) as error:
        console.say(f"[yellow]vectors wait for the next import[/]: {escape(str(error))}")
    return report


def _say_attached(report: IndexReport | None, console: Console) -> None:
    if report is None:
        return
    for item in report.quarantined:
        console.say(f"[yellow]quarantined[/]  {escape(item.path)}: {escape(item.reason)}")
    console.say(f"{report.footage:,} attachments indexed, {report.regions:,} regions")


def show_imported(report: ImportReport, console: Console) -> int:
    """Say what was imported; 1 if nothing could be read."""
    failed = report.imported == 0 and report.unchanged == 0
    say_imported(report, console)
    _imported_json(report, console)
    if failed:
        console.fail("no report was imported: see the reasons above")
    return int(failed)


def say_imported(report: ImportReport, console: Console) -> None:
    """Say what was imported and what was refused: the first lines, and of the rest the reasons."""
    for item in report.refused[:REFUSED_SHOWN]:
        console.say(f"[yellow]refused[/]  {escape(item.path)}: {escape(item.reason)}")
    more = report.refused_count - len(report.refused[:REFUSED_SHOWN])
    if more:
        reasons = Counter(item.reason for item in report.refused[REFUSED_SHOWN:])
        most, count = reasons.most_common(1)[0] if reasons else ("", 0)
        often = f", {count:,} of them: {escape(most)}" if count > 1 else ""
        console.say(f"[yellow]refused[/]  {more:,} more (`truyvet status` lists them){often}")
    console.say(
        f"{report.imported:,} reports imported, {report.unchanged:,} were there already, "
        f"{report.refused_count:,} refused"
    )


def summed(reports: Sequence[ImportReport], console: Console) -> int:
    """What one pass over a watched folder did, each import said already; 1 if all was refused."""
    whole = ImportReport(
        imported=sum(one.imported for one in reports),
        unchanged=sum(one.unchanged for one in reports),
        refused=tuple(refusal for one in reports for refusal in one.refused),
        refused_count=sum(one.refused_count for one in reports),
        generation=reports[-1].generation if reports else -1,
    )
    _imported_json(whole, console)
    if not reports:
        console.say("nothing new in the folder")
    return int(bool(reports) and whole.imported == whole.unchanged == 0)


def _imported_json(report: ImportReport, console: Console) -> None:
    if console.json:
        console.result(
            {
                "imported": report.imported,
                "unchanged": report.unchanged,
                "refused": [{"path": r.path, "reason": r.reason} for r in report.refused],
                "refused_count": report.refused_count,
                "generation": report.generation,
            }
        )
