"""The shape of a question, understood, as requests and answers have it."""

from typing import Annotated

from pydantic import Field

from indexer.places.place import PlaceKind, Relation
from search.api.strict import Asked, Time
from search.question.understood import Source, Understood

Clock = Annotated[str, Field(examples=["21:00"], description="HH:MM of the local clock.")]


class Place(Asked):
    """A place of a question. `id` beats `name` when both are given."""

    name: str = ""
    kind: PlaceKind = "street"
    relation: Relation = "near"
    radius_m: float | None = None
    id: str | None = Field(
        default=None, examples=["street:nguyen-van-qua", "ward:26791@2025-07-01"]
    )


class Daily(Asked):
    """A window of the local clock each day; `from` later than `to` crosses midnight."""

    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")


class When(Asked):
    """`daily` within [after, before), on `weekdays` (1 = Monday) of the day a window starts."""

    after: Time | None = None
    before: Time | None = None
    daily: Daily | None = None
    weekdays: list[int] | None = None


class Then(Asked):
    """What came next, within so many seconds."""

    within_s: float | None = None
    question: "Question"


class Candidate(Asked):
    """One of the places that share a name: ids of its pieces, the units and a point it lies in."""

    ids: list[str]
    units: list[str]
    lat: float
    lon: float
    own_area: bool = Field(default=False, description="Whether it lies in the asker's area.")
    searched: bool = True


class SharedName(Asked):
    """A place of the question whose name several share; `more` others are not listed.

    To search one of them alone, give the place one of its `ids`; with `id` null all are searched.
    """

    name: str
    kind: PlaceKind
    candidates: list[Candidate]
    more: int = 0


class Elsewhere(Asked):
    """Words not resolved that name a known place outside of the gazetteer, and its districts."""

    words: str
    units: list[str]


class Question(Asked):
    """A question, understood: what to look for, where, when, in which sources, without what."""

    text: str = ""
    language: str = "vi"
    look_for: str = ""
    places: list[Place] = Field(default=[])
    time: When = When()
    sources: list[Source] = Field(default=["footage", "reports"])
    exclude: list[str] = Field(default=[])
    then: Then | None = None
    unresolved: list[str] = Field(default=[])
    asides: list[str] = Field(default=[], description="Words of the sentence not searched for.")
    shared: list[SharedName] = Field(
        default=[], description="Places whose name several share; told anew with every answer."
    )
    elsewhere: list[Elsewhere] = Field(
        default=[], description="What is known of places that are not resolved."
    )

    def value(self) -> Understood:
        """The question as the search knows it; BadQuestion where a value cannot be read."""
        return Understood.from_json(self.model_dump(mode="json", by_alias=True))


Then.model_rebuild()
