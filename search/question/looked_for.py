"""What is left of a question once place, time and source are taken out: what to look for."""

import re
from collections.abc import Sequence

from indexer.folding import fold
from indexer.phrasal_verbs import is_phrasal
from search.question.masked import GAP, Masked, Span

_ARTICLES = re.compile(r"^(?:an?|the|some|those|these)\s+(?=\S)", re.IGNORECASE)
_ENGLISH_EDGES_TEXT = """
    in on at near from to toward towards of with and or between during the for into
    was were is are that which who then but within
    over since until after before while seen spotted sighted noticed observed going recorded
    somewhere anywhere like just sometime always again either also usually mostly often normally
    inclusive typically generally regularly namely i.e ie viz
"""
_VIETNAMESE_EDGES_TEXT = """
    ở gần trên tại từ đến và hoặc với lúc vào trong quanh cạnh ngày khoảng của về thì là mà nhưng
    dưới bên ngay thuộc hồi khúc tầm chừng bữa
    gan tren va hoac voi trong quanh and or on near
"""
EDGES = {
    "en": frozenset(_ENGLISH_EDGES_TEXT.split()),
    "vi": frozenset(_VIETNAMESE_EDGES_TEXT.split()),
}
"""Words that hold nothing at the edge of what is left. Left bare, "den" may be đen, "la" lá."""
_LED_ON = (
    r"(?:(?:i\s)?(?:think|believe|guess|suppose|reckon|say|maybe|perhaps|probably)\s)?"
    r"(?:(?:it|this|that|all this)(?:\s(?:was|is|happened|occurred|took place"
    r"|(?:should|would|must|might|may|could|will)(?:\shave)?(?:\s(?:be|been|happened))?))?"
    r"|happened|occurred)"
)
_HEADING = (
    r"(?:location|place|date|time|date and time) of (?:the )?incident|incident location"
    r"|camera location|where seen|date and time|time and date|date/time|place seen|seen at|dates?"
    r"|loc|locn|addr|dtg|tgian|dchi|day|time|time frame|timeframe|period|location|place|area"
    r"|street|scene|address"
    r"|where|when|venue|stretch|window|slot|timeslot|hours"
    r"|thoi gian|thoi diem|dia diem|vi tri|noi xay ra|khung gio|moc"
)
"""Folded: "it happened …", "I think it was …"; and "Location: …", as the heads of a form."""
_LEFT_OVER = re.compile(
    rf"(?:^|(?<!\bxe)\s)ben$|(?:^|[.?!;]\s*){_LED_ON}$|(?:^|[.;,|/]\s*|\s[-–—]\s|\s\d{{1,2}}[.)]\s)(?:{_HEADING})$"
    r"|(?:^|\s)(?:has|have|had) (?:walked|passed|driven|ridden|gone|come)(?: past| by)?$"
    r"|(?:^|\s)(?:most|more|quite|very) likely$|(?:^|,\s*)(?:most|more|very)$"
    r"|,\s*(?:it|this|that)(?:\s(?:was|is|happened|occurred|took place))?$"
    r"|(?:^|[,.;]\s*|\s)(?:where\s)?(?:i|we)\s(?:last\s)?(?:see|saw|seen)"
    r"\s(?:him|her|it|them)(?:\s(?:the\s)?last(?:\stime)?)?$"
    r"|(?:^|\s)\s*(?:(?:su viec|vu viec|viec nay|chuyen nay)\s)?"
    r"(?:co\s|da\s)?(?:xuat hien|xay ra"
    r"|(?:duoc )?(?:nhin )?thay lan|di ngang(?: qua)?|di qua|chay qua|chay ngang"
    r"|ngang qua|(?:duoc )?(?:nhin )?thay(?: lan cuoi(?: cung)?)?"
    r"|duoc (?:phat hien|ghi nhan|bat gap)|bi camera ghi lai|passing by"
    r"|passing(?: through)?|appear(?:s|ed)?|(?:has |have )?been|reported|captured"
    r"|(?:that |who |which )?(?:drove|walked|rode|went|came|going|driving|walking|riding)"
    r" (?:past|by)"
    r"|(?:they|he|she|witnesses|people|neighbours|locals|residents) (?:say|says|said"
    r"|thinks?|claims?|believes?|reckons?)|as (?:far as )?i (?:know|remember|recall)"
    r"|according to witnesses|as reported|as(?: of)?|dated|visible"
    r"|allegedly|reportedly|supposedly|apparently|presumably|if recorded"
    r"|(?:(?:was|were) )?last (?:seen|sighted|spotted|located|known|heard(?: of| from)?)"
    r"|some ?time|any ?time"
    r"|(?:who|that|which|he|she|they)"
    r" (?:walked|drove|rode|went|goes?|passed|came|(?:was|were|is|are)(?: really| actually)?"
    r"|(?:may|might|could|must|would) have(?: been| gone| come)?|(?:has|have|had) been)"
    r"|(?:was|were|is|are) (?:really|actually)|(?:can|could) be"
    r"|(?:(?:to|must|should|could) )?be (?:searched|located|traced|found|looked"
    r"|identified)(?: for)?"
    r"|(?:(?:is|are|was|were) )?(?:said|thought|believed|reported|known|supposed)"
    r" to (?:have(?: been| passed(?: by)?)?|be)"
    r"|(?:xuat hien )?o dau|(?:i )?(?:left|lost|dropped) it"
    r"|(?:may|might|could|must) have|(?:(?:may|might|could|must) )?have"
    r" (?:passed|crossed|gone|come|been)|(?:that )?went|goes|pass(?:es)?|passed by|turned up"
    r"|may be"
    r"|to be searched|(?:last )?sightings?(?: was)?|showing up|turning up|appearing|located"
    r"|situated|(?:he|she|it|they|who|that) (?:walks?|goes|drives?|rides?|passes|comes?|runs?)"
    r"(?: past| by| through| along)?|"
    r"(?:drove|driven|coming|came) (?:by|past)|(?:was|were) there|that was seen|thank you)$"
)
"""Folded: what only leads on to the place or time after it."""
PUNCTUATION = " \t\r\n,.;:!?-–—~()[]{}\"'“”‘’*/|&+@\xa0"
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")
"""The number of an item in a list."""
_PIECE = re.compile(rf"[^{GAP}]+")
_WORD = re.compile(r"\S+")
_SPACE_BEFORE = re.compile(r"\s+([,;])")


