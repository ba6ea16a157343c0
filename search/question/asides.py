"""What is said to the one who is asked: "could you check if …", "… coi giùm tui nha".

The words' kinds in their order (`request_words`) tell what opens and closes a request; between the
two stands what to look for. What names something that cameras see is no aside, and neither is what
would leave nothing to look for, unless all of the question is asking ("anything last night?").
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.folding import fold
from indexer.times.vocabulary import VOCABULARY
from search.question.lexicon import Mention, mentions
from search.question.masked import GAP, Masked, Span
from search.question.request_words import RISKY, Kind, kinds

_TOKEN = re.compile(
    rf"(?P<gap>{GAP}[{GAP}\s]*)|(?P<stop>[,.;:!?…()\"“”/&]+|(?<=\s)[-–—]+(?=\s))"
    r"|(?P<word>[^\W_]+(?:[-'’/.]+[^\W_]+)*)"
)
_SEEN = ("thing", "clothes", "detail", "deed")
"""Sorts of the lexicon's words that are never said to the one who is asked."""
_LONGEST = 5
"""Words of the longest phrase of asking."""
_OFFICE = re.compile(r"^[^,]{0,8}E(?=,)|^[g,]*(?:T[^,]*,[g,]*|O[^,]*,[g,]*(?=U))?(?:U[^,]{0,12}?,?(?=[AR]|v,)|(?<=,)(?=.))")
"""Who writes to whom: "Kính gửi Công an phường X," and "UBND xã X" before "đề nghị"."""
_HAIL = re.compile(
    r"\W*(?:(?:hi|hello|hey)\W+)?(?:good\s)?(?:morning|afternoon|evening)"
    r"(?:\s(?:all|team|everyone|everybody|sir|madam|officers?|folks|there))?(?=\s?[,!.:])"
    r"|\W*(?:xin\s)?chao\sbuoi\s(?:sang|trua|chieu|toi)\b"
)
"""A greeting that names a time of the day."""
_HEADING = re.compile(r"^[g,_]*(?:[OT][^,]*|[^,]{0,6}E|(?<=g)[^,w]{0,2}w?U?[^,w]{0,1}),[,_]*")
"""A clause about the asker or the asked."""
_HEAD = 9
"""Tokens of a heading, with its colon."""
_STRONG = re.compile(
    r"[AR][ARfpsagbBm]*[vk]|R[^,_vk]{1,6}?v|(?<=p)[vk]|v[be]*(?:Bp?|m)|[AR]p?(?=[,_])|[AR](?=q)"
    r"|g+v|ap[vk]|(?<=p)A|Q|(?<![^gpO,_])[AR]|(?<=w)R|B[fpa]*v"
)
"""Asking that cannot be taken for something else."""
_FAR = 16
"""Tokens in which a strong asking is looked for."""
_ASKER = re.compile(r"[gpOTUARa]")
_OPENING = re.compile(
    r"^(?:[gpaqQbBvmdfARO,_]|(?<=[apd])s|(?<=[psadAR])f?k)*"
    r"(?:[vqQARm][,_]*|g[,_]*|[ad][,_]+|(?<=[psadARf])k|[bB]p?|(?<=[ps])b|(?<![^g,_])d|(?<=[ps])d)"
)
_ASKED = re.compile(r"[vqQARgkemd]")
_CLOSING_CLAUSE = re.compile(r"[,_](?P<clause>[gpsavVkbBmdeqQfAR]+)[,_]*$")
_CLOSED = re.compile(r"[vqQARgke]|[ad]f?[ps]")
_SURELY_CLOSED = re.compile(r"[RBgV]|Av|ep|^p?A+$|^v$")
"""The same of words without their accents, of which most are other words too."""
_CLOSING = re.compile(r"(?:[AR][fpsagbBv]*v[pgbBef]*|ep[pg]*|v?[be]*B[Bbepg]*|q?g[pg]*)(?:[,_]f*)*$")
_SPEAKERS_TEXT = """
    i i'm i'd i've i'll we we're we've we'd we'll you your y'all you've you'd me us
"""
_SPEAKERS = frozenset(_SPEAKERS_TEXT.split())
_SPEAKING_TEXT = "my our their that's it'd reward asking appreciate request yours sincerely deadline's"
_SPEAKING = frozenset(_SPEAKING_TEXT.split())
"""English words in, and at the head of, a clause about the asker."""
_SPEAKERS_VI = frozenset("em tôi tui mình tớ con cháu e toi minh chau".split())
_SPEAKING_VI_TEXT = """
    gửi chuyển xin nhờ mong cảm_ơn cám_ơn rất_mong ai nếu anh_chị kính_nhờ xin_lỗi chỉ_biết
    gui chuyen nho cam_on neu anh_chi xin_loi chi_biet
"""
_SPEAKING_VI = frozenset(word.replace("_", " ") for word in _SPEAKING_VI_TEXT.split())
"""Words of both accents at the head of a clause said to the one who is asked."""
_FAREWELL = re.compile(
    rf"[.,;!?\s{GAP}](?:(?:kind|best|warm)\s)?(?:regards|sincerely|yours)\b.{{0,40}}$"
    rf"|[.!?{GAP}]\s*(?:cheers|thanks|many\sthanks|thank\syou),?\s[a-z.]+(?:\s[a-z.]+)?$"
    rf"|(?:^|[.;!?{GAP}])\s*thank(?:s|\syou)\sfor\b[^,;.]*[.!]?$"
)


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    kind: str
    told: str


