"""English clauses that only carry what is told: "a customer has just rung to say …".

Who tells, orders or is upset may be anybody; the verb and what must follow it ("that", "whether",
"me to", a colon) make it such a clause, never the noun before it. Words before the scene that say
why it is sought are told by what follows them, a clause of asking ("in connection with …, we ask").
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from search.question.asides.leading import leading_ends
from search.question.asides.parts import parts_of
from search.question.masked import GAP

_WORDS = rf"(?:(?!(?:who|which|whom)\b)[^{GAP}.,;:!?()\s]+\s){{0,9}}?"
_SUBJECT = rf"{_WORDS}(?:(?<=\w\s)(?<!,)(?:[^{GAP}.,;:!?()]{{1,30}},\s))?"
_BE = r"(?:is|are|was|were|am|'s|'re|'m|keeps?|kept|been)\s(?:just\s|now\s|also\s|still\s)?"
_AUX = (
    r"(?:(?:has|have|had|'s|'ve|is|are|was|been|will|would|may|might|just|also|now|still|always"
    r"|already|only|again|recently|all|both|further|then|therefore|repeatedly|later|clearly)\s)*"
)
_TELL_TEXT = """
    say says said state states stated claim claims claimed report reports reported mention mentions
    mentioned swear swears swore insist insists insisted maintain maintains maintained allege
    alleges alleged believe believes believed think thinks thought reckon reckons reckoned suspect
    suspects suspected remember remembers remembered recall recalls recalled complain complains
    complained tell tells told confirm confirms confirmed indicate indicates indicated suggest
    suggests suggested add adds added explain explains explained warn warns warned fear fears feared
    testify testifies testified deny denies denied contend contends argue argues guess guesses admit
    admits admitted hear heard understand understands understood relay relays convey