_GO = re.compile(r"(?:^|\s)(?:go|(?:(?:that|who|which) )?(?:entered or left|left or entered))$")
"""Folded and English: "where did the van go …", "everyone who entered or left …"."""
_WHO_LEFT = re.compile(
    r"(?:^|\s)(?:that|who|which) (?:left|entered|exited|reached|crossed|visited)$"
)
"""Folded and English, where nothing more is told of it: not "who left … on foot"."""
_WHERE_TO = re.compile(
    r"\bwhere an? \w+|\bwhere the \w+|\b(?:which|what) \w+ left\b"
    r"|\b(?:where|when|what time|which way|(?:which|what) direction)"
    r" (?:did|does|do|could|might|was|were|is|are)\b"
)
_WENT = re.compile(
    r"\s(?:go|head|run|ride|drive|flee|turn|walk|move|come|leave|take|escape|disappear|travel|vanish|reach|arrive"
    r"|going|heading|running|coming|turning|get away|went|left)"
    r"(?: (?:to|from|off|away|next|afterwards|on))?"
    r"(?: after (?:it|he|she|they|that|this)"
    r"(?: (?:left|passed|crossed|stopped|turned|entered|fled))?| after (?:leaving|passing))?$"
)
"""Folded and English: how "which way did the van go after it left …" ends."""
_KEPT = re.compile(r"(?:keep|keeps|kept|keeping) going")
_WHOM = frozenset(("him", "her", "it", "them", "me", "us"))
_LONE = frozenset(("only", "itself", "too", "exactly", "precisely", "alone"))
"""Words that alone between two things taken out say nothing: "on Tô Ký only, last night"."""
_MET = re.compile(
    r"(?:^|\s)(?:show(?:s|ed)? up|turn(?:s|ed)? up|(?:dang )?di chuyen|head(?:ing|ed)|passed)$"
)
"""Folded: the same, where a place or time does follow; else they tell what was seen."""


