"""Evenings of known truth without pixels: made, asked by each retriever alone and by all, judged.

A moment is right if its best box is that of a thing of the key, at that second; a thing that one
camera saw pass counts once, however often it is shown. A report is right if the key names it.
"""

import json
import math
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from _bench import note

from indexer.region import Box
from indexer.sampling import overlap
from indexer.simulate.evening import read_key, simulate_evening
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import open_state

SAME_OVERLAP = 0.5
"""Intersection over union from which a hit's box is that of a thing."""
_MADE = "made"
Hit = dict[str, Any]


@dataclass(frozen=True)
class Sizes:
    """How large an evening is."""

    cameras: int = 40
    minutes: float = 60
    incidents: int = 12

    def __str__(self) -> str:
        """As folders are named."""
        return f"{self.cameras}x{self.minutes:g}"


@dataclass
class Evening:
    """One evening, indexed, with its questions and the boxes of all that passed."""

    folder: Path
    service: Service
    questions: list[dict[str, Any]] = field(default_factory=list)
    _boxes: dict[tuple[str, int], list[tuple[str, Box]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.questions = read_key(self.folder, "questions")
        for thing in read_key(self.folder, "objects"):
            for seen in thing["sightings"]:
                for box in seen["boxes"]:
                    at = (seen["camera"], _ms(box["at"]))
                    self._boxes.setdefault(at, []).append((thing["id"], tuple(box["box"])))

    def ask(self, question: Mapping[str, Any], limit: int, **more: Any) -> list[Hit]:
        """The hits for a question of the key."""
        now = datetime.fromisoformat(question["now"])
        request = SearchRequest(question=question["question"], now=now, limit=limit, **more)
        hits: list[Hit] = self.service.search(request)["hits"]
        return hits

    def gains(self, question: Mapping[str, Any], hits: Sequence[Hit]) -> list[int]:
        """What each hit is worth: 3 for the incident's, 1 for what is alike, 0 if shown before."""
        seen: set[str] = set()
        return [self._gain(question, hit, seen) for hit in hits]

    def grade(self, question: Mapping[str, Any], hit: Hit) -> int:
        """The grade of one hit by itself."""
        return max((one["grade"] for one in self._met(question, hit)), default=0)

    def _gain(self, question: Mapping[str, Any], hit: Hit, seen: set[str]) -> int:
        new = [one for one in self._met(question, hit) if _name(one) not in seen]
        seen |= {_name(one) for one in new}
        return 2 ** max((one["grade"] for one in new), default=0) - 1

    def _met(self, question: Mapping[str, Any], hit: Hit) -> Iterator[Mapping[str, Any]]:
        if hit["kind"] == "report":
            yield from (one for one in question["relevant"] if one.get("report") == hit["id"])
            return
        camera, at_ms = hit["camera"]["id"], _ms(hit["best"]["at"])
        box = tuple(hit["best"]["box"])
        shown = {
            name
            for name, own in self._boxes.get((camera, at_ms), [])
            if overlap(box, own) >= SAME_OVERLAP
        }
        for one in question["relevant"]:
            there = one.get("camera") == camera and one["object"] in shown
            if there and _ms(one["start"]) - 1_000 <= at_ms <= _ms(one["end"]) + 1_000:
                yield one


def ndcg(question: Mapping[str, Any], gains: Sequence[int], k: int = 10) -> float:
    """Normalised discounted cumulated gain at k, with gains 2^grade − 1 (Burges et al., 2005)."""
    best = sorted((2 ** one["grade"] - 1 for one in question["relevant"]), reverse=True)
    return _discounted(gains[:k]) / max(_discounted(best[:k]), 1e-9)


def make_evening(folder: Path, seed: int, sizes: Sizes) -> Path:
    """A data folder with an evening; one that is whole already stays, a part of one goes."""
    if not (folder / _MADE).exists():
        shutil.rmtree(folder, ignore_errors=True)
        note(f"evening {seed}: {sizes.cameras} cameras × {sizes.minutes:g} min")
        simulate_evening(folder, sizes.cameras, sizes.minutes, seed, sizes.incidents)
        (folder / _MADE).touch()
    return folder


@contextmanager
def open_evening(folder: Path) -> Iterator[Evening]:
    """An evening that was made, ready to be asked; its audit log is kept nowhere."""
    with open_state("sqlite://") as state:
        yield Evening(folder, Service(Settings(data=str(folder)), state))


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _name(relevant: Mapping[str, Any]) -> str:
    return json.dumps([relevant.get(key) for key in ("report", "camera", "start", "object")])


def _ms(iso: str) -> int:
    return round(datetime.fromisoformat(iso).timestamp() * 1000)
