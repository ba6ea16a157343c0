"""What closes a request: particles, thanks, a favour asked for again, talk of other things."""

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.folding import fold
from search.question.asides.leading import is_asking
from search.question.asides.opening import asks
from search.question.asides.parts import parts_of
from search.question.asides.vietnamese import RISKY
from search.question.asides.vietnamese_asker import is_of_the_asker
from search.question.asides.vietnamese_carrying import asks_where_to, is_closing
from search.question.asides.words import Word, kinds_of, shows, tells
from search.question.masked import GAP

_CLAUSE = re.compile(r"[,_](?P<clause>[gpsavVkSbBmdeqQfAR]+)[,_]*$")
_ASKED = re.compile(r"[vqQARgke]|[ad]f?[ps]")
_SURELY_ASKED = re.compile(r"[RBgV]|Av|ep|^p?A+$|^v$")
"""The same of words without their accents, of which most are other words too."""
_PARTICLES = re.compile(
    r"(?:[AR][fpsagbBv]*v[pgbBef]*|ep[pg]*|v?[be]*B[Bbepg]*|q?g[pg]*)(?:[,_]f*)*$"
)
_FAR = 48
"""Words from the end in which one closing is looked for."""
_OTHERS = 8
"""Words that are no asking in a clause about the asker, at most."""
_FEW = 3
_AGAIN = frozenset(("it", "them", "this", "these", "those", "one"))
"""English words in a clause that asks again for what has been named: "we need them for court"."""
_WHEREVER = frozenset(("somewhere", "anywhere", "everywhere", "or", "and", "near", "around"))
_SPEAKERS_TEXT = """
    i i'm i'd i've i'll we we're we've we'd we'll you your y'all you've you'd me us
"""
_SPEAKERS = frozenset(_SPEAKERS_TEXT.split())
_OBJECTS = frozenset(("me", "us", "your"))
_FOR = frozenset(("for a", "for an", "for the"))
"""After a place, "check Tô Ký for a tipper" goes on with what is sought."""
_SPEAKING_TEXT = """
    please kindly pls plz my our their that's it'd reward asking appreciate request yours sincerely
    deadline's
"""
_SPEAKING = frozenset(_SPEAKING_TEXT.split())
"""English words in, and at the head of, a clause about the asker."""
_POLITE = frozenset(("please", "kindly", "pls", "plz"))
_WHOSE = frozenset(("his", "her", "their", "the"))
_OTHERS_EN = _WHOSE | {"he", "she", "they", "it"}
_SEEN_FIRST = frozenset(("a", "an", "two", "three", "some", "one"))
"""How a clause begins that names what is seen: "a black car cutting me off"."""
_PRESENT_TEXT = """
    is are has have wants want needs need asks ask says say hopes hope concerns fears will would
    can may
"""
_PRESENT = frozenset(_PRESENT_TEXT.split())
"""How a sentence after the request speaks of others: "His embassy is asking"."""
_SPEAKERS_VI_TEXT = "em tôi tui mình tớ con cháu e toi minh chau"
_SPEAKERS_VI = frozenset(_SPEAKERS_VI_TEXT.split())
_SPEAKING_VI_TEXT = """
    gửi, chuyển, xin, nhờ, mong, cảm ơn, cám ơn, rất mong, ai, nếu, anh chị, kính nhờ, xin lỗi,
    liên hệ, lien he, phản hồi, hồi âm, chỉ biết, nói, nhắn, alo, để, nghe đồn, gui, chuyen,
    nho, cam on, neu, anh chi, xin loi, chi biet
"""
_SPEAKING_VI = frozenset(" ".join(words.split()) for words in _SPEAKING_VI_TEXT.split(","))
"""Words at the head of a Vietnamese clause said to the one who is asked."""
_WHERE_PUT = frozenset(
    ("trước", "ở", "trên", "trong", "ngoài", "bên", "dưới", "sau", "cạnh", "quên")
)
"""After these "để" is to put, not in order to."""
_FAREWELL = re.compile(
    rf"[.,;!?]\s*(?:the\s)?[a-z]+(?:\s[a-z]+)?\s(?:wants|needs|would\slike)\sto\sknow[.!]?$"
    rf"|[.,;!?\s{GAP}](?:(?:kind|best|warm)\s)?(?:regards|sincerely|yours)\b.{{0,40}}$"
    rf"|[.!?{GAP}]\s*(?:all\sthe\s)?best(?:\swishes)?,\s[a-z.]+(?:\s[a-z.]+)?$"
    rf"|[.!?{GAP}]\s*(?:cheers|thanks|many\sthanks|thank\syou),?\s[a-z.]+(?:\s[a-z.]+)?$"
    rf"|(?:^|[.;!?{GAP}])\s*thank(?:s|\syou)\sfor\b[^,;.]*[.!]?$"
)


