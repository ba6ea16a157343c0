"""Times told by what happened: "trước khi công an tới", "after the funeral".

When that was is not known here, so the words are told as unresolved. Events that the grammar of
times knows by name ("before the crash") are told by it.
"""

import re

from indexer.folding import fold
from indexer.times.vocabulary import VOCABULARY
from search.question.lexicon import mentions
from search.question.masked import GAP, Masked, Span

_LONGEST = 6
"""Words of an event; more is no longer one phrase."""
_WHEN = re.compile(
    r"""\b(?:
        (?:ngay\s|ke\s)?(?:truoc|sau|tu)\s(?:khi|luc)\s(?=[^\W\d_])
      | (?:ngay\s)?luc\sxay\sra\s(?=[^\W\d_])
      | (?:on\s|in\s|from\s|during\s)?(?:the\s)?(?:same\s|very\s)*
            (?:night|day|evening|morning|afternoon|week|month)\s(?:as|of|when|that)\s
            (?P<of>(?:the|his|her|their|my|our|this|that|they|he|she|we)\s)(?=[^\W\d_])
      | (?:just\s|right\s|shortly\s|soon\s)?(?:before|after|since|until|prior\sto)\s
            (?!(?:we|they|he|she)\s(?:go|print|publish|pay|file|proceed|sign|close|send|decide|act|start|begin|do)\b)
            (?P<whose>(?:the|his|her|their|my|our|they|he|she|we|it(?=\s(?:was|is|got|had)\b)
              |police|someone|somebody)\s)(?=[^\W\d_])
    )""",
    re.VERBOSE,
)
_HAPPENED_TEXT = """
    hit struck began broke burst arrived came left started ended finished happened appeared up
    there closed opened
"""
_HAPPENED = frozenset(_HAPPENED_TEXT.split())
_END = re.compile(
    rf"""[,.;:!?]|{GAP}|\s(?:
        luc|hom|vao|ngay|khoang|tam|thi|co(?!\smat\b)|o|tai(?!\snan\b)|tren|gan|thay|roi(?!\sdi\b)|chieu|sang|dem|trua
      | toi(?=\s(?:hom|qua|nay|thu|ngay|\d))
      | at|on|in|near|from|between|around|last|yesterday|today|tonight|this
      | then|and|except|excluding
      | not|but|tru|khong|ngoai
    )(?!\w)""",
    re.VERBOSE,
)


def find_events(left: Masked) -> list[Span]:
    """Where such times stand in what is left of a question, each with its "before" or "after"."""
    folded, found = fold(left.gapped), []
    for match in _WHEN.finditer(folded):
        stop = _END.search(folded, match.end())
        told = folded[match.end() : stop.start() if stop else len(folded)].split()[:_LONGEST]
        whose = match["whose"] or match["of"]
        if told and not (whose and _is_known(told, is_then=bool(match["of"]))):
            end = _end_of(folded, match.end(), len(told))
            found.append((match.start(), end))
    return found


def _is_known(told: list[str], is_then: bool) -> bool:
    """Whether the words are a time the grammar reads, or a thing to be seen after another.

    After "the night of" (`is_then`) an event of its vocabulary is none, nor is school in "after the
    school concert".
    """
    if told[-1] in _HAPPENED:
        return False
    others = {"event"} if is_then else {"routine"} if len(told) > 1 else set()
    entries = [
        e
        for e in VOCABULARY.get(told[0], ())
        if e.tag not in others and tuple(told[: len(e.folded)]) == e.folded
    ]
    return bool(entries) or any(m.concept.sort != "deed" for m in mentions(" ".join(told)))


def _end_of(folded: str, start: int, words: int) -> int:
    """Where so many words after `start` end."""
    found = re.compile(rf"(?:\s*[^\s,.;:!?]+){{{words}}}").match(folded, start)
    assert found is not None, "the words were found there"
    return found.end()
