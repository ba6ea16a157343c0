"""The question, understood: what to look for, where, when, in which sources, without what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from indexer.ids import PlaceId
from indexer.places.place import PlaceKind, PlaceRef, Relation
from indexer.places.relations import default_radius_m
from indexer.times.window import Daily, TimeWindow
from search.errors import BadQuestion
from search.question.shared import Elsewhere, SharedName, elsewhere_from_json, shared_from_json

Source = Literal["footage", "reports"]
SOURCES: tuple[Source, ...] = get_args(Source)
FIRST_YEAR, LAST_YEAR = 1900, 9000
"""Years that can be asked about: each has room for a day before and after."""
LONGEST_WITHIN_S = 31_622_400.0
FARTHEST_M = 20_037_508
"""Half of the earth's circumference: nothing is farther from anything."""


@dataclass(frozen=True)
class Then:
    """What came next: another question, within so many seconds (None: not said)."""

    question: "Understood"
    within_s: float | None = None


@dataclass(frozen=True)
class Understood:
    """The parsed question; `to_json` and `from_json` are the contract's form.

    `asides` are the words said to the one who is asked, which are not searched for; `shared` are
    names of its places that several places share, `elsewhere` what is known of places that are
    `unresolved`. Like `text` and `language` they only inform.
    """

    text: str = ""
    language: str = "vi"
    look_for: str = ""
    places: tuple[PlaceRef, ...] = ()
    time: TimeWindow = field(default_factory=TimeWindow)
    sources: tuple[Source, ...] = SOURCES
    exclude: tuple[str, ...] = ()
    then: Then | None = None
    unresolved: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    shared: tuple[SharedName, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The contract's form."""
        return {
            "text": self.text,
            "language": self.language,
            "look_for": self.look_for,
            "places": [place.to_json() for place in self.places],
            "time": self.time.to_json(),
            "sources": list(self.sources),
            "exclude": list(self.exclude),
            "then": self.then
            and {"within_s": self.then.within_s, "question": self.then.question.to_json()},
            "unresolved": list(self.unresolved),
            "asides": list(self.asides),
            "shared": [name.to_json() for name in self.shared],
            "elsewhere": [place.to_json() for place in self.elsewhere],
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "Understood":
        """Read the contract's form; an unknown field or value is BadQuestion, never a default."""
        try:
            return _understood(data)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadQuestion(f"the understood question cannot be read: {error}") from error


def _understood(data: Mapping[str, Any]) -> Understood:
    known = set(Understood.__dataclass_fields__)
    if unknown := set(data) - known:
        raise ValueError(f"unknown field {sorted(unknown)}; known are {sorted(known)}")
    then = data.get("then")
    sources = SOURCES if data.get("sources") is None else tuple(data["sources"])
    if not sources:
        raise ValueError(f"sources are one or more of {', '.join(SOURCES)}")
    return Understood(
        text=str(data.get("text") or ""),
        language=str(data.get("language") or "vi"),
        look_for=str(data.get("look_for") or ""),
        places=tuple(_place(place) for place in data.get("places") or ()),
        time=_time(data.get("time") or {}),
        sources=tuple(_one_of(source, SOURCES, "source") for source in sources),
        exclude=tuple(str(phrase) for phrase in data.get("exclude") or ()),
        then=_then(then) if then else None,
        unresolved=tuple(str(word) for word in data.get("unresolved") or ()),
        asides=tuple(str(words) for words in data.get("asides") or ()),
        shared=tuple(shared_from_json(name) for name in data.get("shared") or ()),
        elsewhere=tuple(elsewhere_from_json(place) for place in data.get("elsewhere") or ()),
    )


def _place(data: Mapping[str, Any]) -> PlaceRef:
    if unknown := set(data) - {"name", "kind", "relation", "radius_m", "id"}:
        raise ValueError(f"unknown field of a place {sorted(unknown)}")
    ident = data.get("id")
    relation = _one_of(data.get("relation") or "near", get_args(Relation), "relation")
    return PlaceRef(
        name=str(data.get("name") or ""),
        kind=_one_of(data.get("kind") or "street", get_args(PlaceKind), "kind of place"),
        relation=relation,
        radius_m=_radius(data.get("radius_m"), relation),
        id=PlaceId(str(ident)) if ident else None,
    )


def _radius(value: Any, relation: Relation) -> float | None:
    """Metres; where none are told those of the relation, so that they are shown."""
    if value is None:
        return default_radius_m(relation)
    if not 0 <= float(value) <= FARTHEST_M:
        raise ValueError(f"radius_m is a number of metres, at most {FARTHEST_M:,}, not {value!r}")
    return float(value)


def _time(data: Mapping[str, Any]) -> TimeWindow:
    if unknown := set(data) - {"after", "before", "daily", "weekdays"}:
        raise ValueError(f"unknown field of a time {sorted(unknown)}")
    weekdays = data.get("weekdays")
    return TimeWindow(
        after=_moment(data.get("after")),
        before=_moment(data.get("before")),
        daily=_daily(data["daily"]) if data.get("daily") else None,
        weekdays=tuple(_weekday(day) for day in weekdays) if weekdays else None,
    )


def _daily(data: Mapping[str, Any]) -> Daily:
    if unknown := set(data) - {"from", "to"}:
        raise ValueError(f"unknown field of daily {sorted(unknown)}")
    return Daily(_clock(data["from"], last="23:59"), _clock(data["to"], last="24:00"))


def _clock(value: Any, last: str) -> str:
    text = str(value)
    hour, _, minute = text.partition(":")
    shaped = len(text) == 5 and (hour + minute).isascii() and (hour + minute).isdigit()
    if not shaped or int(minute) > 59 or text > last:
        raise ValueError(f"a time of the clock is HH:MM up to {last}, not {text!r}")
    return text


def _weekday(value: Any) -> int:
    if value not in range(1, 8):
        raise ValueError(f"a weekday is 1 (Monday) to 7, not {value!r}")
    return int(value)


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError(f"a time needs an offset from UTC: {value!r}")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"years {FIRST_YEAR} to {LAST_YEAR} are known, not {value!r}")
    return moment


def _then(data: Mapping[str, Any]) -> Then:
    within = data.get("within_s")
    if within is not None and not 0 < float(within) <= LONGEST_WITHIN_S:
        raise ValueError(f"within_s is seconds, more than 0 and at most a year, not {within!r}")
    return Then(_understood(data["question"]), None if within is None else float(within))


def _one_of(value: Any, known: tuple[Any, ...], what: str) -> Any:
    if value not in known:
        raise ValueError(f"unknown {what} {value!r}; known are {', '.join(known)}")
    return value
