"""The list spread over cameras: no page is one camera's where others have hits as good.

A camera sees the same street for hours; what fits a question there often fits again and again.
The second moment of a camera in the list stands as if it were worth `STEP` less, the third twice
as much, and so on, up to `MOST`: the first of maximal marginal relevance (Carbonell and Goldstein
1998) with one camera as what is redundant, and a bound, so that no moment falls behind one that is
worth less by more than `MOST`. A moment that others go before says so: its score is lowered to that
of the one before it. `scripts/bench linking` and `quality` measure that it costs nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from search.fusion import Fused
from search.moments import Moment

STEP, MOST = 0.005, 0.03


def spread(ordered: Sequence[Fused]) -> list[Fused]:
    """The list, given best first, in the order of what each counts beside others of its camera."""
    counted = sorted(_counted(ordered), key=lambda one: -one[0])
    entries = [entry for _, entry in counted]
    return [
        replace(entry, rank=rank, rank_before=entry.rank if rank != entry.rank else None)
        for rank, entry in enumerate(_lowered(entries), 1)
    ]


def _counted(ordered: Iterable[Fused]) -> Iterator[tuple[float, Fused]]:
    """Each entry with what it counts."""
    seen: Counter[str] = Counter()
    for entry in ordered:
        less = 0.0
        if isinstance(entry.hit, Moment):
            less = min(STEP * seen[entry.hit.camera], MOST)
            seen[entry.hit.camera] += 1
        yield entry.score - less, entry


def _lowered(entries: Iterable[Fused]) -> Iterator[Fused]:
    """The entries, none scored higher than the one before it."""
    highest = float("inf")
    for entry in entries:
        highest = min(highest, entry.score)
        yield replace(entry, score=highest, lead=entry.lead + highest - entry.score)
