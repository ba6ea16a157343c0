"""The answer key: what every camera saw, and the questions whose answers follow from it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import numpy as np

from indexer.folding import fold
from indexer.ids import LOCAL_ZONE, CameraId
from indexer.simulate.cameras import Site
from indexer.simulate.daylight import sky_at
from indexer.simulate.hidden import Hidden
from indexer.simulate.network import NGUYEN_VAN_QUA, Street
from indexer.simulate.parked import COLOURS as PARKED_COLOURS
from indexer.simulate.parked import parked_at
from indexer.simulate.sightings import Sighting, cuboid_boxes
from indexer.simulate.things import COLOURS, TYPES, Colour, Thing, Type
from indexer.simulate.tips import part_of_day
from indexer.simulate.traffic import Trip
from indexer.simulate.view import view_of

NEAR_M = 200.0
ON_M = 30.0
"""How far from a street's line "near" and "on" reach, as the contract has it."""
_DRAWN = 20
_MOST_MOMENTS = 8
"""How many questions are drawn, and how many moments one may have: it must be worth asking."""
TYPE_WORDS: dict[Type, str] = {
    "motorbike": "xe máy", "car": "ô tô", "van": "xe van", "truck": "xe tải", "bus": "xe buýt",
    "bicycle": "xe đạp", "person": "người đi bộ áo",
}  # fmt: skip
COLOUR_WORDS: dict[Colour, str] = {
    "red": "đỏ", "blue": "xanh dương", "green": "xanh lá", "yellow": "vàng", "white": "trắng",
    "black": "đen", "grey": "xám", "orange": "cam",
}  # fmt: skip
"""The Vietnamese words that questions of the key use."""


Window = tuple[datetime, datetime]
"""Half open."""


@dataclass(frozen=True)
class Seen:
    """What was filmed: each site's sightings, the start, frames, frames a second, picture size.

    `rainy` are the cameras in the rain; `hidden` says by camera how much of what was hidden when.
    Boxes, and what is hidden of them, are told `boxes_a_second`.
    """

    by_site: tuple[tuple[Site, tuple[Sighting, ...]], ...]
    start: datetime
    frame_count: int
    fps: int
    size: tuple[int, int]
    rainy: frozenset[CameraId] = frozenset()
    hidden: Mapping[CameraId, Hidden] = field(default_factory=dict)
    boxes_a_second: int = 1

    @property
    def light(self) -> str:
        """Day, dusk (dawn, too) or night."""
        return sky_at(self.start).name

    def height_px(self, box: Sequence[float]) -> int:
        """The height in pixels of a box in shares of the picture."""
        return round((box[3] - box[1]) * self.size[1])

    def moment(self, frame: int) -> datetime:
        """The local time of a frame."""
        return self.start.astimezone(LOCAL_ZONE) + timedelta(seconds=frame / self.fps)

    def at(self, frame: int) -> str:
        """The local time of a frame, RFC 3339 to the millisecond."""
        return self.moment(frame).isoformat(timespec="milliseconds")


def object_lines(seen: Seen, trips: list[Trip]) -> Iterator[dict[str, Any]]:
    """One line for each trip that a camera saw: what it is, and where its box was each second."""
    views: dict[str, list[dict[str, Any]]] = {}
    for site, sightings in seen.by_site:
        for sighting in sightings:
            views.setdefault(sighting.trip.id, []).append(_view(seen, site, sighting))
    for trip in trips:
        if trip.id in views:
            passed = sorted(views[trip.id], key=lambda view: str(view["start"]))
            yield _described(trip.id, trip.thing, trip.role) | {"sightings": passed}


def parked_lines(seen: Seen, seed: int) -> Iterator[dict[str, Any]]:
    """One line for each thing that stands in a camera's view throughout."""
    for site, _ in seen.by_site:
        view = view_of(site, *seen.size)
        for parked in parked_at(site, seed):
            boxes, _ = cuboid_boxes(view, parked.thing, np.array([parked.pose]))
            box = np.clip(boxes[0], 0, 1).round(4).tolist()
            if box[0] < box[2] and box[1] < box[3]:
                yield _described(parked.id, parked.thing, "parked") | {
                    "sightings": [
                        {
                            "camera": site.id,
                            "start": seen.at(0),
                            "end": seen.at(seen.frame_count),
                            "clear": [],
                            "boxes": [
                                {
                                    "at": seen.at(0),
                                    "box": box,
                                    "clear": False,
                                    "height_px": seen.height_px(box),
                                }
                            ],
                            **_conditions(seen, site),
                        }
                    ]
                }


def _described(ident: str, thing: Thing, role: str) -> dict[str, Any]:
    return {
        "id": ident,
        "type": thing.type,
        "colour": thing.colour,
        "riders": thing.riders,
        "helmets": list(thing.helmets),
        "shirts": list(thing.shirts),
        "box": thing.box,
        "bag": thing.bag,
        "role": role,
    }


def _conditions(seen: Seen, site: Site) -> dict[str, Any]:
    return {"light": seen.light, "rain": site.id in seen.rainy}


