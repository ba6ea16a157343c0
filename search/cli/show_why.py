"""Why a hit is there, as a person reads it in a terminal: one line for each reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

Json = Mapping[str, Any]

_BY = {
    "frames": "picture",
    "reports": "text",
    "similar": "likeness",
    "attachment": "what is attached",
    "meaning": "meaning, whatever the words",
}
_AGAINST = {
    "other_thing": "tells of another kind of vehicle",
    "other_colour": "tells of another colour",
    "other_matter": "is about another matter",
    "quiet": "is paperwork or praise",
    "lacking": "does not tell a detail asked for",
    "passed": "names the place only as one passed later",
    "silent": "tells nothing of what is asked",
    "early": "came in before the time asked about",
}
"""What a report tells against the question, by feature."""
_ALONG = {"streets": " by road", "straight": " in a straight line"}


def reasons(hit: Json, hits: Sequence[Json]) -> list[str]:
    """The reasons of a hit; `hits` are those shown, which are named by their rank."""
    ranks = {other["id"]: other["rank"] for other in hits}
    lines = [_reason(why, hit, ranks) for why in hit["why"]]
    if hit.get("folded"):
        lines.append(_folded(hit["folded"]))
    original = hit.get("copy_of")
    if original:
        lines.append(f"near-copy of {_other('report', original, ranks)}, so ranked lower")
    return lines


def _folded(folded: Json) -> str:
    """How often the same thing was seen there besides, and over which time."""
    least = "at least " if folded["at_least"] else ""
    times = "time" if folded["count"] == 1 else "times"
    after, before = (datetime.fromisoformat(folded[end]) for end in ("after", "before"))
    day = "%d/%m/%Y %H:%M:%S"
    until = before.strftime("%H:%M:%S" if after.date() == before.date() else day)
    when = f"{after.strftime(day)}–{until}"
    return f"seen {least}{folded['count']:,} more {times} here, {when} (--unfolded lists each)"


def _reason(why: Json, hit: Json, ranks: Mapping[str, int]) -> str:
    if why["by"] == "link":
        return _link(why, ranks)
    if why["by"] == "then":
        place = hit["then"]["camera"]["name"]
        return f"then {place}: {_distance(why['distance_m'])}, {_apart(why['apart_s'])} later"
    if why["by"] == "lead":
        return f"picture and report that fit each other come first: +{why['adds']:.2f}"
    if why["by"] == "against":
        return _against(why)
    if why["by"] == "spread":
        return _spread(why)
    if why["by"] == "marks":
        return _moved(why)
    worth = f", worth {why['worth']:.2f}" if why.get("worth") is not None else ""
    return f"no. {why['rank']} by {_BY.get(why['by'], why['by'])} ({why['score']:.2f}{worth})"


def _against(why: Json) -> str:
    """What speaks against it; where it is one of several, without it little would change."""
    worth = f" (worth {why['otherwise']:.2f} otherwise)" if why["otherwise"] >= 0.005 else ""
    return f"but {_AGAINST.get(why['feature'], why['feature'])}{worth}"


def _link(why: Json, ranks: Mapping[str, int]) -> str:
    kind = "report" if why.get("report") else "moment"
    words = [_distance(why["distance_m"], why.get("along")), _apart(why["apart_s"])]
    if why.get("looks") is not None:
        words.append(f"{why['looks']:.0%} as described")
    added = f": +{why['adds']:.2f}" if why["adds"] >= 0.005 else ""
    return f"fits {_other(kind, why[kind], ranks)}: {', '.join(words)}{added}"


def _other(kind: str, ident: str, ranks: Mapping[str, int]) -> str:
    return f"hit {ranks[ident]}" if ident in ranks else f"{kind} {ident}"


def _spread(why: Json) -> str:
    was = f"; no. {why['rank_before']} otherwise" if why["rank_before"] else ""
    less = f": {why['adds']:.2f}" if why["adds"] <= -0.005 else ""
    return f"cameras take turns where hits are about as good{less}{was}"


def _moved(why: Json) -> str:
    before = why.get("rank_before")
    was = f"no. {before} without the marks" if before else "not found without the marks"
    return f"{why['mark']}, {was}" if why.get("mark") else was


def _distance(metres: float | None, along: str | None = None) -> str:
    if metres is None:
        return "distance not known"
    if metres < 1:
        return "same place"
    return f"{metres:,.0f} m{_ALONG.get(along or '', '')}"


def _apart(seconds: float) -> str:
    if seconds < 1:
        return "same time"
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
