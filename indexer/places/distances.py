"""Distances around a place: "within 500 m of X", "trong bán kính 300m quanh X", "cách X 1 km"."""

import re
from typing import NamedTuple

from indexer.places.relations import Said

_LENGTH = (
    r"(?P<number>\d{1,5}(?:[.,]\d{1,3})?|(?:half an?|an?|one|two|nua|mot|hai)"
    r"(?=\s(?:kilomet|km|mile|ki lo met|cay so))|(?:an?|one|two|three|five) hundred|fifty"
    r"|(?:a )?couple of hundred)[\s-]?"
    r"(?P<unit>km|kms|kilomet(?:er|re)?s?|ki lo met|cay so|cay|m|met(?:er|re)?s?|yards?|miles?)"
    r"(?!\w)"
)
_WORDED = {
    "half a": 0.5, "half an": 0.5, "nua": 0.5, "a": 1.0, "an": 1.0, "one": 1.0, "mot": 1.0,
    "two": 2.0, "hai": 2.0, "a hundred": 100.0, "an hundred": 100.0, "one hundred": 100.0,
    "two hundred": 200.0, "three hundred": 300.0, "five hundred": 500.0, "fifty": 50.0,
    "couple of hundred": 200.0, "a couple of hundred": 200.0,
}  # fmt: skip
_WITHIN = (
    r"(?:(?:within|w/in|inside|in|under|less than|no more than|at most|up to|not more than)\s+"
    r"(?:a\s+)?(?:radius\s+of\s+|distance\s+of\s+)?|a\s+radius\s+of\s+|radius\s+"
    r"|(?:o\s+)?(?:trong\s+)?(?:vong|ban kinh|bk|pham vi|khoang cach)"
    r"\s+(?:ban kinh\s+|pham vi\s+|khoang\s+)?|trong\s+)"
)
_ROUGHLY = (
    r"(?:(?:khong qua|khong den|chua toi|chua day|khoang|chung|tam|gan|hon|duoi"
    r"|about|around|roughly|some|approximately)\s+)?"
)
_BEFORE = re.compile(
    rf"(?<!\w)(?:cach\s+)?(?P<within>{_WITHIN})?{_ROUGHLY}(?<![\w.,]){_LENGTH}"
    r"(?P<of>\s+(?:radius|away|distance))?"
    r"(?:\s+(?:of|cua|cach|tinh(?: tu)?|so voi|quanh|from))?\s*\Z"
)
_AWAY = re.compile(rf"\s*,?\s*{_ROUGHLY}{_LENGTH}(?:\s(?:do|tro)\slai\b)?")
_AFTER = re.compile(rf"\s*[,(]?\s*{_WITHIN}{_ROUGHLY}{_LENGTH}\)?")
_IMPERIAL_M = {"ya": 0.9144, "mi": 1609.344}
"""Metres of a yard and of a mile."""
_LOOK_BACK = 64
_FARTHEST_M = 50_000.0
"""A distance beyond the size of the city is no radius around a place in it."""
_FROM_HERE: tuple[Said, ...] = (
    None, "near", "from", "area", "north_of", "south_of", "east_of", "west_of",
)  # fmt: skip
"""Relations that a distance may stand before without "within"."""


class Distance(NamedTuple):
    """A distance in metres, and the character where its words begin (before) or end (after)."""

    at: int
    metres: float


def distance_before(folded: str, end: int, said: Said) -> Distance | None:
    """The distance whose words end at `end`, where a relation or name begins."""
    offset = max(0, end - _LOOK_BACK)
    found = _BEFORE.search(folded[offset:end])
    if found is None or not (found["within"] or found["of"] or said in _FROM_HERE):
        return None
    return _distance(offset + found.start(), found["number"], found["unit"])


def distance_after(folded: str, start: int, *, is_away: bool) -> Distance | None:
    """The distance whose words begin at `start`; with `is_away` a plain one too ("cách X 1km")."""
    window = folded[start : start + _LOOK_BACK]
    found = _AFTER.match(window)
    if found:
        return _distance(start + found.end(), found["number"], found["unit"])
    away = _AWAY.match(window) if is_away else None
    return _distance(start + away.end(), away["number"], away["unit"]) if away else None


def _distance(at: int, number: str, unit: str) -> Distance | None:
    metres = _WORDED.get(number) or float(number.replace(",", "."))
    if unit[0] in "kc":
        metres *= 1000
    elif unit[:2] in _IMPERIAL_M:
        metres = float(round(metres * _IMPERIAL_M[unit[:2]]))
    return Distance(at, metres) if 0 < metres <= _FARTHEST_M else None
