"""Mentions that belong together: junctions, stretches between two places, addresses, lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from indexer.places.mention import Mention
from indexer.places.place import PlaceRef, Relation
from indexer.places.relations import Said, default_radius_m, settled
from indexer.places.tokens import Written

_QUOTES = r"\s\"'“”‘’«»()"
_WITH = re.compile(
    rf"[{_QUOTES}]*(?:[-–—/,&x×+]|va|voi|vs|and|with|giao(?: voi| cat)?|cat|den|toi|to|meets?"
    rf"|crosses|joins?|intersects)?[{_QUOTES}]*"
)
_CROSSING = re.compile(
    rf"[{_QUOTES}]*(?:[x×]|giao voi|giao cat|giao|cat|meets?|cross(?:es|ing)?|joins?"
    rf"|intersects)[{_QUOTES}]*"
)
_UP_TO = re.compile(rf"[{_QUOTES}]*(?:[-–—]|den|toi|to|qua|sang)[{_QUOTES}]*")
_AND = re.compile(rf"[{_QUOTES}]*(?:[,;/&+–—-]|va|hoac la|hoac|hay|cung nhu|or|and)[{_QUOTES}]*")
_LEAVING = re.compile(r"(?:leaving|out of|roi khoi|roi|ra khoi)(?=\s)")
_TAKEN = re.compile(
    r"(?<!\w)(?:stolen|stole|steals?|stealing|taken|takes?|took|taking|tow(?:ed|s|ing)?|snatch(?:ed)?"
    r"|robbed|grabbed|removed?|lifted|missing|vanished|disappeared|lost|gone|nicked|pinched"
    r"|kidnapped|abducted|shoplift(?:ed|ing)?|swiped|looted|burgled|pickpocketed|towed|(?:walk|walked|made|ran|run)\soff\swith|wandered|strayed|absconded)(?!\w)[^.;!?]*$"
)
_FAR = 40
"""Characters before a "from" in which what was taken from there is told."""
_COMMA = re.compile(rf"[{_QUOTES}]*[,–—-]?[{_QUOTES}]*")
_BLANK = re.compile(r"[^\S\n]*")
_SLASH = re.compile(r"\s[-–—]\s|\s?[/&@]\s?")
"""Between two names alone, the sign of a crossing: "Tô Ký - Quang Trung", "Tô Ký & Quang Trung"."""
_AT_BOTH = re.compile(r"\s(?:and|with)\s|\s?[/&]\s?|\s[-–—]\s")
_MEET_DEGREES = 0.0035
"""Streets whose simplified lines come this near to each other (some 390 m) meet."""
_NEARBY_DEGREES = 0.005
"""A street lies in an area if it comes this near to its simplified boundary (some 500 m)."""


@dataclass(frozen=True)
class Group:
    """One or two mentions of one place, at [start, end); `said` is the relation of a pair."""

    mentions: tuple[Mention, ...]
    start: int
    end: int
    said: Said = None

    @property
    def last(self) -> Mention:
        """The mention that ends it."""
        return self.mentions[-1]

    def refs(self) -> tuple[PlaceRef, ...]:
        """What it says, as references; without an id where it may be several places."""
        return tuple(self._ref(mention) for mention in self.mentions)

    def _ref(self, mention: Mention) -> PlaceRef:
        relation = self._relation(mention)
        is_one = mention.is_chosen or not (mention.head or len(mention.namesakes) > 1)
        told = (each.radius_m for each in self.mentions if each.radius_m is not None)
        radius_m = next(told, None)
        return PlaceRef(
            name=mention.name,
            kind=mention.kind,
            relation=relation,
            radius_m=default_radius_m(relation) if radius_m is None else radius_m,
            id=mention.place.id if is_one else None,
        )

    def _relation(self, mention: Mention) -> Relation:
        """A junction or "between" of which only one place is known is near that one."""
        said = self.said or mention.said
        if len(self.mentions) == 1 and said in ("junction", "between"):
            return "near"
        return settled(said, mention.kind)


def group(written: Written, mentions: Sequence[Mention]) -> list[Group]:
    """The mentions, in order, put together."""
    groups: list[Group] = []
    for each in _pairs(written, _apart(mentions)):
        before = groups[-1] if groups else None
        if before and (address := _address(written, before, each)):
            groups[-1] = address
        else:
            groups.append(_going_on(written, before, each) if before else each)
    return groups


def _apart(mentions: Sequence[Mention]) -> list[Mention]:
    """None beginning before the one before has ended."""
    apart: list[Mention] = []
    for mention in mentions:
        floor = apart[-1].end if apart else 0
        if apart and floor > mention.name_start:
            apart[-1] = replace(apart[-1], end=mention.name_start)
            floor = mention.name_start
        apart.append(replace(mention, start=max(mention.start, floor)))
    return apart


def _pairs(written: Written, mentions: Sequence[Mention]) -> Iterator[Group]:
    index = 0
    while index < len(mentions):
        first, *rest = mentions[index : index + 3]
        said = _pair_said(written, first, rest) if rest else None
        if said == "toward":
            leaving = replace(first, said="from")
            yield Group((leaving,), leaving.start, leaving.end)
            second = replace(rest[0], said="toward", start=first.end)
            yield Group((second,), second.start, second.end)
        elif said:
            yield Group(_nearest(first, rest[0]), first.start, rest[0].end, said)
        else:
            goes_on = bool(rest) and rest[0].said == "toward"
            alone = first if goes_on else _alone(written, first)
            yield Group((alone,), alone.start, alone.end)
        index += 2 if said else 1


def _alone(written: Written, mention: Mention) -> Mention:
    """A "from" without its "toward": what left a place, or was taken from it, was there.

    The leaving is a part of what is to be seen.
    """
    if mention.said != "from":
        return mention
    leaving = _LEAVING.match(written.folded, mention.start)
    if leaving:
        return replace(mention, said=None, start=leaving.end())
    is_taken = _TAKEN.search(written.folded, max(0, mention.start - _FAR), mention.start)
    return replace(mention, said=None) if is_taken else mention


def _nearest(first: Mention, second: Mention) -> tuple[Mention, Mention]:
    """The two with those of their namesakes that are nearest to each other."""
    pairs = product(first.namesakes, second.namesakes)
    one, other = min(pairs, key=lambda pair: pair[0].geometry.distance(pair[1].geometry))
    return first.taken_for(one), second.taken_for(other)


def _pair_said(written: Written, first: Mention, rest: Sequence[Mention]) -> Said:
    """What joins the first two mentions: junction, between, toward (after from), or nothing."""
    second = rest[0]
    gap = _gap(written, first.end, second.start)
    plain = second.said in (None, "street")
    if first.said == "between" and (plain or second.said == "toward") and _WITH.fullmatch(gap):
        return "between"
    if first.said == "from" and plain and _UP_TO.fullmatch(gap):
        return "toward"
    if first.said in ("from", "between") and _ends(written, second, gap):
        return "toward"
    if first.is_area or second.is_area:
        return None
    if first.said == "junction" and (plain or second.said == "junction") and _WITH.fullmatch(gap):
        return "junction"
    if plain and (_CROSSING.fullmatch(gap) or (second.closes_junction and _WITH.fullmatch(gap))):
        return "junction"
    if _may_cross(first, second, gap) and _cross(first, second):
        return "junction"
    if second.said == "junction" and _BLANK.fullmatch(gap) and not _opens(written, rest):
        return "junction"
    return None


def _may_cross(first: Mention, second: Mention, gap: str) -> bool:
    """Whether one point may be meant: "at A and B", "A at B", "A/B"; "on A and B" is along both."""
    if second.said == "at":
        return first.said in (None, "at", "on", "street") and _BLANK.fullmatch(gap) is not None
    if second.said is not None:
        return False
    is_point = first.said == "at" and _AT_BOTH.fullmatch(gap) is not None
    return is_point or (first.said in (None, "near") and _SLASH.fullmatch(gap) is not None)


def _cross(first: Mention, second: Mention) -> bool:
    """Whether both are streets, and meet: "Tô Ký – Quang Trung"."""
    if {first.kind, second.kind} != {"street"}:
        return False
    one, other = _nearest(first, second)
    return one.place.geometry.distance(other.place.geometry) <= _MEET_DEGREES


def _ends(written: Written, second: Mention, gap: str) -> bool:
    """Whether the second is where a way ends: "từ Tô Ký về Quang Trung"."""
    starts = written.folded.startswith("ve ", second.start)
    return second.said == "area" and starts and _BLANK.fullmatch(gap) is not None


def _opens(written: Written, rest: Sequence[Mention]) -> bool:
    """Whether the first of these makes a junction with the one after it."""
    if len(rest) < 2 or rest[1].is_area or rest[1].said not in (None, "street"):
        return False
    gap = _gap(written, rest[0].end, rest[1].start)
    return bool(gap.strip(" ,")) and _WITH.fullmatch(gap) is not None


def _address(written: Written, before: Group, each: Group) -> Group | None:
    """An address: the place before lies in the ward or district that is named after it."""
    fine, area = before.last, each.mentions[0]
    if len(each.mentions) > 1 or not area.is_area or _coarseness(area) <= _coarseness(fine):
        return None
    if area.said not in (None, "at", "in", "area") or area.radius_m is not None:
        return None
    if not _COMMA.fullmatch(_gap(written, before.end, each.start)):
        return None
    for place in fine.places:
        near = (place.geometry.distance(other.geometry) for other in area.places)
        if min(near) <= _NEARBY_DEGREES:
            chosen = replace(fine.taken_for(place), end=area.end)
            return replace(before, mentions=(*before.mentions[:-1], chosen), end=area.end)
    return None


def _coarseness(mention: Mention) -> int:
    return {"ward": 1, "district": 2}.get(mention.kind, 0)


def _going_on(written: Written, before: Group, each: Group) -> Group:
    """In a list ("near A or B") the later ones have the relation and radius of the first."""
    first, next_one = before.last, each.mentions[0]
    gap = _gap(written, before.end, each.start)
    if next_one.said not in (None, "street") or not _AND.fullmatch(gap):
        return each
    joined = replace(each, start=before.end)
    if len(before.mentions) + len(each.mentions) > 2 or first.is_area != next_one.is_area:
        return joined
    is_way = first.said in ("from", "toward") and "," in gap
    if is_way or (next_one.said == "street" and first.said is None):
        return joined
    said, radius_m = first.said or next_one.said, next_one.radius_m or first.radius_m
    return replace(joined, mentions=(replace(next_one, said=said, radius_m=radius_m),))


def _gap(written: Written, start: int, end: int) -> str:
    return written.folded[start:end]
