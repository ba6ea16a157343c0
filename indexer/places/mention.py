"""One place as a text mentions it: the name, and what the words around it say of it."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from indexer.folding import fold
from indexer.phrasal_verbs import is_phrasal
from indexer.places.cues import (
    AREA_AFTER,
    CUES,
    FILLERS,
    JUNCTION_AFTER,
    LANDMARK_NOUNS,
    LANDMARKS_AFTER,
    NOUNS,
    NOUNS_AFTER,
    SHORT_NOUNS,
    STREETS,
    Noun,
)
from indexer.places.distances import distance_after, distance_before
from indexer.places.evidence import is_meant
from indexer.places.names import NameMatch
from indexer.places.numbers import number_after, number_before
from indexer.places.place import Place, PlaceKind
from indexer.places.relations import DIRECTED, Said, default_radius_m
from indexer.places.tokens import Written

_CITY = re.compile(
    r"[\s,.()–-]*(?:tp\.?\s?hcm|tp\.?\s?ho chi minh|thanh pho ho chi minh|ho chi minh city|hcmc"
    r"|hcm|tp\.?\s?sai gon|sai gon|saigon)(?!\w)"
)
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "”": "”"}
_STRETCHES = ("the", "đoạn", "doan", "khúc", "chỗ", "nơi")
"""Fillers that may stand before a relation too: "ở đoạn gần Tô Ký"."""
_UNITS = frozenset(("tieng", "gio", "phut", "ngay", "tuan", "thang", "h", "p"))
_ALONG_TEXT = """
    at; o; tai; o tai; ngay; ngay tai; o ngay; nam o; xay ra tai; ngoai; o ngoai; trong; ben trong;
    thuoc; tren; doc; khu vuc; khu; vung; trong khu vuc; dia ban; tren dia ban; thuoc dia ban
"""
_ALONG = frozenset(words.strip() for words in _ALONG_TEXT.split(";"))
_FLEES = ("bo", "thao")
"""Thus "bỏ chạy hướng X" is a flight, and "hướng" tells where to."""
_WITH_DRUGS = ("hut", "uong", "ban", "mua", "tiem", "nha", "phun", "xit", "danh", "quay", "bao")
_DOWNWARD = ("over", "down", "off")
"""Seconds of phrasal verbs that lead to no place even where one follows: "fell down, To Ky"."""
_APART = re.compile(r"\s[-–—]\s")
"""A dash between two things: "a tree on the road - Tô Ký"."""
_JOINERS = ("va", "voi", "x", "giao", "cat", "and", "with")
_MANY = (["wards"], ["communes"], ["streets"], ["roads"])
_SHARING = frozenset(("and", "or", "/", "&", ",", "+"))
_RANK = ("district", "ward", "street", "alley", "landmark", "camera", "point")
"""Which kind a name means, if it may mean several."""


@dataclass(frozen=True)
class Mention:
    """A place mentioned at [start, end) with all words that belong to it, its name at `name_start`.

    `places` are what it may be, the best first; `head` is the number of a house or alley;
    `is_chosen` says that the text tells which of several with that name it is.
    """

    start: int
    end: int
    name_start: int
    places: tuple[Place, ...]
    kind: PlaceKind
    head: str = ""
    said: Said = None
    radius_m: float | None = None
    closes_junction: bool = False
    is_chosen: bool = False

    @property
    def place(self) -> Place:
        """What it most likely is."""
        return self.places[0]

    @property
    def namesakes(self) -> tuple[Place, ...]:
        """It, and the others of its kind with its name; a unit's earlier self is none."""
        name, kind = fold(self.place.name), self.place.kind
        others = [p for p in self.places if p.kind == kind and fold(p.name) == name]
        if not self.is_area:
            return tuple(others)
        return (self.place, *(unit for unit in others if _is_another(unit, self.place)))

    def taken_for(self, place: Place) -> "Mention":
        """The mention where the text tells that it is this one of its places."""
        return replace(self, places=(place,), is_chosen=len(self.namesakes) > 1)

    @property
    def name(self) -> str:
        """The name of a reference: a house number or alley goes before its street's."""
        return f"{self.head} {self.place.name}".strip()

    @property
    def is_area(self) -> bool:
        """Whether it is a ward or a district."""
        return self.kind in ("ward", "district")


