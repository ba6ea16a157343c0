"""What opens a request: who writes to whom and why, and the asking itself."""

import re
from collections.abc import Iterator, Sequence

from indexer.folding import fold
from search.question.asides.heading import PERSONAL, head_ends, heading_ends
from search.question.asides.leading import is_asking
from search.question.asides.telling import tellings
from search.question.asides.vietnamese import RISKY
from search.question.asides.vietnamese_telling import told_ends
from search.question.asides.words import Word, kinds_of, shows, tells

_OFFICE = re.compile(
    r"^[^,]{0,8}E(?=,)"
    r"|^[g,]*(?:T[^,]*,[g,]*|O[^,]*,[g,]*(?=U))?(?:U[^,]{0,12}?,?(?=[AR]|v,)|(?<=,)(?=.))"
)
"""Who writes to whom: "Kính gửi Công an phường X," and "UBND xã X" before "đề nghị"."""
_ASKER = re.compile(r"[gpOTUARaS]")
_STRONG = re.compile(
    r"[AR][ARfpsagbBm]*[vk]|R[^,_vk]{1,6}?v|(?<=p)[vk]|v[be]*(?:Bp?|m)|[AR]p?(?=[,_])|[AR](?=q)"
    r"|(?<=,)(?:v[be]+p|bp[vk])|g+v|a[ps][vk]|(?<![^g,_])a[ps](?=[,_])|(?<![^g,_])a[fb]?[wU]{1,2}v|(?<=p)A|Q|S|(?<![^gpO,_])[AR]|(?<=[wU])R|B[fpa]*v"
)
"""Asking that cannot be taken for something else."""
_TOLD = re.compile(r"[pswU]S")
_SPEECH_TEXT = """
    says, says that, states, states that, swears, swears that, claims, claims that, remembers,
    alleges, alleges that, saw, tells us that, signs that, recalls, keeps saying, insists that,
    is looking for, are looking for, is searching for, are searching for, is trying to find,
    are trying to find, insists it was, complains about, relays, mentions, noticed, notice
"""
_SPEECH = frozenset(words.strip() for words in _SPEECH_TEXT.split(","))
"""Somebody named before who says something: "the Lao driver swears a van braked"."""
_PERSON = re.compile("[gpsOTUaR]")
_FAR, _OTHERS, _MANY = 16, 8, 6
"""Words in which such asking is looked for, and other words that may lead to it in a clause."""
_TOLD_OF = frozenset(("he", "she", "they", "someone", "somebody", "nobody", "people"))
"""Who does what is told after "she swears": no asking."""
_DONE_TEXT = (
    "hit struck run cut bitten stolen robbed thrown beaten stung shot hurt caught shaken spat"
)
_DONE = frozenset(_DONE_TEXT.split())
"""Participles without -ed of what is done to people."""
_LONGEST = 64
"""Words of an opening, at most."""
_OPENING = re.compile(
    r"(?:[gpaqQbBvmdfARO,_]|(?<=[apdS])s(?=[vkAaRSdf])|S|(?<=[psadARm])f?k)*"
    r"(?:[vqQARmS][,_]*|g[,_]*|[ad][,_]+|a[ps]_+|(?<=[psadARmf])k|[bB]p?|(?<=[ps])b|(?<![^g,_])(?:d|a(?=fw))|(?<=[ps])d|(?<=d)p(?=f))"
)
_ASKED = re.compile(r"[vqQARSgkemd]")
_SUFFERED = frozenset(("bị", "bi"))
"""Thus "tiệm vàng bị cạy cửa, …" is of the scene, whoever may ask."""


def office_ends(words: Sequence[Word], text: str) -> int:
    """How many words at the head of a question say who writes to whom; 0 if none do."""
    office = _OFFICE.match(kinds_of(words))
    end = office.end() if office else 0
    if not office or not end or not set(office[0]) & set("TUE"):
        return 0
    if any(word.told in _SUFFERED for word in words[:end]):
        return 0
    if end < len(words) and _may_be_another(words, end):
        return 0
    is_said_by_office = "E" not in office[0]
    is_heading = words[end : end + 1] and words[end].told[0] == ":" and not tells(words[:end], text)
    return end if is_said_by_office or is_heading else 0


def opening_ends(words: Sequence[Word], text: str, language: str, *, goes_on: bool = False) -> int:
    """How many words open the question; one that goes on with "then …" hardly asks again."""
    kinds = kinds_of(words)
    first = max(heading_ends(words, text, language), _request_begins(words, text))
    asking = _STRONG.finditer(kinds[: first + _FAR], first)
    ends = [match.end() for match in asking if not _may_be_another(words, match.start())]
    told = {
        match.end()
        for match in _TOLD.finditer(kinds[: first + _FAR], first)
        if match[0][0] in "ps" or words[match.end() - 1].told in _SPEECH
    }
    if language == "en":
        told |= {*tellings(words, first, _FAR)}
    asked = (
        end
        for end in {*ends, *told}
        if _leads_to(words[first:end], text, kinds[end:], is_told=end in told)
    )
    first = max(asked, default=first)
    if language == "en" and not goes_on:
        first = head_ends(words, text, first)
        if first < len(words) and words[first].told in _TOLD_OF:
            return first
    elif not goes_on:
        first = max(first, _told_words(words, text, first))
    opening = _OPENING.match(kinds, first, first + _LONGEST)
    while opening and (
        _may_end_the_scene(words, opening.end() - 1) or _begins_a_passive(words, opening.end() - 1)
    ):
        opening = _OPENING.match(kinds, first, opening.end() - 1)
    if opening and (first or _ASKED.search(opening[0])):
        first = opening.end()
    return first