def find_office(composed: str, language: str) -> list[Span]:
    """Who writes to whom, at the head of a question: the places in it are offices', not scenes."""
    hailed = _HAIL.match(fold(composed))
    if hailed:
        return [hailed.span()]
    tokens = list(_tokens(composed, language))
    office = _OFFICE.match(_kinds(tokens))
    if office and office.end() < len(tokens) and _is_mixed_up(tokens, office.end()):
        return []
    if not office or not office.end() or not set(office[0]) & set("TUE"):
        return []
    if "E" in office[0] and (tokens[office.end()].told[0] != ":" or _tells(tokens[: office.end()], composed)):
        return []
    return [(tokens[0].start, tokens[office.end() - 1].end)]


def find_asides(left: Masked, language: str) -> list[Span]:
    """Where the asides stand in what is left of a question."""
    text = left.gapped
    farewell = _FAREWELL.search(fold(text)) if language == "en" else None
    tokens = list(_tokens(text[: farewell.start()] if farewell else text, language))
    tokens = tokens[: _spoken(tokens, text, language)]
    last = _closed(tokens, language == "en" or _is_accented(text))
    first = _opened(tokens[:last], left.text)
    end = len(text) if farewell is None else farewell.start()
    spans = [(tokens[0].start, tokens[first - 1].end)] if first else []
    spans += [(tokens[last].start, end)] if last < len(tokens) else []
    after = tokens[-1].end if tokens else 0
    return [*spans, (after, len(text))] if after < len(text) else spans


def without_closing(phrase: str, language: str) -> str:
    """A phrase without the particles that close it: "taxi nha con" → "taxi"."""
    tokens = list(_tokens(phrase, language))
    last = _closed(tokens, language == "en" or _is_accented(phrase))
    return phrase[: tokens[last - 1].end] if 0 < last < len(tokens) else phrase


def _kinds(tokens: Sequence[_Token]) -> str:
    return "".join(token.kind for token in tokens)


def _tokens(text: str, language: str) -> Iterator[_Token]:
    accented = _is_accented(text)
    known = kinds(language, accented)
    lowered = (text.lower() if accented else fold(text)).replace("’", "'")
    found = list(_TOKEN.finditer(lowered))
    named = [m for m in mentions(text) if m.concept.sort in _SEEN and _is_sure(m, text)]
    at = 0
    while at < len(found):
        kind, count = _kind(found, at, known)
        start, end = found[at].start(), found[at + count - 1].end()
        is_named = any(mention.start < end and start < mention.end for mention in named)
        yield _Token(start, end, "w" if is_named else kind, lowered[start:end])
        at += count


