"""The stages of a span's work: clocked each, and one running ahead of the next (`ahead`)."""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Literal, TypeVar

Item = TypeVar("Item")
StageName = Literal["decode", "motion", "encode", "write"]


@dataclass
class StageSeconds:
    """How long each stage was at work, in seconds of the clock on the wall.

    Motion is finding boxes, choosing looks and sizing them; waiting for another stage is not work.
    """

    decode: float = 0.0
    motion: float = 0.0
    encode: float = 0.0
    write: float = 0.0

    @contextmanager
    def at_work(self, stage: StageName) -> Iterator[None]:
        """Count what is done inside to a stage. One thread at a time for each stage."""
        began = time.perf_counter()
        try:
            yield
        finally:
            setattr(self, stage, getattr(self, stage) + time.perf_counter() - began)

    def counted(self, stage: StageName, items: Iterable[Item]) -> Iterator[Item]:
        """The items, the making of each counted to a stage."""
        making = iter(items)
        while True:
            with self.at_work(stage):
                try:
                    item = next(making)
                except StopIteration:
                    return
            yield item
            del item  # or it would be held while the next is made

    def __add__(self, other: "StageSeconds") -> "StageSeconds":
        """Both together."""
        names = [field.name for field in fields(self)]
        return StageSeconds(*(getattr(self, name) + getattr(other, name) for name in names))

    @property
    def slowest(self) -> StageName | None:
        """The stage that took longest, which limits the run; None where none was at work."""
        named: list[tuple[float, StageName]] = [
            (self.decode, "decode"),
            (self.motion, "motion"),
            (self.encode, "encode"),
            (self.write, "write"),
        ]
        seconds, name = max(named, key=lambda item: item[0])
        return name if seconds > 0 else None


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The items in order, each made in a thread of its own while the one before is used.

    At most one is made ahead. What making one raises is raised where it would be used.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as maker:
        coming = maker.submit(_next, items)
        while (made := coming.result()) is not None:
            coming = maker.submit(_next, items)
            yield made[0]
            del made  # or it would be held while the next is awaited


def _next(items: Iterator[Item]) -> tuple[Item] | None:
    for item in items:
        return (item,)
    return None
