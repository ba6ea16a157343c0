"""What opens a request: who writes to whom and why, and the asking itself."""

import re
from collections.abc import Iterator, Sequence

from indexer.folding import fold
from search.question.asides.leading import introduced_ends, is_asking, leading_ends
from search.question.asides.matrix import matrix_ends, narrated_ends
from search.question.asides.telling import tellings
from search.question.asides.vietnamese import RISKY
from search.question.asides.words import Word, kinds_of, shows, tells

_OFFICE = re.compile(
    r"^[^,]{0,8}E(?=,)"
    r"|^[g,]*(?:T[^,]*,[g,]*|O[^,]*,[g,]*(?=U))?(?:U[^,]{0,12}?,?(?=[AR]|v,)|(?<=,)(?=.))"
)
"""Who writes to whom: "Kính gửi Công an phường X," and "UBND xã X" before "đề nghị"."""
_CLAUSE = re.compile(
    r"^[g,_]*(?:[OT](?:(?!A[fb]*v[fbm]*w)[^,])*|[^,]{0,6}E"
    r"|(?<=g)[^,wvkA]{0,2}w?U?[^,wvkA]{0,1}),[,_]*"
)
"""A clause about the asker or the asked: "em là phóng viên,", "hey control,"."""
_ASKER = re.compile(r"[gpOTUARaS]")
_HEAD, _LABEL = 9, 7
"""Words of a heading that asks, "tổ công tác hỏi:", and of another, "Witness C:"."""
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
)  # fmt: skip
"""What a request may be headed with, before a colon."""
_PERSONAL_TEXT = (
    "you'll you're i'll i i'm i've i'd we we're we've it's not sorry apologies forgive my our it nobody you this"
)
_PERSONAL = frozenset(_PERSONAL_TEXT.split())
"""How a sentence begins that is about the asker."""
_TOLD_OF = frozenset(("he", "she", "they", "someone", "somebody", "nobody", "people"))
"""Who does what is told after "she swears": no asking."""
_CLAUSES = 4
"""Clauses of asking one after another, at most."""
_DONE_TEXT = "hit struck run cut bitten stolen robbed thrown beaten stung shot hurt caught shaken spat"
_DONE = frozenset(_DONE_TEXT.split())
"""Participles without -ed of what is done to people."""
_LONGEST = 64
"""Words of an opening, at most."""
_OPENING = re.compile(
    r"(?:[gpaqQbBvmdfARO,_]|(?<=[apdS])s(?=[vkAaRSdf])|S|(?<=[psadARm])f?k)*"
    r"(?:[vqQARmS][,_]*|g[,_]*|[ad][,_]+|a[ps]_+|(?<=[psadARmf])k|[bB]p?|(?<=[ps])b|(?<![^g,_])(?:d|a(?=fw))|(?<=[ps])d|(?<=d)p(?=f))"
)
_ASKED = re.compile(r"[vqQARSgkemd]")


def office_ends(words: Sequence[Word], text: str) -> int:
    """How many words at the head of a question say who writes to whom; 0 if none do."""
    office = _OFFICE.match(kinds_of(words))
    end = office.end() if office else 0
    if not office or not end or not set(office[0]) & set("TUE"):
        return 0
    if end < len(words) and _may_be_another(words, end):
        return 0
    is_said_by_office = "E" not in office[0]
    is_heading = words[end : end + 1] and words[end].told[0] == ":" and not tells(words[:end], text)
    return end if is_said_by_office or is_heading else 0


def opening_ends(
    words: Sequence[Word], text: str, language: str, *, goes_on: bool = False
) -> int:
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
        first = max(_leading_words(words, text, 0), _leading_words(words, text, first))
        if first < len(words) and words[first].told in _TOLD_OF:
            return first
    opening = _OPENING.match(kinds, first, first + _LONGEST)
    while opening and (
        _may_end_the_scene(words, opening.end() - 1) or _begins_a_passive(words, opening.end() - 1)
    ):
        opening = _OPENING.match(kinds, first, opening.end() - 1)
    if opening and (first or _ASKED.search(opening[0])):
        first = opening.end()
    return first


