"""Answers: how often what was asked for comes first, on districts whose every answer is known.

Districts are simulated, indexed with the demonstration model and asked every question of their
answer keys. Beside the search as it is stands the same search that judges a moment by its best
look alone (no second look, no allowance for small ones). A moment is right if it shares time with
one of the key; the rank is the best right one's among the moments.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from _bench import Figure, at_least, compared, run
from _districts import DISTRICT, make_district

from search import moments
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import open_state

SEEDS = (1, 3, 7, 11)
LIMIT = 60
FLAGSHIP = 6
"""The first questions of a key are the flagship question's forms."""


@dataclass(frozen=True)
class Outcome:
    """Of one question: rank of the first right moment, what leads the list, the first right tip."""

    moment: int | None
    leads: bool
    tip: int | None


def measure(quick: bool) -> list[Figure]:
    """Simulate, index, ask twice."""
    outcomes: dict[str, list[list[Outcome]]] = {"as it is": [], "best look alone": []}
    for seed in SEEDS[:1] if quick else SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            district = make_district(Path(folder), seed, 3 if quick else 6, 0.75 if quick else 2)
            outcomes["as it is"].append(_ask_all(district))
            with _best_look_alone():
                outcomes["best look alone"].append(_ask_all(district))
    ours, theirs = (list(chain.from_iterable(found)) for found in outcomes.values())
    forms = [one for found in outcomes["as it is"] for one in found[:FLAGSHIP]]
    return [
        _beside("mean reciprocal rank", _reciprocal(ours), _reciprocal(theirs)),
        _beside("first is right", _first(ours), _first(theirs)),
        at_least("flagship, moment leads the list", _share(o.leads for o in forms), "", 1),
        at_least(
            "flagship, tip in the first three", _share((o.tip or 9) < 4 for o in forms), "", 1
        ),
    ]


@contextmanager
def _best_look_alone() -> Iterator[None]:
    kept = moments.SECOND_SHARE, moments.SMALL_COST
    moments.SECOND_SHARE, moments.SMALL_COST = 0.0, 0.0
    try:
        yield
    finally:
        moments.SECOND_SHARE, moments.SMALL_COST = kept


def _ask_all(folder: Path) -> list[Outcome]:
    lines = (folder / DISTRICT / "answers.jsonl").read_text("utf-8").splitlines()
    with open_state(f"sqlite:///{folder / 'state.sqlite'}") as state:
        service = Service(Settings(data=str(folder)), state)
        return [_ask(service, json.loads(line)) for line in lines]


def _ask(service: Service, key: dict[str, Any]) -> Outcome:
    now = datetime.fromisoformat(key["now"])
    answer = service.search(SearchRequest(question=key["question"], now=now, limit=LIMIT))
    right = [_is_right(hit, key["relevant"]) for hit in answer["hits"]]
    seen = [ok for hit, ok in zip(answer["hits"], right, strict=True) if hit["kind"] == "moment"]
    told = [hit["rank"] for hit, ok in zip(answer["hits"], right, strict=True)
            if ok and hit["kind"] == "report"]  # fmt: skip
    leads = bool(right) and right[0] and answer["hits"][0]["kind"] == "moment"
    return Outcome(seen.index(True) + 1 if True in seen else None, leads, min(told, default=None))


def _is_right(hit: dict[str, Any], relevant: Sequence[dict[str, str]]) -> bool:
    if hit["kind"] == "report":
        return any(one.get("report") == hit["id"] for one in relevant)
    return any(
        one.get("camera") == hit["camera"]["id"]
        and datetime.fromisoformat(one["start"]) < datetime.fromisoformat(hit["end"])
        and datetime.fromisoformat(hit["start"]) < datetime.fromisoformat(one["end"])
        for one in relevant
    )


def _reciprocal(outcomes: Sequence[Outcome]) -> float:
    return float(np.mean([1 / one.moment if one.moment else 0.0 for one in outcomes]))


def _first(outcomes: Sequence[Outcome]) -> float:
    return _share(one.moment == 1 for one in outcomes)


def _share(held: Iterator[bool]) -> float:
    return float(np.mean(list(held)))


def _beside(name: str, ours: float, theirs: float) -> Figure:
    against = f"best look alone, {theirs:.3f}"
    return compared(name, ours, "", against, ours / max(theirs, 1e-9), 1.0)


if __name__ == "__main__":
    run(measure)
