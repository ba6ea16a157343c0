"""Words that look like a place and are none that is known: "near Nguyễn Văn Xyz street".

A name is a run of words with capitals after a word for a kind of place, after a relation, or
before "street" or "ward"; in a text without capitals only one that begins with a family name, as
most streets do. A number is one after quận, phường, quốc lộ, đường số.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from indexer.phrasal_verbs import is_phrasal
from indexer.places.cues import (
    CUES,
    FILLERS,
    LANDMARK_NOUNS,
    LANDMARKS_AFTER,
    NOUNS,
    NOUNS_AFTER,
    STREETS,
    SURNAMES,
    TITLES,
    Noun,
)
from indexer.places.elsewhere import STREET_NAMES
from indexer.places.grouping import Group
from indexer.places.numbers import number_before
from indexer.places.phrases import Phrases
from indexer.places.relations import Said
from indexer.places.tokens import Written

_LONGEST = 5
_UNNAMED: Phrases[None] = Phrases(
    (
        (None, "monday; tuesday; wednesday; thursday; friday; saturday; sunday; mondays; tuesdays;"
               " wednesdays; thursdays; fridays; saturdays; sundays; weekdays; weekends;"
               " january; february;"
               " march; april; may; june; july; august; september; october; november; december;"
               " jan; feb; mar; apr; jun; jul; aug; sep; sept; oct; nov; dec; am; pm; today;"
               " tonight; yesterday; christmas; new year; tet; thứ hai; thứ ba; thứ tư; thứ năm;"
               " thứ sáu;"
               " thứ bảy; chủ nhật; !thứ; sáng; trưa; chiều; tối; đêm; khuya; ngày; tháng; năm;"
               " hôm; lúc; tết; noel; giờ"),
        (None, "zalo; facebook; fb; youtube; tiktok; messenger; google; instagram; telegram; viber;"
               " camera; cctv; video; clip; hotline"),
        (None, "honda; yamaha; suzuki; piaggio; vespa; sym; toyota; hyundai; kia; ford; mazda;"
               " vinfast; mitsubishi; wave; vision; exciter; winner; air blade; sirius; lead;"
               " future; dream; sh; ab; grab; be; gojek; shopee; iphone; samsung; oppo"),
        (None, "hello; hi; hey; dear; did; do; does; has; have; had; was; were; is; are; any;"
               " some; all; every; each; no;"
               " not; urgent; please; show; find; the; this; that; these; those; my; our; their;"
               " his; her; who; what; when; where; why; how; which; can; could; would; should;"
               " will; may; there; it; they; we; you; he; she"),
        (None, "japanese; korean; chinese; french; british; danish; english; american; german;"
               " international; vietnamese; catholic; buddhist; russian; swedish; australian;"
               " indian; italian; spanish; dutch; norwegian; polish; public; private; local"),
        (None, "công an; ca; ubnd; csgt; tp; i; a; an; người; xe; ông; bà; anh; chị; em; bác; tôi;"
               " mình; nó; họ; bạn; nạn nhân; việt nam; vietnam; mr; mrs; ms; miss; dr;"
               " sir; madam; sgt; lt; capt; prof; llp; ltd; co; inc; corp"),
    )
)  # fmt: skip
"""Times, sources, makes, words of asking, persons: with a capital, and no places."""
_JUNCTIONS: Phrases[None] = Phrases(
    ((None, "vòng xoay; bùng binh; ngã ba; ngã tư; ngã năm; ngã sáu; ngã 3; ngã 4; nút giao"),)
)
"""Kinds of junctions, before a name that is not known; they belong to it."""
_SURE: tuple[Said, ...] = (
    "near", "north_of", "south_of", "east_of", "west_of", "junction", "between", "toward",
)  # fmt: skip
"""Relations after which one word with a capital is enough for a name."""
_VAGUE = frozenset(("to", "by", "about", "off", "round", "around", "cach", "ra", "len", "xuong"))
"""Relation words that as often go before other things: one word with a capital is not enough."""
_NUMBERED: Phrases[None] = Phrases(
    ((None, "quận; q; phường; p; district; ward; ql; quốc lộ; đường số; street no; tỉnh lộ; tl"),)
)
_COUNTED_TEXT = """
    am pm phut gio tieng ngay tuan thang h g p minutes hours days weeks january february march april
    may june july august september october november december jan feb mar apr jun jul aug sep sept
    oct nov dec