_GUESS = re.compile(
    r"(?:i|we)\s(?:think|believe|guess|suppose|reckon)\s(?:(?:it|that)\s(?:is|was)\s)?(?:an?|the|in)\s"
)
"""How a clause begins that is about the scene all the same: "I think a Mazda"."""
_APPEAL = re.compile(
    r"""(?:and\s|so\s|but\s|please\s,\s)?(?:
        (?:the|his|her|their|my|our)\s(?:\w+\s)?
            (?:family|families|mother|mum|mom|father|dad|parents|wife|husband|son|daughter|children
            |kids|grandm\w+|grandf\w+|grandparents|brother|sister|owners?|boss|manager|clients?
            |insurer|insurance|lawyer|court|police|school|hospital|embassy|chief|team|victims?
            |customer|company|neighbou?rs?|colleagues?|captain|editor|relatives|aunt|uncle)\s
            (?:(?:is|are)\s(?:\w+\s)?(?:worried|waiting|desperate|anxious|asking|upset|distraught|sick
              |inconsolable|heartbroken|crying|afraid|scared|here|very|so|hoping|insisting|losing|out\sof)
            |wants?|needs?|deserves?|will|would|asks?|insists?|keeps?\s(?:asking|calling)|waits?
            |hopes?|can.?t|cannot|miss(?:es)?|expects?|requires?)\b
      | (?:and\s|but\s|so\s|as\s|because\s)?(?:i|we)(?:.d)?\s(?:just\s|only\s|really\s|would\s)*
            (?:want|need|have|intend|hope|plan|must|wish|like)\s(?:to|her|him|them|it)\b
            (?!\s(?:see|find|know|check|trace|locate|watch|view|ask|get|have|report|look))
      | [^,;.]{0,60}\b(?:depends?|relies|hangs|hinges)\son\s(?:it|this|that)\b
      | any\s(?:reports?|tips?|sightings?|footage|news|info|ideas?|clues?|luck|takers|leads?)$
      | (?:ack|confirm|acknowledge|advise|roger)$
      | (?:any|every|all)\s(?:\w+\s){0,3}(?:is|are|will|would|helps?|counts?|matters?)\b
            (?!\s(?:parked|driving|riding|running))
      | no\s(?:questions|rush|hurry|pressure|problem|worries|matter)\b
      | (?:time|it|this)(?:\sis|.s)\s(?:very\s|really\s|quite\s|extremely\s)*
            (?:short|running\sout|pressing|important|serious|urgent|critical|an?\semergency|for\scourt)
      | (?:time|every\s(?:minute|hour|second))\s(?:matters|counts)
      | (?:we|i|everyone|they)(?:\s(?:are|am|is)|.re|.m)\s(?:all\s|so\s|very\s|really\s)*
            (?:worried|desperate|anxious|scared|afraid|waiting|upset|distraught|counting)
      | (?:i|we)(?:\shave|.ve)\s(?:already\s)?(?:told|called|informed|filed|reported|looked
            |searched|tried|asked|checked)\b
      | (?:(?:and|but|so|as|because)\s)?(?:i|we|we\sall|everyone|everybody)(?:
            (?:\sam|\sare|.m|.re|\sis)\s(?!sure|certain|looking|after|seeking|searching)
            |\sfeel\b|\s(?:can.?t|cannot|don.?t|do\snot)\s(?!see|find)
            |(?:\shave|.ve)\s(?:already\s)?(?:been|had|spent|got\sno|no)\b)
      | (?:he|she|they)(?:\sis|\sare|.s|.re)\s(?:now\s|still\s)?in\s(?:the\s)?hospital\b
      | (?:i|we)\s(?:was|were)\s(?:on\s(?:my|our|a)\s(?:break|lunch|round|phone)
            |asleep|away|out|off\sduty|at\s(?:home|lunch|the\sother)|busy
            |in\s(?:the\s)?(?:toilet|bathroom|shower|bed))\b
      | (?:urgently\s|is\s|are\s)?(?:needed|required)\s(?:for|by)\b
      | (?:an?\s)?(?:small|big|generous|good|large|cash)?\s?reward\b
      | it\s(?:belonged|belongs|means|meant|has\ssentimental|was\san?\s(?:gift|present)
            |would\smean|.d\smean|concerns|matters)\b
      | (?:did|has|have|is|was|can|could|does|will)\s
            (?:it|he|she|they|that|this|(?:any|some)(?:one|body)\s(?:see|seen|find|found|hand
            |handed|notice|noticed|report|pick|know)|(?:his|her|their|the)\s[a-z]+)\b.{0,40}$
      | the\s\w+(?:\s\w+)?\s(?:(?:wants|needs)\sto\sknow|asked\s(?:me|us)|is\sasking)\b
      | (?:and\s)?(?:he|she|they)\s(?:asks?|wants?|would\slike)\s(?:to\sknow\s)?(?:if|whether)\b
      | (?:the|my|our|his|her|their)\s(?:\w+\s){1,3}?(?:wants?|needs?|would\slike
            |insists?|demands?|hopes?|expects?|requires?)\s(?:it|them|this|that|to|an?|the|some|proof)\b
      | (?:i|we)(?:\shave|.ve)(?:\sstill)?(?:\sgot)?\s(?:the|an?|my|our|his|her)\s(?:\w+\s){0,2}
            (?:bills?|quotes?|estimates?|invoices?|papers?|certificates?|warranty|box|keys|policy
            |contract|receipts?|tickets?|photos?|pictures?|proof|witness(?:es)?|address|number|invoice|case|file|passport|appointment
            |lawyer|key|copy|documents?|statement|report|meeting|flight|train|hearing|deadline)\b
      | (?:and\s|so\s|but\s)?(?:(?:which\sway|where|whose|what|why|how|when)\s
            (?:did|does|do|was|were|is|are|has|have|had|could|would)|who\s(?:did|does|do|owns?|keeps?))\b
      | (?:the\s|our\s|my\s|his\s|her\s)?(?:\w+\s){0,2}
            (?:thinks?|believes?|remembers?|recalls?|reckons?|swears?|says?|claims?|insists?)\s(?:that\s)?(?:it|he|she|they|having|seeing|losing|leaving|dropping|putting)\b.*
      | (?:it|that)(?:.d|\swould)\s(?:mean|be|help|make|save)\b | (?:so\s)?requesting\syou\b
      | \w+\s(?:wants|needs)\s(?:proof|evidence|it|them)\b | (?:over\sand\s)?out$
      | waiting\sfor\s(?:your|an|a)\b | hope\s(?:to|you|for)\b | hoping\b | grateful\b
      | (?:reply|call|write|answer|contact|respond|phone)\s(?:me|us|back|soon|asap|quickly)\b
    )""",
    re.VERBOSE,
)
"""A clause at the end that asks to hurry or says who waits: "the family is waiting"."""


