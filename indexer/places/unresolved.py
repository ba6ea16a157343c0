"""Words that look like a place and are none that is known: "near Nguyễn Văn Xyz street".

A name is a run of words with capitals after a word for a kind of place or a relation; in a text
without capitals only one that begins with a family name, as most streets do, or a number after
quận, phường, quốc lộ.
"""

from collections.abc import Sequence
from typing import NamedTuple

from indexer.places.cues import CUES, FILLERS, NOUNS, NOUNS_AFTER, SURNAMES, TITLES
from indexer.places.grouping import Group
from indexer.places.tokens import Written

_LONGEST = 5
_NO_PLACES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december jan feb mar apr jun jul aug sep oct nov dec"
    " thu chu sang trua chieu toi dem khuya ngay thang nam hom luc gio am pm today tonight"
    " yesterday zalo facebook youtube tiktok messenger google camera cctv video clip honda yamaha"
    " suzuki piaggio vespa sym toyota hyundai kia ford mazda vinfast wave vision exciter winner"
    " air sirius lead future dream grab be gojek shopee cong cong_an ubnd tp i a an the nguoi xe"
    " ong ba anh chi em co chu bac toi minh no ho ai ad bien so dt sdt cmnd cccd vietnam viet".split()
)
"""First words, folded, of what follows a relation with a capital and is no place."""
_SURE = ("near", "north_of", "south_of", "east_of", "west_of", "junction", "between", "toward")
"""Relations that only places follow: one word with a capital is enough for a name."""
_NUMBERED = frozenset(("quan", "q", "phuong", "p", "district", "ward", "ql", "dist"))
_FAMILIES = SURNAMES | {"le", "vo", "vu", "ngo", "ly", "luu", "thai"}


class Unresolved(NamedTuple):
    """A phrase as written, and [start, end) of it with its relation words, to be cut."""

    phrase: str
    start: int
    end: int


def find_unresolved(written: Written, groups: Sequence[Group]) -> list[Unresolved]:
    """All such phrases outside of the groups, in order."""
    free = _free(written, groups)
    found = []
    token = 0
    while token < len(written.tokens):
        name = _name_at(written, token, free) if free[token] else None
        if name:
            found.append(_phrase(written, *name))
        token = name[2] if name else token + 1
    return found


def _free(written: Written, groups: Sequence[Group]) -> list[bool]:
    free = [True] * len(written.tokens)
    token = 0
    for each in groups:
        while token < len(written.tokens) and written.tokens[token].start < each.end:
            free[token] = written.tokens[token].end <= each.start
            token += 1
    return free


def _name_at(written: Written, token: int, free: list[bool]) -> tuple[int, int, int] | None:
    """The first tokens of relation and phrase, and the token after; None if no name begins here."""
    noun = NOUNS.ending(written, token) if written.adjoins(token) else None
    numbered = _numbered(written, token)
    if numbered:
        return _with_cues(written, numbered[0], numbered[0], numbered[1])
    end = _run(written, token, free)
    if end is None:
        return None
    first = noun[0] if noun else token
    after = NOUNS_AFTER.starting(written, end) if _spaced(written, end) else None
    cued = _with_cues(written, first, first, after[0] if after else end)
    said = CUES.ending(written, first) if written.adjoins(first) else None
    if noun is None and (after is None or TITLES.ending(written, first)):
        sure = said is not None and said[1] in _SURE
        if said is None or (end - token < 2 and not sure):
            return None
    return cued


def _numbered(written: Written, token: int) -> tuple[int, int] | None:
    """`Quận 7`, `P.5`, `QL13`: the first token and the one after."""
    if token == 0 or not written.words[token].isdigit() or not written.in_one_name(token):
        return None
    word = written.words[token - 1]
    if word not in _NUMBERED or len(written.words[token]) > 2 or written.gap(token - 1) == "":
        if token > 1 or word not in _NUMBERED:
            return None
    if len(word) == 1 and written.raw(token - 1).islower() and written.gap(token):
        return None
    return token - 1, token + 1


def _run(written: Written, token: int, free: list[bool]) -> int | None:
    """The token after a name that begins here, or None."""
    word = written.words[token]
    if not word.isalpha() or word in _NO_PLACES or CUES.starting(written, token):
        return None
    named = written.capital(token) if written.has_capitals else word in _FAMILIES
    if not named or NOUNS.starting(written, token):
        return None
    end = token + 1
    while end < min(len(written.tokens), token + _LONGEST) and free[end]:
        goes_on = written.capital(end) if written.has_capitals else end < token + 3
        if not (_spaced(written, end) and goes_on) or NOUNS_AFTER.starting(written, end):
            break
        if not written.has_capitals and (CUES.starting(written, end) or not written.words[end].isalpha()):
            break
        end += 1
    return end


def _spaced(written: Written, token: int) -> bool:
    return 0 < token < len(written.tokens) and written.in_one_name(token)


def _with_cues(written: Written, start: int, first: int, end: int) -> tuple[int, int, int]:
    while written.adjoins(start):
        found = CUES.ending(written, start) or FILLERS.ending(written, start)
        if not found:
            break
        start = found[0]
    return start, first, end


def _phrase(written: Written, start: int, first: int, end: int) -> Unresolved:
    stop = written.tokens[end - 1].end
    text = written.text[written.tokens[first].start : stop]
    return Unresolved(text, written.tokens[start].start, stop)
