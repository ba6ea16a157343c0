"""What is left of a question once place, time and source are taken out: what to look for."""

import re

from indexer.folding import fold
from search.question.masked import Masked

_ARTICLES = re.compile(r"^(?:an?|the|some|those|these)\s+(?=\S)", re.IGNORECASE)
_ENGLISH_EDGES_TEXT = """
    in on at near from to toward towards of with and or between during the for into
    was were is are that which who then but within
    since until after before while seen spotted sighted noticed observed going recorded
    somewhere anywhere anyone anybody like just sometime always again either
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
    r"date|dates|day|time|time frame|timeframe|period|location|place|area|street|scene|address"
    r"|where|when|venue|stretch|window|slot|timeslot|hours"
    r"|thoi gian|thoi diem|dia diem|vi tri|noi xay ra|khung gio|moc"
)
"""Folded: "it happened …", "I think it was …"; and "Location: …", as the heads of a form."""
_LEFT_OVER = re.compile(
    rf"(?:^|(?<!\bxe)\s)ben$|[.?!;]\s*{_LED_ON}$|(?:^|[.;,]\s*)(?:{_HEADING})$"
    r"|(?:^|\s)\s*(?:co\s|da\s)?(?:xuat hien|xay ra|di ngang(?: qua)?|di qua|chay qua|chay ngang"
    r"|ngang qua|(?:duoc )?nhin thay|bi camera ghi lai|passing by"
    r"|passing(?: through)?|appear(?:s|ed)?|(?:has |have )?been|reported|captured"
    r"|last (?:seen|sighted|spotted|located|known)|some ?time|any ?time"
    r"|(?:who|that|which|he|she|they) (?:walked|drove|rode|went|goes?|passed|came|was|were|is|are"
    r"|(?:may|might|could|must|would) have(?: been| gone| come)?|(?:has|have|had) been)"
    r"|(?:may|might|could|must) have|(?:(?:may|might|could|must) )?have"
    r" (?:passed|crossed|gone|come|been)|(?:that )?went|goes|pass(?:es)?|turned up|may be"
    r"|to be searched|(?:was|were) there|that was seen|thank you)$"
)
"""Folded: what only leads on to the place or time after it."""
PUNCTUATION = " \t\r\n,.;:!?-–—~()[]{}\"'“”‘’*/|&+\xa0"
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")
"""The number of an item in a list."""
_SPACE_BEFORE = re.compile(r"\s+([,;])")


def look_for(left: Masked, language: str) -> str:
    """The words to look for, in the asker's spelling, without left-over connectors."""
    pieces = [_piece(piece, language) for piece in left.pieces]
    text = _edges_off(" ".join(piece for piece in pieces if piece), language)
    text = _NUMBERED.sub("", text)
    return _SPACE_BEFORE.sub(r"\1", " ".join(_ARTICLES.sub("", text).split()))


def _piece(piece: str, language: str) -> str:
    """One piece of what is left, without what only joined it to its neighbours."""
    bare = piece.rstrip(PUNCTUATION)
    while led_on := _LEFT_OVER.search(fold(bare)):
        bare = _edges_off(bare[: led_on.start()], language)
    trimmed = _edges_off(bare, language)
    return trimmed if not _LEFT_OVER.search(fold(trimmed)) else _piece(trimmed, language)


def _edges_off(piece: str, language: str) -> str:
    """Without punctuation and connectors at its ends."""
    words = piece.strip(PUNCTUATION).split()
    while words and _is_edge(words[-1], language):
        words.pop()
    while words and _is_edge(words[0], language):
        words.pop(0)
    return " ".join(words).strip(PUNCTUATION)


def _is_edge(word: str, language: str) -> bool:
    bare = word.strip(PUNCTUATION).lower()
    return not bare or bare in EDGES[language]
