"""What the index holds, for `truyvet status` and `/v1/coverage`."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from indexer.cameras import load_cameras
from indexer.footage_log import FootageSpan, searched
from indexer.ids import local_iso
from indexer.reports.attachment import attachment_of
from indexer.times.window import merge_intervals
from search.coverage import covered
from search.index import Index
from search.jobs.job import Job

JOBS_SHOWN = 20


def status_json(index: Index, jobs: Sequence[Job] = ()) -> dict[str, Any]:
    """The contract's `truyvet status --json`."""
    shards = index.frames.shards() if index.frames.generation() >= 0 else ()
    return {
        "generation": {
            "footage": index.frames.generation(),
            "reports": index.log.generation(),
        },
        "model": index.model if shards else None,
        "cameras": len(load_cameras(index.data)),
        "regions": sum(shard.rows for shard in shards),
        "shards": len(shards),
        "reports": index.log.count(),
        "attachments": attachments_json(index),
        "coverage": coverage_json(index)["coverage"],
        "quarantined": quarantined_json(index),
        "jobs": [job.to_json() for job in jobs],
    }


def attachments_json(index: Index) -> dict[str, int]:
    """How many attachments of reports as they stand are in each state."""
    states: dict[str, set[str]] = {}
    for span in searched(index.footage.spans(), index.frames.fingerprint()):
        attachment = attachment_of(span.camera)
        if attachment and index.has(attachment):
            states.setdefault(span.camera, set()).add(span.state)
    found = Counter(
        next(state for state in ("quarantined", "lagging", "indexed") if state in own)
        for own in states.values()
        if own & {"quarantined", "lagging", "indexed"}
    )
    return {
        "indexed": found["indexed"],
        "waiting": found["lagging"],
        "quarantined": found["quarantined"],
    }


def coverage_json(index: Index) -> dict[str, Any]:
    """For each camera, merged intervals by state, in local time.

    Corrupt is what could not be decoded: the rest of what is told of it is in quarantine.
    """
    groups: dict[tuple[str, str], list[FootageSpan]] = {}
    for span in searched(index.footage.spans(), index.frames.fingerprint()):
        if span.camera and attachment_of(span.camera) is None:
            groups.setdefault((span.camera, span.state), []).append(span)
    return {
        "coverage": [
            {
                "camera": camera,
                "after": local_iso(part.after_ms),
                "before": local_iso(part.before_ms),
                "state": "corrupt" if state == "quarantined" else state,
            }
            for (camera, state), spans in sorted(groups.items())
            for part in merge_intervals(filter(None, map(covered, spans)))
        ]
    }


def quarantined_json(index: Index) -> list[dict[str, Any]]:
    """Footage and report lines that could not be used, latest last."""
    footage = [
        (span.path, span.reason, span.at_ms)
        for span in index.footage.quarantined()
        if (attachment := attachment_of(span.camera)) is None or index.has(attachment)
    ]
    reports = [(item.path, item.reason, item.at_ms) for item in index.log.quarantined()]
    reports += [
        (f"report:{letter.report}", letter.reason, letter.at_ms)
        for letter in index.log.dead_letters.all()
    ]
    return [
        {"path": path, "reason": reason, "at": local_iso(at_ms)}
        for path, reason, at_ms in sorted(footage + reports, key=lambda item: item[2])
    ]
