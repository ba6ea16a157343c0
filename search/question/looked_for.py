"""What is left of a question once place, time and source are taken out: what to look for."""

import re

from indexer.folding import fold
from search.question.masked import Masked

_COMMANDS = re.compile(
    r"""^(?:
        (?:please|can\syou|could\syou|would\syou|i\swant\sto|i\sneed\sto|i.d\slike\sto|help\sme|let.s)\b
      | (?:find|show|search|look|looking|list|get|give|display|check|see|identify|locate|pull|pls)\b
            (?:\s(?:me|us|for|up|out|all|every|any|of\sthe|whether|if|please|pls)\b)*
      | (?:i.m|i\sam|we.re|we\sare)\s(?:looking|searching)\sfor\b
      | (?:trying|need|needs|want|wants|hoping|like)\sto\b | (?:signs?|sightings?|trace)\sof\b
      | (?:where|when|who|what|which)\s(?:is|are|was|were|did|does|do|has|have)\b
      | (?:is|are|was|were)\s(?:there|any)\b | there\s(?:is|are|was|were|has\sbeen)\b
      | did\s(?:anyone|anybody|someone|you|people)\s(?:see|notice)\b | has\sanyone\sseen\b
      | (?:what(?:ever)?\s(?:happened|happens|was\shappening|is\shappening)
            |(?:anything|everything)(?!\s(?:with|in|carrying|without)\b))\b
      | (?:co\s)?(?:chuyen|viec|dieu)\sgi(?:\s(?:da\s)?(?:xay\sra|dien\sra))?\b | co\sgi\sxay\sra\b
      | (?:any|all)\b (?:\s(?:of|about|the)\b)*
      | (?:anh|a|chi|c|em|e|sep)\soi\b | (?:de\snghi|yeu\scau|kinh\sde\snghi)\b
      | (?:ra\ssoat|kiem\stra|xac\sminh|trich\sxuat|check)\b (?:\s(?:giup|gium|dum|lai|ho)\b)*
            (?:\s(?:em|e|toi|minh|tui)\b)?
      | nho\s(?:anh|a|chi|em|ban)\b
      | (?:hay|lam\son|vui\slong|nho|xin|giup|gium|dum)\b(?:\s(?:em|e|toi|minh|tui)\b)?
      | (?:dang|can|phai|muon)\s(?=(?:tim|kiem|xem|truy|tra)\b)
      | (?:tim\skiem|truy\stim|tim|kiem|loc|liet\ske|tra\scuu|tra)\b
            (?:\s(?:cho|giup|gium|dum|ho)\s(?:toi|em|e|minh|tui|anh|chi)\b
              |\s(?:giup|ra|xem|lai|tat\sca|cac|nhung)\b)*
      | (?:cho|muon|can)\s(?:toi|em|e|minh|tui|anh|chi|xem|tim|biet|hoi|coi)\b
            (?:\s(?:xem|biet|thay|tim|hoi|coi|duoc)\b)* (?:\s(?:tat\sca|cac|nhung)\b)*
      | (?:toi|em|minh)\s(?:muon|can)\s(?:tim|xem|biet)\b (?:\s(?:tat\sca|cac|nhung)\b)*
      | (?:xem|coi)\b (?:\s(?:lai|giup|gium|dum|ho|thu)\b)* (?:\s(?:em|e|toi|minh|tui)\b(?=\s))?
      | (?:co)\s(?:ai\sthay|thay|nhin\sthay|phat\shien)\b
      | (?:tat\sca|toan\sbo)\b (?:\s(?:cac|nhung)\b)*
      | co\b(?!\s(?:the|le|khi|thung|mu|non|gan)\b)
    )\s*""",
    re.VERBOSE,
)
_ARTICLES = re.compile(r"^(?:an?|the|some)\s+(?=\S)", re.IGNORECASE)
_ENGLISH_EDGES_TEXT = """
    in on at near around by from to toward towards of with and or between during the for into along
    about outside under beside behind opposite was were is are that which who then but within
    since until after before while seen spotted sighted noticed observed going recorded
    somewhere anywhere anyone anybody please pls thanks
"""
_VIETNAMESE_EDGES_TEXT = """
    ở gần trên tại từ đến và hoặc với lúc vào trong quanh cạnh ngày khoảng của về thì là mà nhưng
    dưới bên ngay nằm thuộc hồi ạ nhé nhỉ
    gan tren va hoac voi trong quanh and or on near
"""
_EDGES = {
    "en": frozenset(_ENGLISH_EDGES_TEXT.split()),
    "vi": frozenset(_VIETNAMESE_EDGES_TEXT.split()),
}
"""Words that hold nothing at the edge of what is left. Left bare, "den" may be đen, "la" lá."""
_BEGGING = re.compile(
    r"[\s,;.]*\b(?:(?:xem|coi|check|tìm|tim|kiếm|kiem)\s)?(?:giúp|giup|giùm|gium|dùm|dum|hộ)"
    r"(?:\s(?:em|e|tôi|toi|mình|minh|tui|với|voi|vs|nha|nhé|nhe|cái|cai))*\s*[?!.]*$"
    r"|(?<=\s)(?:k|ko|hok|hông|vs|nha|nhé|nhe|nghen|hả|vậy)\s*[?!.]*$"
)
"""What closes a favour asked for, "coi giùm tui", or a question, "ko"."""
_ASKING = re.compile(
    r"(?:\s|^)(?:nào không|nao khong|hay không|hay khong|hay chưa|hay chua|không|khong|ở đâu|o dau"
    r"|đâu|ạ|nhỉ|vậy|nhé|nha|giúp|giup|please)\s*[?!.]*$"
)
_SURELY_ASKING = (
    "nào không", "nao khong", "hay không", "hay khong", "ở đâu", "o dau", "hay chưa", "please",
)  # fmt: skip
_WHICH = re.compile(r"\s(?:nào|nao)$", re.IGNORECASE)
_WHETHER = re.compile(r"^\W*(?:co|lieu)\s(?!le\b)|\b(?:khong|chua)(?:\sa|\svay)?\W*$")
"""Folded: a question that yes or no would answer."""
_NOT = re.compile(r"(?:^|\s)(?:không|khong|ko|chưa|chua)(?:\s(?:ạ|a|vậy|vay))?$", re.IGNORECASE)
"""Its particle, where what is looked for ends."""
_LEFT_OVER = re.compile(
    r"(?:^|\s)\s*(?:co\s|da\s)?(?:xuat hien|xay ra|di ngang(?: qua)?|di qua|chay qua|chay ngang"
    r"|ngang qua|(?:duoc )?nhin thay|bi camera ghi lai|passing by"
    r"|passing through|last seen|that was seen|thank you)$"
)
"""Folded: what only leads on to the place or time after it."""
_PUNCTUATION = " \t\r\n,.;:!?-–—~()[]{}\"'“”‘’*/|&+\xa0"
_SPACE_BEFORE = re.compile(r"\s+([,;])")


