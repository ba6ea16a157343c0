"""A text as a row of words and short phrases, each with its kind.

Vietnamese words are compared with their accents where the text has any, and without where it has
none. What the lexicon knows as something to be seen is never said to the one who is asked.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.folding import fold
from indexer.times.vocabulary import VOCABULARY
from search.question.asides.english import ENGLISH
from search.question.asides.kinds import Kind
from search.question.asides.verbs import is_telling
from search.question.asides.vietnamese import VIETNAMESE
from search.question.lexicon import Mention, mentions
from search.question.masked import GAP

_TOKEN = re.compile(
    rf"(?P<gap>{GAP}[{GAP}\s]*)|(?P<stop>(?!(?<=\bmr)\.|(?<=\bno)\.\s?\d|(?<=\bms)\.|(?<=\bdr)\.|(?<=\bmrs)\.)[,.;:!?…()\"“”/&]+|(?<=\s)[-–—]+(?=\s))"
    r"|(?P<word>(?:hit|smash|snatch)\s?&\s?(?:run|grab)\b|[^\W_]+(?:[-'’/.]+[^\W_]+)*)"
)
_LONGEST = 6
"""Words of the longest phrase."""
_DETERMINERS = frozenset(("a", "an", "the", "my", "our", "his", "her", "their", "one", "two"))
"""Words after which no verb stands: "a monitor lizard", "a found passport"."""
_SOUGHT = frozenset(("wanted", "request", "query", "hunting", "tracking"))
_ABOUT = frozenset(("for", "about", "of", "to", "that", "on", "regarding", "is", ",", ":"))
"""Thus "a wanted poster", "a request stop", unlike "a request for"."""
_VOCATIVES_TEXT = "colleagues gentlemen comrades mate dude bro buddy folks team"
_VOCATIVES = frozenset(_VOCATIVES_TEXT.split())
"""Words of address only where nothing but a greeting or a border is beside them."""
_DOES_TEXT = "mặc đội đeo cầm ngồi dắt đẩy chở lái bế vác ôm mac deo ngoi vac doi"
_DOES = frozenset(_DOES_TEXT.split())
"""Verbs after which "ông", "chị" are who is seen, not who asks: "ông mặc áo mưa"."""
_SUFFERS = ("bị", "bi", "mất", "mat")
"""Thus "e bị giật" tells of em."""
_TAKES = ("lấy", "lay")
"""Thus "ai lấy thùng bia" tells what was done."""
_SEEN = ("thing", "clothes", "detail", "deed")
"""Sorts of the lexicon's words that cameras see."""
_SHOWN = ("thing", "clothes", "detail", "colour")
_TYPED = {"được": ("dc", "đc"), "không": ("ko", "k"), "gì": ("j",)}
"""Words of asking as they are shortened in messages."""
_SURE_LENGTH = 5
"""Letters from which on a word without its accents is hardly another one too."""


@dataclass(frozen=True)
class Word:
    """A word or phrase at [start, end) with its kind, in small letters as it is compared."""

    start: int
    end: int
    kind: str
    told: str

    @property
    def is_border(self) -> bool:
        """Whether it is no word: punctuation, or a gap."""
        return self.kind in ",_"

    @property
    def is_stop(self) -> bool:
        """Whether it is punctuation that ends more than a part of a sentence."""
        return self.kind == "," and self.told[0] in ".:;!?-–—…"


def is_accented(text: str) -> bool:
    """Whether a text has any accent, so that its words are what they look like."""
    if text.isascii():
        return False
    return any(map(unicodedata.combining, unicodedata.normalize("NFD", text)))


def kinds_of(words: Iterable[Word]) -> str:
    """The kinds in their order, a letter for each word."""
    return "".join(word.kind for word in words)


def read_words(text: str, language: str) -> list[Word]:
    """The words of a text whose taken-out parts are GAPs."""
    return [*_read(text, language)]


@lru_cache(8)
def _read(text: str, language: str) -> tuple[Word, ...]:
    return (*_words(text, language),)


