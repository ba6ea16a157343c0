"""How far a job is, kept in memory: its stages, each with its rate and the time that is left."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass
class _Stage:
    """One stage, told step by step; ended when its context is left."""

    name: str
    total: float | None
    done: float = 0.0
    words: str = ""
    began: float = 0.0
    ended: float | None = None

    def advance(self, by: float = 1) -> None:
        """So much more is done."""
        self.done += by

    def reach(self, done: float, total: float | None = None) -> None:
        """So much is done in all, of so much."""
        self.done, self.total = done, self.total if total is None else total

    def note(self, text: str) -> None:
        """A few words."""
        self.words = text

    def to_json(self) -> dict[str, Any]:
        """As a job shows it: `rate` is steps a second, `left_s` the seconds left at that rate."""
        seconds = (self.ended or time.monotonic()) - self.began
        rate = self.done / seconds if seconds > 0 else 0.0
        known = self.ended is None and self.total is not None and rate > 0
        return {
            "name": self.name,
            "done": round(self.done, 1),
            "total": self.total,
            "seconds": round(seconds, 1),
            "rate": round(rate, 3),
            "left_s": round(max(0.0, (self.total or 0) - self.done) / rate, 1) if known else None,
            "note": self.words,
        }


class JobProgress:
    """The stages of one job, told by the thread that works and read by the one that reports."""

    def __init__(self) -> None:
        """No stage yet."""
        self._stages: list[_Stage] = []
        self._lock = threading.Lock()

    @contextmanager
    def stage(self, name: str, total: float | None = None) -> Iterator[_Stage]:
        """A stage of so many steps."""
        stage = _Stage(name, total, began=time.monotonic())
        with self._lock:
            self._stages.append(stage)
        try:
            yield stage
        finally:
            stage.ended = time.monotonic()

    def to_json(self) -> list[dict[str, Any]]:
        """All stages, in their order."""
        with self._lock:
            return [stage.to_json() for stage in self._stages]
