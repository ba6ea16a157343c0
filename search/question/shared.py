"""What is known of the names in a question: which places share one, and which lie elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.ids import PlaceId


@dataclass(frozen=True)
class Candidate:
    """One of the places that share a name, with the ids of its pieces.

    `units` are names of the district and wards it lies in, `lat` and `lon` a point of it;
    `own_area` says whether it lies in the asker's area, `searched` whether it is searched.
    """

    ids: tuple[PlaceId, ...]
    units: tuple[str, ...]
    lat: float
    lon: float
    own_area: bool = False
    searched: bool = True

    def to_json(self) -> dict[str, Any]:
        """The form in which the API and the command tell it."""
        return {
            "ids": list(self.ids),
            "units": list(self.units),
            "lat": round(self.lat, 5),
            "lon": round(self.lon, 5),
            "own_area": self.own_area,
            "searched": self.searched,
        }


@dataclass(frozen=True)
class SharedName:
    """A place of the question, by its name and kind, and what that name may mean.

    Candidates in the asker's area come first; `more` are so many others that are not listed.
    """

    name: str
    kind: str
    candidates: tuple[Candidate, ...]
    more: int = 0

    def to_json(self) -> dict[str, Any]:
        """The form in which the API and the command tell it."""
        told = [candidate.to_json() for candidate in self.candidates]
        return {"name": self.name, "kind": self.kind, "candidates": told, "more": self.more}


@dataclass(frozen=True)
class Elsewhere:
    """Words of the question that name a known place outside of the gazetteer, and its districts."""

    words: str
    units: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The form in which the API and the command tell it."""
        return {"words": self.words, "units": list(self.units)}


def elsewhere_from_json(data: Mapping[str, Any]) -> Elsewhere:
    """Read it back; KeyError, TypeError, ValueError where it has another form."""
    _only(data, set(Elsewhere.__dataclass_fields__))
    return Elsewhere(str(data["words"]), tuple(str(name) for name in data["units"]))


def shared_from_json(data: Mapping[str, Any]) -> SharedName:
    """Read it back; KeyError, TypeError, ValueError where it has another form."""
    _only(data, set(SharedName.__dataclass_fields__))
    return SharedName(
        name=str(data["name"]),
        kind=str(data["kind"]),
        candidates=tuple(_candidate(one) for one in data["candidates"]),
        more=int(data.get("more") or 0),
    )


def _candidate(data: Mapping[str, Any]) -> Candidate:
    _only(data, set(Candidate.__dataclass_fields__))
    return Candidate(
        ids=tuple(PlaceId(str(ident)) for ident in data["ids"]),
        units=tuple(str(name) for name in data["units"]),
        lat=float(data["lat"]),
        lon=float(data["lon"]),
        own_area=bool(data.get("own_area", False)),
        searched=bool(data.get("searched", True)),
    )


def _only(data: Mapping[str, Any], known: set[str]) -> None:
    if unknown := set(data) - known:
        raise ValueError(f"unknown field of what is known of a name {sorted(unknown)}")
