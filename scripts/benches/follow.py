"""Follow: where vehicles that flee are drawn to go, on evenings nothing was tuned on.

Evenings are simulated without pixels: vehicles routed over the streets pass camera after camera
among other traffic, with embeddings of the demonstration model. Each escape of an incident is
followed from the first camera that sees it.

The windows that are drawn (each camera in reach, and when) are wide: they bound where the vehicle
can be. "Inside" says how often every later sighting overlaps its camera's window, "whole" how many
sightings lie in it from end to end; beside how many camera-minutes were drawn stands the smallest
circle that would have held as many escapes for all of the time, had one known how far they went.

The moments that are drawn (the tree of branches) are few: they say where it was. Of the next three
sightings those are counted that are one of them, against as many moments of a plain radius search.
From each sighting on, the true next camera is to be among the first three.

A plain radius search ranks what was seen within a radius, in the same time, by how alike it looks;
of several radii it has the best.
"""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from _bench import Figure, at_least, compared, note, run

from indexer.ids import CameraId, FootageId, Interval, from_ms, to_ms
from indexer.region import Box
from indexer.simulate.evening import read_key, simulate_evening
from indexer.times.window import TimeWindow
from search.coverage import covered
from search.distances import point_distance_m
from search.example import Example
from search.follow.request import DEPTH, WITHIN_S, FollowRequest
from search.moment_id import MomentId
from search.question.understood import Understood
from search.request import MOST_HITS, SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import open_state

SEEDS = (601, 602, 603)
CAMERAS, MINUTES, INCIDENTS = 40, 30.0, 14
QUICK_CAMERAS, QUICK_MINUTES, QUICK_INCIDENTS = 16, 8.0, 8
FIRST = 3
RADII_M = (400.0, 800.0, 1_500.0, 3_000.0)


@dataclass(frozen=True)
class Sighting:
    """A vehicle clearly seen by one camera, the earliest look first; times in milliseconds, UTC."""

    camera: CameraId
    start_ms: int
    end_ms: int
    at_ms: int
    box: Box


@dataclass(frozen=True)
class Drawn:
    """What was drawn of one escape, followed from its first camera.

    Of `seen` later sightings `inside` overlap their camera's window, and `whole` lie in it. Of the
    next `near` of them, `on_trail` are moments of the tree, which has `moments` in all; `by_radius`
    says how many are among as many of a radius search. `drawn_min` is how many camera-minutes the
    windows are; `circles_min` those of the circle around the first camera that reaches as far as
    each camera, by how far that is in metres, and `farthest_m` how far the farthest sighting was.
    """

    seen: int
    inside: int
    whole: int
    near: int
    on_trail: int
    moments: int
    by_radius: Mapping[float, int]
    drawn_min: float
    circles_min: Mapping[float, float]
    farthest_m: float


@dataclass(frozen=True)
class Outcome:
    """One step of an escape: the true next camera's rank by trail and by each radius, from 1.

    0 where it is not ranked. `drawn` is of the first step of an escape alone.
    """

    rank: int
    by_radius: Mapping[float, int]
    drawn: Drawn | None


def measure(quick: bool) -> list[Figure]:
    """Simulate evenings, follow every escape, and search around it."""
    size = (QUICK_CAMERAS, QUICK_MINUTES) if quick else (CAMERAS, MINUTES)
    incidents = QUICK_INCIDENTS if quick else INCIDENTS
    outcomes: list[Outcome] = []
    for seed in SEEDS[:1] if quick else SEEDS:
        note(f"evening {seed}: {size[0]} cameras × {size[1]:g} min, {incidents} incidents")
        with tempfile.TemporaryDirectory() as name, open_state("sqlite://") as state:
            folder = Path(name)
            simulate_evening(folder, *size, seed, incidents)
            outcomes += outcomes_in(folder, Service(Settings(data=name), state))
    return figures(outcomes, quick)


def figures(outcomes: Sequence[Outcome], quick: bool) -> list[Figure]:
    """Shares over escapes and over steps."""
    escapes = [one.drawn for one in outcomes if one.drawn]
    top = _share(0 < one.rank <= FIRST for one in outcomes)
    radii = {r: _share(0 < one.by_radius[r] <= FIRST for one in outcomes) for r in RADII_M}
    best = max(radii, key=lambda radius: radii[radius])
    against = f"radius {best:g} m, {radii[best]:.3f}"
    return [
        at_least("escapes", len(escapes), "", 2 if quick else 30),
        at_least("steps", len(outcomes), "", 5 if quick else 100),
        *_windows(escapes),
        *_moments(escapes),
        at_least(f"next camera in the first {FIRST}", top, "", 0.8),
        compared("the same beside a radius", top, "", against, top / max(radii[best], 1e-3), 1),
        at_least("next camera first", _share(one.rank == 1 for one in outcomes), "", 0.5),
    ]