def head_ends(words: Sequence[Word], text: str) -> int:
    """How many words of an English question come before anything that may close it."""
    first = heading_ends(words, text, "en")
    return max(first, _leading_words(words, text, 0), _leading_words(words, text, first))


def _leading_words(words: Sequence[Word], text: str, first: int) -> int:
    """How many words the grammar of asking and telling takes at the head, clause after clause."""
    folded = fold(text[: words[-1].end]) if words else ""
    for _ in range(_CLAUSES):
        further = _clause_ends(words, text, folded, first)
        if further <= first:
            break
        first = further
    return first


def _clause_ends(words: Sequence[Word], text: str, folded: str, first: int) -> int:
    """How many words there are up to the end of the clause of asking that begins at `first`."""
    if first >= len(words):
        return first
    start = words[first].start
    rest = folded[start:]
    sure = max(leading_ends(rest), narrated_ends(rest))
    ends = [(sure, True), *((end, False) for end in (introduced_ends(rest), *matrix_ends(rest)))]
    last = first
    for end, is_sure in ends:
        count = sum(word.end <= start + end for word in words)
        is_about = is_sure or not shows(words[first:count], text)
        if count > last and is_about and "w" in kinds_of(words[count:]):
            last = count
    return last


def asks(kinds: str) -> int | None:
    """How many words are left after an opening; None if the words do not begin with one."""
    opening = _OPENING.match(kinds)
    if opening is None or not _ASKED.search(opening[0]):
        return None
    return kinds[opening.end() :].count("w")


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
            if words[at].told == "and" and words[at + 1].told in _SOMEONE:
                return first if shows(words[first:at], text) else at + 1
    return first


def _but_ends(words: Sequence[Word], first: int, text: str) -> int:
    """Where "I know you are busy, but …" ends."""
    for at in range(first + 1, min(first + _FAR, len(words) - 1)):
        if words[at].kind != "," or words[at].is_stop:
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
    return said[0].told.split()[0] in _PERSONAL


def _request_begins(words: Sequence[Word], text: str) -> int:
    """Where the first sentence begins that asks for something: what is before it is why.

    0 where that says when or where, or shows something itself.
    """
    for start in range(1, len(words)):
        if words[start].is_border or not _begins_a_sentence(words, start):
            continue
        is_when = "_" in kinds_of(words[:start]) and words[0].told not in _PERSONAL
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


def _sentence_ends(words: Sequence[Word], first: int, text: str, language: str) -> int:
    """Where a first sentence ends that only names an office or asks for help: "Fraud check."."""
    end = next((n for n in range(first, len(words)) if words[n].is_stop), first)
    sentence = words[first:end]
    kinds = kinds_of(sentence)
    if not kinds or len(kinds) > _FAR or tells(sentence, text):
        return first
    told = " ".join(word.told for word in sentence)
    is_short = kinds.count("w") < 2 or bool({"help", "assist"} & {*told.split()})
    asks_help = words[end].told[0] == "?" and is_short and re.search(r"[ad]p", kinds)
    asks_next = end + 1 < len(words) and words[end + 1].kind in "vAR"
    is_said = asks_next or re.search("[gpOTUEARav]", kinds)
    is_label = language == "en" and len(kinds) < _LABEL and not _SOUGHT & {*told.split()}
    is_heading = words[end].told == ":" and ((is_said and len(kinds) < _HEAD) or is_label)
    is_about = kinds[0] in "OT" or re.search("[UE]", kinds) or asks_help or is_heading
    is_about = is_about or (words[end].told == ":" and told in _HEADS)
    is_about = is_about or re.fullmatch("[gaApmbe]+", kinds) is not None
    is_plain_stop = words[end].told[0] in ".!?" and language == "en"
    is_about = is_about or (is_plain_stop and _is_personal(sentence, text))
    return end + 1 if is_about else first


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