def farewell_begins(folded: str, language: str) -> int:
    """Where an English farewell begins, "Kind regards, …"; the end of the text if none does."""
    found = _FAREWELL.search(folded) if language == "en" else None
    return found.start() if found else len(folded)


def closing_begins(words: Sequence[Word], text: str, language: str, accented: bool) -> int:
    """The first word of what closes a question; how many words there are if nothing does."""
    last, before = len(words), len(words) + 1
    while last < before:
        before = last
        last = _talk_begins(words[:last], text, language)
        last = particles_begin(words[:last], is_plain=language == "vi" and not accented)
    return last


def particles_begin(words: Sequence[Word], is_plain: bool) -> int:
    """Where particles and clauses of mere asking begin; `is_plain`: accents were left out."""
    asked = _SURELY_ASKED if is_plain else _ASKED
    words = [_surely(word) for word in words] if is_plain else words
    kinds, last = kinds_of(words), len(words)
    while last:
        near = max(0, last - _FAR)
        clause = _CLAUSE.search(kinds, near, last)
        if clause and _is_asking(words, clause, asked) and "w" in kinds[: clause.start()]:
            last = clause.start()
            continue
        particles = _PARTICLES.search(kinds, near, last)
        start = particles.start() if particles else last
        start += _may_be_others(words[start:last]) if is_plain else 0
        if start >= last:
            break
        last = start
    return last


def _is_asking(words: Sequence[Word], clause: re.Match[str], asked: re.Pattern[str]) -> bool:
    lone = clause["clause"] in ("v", "A")
    if clause["clause"] == "p" and words[clause.start("clause")].told in ("anyone", "anybody"):
        return True
    doubtful = lone and words[clause.start("clause")].told in RISKY
    return not doubtful and asked.search(clause["clause"]) is not None


