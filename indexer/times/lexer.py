"""A text into runs of tokens: words of the vocabulary, numbers, and what stands around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from indexer.folding import fold
from indexer.times.numerals import FOLLOWS_A_NUMBER_OF, read_numeral
from indexer.times.tokens import Run, Token
from indexer.times.vocabulary import VOCABULARY, Entry

_WORD = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)?|[&+]")
_BREAK = re.compile(r"[^\s,()\[\]\-–—~→\"“”*_]|\n\s*\n")
_DASH = re.compile(r"\s*(?:[-–—~→]|->)\s*")
_ABOUT = re.compile(r"\s+~\s*")
"""Thus "29 Nov ~ 20h" is about 20h that day; after a number it is a dash, "8 ~ 9pm"."""

_SHORTENED = ("approx", " abt", " ca")
"""Words after which a full stop ends nothing: "approx. 03:15"."""
_SPACE = re.compile(r"[ \t\n\xa0]{1,3}")
"""What may stand inside a phrase."""
_SPACE_OR_HYPHEN = re.compile(rf"{_SPACE.pattern}|-")
_HYPHENATED = ("nth", "number")
"""Tags of words that a hyphen may join: "twenty-sixth", "forty-five"."""
_TAKEN_OUT = re.compile(r" {4}")
"""So long a gap is where other words were taken out: what stands before and after is apart."""
_JOINED = re.compile(r"-[^\W\d_]")
"""A part of the day that is joined to what follows: "night-shift nurse"."""
_HYPHENED = ("by", "in", "on", "over", "around", "about", "up")
"""Words that a hyphen joins to the one before: "passers-by", "a break-in"."""
_IS_A_CLOCK = re.compile(
    r"h(?:\d\d)?\b|\s?(?:giờ|gio)\b"
    r"|\s(?:minutes?|mins?|hours?|hrs?|days?|nights?|weeks?)\s(?:ago|earlier|back)\b"
    r"|\s(?:phút|phut|tiếng|tieng|ngày|ngay|tuần|tuan)\s(?:trước|truoc|qua|nay|gần|gan|vừa|vua|rồi|roi)\b"
)
_SHORT_WEEKDAY = re.compile(r"t([2-7])(?!\w)")
_LONGEST = 60
"""Tokens of a run; nobody says more of a time in one go, and rules are slow on long ones."""
_BEFORE_A_DASH = ("number", "number_h", "written", "clock_fixed", "date", "hour")


class _Word(NamedTuple):
    start: int
    end: int
    lowered: str
    folded: str


@dataclass(frozen=True)
class _Text:
    """A composed text with its lowered and folded forms, character for character, and words."""

    composed: str
    lowered: str
    folded: str
    words: tuple[_Word, ...]


def read_runs(composed: str) -> Iterator[Run]:
    """Runs of tokens of a text in NFC; each begins and ends with a `word` or `stop` token."""
    text = _prepare(composed)
    run: Run = [Token("stop", "", 0, 0)]
    position = end = 0
    while position < len(text.words):
        word = text.words[position]
        if word.start < end:
            position += 1
            continue
        between = _between(text, end, word.start, run)
        token = _token(text, position, end, run)
        if between is not None:
            run.append(between)
        if between is not None and between.tag == "stop" and token is not None:
            yield run
            run = [between]
        if token is None:
            run.append(Token("word", word.folded, word.start, word.end))
            if len(run) > 2:
                yield run
            run, end = run[-1:], word.end
        else:
            run.append(token)
            end = token.end
            if len(run) > _LONGEST:
                yield [*run, Token("stop", "", end, end)]
                run = [Token("stop", "", end, end)]
        position += 1
    yield [*run, Token("stop", "", len(composed), len(composed))]


def _prepare(composed: str) -> _Text:
    lowered = composed.lower()
    if len(lowered) != len(composed):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in composed)
    folded = fold(composed)
    words = tuple(
        _Word(*match.span(), lowered[slice(*match.span())], folded[slice(*match.span())])
        for match in _WORD.finditer(composed)
    )
    return _Text(composed, lowered, folded, words)


def _between(text: _Text, end: int, start: int, run: Run) -> Token | None:
    """What the characters between two words are: a stop, a dash, a comma, or nothing."""
    gap = text.composed[end:start]
    if gap.strip() == "." and text.folded[:end].endswith(_SHORTENED):
        return None
    if _BREAK.search(gap) or _TAKEN_OUT.search(gap):
        return Token("stop", "", end, start)
    if _ABOUT.fullmatch(gap) and run[-1].tag not in _BEFORE_A_DASH:
        return Token("around", None, start - 1 - gap[::-1].index("~"), start)
    if _DASH.fullmatch(gap):
        return Token("dash", None, end, start)
    comma = gap.find(",")
    return Token("comma", None, end + comma, end + comma + 1) if comma >= 0 else None


def _token(text: _Text, position: int, end: int, run: Run) -> Token | None:
    word = text.words[position]
    before = text.composed[word.start - 1 : word.start] if word.start > end else ""
    if word.lowered[0].isdigit():
        if _is_part_of_a_name(text, word, before, run, text.composed[end : word.start]):
            return None
        return read_numeral(text.lowered, word.start)
    if before and (before.isalnum() or (before == "-" and word.folded in _HYPHENED)):
        return None
    if match := _SHORT_WEEKDAY.match(text.lowered, word.start):
        return Token("short_weekday", int(match[1]) - 1, *match.span())
    token = _entry_token(text, position)
    if token and token.bare and text.folded[token.start : token.end] == "toi nay":
        return _until_now_or_tonight(token, run)
    return token


def _until_now_or_tonight(token: Token, run: Run) -> Token:
    """Without its accents "toi nay" is tới nay after a "since" only, and else tối nay."""
    if any(before.tag in ("since", "from") for before in run):
        return token
    evening = next(e for e in VOCABULARY["toi"] if e.tag == "part" and e.words == ("tối",))
    return Token("part", evening.value, token.start, token.start + len("toi"), bare=True)


def _is_part_of_a_name(text: _Text, word: _Word, before: str, run: Run, gap: str) -> bool:
    """Whether a number belongs to a house, plate, telephone or quarter rather than a time."""
    if before.isalnum() or (before and before in "/.:+#_" and _glued(text, word)):
        return True
    if before == "-" and _glued(text, word):
        return len(run) < 2 or run[-1].tag not in _BEFORE_A_DASH
    beside = run[-1].tag == "word" and not _TAKEN_OUT.search(gap)
    named = beside and run[-1].value in FOLLOWS_A_NUMBER_OF
    return named and not _IS_A_CLOCK.match(text.lowered, word.end)


def _glued(text: _Text, word: _Word) -> bool:
    return word.start > 1 and text.composed[word.start - 2].isalnum()


def _entry_token(text: _Text, position: int) -> Token | None:
    """The longest phrase of the vocabulary that stands here, rather with accents than without."""
    word = text.words[position]
    best: Token | None = None
    for entry in VOCABULARY.get(word.folded, ()):
        if best is not None and best.end - best.start > len(" ".join(entry.words)) + 2:
            break
        found = _match(entry, text, position)
        if found and (best is None or (found.end, not found.bare) > (best.end, not best.bare)):
            best = found
    return best


def _match(entry: Entry, text: _Text, position: int) -> Token | None:
    words = text.words[position : position + len(entry.words)]
    if tuple(word.folded for word in words) != entry.folded:
        return None
    bare, marked, end = False, False, words[0].start
    for number, word in enumerate(words):
        space = _SPACE_OR_HYPHEN if entry.tag in _HYPHENATED else _SPACE
        if number and not space.fullmatch(text.composed, end, word.start):
            return None
        if word.lowered != entry.words[number]:
            if word.lowered != word.folded:
                return None
            bare = True
        elif word.lowered != word.folded:
            marked = True
        end = word.end
    if bare and marked:
        return None
    following = text.composed[end : end + 2]
    if following[:1].isalnum() or (entry.tag == "part" and _JOINED.match(following)):
        return None
    return Token(entry.tag, entry.value, words[0].start, end, bare)
