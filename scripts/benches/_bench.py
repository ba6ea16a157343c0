"""What all benches share: arguments, interleaved rounds, ratios, goals, and how figures are shown.

A bench is a module with a docstring, that hands `run` a function from `quick` to figures.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

Work = Callable[[], object]
Seconds = dict[str, list[float]]
"""By what was timed: how long each round took."""


@dataclass(frozen=True)
class Figure:
    """One measured value beside what it is compared with.

    `ratio` is how many times better it is than `against` (larger is better, whatever the unit);
    without `against` it is None. `goal` says in words what `holds`.
    """

    name: str
    value: float
    unit: str
    against: str | None
    ratio: float | None
    goal: str
    holds: bool


def at_least(name: str, value: float, unit: str, least: float) -> Figure:
    """A value with a goal of its own, compared with nothing."""
    return Figure(name, value, unit, None, None, f"≥ {least:g} {unit}".rstrip(), value >= least)


def at_most(name: str, value: float, unit: str, most: float) -> Figure:
    """A value that is to stay small, compared with nothing."""
    return Figure(name, value, unit, None, None, f"≤ {most:g} {unit}".rstrip(), value <= most)


def compared(
    name: str, value: float, unit: str, against: str, ratio: float, least: float
) -> Figure:
    """A value beside another's: `ratio` times as good, `least` times wanted."""
    return Figure(name, value, unit, against, ratio, f"ratio ≥ {least:g}", ratio >= least)


def fast_enough(
    name: str, ms: float, against: str, ratio: float, least: float, unnoticed_ms: float
) -> Figure:
    """A time beside another's: `least` times as fast, or too short for anyone to notice."""
    goal = f"ratio ≥ {least:g}, or ≤ {unnoticed_ms:g} ms"
    return Figure(name, ms, "ms", against, ratio, goal, ratio >= least or ms <= unnoticed_ms)


def rounds(
    works: Mapping[str, Work], count: int, before: Callable[[int], object] | None = None
) -> Seconds:
    """Time every work in each round, in another order each time; the first round is dropped.

    Interleaved, all of them meet the same moods of the machine; in any order, none always finds in
    the caches what a certain other has left there. `before` is called, untimed, with each round's
    number.
    """
    return rounds_twice(works, count, before)[0]


def rounds_twice(
    works: Mapping[str, Work], count: int, before: Callable[[int], object] | None = None
) -> tuple[Seconds, Seconds]:
    """As `rounds`: by the clock on the wall, and by the time this process had on the processors.

    The second says what a work costs on a machine where others work too, and only that: a work that
    waits, or that another process does, costs nothing.
    """
    names, rng = list(works), np.random.default_rng(11)
    wall: Seconds = {name: [] for name in names}
    busy: Seconds = {name: [] for name in names}
    for number in range(count + 1):
        if before is not None:
            before(number)
        for name in rng.permutation(names).tolist():
            began, began_busy = time.perf_counter(), time.process_time()
            works[name]()
            busy[name].append(time.process_time() - began_busy)
            wall[name].append(time.perf_counter() - began)
    first = {name: values[1:] for name, values in wall.items()}
    return first, {name: values[1:] for name, values in busy.items()}


def median(values: Iterable[float]) -> float:
    """The middle value."""
    return float(np.median(list(values)))


def times_faster(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """How many times longer they took: the median over rounds, each round on its own."""
    return median(b / a for a, b in zip(ours, theirs, strict=True))


def note(text: str) -> None:
    """A line of progress on standard error."""
    print(text, file=sys.stderr, flush=True)


def tell(figures: Iterable[Figure]) -> None:
    """Figures as progress of a long bench, a line each, so that none is lost if it is stopped."""
    for one in figures:
        ratio = "" if one.ratio is None else f", {one.ratio:.2f}×"
        against = f" against {one.against}{ratio}" if one.against else ""
        held = "holds" if one.holds else "missed"
        note(f"{one.name}: {one.value:,.4g} {one.unit}{against} ({one.goal}: {held})")


class Pace:
    """How far a long part has come and about how long it still takes, said now and then."""

    def __init__(self, name: str, whole: int, every_s: float = 30.0) -> None:
        self._name, self._whole, self._every_s = name, whole, every_s
        self._done, self._began = 0, time.monotonic()
        self._said = self._began

    def advance(self, count: int) -> None:
        """So many more are done."""
        self._done += count
        now = time.monotonic()
        if now - self._said >= self._every_s:
            left = (now - self._began) / self._done * (self._whole - self._done)
            note(f"{self._name}: {self._done:,} of {self._whole:,}, about {left:,.0f} s left")
            self._said = now


def run(measure: Callable[..., Sequence[Figure]], hours: bool = False) -> None:
    """Read the arguments, measure, and print the figures.

    `measure` is told whether it is to be quick; with `hours`, also how many it is to take at least.
    """
    path = Path(sys.argv[0])
    about = sys.modules["__main__"].__doc__
    parser = argparse.ArgumentParser(
        prog=f"scripts/bench {path.stem}",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document, no table")
    parser.add_argument("--quick", action="store_true", help="smaller, in less than a minute")
    if hours:
        parser.add_argument("--hours", type=float, default=0.0, help="go on for so long at least")
    arguments = parser.parse_args()
    _with_patient_threads()
    began = time.monotonic()
    figures = measure(arguments.quick, *([arguments.hours] if hours else []))
    note(f"measured in {time.monotonic() - began:.0f} s")
    if arguments.json:
        print(as_json(path.stem, figures))
    else:
        Console(highlight=False).print(as_table(path.stem, figures))


def _with_patient_threads() -> None:
    """Start anew with threads that sleep where they wait.

    The pools of FAISS and of OpenBLAS in one process else spin against each other on few cores.
    Both read their variables as they are loaded.
    """
    wanted = {"OMP_WAIT_POLICY": "PASSIVE", "OPENBLAS_THREAD_TIMEOUT": "4"}
    if not wanted.keys() <= os.environ.keys():
        os.execve(sys.executable, [sys.executable, *sys.argv], wanted | dict(os.environ))


def as_json(bench: str, figures: Sequence[Figure]) -> str:
    """The document that scripts read."""
    return json.dumps({"bench": bench, "figures": [asdict(f) for f in figures]}, ensure_ascii=False)


def as_table(bench: str, figures: Sequence[Figure]) -> Table:
    """The figures for a person."""
    table = Table(title=bench, box=None, padding=(0, 2, 0, 0), title_justify="left")
    for heading, side in (
        ("figure", "left"),
        ("value", "right"),
        ("against", "left"),
        ("ratio", "right"),
        ("goal", "left"),
        ("", "left"),
    ):
        table.add_column(heading, justify=side)  # type: ignore[arg-type]
    for one in figures:
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}×"
        held = "[green]holds[/]" if one.holds else "[red]missed[/]"
        value = f"{one.value:,.4g} {one.unit}"
        table.add_row(one.name, value, one.against or "", ratio, one.goal, held)
    return table
