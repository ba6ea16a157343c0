"""A search's record: what its answer depends on, kept with it, so that it can be found again."""

import hashlib
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from indexer.cameras import CAMERAS_FILE
from indexer.folder import Folder
from indexer.places.imported import PLACES_FILE
from search.example import example_of
from search.follow.request import FollowRequest
from search.index import Index, View
from search.marks import Marks
from search.question.understood import Understood
from search.request import SearchRequest
from search.state.audit import AuditEntry

TOLD = ("program", "places", "text_index", "report_vectors")
"""Of the parameters, those that a replay cannot bring back: where they differ, it says so."""


def parameters(request: SearchRequest, index: Index, offset: int) -> dict[str, Any]:
    """What an answer depends on besides the question as understood and the generation."""
    return {
        "now": request.now and request.now.isoformat(),
        "limit": request.limit,
        "offset": offset,
        "fold": request.fold,
        "filters": {
            "cameras": list(request.cameras),
            "units": list(request.units),
            "sources": list(request.sources),
            "kinds": list(request.kinds),
            "categories": list(request.categories),
            "channels": list(request.channels),
            "wards": list(request.wards),
            "days": list(request.days),
        },
        **surroundings(index),
    }


def follow_entry(request: FollowRequest, index: Index, view: View) -> AuditEntry:
    """The record of following a moment."""
    told = request.to_json()
    return AuditEntry(
        asker=request.asker,
        case=request.case,
        reason=request.reason,
        question=f"follow {request.moment}",
        understood={**Understood(sources=("footage",)).to_json(), "follow": told},
        generation={"footage": view.footage_generation, "reports": view.report_generation},
        parameters=surroundings(index),
    )


def surroundings(index: Index) -> dict[str, str]:
    """The parameters named by `TOLD`, as they are now."""
    return {
        "program": f"truyvet {version('truyvet')}",
        "places": _places_digest(index.data),
        "text_index": index.text_index,
        "report_vectors": index.near_reports.name(),
    }


def request_of(
    entry: AuditEntry, *, asker: str, case: str | None, reason: str | None
) -> SearchRequest:
    """The request of a record, asked again by `asker`."""
    kept: Mapping[str, Any] = entry.parameters
    told = dict(entry.understood)
    similar, marks = told.pop("similar", None), told.pop("marks", None)
    return SearchRequest(
        understood=Understood.from_json(told),
        example=example_of(similar) if similar else None,
        marks=Marks.of(marks["accept"], marks["reject"]) if marks else Marks(),
        limit=kept["limit"],
        fold=kept.get("fold", False),
        cameras=tuple(kept["filters"]["cameras"]),
        units=tuple(kept["filters"]["units"]),
        sources=tuple(kept["filters"]["sources"]),
        kinds=tuple(kept["filters"]["kinds"]),
        categories=tuple(kept["filters"].get("categories", ())),
        channels=tuple(kept["filters"].get("channels", ())),
        wards=tuple(kept["filters"].get("wards", ())),
        days=tuple(kept["filters"].get("days", ())),
        case=case,
        reason=reason,
        asker=asker,
    )


def _places_digest(data: Folder) -> str:
    """SHA-256, hex, of the cameras and the imported places: where a question's places lie."""
    digest = hashlib.sha256()
    for name in (CAMERAS_FILE, PLACES_FILE):
        content = data.read(name) if data.exists(name) else b""
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