def _is_sure(mention: Mention, text: str) -> bool:
    """Whether it can be no other word: one short word without its accents may be."""
    told = text[mention.start : mention.end]
    return mention.is_english or " " in told or not told.isascii()


def _is_accented(text: str) -> bool:
    return any(unicodedata.combining(c) for c in unicodedata.normalize("NFD", text))


def _kind(found: list[re.Match[str]], at: int, known: dict[str, Kind]) -> tuple[str, int]:
    if not found[at]["word"]:
        return ("_" if found[at]["gap"] else ","), 1
    for count in range(_LONGEST, 0, -1):
        words = found[at : at + count]
        if len(words) == count and all(word["word"] for word in words):
            kind = known.get(" ".join(word[0] for word in words))
            if kind:
                return kind, count
    return "w", 1


def _opened(tokens: list[_Token], text: str) -> int:
    """How many tokens open the question."""
    first, told = _headed(tokens, text), _kinds(tokens)
    asking = _STRONG.finditer(told[: first + _FAR], first)
    ends = [match.end() for match in asking if not _is_mixed_up(tokens, match.start())]
    asked = (end for end in ends if _is_opening(tokens[first:end], text, told[end:]))
    first = max(asked, default=first)
    opening = _OPENING.match(told[first:])
    while opening and _is_particle(tokens, first + opening.end() - 1):
        opening = _OPENING.match(told[first : first + opening.end() - 1])
    if opening and (first or _ASKED.search(opening[0])):
        first += opening.end()
    return first


def _is_mixed_up(tokens: list[_Token], at: int) -> bool:
    """Whether what seems to be asking, in the middle of a clause, may as well be another word."""
    begins = at == 0 or tokens[at - 1].kind in "gpO,_"
    asks = at + 1 < len(tokens) and tokens[at + 1].kind == "v"
    return tokens[at].kind in "AR" and tokens[at].told in RISKY and not (begins or asks)


def _is_particle(tokens: list[_Token], at: int) -> bool:
    """Whether an opening would end with a particle that may as well be a word of the scene."""
    ends = at + 1 == len(tokens) or tokens[at + 1].kind in ",_"
    return tokens[at].kind == "g" and tokens[at].told in RISKY and not ends


def _headed(tokens: list[_Token], text: str) -> int:
    """How many tokens are clauses and sentences about the asker and the asked."""
    first, told = 0, _kinds(tokens)
    while True:
        ends = (_clause_about(tokens, first), _sentence_about(tokens, first, text))
        end = max(ends)
        if end == first or "w" not in told[end:]:
            return first
        first = end


def _clause_about(tokens: list[_Token], first: int) -> int:
    """Where a first clause about the asker ends: "em là phóng viên,", "hey control,"."""
    clause = _HEADING.match(_kinds(tokens)[first:])
    return first + clause.end() if clause else first


def _sentence_about(tokens: list[_Token], first: int, text: str) -> int:
    """Where a first sentence ends that only names an office or asks for help: "Fraud check."."""
    stops = (n for n in range(first, len(tokens)) if tokens[n].kind == "," and _is_stop(tokens[n]))
    end = next(stops, None)
    if end is None:
        return first
    sentence = tokens[first:end]
    told = _kinds(sentence)
    asks = tokens[end].told[0] == "?" and re.search(r"[ad]p", told)
    heads = tokens[end].told == ":" and len(told) < _HEAD and re.search(r"[gpOTUEARav]", told)
    is_about = told[:1] in ("O", "T") or re.search(r"[UE]", told) or asks or heads
    fits = bool(told) and is_about and len(told) <= _FAR and not _tells(sentence, text)
    return end + 1 if fits else first


def _is_stop(token: _Token) -> bool:
    return token.told[0] in ".:;!?-–—…"


def _is_opening(tokens: list[_Token], text: str, rest: str) -> bool:
    """Whether all that leads to an asking is about the asker and the asked, and more follows."""
    if "w" not in rest:
        return False
    for clause in _clauses(tokens):
        told = _kinds(clause)
        if told[:1] in "OT" and told:
            continue
        if told.count("w") > 8 or _tells(clause, text):
            return False
        if "w" in told and not _ASKER.search(told):
            return False
    return True


