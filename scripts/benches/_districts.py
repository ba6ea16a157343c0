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

from indexer.cameras import import_cameras, read_cameras
from indexer.folder import Folder
from indexer.folding import fold
from indexer.index_footage import index_footage
from indexer.jobs.runner import open_jobs
from indexer.places.gazetteer import import_places, load_gazetteer
from indexer.region import Box
from indexer.reports.import_reports import import_reports
from indexer.reports.open_index import open_report_index
from indexer.sampling import overlap
from indexer.simulate.key import COLOUR_WORDS, TYPE_WORDS
from indexer.simulate.simulate import simulate
from indexer.simulate.things import COLOURS, TYPES
from search.question.understood import Understood
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import open_state

SAME_OVERLAP = 0.3
"""Intersection over union from which a hit's box is that of a thing."""
_WHOLE = [0, 0, 1, 1]
_DONE = "indexed"


@dataclass(frozen=True)
class Looks:
    """A thing as it is asked for."""

    type: str
    colour: str
    words: str
    language: str

    @property
    def understood(self) -> Understood:
        """The question for it, in all footage."""
        return Understood(language=self.language, look_for=self.words, sources=("footage",))


def all_looks() -> Iterator[Looks]:
    """Every type in every colour, in English, Vietnamese and unaccented Vietnamese by turns."""
    for number, (kind, colour) in enumerate(product(TYPES, COLOURS)):
        if number % 3 == 0:
            words = f"person in {colour}" if kind == "person" else f"{colour} {kind}"
            yield Looks(kind, colour, words, "en")
        else:
            words = f"{TYPE_WORDS[kind]} {COLOUR_WORDS[colour]}"
            yield Looks(kind, colour, words if number % 3 == 1 else fold(words), "vi")


@dataclass
class District:
    """One district, indexed; `_things` has by camera and second the id, looks and box of things."""

    folder: Path
    service: Service
    _things: dict[tuple[str, int], list[tuple[str, str, str, Box]]] = field(default_factory=dict)
    _passings: dict[tuple[str, str], set[tuple[str, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for line in (self.folder / "district" / "objects.jsonl").read_text("utf-8").splitlines():
            thing = json.loads(line)
            if thing["role"] != "parked":
                self._take_in(thing)

    def _take_in(self, thing: dict[str, Any]) -> None:
        looks = (thing["type"], thing["colour"])
        for seen in thing["sightings"]:
            if seen["clear"]:
                self._passings.setdefault(looks, set()).add((thing["id"], seen["camera"]))
            for shown in seen["boxes"]:
                at = (seen["camera"], _second(shown["at"]))
                self._things.setdefault(at, []).append((thing["id"], *looks, tuple(shown["box"])))

    def passings(self, looks: Looks) -> set[tuple[str, str]]:
        """The things of these looks that were clearly seen, each with the camera that saw it."""
        return self._passings.get((looks.type, looks.colour), set())

    def shown(self, hit: dict[str, Any], looks: Looks) -> set[tuple[str, str]]:
        """Of these looks, the things that a hit shows, each with its camera; empty: it is wrong."""
        camera, box = hit["camera"]["id"], hit["best"]["box"]
        things = self._things.get((camera, _second(hit["best"]["at"])), [])
        return {
            (ident, camera)
            for ident, kind, colour, own in things
            if (kind, colour) == (looks.type, looks.colour)
            and (box == _WHOLE or overlap(tuple(box), own) >= SAME_OVERLAP)
        }

    def ask(self, looks: Looks, **more: Any) -> list[dict[str, Any]]:
        """The hits for these looks."""
        request = SearchRequest(**{"understood": looks.understood} | more)
        hits: list[dict[str, Any]] = self.service.search(request)["hits"]
        return hits


def make_district(folder: Path, seed: int, cameras: int, minutes: float) -> Path:
    """A data folder with everything of a simulated district, its files in `district`.

    What is there already stays.
    """
    if (folder / _DONE).exists():
        return folder
    note(f"district {seed}: {cameras} cameras × {minutes:g} min")
    made = simulate(folder / "district", cameras, minutes, seed)
    data = Folder(folder)
    known = import_cameras(data, read_cameras(made.cameras))
    import_places(data, made.streets)
    with open_jobs() as jobs:
        index_footage([made.folder / "footage"], data=data, model="demo", cameras=known, jobs=jobs)
    index = open_report_index(data, None)
    import_reports([made.reports], "jsonl", data, index, load_gazetteer(data))
    index.close()
    (folder / _DONE).touch()
    return folder


@contextmanager
def open_district(folder: Path) -> Iterator[District]:
    """A district that was made, ready to be asked; its audit log is kept nowhere."""
    with open_state("sqlite:///:memory:") as state:
        yield District(folder, Service(Settings(data=str(folder)), state))


def _second(iso: str) -> int:
    return round(datetime.fromisoformat(iso).timestamp())
