"""What people write about incidents: witnesses of all qualities, rumours, and all the rest.

Each report of an incident keeps, beside what it says, what is true: the incident, its place and
time. Nothing of that is in the text or the form's fields, unless the witness had it right.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, TypeVar

import numpy as np

from indexer.folding import fold
from indexer.simulate import incident_words as words
from indexer.simulate.chatter import SLANG
from indexer.simulate.incidents import Incident
from indexer.simulate.network import STREETS, Street, to_degrees
from indexer.simulate.roads import Spot
from indexer.simulate.things import COLOURS, Colour, Type
from indexer.simulate.tips import (
    CHANNELS,
    Written,
    clock_words,
    invented_sender,
    paperwork,
    part_of_day,
    unrelated,
)
from indexer.simulate.words import EN_COLOURS, EN_TYPES, VI_COLOURS, VI_TYPES

_T = TypeVar("_T", bound=str)
Style = Literal["accented", "unaccented", "slang", "english"]
Clock = Literal["exact", "loose", "part", "none"]
Where = Literal["street", "landmark", "wrong", "none"]
Seen = Literal["right", "differs", "type only", "none"]

_STYLES: dict[Style, float] = {"accented": 0.42, "unaccented": 0.2, "slang": 0.22, "english": 0.16}
_CLOCKS: dict[Clock, float] = {"exact": 0.25, "loose": 0.4, "part": 0.22, "none": 0.13}
_WHERES: dict[Where, float] = {"street": 0.42, "landmark": 0.33, "wrong": 0.12, "none": 0.13}
_SEEN: dict[Seen, float] = {"right": 0.68, "differs": 0.12, "type only": 0.14, "none": 0.06}
_FORMAL = 0.3
"""The share of witnesses whose time and place stand in fields of a form, besides their words."""
_RUMOURS = 0.25
_TIME_ERROR_S: dict[Clock, float] = {"exact": 120.0, "loose": 600.0, "part": 0.0, "none": 0.0}
"""How far, as a standard deviation, a witness misses the time that they tell."""
_LATE_BY = 0.1
"""The share of witnesses who are wrong by half an hour to an hour and a half."""
_PLACE_ERROR_M = 90.0
_MISTAKEN: dict[Colour, tuple[Colour, ...]] = {
    "red": ("orange",), "orange": ("red", "yellow"), "yellow": ("orange",),
    "green": ("blue", "black"), "blue": ("green", "black"), "white": ("grey",),
    "grey": ("white", "black"), "black": ("grey", "blue"),
}  # fmt: skip
"""Colours that are taken for one another at night."""
_PAPERWORK, _UNRELATED = 5, 4
"""Reports about other things, for each incident."""


@dataclass(frozen=True)
class Testimony:
    """A report and what is true of it; `incident` is None for what tells of none of this evening.

    `quality` says how well it was told: style, clock, place, looks, and whether it is a rumour.
    """

    written: Written
    incident: Incident | None = None
    quality: tuple[str, ...] = ()


def testimonies(
    incidents: Sequence[Incident], start: datetime, end: datetime, seed: int
) -> list[tuple[dict[str, Any], Testimony]]:
    """Every report as `reports.jsonl` has it, in the order of arrival, with what is true of it."""
    rng = np.random.default_rng([seed, 0x7E])
    told = [one for incident in incidents for one in _of(incident, start, rng)]
    others = len(incidents)
    told += [Testimony(unrelated(start, rng)) for _ in range(_UNRELATED * others)]
    told += [Testimony(_same_evening(start, end, rng)) for _ in range(others)]
    told += [Testimony(paperwork(start, end, rng)) for _ in range(_PAPERWORK * others)]
    told.sort(key=lambda one: (one.written.received, one.written.text))
    return [
        (one.written.to_json(f"eve{seed}-{number:05d}", invented_sender(rng)), one)
        for number, one in enumerate(told, 1)
    ]


def _of(incident: Incident, start: datetime, rng: np.random.Generator) -> Iterator[Testimony]:
    """Two to seven witnesses, and what was made of their words by those who were not there."""
    witnesses = [_witness(incident, start, rng) for _ in range(int(rng.integers(2, 8)))]
    yield from witnesses
    for one in witnesses:
        if rng.random() < _RUMOURS:
            yield _rumour(one, rng)


def _witness(incident: Incident, start: datetime, rng: np.random.Generator) -> Testimony:
    style, clock = _one_of(_STYLES, rng), _one_of(_CLOCKS, rng)
    where, seen = _one_of(_WHERES, rng), _one_of(_SEEN, rng)
    happened = start + timedelta(seconds=incident.happens_s)
    said_at = happened + timedelta(seconds=float(rng.normal(0, 1)) * _TIME_ERROR_S[clock])
    if clock != "none" and rng.random() < _LATE_BY:
        said_at += timedelta(minutes=float(rng.uniform(30, 90)) * float(rng.choice([-1, 1])))
    spot = _wrong(incident, rng) if where == "wrong" else incident.spot
    text = _text(incident, style, clock, where, seen, said_at, spot, rng)
    received = happened + timedelta(minutes=float(rng.exponential(100)) + 3)
    kind, channel = "tip", str(rng.choice(CHANNELS))
    if rng.random() < 0.2 and style == "accented":
        kind, channel = [("statement", "statement"), ("scene", "scene")][int(rng.integers(2))]
        text = str(rng.choice(words.STATEMENTS if kind == "statement" else words.NOTES)) + text
    report = Written(kind, channel, text, received.replace(microsecond=0))
    if clock == "exact" or rng.random() < _FORMAL:
        slack = timedelta(minutes=10 if clock == "exact" else 20)
        report = replace(report, occurred=(_whole(said_at - slack), _whole(said_at + slack)))
    if where == "street" and rng.random() < 2 * _FORMAL:
        along = spot.along_m + float(rng.normal(0, _PLACE_ERROR_M))
        along = float(np.clip(along, 0, spot.street.line.length_m))
        report = replace(report, street=spot.street, along_m=along)
    return Testimony(report, incident, (style, clock, where, seen))


def _text(
    incident: Incident,
    style: Style,
    clock: Clock,
    where: Where,
    seen: Seen,
    said_at: datetime,
    spot: Spot,
    rng: np.random.Generator,
) -> str:
    english = style == "english"
    events = words.EVENTS_EN if english else words.EVENTS
    event = str(rng.choice(events[incident.kind])).format(
        what=_what(incident, seen, english, rng), who=_who(incident, english, rng)
    )
    toward = str(rng.choice(words.ESCAPES_EN if english else words.ESCAPES))
    place = _place(where, spot.street, english, rng)
    away = toward.format(toward=_toward(incident)) if _toward(incident) else ""
    if english:
        text = f"{_time(clock, said_at, True)}{event} {place}{away}."
        return text[:1].upper() + text[1:]
    opening, closing = str(rng.choice(words.OPENINGS)), str(rng.choice(words.CLOSINGS))
    text = f"{opening}{_time(clock, said_at, False)}{place} {event}{away}{closing}".strip()
    return _styled(text[:1].upper() + text[1:], style)


def _toward(incident: Incident) -> str:
    """The first large street that they turn into, as far as there is one."""
    here = incident.spot.street
    ways = [leg.street for leg in incident.escape.legs]
    later = ways[ways.index(here) :] if here in ways else ways
    return next((one.name for one in later if one is not here and one.name in _NAMES), "")


def _styled(text: str, style: str) -> str:
    if style == "unaccented":
        return fold(text)
    if style == "slang":
        for proper, loose in SLANG.items():
            text = text.replace(proper, loose)
        return text[:1].lower() + text[1:]
    return text


def _what(incident: Incident, seen: Seen, english: bool, rng: np.random.Generator) -> str:
    kind: Type = incident.thing.type
    noun = str(rng.choice((EN_TYPES if english else VI_TYPES)[kind][:3]))
    if seen == "none":
        return "vehicle" if english else "chiếc xe"
    if seen == "type only":
        return noun
    colour = incident.thing.colour
    if seen == "differs":
        colour = str(rng.choice(_MISTAKEN[colour]))  # type: ignore[assignment]
    shade = str(rng.choice((EN_COLOURS if english else VI_COLOURS)[colour][:2]))
    return f"{shade} {noun}" if english else f"{noun} {rng.choice(('', 'màu '))}{shade}"


def _who(incident: Incident, english: bool, rng: np.random.Generator) -> str:
    return str(rng.choice((words.WHO_EN if english else words.WHO)[incident.thing.riders]))


def _place(where: Where, street: Street, english: bool, rng: np.random.Generator) -> str:
    near = str(rng.choice(words.NEAR_EN if english else words.NEAR))
    if where == "none":
        return near
    beside = f"{near} " if where == "landmark" else ""
    return f"{beside}on {street.name}" if english else f"{beside}trên đường {street.name}"


def _time(clock: Clock, moment: datetime, english: bool) -> str:
    """What is said of the time, with a blank after it; nothing where nothing is said."""
    slots = clock_words(moment)
    if english:
        said = {
            "exact": f"at {moment:%H:%M} on {slots['en_date']}, ",
            "loose": f"{slots['en']} on {slots['en_date']}, ",
            "part": f"on the evening of {slots['en_date']}, ",
        }
    else:
        said = {
            "exact": f"lúc {slots['vi_24']} ngày {slots['full_date']} ",
            "loose": f"{slots['vi']} ngày {slots['date']} ",
            "part": f"{part_of_day(moment.hour)} {slots['date']} ",
        }
    return said.get(clock, "")


def _rumour(told: Testimony, rng: np.random.Generator) -> Testimony:
    """A witness's words passed on later by another, as they are or with another colour."""
    text = told.written.text
    for colour in COLOURS:
        shade = rf"(?<= ){VI_COLOURS[colour][0]}(?=[ ,.]|$)"
        if re.search(shade, text) and rng.random() < 0.35:
            text = re.sub(shade, VI_COLOURS[COLOURS[int(rng.integers(len(COLOURS)))]][0], text)
            break
    said = str(rng.choice(words.RUMOURS)).format(event=text[:1].lower() + text[1:].rstrip("."))
    later = told.written.received + timedelta(minutes=float(rng.exponential(240)) + 10)
    written = Written("comment", str(rng.choice(CHANNELS[:3])), said, _whole(later))
    return replace(told, written=written, quality=(*told.quality, "rumour"))


