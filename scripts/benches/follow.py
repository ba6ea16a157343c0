"""Follow: where vehicles that flee are drawn to go, on evenings nothing was tuned on.

Evenings are simulated without pixels: vehicles routed over the streets pass camera after camera
among other traffic, with embeddings of the demonstration model. Each escape of an incident is
followed from the first camera that sees it. Counted is how often all later sightings lie in the
drawn windows of cameras in reach, and, from each sighting on, how often the true next camera is
among the first three. A plain radius search ranks the cameras within a radius, in the same time, by
what looks most alike there; of several radii it has the best.
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

from indexer.ids import CameraId, FootageId, from_ms, to_ms
from indexer.region import Box
from indexer.simulate.evening import read_key, simulate_evening
from indexer.times.window import TimeWindow
from search.coverage import covered
from search.distances import point_distance_m
from search.example import Example
from search.follow.request import WITHIN_S, FollowRequest
from search.moment_id import MomentId
from search.question.understood import Understood
from search.request import SearchRequest
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
class Outcome:
    """One step of an escape: the true next camera's rank by trail and by each radius, from 1.

    0 where it is not ranked. `is_first` is the first step of an escape; then `inside` says whether
    all later sightings lie in the drawn windows, and `drawn_min` how many camera-minutes these are.
    """

    is_first: bool
    inside: bool
    drawn_min: float
    all_min: float
    rank: int
    by_radius: Mapping[float, int]


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
    escapes = [one for one in outcomes if one.is_first]
    top = _share(0 < one.rank <= FIRST for one in outcomes)
    radii = {r: _share(0 < one.by_radius[r] <= FIRST for one in outcomes) for r in RADII_M}
    best = max(radii, key=lambda radius: radii[radius])
    against = f"radius {best:g} m, {radii[best]:.3f}"
    drawn, whole = (
        float(np.mean([getattr(one, name) for one in escapes])) for name in ("drawn_min", "all_min")
    )
    circle = f"all cameras for {WITHIN_S / 60:g} min, {whole:.0f}"
    return [
        at_least("escapes", len(escapes), "", 2 if quick else 30),
        at_least("steps", len(outcomes), "", 5 if quick else 100),
        at_least("true trail inside", _share(one.inside for one in escapes), "", 0.9),
        compared("drawn camera-minutes", drawn, "min", circle, whole / max(drawn, 1e-3), 1),
        at_least(f"next camera in the first {FIRST}", top, "", 0.8),
        compared("the same beside a radius", top, "", against, top / max(radii[best], 1e-3), 1),
        at_least("next camera first", _share(one.rank == 1 for one in outcomes), "", 0.5),
    ]


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
    request = FollowRequest(moment, pts_ms, here.box, depth=1)
    answer = service.follow(request)
    windows = {
        one["camera"]["id"]: (_ms(one["earliest"]), _ms(one["latest"])) for one in answer["reach"]
    }
    due = [one for one in later if one.start_ms - here.end_ms <= WITHIN_S * 1000]
    trail = [branch["moment"]["camera"]["id"] for branch in answer["trail"]]
    cameras = answer["model_of_travel"]["cameras"]
    return Outcome(
        is_first=is_first,
        inside=all(_is_inside(one, here, windows) for one in due),
        drawn_min=sum(before - after for after, before in windows.values()) / 60_000,
        all_min=cameras * WITHIN_S / 60,
        rank=_rank(later[0].camera, trail),
        by_radius=dict(_by_radius(service, request, answer["moment"], here, later[0])),
    )


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


def _is_inside(seen: Sighting, start: Sighting, windows: Mapping[str, tuple[int, int]]) -> bool:
    """Whether a sighting overlaps its camera's window; coming back to the start needs none."""
    if seen.camera == start.camera:
        return True
    after, before = windows.get(seen.camera, (1, 0))
    return seen.start_ms <= before and seen.end_ms >= after


def _by_radius(
    service: Service,
    request: FollowRequest,
    moment: Mapping[str, Any],
    here: Sighting,
    there: Sighting,
) -> Iterator[tuple[float, int]]:
    """The rank of the true next camera among those within each radius, by the most alike moment."""
    at = moment["camera"]
    time = TimeWindow(from_ms(here.start_ms), from_ms(here.end_ms + round(WITHIN_S * 1000)))
    example = Example(moment=request.moment, pts_ms=request.pts_ms, box=request.box)
    for radius_m in RADII_M:
        near = tuple(
            camera.id
            for camera in service.index.view().cameras
            if camera.id != here.camera
            and point_distance_m(at["lat"], at["lon"], camera.lat, camera.lon) <= radius_m
        )
        asked = Understood(time=time, sources=("footage",))
        search = SearchRequest(understood=asked, example=example, cameras=near, limit=200)
        hits = service.search(search)["hits"] if near else []
        yield radius_m, _rank(there.camera, [hit["camera"]["id"] for hit in hits])


def _rank(camera: str, ranked: Sequence[str]) -> int:
    first = list(dict.fromkeys(ranked))
    return first.index(camera) + 1 if camera in first else 0


def _share(held: Iterable[bool]) -> float:
    return float(np.mean(list(held) or [0.0]))


def _ms(iso: str) -> int:
    return to_ms(datetime.fromisoformat(iso))


if __name__ == "__main__":
    run(measure)
