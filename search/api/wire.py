"""Shapes of requests on the wire; pydantic is used in `search.api` alone.

Requests are strict (`search.api.strict`).
"""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from embeddings.encoder import Picture
from indexer.region import Box
from search.api.strict import Asked, Time
from search.api.wire_question import Question
from search.cases.case import Form, PinnedKind, Subject
from search.example import LONGEST_TEXT, Example, read_phrases
from search.marks import MOST_MARKS, Marks
from search.moment_id import MomentId
from search.question.understood import Source
from search.request import MOST_HITS, SearchRequest

LONGEST_LIST = 1_000
"""Rows of a list at most."""
LONGEST_NOTE = 500
"""Characters of a case or a reason."""
LARGEST_ID = 2**31 - 1
"""What a database's integer holds."""
LONGEST_CASE_NOTE = 20_000
"""Characters of a note of a case."""


Note = Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE, pattern=r"\S")]
Line = Annotated[str, Field(min_length=1, max_length=LONGEST_NOTE, pattern=r"^[^\x00]*$")]
"""A text that is kept in a case; a database cannot keep the character NUL."""
NoteText = Annotated[str, Field(min_length=1, max_length=LONGEST_CASE_NOTE, pattern=r"^[^\x00]*$")]


Edges = Annotated[list[float], Field(min_length=4, max_length=4)]
Marked = Annotated[list[str], Field(max_length=MOST_MARKS)]


class Filters(Asked):
    """Names that bound a search; an empty list bounds nothing, an unknown name is an error."""

    cameras: list[str] = Field(default=[])
    units: list[str] = Field(default=[], description="Ids of wards and districts.")
    sources: list[Source] = Field(default=[])
    kinds: list[str] = Field(default=[], description="`moment`, or kinds of reports.")
    categories: list[str] = Field(default=[], description="What reports are about.")
    channels: list[str] = Field(default=[], description="How reports came, such as `zalo`.")
    wards: list[str] = Field(default=[], description="Wards that reports tell of, by name.")
    days: list[str] = Field(default=[], description="Days that reports tell of: `2022-04-27`.")


class _Search(Asked):
    """What every search can say: how many, of what, with which marks, for whom."""

    limit: int = Field(default=20, ge=1, le=MOST_HITS)
    cursor: str | None = Field(default=None, description="`next_cursor` of the page before.")
    filters: Filters = Filters()
    accept: Marked = Field(default=[], description="Moments that are right, by their ids.")
    reject: Marked = Field(default=[], description="Moments that are wrong, by their ids.")
    fold: bool = Field(
        default=True,
        description="Tell once what stands, or passes again just the same; false lists each time.",
    )
    case: Note | None = Field(
        default=None, description="The case it is for; required once keys exist."
    )
    reason: Note | None = Field(default=None, description="Why; required once keys exist.")

    def _request(self, asker: str, **asked: Any) -> SearchRequest:
        return SearchRequest(
            limit=self.limit,
            cursor=self.cursor,
            cameras=tuple(self.filters.cameras),
            units=tuple(self.filters.units),
            sources=tuple(self.filters.sources),
            kinds=tuple(self.filters.kinds),
            categories=tuple(self.filters.categories),
            channels=tuple(self.filters.channels),
            wards=tuple(self.filters.wards),
            days=tuple(self.filters.days),
            marks=Marks.of(self.accept, self.reject),
            fold=self.fold,
            case=self.case,
            reason=self.reason,
            asker=asker,
            **asked,
        )


class Search(_Search):
    """What to search for: either `question` or `understood`."""

    question: str | None = Field(
        default=None, examples=["xe máy đỏ gần Nguyễn Văn Quá sau 9 giờ tối"]
    )
    understood: Question | None = None
    now: Time | None = Field(default=None, description='The moment "yesterday" is seen from.')

    def value(self, asker: str) -> SearchRequest:
        """The request as the search knows it; BadQuestion, UnknownName where it cannot be read."""
        understood = self.understood.value() if self.understood else None
        return self._request(asker, question=self.question, understood=understood, now=self.now)


class Similar(_Search):
    """What hits are to look like, and where and when to look.

    Either `moment`, whose stored region is taken, or an uploaded picture beside it (`picture` of a
    form). Of the question, places, times and what to leave out bound the search; `look_for` only
    tells which thing of a moment is meant.
    """

    moment: str | None = Field(
        default=None, examples=["5d1c0f9be02a7741.271000-279500"], description="Id of a moment."
    )
    pts_ms: int | None = Field(
        default=None,
        ge=0,
        le=10**12,
        description="The time of the picture in the moment's footage, such as a hit's `pts_ms`.",
    )
    box: Edges | None = Field(
        default=None,
        description="Left, top, right, bottom as fractions of the picture, as in a hit's `best`.",
    )
    text: str = Field(
        default="",
        max_length=LONGEST_TEXT,
        examples=["+ box on the back − car"],
        description="Words added (+) to the picture, or taken away (−).",
    )
    understood: Question = Question()

    def value(self, asker: str, picture: Picture | None) -> SearchRequest:
        """The request as the search knows it; BadQuestion, UnknownName where it cannot be read."""
        example = Example(
            moment=MomentId.parse(self.moment) if self.moment is not None else None,
            pts_ms=self.pts_ms,
            box=box_of(self.box) if self.box is not None else None,
            picture=picture,
            phrases=read_phrases(self.text) if self.text.strip() else (),
        )
        return self._request(asker, understood=self.understood.value(), example=example)