def _words(text: str, language: str) -> Iterator[Word]:
    accented = is_accented(text)
    known, longest = _known(language, accented), _longest(language, accented)
    lowered = (text.lower() if accented and len(text.lower()) == len(text) else fold(text)).replace(
        "’", "'"
    )
    found = list(_TOKEN.finditer(lowered))
    seen = [mention for mention in _seen(text) if _is_sure(mention, text)]
    at = 0
    while at < len(found):
        kind, count = _kind(found, at, known, longest)
        if kind in "qA" and found[at][0] in _SOUGHT and _after(found, at + 1) not in _ABOUT:
            kind = "w" if at and found[at - 1][0] in _DETERMINERS else kind
        if kind in "vkgS" and at and found[at - 1][0] in _DETERMINERS:
            said = lowered[found[at].start() : found[at + count - 1].end()]
            kind = "S" if count > 1 and kind == "S" and is_telling(said) else "w"
        if kind == "g" and found[at][0] in _VOCATIVES and _after(found, at + count).isalpha():
            kind = "g" if at and known.get(found[at - 1][0]) == "g" else "w"
        if kind == "p" and _does(found, at + count):
            kind = "w"
        if kind == "g" and found[at][0] == "e" and _after(found, at + 1) in _SUFFERS:
            kind = "p"
        if kind == "p" and found[at][0] == "ai" and _after(found, at + 1) in _TAKES:
            kind = "q"
        if kind == "v" and found[at][0] in _TAKES and at and found[at - 1][0] == "ai":
            kind = "w"
        start, end = found[at].start(), found[at + count - 1].end()
        is_seen = any(mention.start < end and start < mention.end for mention in seen)
        yield Word(start, end, "w" if is_seen else kind, lowered[start:end])
        at += count


def _does(found: list[re.Match[str]], at: int) -> bool:
    """Whether one does something there, or is one of whom it is asked: "ông nào đeo kính"."""
    return _after(found, at + (_after(found, at) in ("nào", "nao"))) in _DOES


def _after(found: list[re.Match[str]], at: int) -> str:
    return found[at][0] if at < len(found) else ""


def _kind(
    found: list[re.Match[str]], at: int, known: dict[str, Kind], longest: dict[str, int]
) -> tuple[str, int]:
    """The kind of the longest phrase that begins there, and how many words it has."""
    if not found[at]["word"]:
        return ("_" if found[at]["gap"] else ","), 1
    for count in range(longest.get(found[at][0], 0), 0, -1):
        words = found[at : at + count]
        if len(words) == count and all(word["word"] for word in words):
            kind = known.get(" ".join(word[0] for word in words))
            if kind:
                return kind, count
    return "w", 1


@lru_cache(4)
def _longest(language: str, accented: bool) -> dict[str, int]:
    """Of each word how many words the longest phrase has that begins with it."""
    found: dict[str, int] = {}
    for phrase in _known(language, accented):
        first, count = phrase.split()[0], phrase.count(" ") + 1
        found[first] = max(found.get(first, 0), min(count, _LONGEST))
    return found


@lru_cache(4)
def _known(language: str, accented: bool) -> dict[str, Kind]:
    """Phrases to their kinds; folded unless `accented`. What is none of asking comes first."""
    table = ENGLISH if language == "en" else VIETNAMESE
    found: dict[str, Kind] = {}
    for kind, phrases in (("w", table["w"]), *table.items()):
        for phrase in phrases.split(","):
            for told in _written(" ".join(phrase.split())):
                found.setdefault(told if accented else fold(told), kind)
    return found


def _written(phrase: str) -> Iterator[str]:
    """A phrase, and as it is typed in haste: "ai nhặt dc" for "ai nhặt được"."""
    yield phrase
    for word, shorter in _TYPED.items():
        if f" {word} " in f" {phrase} ":
            yield from (
                f" {phrase} ".replace(f" {word} ", f" {short} ").strip() for short in shorter
            )


def tells(words: Sequence[Word], text: str, *, who: bool = True) -> bool:
    """Whether words of a text name what cameras see, people too if `who`, or what happened."""
    if not words:
        return False
    start, others = words[0].start, [word for word in words if word.kind == "w"]
    named = mentions(text[start : words[-1].end])
    return any(_is_event(word) for word in words) or any(
        (mention.concept.sort in _SEEN or (who and mention.concept.sort == "who"))
        and any(_overlap(mention, word, start) for word in others)
        for mention in named
    )


def shows(words: Sequence[Word], text: str, *, in_english: bool = False) -> bool:
    """Whether words of a text name things, clothes or colours: what a picture shows.

    Only `in_english` "do" is certainly no đỏ.
    """
    if not words:
        return False
    named = mentions(text[words[0].start : words[-1].end])
    return any(m.concept.sort in _SHOWN and (m.is_english or not in_english) for m in named)


def _overlap(mention: Mention, word: Word, start: int) -> bool:
    return word.start - start < mention.end and mention.start < word.end - start


def _seen(text: str) -> list[Mention]:
    return [mention for mention in mentions(text) if mention.concept.sort in _SEEN]


def _is_sure(mention: Mention, text: str) -> bool:
    """Whether it can be no other word: one short word without its accents may be."""
    told = text[mention.start : mention.end]
    return mention.is_english or " " in told or not told.isascii()


def _is_event(word: Word) -> bool:
    entries = VOCABULARY.get(fold(word.told), ())
    sure = len(word.told) >= _SURE_LENGTH or not word.told.isascii()
    return sure and any(e.tag == "event" and e.words == (word.told,) for e in entries)