def look_for(left: Masked, language: str) -> str:
    """The words to look for, in the asker's spelling, without connectors at their ends."""
    text = ""
    for piece in left.pieces:
        start, end = _bounds(piece, language)
        goes_on = bool(text) and start < end
        text += f" {piece[:end].lstrip(PUNCTUATION)}" if goes_on else piece[start:end]
    text = _edges_off(text, language)
    text = _NUMBERED.sub("", text)
    return _SPACE_BEFORE.sub(r"\1", " ".join(_ARTICLES.sub("", text).split()))


def find_led_on(left: Masked, language: str) -> list[Span]:
    """Where words only lead on to the place or time taken out after them: "last seen at …"."""
    found: list[Span] = []
    asks_where = language == "en" and _WHERE_TO.search(fold(left.text)) is not None
    asked = (_WENT,) if asks_where else ()
    for piece in _PIECE.finditer(left.gapped):
        is_last = piece.end() == len(left.text)
        further = _edges_off(left.gapped[piece.end() :].replace(GAP, " "), language)
        forms = () if language != "en" or further else (_WHO_LEFT,)
        ends = _led_on_begins(piece[0], language, is_last, (*forms, *asked))
        ends = 0 if _edges_off(piece[0], language).lower() in _LONE else ends
        if ends < len(piece[0]):
            found.append((piece.start() + ends, piece.end()))
    return found


def _led_on_begins(
    piece: str, language: str, is_last: bool, others: Sequence[re.Pattern[str]]
) -> int:
    """Where in a piece such words begin, with the connectors before them; else its length."""
    forms = (_LEFT_OVER,) if is_last else (_LEFT_OVER, _MET)
    forms = (*forms, _GO) if language == "en" else forms
    forms = (*forms, *others)
    last = len(piece)
    while True:
        whole = piece[:last].rstrip(PUNCTUATION)
        bounds = _bounds(whole, language)
        spans = dict.fromkeys(((0, len(whole)), (bounds[0], len(whole)), bounds))
        found = (
            (start, form.search(fold(whole[start:end]))) for form in forms for start, end in spans
        )
        begins = next((start + match.start() for start, match in found if match), None)
        if begins is None:
            return last
        last = begins


def _edges_off(piece: str, language: str) -> str:
    """Without punctuation and connectors at its ends."""
    return piece[slice(*_bounds(piece, language))]


def _bounds(piece: str, language: str) -> Span:
    """Where a piece begins and ends without punctuation and connectors at its ends."""
    words = list(_WORD.finditer(piece))
    while words and _is_edge(words[-1][0], language) and not _ends_a_verb(words):
        words.pop()
    while words and _is_edge(words[0][0], language):
        words.pop(0)
    if not words:
        return 0, 0
    start, end = words[0].start(), words[-1].end()
    bare = piece[start:end]
    start += len(bare) - len(bare.lstrip(PUNCTUATION))
    return start, start + len(bare.strip(PUNCTUATION))


def _ends_a_verb(words: list[re.Match[str]]) -> bool:
    """Whether the last word belongs to the verb before it: "broken into"."""
    told = [word[0].strip(PUNCTUATION).lower() for word in words[-3:]]
    told = [told[0], told[2]] if len(told) == 3 and told[1] in _WHOM else told[-2:]
    return len(told) == 2 and (is_phrasal(*told) or _KEPT.fullmatch(" ".join(told)) is not None)


def _is_edge(word: str, language: str) -> bool:
    bare = word.strip(PUNCTUATION).lower()
    return not bare or bare in EDGES[language]