def answer_lines(
    seen: Seen, story_at: datetime, story_reports: list[str], now: datetime, seed: int
) -> Iterator[dict[str, Any]]:
    """The flagship question in its forms, then about twenty of colour, type, street and hour."""
    asked = now.astimezone(LOCAL_ZONE).isoformat(timespec="seconds")
    reports = [{"report": report} for report in story_reports]
    for question, window in flagship_questions(story_at):
        moments = _moments(seen, "motorbike", "red", NGUYEN_VAN_QUA, NEAR_M, window)
        yield {"question": question, "now": asked, "relevant": [*moments, *reports]}
    for question, relevant in _drawn_questions(seen, seed):
        yield {"question": question, "now": asked, "relevant": relevant}


def flagship_questions(story_at: datetime) -> list[tuple[str, Window]]:
    """The red motorbike near Nguyễn Văn Quá, asked for the hour in which the story begins.

    "After nine" lasts to the end of the day, "around half past" half an hour either way.
    """
    local = story_at.astimezone(LOCAL_ZONE)
    hour, clock, part = local.hour, local.hour % 12 or 12, part_of_day(local.hour)
    after, around = after_hour(local), _around_half_past(local)
    accented = f"xe máy đỏ gần Nguyễn Văn Quá sau {clock} giờ {part}"
    half_past = f"xe máy màu đỏ gần đường Nguyễn Văn Quá khoảng {clock} rưỡi {part}"
    return [
        (
            f"red motorbike near Nguyễn Văn Quá after {clock}{'am' if hour < 12 else 'pm'}",
            after,
        ),
        (accented, after),
        (fold(accented), after),
        (f"xe máy đỏ gần Nguyễn Văn Quá sau {hour}h", after),
        (half_past, around),
        (fold(half_past), around),
    ]


def after_hour(moment: datetime) -> Window:
    """From the full hour to the end of the local day."""
    hour = moment.astimezone(LOCAL_ZONE).replace(minute=0, second=0, microsecond=0)
    return hour, hour.replace(hour=0) + timedelta(days=1)


def _around_half_past(moment: datetime) -> Window:
    hour, _ = after_hour(moment)
    return hour, hour + timedelta(hours=1)


def _drawn_questions(seen: Seen, seed: int) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Combinations that a few sightings answer, in three spellings by turns."""
    rng = np.random.default_rng([seed, 0x4B])
    streets = list({site.street.id: site.street for site, _ in seen.by_site}.values())
    combinations = list(product(TYPES, COLOURS, streets))
    window, hour = after_hour(seen.start), seen.start.astimezone(LOCAL_ZONE).hour
    asked = 0
    for index in rng.permutation(len(combinations)).tolist():
        kind, colour, street = combinations[index]
        if kind == "motorbike" and colour in PARKED_COLOURS:
            continue
        relevant = list(_moments(seen, kind, colour, street, ON_M, window))
        if 1 <= len(relevant) <= _MOST_MOMENTS and asked < _DRAWN:
            yield _ask(kind, colour, street, hour, asked % 3), relevant
            asked += 1


def _ask(kind: Type, colour: Colour, street: Street, hour: int, spelling: int) -> str:
    if spelling == 0:
        what = f"person in {colour}" if kind == "person" else f"{colour} {kind}"
        return f"{what} on {street.name} after {hour % 12 or 12}{'am' if hour < 12 else 'pm'}"
    text = f"{TYPE_WORDS[kind]} {COLOUR_WORDS[colour]} trên đường {street.name} sau {hour}h"
    return text if spelling == 1 else fold(text)


def _moments(
    seen: Seen,
    kind: Type,
    colour: Colour,
    street: Street,
    within_m: float,
    window: Window,
) -> Iterator[dict[str, str]]:
    for site, sightings in seen.by_site:
        if street.line.nearest(site.x, site.y)[1] > within_m:
            continue
        for sighting in sightings:
            thing = sighting.trip.thing
            if (thing.type, thing.colour) == (kind, colour):
                for first, last in sighting.clear_spans():
                    if seen.moment(last + 1) <= window[0] or seen.moment(first) >= window[1]:
                        continue
                    yield {
                        "camera": site.id,
                        "start": seen.at(first),
                        "end": seen.at(last + 1),
                    }


def _view(seen: Seen, site: Site, sighting: Sighting) -> dict[str, Any]:
    """A sighting's line: when it is in the picture, when it counts as seen, its boxes."""
    hidden = seen.hidden.get(site.id, {}).get(sighting.trip.id, {})
    boxes = [
        {
            "at": seen.at(frame),
            "box": [round(float(edge), 4) for edge in box],
            "clear": bool(clear),
            "height_px": seen.height_px(box.tolist()),
            "hidden": round(hidden.get(frame, 0.0), 2),
        }
        for frame, box, clear in zip(
            sighting.frames.tolist(), sighting.boxes, sighting.clear, strict=True
        )
        if frame % (seen.fps // seen.boxes_a_second) == 0
    ]
    spans = sighting.clear_spans()
    return {
        "camera": site.id,
        "start": seen.at(int(sighting.frames[0])),
        "end": seen.at(int(sighting.frames[-1]) + 1),
        "clear": [{"start": seen.at(first), "end": seen.at(last + 1)} for first, last in spans],
        "shown": [
            {"start": seen.at(first), "end": seen.at(last + 1)}
            for first, last in sighting.shown_spans()
        ],
        "boxes": boxes,
        **_conditions(seen, site),
    }
