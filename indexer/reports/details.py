"""Details that tell who somebody is, found in a text: telephones, ids, e-mail addresses, names.

They are masked for readers who need not see them. A vehicle's plate is none: it is evidence. Names
are told by a family name that stands before others written large, or by the words before them; the
names of streets and other places are left alone.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from indexer.folding import fold, nfc
from indexer.reports.words import WORD

Kind = Literal["telephone", "number", "email", "name"]
Found = tuple[int, int, Kind]
"""Where it begins and ends in the composed text, and what it is."""
IsPlace = Callable[[str], bool]
"""Whether a folded name is one of a place."""
MASK = "▮▮▮"
"""What stands for a detail: no word, so that no search finds it."""

_SIGNS = {"telephone": "☎", "number": "№", "email": "@", "name": ""}
_LOOKALIKES = str.maketrans("oOοОо", "00000")
"""Letters written for a zero, of three alphabets."""
_GAP = r"[ .\-·()]{0,2}"
_TELEPHONE = re.compile(rf"(?<![\w+])(?:\+?84|0)(?:{_GAP}\d){{8,10}}(?![\w])")
_LONG_NUMBER = re.compile(
    r"(?<![\w])0\d{2}[ .-]?(?:\d[ .-]?){8}\d(?![\w])|(?<![\w.,])\d{9}(?![\w])"
)
_PASSPORT = re.compile(r"(?<!\w)[BCNP]\d{7}(?!\w)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")

_FAMILY_TEXT = """
    nguyen tran le pham huynh hoang vo vu phan truong bui dang do ngo ho duong ly dinh doan lam mai
    trinh dao ta luu luong quach cao chau to thai lai phung kieu mac tang thach kim son danh ton
    nghiem vuong khuc cu dam
"""
_FAMILY = frozenset(_FAMILY_TEXT.split())
_PLACING_TEXT = """
    duong pho hem ngo nga tu cau cho truong benh vien chua cong phuong quan xa huyen ap khu cu xa
    street road market alley bridge school nha tho dinh den ben xe chung
"""
_PLACING = frozenset(_PLACING_TEXT.split())
"""Words before a name that make it one of a place."""
_TITLES_TEXT = "anh chi ong ba co chu bac em dong ban thay mr mrs ms"
_TITLES = frozenset(_TITLES_TEXT.split())
_CALLED = re.compile(
    r"(?:\b(?:họ |ho )?(?:tên|ten)(?: (?:là|la|em là|tôi là|toi la))?"
    r"|\b(?:tôi|toi|em|mình) (?:là|la)|\bmy name is|\bname is)\s*:?\s+",
    re.IGNORECASE,
)
_LONGEST_NAME = 4
_BEFORE = 40
"""Characters before a detail that say whose it is."""
_SELF = r"\b(?:tôi|toi|em|mình|minh|con|cháu|chau)"
_OWN_NUMBER = re.compile(
    rf"(?:{_SELF}|\bme)(?:\W+(?:qua|theo|số|so|sđt|sdt|đt|dt|zalo|là|la|at|on|có|co))*\W*$",
    re.IGNORECASE,
)
_OWN_NAME = re.compile(
    rf"{_SELF} (?:tên là|ten la|tên|ten|là|la)\W*$|\bmy name is\W*$", re.IGNORECASE
)


def find_details(text: str, is_place: IsPlace) -> list[Found]:
    """The details of a composed text in their order, apart from each other."""
    digits = _with_plain_digits(text)
    found: list[Found] = [(*match.span(), "email") for match in _EMAIL.finditer(text)]
    for kind, pattern in _numbers():
        found += [(*match.span(), kind) for match in pattern.finditer(digits)]
    found += ((start, end, "name") for start, end in _names(text, is_place))
    return list(_apart(sorted(found, key=lambda one: (one[0], -one[1], one[2]))))


def masked(text: str, is_place: IsPlace) -> str:
    """The text with each detail's place taken by a mask that says what kind it was."""
    composed = nfc(text)
    parts, at = [], 0
    for start, end, kind in find_details(composed, is_place):
        parts += [composed[at:start], _SIGNS[kind], MASK]
        at = end
    return "".join([*parts, composed[at:]])


def without_sender(text: str, sender: object) -> str:
    """The text with whatever is said of its sender masked: that must not be kept beside it.

    Beside what is known of the sender, that is what writers say of themselves ("gọi tôi 09…", "em
    tên là …").
    """
    composed = nfc(text)
    known = {span for told in _told(sender) for span in _occurrences(composed, told)}
    spans = sorted(known.union(_told_of_self(composed)))
    parts, at = [], 0
    for start, end in spans:
        if start >= at:
            parts += [composed[at:start], MASK]
            at = end
    return "".join([*parts, composed[at:]])


def _numbers() -> Iterator[tuple[Kind, re.Pattern[str]]]:
    yield "number", _LONG_NUMBER
    yield "telephone", _TELEPHONE
    yield "number", _PASSPORT


