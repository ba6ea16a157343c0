"""Every question of a key put to an index, and each answer judged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.folding import fold
from indexer.progress import Progress
from search.evaluate.judge import Hit, found_by, near_miss
from search.evaluate.key import Asked, Known, Look, Passage
from search.request import SearchRequest

Ask = Callable[[SearchRequest], Mapping[str, Any]]
"""A search service's `search`."""

JUDGED = 10
"""Hits judged at least, whatever k: nDCG@10 and the contact sheets take so many."""
CASE, REASON = "evaluation", "questions whose answers are known"


@dataclass(frozen=True)
class Outcome:
    """One question, the first hits of its answer, and which of the relevant ones each finds.

    `language` is that of the form it was asked in: en, vi, or vi-plain without accents. `model` is
    None where no footage was searched; `partial` says that a part of the search failed.
    """

    asked: Asked
    language: str
    hits: tuple[Hit, ...]
    found: tuple[frozenset[int], ...]
    model: Mapping[str, Any] | None = None
    partial: bool = False

    @property
    def first(self) -> Hit | None:
        """The first hit, None where nothing was found."""
        return self.hits[0] if self.hits else None

    @property
    def first_score(self) -> float | None:
        """How well the first hit's picture fits the words; None where it is no moment."""
        first = self.first
        if first is None or first["kind"] != "moment":
            return None
        return float(first["why"][0]["score"])

    @property
    def taken_for(self) -> str:
        """What a wrong first hit shows, as the key has it; empty for a right one or none."""
        if self.first is None or self.found[0]:
            return ""
        if self.first["kind"] == "report":
            return "a report"
        return near_miss(self.first, self.asked) or "something else"

    def best_look(self) -> tuple[Passage, Look] | None:
        """Where what was asked for is seen best (see `Known.best_look`) of all relevant moments."""
        looks = [one.best_look() for one in self.asked.relevant if isinstance(one, Known)]
        known = [look for look in looks if look is not None]
        return max(known, key=lambda seen: seen[1].height_px or 0, default=None)


def ask_all(
    key: Sequence[Asked], ask: Ask, k: int, asker: str, progress: Progress
) -> list[Outcome]:
    """The outcome of every question, in order; each search is audited like any other."""
    outcomes = []
    with progress.stage("asking questions", total=len(key)) as stage:
        for asked in key:
            request = SearchRequest(
                question=asked.question,
                now=asked.now,
                limit=max(k, JUDGED),
                case=CASE,
                reason=REASON,
                asker=asker,
            )
            outcomes.append(judged(asked, ask(request)))
            stage.advance()
    return outcomes


def judged(asked: Asked, answer: Mapping[str, Any]) -> Outcome:
    """The outcome of one answer."""
    hits = tuple(answer["hits"])
    return Outcome(
        asked=asked,
        language=asked.language or _language(asked.question, answer["understood"]["language"]),
        hits=hits,
        found=tuple(found_by(hit, asked) for hit in hits),
        model=answer["model"],
        partial=answer["partial"],
    )


def _language(question: str, understood: str) -> str:
    plain = understood == "vi" and fold(question) == question.lower()
    return "vi-plain" if plain else understood