def _clauses(tokens: list[_Token]) -> Iterator[list[_Token]]:
    clause: list[_Token] = []
    for token in tokens:
        if token.kind == ",":
            yield clause
            clause = []
        else:
            clause.append(token)
    yield clause


def _spoken(tokens: list[_Token], text: str, language: str) -> int:
    """Where clauses begin in which the asker speaks of other things: "I'm shaking still"."""
    last = len(tokens)
    while True:
        borders = [n for n in range(last - 1) if tokens[n].kind in ",_"]
        start = borders[-1] + 1 if borders else 0
        clause = tokens[start:last]
        ends_twice = len(clause) == 1 and clause[0].kind in ",_"
        if ends_twice or (borders and _is_spoken(clause, tokens[borders[-1]], language)):
            told = _kinds(tokens[:start])
            if "w" in told and not _tells(clause, text):
                last = borders[-1] if borders else 0
                continue
        return last


def _is_spoken(clause: list[_Token], border: _Token, language: str) -> bool:
    told = [token.told for token in clause if token.kind not in ",_"]
    if not told:
        return True
    opening = _OPENING.match(_kinds(clause))
    asked = opening and _ASKED.search(opening[0])
    if opening and asked and _kinds(clause)[opening.end() :].count("w") > (language == "vi") * 3:
        return False
    if language == "en":
        after = border.kind == "_" or border.told[0] in ".!?;"
        return bool(set(told) & _SPEAKERS) or (after and told[0] in _SPEAKING)
    by_asker = told[0] in _SPEAKERS_VI and len(told) > 1
    return by_asker or (told[0] in _SPEAKING_VI and _kinds(clause).count("w") < _HEAD)


def _closed(tokens: list[_Token], plain_words: bool) -> int:
    """Where the closing begins; with `plain_words` each word is what it looks like."""
    asked = _CLOSED if plain_words else _SURELY_CLOSED
    tokens = tokens if plain_words else [_surely(token) for token in tokens]
    told, last = _kinds(tokens), len(tokens)
    while last:
        clause = _CLOSING_CLAUSE.search(told, 0, last)
        lone = clause is not None and clause["clause"] in ("v", "A")
        doubtful = lone and tokens[clause.start("clause")].told in RISKY
        if clause and not doubtful and "w" in told[: clause.start()] and asked.search(clause["clause"]):
            last = clause.start()
            continue
        closing = _CLOSING.search(told, 0, last)
        start = closing.start() if closing else last
        start += 0 if plain_words else _doubtful(tokens[start:last])
        if start >= last:
            break
        last = start
    return last


def _surely(token: _Token) -> _Token:
    """A verb of several words, which without accents too is no other word, as V."""
    return replace(token, kind="V") if token.kind in "vQ" and " " in token.told else token


def _doubtful(closing: list[_Token]) -> int:
    """How many of its first particles may as well be the end of what is looked for."""
    if not closing or closing[0].told not in RISKY:
        return 0
    words = [token for token in closing if token.kind not in ",_f"]
    if len(words) == 1:
        return len(closing)
    return 1 if words[1].kind == "g" else 0


def _is_event(token: _Token) -> bool:
    """Whether it is a word for something that happened; a short one must have its accents."""
    entries = VOCABULARY.get(fold(token.told), ())
    sure = len(token.told) > 4 or not token.told.isascii()
    return sure and any(e.tag == "event" and e.words == (token.told,) for e in entries)


def _tells(tokens: list[_Token], text: str) -> bool:
    """Whether they name what cameras see, or something that happened."""
    if not tokens:
        return False
    if any(_is_event(token) for token in tokens):
        return True
    start, words = tokens[0].start, [token for token in tokens if token.kind == "w"]
    return any(
        mention.concept.sort in (*_SEEN, "who")
        and any(word.start - start < mention.end and mention.start < word.end - start for word in words)
        for mention in mentions(text[start : tokens[-1].end])
    )