def _with_plain_digits(text: str) -> str:
    """The text, one character for one, its digits of all scripts and their doubles plain."""
    plain = text if text.isascii() else text.translate(_DIGITS)
    return re.sub(
        r"(?<=\d)[oOοОо](?=[\d .])|(?<![^\W\d])[oOοОо](?=\d)",
        lambda match: match[0].translate(_LOOKALIKES),
        plain,
    )


class _Digits(dict[int, str]):
    """Digits of all scripts as plain ones, worked out when first met; all else as it is."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = plain = str(unicodedata.digit(letter, letter))
        return plain


_DIGITS = _Digits()


def _names(text: str, is_place: IsPlace) -> Iterator[tuple[int, int]]:
    words = [match.span() for match in WORD.finditer(text)]
    bare = fold(text)
    folded = [bare[start:end] for start, end in words]
    called = {match.end() for match in _CALLED.finditer(text)}
    number = 0
    while number < len(words):
        size = _name_at(number, text, words, folded, called)
        if size and not _is_place(number, size, folded, is_place):
            yield words[number][0], words[number + size - 1][1]
        number += max(size, 1)


def _name_at(
    number: int, text: str, words: list[tuple[int, int]], folded: list[str], called: set[int]
) -> int:
    """How many words from this one on are a name; 0 if it is none."""
    start, end = words[number]
    large = _run(number, text, words, lambda word: word[0].isupper() and not word[-1].isdigit())
    if start in called and folded[number] in _FAMILY and not large:
        return min(3, _run(number, text, words, str.isalpha))
    if folded[number] in _FAMILY and large >= 2:
        return large
    titled = number > 0 and folded[number - 1] in _TITLES
    return large if titled and large and end - start > 1 and not text[start:end].isupper() else 0


def _run(number: int, text: str, words: list[tuple[int, int]], fits: Callable[[str], bool]) -> int:
    """How many words that fit stand here, with a space and nothing else between them."""
    size = 0
    for start, end in words[number : number + _LONGEST_NAME]:
        if not fits(text[start:end]) or (size and text[words[number + size - 1][1] : start] != " "):
            break
        size += 1
    return size


def _is_place(number: int, size: int, folded: list[str], is_place: IsPlace) -> bool:
    """A place by the word before it, or because some of its words, or those around, are one's."""
    if number and folded[number - 1] in _PLACING:
        return True
    first = max(0, number - 1)
    runs = (
        " ".join(folded[start:stop])
        for start in range(first, number + size)
        for stop in range(start + 2, min(start + 5, number + size + 1) + 1)
    )
    return any(is_place(run) for run in runs)


def _told(sender: object) -> Iterator[str]:
    """Each text of a sender that tells who it is; a word or two letters tell nothing."""
    if isinstance(sender, dict):
        for value in sender.values():
            yield from _told(value)
    elif isinstance(sender, list):
        for value in sender:
            yield from _told(value)
    elif isinstance(sender, str | int) and not isinstance(sender, bool):
        yield str(sender)


def _told_of_self(text: str) -> Iterator[tuple[int, int]]:
    for start, end, kind in find_details(text, lambda name: False):
        before = text[max(0, start - _BEFORE) : start]
        own = _OWN_NAME if kind == "name" else _OWN_NUMBER
        if own.search(before):
            yield start, end


def _occurrences(text: str, told: str) -> Iterator[tuple[int, int]]:
    number = re.sub(r"\D", "", told)
    if len(number) >= 8 and len(number) >= len(told) / 2:
        yield from _same_number(text, number)
    email = _EMAIL.search(told)
    folded = fold(text)
    for phrase in dict.fromkeys((told.strip(), email[0] if email else told.strip())):
        words = [fold(word) for word in phrase.split()]
        telling = "@" in phrase or len(words) >= 2 or (len(phrase) >= 8 and not number)
        if telling and all(word in folded for word in words):
            pattern = r"\s+".join(map(re.escape, words))
            bounded = rf"(?<!\w){pattern}(?!\w)"
            yield from (match.span() for match in re.finditer(bounded, folded))


def _same_number(text: str, number: str) -> Iterator[tuple[int, int]]:
    """The number with any gaps, and with or without the country's prefix."""
    bare, plain = re.sub(r"^(?:84|0)(?=\d{8})", "", number), _with_plain_digits(text)
    if bare not in re.sub(r"\D", "", plain):
        return  # a pattern of its own for each sender is dear, and few tell their number twice
    pattern = r"(?:\+?84|0)?" + _GAP + _GAP.join(bare)
    bounded = rf"(?<!\d){pattern}(?!\d)"
    yield from (match.span() for match in re.finditer(bounded, plain))


def _apart(found: Iterable[Found]) -> Iterator[Found]:
    at = 0
    for start, end, kind in found:
        if start >= at:
            yield start, end, kind
            at = end
