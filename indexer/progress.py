"""Progress of long work: a protocol, nothing at all, or a bar on the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import (
    Progress as RichBar,
)


class Stage(Protocol):
    """One stage of a work under way."""

    def advance(self, by: float = 1) -> None:
        """So much more is done."""
        ...

    def reach(self, done: float, total: float | None = None) -> None:
        """So much is done in all, of so much."""
        ...

    def note(self, text: str) -> None:
        """A few words beside the bar: a rate, a count."""
        ...


class Progress(Protocol):
    """Where long work tells how far it is."""

    @contextmanager
    def stage(self, name: str, total: float | None = None) -> Iterator[Stage]:
        """A stage of `total` steps (None: not known yet), for as long as the context lasts."""
        ...


class _Silence:
    def advance(self, by: float = 1) -> None:
        """Say nothing."""

    def reach(self, done: float, total: float | None = None) -> None:
        """Say nothing."""

    def note(self, text: str) -> None:
        """Say nothing."""


class NoProgress:
    """Tells nobody."""

    @contextmanager
    def stage(self, name: str, total: float | None = None) -> Iterator[Stage]:
        """A stage nobody hears of."""
        yield _Silence()


class _RichStage:
    def __init__(self, bar: RichBar, task: TaskID) -> None:
        self._bar, self._task = bar, task

    def advance(self, by: float = 1) -> None:
        self._bar.advance(self._task, by)

    def reach(self, done: float, total: float | None = None) -> None:
        self._bar.update(self._task, completed=done, total=total)

    def note(self, text: str) -> None:
        self._bar.update(self._task, note=text)


class RichProgress:
    """Bars with count, rate and time left; where there is no terminal, one line a stage."""

    def __init__(self, console: Console) -> None:
        """Draw on this console (standard error, for the command)."""
        self._console = console

    @contextmanager
    def stage(self, name: str, total: float | None = None) -> Iterator[Stage]:
        """A bar for one stage, which stays when it is done."""
        if not self._console.is_terminal:
            self._console.print(f"{name} …", markup=False)
        bar = RichBar(
            SpinnerColumn(finished_text="✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        with bar:
            yield _RichStage(bar, bar.add_task(name, total=total, note=""))
