"""Who sees what of a report: details that tell who somebody is are masked for most askers.

What is masked is masked wherever a report is shown: in answers and their highlights, in lists, on
boards and in bundles. A key with the scope `details` sees all, and so does whoever runs the
command on the machine that holds the index.
"""

from collections.abc import Callable
from typing import Any

from indexer.places.gazetteer import Gazetteer
from indexer.reports.asked import Asked, asked_of
from indexer.reports.details import masked
from indexer.reports.highlighting import highlights
from indexer.reports.text_index import ReportQuery
from search.state.keys import Keys

NOBODY = ""
"""Whose eyes something is made for that many see: it holds what the least of them may see."""
Mask = Callable[[str], str]
"""A text as an asker may see it."""


def mask_for(asker: str, keys: Keys, gazetteer: Gazetteer) -> Mask:
    """What an asker's scopes make of a text."""
    if keys.may(asker, "details"):
        return _as_it_is
    names = gazetteer.names
    return lambda text: masked(text, lambda name: bool(names.named(name)))


def mask_report(shown: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """A report as shown, its text and the words for its place masked."""
    place = shown.get("place")
    if place:
        place = {**place, "text": mask(place["text"])}
    return {**shown, "text": mask(shown["text"]), "place": place}


def mask_answer(answer: dict[str, Any], mask: Mask) -> dict[str, Any]:
    """An answer whose reports are masked; highlights are made anew of what may be seen."""
    if mask is _as_it_is:
        return answer
    asked = asked_of(ReportQuery(answer["understood"]["look_for"], by_meaning=True))
    return {**answer, "hits": [_hit(hit, mask, asked) for hit in answer["hits"]]}


def _hit(hit: dict[str, Any], mask: Mask, asked: Asked) -> dict[str, Any]:
    if hit["kind"] != "report":
        return hit
    shown = mask_report(hit["report"], mask)
    if shown["text"] == hit["report"]["text"]:
        return {**hit, "report": shown}
    pieces = highlights(shown["text"], asked)
    return {**hit, "report": shown, "highlights": list(pieces)}


def _as_it_is(text: str) -> str:
    return text
