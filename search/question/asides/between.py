"""Asides in the middle of an English question: ", if I remember well,", "Vehicle:", "comma".

Only what says nothing of the scene is one: how sure the asker is, the heads of a form, and
punctuation that a dictation wrote out.
"""

import re

from search.question.asides.verbs import VERBS
from search.question.masked import GAP, Span

_BORDER = rf"(?:[,;.(|{GAP}]|\s[-–—]|[–—])\s*"
_END = rf"(?=\s*(?:[,;.!?)|{GAP}]|\s[-–—]\s|[–—]|$))"
_SURE = (
    r"(?:i|we)\s(?:think|believe|guess|suppose|reckon|assume|presume|imagine|would\sguess"
    r"|would\ssay|.d\ssay|remember|recall|(?:am|.m)\s(?:pretty\s|quite\s|fairly\s|almost\s)?sure)"
)
_UNSURE = (
    r"(?:(?:i|we)(?:\s(?:am|are)|.m|.re)\s|but\s)*not\s(?:so\s|quite\s|too\s|very\s|entirely\s"
    r"|completely\s|really\s|100\s?%\s)?(?:sure|certain|clear)(?:\s(?:about|of|on|which|what|when"
    rf"|how|where|if|whether)\b[^,;.!?)\-–—{GAP}]{{0,40}})?"
)
_WHOLE = re.compile(
    rf"""{_BORDER}(?P<aside>(?:
        (?:but\s|and\s|or\s)?if\s(?:i|we)\s(?:remember|recall|saw|heard|understood|got\sit|have\sit)
            (?:\s(?:it|that))?(?:\s(?:well|correctly|right(?:ly)?|clearly))?
      | if\s(?:i\sam|i.m)\snot\s(?:mistaken|wrong)
      | if\smemory\sserves(?:\s(?:me|right|well))* | if\sthat\shelps | if\sthat\smatters
      | (?:as|so)\sfar\sas\s(?:i|we)\s(?:know|remember|recall|saw|heard|can\s\w+|could\s\w+)
      | (?:at\sleast\s)?from\swhat\s(?:i|we)\s(?:saw|could\ssee|remember|heard|know|was\stold)
      | (?:so\s|or\s)?(?:i\swas|i.m|i\sam|we\swere)\stold | (?:or\s)?so\s(?:i|we)\s(?:think|heard)
      | (?:or\s)?so\s(?:they|people)\ssay | {_SURE}(?:\sso)? | {_UNSURE}
      | to\s(?:be\s(?:honest|exact|precise|clear|fair)|my\sknowledge|the\sbest\sof\smy\sknowledge)
      | [^,;.!?(){GAP}]{{0,30}}by\sthe\sway | you\s(?:know|see) | mind\syou | i\smean | sorry
      | excuse\sme | no\s?,?\ssorry | let\sme\s(?:see|think) | honestly | frankly | strangely
      | unfortunately | luckily | thankfully | sadly | for\swhat\sit.?s\sworth | or\ssomething
      | i\s(?:do\snot|don.?t|can.?t|cannot)\s(?:know|remember|recall|say|tell)
            (?:\s(?:exactly|for\ssure|which|the\s\w+|his\s\w+|well))*
      | how\s(?:do\syou|to|you)\ssay(?:\s(?:it|that|this))?(?:\sin\senglish)? | in\sfact | actually
      | from\smemory | off\sthe\stop\sof\smy\shead
      | in\smy\sopinion | apparently | it\sseems | it\sappears | as\si\s(?:said|mentioned)
    )){_END}""",
    re.VERBOSE,
)
"""A whole part between two borders."""
_SAY = rf"(?:{'|'.join(sorted(VERBS))}|tells?|told)(?:\s(?:me|us|him|her|them|police))?"
_TELLER = r"(?:he|she|they|(?:the|my|our|his|her|their|one|an?)\s[\w'’-]+(?:\s[\w'’-]+)?)"
_SAID = re.compile(
    rf"{_BORDER}['’”]?\s*(?P<aside>(?:(?:or|so|as)\s)*(?:{_TELLER}\s{_SAY}|{_SAY}\s{_TELLER})){_END}"
)
"""Who told it, said in between: ", he says,", ", according to my client,"."""
_LEADING = re.compile(
    rf"{_BORDER}(?P<aside>{_SURE}(?:\sthat)?(?:\s(?:it|this|that)(?:.s|\s(?:is|was)))?)"
    r"\s(?=an?\s|the\s|two\s|one\s|some\s|with\s|without\s|in\s|probably\s|maybe\s)"
)
"""At the head of a part that goes on with the scene: ", I think a Mazda"."""
_TRAILING = re.compile(rf"\s(?P<aside>{_SURE})(?=\s*(?:{GAP}|$))")
"""Without a comma, before what was taken out: "a red car I think on Tô Ký"."""
_SEEN = re.compile(
    r"(?<!\bwas)(?<!\bwere)(?<!\bis)(?<!\bare)(?<!\bbeen)(?<!\bbe)(?<!\blast)(?<=\w)"
    r"(?P<aside>,?\s(?:last\s)?(?:seen|spotted|sighted|observed))\s(?=[a-z]{3,}ing\b|on\sfoot\b)"
)
"""Before what somebody did, where another verb tells it: "a courier, seen crying"."""
_LABEL = re.compile(
    rf"""(?:^|[.;,|/\n{GAP}]|\s[-–—])\s*(?P<aside>(?:
        subject | re | regarding | topic | incident(?:\s(?:type|details))? | event | offen[cs]e
      | crime | (?:(?:suspect(?:ed)?|offending|target)\s)?vehicles?
            (?:\s(?:type|description|details))? | description(?:\sof\s\w+)? | desc
      | persons?
      | people | clothing | clothes | colou?r | items? | objects? | details | what(?:\shappened)?
      | who | request | query | type | category | summary | notes? | remarks | appearance | makes?
      | model | target | additional\s(?:info|details|information) | (?:case|ref|reference)(?:\sno)?
      | looking\sfor | search(?:ing)?(?:\sfor)? | wanted | footage\swanted | direction | age
      | gender | sex | build | height | action | behaviou?r | animal | thing | problem | question
      | situation
      | title | breed | complaint
    )(?:\s(?:wanted|sought|seen|involved|needed|required))?\s?[:=])\s?""",
    re.VERBOSE,
)
"""The head of a field of a form: "Vehicle: white pickup"."""
_OF_THE_ASKER = re.compile(
    rf"""(?:^|[.;,|/\n{GAP}]|\s[-–—])\s*(?P<aside>(?:
        requester | requested\sby | reporting\sofficer | submitted\sby | contact | callsign
      | reason(?:\sfor\s(?:the\s)?request)? | purpose | priority | reporter | agent
    )\s?[:=]\s?[^|;\n{GAP}]{{1,40}}?)
        (?=\s*(?:[|;\n]|,\s|(?<!\blt)(?<!\bmr)(?<!\bms)(?<!\bdr)(?<!\bsgt)\.\s|$))""",
    re.VERBOSE,
)
"""A field of a form about who asks, and what it holds: "Requester: Lt. Hoa |"."""
_SPELLED = re.compile(
    rf"(?<=[\w{GAP}])(?<!\ba)(?<!\bthe)\s+"
    r"(?P<aside>comma|full stop|semicolon|question mark|new line)(?!\w)"
)
"""Punctuation as dictated."""


def asides_between(folded: str) -> list[Span]:
    """Where in what is left of an English question, folded, such asides stand, in their order."""
    found: list[Span] = []
    for form in (_OF_THE_ASKER, _WHOLE, _SAID, _LEADING, _TRAILING, _SEEN, _LABEL, _SPELLED):
        for match in form.finditer(folded):
            start, end = match.span("aside")
            is_free = all(end <= first or last <= start for first, last in found)
            has_scene = re.search(r"\w", folded[:start]) or form in (_LABEL, _OF_THE_ASKER)
            if is_free and has_scene:
                found.append((start, end))
    return sorted(found)
