"""Where in a question asides stand; what is left between them is what to look for."""

import re
from collections.abc import Sequence

from indexer.folding import fold
from search.question.asides.between import asides_between
from search.question.asides.closing import closing_begins, farewell_begins, particles_begin
from search.question.asides.heading import head_ends, heading_ends
from search.question.asides.opening import office_ends, opening_ends
from search.question.asides.vietnamese_asker import asker_ends
from search.question.asides.vietnamese_carrying import carrying_ends
from search.question.asides.words import Word, is_accented, kinds_of, read_words
from search.question.masked import Masked, Span

_HAIL = re.compile(
    r"\W*(?:(?:hi|hello|hey)\W+)?good\s(?:morning|afternoon|evening)\b"
    r"|\W*(?:(?:hi|hello|hey)\W+)?(?:morning|afternoon|evening)"
    r"(?:\s(?:all|team|everyone|everybody|sir|madam|officers?|folks|there))?(?=\s?[,!.:])"
    r"|\W*(?:xin\s)?chao\sbuoi\s(?:sang|trua|chieu|toi)\b"
)
"""A greeting that names a part of the day."""
_ASKED = re.compile("[qQSR]")


def find_office(composed: str, language: str) -> list[Span]:
    """What at the head of a question names places and times that are not the scene's.

    Who writes to whom ("Kính gửi Công an phường X,"), or a greeting ("good morning,").
    """
    if hail := _HAIL.match(fold(composed)):
        return [hail.span()]
    words = read_words(composed, language)
    end = office_ends(words, composed)
    return [(words[0].start, words[end - 1].end)] if end else []


def find_asides(left: Masked, language: str, *, goes_on: bool = False) -> list[Span]:
    """Where the asides stand in what is left of a question, or of what came next in it.

    What names something that cameras see is none, and neither is what would leave nothing to look
    for, unless all of the question is asking ("anything last night?").
    """
    text = left.gapped
    farewell = farewell_begins(fold(text), language)
    words = read_words(text[:farewell], language)
    if language == "en" or is_accented(text):
        kinds = kinds_of(words)
        if not {"w", "e"} & {*kinds} and _ASKED.search(kinds):
            return [(0, len(text))]
    head = heading_ends(words, text, language) if language == "en" else 0
    head = head_ends(words, text, head) if language == "en" and not goes_on else head
    last = head + closing_begins(words[head:], text, language, is_accented(text))
    carried = _carried(words[:last], text) if language == "vi" and not goes_on else 0
    first = carried + opening_ends(words[carried:last], text, language, goes_on=goes_on)
    if carried:
        first = max(first, opening_ends(words[:last], text, language))
    if language == "vi" and not is_accented(text) and _may_be_the_scene(words[:last], first):
        first = 0
    spans = [(words[0].start, words[first - 1].end)] if first else []
    begins = words[last].start if last < len(words) else farewell
    opened = spans[0][1] if spans else 0
    if language == "en":
        between = asides_between(fold(text))
        spans += [(max(opened, start), end) for start, end in between if opened < end <= begins]
    return [*spans, (begins, len(text))] if begins < len(text) else spans


def _carried(words: Sequence[Word], text: str) -> int:
    """How many words of a Vietnamese question say who asks, why, and who told it."""
    first = asker_ends(words, text)
    return first + carrying_ends(words[first:], text)


def _may_be_the_scene(words: Sequence[Word], first: int) -> bool:
    """Whether an opening without accents is all there is, and of words that may be others.

    "ba lo tim" is a purple backpack, ba lô tím, and not an old woman looking for something.
    """
    is_all = "w" not in kinds_of(words[first:])
    return is_all and not any(" " in word.told for word in words[:first])


def without_closing(phrase: str, language: str) -> str:
    """A phrase without the particles that close it: "taxi nha con" → "taxi"."""
    words = read_words(phrase, language)
    last = particles_begin(words, is_plain=language == "vi" and not is_accented(phrase))
    return phrase[: words[last - 1].end] if 0 < last < len(words) else phrase