def _surely(word: Word) -> Word:
    """A verb of several words, which without accents too is no other word, as V."""
    return replace(word, kind="V") if word.kind in "vQ" and " " in word.told else word


def _may_be_others(closing: Sequence[Word]) -> int:
    """How many of its first particles may as well be the end of what is looked for."""
    if not closing or closing[0].told not in RISKY:
        return 0
    particles = [word for word in closing if word.kind not in ",_f"]
    if len(particles) == 1:
        return len(closing)
    return 1 if particles[1].kind == "g" else 0


def _talk_begins(words: Sequence[Word], text: str, language: str) -> int:
    """Where clauses begin in which the asker speaks of other things: "I'm shaking still"."""
    last = len(words)
    while border := next((n for n in range(last - 2, -1, -1) if words[n].is_border), None):
        clause = words[border + 1 : last]
        is_sought = words[border].kind == "_" and clause[0].told in _FOR
        is_about = kinds_of(clause).startswith("O") and not is_sought
        is_appeal = (
            _is_appeal(clause, text) or _is_all_asking(clause, text)
            if language == "en"
            else _is_closing(clause, text)
        )
        is_talk = (is_about or is_appeal) or (
            _is_talk(clause, _parting(words, border), language)
            and not (
                tells(clause, text) or (language == "en" and shows(clause, text, in_english=True))
            )
        )
        if not is_talk or not any(_is_of_the_scene(word) for word in words[:border]):
            break
        last = border
    return last


def _parting(words: Sequence[Word], border: int) -> Word:
    """The border before a clause; what was taken out before a comma parts more than the comma."""
    before = words[border - 1] if border else words[border]
    return before if before.kind == "_" and not words[border].is_stop else words[border]


def _is_appeal(clause: Sequence[Word], text: str) -> bool:
    told = " ".join(word.told for word in clause if not word.is_border)
    return _APPEAL.match(told) is not None and not shows(clause, text)


def _is_closing(clause: Sequence[Word], text: str) -> bool:
    told = " ".join(fold(word.told) for word in clause if not word.is_border)
    if asks_where_to(told) or (is_closing(told) and not shows(clause, text)):
        return True
    return _asks_a_favour(clause) or is_of_the_asker(clause, text)


def _asks_a_favour(clause: Sequence[Word]) -> bool:
    """Whether a short Vietnamese clause ends with one: "dẹp giùm", "bắt giúp em"."""
    kinds = kinds_of(clause).rstrip(",_pgb")
    return kinds.endswith("B") and kinds.count("w") < _FEW


def _is_all_asking(clause: Sequence[Word], text: str) -> bool:
    return bool(clause) and is_asking(fold(text[clause[0].start : clause[-1].end]))


def _is_of_the_scene(word: Word) -> bool:
    return word.kind == "w" and word.told not in _WHEREVER


def _is_talk(clause: Sequence[Word], border: Word, language: str) -> bool:
    told = [word.told for word in clause if not word.is_border]
    if not told:
        return True
    if language == "en" and told[0] in _SEEN_FIRST:
        return False
    if _GUESS.match(" ".join(told)):
        return False
    if any("your" in words.split() for words in told) and kinds_of(clause).count("w") <= _FEW:
        return True
    left = asks(kinds_of(clause))
    is_again = language == "en" and bool(_AGAIN & set(told[1:]))
    if border.told.startswith(":"):
        return False
    is_polite = told[0] in _POLITE
    most = _FEW if language == "vi" or is_polite else 0
    if left is not None and left > most and not is_again:
        return False
    of_others = language == "en" and border.is_stop and told[0] in _OTHERS_EN
    if of_others and _PRESENT & set(told[1 : 2 + (told[0] in _WHOSE)]):
        return True
    if language == "en":
        is_apart = border.kind == "_" or border.is_stop
        is_done = not set(told) & (_SPEAKERS - _OBJECTS) and next(parts_of(told[0])).letter == "x"
        if is_done and not is_apart:
            return False
        return bool(set(told) & _SPEAKERS) or ((is_apart or is_polite) and told[0] in _SPEAKING)
    if told[0] == "để" and told[1:] and told[1] in _WHERE_PUT:
        return False
    by_asker = told[0] in _SPEAKERS_VI and len(told) > 1
    return by_asker or (told[0] in _SPEAKING_VI and kinds_of(clause).count("w") <= _OTHERS)
