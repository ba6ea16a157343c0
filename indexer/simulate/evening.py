"""An evening without pixels, whose every answer is known: rows, vectors, reports and their key.

Vehicles are routed over the district's streets, so that camera after camera sees them at possible
times; each look's embedding is the encoder's own, of a drawn crop. Rows and vectors go through the
real shard writer, frame table and footage log, reports through the real import: what searches
footage searches this. Footage itself there is none, so pictures and videos cannot be shown.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from embeddings.encoder import Encoder
from embeddings.models import DEFAULT_MODEL, open_encoder
from indexer.cameras import import_cameras, read_cameras
from indexer.folder import Folder
from indexer.ids import LOCAL_ZONE
from indexer.places.gazetteer import import_places, load_gazetteer
from indexer.progress import NoProgress, Progress
from indexer.reports.import_reports import import_reports
from indexer.reports.open_index import open_report_index
from indexer.simulate.cameras import Site, place_cameras, site_feature
from indexer.simulate.evening_key import (
    Asked,
    Clock,
    incident_line,
    object_line,
    question_lines,
    report_line,
)
from indexer.simulate.evening_rows import EveningRows
from indexer.simulate.incidents import Incident, draw_incidents
from indexer.simulate.journeys import Jams, Journey, ordinary_journeys
from indexer.simulate.network import STREETS
from indexer.simulate.passages import Passage, Watch
from indexer.simulate.roads import links
from indexer.simulate.simulate import DEFAULT_START, street_feature, write_features, write_lines
from indexer.simulate.testimony import Testimony, testimonies

KEY = "evening"
"""The folder of the files and the key, in the data folder."""


@dataclass(frozen=True)
class Evening:
    """What was written: the data folder, its files and key by path, and how much of it there is.

    `key` has `objects.jsonl` (what passed, where it was seen, its true path), `incidents.jsonl`,
    `report_key.jsonl` (each report's true incident, place and time) and `questions.jsonl`.
    """

    data: Path
    key: Path
    start: datetime
    end: datetime
    cameras: int
    regions: int
    reports: int
    incidents: int
    questions: int

    def read(self, name: str) -> list[dict[str, Any]]:
        """The lines of a file of the key, such as "questions"."""
        return read_key(self.data, name)


def read_key(data: Path, name: str) -> list[dict[str, Any]]:
    """The lines of a file of an evening's key, `name` without its suffix."""
    lines = (data / KEY / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


@dataclass(frozen=True)
class Told:
    """What happened, before it is written: passages by object, and the reports."""

    journeys: tuple[Journey, ...]
    incidents: tuple[Incident, ...]
    passages: dict[str, tuple[Passage, ...]]
    reports: list[tuple[dict[str, Any], Testimony]]

    @property
    def incident_of(self) -> dict[str, str]:
        """By object: the incident that it is in."""
        return {
            journey.trip.id: incident.id
            for incident in self.incidents
            for journey in (*incident.culprits, *incident.others)
        }


def simulate_evening(
    folder: Path,
    cameras: int = 40,
    minutes: float = 60,
    seed: int = 1,
    incidents: int = 12,
    start: datetime | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Evening:
    """Write an evening of `cameras` × `minutes` into the data folder `folder`, ready for search.

    The same arguments give the same rows, vectors, reports and key. `start` is by default the
    evening of the pixel district; `encoder` the demonstration model. Raises ValueError for sizes
    that hold nothing, StorageFailed where it cannot be written.
    """
    seconds = minutes * 60
    if cameras < 1 or incidents < 0 or seconds < 60:
        raise ValueError(f"nothing to simulate: {cameras} cameras × {minutes} minutes")
    begin = (start or DEFAULT_START).astimezone(LOCAL_ZONE)
    sites = place_cameras(cameras, seed)
    told = tell(sites, begin, seconds, incidents, seed)
    data = Folder(folder)
    _write_files(folder, sites, told)
    rows = EveningRows(data, begin, seconds, seed, encoder or open_encoder(DEFAULT_MODEL), sites)
    seen = chain.from_iterable(told.passages.values())
    regions = rows.write(seen, set(told.incident_of), progress or NoProgress())
    reports = _import(data, folder / KEY / "reports.jsonl")
    questions = write_key(Folder(folder / KEY), told, begin, seconds, seed)
    return Evening(
        data=folder,
        key=folder / KEY,
        start=begin,
        end=begin + timedelta(seconds=seconds),
        cameras=cameras,
        regions=regions,
        reports=reports,
        incidents=incidents,
        questions=questions,
    )


def tell(
    sites: Sequence[Site],
    start: datetime,
    seconds: float,
    incidents: int,
    seed: int,
    prefix: str = "",
    fleet_seed: int | None = None,
) -> Told:
    """All that happens; what no camera sees is left out of the passages.

    Ids of what passes begin with `prefix`, those of incidents and reports have the seed in them.
    The same `fleet_seed` has the same vehicles and walkers about.
    """
    jams, watch = Jams(seed), Watch(sites)
    happened = tuple(draw_incidents(sites, seconds, incidents, seed, jams))
    of_incidents = chain.from_iterable((*one.culprits, *one.others) for one in happened)
    ordinary = ordinary_journeys(sites, start, seconds, seed, jams, prefix, fleet_seed)
    journeys = (*of_incidents, *ordinary)
    passages = {one.trip.id: tuple(watch.passages(one, seconds)) for one in journeys}
    end = start + timedelta(seconds=seconds)
    return Told(journeys, happened, passages, testimonies(happened, start, end, seed))


def _write_files(folder: Path, sites: Sequence[Site], told: Told) -> None:
    write_map(folder, sites)
    write_lines(Folder(folder / KEY), "reports.jsonl", (line for line, _ in told.reports))


def write_map(folder: Path, sites: Sequence[Site]) -> None:
    """Write cameras and streets, and take them into the data folder."""
    out, data = Folder(folder / KEY), Folder(folder)
    write_features(out, "cameras.geojson", [site_feature(site) for site in sites])
    write_features(out, "streets.geojson", [street_feature(one) for one in (*STREETS, *links())])
    import_cameras(data, read_cameras(folder / KEY / "cameras.geojson"))
    import_places(data, folder / KEY / "streets.geojson")


def _import(data: Folder, reports: Path) -> int:
    index = open_report_index(data, None)
    try:
        return import_reports([reports], "jsonl", data, index, load_gazetteer(data)).imported
    finally:
        index.close()


def write_key(
    out: Folder,
    told: Told,
    start: datetime,
    seconds: float,
    seed: int,
    within: bool = False,
) -> int:
    """Write the key of what was told; returns how many questions it has.

    With `within` it is of a part: questions ask for no time outside [start, start + seconds), since
    others know of that, and objects, which are very many, are compressed.
    """
    clock, involved = Clock(start), told.incident_of
    of_incident: dict[str, list[str]] = {}
    for line, testimony in told.reports:
        if testimony.incident:
            of_incident.setdefault(testimony.incident.id, []).append(line["id"])
    name = "objects.jsonl.zst" if within else "objects.jsonl"
    write_lines(out, name, _objects(told, involved, clock))
    write_lines(out, "incidents.jsonl", (
        incident_line(one, told.passages, of_incident.get(one.id, []), clock)
        for one in told.incidents
    ))  # fmt: skip
    write_lines(out, "report_key.jsonl", (
        report_line(line["id"], testimony, clock) for line, testimony in told.reports
    ))  # fmt: skip
    now = (start + timedelta(seconds=seconds, days=1)).replace(hour=8, minute=0, second=0)
    until_s = seconds if within else None
    now = now.replace(microsecond=0)
    asked = Asked(told.passages, told.incidents, of_incident, clock, now, until_s)
    questions = list(question_lines(asked, seed))
    write_lines(out, "questions.jsonl", questions)
    return len(questions)


def _objects(told: Told, involved: dict[str, str], clock: Clock) -> Iterator[dict[str, Any]]:
    for journey in told.journeys:
        passages = told.passages[journey.trip.id]
        if passages or journey.trip.id in involved:
            yield object_line(journey, passages, involved.get(journey.trip.id, ""), clock)