def read_mention(
    written: Written,
    match: NameMatch,
    day: date,
    before: NameMatch | None = None,
    following: NameMatch | None = None,
) -> Mention | None:
    """The mention around a name, or None if something else is meant by these words.

    `before` is the name before it: what is joined to a name is one itself. `following` is the one
    after it, whose "wards" or "streets" may be of both.
    """
    first, noun_before = _noun_before(written, match)
    end, after = _noun_after(written, match.end)
    if noun_before and before and before.end == first:
        is_of_the_one_before = after is not None or not _ranked(match, noun_before, day)
        first, noun_before = (match.start, None) if is_of_the_one_before else (first, noun_before)
    noun = noun_before or after or _noun_of_both(written, match, following)
    places = _ranked(match, noun, day)
    if not places or (noun is None and _is_of_a_landmark(written, match, places[0])):
        return None
    number = number_before(written, first) if places[0].kind in STREETS else None
    named = written.token_at(number.at) if number else first
    cues = _cues_before(written, named)
    has_cue = cues.said is not None or _is_joined(written, match, before)
    cue, has_noun = written.words[cues.first : named], bool(noun or number)
    if not is_meant(written, match, has_noun=has_noun, has_cue=has_cue, cue=cue):
        return None
    leads = [written.tokens[cues.first].start, written.tokens[first].start]
    mention = Mention(
        start=min([*leads, number.at] if number else leads),
        end=_end(written, match.end, end),
        name_start=written.tokens[match.start].start,
        places=places,
        kind=number.kind if number else places[0].kind,
        head=number.head if number else "",
        said=cues.said or ("street" if noun and noun.kinds == STREETS else None),
        radius_m=default_radius_m("near") if cues.is_near_junction else None,
    )
    mention = _with_number(written, _with_tail(written, mention, end))
    return _with_marks(written, _with_city(written, _with_distance(written, mention)))


def _ranked(match: NameMatch, noun: Noun | None, day: date) -> tuple[Place, ...]:
    """What the name may mean: of the kind that is said, valid on the day, districts first."""
    places = {spelling.place.id: spelling.place for spelling in match.spellings}
    fitting = [place for place in places.values() if noun is None or place.kind in noun.kinds]

    def rank(place: Place) -> tuple[bool, bool, int]:
        word = noun.word if noun else ""
        return (
            not place.name.lower().startswith(word),
            not is_valid(place, day),
            _RANK.index(place.kind),
        )

    return tuple(sorted(fitting, key=rank))


def is_valid(place: Place, day: date) -> bool:
    """Whether a unit was there on the day; what has no dates is always there."""
    begun = place.since is None or place.since <= day
    return begun and (place.until is None or day < place.until)


def _is_another(unit: Place, known: Place) -> bool:
    """Whether a unit of the same name is another one: there at the same time, and elsewhere."""
    is_later = known.until is not None and unit.since is not None and known.until <= unit.since
    is_earlier = unit.until is not None and known.since is not None and unit.until <= known.since
    return not (is_later or is_earlier or unit.geometry.intersects(known.geometry))


def _is_of_a_landmark(written: Written, match: NameMatch, place: Place) -> bool:
    """Whether a landmark that is not known is called by the name: "Tô Ký primary school"."""
    if place.kind in ("landmark", "camera") or not written.has_capitals:
        return False
    if not written.capital(match.start):
        return False
    after = LANDMARKS_AFTER.starting(written, match.end) if written.adjoins(match.end) else None
    if after and not written.gap(match.end).strip():
        return True
    before = LANDMARK_NOUNS.ending(written, match.start) if written.adjoins(match.start) else None
    return before is not None and _is_sure(written, before[0], match.start)


def _is_sure(written: Written, first: int, end: int) -> bool:
    """Whether a noun can be no other word: without its accents "cho" is also for."""
    return end - first > 1 or not written.lower(first).isascii()


def _noun_before(written: Written, match: NameMatch) -> tuple[int, Noun | None]:
    """Where the word for the kind of place begins, and what it says; the name itself if none."""
    token = match.start
    if not written.adjoins(token):
        return token, None
    found = NOUNS.ending(written, token)
    if found and not _APART.fullmatch(written.gap(token)):
        return found
    short = SHORT_NOUNS.get(written.lower(token - 1))
    glued = token > 1 and written.gap(token - 1) == ""
    if short is None or glued:
        return token, None
    marked = written.gap(token)[:1] == "." or not written.raw(token - 1).islower()
    fits = any(spelling.place.kind in short.kinds for spelling in match.spellings)
    told = marked or (written.words[token - 1] in "pq" or written.lower(token - 1) == "đ")
    return (token - 1, short) if told and fits else (token, None)


def _noun_after(written: Written, token: int) -> tuple[int, Noun | None]:
    """The token after a word such as `street`, and what it says; `token` itself if none."""
    if not written.adjoins(token) or written.gap(token).strip():
        return token, None
    return NOUNS_AFTER.starting(written, token) or (token, None)


def _noun_of_both(written: Written, match: NameMatch, following: NameMatch | None) -> Noun | None:
    """What "wards", "streets" after the next name say of this one too: "A and B wards"."""
    if following is None or written.words[following.end : following.end + 1] not in _MANY:
        return None
    gap = slice(written.tokens[match.end - 1].end, written.tokens[following.start].start)
    noun = _noun_after(written, following.end)[1]
    fits = noun and any(spelling.place.kind in noun.kinds for spelling in match.spellings)
    return noun if fits and written.folded[gap].strip() in _SHARING else None


class _Cues(NamedTuple):
    """The first token of the relation words, what they say, and whether near a junction."""

    first: int
    said: Said
    is_near_junction: bool


