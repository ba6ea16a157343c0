"""Times in a sentence, English or Vietnamese, with or without accents: `find_times`.

The text becomes tokens (`lexer`, `vocabulary`, `numerals`), tokens become clauses by rules
(`spans`, `clocks`, `weeks`, `dates`, `clauses`), each clause has a `meaning`, and together they
are one window of time (`narrow`). Of times that contradict each other the first counts; what does
not fit it and what cannot be read ("before the crash", "31/2") is told as unresolved.
"""

from dataclasses import dataclass
from datetime import datetime

from indexer.folding import nfc
from indexer.ids import LOCAL_ZONE
from indexer.times.clauses import Clause, read_clauses
from indexer.times.lexer import read_runs
from indexer.times.meaning import Meaning, meaning_of
from indexer.times.narrow import narrowed, window_of
from indexer.times.tokens import Run
from indexer.times.window import TimeWindow


@dataclass(frozen=True)
class FoundTimes:
    """The times of a text as one window.

    `spans` are [start, end) into the text in NFC, ascending, of all words about time, read or not;
    `unresolved` are those words, as written, that could not be read.
    """

    time: TimeWindow
    spans: tuple[tuple[int, int], ...] = ()
    unresolved: tuple[str, ...] = ()


def find_times(text: str, now: datetime) -> FoundTimes:
    """Read the times of a text; dates without a year and weekdays are the latest up to `now`."""
    composed, local = nfc(text), now.astimezone(LOCAL_ZONE)
    tokens = [token for run in read_runs(composed) for token in read_clauses(run, local)]
    time, unread = _combine(tokens, local)
    spans = tuple((token.start, token.end) for token in tokens)
    return FoundTimes(time, spans, tuple(composed[t.start : t.end] for t in unread))


def _combine(tokens: Run, now: datetime) -> tuple[TimeWindow, Run]:
    """One window from all that fits together, and the tokens that do not."""
    known, time, unread = Meaning(), TimeWindow(), []
    part = _part(tokens)
    for token in tokens:
        try:
            if token.tag in ("vague", "bad"):
                raise ValueError("cannot be read")
            both = narrowed(known, meaning_of(token.value, part, now))
            known, time = both, window_of(both)
        except (ValueError, OverflowError):
            unread.append(token)
    return time, unread


def _part(tokens: Run) -> str | None:
    """The part of the day the text names first."""
    points = [t.value.point for t in tokens if isinstance(t.value, Clause)]
    return next((point.part for point in points if point.part), None)