def box_of(edges: list[float]) -> Box:
    """Four edges as a box."""
    left, top, right, bottom = edges
    return left, top, right, bottom


class ListQuery(Asked):
    """How many rows of a list."""

    model_config = ConfigDict(strict=False)

    limit: int = Field(default=50, ge=1, le=LONGEST_LIST)


class Replay(Asked):
    """For which case and why a search is asked again; both are required once keys exist."""

    case: Note | None = None
    reason: Note | None = None


class SearchesQuery(ListQuery):
    """How many searches, and of which case."""

    case: str | None = Field(default=None, max_length=LONGEST_NOTE)


class Explain(Asked):
    """A question to be understood without searching."""

    question: str
    now: Time | None = None


class ExplainQuery(Asked):
    """The same as parameters."""

    q: str = Field(description="The question.")
    now: Time | None = None


class ThumbnailQuery(Asked):
    """Which picture of a moment, and what to mark on it."""

    model_config = ConfigDict(strict=False)

    pts_ms: int | None = Field(default=None, ge=0, le=10**12)
    box: str | None = Field(
        None,
        pattern=r"^(0|1|0?\.\d{1,9}|[01]\.\d{1,9})(,(0|1|0?\.\d{1,9}|[01]\.\d{1,9})){3}$",
        description="left,top,right,bottom as fractions of the picture",
        examples=["0.41,0.52,0.48,0.63"],
    )
    crop: bool = Field(default=False, description="Only what is in the box and just around it.")


class CaseQuery(ListQuery):
    """How many cases, or the one of a name."""

    name: Line | None = None


class NewCase(Asked):
    """A case to be made. `name` is what searches give as their `case`; it stays for good."""

    name: Annotated[Line, Field(pattern=r"^\S(.*\S)?$", examples=["VA-118"])]
    title: Line


class Seen(Asked):
    """What a change is made upon."""

    version: int = Field(ge=1, description="The case's `version` when its writer read it.")


class Title(Seen):
    """Another title of a case."""

    title: Line


class SeenQuery(Asked):
    """What is taken away was seen in this version of the case."""

    model_config = ConfigDict(strict=False)

    version: int = Field(ge=1, description="The case's `version` when its writer read it.")


class SinceQuery(Asked):
    """Which changes of a case."""

    model_config = ConfigDict(strict=False)

    since: int = Field(default=0, ge=0, description="Those that made later versions.")


class BundleQuery(Asked):
    """Why a bundle of evidence is made, and in which form its reports are."""

    form: Form = "evidence"
    reason: Note | None = Field(default=None, description="Required once keys exist.")


class Pinned(Asked):
    """A moment or a report, by its id."""

    kind: PinnedKind
    id: Line

    def subject(self) -> Subject:
        """The same as cases know it."""
        return Subject(self.kind, self.id)


Share = Annotated[float, Field(ge=0, le=1)]


class NewPin(Pinned):
    """A moment or a report to be pinned; `pts_ms` and `box` say where to look in a moment."""

    pts_ms: int | None = Field(default=None, ge=0, le=10**12)
    box: Annotated[list[Share], Field(min_length=4, max_length=4)] | None = Field(
        default=None, description="Left, top, right, bottom as fractions of the picture."
    )
    search: int | None = Field(
        default=None, ge=1, le=LARGEST_ID, description="The search that found it, by its id."
    )


class NewNote(Asked):
    """A note to be written, of the case or about one moment or report."""

    text: NoteText
    about: Pinned | None = None


class EditedNote(Seen):
    """Another text of a note."""

    text: NoteText


class SavedRequest(Asked):
    """What a saved search asks: either `question` or `understood`, filters, and with marks."""

    question: str | None = None
    understood: Question | None = None
    filters: Filters = Filters()
    accept: Marked = Field(default=[])
    reject: Marked = Field(default=[])


class NewSearch(Asked):
    """A search to be kept under a name."""

    name: Annotated[Line, Field(max_length=200)]
    request: SavedRequest

    def kept(self) -> dict[str, Any]:
        """The request as JSON that `/v1/search` accepts; BadQuestion where it cannot be asked."""
        told = self.request.model_dump(mode="json", by_alias=True, exclude_none=True)
        kept = {name: value for name, value in told.items() if value != []}
        Search.model_validate(kept).value("")
        return kept


class SignIn(Asked):
    """An API key to begin a session of the page with."""

    key: str = Field(max_length=LONGEST_NOTE)
