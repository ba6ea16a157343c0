"""A search asked again on the generation it was answered from: the same hits, or why not.

The question as understood, the filters and the page are those of the record; shards and reports are
those of its generation. What cannot be brought back (the program, the places, the encoder, which
text index answers) is compared and told, and so is what retention has deleted since.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indexer.ids import ReportId, local_iso
from search.bounds import prune
from search.cursor import Cursor, question_digest
from search.errors import NotThere, UnknownName
from search.follow.follower import Follower
from search.follow.request import FollowRequest
from search.follow.told import followed_json, shown_moments
from search.frames import FrameRetriever
from search.index import Index, IndexRead, View
from search.moment_id import MomentId
from search.near_reports import OFF
from search.newly import only_new
from search.past import past_reports, past_view
from search.plan import plan_search
from search.position import Position
from search.record import TOLD, surroundings
from search.request import SearchRequest
from search.searcher import Searcher
from search.state.audit import AuditRecord

_BEFORE = {"report_vectors": OFF}
"""What records say that were kept before there was such a parameter."""


def check_replayable(record: AuditRecord) -> None:
    """NotThere if the search was never answered, or its record does not say enough."""
    if record.hits is None:
        raise NotThere(f"search {record.id} was never answered: there is nothing to compare with")
    if (record.entry.understood.get("similar") or {}).get("picture"):
        raise NotThere(
            f"search {record.id} looked for an uploaded picture, which is not kept; upload it anew"
        )
    if not is_follow(record) and "limit" not in record.entry.parameters:
        raise NotThere(
            f"search {record.id} was kept by an older version, without its parameters; ask it anew"
        )


def replay(
    record: AuditRecord, request: SearchRequest, index: Index, frames: FrameRetriever
) -> dict[str, Any]:
    """The answer found again, compared with the record.

    `same` says whether the hits have the same ids in the same order; `missing` and `added` name
    those that differ, `changed` what the answer depends on and is not what it was, `deleted` what
    retention has taken away. NotThere if the generation cannot be opened any more.
    """
    generation = record.entry.generation
    view = past_view(index, generation)
    understood = request.understood
    assert understood is not None, "a record holds the question as understood"
    cursor = Cursor(
        question_digest(request, understood),
        generation["footage"],
        generation["reports"],
        record.entry.parameters["offset"],
    )
    with _as_it_was(record, index, frames) as (past, seen):
        answer = Searcher(past, seen, frames).search(request, understood, cursor, view)
    found = [hit["id"] for hit in answer["hits"]]
    return _compared(record, answer, found, index, list(_deleted_shards(request, index, view)))


def is_follow(record: AuditRecord) -> bool:
    """Whether a moment was followed, and not a question asked."""
    return "follow" in record.entry.understood


def replay_follow(
    record: AuditRecord, request: FollowRequest, index: Index, frames: FrameRetriever
) -> dict[str, Any]:
    """The same for a moment that was followed: its trail's moments are compared."""
    view = past_view(index, record.entry.generation)
    followed = Follower(index, frames).follow(request, view)
    answer = followed_json(request, followed, view, index.encoder(view.fingerprint).card)
    return _compared(record, answer, shown_moments(answer), index, [])


def _compared(
    record: AuditRecord,
    answer: Mapping[str, Any],
    found: Sequence[str],
    index: Index,
    deleted: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    recorded = list(record.hits or ())
    return {
        "replay_of": record.id,
        "same": found == recorded,
        "recorded": recorded,
        "missing": [ident for ident in recorded if ident not in found],
        "added": [ident for ident in found if ident not in recorded],
        "changed": list(_changed(record, answer, surroundings(index))),
        "deleted": [*deleted, *_deleted_evidence(recorded, index)],
        "answer": answer,
    }


@contextmanager
def _as_it_was(
    record: AuditRecord, index: Index, frames: FrameRetriever
) -> Iterator[tuple[IndexRead, FrameRetriever]]:
    """What the search read: for a watch's, what was new to it then."""
    new = record.entry.parameters.get("new")
    if new is not None:
        after, upto = Position(**new["after"]), Position(**new["upto"])
        with only_new(index, frames, after, upto) as read:
            yield read
        return
    with past_reports(index, record.entry.generation["reports"]) as past:
        yield past, frames


def _changed(
    record: AuditRecord, answer: Mapping[str, Any], now: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    then = record.entry.parameters
    for name in TOLD:
        if (was := then.get(name, _BEFORE.get(name))) != now[name]:
            yield {"what": name, "then": was, "now": now[name]}
    encoders = [model and model["fingerprint"] for model in (record.model, answer["model"])]
    if encoders[0] != encoders[1]:
        yield {"what": "encoder", "then": encoders[0], "now": encoders[1]}


def _deleted_shards(request: SearchRequest, index: Index, view: View) -> Iterator[dict[str, Any]]:
    """Shards of the generation that the question reads and that are no longer there."""
    assert request.understood is not None, "as in `replay`"
    plan = plan_search(request, request.understood, view.cameras, view.gazetteer, view.extents)
    for entry in prune(view.shards, plan.frames) if plan.frames else ():
        if not (index.data.exists(entry.rows_name) and index.data.exists(entry.vectors_name)):
            yield {
                "what": "shard",
                "id": entry.stem,
                "regions": entry.rows,
                "after": local_iso(entry.min_captured_at_ms),
                "before": local_iso(entry.max_captured_at_ms),
            }


def _deleted_evidence(hits: Sequence[str], index: Index) -> Iterator[dict[str, Any]]:
    """Footage and reports of the recorded hits that are no longer there, each once."""
    told: set[str] = set()
    for hit in hits:
        what, ident = _evidence(hit)
        if ident not in told and not _is_there(what, ident, index):
            told.add(ident)
            yield {"what": what, "id": ident}


def _evidence(hit: str) -> tuple[str, str]:
    try:
        return "footage", MomentId.parse(hit).footage
    except UnknownName:
        return "report", hit


def _is_there(what: str, ident: str, index: Index) -> bool:
    if what == "report":
        return index.log.get(ReportId(ident)) is not None
    span = index.footage.footage(MomentId.parse(f"{ident}.0-0").footage)
    return span is not None and Path(span.path).exists()