def _same_evening(start: datetime, end: datetime, rng: np.random.Generator) -> Written:
    """A tip about something else that evening, on a street where something may have happened."""
    street = STREETS[int(rng.integers(len(STREETS)))]
    moment = start + (end - start) * float(rng.random())
    slots = clock_words(moment)
    said = str(rng.choice(_OTHERS)).format(
        street=street.name, vi=slots["vi"], date=slots["date"], part=slots["part"],
        colour=VI_COLOURS[COLOURS[int(rng.integers(len(COLOURS)))]][0],
    )  # fmt: skip
    style = _one_of({"accented": 0.5, "unaccented": 0.25, "slang": 0.25}, rng)
    received = _whole(moment + timedelta(minutes=float(rng.exponential(60)) + 2))
    return Written("tip", str(rng.choice(CHANNELS)), _styled(said, style), received)


_OTHERS = (
    "{vi} ngày {date} đèn giao thông trên đường {street} bị hư, xe cộ lộn xộn",
    "{part} {date} xe tải {colour} đậu chắn lối đi trên đường {street}",
    "{vi} {date} xe máy {colour} đậu trên vỉa hè {street} không ai dời",
    "Quán nhậu trên đường {street} {part} {date} hát karaoke ồn ào",
    "{vi} ngày {date} tôi đánh rơi ví trên đường {street}, ai nhặt được cho xin lại",
    "{part} {date} mưa ngập trên đường {street}, xe chết máy nhiều",
    "{vi} {date} có ô tô {colour} hư máy giữa đường {street}, cần người phân luồng",
)
"""Other things of the same evening; some name vehicles too."""
_NAMES = {street.name for street in STREETS}


def _wrong(incident: Incident, rng: np.random.Generator) -> Spot:
    """Another street than the true one: what a witness takes it for."""
    others = [street for street in STREETS if street.id != incident.spot.street.id]
    street = others[int(rng.integers(len(others)))]
    here = incident.spot.street.line.pose(incident.spot.along_m)
    return Spot(street, street.line.nearest(here.x, here.y)[0])


def _one_of(shares: dict[_T, float], rng: np.random.Generator) -> _T:
    return list(shares)[int(rng.choice(len(shares), p=list(shares.values())))]


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def true_place(spot: Spot) -> dict[str, Any]:
    """Where a spot is, as the key has it."""
    pose = spot.street.line.pose(spot.along_m)
    lat, lon = (round(value, 6) for value in to_degrees(pose.x, pose.y))
    return {"street": spot.street.id, "along_m": round(spot.along_m, 1), "lat": lat, "lon": lon}