def _windows(escapes: Sequence[Drawn]) -> Iterator[Figure]:
    """How much of the true trails the drawn windows hold, and how large these are."""
    inside = _share(one.inside == one.seen for one in escapes)
    yield at_least("true trail inside", inside, "", 0.9)
    seen = sum(one.seen for one in escapes)
    whole = sum(one.whole for one in escapes) / max(seen, 1)
    yield at_least(f"of {seen} sightings whole in a window", whole, "", 0.9)
    drawn = float(np.mean([one.drawn_min for one in escapes]))
    every = float(np.mean([max(one.circles_min.values()) for one in escapes]))
    radius_m = float(np.quantile([one.farthest_m for one in escapes], inside, method="higher"))
    circle = float(np.mean([_circle_min(one, radius_m) for one in escapes]))
    for against, whole in (
        (f"all other cameras for {WITHIN_S / 60:g} min, {every:.0f}", every),
        (f"the smallest circle that held as many, {radius_m:,.0f} m, {circle:.0f}", circle),
    ):
        yield compared("drawn camera-minutes", drawn, "min", against, whole / max(drawn, 1e-3), 1)


def _circle_min(one: Drawn, radius_m: float) -> float:
    return max((own for at_m, own in one.circles_min.items() if at_m <= radius_m), default=0.0)


def _moments(escapes: Sequence[Drawn]) -> Iterator[Figure]:
    """How many of the next sightings are moments of the drawn tree, and of a radius search."""
    near = max(sum(one.near for one in escapes), 1)
    radii = {r: sum(one.by_radius[r] for one in escapes) / near for r in RADII_M}
    best = max(radii, key=lambda radius: radii[radius])
    on_trail = sum(one.on_trail for one in escapes) / near
    moments = float(np.mean([one.moments for one in escapes]))
    name = f"of the next {DEPTH} sightings on the tree, of {moments:.1f} moments"
    against = f"radius {best:g} m, as many moments, {radii[best]:.3f}"
    yield compared(name, on_trail, "", against, on_trail / max(radii[best], 1e-3), 1)


def outcomes_in(folder: Path, service: Service) -> Iterator[Outcome]:
    """Every step of every escape that two cameras or more have seen within the time followed."""
    objects = {one["id"]: one for one in read_key(folder, "objects")}
    for incident in read_key(folder, "incidents"):
        culprit = objects[incident["culprits"][0]]
        seen = list(flight(culprit, _ms(incident["left_at"])))
        for number, (here, there) in enumerate(pairwise(seen)):
            if there.start_ms - here.end_ms <= WITHIN_S * 1000:
                yield outcome(service, here, seen[number + 1 :], is_first=number == 0)


def flight(thing: Mapping[str, Any], left_ms: int) -> Iterator[Sighting]:
    """The sightings of a thing after it left, those of one camera at one passing as one."""
    for seen in thing["sightings"]:
        if _ms(seen["end"]) >= left_ms and seen["boxes"]:
            look = max(seen["boxes"], key=lambda shown: shown["height_px"])
            ends = _ms(seen["start"]), _ms(seen["end"])
            yield Sighting(seen["camera"], *ends, _ms(look["at"]), tuple(look["box"]))


def outcome(
    service: Service, here: Sighting, later: Sequence[Sighting], *, is_first: bool
) -> Outcome:
    """Follow from one sighting, and search around it."""
    moment, pts_ms = moment_of(service, here)
    request = FollowRequest(moment, pts_ms, here.box, depth=DEPTH if is_first else 1)
    answer = service.follow(request)
    trail = [branch["moment"]["camera"]["id"] for branch in answer["trail"]]
    found = dict(_by_radius(service, request, answer["moment"], here))
    ranks = {
        radius: _rank(later[0].camera, [hit["camera"]["id"] for hit in hits])
        for radius, hits in found.items()
    }
    drawn = drawn_of(service, answer, here, later, found) if is_first else None
    return Outcome(_rank(later[0].camera, trail), ranks, drawn)


