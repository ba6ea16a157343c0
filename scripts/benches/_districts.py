"""Simulated districts with all that is known of them: made, indexed, asked, and judged.

A hit is right if its box is that of a thing of the type and colour asked for, at that second; a hit
without a box, if such a thing is in the picture then.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

from _bench import note
from _kept import kept_folder

from indexer.cameras import import_cameras, read_cameras
from indexer.folder import Folder
from indexer.folding import fold
from indexer.index_footage import index_footage
from indexer.jobs.runner import open_jobs
from indexer.places.gazetteer import import_places, load_gazetteer
from indexer.region import Box, overlap
from indexer.reports.import_reports import import_reports
from indexer.reports.open_index import open_report_index
from indexer.simulate.key import COLOUR_WORDS, TYPE_WORDS
from indexer.simulate.simulate import simulate
from indexer.simulate.things import COLOURS, TYPES, Colour, Type
from search.question.understood import Understood
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import open_state

DISTRICT = "district"
SAME_OVERLAP = 0.3
"""Intersection over union from which a hit's box is that of a thing."""
_WHOLE = [0, 0, 1, 1]
_ENDS = ("start", "end")
_DRAWN, _DONE = "drawn", "indexed"


@dataclass(frozen=True)
class Looks:
    """A thing that is looked for, and the words it is asked for with, which may say less."""

    words: str
    language: str
    type: Type
    colour: Colour
    riders: int | None = None

    @property
    def understood(self) -> Understood:
        """The question for it, in all footage."""
        return Understood(language=self.language, look_for=self.words, sources=("footage",))

    def fit(self, thing: dict[str, Any]) -> bool:
        """Whether a thing of the answer key is meant."""
        same = (thing["type"], thing["colour"]) == (self.type, self.colour)
        return same and self.riders in (None, thing["riders"])


def all_looks() -> Iterator[Looks]:
    """Every type in every colour, in English, Vietnamese and unaccented Vietnamese by turns."""
    for number, (kind, colour) in enumerate(product(TYPES, COLOURS)):
        if number % 3 == 0:
            yield Looks(english(kind, colour), "en", kind, colour)
        else:
            words = f"{TYPE_WORDS[kind]} {COLOUR_WORDS[colour]}"
            yield Looks(words if number % 3 == 1 else fold(words), "vi", kind, colour)


def english(kind: Type, colour: Colour) -> str:
    """A type in a colour, as it is asked for in English."""
    return f"person in {colour}" if kind == "person" else f"{colour} {kind}"


@dataclass(frozen=True)
class Stretch:
    """A thing clearly seen by one camera, [start, end), as the answer key has it."""

    camera: str
    start: datetime
    end: datetime


@dataclass
class District:
    """One district, indexed; `_things` has the things and their boxes by camera and second."""

    folder: Path
    service: Service
    _objects: list[dict[str, Any]] = field(default_factory=list)
    _things: dict[tuple[str, int], list[tuple[dict[str, Any], Box]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lines = (self.folder / DISTRICT / "objects.jsonl").read_text("utf-8").splitlines()
        self._objects = [o for o in map(json.loads, lines) if o["role"] != "parked"]
        for thing in self._objects:
            for seen in thing["sightings"]:
                for shown in seen["boxes"]:
                    at = (seen["camera"], _second(shown["at"]))
                    self._things.setdefault(at, []).append((thing, tuple(shown["box"])))

    def stretches(self, looks: Looks) -> list[Stretch]:
        """When and where things of these looks were clearly seen."""
        return [
            Stretch(seen["camera"], *(datetime.fromisoformat(clear[end]) for end in _ENDS))
            for thing in self._objects
            if looks.fit(thing)
            for seen in thing["sightings"]
            for clear in seen["clear"]
        ]

    def is_right(self, hit: dict[str, Any], looks: Looks) -> bool:
        """Whether a moment shows a thing of these looks where its box is."""
        box = hit["best"]["box"]
        things = self._things.get((hit["camera"]["id"], _second(hit["best"]["at"])), [])
        return any(
            looks.fit(thing) and (box == _WHOLE or overlap(tuple(box), own) >= SAME_OVERLAP)
            for thing, own in things
        )

    def ask(self, looks: Looks, **more: Any) -> list[dict[str, Any]]:
        """The hits for these looks."""
        request = SearchRequest(**{"understood": looks.understood} | more)
        hits: list[dict[str, Any]] = self.service.search(request)["hits"]
        return hits


@contextmanager
def kept_district(seed: int, cameras: int, minutes: float) -> Iterator[District]:
    """A district, made if it is not yet in the folder that `TRUYVET_BENCH_FOLDER` names.

    Benches that ask of the same seed and size share one. Without that folder it is made each time.
    """
    name = f"district-{seed}-{cameras}-{minutes:g}"
    with (
        kept_folder(name) as folder,
        open_district(make_district(folder, seed, cameras, minutes)) as district,
    ):
        yield district


def make_district(folder: Path, seed: int, cameras: int, minutes: float, **more: Any) -> Path:
    """A data folder with everything of a simulated district, its files in `district`.

    `more` goes to `simulate`. What is there already stays: what was drawn serves any model.
    """
    if (folder / _DONE).exists():
        return folder
    if not (folder / _DRAWN).exists():
        note(f"district {seed}: {cameras} cameras × {minutes:.3g} min")
        simulate(folder / DISTRICT, cameras, minutes, seed, **more)
        (folder / _DRAWN).touch()
    _index(folder / DISTRICT, Folder(folder))
    (folder / _DONE).touch()
    return folder


def _index(made: Path, data: Folder) -> None:
    known = import_cameras(data, read_cameras(made / "cameras.geojson"))
    import_places(data, made / "streets.geojson")
    with open_jobs() as jobs:
        index_footage([made / "footage"], data=data, model="demo", cameras=known, jobs=jobs)
    index = open_report_index(data, None)
    import_reports([made / "reports.jsonl"], "jsonl", data, index, load_gazetteer(data))
    index.close()


@contextmanager
def open_district(folder: Path) -> Iterator[District]:
    """A district that was made, ready to be asked; its audit log is kept nowhere."""
    with open_state("sqlite://") as state:
        yield District(folder, Service(Settings(data=str(folder)), state))


def _second(iso: str) -> int:
    return round(datetime.fromisoformat(iso).timestamp())