"""
_COUNTED = frozenset(_COUNTED_TEXT.split())
"""Folded units of time and months: a number before one of them belongs to no name."""
_ROAD_THINGS_TEXT = """
    bike bikes bicycle bicycles cycle sign signs work works worker workers rage roller user users
    sweeper sweepers barrier barriers cone cones
"""
_ROAD_THINGS = frozenset(_ROAD_THINGS_TEXT.split())
"""Words before which "road" names no street."""
_REVOLUTION = ["cach", "mang"]
"""Cách Mạng, of the street Cách Mạng Tháng Tám, where "cách" says no distance."""
_ALLEY = re.compile(r"(?:hem|ngo|alley)\s(?:so\s)?\d{1,4}[a-f]?(?:/\d{1,4}[a-f]?){0,4}(?!\w)")
_DASHES = frozenset("-–—:")
_MANY = frozenset(("streets", "roads", "wards", "communes"))
"""These go with known names; "Empty streets" names none."""
_MIDDLES = frozenset(("van", "thi", "huu", "duc", "dinh", "minh", "ngoc", "cong", "chi"))
"""Folded middle names, after which a family name that may be another word ("vô") is one."""
_FAMILIES = SURNAMES | {"le", "vo", "vu", "ngo", "ly", "luu", "thai"}


_OTHER_WORDS = frozenset(("dang", "bui", "doan", "dinh", "hoang", "thai", "trinh", "truong"))
"""Family names that without accents are đang, bụi, đoàn, trường and the like."""


class Unresolved(NamedTuple):
    """A phrase as written, and [start, end) of it with its relation words, to be cut."""

    phrase: str
    start: int
    end: int


def find_unresolved(written: Written, groups: Sequence[Group]) -> list[Unresolved]:
    """All such phrases outside of the groups, in order."""
    free = _free(written, groups)
    open_ends = {group.end for group in groups if _lacks_partner(group)}
    found: list[Unresolved] = []
    token = 0
    while token < len(written.tokens):
        name = _name_at(written, token, free, open_ends) if free[token] else None
        if name:
            found.append(name)
            token = max(token + 1, written.token_at(name.end))
        else:
            token += 1
    return found


def _free(written: Written, groups: Sequence[Group]) -> list[bool]:
    """Which tokens belong to no group."""
    free = [True] * len(written.tokens)
    for each in groups:
        first, after = written.token_at(each.start), written.token_at(each.end)
        free[first:after] = [False] * (after - first)
    return free


def _lacks_partner(group: Group) -> bool:
    return len(group.mentions) == 1 and group.last.said in ("junction", "between")


def _name_at(
    written: Written, token: int, free: list[bool], open_ends: set[int]
) -> Unresolved | None:
    """The phrase whose name begins with this token, or None."""
    if alley := _alley_at(written, token, free):
        return alley
    numbered = _numbered(written, token)
    if numbered is not None and free[numbered]:
        return _phrase(written, numbered, token + 1)
    if street := _street_at(written, token, free):
        return street
    end = _run(written, token, free)
    if end is None:
        return None
    noun = _noun_before(written, token)
    landmark = _landmark_before(written, token)
    first = noun[0] if noun else landmark[0] if landmark else token
    after = _kind_after(written, end) if _goes_on(written, end) else None
    number = number_before(written, first) if noun or end - token > 1 else None
    if number and (noun is None or noun[1].kinds == STREETS):
        first = min(first, written.token_at(number.at))
        first = first if free[first] else token
    told = bool(noun or landmark or after or number or _follows(written, token, open_ends))
    is_led = not _may_be_another(written, token) and _has_relation(written, first, end - token)
    if not told and not is_led:
        return None
    return _phrase(written, first, after[0] if after else end)


def _landmark_before(written: Written, token: int) -> tuple[int, None] | None:
    if not written.in_one_name(token):
        return None
    return LANDMARK_NOUNS.ending(written, token) or _JUNCTIONS.ending(written, token)


def _noun_before(written: Written, token: int) -> tuple[int, Noun] | None:
    """Where the word for a kind of place begins that ends before a token; "đ." is a street."""
    if not written.adjoins(token):
        return None
    is_counted = token > 1 and written.words[token - 2].isdigit()
    if written.lower(token - 1) == "đ" and written.gap(token) and not is_counted:
        return token - 1, Noun(STREETS)
    return NOUNS.ending(written, token)


def _alley_at(written: Written, token: int, free: list[bool]) -> Unresolved | None:
    """An alley whose street is not said: "hẻm 123/4"."""
    found = _ALLEY.match(written.folded, written.tokens[token].start)
    if not found or written.lower(token) == "ngo":
        return None
    after = written.token_at(found.end())
    is_last = after >= len(written.tokens) or not free[after] or not written.adjoins(after)
    if not is_last and (NOUNS.starting(written, after) or _run(written, after, free)):
        return None
    is_led = token > 0 and written.words[token - 1] == "con" and written.adjoins(token)
    return _phrase(written, token - is_led, after)


def _street_at(written: Written, token: int, free: list[bool]) -> Unresolved | None:
    """A street by a name that streets have in most towns: "duong ba trieu", "xa lo ha noi".

    Where capitals say where a name ends, they do.
    """
    found = STREET_NAMES.starting(written, token)
    if found is None or not all(free[token : found[0]]):
        return None
    end, needs_noun = found
    if needs_noun and written.has_capitals and written.capital(token):
        return None
    noun = _noun_before(written, token)
    if noun is not None and noun[1].kinds == STREETS:
        return _phrase(written, noun[0], end)
    after = NOUNS_AFTER.starting(written, end) if _goes_on(written, end) else None
    if after is not None and after[1].kinds == STREETS:
        return _phrase(written, token, after[0])
    return None if needs_noun else _phrase(written, token, end)


def _kind_after(written: Written, token: int) -> tuple[int, object] | None:
    """The word for a kind of place or landmark that begins there, and the token after it."""
    word, after = (*written.words[token : token + 2], "")[:2]
    if word in _MANY or (word == "road" and after in _ROAD_THINGS):
        return None
    return NOUNS_AFTER.starting(written, token) or LANDMARKS_AFTER.starting(written, token)


def _has_relation(written: Written, token: int, length: int) -> bool:
    """Whether a relation stands before a name of that many words, and no person is meant."""
    said = CUES.ending(written, token) if written.adjoins(token) else None
    if said is None or TITLES.ending(written, token):
        return False
    is_sure = said[1] in _SURE and written.words[token - 1] not in _VAGUE
    return length > 1 or (is_sure and written.has_capitals)


def _follows(written: Written, token: int, open_ends: set[int]) -> bool:
    """Whether it is the other street of a junction: "ngã tư Tô Ký - Trần Xyz"."""
    start = written.tokens[token].start
    for end in (end for end in range(max(0, start - 8), start) if end in open_ends):
        return written.folded[end:start].strip(" -–—/,&") in ("", "va", "voi", "and", "with", "x")
    return False


def _numbered(written: Written, token: int) -> int | None:
    """The first token of `Quận 7`, `P.5`, `QL13`, given that of the number."""
    number = written.words[token]
    end = written.tokens[token].end
    after = written.words[token + 1] if token + 1 < len(written.words) else ""
    if (
        token == 0
        or after in _COUNTED
        or _is_counted(written, token)
        or not number.isdigit()
        or len(number) > 2
        or written.text[end : end + 1] in ("/", ":")
    ):
        return None
    found = _NUMBERED.ending(written, token) if written.in_one_name(token) else None
    if found is None or (found[0] > 0 and written.gap(found[0]) == ""):
        return None
    is_loose = len(written.words[token - 1]) == 1 and written.gap(token)[:1] == " "
    return None if is_loose and written.raw(token - 1).islower() else found[0]


def _run(written: Written, token: int, free: list[bool]) -> int | None:
    """The token after a name that begins here, or None if none does."""
    word = written.words[token]
    named = written.capital(token) if written.has_capitals else written.lower(token) in _FAMILIES
    if word == "ly" and token and written.words[token - 1] == "quan":
        return None
    if (
        not named
        or not word.isalpha()
        or (_is_plain(written, token) and not _is_called_after(written, token))
    ):
        return None
    end = token + 1
    while end < min(len(written.tokens), token + _LONGEST) and free[end]:
        if not _goes_on(written, end) or not _is_named(written, token, end):
            break
        end += 1
    return end


def _may_be_another(written: Written, token: int) -> bool:
    """Whether a family name in small letters and without accents may be another word."""
    word, after = written.lower(token), (*written.words[token + 1 : token + 2], "")[0]
    return not written.has_capitals and word in _OTHER_WORDS and after not in _MIDDLES


def _is_plain(written: Written, token: int) -> bool:
    """Whether a word begins a relation, a kind of place, a time, a source, and so no name."""
    word, after = (*written.words[token : token + 2], "")[:2]
    if [word, after] == _REVOLUTION or (word in _FAMILIES and after in _MIDDLES):
        return False
    return any(phrases.starting(written, token) for phrases in (CUES, NOUNS, _UNNAMED))


def _is_called_after(written: Written, token: int) -> bool:
    """Whether bà or ông begins a name: "chợ Bà Chiểu", "đường Ông Ích Khiêm"."""
    leads_to = LANDMARKS_AFTER.starting(written, token + 2) and written.capital(token + 1)
    is_led = written.in_one_name(token) and LANDMARK_NOUNS.ending(written, token) is not None
    is_led = is_led or bool(leads_to and written.capital(token))
    is_led = is_led or (written.capital(token) and _noun_before(written, token) is not None)
    return is_led and written.words[token] in ("ba", "ong")


def _is_named(written: Written, first: int, token: int) -> bool:
    """Whether a word still belongs to the name that began with `first`."""
    if NOUNS_AFTER.starting(written, token):
        return False
    if written.has_capitals:
        return written.capital(token) and not _is_counted(written, token)
    return token < first + 3 and written.words[token].isalpha() and not _is_plain(written, token)


def _is_counted(written: Written, token: int) -> bool:
    """Whether a number counts what follows it: "phường Tân Định 45 phút trước"."""
    if not written.words[token].isdigit():
        return False
    after = written.words[token + 1] if token + 1 < len(written.words) else ""
    return after in _COUNTED or (after.isdigit() and written.gap(token + 1).strip() in _DASHES)


def _goes_on(written: Written, token: int) -> bool:
    return 0 < token < len(written.tokens) and written.in_one_name(token)


def _phrase(written: Written, first: int, after: int) -> Unresolved:
    """The phrase of tokens [first, after), cut with the relation words before it."""
    outer = first
    while written.adjoins(outer):
        found = CUES.ending(written, outer) or FILLERS.ending(written, outer)
        if not found or is_phrasal(written.words[found[0] - 1], written.words[found[0]]):
            break
        outer = found[0]
    start, end = written.tokens[first].start, written.tokens[after - 1].end
    return Unresolved(written.text[start:end], written.tokens[outer].start, end)
