"""The whole simulated district: streets, cameras, traffic, footage, reports and the answer key."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from indexer.folder import Folder
from indexer.ids import LOCAL_ZONE, CameraId
from indexer.progress import NoProgress, Progress
from indexer.simulate.cameras import Site, place_cameras, site_feature
from indexer.simulate.filming import film_all, finish
from indexer.simulate.hidden import Hidden
from indexer.simulate.key import Seen, answer_lines, object_lines, parked_lines
from indexer.simulate.network import STREETS, Street
from indexer.simulate.questions import GROUPS, question_lines
from indexer.simulate.rain import rains_on
from indexer.simulate.render import Shot
from indexer.simulate.sightings import sightings
from indexer.simulate.stories import Story, tell_story
from indexer.simulate.tips import write_reports
from indexer.simulate.traffic import Trip, street_traffic, without_conflicts
from indexer.simulate.view import view_of

DEFAULT_START = datetime(2022, 4, 27, 21, 0, tzinfo=LOCAL_ZONE)
"""The evening of the story."""
REPORTS = 60
_LINES_A_FRAME = 100
"""Lines that are compressed together: some megabytes of objects that many cameras saw."""


@dataclass(frozen=True)
class District:
    """What was written, by path, and how much of it there is."""

    folder: Path
    start: datetime
    end: datetime
    cameras: Path
    streets: Path
    footage: tuple[Path, ...]
    reports: Path
    answers: Path
    questions: Path
    objects: Path
    report_count: int
    object_count: int


def simulate(
    folder: Path,
    cameras: int,
    minutes: float,
    seed: int,
    start: datetime | None = None,
    progress: Progress | None = None,
    width: int = 1280,
    height: int = 720,
    fps: int = 10,
    rain: bool = False,
    questions: int = GROUPS,
    boxes_a_second: int = 1,
) -> District:
    """Write a district of `cameras` × `minutes` into `folder`; same arguments, same bytes.

    With `rain`, showers reach about half of the cameras. `questions` is how many more than those
    of `answers.jsonl` are asked, each in three forms. Of what passes, the key has a box at
    `boxes_a_second` times, of which `fps` is to be a multiple.
    Every file appears whole; `answers.jsonl` comes last, so where it is, all is. After a kill, the
    same again films the cameras that are left.
    Raises ValueError for sizes that make no footage, StorageFailed where it cannot be written.
    """
    frame_count = round(minutes * 60 * fps)
    if cameras < 1 or frame_count < 1:
        raise ValueError(f"nothing to simulate: {cameras} cameras × {minutes} minutes")
    if boxes_a_second < 1 or fps % boxes_a_second:
        raise ValueError(f"no {boxes_a_second} boxes a second at {fps} frames a second")
    begin = (start or DEFAULT_START).astimezone(LOCAL_ZONE)
    sites = place_cameras(cameras, seed)
    story, trips = _traffic(sites, begin, frame_count / fps, seed)
    shots = [_shot(site, trips, begin, frame_count, fps, (width, height), seed) for site in sites]
    shots = [replace(shot, boxes_a_second=boxes_a_second) for shot in shots]
    if rain:
        shots = [replace(shot, rain=rains_on(shot.site, seed)) for shot in shots]
    paths = [_footage_path(folder, shot) for shot in shots]
    told = {"cameras": cameras, "minutes": minutes, "seed": seed, "start": begin.isoformat(),
            "width": width, "height": height, "fps": fps, "rain": rain}  # fmt: skip
    hidden = film_all(folder, told, shots, paths, progress or NoProgress())
    district = _write_texts(folder, shots, hidden, story, trips, questions)
    finish(folder)
    return district


def _traffic(
    sites: list[Site], start: datetime, seconds: float, seed: int
) -> tuple[Story, list[Trip]]:
    """The story and all traffic on the streets that cameras watch."""
    watched = [street for street in STREETS if any(site.street is street for site in sites)]
    story = tell_story(seconds, seed, watched)
    ordinary = [trip for street in watched for trip in street_traffic(street, start, seconds, seed)]
    return story, [*story.trips, *without_conflicts(ordinary, list(story.trips))]


def _shot(
    site: Site,
    trips: list[Trip],
    start: datetime,
    frame_count: int,
    fps: int,
    size: tuple[int, int],
    seed: int,
) -> Shot:
    seen = tuple(sightings(site, view_of(site, *size), trips, frame_count, fps))
    return Shot(site, seen, start, frame_count, fps, *size, seed)


def _footage_path(folder: Path, shot: Shot) -> Path:
    return folder / "footage" / shot.site.id / f"{shot.clock:%Y-%m-%dT%H-%M-%S%z}.mp4"


def _write_texts(
    folder: Path,
    shots: list[Shot],
    hidden: dict[CameraId, Hidden],
    story: Story,
    trips: list[Trip],
    questions: int,
) -> District:
    first, seed = shots[0], shots[0].seed
    end = first.start + timedelta(seconds=first.frame_count / first.fps)
    seen = Seen(
        by_site=tuple((shot.site, shot.sightings) for shot in shots),
        start=first.start,
        frame_count=first.frame_count,
        fps=first.fps,
        size=(first.width, first.height),
        rainy=frozenset(shot.site.id for shot in shots if shot.rain),
        hidden=hidden,
        boxes_a_second=first.boxes_a_second,
    )
    reports, of_story = write_reports(story, first.start, end, REPORTS, seed)
    now = (end + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
    happened = first.start + timedelta(seconds=story.snatched_s)
    objects = [*object_lines(seen, trips), *parked_lines(seen, seed)]
    out = Folder(folder)
    write_features(out, "cameras.geojson", [site_feature(shot.site) for shot in shots])
    write_features(out, "streets.geojson", [street_feature(street) for street in STREETS])
    write_lines(out, "reports.jsonl", reports)
    write_lines(out, "objects.jsonl", objects)
    write_lines(out, "questions.jsonl", question_lines(seen, now, seed, questions))
    write_lines(out, "answers.jsonl", answer_lines(seen, happened, of_story, now, seed))
    return District(
        folder=folder,
        start=first.start,
        end=end,
        cameras=folder / "cameras.geojson",
        streets=folder / "streets.geojson",
        footage=tuple(_footage_path(folder, shot) for shot in shots),
        reports=folder / "reports.jsonl",
        answers=folder / "answers.jsonl",
        questions=folder / "questions.jsonl",
        objects=folder / "objects.jsonl",
        report_count=len(reports),
        object_count=len(objects),
    )


def street_feature(street: Street) -> dict[str, Any]:
    """A street as a GeoJSON LineString feature with the contract's properties."""
    line = [[lon, lat] for lat, lon in street.points]
    return {
        "type": "Feature",
        "geometry": {"type": "LineString", "coordinates": line},
        "properties": {
            "id": street.id,
            "name": street.name,
            "aliases": list(street.aliases),
        },
    }


def write_features(out: Folder, name: str, features: list[dict[str, Any]]) -> None:
    """Write a GeoJSON file whole."""
    text = json.dumps(
        {"type": "FeatureCollection", "features": features},
        ensure_ascii=False,
        indent=1,
    )
    out.write(name, text.encode())


def write_lines(out: Folder, name: str, lines: Iterable[dict[str, Any]]) -> None:
    """Write a file of JSON lines whole; compressed, where the name ends in ".zst"."""
    texts = ((json.dumps(line, ensure_ascii=False) + "\n").encode() for line in lines)
    out.write_parts(name, _compressed(texts) if name.endswith(".zst") else texts)


def _compressed(texts: Iterable[bytes]) -> Iterator[bytes]:
    """Zstandard frames, each of some megabytes: one after another they are a file."""
    codec, left = pa.Codec("zstd", compression_level=3), iter(texts)
    while together := b"".join(islice(left, _LINES_A_FRAME)):
        yield codec.compress(together, asbytes=True)
