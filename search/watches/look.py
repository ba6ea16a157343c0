"""One run of a watch: the search, what of its hits is told, and how they are kept."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from indexer.folding import fold
from search.errors import NotAllSearched
from search.marks import Marks
from search.position import Position
from search.question.lexicon import mentions
from search.question.understood import Understood
from search.relevance import LIKELY
from search.request import MOST_HITS, SearchRequest
from search.watches.outbox import Outbox
from search.watches.watch import NewHit, Watch

MOST_NOT_LIKELY = 20
"""Hits of one run that are weak, where those are asked for, or of which no one knows how likely
they are: any region is such a hit, so only the best are told."""
_MOMENT = ("camera", "start", "end", "footage", "pts_ms", "best")
_REPORT = ("kind", "channel", "received_at", "occurred")
"""What is kept and told of a hit. A report's text and place stay in the log alone."""


class NewSearch(Protocol):
    """What a run needs of the service."""

    def search_new(
        self, request: SearchRequest, after: Position, upto: Position, watch: int
    ) -> dict[str, Any]:
        """One page of an answer from what came between two positions; audited first."""
        ...

    def still_there(
        self, hits: Sequence[NewHit], told: Sequence[NewHit], upto: Position
    ) -> set[str]:
        """Ids of new moments that only show what was told and still stands there."""
        ...


def look(watch: Watch, upto: Position, service: NewSearch, outbox: Outbox) -> int | None:
    """Run a watch up to a position; how many new hits it kept, None if another run was faster.

    Raises NotAllSearched where a part of the index could not be searched, or where it is another
    index than the one looked at last, and what a search raises.
    """
    if upto == watch.looked:
        return 0
    if upto.is_before(watch.looked):
        outbox.move_on(watch, upto)
        raise NotAllSearched(
            "the index was made anew: what it held then is not looked through again"
        )
    if (watch.looked.noted, watch.looked.reports) == (upto.noted, upto.reports):
        outbox.move_on(watch, upto)
        return 0
    pages = list(_pages(watch, upto, service))
    first = pages[0]
    failed = [one["reason"] for page in pages for one in page["failed"]]
    reached = watch.looked if failed else upto
    likely, others = _found(pages, watch.asked.weak)
    there = service.still_there([*likely, *others], outbox.told_moments(watch), upto)
    new = [[hit for hit in part if hit.id not in there] for part in (likely, others)]
    hits = [*new[0], *new[1][:MOST_NOT_LIKELY]]
    kept = outbox.keep(watch, reached, first["search"], hits, _message(watch, first))
    if failed:
        raise NotAllSearched(f"not all that is new could be searched: {'; '.join(failed)}")
    return kept


def request_of(watch: Watch) -> SearchRequest:
    """What a watch asks, for its case and reason, as whoever made it."""
    told: Mapping[str, Any] = watch.asked.request
    filters: Mapping[str, Any] = told.get("filters") or {}
    understood = told.get("understood")
    return SearchRequest(
        question=told.get("question"),
        understood=Understood.from_json(understood) if understood else None,
        limit=MOST_HITS,
        case=watch.case_name,
        reason=watch.asked.reason,
        asker=watch.by,
        cameras=tuple(filters.get("cameras", ())),
        units=tuple(filters.get("units", ())),
        sources=tuple(filters.get("sources", ())),
        kinds=tuple(filters.get("kinds", ())),
        categories=tuple(filters.get("categories", ())),
        channels=tuple(filters.get("channels", ())),
        wards=tuple(filters.get("wards", ())),
        days=tuple(filters.get("days", ())),
        marks=Marks.of(told.get("accept", ()), told.get("reject", ())),
    )


def _pages(watch: Watch, upto: Position, service: NewSearch) -> Iterator[dict[str, Any]]:
    """Pages of the answer as long as they hold anything likely."""
    request = request_of(watch)
    while True:
        page = service.search_new(request, watch.looked, upto, watch.id)
        yield page
        understood = page["understood"]
        likely = any(is_likely(hit, understood["look_for"]) for hit in page["hits"])
        if page["next_cursor"] is None or not likely:
            return
        request = replace(request, cursor=page["next_cursor"])


def _found(pages: list[dict[str, Any]], weak: bool) -> tuple[list[NewHit], list[NewHit]]:
    """All that is likely; and what is not known, or weak and asked for, best first."""
    likely: list[NewHit] = []
    others: list[NewHit] = []
    for page in pages:
        look_for = page["understood"]["look_for"]
        for hit in page["hits"]:
            judged = is_likely(hit, look_for)
            if judged or judged is None or weak:
                (likely if judged else others).append(_new_hit(hit, judged))
    return likely, others


def is_likely(hit: Mapping[str, Any], look_for: str) -> bool | None:
    """Whether a hit is above the relevance line; None where no one has measured that.

    A report without a probability is likely if it tells of all that is looked for, in either
    language: every thing and colour the lexicon knows, else every word.
    """
    relevance = hit.get("relevance")
    if relevance is not None:
        return bool(relevance >= LIKELY)
    return None if hit["kind"] == "moment" else tells_of(hit["report"]["text"], look_for)


def tells_of(text: str, look_for: str) -> bool:
    """Whether a text names all that is looked for."""
    wanted = {mention.concept for mention in mentions(look_for)}
    if wanted:
        return wanted <= {mention.concept for mention in mentions(text)}
    return set(fold(look_for).split()) <= set(
        fold(text).replace(",", " ").replace(".", " ").split()
    )


def _new_hit(hit: Mapping[str, Any], likely: bool | None) -> NewHit:
    judged = {"relevance": hit.get("relevance"), "likely": likely}
    if hit["kind"] == "moment":
        return NewHit("moment", hit["id"], {name: hit[name] for name in _MOMENT} | judged)
    report = hit["report"]
    return NewHit("report", hit["id"], {name: report[name] for name in _REPORT} | judged)


def _message(watch: Watch, page: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "watch.hits",
        "watch": watch.id,
        "name": watch.asked.name,
        "case": watch.case_name,
        "case_id": watch.case,
        "search": page["search"],
        "generation": page["generation"],
    }
