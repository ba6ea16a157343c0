"""What must not be there: "not a truck", "trừ xe tải", "không phải ô tô".

"Without a helmet" and "không đội mũ" are no exclusions: they say what is to be seen.
"""

import re
from dataclasses import dataclass

from indexer.folding import fold
from search.question.masked import GAP, Masked, Span

_MARK = re.compile(
    r"""\b(?:
        (?:i\s)?(?:do\snot|don.?t)\s(?:want|need)(?:\sto\ssee)?\s(?!to\s)(?:any\s|the\s)?
      | (?:(?<=,\s)|but\s|and\s|please\s)skip\s(?:any\s|the\s|all\s)?
      | (?<!\bwith\s)neither\s | with\sthe\sexception\sof\s(?:any\s|the\s)?
      | (?:please\s)?(?:do\snot|don.?t)\s(?:include|count|return|list|show(?:\sme)?)\s
          (?:any\s|the\s)?
      | (?:(?:i\sam|i.m|we\sare|we.re)\s)?not\sinterested\sin\s(?:any\s|the\s)?
      | (?:it\s)?(?:wasn.?t|isn.?t)\s(?=an?\s)
      | (?:but\s|and\s)?
          (?<!\bthat\sis\s)(?<!\bthat\swas\s)(?<!\bthat\sare\s)(?<!\bwhich\sis\s)(?<!\bwhich\swas\s)(?<!\bwho\sis\s)(?<!\bwho\swas\s)
          (?<!\bdid\s)(?<!\bdoes\s)(?<!\bdo\s)(?<!\bcould\s)(?<!\bhad\s)not\s(?:about\s)?
          (?:any\s(?:kind\sof\s)?|counting\s|including\s)?(?:an?\s|the\s)?(?=\S)
      | (?:except(?:ing)?|excluding|exclude|excl\.?|exc\.?|other\sthan|apart\sfrom|besides
         |(?<!\w\s)ignoring|ignore|leaving\sout|leave\sout|minus(?!\s(?:its|his|her|their)\b)|aside\sfrom|omit(?:ting)?|never\smind|filter(?:ing)?\sout
         |anything\sbut|everything\sbut|rather\sthan|instead\sof|unless\sit\s(?:is|was))(?:\sfor)?\s(?:an?\s|the\s|any\s)?
      | but\sno\s | (?:that|which|who)\s(?:is|was|are|were)\snot\s(?=an?\s)
      | no\s(?=(?:(?!longer\b|such\b)[a-z]+\s)?
         (?:trucks?|cars?|vans?|bus(?:es)?|bicycles?|bikes?|motorbikes?
         |motorcycles?|lorr(?:y|ies)
         |scooters?|pedestrians?|people|taxis?|minibus(?:es)?|coach(?:es)?|tankers?|pick-?ups?
         |ambulances?|vendors?|students?|children|kids)\b)
      | (?:chu\s|nhung\s|ma\s)?(?:khong|ko|k|hong|hok)\sphai\s(?:la\s)?
      | (?:ngoai\stru|loai\stru|tru\sra|loai\sra|loai\sbo
          |(?<!\ban\s)(?<!\bleo\s)(?<!\bcot\s)(?<!\bbam\s)tru(?!\s(?:den|dien|nuoc|atm|so|cot)\b))\s
      | (?:^|(?<=[,.;]\s))ngoai\s(?=[^,.;]{1,30}\sra\b)
      | bo\squa\s | bo\s(?=[^\s,]+(?:\s[^\s,]+)?\s(?:ra|di)\s*(?:[,.;!?]|$))
      | (?:khong|ko|k)\scan\s(?=(?:xe|taxi|o\sto)\b)
      | (?:khong|dung|ko|k)\s(?:tinh|lay|gom|bao\sgom|ke|can\sxem|hien|dem(?=\sxe\b))\s
    )""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"(?:urgent|sure|from\shere|from\saround|wearing|having|carrying|holding|with|stopping|moving|using|only|far|long|(?!wedding|building|painting|railing|awning|clothing)[a-z]{3,}ing\b"
    r"|(?:[a-z]{3,}ed|open|shut|lit|full|empty|working)(?:\s[a-z]+ly)?(?=\s*(?:[,.;:!?)\x00]|$))"
    r"|[a-z]{3,}ed\s(?:in|on|up|down|off|out|over|to|by|with)\b"
    r"|in\b|on\b|at\b|yet"
    r"|(?:give|gave|stop|pay|paid|return|wear|have|has|help|see|know|look|let|come|want|work|use"
    r"|turn|signal|respect|hold|carry|show|speak|answer|wait|slow"
    r"|good|bad|clear|well|right|true|certain|able|very|so|too|enough|easy)\b)"
)
_OTHER_WORD = re.compile(r"tr[ụúùũ]\s", re.IGNORECASE)
"""Thus "trụ nước" is a pillar, no exception."""
_END = re.compile(
    rf"[,.;:!?)]|\s[-–—]\s|{GAP}"
    r"|\b(?:but|nhưng|while|mà|(?<!\bone\s)(?<!\bones\s)(?<!\bthose\s)with|who|which|that)\b"
)
_DEED = re.compile(r"(?<=\w)\s(?=(?:[a-z]{3,})ing\s)")
"""In "cars but not taxis making U-turns" the cars made them."""
_AND = re.compile(
    r"\s*(?:,|\b(?:and|or|nor|và|hoặc|hay|va|hoac)\b|\bvới(?=\sxe\b))\s*", re.IGNORECASE
)
_OUT = re.compile(r"\s(?:ra|di|though|please)$")
"""Thus "trừ xe buýt ra"."""
_ARTICLE = re.compile(r"^(?:an?|the|any|no|là|la)\s+", re.IGNORECASE)
_LEFT_OUT = re.compile(
    rf"[,;({GAP}]\s*(?:with\s)?(?P<what>(?:[a-z]+\s)?[a-z]+)\s"
    r"(?:excluded|aside|left\sout|not\sincluded|not\scounted|don.?t\scount)\b"
)
"""Thus ", taxis excluded": what is left out comes first."""


@dataclass(frozen=True)
class Exclusions:
    """Phrases to leave out and the words that say so; `turned_round` is where a mark stands alone.

    There it turns round the place or time that follows, which the structure cannot hold.
    """

    phrases: tuple[str, ...]
    spans: tuple[Span, ...]
    turned_round: tuple[Span, ...]


def find_exclusions(left: Masked) -> Exclusions:
    """Read the exclusions of what is left of a question."""
    text, folded = left.gapped, fold(left.gapped)
    phrases: list[str] = []
    spans: list[Span] = []
    turned_round: list[Span] = []
    for left_out in _LEFT_OUT.finditer(folded):
        phrases.append(text[slice(*left_out.span("what"))])
        spans.append((left_out.start("what"), left_out.end()))
    for mark in _MARK.finditer(folded):
        if _ATTRIBUTE.match(folded, mark.end()) or any(
            start <= mark.start() < end for start, end in spans
        ):
            continue
        if _may_be_a_pillar(text, mark) or _OTHER_WORD.match(text, mark.start()):
            continue
        end = _phrase_end(text, mark)
        if mark[0].startswith("but not ") and (deed := _DEED.search(folded, mark.end(), end)):
            end = deed.start()
        phrase = text[mark.end() : end].strip()
        if phrase:
            told = phrase[: len(_OUT.sub("", fold(phrase)))]
            phrases += [_ARTICLE.sub("", one) for one in _AND.split(told) if one.strip()]
            spans.append((mark.start(), end))
        elif text[mark.end() : mark.end() + 1] == GAP:
            turned_round.append(mark.span())
    return Exclusions(tuple(phrases), tuple(spans), tuple(turned_round))


def _may_be_a_pillar(text: str, mark: re.Match[str]) -> bool:
    """Whether a "tru" that leads the question and leaves nothing out is a trụ: no "trừ … ra"."""
    leads = mark[0].startswith("tru ") and not text[: mark.start()].strip(f" ,{GAP}")
    is_sure = "ừ" in text[slice(*mark.span())].lower()
    phrase = text[mark.end() : _phrase_end(text, mark)]
    return leads and not is_sure and not _OUT.search(fold(phrase).rstrip())


def _phrase_end(text: str, mark: re.Match[str]) -> int:
    found = _END.search(text, mark.end())
    return found.start() if found else len(text)
