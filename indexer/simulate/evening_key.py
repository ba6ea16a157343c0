"""The key of an evening without pixels: objects, incidents, and questions with all that answers.

A question's `relevant` has a `grade`: 2 for what belongs to the incident that is asked for, 1 for
what merely looks as was asked. Only who asks for looks alone is also answered by what looks alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal

import numpy as np

from indexer.folding import fold
from indexer.simulate.cameras import Site
from indexer.simulate.captions import LANGUAGES, Language, name_of
from indexer.simulate.incident_words import ASKED, ASKED_EN
from indexer.simulate.incidents import Incident
from indexer.simulate.journeys import Journey
from indexer.simulate.key import NEAR_M
from indexer.simulate.network import Street, to_degrees
from indexer.simulate.passages import Passage, heights_px
from indexer.simulate.testimony import Testimony, true_place

QuestionKind = Literal["looks", "event", "looks and event", "event anywhere"]
_KINDS: tuple[QuestionKind, ...] = ("looks", "event", "looks and event", "event anywhere")
INCIDENT, ALIKE = 2, 1
"""Grades: part of the incident asked for; no more than alike."""


@dataclass(frozen=True)
class Clock:
    """Seconds of the evening as the key writes them: local, RFC 3339."""

    start: datetime

    def at(self, at_s: float) -> str:
        """That second."""
        return _written(self.start, at_s)


@lru_cache(maxsize=1 << 17)
def _written(start: datetime, at_s: float) -> str:
    return (start + timedelta(seconds=at_s)).isoformat(timespec="milliseconds")


def object_line(
    journey: Journey, passages: Sequence[Passage], incident: str, clock: Clock
) -> dict[str, Any]:
    """What it is, where it was seen and its true path: knots with time, latitude and longitude."""
    thing = journey.trip.thing
    return {
        "id": journey.trip.id,
        "type": thing.type,
        "colour": thing.colour,
        "riders": thing.riders,
        "helmets": list(thing.helmets),
        "shirts": list(thing.shirts),
        "box": thing.box,
        "bag": thing.bag,
        "role": journey.trip.role,
        "incident": incident,
        "route": [
            {
                "street": leg.street.id,
                "from_m": round(leg.from_m, 1),
                "to_m": round(leg.to_m, 1),
                "starts_m": round(leg.starts_m, 1),
            }
            for leg in journey.route.legs
        ],
        "path": list(_path(journey, clock)) if incident else [],
        "sightings": [
            sighting(passage, clock) for passage in sorted(passages, key=attrgetter("first_s"))
        ],
    }


def sighting(passage: Passage, clock: Clock) -> dict[str, Any]:
    """One passage: camera, start and end of what is clearly seen, and the boxes of its looks."""
    ends = {
        "start": clock.at(passage.first_s),
        "end": clock.at(passage.last_s + 1),
    }
    looks = (passage.at_s, passage.boxes.round(4), heights_px(passage.boxes))
    boxes = [
        {
            "at": clock.at(at_s),
            "box": box,
            "clear": True,
            "height_px": height_px,
        }
        for at_s, box, height_px in zip(*(column.tolist() for column in looks), strict=True)
    ]
    return {"camera": passage.site.id, **ends, "clear": [ends], "boxes": boxes}


def incident_line(
    incident: Incident, seen: Mapping[str, Sequence[Passage]], reports: Sequence[str], clock: Clock
) -> dict[str, Any]:
    """Kind, true place and time, who was in it, the cameras of the escape, and its reports."""
    flight = [
        passage
        for passage in seen[incident.culprits[0].trip.id]
        if passage.last_s >= incident.happens_s
    ]
    return {
        "id": incident.id,
        "kind": incident.kind,
        "at": clock.at(round(incident.happens_s)),
        "left_at": clock.at(round(incident.ends_s)),
        "place": true_place(incident.spot),
        "culprits": [journey.trip.id for journey in incident.culprits],
        "others": [journey.trip.id for journey in incident.others],
        "escape": [
            {"camera": passage.site.id, "start": clock.at(passage.first_s)} for passage in flight
        ],
        "reports": list(reports),
    }


def report_line(ident: str, told: Testimony, clock: Clock) -> dict[str, Any]:
    """A report's truth: its incident, place and time, None where it tells of none of these."""
    incident = told.incident
    return {
        "report": ident,
        "incident": incident and incident.id,
        "place": incident and true_place(incident.spot),
        "at": incident and clock.at(round(incident.happens_s)),
        "quality": list(told.quality),
    }


@dataclass(frozen=True)
class Asked:
    """All that questions are drawn from; `until_s` is as late as they may ask for, None: any.

    `passages` are by object, in the order of what is asked for.
    """

    passages: Mapping[str, Sequence[Passage]]
    incidents: Sequence[Incident]
    reports: Mapping[str, Sequence[str]]
    clock: Clock
    now: datetime
    until_s: float | None = None