"""
_TELL = rf"(?:{'|'.join(_TELL_TEXT.split())}|has\sit|pass(?:es|ed)?\son|point(?:s|ed)?\sout)"
_TELLING = rf"(?:{_TELL}|{_BE}(?:saying|telling|claiming|complaining|reporting|insisting|warning))"
_ASKING = (
    rf"(?:asks?|asked|wonders?|wondered|enquires?|inquires?|checks?|{_BE}(?:asking|wondering"
    r"|checking)|(?:wants?|needs?|would\slike|wanted)\sto\sknow)"
)
_TALKING = (
    rf"(?:tells?|told|speaks?|talks?|complains?|complained|warns?|warned|knows?|hears?|heard|asks?"
    rf"|asked|{_BE}(?:telling|speaking|talking|complaining|asking|grumbling|moaning|raving|gossiping))"
)
_CAME = (
    r"(?:rung|rang|called|phoned|written|wrote|emailed|texted|messaged|radioed|come|came|stopped"
    r"|been\sin\stouch|got\sin\stouch)"
)
_ORDERS = (
    r"(?:asks|asked|directs|directed|instructs|instructed|told|tells|tasked|orders|ordered|requests"
    r"|requested|urges|urged|wants|would\slike|needs|begs|begged|expects|authori[sz]ed)"
)
_TO = r"(?:(?:to\s)?(?:me|us|him|her|them|you|police|officers|staff)\s)?"
_SCENE = (
    r"(?=(?:an?|the|two|three|four|five|some|several|his|her|their|my|our|he|she|they|we|someone"
    r"|somebody|nobody|one|these|those)\s)"
)
_WHOSE = r"(?:an?|the|(?:one|two|some)\sof\s(?:the|my|our)|my|our|his|her|their)\s"
_VERY = r"(?:(?:very|so|really|quite|absolutely|pretty)\s)?"
_STATE = (
    r"(?:adamant|certain|sure|positive|convinced|upset|worried|distressed|frantic|desperate"
    r"|in\stears|in\sshock|on\s(?:the\s)?(?:phone|line|radio)"
    r"|at\s(?:the|our|my)\s(?:counter|desk|door|gate|window))"
)
_RECORD = r"(?:sources?|intel|intelligence|information|statements?|evidence|records?|logs?|file)"
_FORMS = (
    rf"{_SUBJECT}{_AUX}{_TELLING}\s{_TO}(?:that|whether|if)\s",
    rf"{_SUBJECT}{_AUX}{_ASKING}\s{_TO}(?:whether|if)\s",
    rf"{_SUBJECT}{_AUX}{_TALKING}\s{_TO}about\s",
    rf"{_SUBJECT}{_AUX}{_CAME}\s(?:in\s|up\s|by\s|over\s|me\s|us\s)?(?:saying\s(?:that\s)?|about\s"
    r"|to\s(?:say|report|tell\s(?:me|us)|complain|ask)\s(?:that\s|about\s|if\s|whether\s)?)",
    rf"{_WHOSE}(?!\w+\s(?:who|which|that)\s)(?:(?!who\b)[\w'’-]+\s){{1,4}}?{_AUX}{_TELLING}\s{_TO}{_SCENE}",
    r"(?:(?:one|two|three|some|several)\sof\s(?:my|our)|my|our)\s(?:[\w'’-]+\s){1,3}?(?:saw|noticed|spotted"
    rf"|came\sacross|witnessed|observed)\s{_SCENE}",
    rf"(?:[\w'’-]+\s){{0,2}}{_RECORD}\s(?:indicates?|suggests?|says?|shows?|has\sit)\s(?:that\s)?",
    rf"(?!.{{0,30}}\b(?:m[ae]n|wom[ae]n|boys?|girls?|guys?|strangers?)\b){_SUBJECT}{_AUX}{_ORDERS}"
    r"\s(?:me|us|you)\sto\s(?=[a-z])",
    rf"{_SUBJECT}(?:is|are|was|were|am|'s|'re|'m)\s{_VERY}{_STATE}(?:\s{_STATE})*"
    rf"(?:\sthat\s|[,:;]\s(?:that\s)?|\s{_SCENE})",
    r"(?:he|she|it)'s\sadamant\s(?:that\s)?",
    r"(?:[\w'’-]+\s){1,6}who\s(?:(?:has|had|have|just)\s)*(?:witnessed|saw|seen|noticed|spotted"
    r"|reported|claims?|says|swears)\s(?:that\s)?",
    rf"[^{GAP}.;:!?]{{0,40}},\ssomething\sabout\s",
    rf"{_SUBJECT}(?:is|are|was|were|am|'s|'re|'m)\s{_VERY}\w+\sthat\s{_SCENE}",
    rf"{_SUBJECT}(?:is|are|'s)\s(?:on\smy\sback|(?:nagging|pestering|hounding|chasing)\s(?:me|us))\s(?:about|for)\s",
    rf"[^{GAP}.,;:!?]{{1,60}}?\sthe\s(?:matter|question|case|issue|subject)\sof\s",
    rf"{_SUBJECT}(?:has|have|'s)\sgone\smissing:\s",
    rf"{_SUBJECT}{_AUX}{_TELLING}\s\([^(){GAP}]{{1,40}}\)\sthat\s",
    rf"(?:can|could|would|please)\s(?:you\s)?(?:\w+\s)?(?:verify|confirm|check|establish|see)\sfor\s"
    rf"[^{GAP}.,;:!?]{{2,25}}?\s(?:that|if|whether)\s",
    rf"(?:hello|hi|hey)(?:\sthere)?,?\s(?:[\w.]+\s){{0,4}}?from\s[^{GAP},.;:!?]{{2,40}}[,.]\s",
    rf"it\s(?:is|was)\s[^{GAP}.,;:!?]{{1,40}}?\sthat\s{_SCENE}",
    rf"{_SUBJECT}(?:is|are|'s|'re)\s[^{GAP}.,;:!?]{{0,30}}?(?:asking|enquiring|complaining|saying)"
    r"\s(?:about|that|if|whether|for)\s",
    r"(?:he|she|they)\s?(?:'s|'re|is|are)\s(?:now\s)?(?:looking|searching)\sfor\s",
    rf"(?:would|could|can|will)\syou\s(?:please\s)?be\s[^{GAP}.,;:!?]{{1,30}}?\s(?:and|as\sto|enough\sto)\s",
    rf"what\s[^{GAP}.,;:!?]{{1,40}}?\sis\s(?:that|whether|if)\s",
    rf"what\s(?:i|we)\s[^{GAP}.,;:!?]{{1,40}}?\sis\s(?:(?:that|how|why|whether|if|where)\s)?",
    r"(?:[\w'’.-]+\s){1,4}here(?:\sfrom\s(?:[\w-]+\s?){1,3})?[,:]?\s(?=(?:my|i|we|our|an?|the|need|please"
    r"|looking|someone|somebody)\b)",
    rf"(?:sorry|apologies)\s(?:if|for|to|about|that)\s[^{GAP}.!?:;]{{1,60}}[.!,]\s(?:but\s)?",
    rf"(?:thank\syou|thanks|many\sthanks)\sfor\s[^{GAP}.!?]{{1,60}}[.!]\s",
    r"(?:dear|honou?rable|respected|esteemed)\s(?:\w+\s?){1,3},\s",
    rf"(?:do|does|can|has|have)\s(?:you|anyone|anybody)\s[^{GAP}.!?]{{0,20}}\b(?:this|these|that|her|him|them)\b"
    r"(?:\s\w+)?\?\s",
    rf"(?:i|we|he|she|they)\s?(?:is|am|are|'m|'s|'re)\s{_VERY}(?:sorry|busy|new|aware|not)\b[^{GAP},.;:!?]{{0,60}}"
    r",\s(?:but|so)\s",
)  # fmt: skip
_TELLER = (
    r"(?:i|we|(?:me\sand\s)?my\s[\w'’-]+(?:\sand\s(?:i|me))|(?:my|our)\s[\w'’-]+\sand\s(?:i|me))"
)
_HAILED = (
    r"\W*(?:(?:hi|hello|hey|there|okay|ok|so|well|listen|look|yes|basically|sir|madam|sorry|please)\b[\s,.!]+){0,4}"
    rf"(?:(?:i|we)\s[^.!?:;,{GAP}]{{2,50}}?,?\sand\s)?"
)
_DOING = (
    r"(?:(?:was|were)\s(?:(?:just|still|only|quietly|actually|both|all|out|back|busy|already)\s)*"
    r"(?:[a-z]+in[g'’]?|about\sto|on\s(?:my|our|the)|at\s(?:the|my|our|a|work|home)"
    r"|in\s(?:the|my|our|a)|home|halfway|stuck|sat|stood|parked|off)"
    r"|(?:had|have|'d|'ve)\s(?:only\s|barely\s|hardly\s|scarcely\s)?(?:just|barely|hardly|scarcely)\s\w+"
    r"|'d\sjust\s\w+)"
)
_WHEN_I = re.compile(
    r"\W*(?:(?:so|well)\s)?(?:i|we)\s(?:was|were)\s[^.!?]{2,70}?\s(?:when|and(?:\sthen)?)\s(?:i|we)\s"
    r"(?:saw|noticed|spotted|heard|witnessed|observed)\s"
    rf"|{_HAILED}{_TELLER}\s?{_DOING}\b[^!?:;]{{1,90}}?(?:[\s{GAP}]|,\s)when\s(?:suddenly\s)?(?!(?:i|we)\s)"
    rf"|{_HAILED}(?:as|while|whilst|when)\s{_TELLER}\s[^.!?:;]{{2,90}}?[,"
    rf"{GAP}]\s*"
    r"(?=(?:an?|one|two|three|some|someone|somebody)\s)"
    rf"|\W*(?:i|we)(?:'m|'re|\sam|\sare)\s(?:now\s|currently\s)?(?:investigating|handling|dealing\swith"
    rf"|looking\sinto|working\son|following\sup(?:\son)?|pursuing)\s[^.!?:;{GAP}]{{2,80}}?\s(?:and|so)\s"
    r"(?=(?:would|will|we|i|need|want|could|can|please|kindly)\b)"
    r"|\W*(?:the\s)?(?:suspect|target|subject)(?:\s(?:vehicle|car|motorbike|bike))?\s(?:is|was)\s(?=an?\s)"
    rf"|\W*{_SUBJECT}(?:is|are|was|were|'s)\son\s(?:the\s)?(?:phone|line|radio)\b[^{GAP},.;:!?]{{0,30}}[,:;]\s(?:and\s)?(?:that\s)?"
)
"""What the asker did before something was seen: that shows nothing of the scene."""
_MATRIX = tuple(re.compile(rf"\W*(?:{form})") for form in _FORMS)
_WHY = re.compile(
    r"""\W*(?:as|in|for|with|before|after|on|off|to|since|because|while|whilst|although|though
      |given|working|following|regarding|further|due|despite|without|if|when|now|notwithstanding|having|well|ok|okay|so
      |i|i'm|i'd|i've|i'll|we|we're|we've|we'd|my|our|you|you'll|you're|it's|it|this|that|not|no|nobody|just
      |sorry|forgive|excuse|pardon|whoever|long|here|there's|may|let|having|trying|doing|being|acting
      |speaking|writing|hi|hello|hey|dear|good|colleagues|officers?|gentlemen|team|sir|madam|control|dispatch)\b""",
    re.VERBOSE,
)
"""How words begin that say why or for whom something is sought."""
_STARTS = re.compile(
    r"(?:(?<=[,:;]\s)|(?<=\s[-–—]\s)|(?<=\bbut\s)|(?<=\bso\s)|(?<=\band\s))(?=[a-z])"
)
_SPEAKS = re.compile(r"(?<=\s)(?=(?:i|i'm|i'd|i've|we|we'd|we're|we've|there\swas|there\swere)\s)")
_FAR = 140
"""Characters in which such words end."""


_MINE = r"\b(?:i|i'm|i've|i'd|me|my|we|we're|we've|us|our|you|your)\b"
_CARRIED = re.compile(
    rf"\W*(?:(?=[^.!?:;]*{_MINE})(?:[^\s.!?:;]+\s){{3,18}}?[^\s.!?:;]+:"
    rf"|(?=[^.!?:;{GAP}]*{_MINE})(?:[^\s.!?:;{GAP}]+\s){{1,14}}?[^\s.!?:;{GAP}]+[.!])"
    r"\s(?=['\"‘“]?(?:an?|two|three|four|some|several|one)\s)"
)
"""Of the asker, before somebody or something is first named: "The parents called us. A boy …"."""


def carried_ends(folded: str) -> int:
    """Where a sentence or heading about the asker ends, before a scene begins; 0 if none does."""
    found = _CARRIED.match(folded)
    return found.end() if found else 0


@lru_cache(64)
def matrix_ends(folded: str) -> tuple[int, ...]:
    """Where such clauses end at the head of what is left of a question, folded."""
    found = (form.match(folded) for form in _MATRIX)
    return (*(match.end() for match in found if match), *_reasons(folded))


def narrated_ends(folded: str) -> int:
    """Where "I was waiting for the bus when I noticed …" ends; 0 if nothing like it is there."""
    found = _WHEN_I.match(folded)
    return found.end() if found else 0


def _reasons(folded: str) -> Iterator[int]:
    """Where words end that say why, and the asking after them."""
    gap = folded.find(GAP)
    last = min(_FAR, len(folded) if gap < 0 else gap)
    if not _WHY.match(folded):
        return
    starts = {m.start() for form in (_STARTS, _SPEAKS) for m in form.finditer(folded, 0, last)}
    for start in sorted(starts):
        if re.search(r"[.!?]", folded[:start]):
            return
        asked = leading_ends(folded[start:])
        if asked and "_" not in "".join(p.letter for p in parts_of(folded[start : start + asked])):
            yield start + asked
            return