def _told_words(words: Sequence[Word], text: str, first: int) -> int:
    """How many words of a Vietnamese question there are up to what somebody told."""
    if first >= len(words) or len(text.lower()) != len(text):
        return first
    start = words[first].start
    end = start + told_ends(text[start : words[-1].end].lower())
    count = sum(word.end <= end for word in words)
    return count if "w" in kinds_of(words[count:]) else first


def asks(kinds: str) -> int | None:
    """How many words are left after an opening; None if the words do not begin with one."""
    opening = _OPENING.match(kinds)
    if opening is None or not _ASKED.search(opening[0]):
        return None
    return kinds[opening.end() :].count("w")


def _request_begins(words: Sequence[Word], text: str) -> int:
    """Where the first sentence begins that asks for something: what is before it is why.

    0 where that says when or where, or shows something itself.
    """
    for start in range(1, len(words)):
        if words[start].is_border or not _begins_a_sentence(words, start):
            continue
        is_when = "_" in kinds_of(words[:start]) and words[0].told not in PERSONAL
        if is_when or shows(words[:start], text):
            return 0
        end = next((n for n in range(start, len(words)) if words[n].is_stop), len(words))
        if asks(kinds_of(words[start:end])) and not _is_all_asking(words[start:end], text):
            return start
    return 0


def _is_all_asking(sentence: Sequence[Word], text: str) -> bool:
    return is_asking(fold(text[sentence[0].start : sentence[-1].end]))


def _begins_a_sentence(words: Sequence[Word], start: int) -> bool:
    before = words[start - 1]
    asks_you = [word.kind for word in words[start : start + 2]] == ["a", "p"]
    return before.is_stop or (before.kind == "," and (words[start].told == "so" or asks_you))


def _leads_to(words: Sequence[Word], text: str, rest: str, *, is_told: bool) -> bool:
    """Whether all that leads to an asking is about the asker and the asked, and more follows.

    With `is_told` it leads to what somebody told: "he speaks no English; he says a man fell".
    """
    is_said = not is_told or _is_of_tellers(words)
    return "w" in rest and is_said and all(_is_about(c, text, is_told) for c in _clauses(words))


def _is_of_tellers(words: Sequence[Word]) -> bool:
    """Whether what leads to a telling is of the one who tells: not "umbrella, red. She thinks"."""
    stops = [n for n, word in enumerate(words) if word.is_stop and word.told[0] in ".!?"]
    last = stops[-1] if stops else 0
    before = [kinds_of(clause) for clause in _clauses(words[:last]) if clause]
    others = [kinds_of(clause) for clause in [*_clauses(words[last:])][:-1]]
    return all(_PERSON.search(kinds) for kinds in before) and all(
        kinds.count("w") < _MANY or _PERSON.search(kinds) for kinds in others
    )


def _is_about(clause: Sequence[Word], text: str, is_told: bool) -> bool:
    """Whether a clause is; "the tourist says" is by its verb."""
    kinds = kinds_of(clause)
    if kinds[:1] in ("O", "T"):
        return True
    is_said = is_told or "w" not in kinds or _ASKER.search(kinds) is not None
    is_seen = shows(clause, text) if is_told else tells(clause, text)
    return is_said and kinds.count("w") <= _OTHERS and not is_seen


def _clauses(words: Sequence[Word]) -> Iterator[list[Word]]:
    clause: list[Word] = []
    for word in words:
        if word.kind == ",":
            yield clause
            clause = []
        else:
            clause.append(word)
    yield clause


def _may_be_another(words: Sequence[Word], at: int) -> bool:
    """Whether what seems to be asking, in the middle of a clause, may as well be another word."""
    begins = at == 0 or words[at - 1].kind in "gpO,_"
    asks_for = at + 1 < len(words) and words[at + 1].kind == "v"
    return words[at].kind in "AR" and words[at].told in RISKY and not (begins or asks_for)


def _begins_a_passive(words: Sequence[Word], at: int) -> bool:
    """Whether an opening would end inside "I was pushed off my bike", which tells of the scene."""
    is_was = words[at].kind == "d" and words[at].told in ("was", "were")
    after = words[at + 1].told if at + 1 < len(words) else ""
    is_done = after.endswith("ed") or after in _DONE
    return is_was and at > 0 and words[at - 1].kind == "p" and is_done


def _may_end_the_scene(words: Sequence[Word], at: int) -> bool:
    """Whether an opening would end with a particle that may as well be a word of the scene."""
    ends = at + 1 == len(words) or words[at + 1].is_border
    return words[at].kind == "g" and words[at].told in RISKY and not ends