def look_for(left: Masked, language: str) -> str:
    """The words to look for, in the asker's spelling, without commands and left-over connectors."""
    pieces = [_piece(piece, language) for piece in left.pieces]
    if _WHETHER.search(fold(left.text)):
        pieces = [_WHICH.sub("", _NOT.sub("", piece)) for piece in pieces]
    if len(pieces) > 1 and fold(pieces[-1]) in ("khong", "chua", "hay khong", "please", "ko"):
        pieces.pop()
        pieces[-1] = _WHICH.sub("", pieces[-1])
    text = " ".join(piece for piece in pieces if piece)
    text = _question_off(_begging_off(_commands_off(text)))
    return _SPACE_BEFORE.sub(r"\1", " ".join(_ARTICLES.sub("", _edges_off(text, language)).split()))


def _piece(piece: str, language: str) -> str:
    """One piece of what is left, without what only joined it to its neighbours."""
    bare = piece.rstrip(_PUNCTUATION)
    led_on = _LEFT_OVER.search(fold(bare))
    return _edges_off(bare[: led_on.start()] if led_on else bare, language)


def _commands_off(text: str) -> str:
    while match := _COMMANDS.match(fold(text)):
        rest = text[match.end() :].lstrip(_PUNCTUATION)
        if not match.end() or rest == text:
            break
        text = rest
    return text


def _begging_off(text: str) -> str:
    """Without the favour asked for at its end."""
    match = _BEGGING.search(text.lower()) if len(text.lower()) == len(text) else None
    return text[: match.start()] if match and match.start() else text


def _question_off(text: str) -> str:
    """Without the particle that ends a question: "… ở đâu", "… không?"."""
    match = _ASKING.search(text.lower())
    if match is None or len(text.lower()) != len(text):
        return text
    asked = text.rstrip().endswith("?") or match[0].strip(_PUNCTUATION) in _SURELY_ASKING
    return text[: match.start()] if asked else text


def _edges_off(piece: str, language: str) -> str:
    """Without punctuation and connectors at its ends."""
    words = piece.strip(_PUNCTUATION).split()
    while words and _is_edge(words[-1], language):
        words.pop()
    while words and _is_edge(words[0], language):
        words.pop(0)
    return " ".join(words).strip(_PUNCTUATION)


def _is_edge(word: str, language: str) -> bool:
    bare = word.strip(_PUNCTUATION).lower()
    return not bare or bare in _EDGES[language]
