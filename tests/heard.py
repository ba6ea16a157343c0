"""A progress display that keeps what it was told."""

from collections.abc import Iterator
from contextlib import contextmanager

from indexer.progress import Stage


class _HeardStage:
    def __init__(self, heard: "Heard", name: str) -> None:
        self._heard, self._name = heard, name

    def advance(self, by: float = 1) -> None:
        done, total = self._heard.stages[self._name]
        self._heard.stages[self._name] = (done + by, total)

    def reach(self, done: float, total: float | None = None) -> None:
        self._heard.stages[self._name] = (done, total)

    def note(self, text: str) -> None:
        self._heard.notes.append(text)


class Heard:
    """`stages`: how much was done of how much (None: not told), by name; `notes`: every note."""

    def __init__(self) -> None:
        self.stages: dict[str, tuple[float, float | None]] = {}
        self.notes: list[str] = []

    @contextmanager
    def stage(self, name: str, total: float | None = None) -> Iterator[Stage]:
        self.stages[name] = (0, total)
        yield _HeardStage(self, name)
