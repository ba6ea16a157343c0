"""The cores of this machine, lent to searches: as many threads search at once as there are cores.

More threads than cores would contend for the interpreter's lock, which costs each of them tens of
milliseconds. A wide search borrows the cores that no other search uses, and no others: with many
searches at once each has one.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import TypeVar

_From = TypeVar("_From")
_To = TypeVar("_To")


class Turns:
    """A turn for each core; `with turns:` waits for one. Safe for several threads."""

    def __init__(self, cores: int) -> None:
        """All turns are free; no thread is started before one helps."""
        self.cores = cores
        self._free: SimpleQueue[None] = SimpleQueue()  # a semaphore is Python's own, and slower
        for _ in range(cores):
            self._give_back()
        self._helpers = ThreadPoolExecutor(cores, "scan")

    def __enter__(self) -> None:
        self._free.get()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._give_back()

    def map(self, work: Callable[[_From], _To], parts: Sequence[_From]) -> list[_To]:
        """The work done on each part, in their order, by the caller and whoever is free to help.

        The caller, who has a turn, takes part after part, so that a helper who is slow to wake up
        is not waited for.
        """
        done: dict[int, _To] = {}
        left = iter(range(len(parts)))  # each number goes to one thread alone

        def take() -> None:
            for number in left:
                done[number] = work(parts[number])

        helping = self._call_helpers(take, len(parts) - 1)
        try:
            take()
        finally:
            failures = [self._dismiss(one) for one in helping]
        for failure in failures:
            if failure is not None:
                raise failure
        return [done[number] for number in range(len(parts))]

    def _dismiss(self, helper: "Future[None]") -> BaseException | None:
        """Take back the turn of one that never began, wait for one that did: how it failed."""
        if helper.cancel():
            self._give_back()
            return None
        return helper.exception()

    def _call_helpers(self, take: Callable[[], None], most: int) -> "list[Future[None]]":
        """Up to so many helpers, each with a turn that nobody else had."""

        def help_out() -> None:
            try:
                take()
            finally:
                self._give_back()

        helping: list[Future[None]] = []
        with suppress(Empty):
            while len(helping) < most:
                self._free.get_nowait()
                helping.append(self._helpers.submit(help_out))
        return helping

    def _give_back(self) -> None:
        self._free.put(None)
