"""Sentences and clauses at the head that are of the asker and the asked: "I'm a nurse here, …"."""

import re
from collections.abc import Sequence

from indexer.folding import fold
from search.question.asides.leading import introduced_ends, leading_ends
from search.question.asides.matrix import carried_ends, matrix_ends, narrated_ends
from search.question.asides.words import Word, kinds_of, shows, tells

_CLAUSE = re.compile(
    r"^[g,_]*(?:[OT](?:(?!A[fb]*v[fbm]*w)[^,])*|[^,]{0,6}E"
    r"|(?<=g)[^,wvkA]{0,2}w?U?[^,wvkA]{0,1}),[,_]*"
)
"""A clause about the asker or the asked: "em là phóng viên,", "hey control,"."""
_HEAD, _LABEL = 9, 7
"""Words of a heading that asks, "tổ công tác hỏi:", and of another, "Witness C:"."""
_FAR = 16
"""Words in which the end of such a clause is looked for."""
_SOUGHT = frozenset(("suspect", "suspects", "lost", "stolen", "victim", "pupil", "found"))
"""Words of a label, "Lost: passport", that tell of what is sought."""
_SOMEONE = frozenset(
    ("a", "an", "the", "two", "three", "some", "someone", "somebody", "people", "our", "my", "his",
     "her", "there", "one", "several")
)  # fmt: skip
_HEADS = ("missing", "wanted", "sought", "query", "target", "targets",
    "looking for", "search", "task", "request",
    "subject", "requesting assistance", "request for assistance", "assistance requested",
    "request for support", "seeking assistance", "help needed",
    "vehicle of interest", "person of interest", "persons of interest", "poi", "voi",
    "truy", "truy xe", "xm", "xác minh", "cần tìm", "truy tìm",
)  # fmt: skip
"""What a request may be headed with, before a colon."""
_MATTERS = frozenset(
    ("matter", "case", "claim", "dispute", "enquiry", "inquiry", "lawsuit", "trial")
)
"""Last words of a label of why something is sought: "custody matter - ", "Insurance claim:"."""
_PERSONAL_TEXT = """
    excuse pardon you'll you're i'll i i'm i've i'd we we're we've it's not sorry apologies
    forgive my our it nobody you this
"""
PERSONAL = frozenset(_PERSONAL_TEXT.split())
"""How a sentence begins that is about the asker."""
_CLAUSES = 4
"""Clauses of asking one after another, at most."""


def heading_ends(words: Sequence[Word], text: str, language: str) -> int:
    """How many words are clauses and sentences about the asker and the asked."""
    first, kinds = 0, kinds_of(words)
    while True:
        clause = _CLAUSE.match(kinds[first:])
        end = max(
            first + clause.end() if clause else first,
            _sentence_ends(words, first, text, language),
            _and_ends(words, first, text),
            _but_ends(words, first, text) if language == "en" else first,
        )
        if end == first or "w" not in kinds[end:]:
            return first
        first = end


def _and_ends(words: Sequence[Word], first: int, text: str) -> int:
    """Where "we live here and …", "I run a shop and …" ends, if someone or something follows."""
    if words[first : first + 1] and words[first].kind == "O":
        for at in range(first + 1, min(first + _FAR, len(words) - 1)):
            if words[at].kind == ",":
                break
            after = next((n for n in range(at + 1, len(words)) if words[n].kind != "_"), at)
            if words[at].told == "and" and words[after].told in _SOMEONE:
                return first if shows(words[first:at], text) else at + 1
    return first


def _but_ends(words: Sequence[Word], first: int, text: str) -> int:
    """Where "I know you are busy, but …" ends."""
    for at in range(first + 1, min(first + _FAR, len(words) - 1)):
        is_note = words[at].told.startswith("(")
        if words[at].kind != "," or words[at].is_stop or is_note:
            continue
        is_but = words[at + 1].told == "but" and _is_personal(words[first:at], text)
        return at + 2 if is_but else first
    return first


def _is_personal(sentence: Sequence[Word], text: str) -> bool:
    """Whether it speaks of the asker alone: "We are desperate", "Not sure whom to ask"."""
    said = [word for word in sentence if not word.is_border]
    begins = next((n for n, word in enumerate(sentence) if not word.is_border), 0)
    if len(said) < 2 or "_" in kinds_of(sentence[begins:]) or tells(sentence, text):
        return False
    return said[0].told.split()[0] in PERSONAL


def _sentence_ends(words: Sequence[Word], first: int, text: str, language: str) -> int:
    """Where a first sentence ends that only names an office or asks for help: "Fraud check."."""
    end = next((n for n in range(first, len(words)) if words[n].is_stop), first)
    sentence = words[first:end]
    if words[end : end + 1] and words[end].told == ":" and _told(sentence) in _HEADS:
        return end + 1
    kinds = kinds_of(sentence)
    if kinds and len(kinds) < _LABEL and sentence[-1].told in _MATTERS:
        return end + 1
    if not kinds or len(kinds) > _FAR or tells(sentence, text):
        return first
    told = _told(sentence)
    is_short = kinds.count("w") < 2 or bool({"help", "assist"} & {*told.split()})
    asks_help = words[end].told[0] == "?" and is_short and re.search(r"[ad]p", kinds)
    asks_next = end + 1 < len(words) and words[end + 1].kind in "vAR"
    is_said = asks_next or re.search("[gpOTUEARav]", kinds)
    is_label = language == "en" and len(kinds) < _LABEL and not _SOUGHT & {*told.split()}
    is_heading = words[end].told == ":" and ((is_said and len(kinds) < _HEAD) or is_label)
    is_about = kinds[0] in "OT" or re.search("[UE]", kinds) or asks_help or is_heading
    is_about = is_about or re.fullmatch("[gaApmbe]+", kinds) is not None
    is_plain_stop = words[end].told[0] in ".!?" and language == "en"
    is_about = is_about or (is_plain_stop and _is_personal(sentence, text))
    return end + 1 if is_about else first


def _told(sentence: Sequence[Word]) -> str:
    return " ".join(word.told for word in sentence)


def head_ends(words: Sequence[Word], text: str, first: int) -> int:
    """How many words of an English question ask or say who tells, from the first or `first` on."""
    return max(_leading_words(words, text, start) for start in {0, first})


def _leading_words(words: Sequence[Word], text: str, first: int) -> int:
    """How many words the grammar of asking and telling takes at the head, clause after clause."""
    folded = fold(text[: words[-1].end]) if words else ""
    for _ in range(_CLAUSES):
        further = _clause_ends(words, text, folded, first)
        if further <= first:
            break
        first = further
    return first


def _carried_words(words: Sequence[Word], text: str, first: int, end: int) -> int:
    """How many words there are up to `end`, if they name nothing that is seen or happened."""
    count = max(first, sum(word.end <= end for word in words))
    return first if tells(words[first:count], text, who=False) else count


def _clause_ends(words: Sequence[Word], text: str, folded: str, first: int) -> int:
    """How many words there are up to the end of the clause of asking that begins at `first`."""
    if first >= len(words):
        return first
    start = words[first].start
    rest = folded[start:]
    sure = max(leading_ends(rest), narrated_ends(rest))
    ends = [(sure, True), *((end, False) for end in (introduced_ends(rest), *matrix_ends(rest)))]
    last = _carried_words(words, text, first, start + carried_ends(rest))
    for end, is_sure in ends:
        count = sum(word.end <= start + end for word in words)
        is_about = is_sure or not shows(words[first:count], text, in_english=True)
        if count > last and is_about and "w" in kinds_of(words[count:]):
            last = count
    return last