def question_lines(asked: Asked, seed: int) -> Iterator[dict[str, Any]]:
    """Of each incident one question of every kind, in three language forms by turns."""
    rng = np.random.default_rng([seed, 0x9E])
    for incident in asked.incidents:
        for kind in _KINDS:
            language = LANGUAGES[int(rng.integers(len(LANGUAGES)))]
            exact = bool(rng.random() < 0.5)
            window, when = _window(incident, asked, language, exact)
            meant = [one for one in asked.incidents if _is_meant(one, incident, kind, window)]
            relevant = [*_moments(asked, incident, kind, window, meant), *_reports(asked, meant)]
            yield {
                "question": _text(incident, kind, language, when),
                "now": asked.now.isoformat(timespec="seconds"),
                "language": language,
                "kind": kind,
                "incident": incident.id,
                "relevant": relevant,
            }


def _text(incident: Incident, kind: QuestionKind, language: Language, when: str) -> str:
    thing, street = incident.thing, incident.spot.street.name
    what = name_of(thing.type, thing.colour, language)
    event = (ASKED_EN if language == "en" else ASKED)[incident.kind]
    if language == "en":
        near = f" near {street}"
        said = {
            "looks": f"{what}{near}",
            "event": f"{event}{near}",
            "looks and event": f"{what} {event}{near}",
            "event anywhere": f"{what} {event}",
        }[kind]
        return f"{said} {when}"
    near = f" gần {street}"
    said = {
        "looks": f"{what}{near}",
        "event": f"{event}{near}",
        "looks and event": f"{event} {what}{near}",
        "event anywhere": f"{event} {what}",
    }[kind]
    return fold(f"{said} {when}") if language == "vi-plain" else f"{said} {when}"


def _window(
    incident: Incident, asked: Asked, language: Language, exact: bool
) -> tuple[tuple[float, float], str]:
    """Seconds of the evening that a question asks for, and how it says so.

    An asker knows the quarter of an hour, or only which half hour it began in; they ask for what
    came after, too.
    """
    clock = asked.clock
    happened = clock.start + timedelta(seconds=incident.happens_s)
    step = 15 if exact else 30
    early = timedelta(minutes=happened.minute % step, seconds=happened.second,
                      microseconds=happened.microsecond)  # fmt: skip
    after = happened - early
    before = after + timedelta(minutes=45 if exact else 60)
    if asked.until_s is not None:
        after = max(after, clock.start)
        before = min(before, clock.start + timedelta(seconds=asked.until_s))
    ends = tuple((end - clock.start).total_seconds() for end in (after, before))
    date = f"{after.day}/{after.month}"
    if language == "en":
        said = f"between {after:%H:%M} and {before:%H:%M} on {after:%B} {after.day}"
    else:
        said = f"từ {after:%Hh%M} đến {before:%Hh%M} ngày {date}"
    return (ends[0], ends[1]), said


def _is_meant(
    one: Incident, asked: Incident, kind: QuestionKind, window: tuple[float, float]
) -> bool:
    """Whether an incident, not only the one it was drawn for, is what the question asks for."""
    spot = one.spot.street.line.pose(one.spot.along_m)
    near = asked.spot.street.line.nearest(spot.x, spot.y)[1] <= NEAR_M
    same_kind = kind == "looks" or one.kind == asked.kind
    looks = (one.thing.type, one.thing.colour) == (asked.thing.type, asked.thing.colour)
    return (
        window[0] <= one.happens_s < window[1]
        and (near or kind == "event anywhere")
        and same_kind
        and (looks or kind == "event")
    )


def _moments(
    asked: Asked,
    incident: Incident,
    kind: QuestionKind,
    window: tuple[float, float],
    meant: Sequence[Incident],
) -> Iterator[dict[str, Any]]:
    culprits = {journey.trip.id for one in meant for journey in one.culprits}
    street, thing = incident.spot.street, incident.thing
    for passages in filter(None, asked.passages.values()):
        trip = passages[0].journey.trip
        alike = (trip.thing.type, trip.thing.colour) == (thing.type, thing.colour)
        grade = INCIDENT if trip.id in culprits else ALIKE if kind == "looks" and alike else 0
        for passage in passages if grade else ():
            if not (passage.first_s < window[1] and passage.last_s >= window[0]):
                continue
            if kind == "event anywhere" or _is_near(passage.site, street):
                yield {
                    "camera": passage.site.id,
                    "start": asked.clock.at(passage.first_s),
                    "end": asked.clock.at(passage.last_s + 1),
                    "object": trip.id,
                    "grade": grade,
                }


@lru_cache(maxsize=100_000)
def _is_near(site: Site, street: Street) -> bool:
    return street.line.nearest(site.x, site.y)[1] <= NEAR_M


def _reports(asked: Asked, meant: Sequence[Incident]) -> Iterator[dict[str, Any]]:
    for incident in meant:
        for ident in asked.reports.get(incident.id, ()):
            yield {"report": ident, "grade": INCIDENT}


def _path(journey: Journey, clock: Clock) -> Iterator[dict[str, Any]]:
    at_s = np.array([knot[0] for knot in journey.trip.knots])
    for moment, (x, y, _) in zip(at_s.tolist(), journey.trip.poses(at_s), strict=True):
        lat, lon = (round(value, 6) for value in to_degrees(float(x), float(y)))
        yield {"at": clock.at(round(moment, 1)), "lat": lat, "lon": lon}