def _cues_before(written: Written, token: int) -> _Cues:
    """The relation words before a token.

    The innermost relation counts; "at the", "ở", "đoạn" farther out go with it, and so does "gần"
    before a junction, which widens it.
    """
    said: Said = None
    near = False
    while written.adjoins(token):
        found = _told_cue(written, token)
        filler = FILLERS.ending(written, token)
        widens = found is not None and said == "junction" and found[1] == "near"
        widens = widens and written.words[token - 1] != "off"
        if found and (said is None or widens or _goes_along(written, found[0], token)):
            token, said = found[0], said or found[1]
            near = near or widens
        elif filler and (said is None or written.lower(token - 1) in _STRETCHES):
            token = filler[0]
        else:
            break
    return _Cues(token, said, near)


def _goes_along(written: Written, first: int, token: int) -> bool:
    """Whether the relation words there may stand before another relation: "ở gần", "at the"."""
    return " ".join(written.words[first:token]) in _ALONG


def _told_cue(written: Written, token: int) -> tuple[int, Said] | None:
    """The relation before a token; in "2 tiếng qua hướng X" the "qua" goes with the time."""
    found = CUES.ending(written, token)
    if found is None or found[0] == 0:
        return found
    if token - found[0] < 2:
        return None if _goes_with_a_verb(written, token - 1) else found
    first, said = found
    word, before = written.words[first], written.words[first - 1]
    is_time = word == "qua" and before in _UNITS
    is_flight = word == "chay" and before in _FLEES
    return (first + 1, said) if is_time or is_flight else found


def _goes_with_a_verb(written: Written, token: int) -> bool:
    """Whether a preposition belongs to the word before it: "passers-by", "tipping over".

    Without its accents "thuoc" is thuốc after what is done with one: "hut thuoc".
    """
    word, before = written.words[token], written.words[token - 1]
    if written.lower(token) == "thuoc" and before in _WITH_DRUGS and written.gap(token) == " ":
        return True
    falls = word in _DOWNWARD and is_phrasal(before, word)
    return falls or (word == "by" and written.gap(token) == "-")


def _end(written: Written, token: int, after: int) -> int:
    """The end of a name and the word after it, with the full stop of "St."."""
    end = written.tokens[max(token, after) - 1].end
    is_short = after > token and written.words[after - 1] in ("st", "rd", "str", "ave")
    return end + (is_short and written.text[end : end + 1] == ".")


def _is_joined(written: Written, match: NameMatch, before: NameMatch | None) -> bool:
    """Whether only "và" or the like stands between a name and the one before it."""
    between = written.words[before.end : match.start] if before else []
    return len(between) == 1 and between[0] in _JOINERS


def _with_tail(written: Written, mention: Mention, token: int) -> Mention:
    """With the word that goes on after it: "area", "junction"."""
    if not written.adjoins(token) or written.gap(token).strip():
        return mention
    if area := AREA_AFTER.starting(written, token):
        end = written.tokens[area[0] - 1].end
        return replace(mention, end=end, said=mention.said or "area")
    if crossing := JUNCTION_AFTER.starting(written, token):
        end = written.tokens[crossing[0] - 1].end
        return replace(mention, end=end, closes_junction=True)
    return mention


def _with_number(written: Written, mention: Mention) -> Mention:
    """With the number of a house that stands after its street: "Tô Ký 112"."""
    after = number_after(written, mention.end) if mention.kind == "street" else None
    if after is None:
        return mention
    return replace(mention, end=after.end, head=after.head, kind=after.kind)


def _with_distance(written: Written, mention: Mention) -> Mention:
    """With a radius that stands before or after it ("within 500 m of", "cách … 1 km")."""
    before = distance_before(written.folded, mention.start, mention.said)
    after = distance_after(written.folded, mention.end, is_away=mention.said == "near")
    if before:
        mention = replace(mention, start=before.at, radius_m=before.metres)
    elif after:
        mention = replace(mention, end=after.at, radius_m=after.metres)
    if (before or after) and mention.said not in (*DIRECTED, "junction"):
        return replace(mention, said="near")
    return mention


def _with_city(written: Written, mention: Mention) -> Mention:
    city = _CITY.match(written.folded, mention.end)
    return replace(mention, end=city.end()) if city else mention


def _with_marks(written: Written, mention: Mention) -> Mention:
    """With the quotes around it, and the mark of a hashtag before it."""
    text, start, end = written.text, mention.start, mention.end
    closing = text[end : end + 1]
    opened = next((c for c in reversed(text[start : mention.name_start]) if c in _QUOTES), "")
    if closing and closing == _QUOTES.get(opened):
        return replace(mention, end=end + 1)
    opening = text[start - 1] if start else ""
    if closing and closing == _QUOTES.get(opening):
        return replace(mention, start=start - 1, end=end + 1)
    return replace(mention, start=start - 1) if opening == "#" else mention