def drawn_of(
    service: Service,
    answer: Mapping[str, Any],
    here: Sighting,
    later: Sequence[Sighting],
    found: Mapping[float, Sequence[Mapping[str, Any]]],
) -> Drawn:
    """What an answer draws of an escape; `found` is what a search in each radius has."""
    windows = {one["camera"]["id"]: _window(one) for one in answer["reach"]}
    due = [one for one in later if one.start_ms - here.end_ms <= WITHIN_S * 1000]
    near, moments = due[:DEPTH], list(_branches(answer["trail"]))
    far = _distances_m(service, answer["moment"]["camera"])
    within_min = WITHIN_S / 60
    return Drawn(
        seen=len(due),
        inside=sum(_is_inside(one, here, windows) for one in due),
        whole=sum(_is_inside(one, here, windows, whole=True) for one in due),
        near=len(near),
        on_trail=_shown(near, moments),
        moments=len(moments),
        by_radius={r: _shown(near, hits[: len(moments)]) for r, hits in found.items()},
        drawn_min=sum(one.before_ms - one.after_ms for one in windows.values()) / 60_000,
        circles_min={m: n * within_min for n, m in enumerate(sorted(far.values()), 1)},
        farthest_m=max(far.get(one.camera, 0.0) for one in due),
    )


def _branches(trail: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for branch in trail:
        yield branch["moment"]
        yield from _branches(branch["next"])


def _shown(seen: Sequence[Sighting], moments: Sequence[Mapping[str, Any]]) -> int:
    """How many sightings share camera and time with one of the moments."""
    return sum(
        any(
            one["camera"]["id"] == sighting.camera
            and _ms(one["start"]) <= sighting.end_ms
            and sighting.start_ms <= _ms(one["end"])
            for one in moments
        )
        for sighting in seen
    )


def _distances_m(service: Service, at: Mapping[str, Any]) -> dict[str, float]:
    """How far each other camera is from one, straight."""
    return {
        camera.id: point_distance_m(at["lat"], at["lon"], camera.lat, camera.lon)
        for camera in service.index.view().cameras
        if camera.id != at["id"]
    }


def moment_of(service: Service, seen: Sighting) -> tuple[MomentId, int]:
    """The moment of a sighting, and the time of its largest look in the footage."""
    for span in service.index.footage.spans():
        held, start_ms = covered(span), span.start_ms
        if span.camera != seen.camera or held is None or start_ms is None:
            continue
        if held.after_ms <= seen.at_ms < held.before_ms:
            ends = max(0, seen.start_ms - start_ms), seen.end_ms - start_ms
            return MomentId(FootageId(str(span.footage)), *ends), seen.at_ms - start_ms
    raise ValueError(f"no footage of {seen}")


def _window(one: Mapping[str, Any]) -> Interval:
    return Interval(_ms(one["earliest"]), _ms(one["latest"]))


def _is_inside(
    seen: Sighting, start: Sighting, windows: Mapping[str, Interval], *, whole: bool = False
) -> bool:
    """Whether a sighting overlaps its camera's window, or is `whole` in it while it is followed.

    Coming back to the start needs none.
    """
    if seen.camera == start.camera:
        return True
    window = windows.get(seen.camera)
    if window is None:
        return False
    if whole:
        end_ms = min(seen.end_ms, start.end_ms + round(WITHIN_S * 1000))
        return window.after_ms <= seen.start_ms and end_ms <= window.before_ms
    return seen.start_ms <= window.before_ms and seen.end_ms >= window.after_ms


def _by_radius(
    service: Service, request: FollowRequest, moment: Mapping[str, Any], here: Sighting
) -> Iterator[tuple[float, list[dict[str, Any]]]]:
    """What was seen within each radius in the same time, the most alike first."""
    time = TimeWindow(from_ms(here.start_ms), from_ms(here.end_ms + round(WITHIN_S * 1000)))
    example = Example(moment=request.moment, pts_ms=request.pts_ms, box=request.box)
    far = _distances_m(service, moment["camera"])
    for radius_m in RADII_M:
        near = tuple(CameraId(camera) for camera, own_m in far.items() if own_m <= radius_m)
        asked = Understood(time=time, sources=("footage",))
        search = SearchRequest(understood=asked, example=example, cameras=near, limit=MOST_HITS)
        yield radius_m, service.search(search)["hits"] if near else []


def _rank(camera: str, ranked: Sequence[str]) -> int:
    first = list(dict.fromkeys(ranked))
    return first.index(camera) + 1 if camera in first else 0


def _share(held: Iterable[bool]) -> float:
    return float(np.mean(list(held) or [0.0]))


def _ms(iso: str) -> int:
    return to_ms(datetime.fromisoformat(iso))


if __name__ == "__main__":
    run(measure)
