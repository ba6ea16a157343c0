"""Of which sorts the reports of an answer are, and which of them are left where it is narrowed.

A sort is what a report is about, its kind, how it came, the ward and the day that it tells of.
Kind, channel and category are looked for in the text index; ward and day are told by the report.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from shapely import contains_xy

from indexer.ids import LOCAL_ZONE, Interval, from_ms, to_ms
from indexer.places.gazetteer import Gazetteer
from indexer.places.place import Place
from indexer.reports.category import category_of
from indexer.reports.report import Report
from search.errors import UnknownName

Facets = Mapping[str, Mapping[str, int]]
"""By sort and name: how many of the reports there are, the most first, ties by name; days in order.
A report counts in each ward that its place may lie in, and in none where it tells no place."""


@dataclass(frozen=True)
class Narrowing:
    """The wards, by name, and local days of reports; empty bounds nothing."""

    wards: tuple[str, ...] = ()
    days: tuple[date, ...] = ()

    def __bool__(self) -> bool:
        """Whether it bounds anything."""
        return bool(self.wards or self.days)

    @staticmethod
    def of(wards: Sequence[str], days: Sequence[str], gazetteer: Gazetteer) -> "Narrowing":
        """From names as they were given; UnknownName for a ward or a day there is not."""
        known = {place.name for place in gazetteer if place.kind == "ward"}
        for ward in wards:
            if ward not in known:
                raise UnknownName(f"unknown ward {ward!r}; known are {', '.join(sorted(known))}")
        return Narrowing(tuple(wards), tuple(map(_day, days)))

    def intervals(self, asked: Sequence[Interval]) -> tuple[Interval, ...]:
        """The windows of time asked for (none: all time), cut to the days."""
        if not self.days:
            return tuple(asked)
        days = [_whole(day) for day in self.days]
        if not asked:
            return tuple(sorted(days))
        cut = (
            Interval(max(a.after_ms, b.after_ms), min(a.before_ms, b.before_ms))
            for a in asked
            for b in days
            if a.overlaps(b)
        )
        return tuple(sorted(cut))

    def keeps(self, reports: Sequence[Report], gazetteer: Gazetteer) -> list[bool]:
        """Whether each report is of one of the wards and of one of the days."""
        wards = wards_of(reports, gazetteer) if self.wards else [()] * len(reports)
        return [
            (not self.wards or not set(self.wards).isdisjoint(own))
            and (not self.days or day_of(report) in self.days)
            for report, own in zip(reports, wards, strict=True)
        ]


EVERYTHING = Narrowing()


def facets_of(reports: Sequence[Report], gazetteer: Gazetteer) -> Facets:
    """How many of the reports are of which sorts."""
    wards = wards_of(reports, gazetteer)
    counts: dict[str, Counter[str]] = {
        "category": Counter(category_of(report.text) for report in reports),
        "kind": Counter(report.kind for report in reports),
        "channel": Counter(report.channel for report in reports),
        "ward": Counter(name for own in wards for name in own),
        "day": Counter(day_of(report).isoformat() for report in reports),
    }
    ordered = {
        name: sorted(counted.items(), key=lambda one: (name != "day" and -one[1], one[0]))
        for name, counted in counts.items()
    }
    return {name: dict(counted) for name, counted in ordered.items()}


def day_of(report: Report) -> date:
    """The local day that a report tells of; of one that tells none, the day it was received."""
    told = report.occurred
    return _local_day(told.after_ms if told else report.received_at_ms)


def wards_of(reports: Sequence[Report], gazetteer: Gazetteer) -> list[tuple[str, ...]]:
    """The names of the wards that each report's place lies in, of those valid on its day."""
    points = [report.place for report in reports]
    lon, lat = (
        np.array([getattr(point, name, None) for point in points], np.float64)
        for name in ("lon", "lat")
    )
    inside = [(place, contains_xy(place.geometry, lon, lat)) for place in gazetteer
              if place.kind == "ward"]  # fmt: skip
    return [
        tuple(dict.fromkeys(
            place.name for place, holds in inside
            if (holds[at] or _names(report, place)) and _is_valid(place, day_of(report))
        ))
        for at, report in enumerate(reports)
    ]  # fmt: skip


def _names(report: Report, ward: Place) -> bool:
    return report.place is not None and ward.id in report.place.place_ids


def _is_valid(ward: Place, day: date) -> bool:
    return (ward.since is None or ward.since <= day) and (ward.until is None or day < ward.until)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnknownName(f"{text!r} is no day; write 2022-04-27") from error


def _whole(day: date) -> Interval:
    first = datetime.combine(day, time(), LOCAL_ZONE)
    return Interval(to_ms(first), to_ms(first + timedelta(days=1)))


def _local_day(ms: int) -> date:
    return from_ms(ms).astimezone(LOCAL_ZONE).date()
