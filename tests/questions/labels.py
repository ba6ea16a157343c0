"""Reads the labelled questions and says in which fields an understood question agrees with one."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FIELDS = ("places", "time", "look_for", "sources", "exclude", "then", "unresolved")
_NO_TIME = {"after": None, "before": None, "daily": None, "weekdays": None}
_DEFAULTS: dict[str, Any] = {
    "look_for": "", "places": [], "time": {}, "sources": ["footage", "reports"],
    "exclude": [], "then": None, "unresolved": [],
}  # fmt: skip
EDGES_TEXT = """
    a an the any some of on in at near by from with and or to for is was were there seen who
    during that which có ở tại gần bị về là thì mà và với của trên trong vào lúc từ đã thấy bởi
    co o tai gan bi ve la thi ma va voi cua tren trong vao luc tu da thay
"""
EDGES = frozenset(EDGES_TEXT.split())
"""Articles and joining words that make no difference at either end of a phrase."""


def read_questions(pattern: str) -> Iterator[dict[str, Any]]:
    """The labelled questions of the files that match, with every field filled in."""
    for file in sorted(HERE.glob(pattern)):
        for line in file.read_text("utf-8").splitlines():
            row = _DEFAULTS | json.loads(line)
            yield row | {"time": _NO_TIME | row["time"], "file": file.stem}


def form_of(row: Mapping[str, Any]) -> str:
    """English, Vietnamese, or Vietnamese without its marks."""
    if row["language"] == "en":
        return "en"
    return "vi" if re.search(r"[^\x00-\x7f–—…“”’]", row["text"]) else "vi-plain"


def agreement(understood: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, bool]:
    """In which fields the understood question (the contract's JSON) agrees with the label."""
    then, wanted = understood["then"], row["then"]
    return {
        "places": _places(understood["places"], row["places"]),
        "time": _time(understood["time"]) == _time(row["time"]),
        "look_for": bare(understood["look_for"]) == bare(row["look_for"]),
        "sources": sorted(understood["sources"]) == sorted(row["sources"]),
        "exclude": _phrases(understood["exclude"]) == _phrases(row["exclude"]),
        "then": _then(then and (then["question"]["look_for"], then["within_s"]))
        == _then(wanted and (wanted["look_for"], wanted.get("within_s"))),
        "unresolved": _phrases(understood["unresolved"]) == _phrases(row["unresolved"]),
    }


def bare(phrase: str) -> str:
    """A phrase without case, punctuation, extra spaces, and joining words at its ends."""
    words = re.findall(r"[^\W_]+(?:[-./:’'…]+[^\W_]+)*", phrase.casefold())
    while words and words[0] in EDGES:
        words.pop(0)
    while words and words[-1] in EDGES:
        words.pop()
    return " ".join(words)


def _phrases(phrases: list[str]) -> list[str]:
    return sorted(bare(phrase) for phrase in phrases)


def _then(then: tuple[str, float | None] | None) -> tuple[str, float | None] | None:
    return then and (bare(then[0]), then[1])


def _places(found: list[Mapping[str, Any]], wanted: list[Mapping[str, Any]]) -> bool:
    """The same names, kinds and relations, in any order; radii where the label has them."""
    key = ("name", "kind", "relation")
    found = sorted(found, key=lambda place: [place[part] for part in key])
    wanted = sorted(wanted, key=lambda place: [place[part] for part in key])
    return len(found) == len(wanted) and all(
        [one[part].casefold() for part in key] == [other[part].casefold() for part in key]
        and other.get("radius_m") in (None, one["radius_m"])
        for one, other in zip(found, wanted, strict=True)
    )


def _time(time: Mapping[str, Any]) -> list[Any]:
    ends = [time[key] and datetime.fromisoformat(time[key]) for key in ("after", "before")]
    daily = time["daily"] and (time["daily"]["from"], time["daily"]["to"])
    return [*ends, daily, time["weekdays"] and sorted(time["weekdays"])]
