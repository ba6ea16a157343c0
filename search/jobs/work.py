"""What each kind of job does: the same as the command of its name, told in JSON."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from indexer.cameras import load_cameras
from indexer.catalog import find_files
from indexer.frame_table import FrameTable
from indexer.index_footage import index_footage
from indexer.index_model import model_to_index_with
from indexer.jobs.runner import open_jobs
from indexer.merge import merge
from indexer.places.gazetteer import load_gazetteer
from indexer.priority import Priority
from indexer.progress import Progress
from indexer.reports.import_reports import import_reports
from indexer.reports.open_index import open_report_index
from indexer.run_lock import indexing
from search.index_waiting import index_waiting
from search.jobs.request import check_paths, check_request, roots_of
from search.reindex import Wishes, reindex_footage
from search.reindex_text import reindex_text
from search.settings import Settings

MOST_TOLD = 100
"""Files and lines that could not be used, named in a result; all are counted."""


def do_job(request: Mapping[str, Any], settings: Settings, progress: Progress) -> dict[str, Any]:
    """Do what is asked. Raises the errors of all packages; what was done by then stays."""
    check_request(request, roots_of(settings.job_roots))
    return _WORK[request["kind"]](request, settings, progress)


def _index(request: Mapping[str, Any], settings: Settings, progress: Progress) -> dict[str, Any]:
    data = settings.folder
    files = find_files(map(Path, request["paths"]))
    check_paths(files, roots_of(settings.job_roots))
    wished = request.get("model") or settings.model
    cameras = load_cameras(data)
    first = [Priority.read(text, cameras) for text in request.get("first", ())]
    with open_jobs(workers=request.get("workers"), scheduler=settings.scheduler) as jobs:
        report = index_footage(
            files, data=data, model=model_to_index_with(data, jobs, wished), cameras=cameras,
            jobs=jobs, progress=progress,
            pattern=request.get("pattern"), sampling=request.get("sampling", "steady"), first=first,
        )  # fmt: skip
    return {
        "footage": report.footage,
        "spans": report.spans,
        "regions": report.regions,
        "skipped": report.skipped,
        "quarantined_count": len(report.quarantined),
        "quarantined": [
            {"path": one.path, "reason": one.reason} for one in report.quarantined[:MOST_TOLD]
        ],
    }


def _import(request: Mapping[str, Any], settings: Settings, progress: Progress) -> dict[str, Any]:
    data = settings.folder
    index = open_report_index(data, settings.elasticsearch_url)
    try:
        files = [Path(path) for path in request["paths"]]
        report = import_reports(
            files, request["source"], data, index, load_gazetteer(data), progress
        )
    finally:
        index.close()
    attached = index_waiting(settings, progress)
    return {
        "imported": report.imported,
        "unchanged": report.unchanged,
        "refused_count": report.refused_count,
        "refused": [{"path": r.path, "reason": r.reason} for r in report.refused[:MOST_TOLD]],
        "generation": report.generation,
        "attachments": attached.footage if attached else 0,
    }


def _merge(request: Mapping[str, Any], settings: Settings, progress: Progress) -> dict[str, Any]:
    data, days = settings.folder, request.get("forget_after_days")
    table = FrameTable(data)
    with indexing(data, table, outside=False):
        merged = merge(data, table, progress=progress)
    removed = [] if days is None else table.forget(timedelta(days=days))
    return {
        "merged": [asdict(day) for day in merged],
        "removed": len(removed),
        "shards": len(table.shards()),
    }


def _reindex(request: Mapping[str, Any], settings: Settings, progress: Progress) -> dict[str, Any]:
    if request.get("text"):
        return reindex_text(settings, progress)
    wishes = Wishes(
        share=request.get("share") or 1.0, accept_worse=bool(request.get("accept_worse"))
    )
    with open_jobs(workers=request.get("workers"), scheduler=settings.scheduler) as jobs:
        return reindex_footage(settings, request["model"], jobs, progress, wishes)


_WORK: Mapping[str, Callable[[Mapping[str, Any], Settings, Progress], dict[str, Any]]] = {
    "index": _index,
    "import": _import,
    "merge": _merge,
    "reindex": _reindex,
}
