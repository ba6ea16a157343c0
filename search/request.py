"""A request to search: the question or its understood form, filters, paging, and who asks why."""

from dataclasses import dataclass, field
from datetime import datetime

from search.errors import BadQuestion
from search.example import Example
from search.marks import Marks
from search.question.understood import Understood

MOST_HITS = 200
"""Hits of one page at most; more come by `cursor`."""


@dataclass(frozen=True)
class SearchRequest:
    """What is asked, of which part of the index, by whom and why.

    Exactly one of `question` and `understood` is given. `now` (aware) is the moment "yesterday" is
    seen from; None means the clock. A filter that is empty filters nothing; `units` are place ids,
    `kinds` are `moment` or kinds of reports, `categories`, `channels`, `wards` (by
    name) and `days` (local, `2022-04-27`) bound reports alone. `asker` is `local` or the name of an
    API key.

    With an `example`, moments that look like it are searched for; the understood question then says
    where and when. `marks` are moments accepted and rejected so far.
    With `fold`, the same thing seen again at its place is told once (`search.folded`).

    Raises BadQuestion where these do not hold.
    """

    question: str | None = None
    understood: Understood | None = None
    now: datetime | None = None
    limit: int = 20
    cursor: str | None = None
    cameras: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    wards: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    case: str | None = None
    reason: str | None = None
    asker: str = "local"
    example: Example | None = None
    marks: Marks = field(default_factory=Marks)
    fold: bool = True

    def __post_init__(self) -> None:
        """Refuse what cannot be searched for."""
        if (self.question is None) == (self.understood is None):
            raise BadQuestion(
                "give either a question or an understood question, not both or neither"
            )
        if not 1 <= self.limit <= MOST_HITS:
            raise BadQuestion(f"limit is 1 to {MOST_HITS}, not {self.limit}")
        if self.now is not None and self.now.tzinfo is None:
            raise BadQuestion(f"now needs an offset from UTC: {self.now.isoformat()}")
        if self.example is not None:
            self._check_scope_of_example()

    def _check_scope_of_example(self) -> None:
        """What looks like an example is only found in footage."""
        if self.understood is None:
            raise BadQuestion("an example comes with an understood question, not with a sentence")
        bounds = (self.understood.sources, self.sources, self.kinds)
        if any(bound and not {"footage", "moment"} & set(bound) for bound in bounds):
            raise BadQuestion("only footage can look like an example: let `sources` and `kinds` be")
