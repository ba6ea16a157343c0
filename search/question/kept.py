"""Words that look like a place or a time and are none: plates, "xe 16 chỗ", "xe tai"."""

import re

from indexer.folding import fold
from search.question.lexicon import Mention, mentions
from search.question.masked import Span

_PLATE = re.compile(
    r"""(?<![\w/])\d{2}\s?-?\s?(?:[A-ZĐ]{1,2}\d?|[a-fi-zđ]\d)\s?[-.]?\s?(?:\d{3}[.\s]?\d{2}|\d{4})(?!\w)
    """,
    re.VERBOSE,
)
"""Province, series, number, as on Vietnamese plates of motorbikes and cars."""
_TOLD = re.compile(
    r"\b(?:biển\s(?:số|kiểm\ssoát)|biển|bien\sso|bien|bks|đuôi|duoi|plates?(?:\s(?:number|ending(?:\sin)?"
    r"|starting(?:\swith)?|with|no\.?))?)\s(?:là\s|la\s)?(?P<told>(?=[\w.\-]*\d)[\w.\-]*\w)",
    re.IGNORECASE,
)

_PART_OF_PLATE = re.compile(
    r"(?<![\w/])\d{2}-?[A-ZĐ]{1,2}\d?\s?-?\s?"
    r"(?:\d*(?:\.\.+|…)\d*|(?<=-)\d{3}(?!\.?\d)|\d+\.?[x?*_#][\dx?*_#.]*|[x?*_#][\dx?*_#.]+)(?!\w)",
    re.IGNORECASE,
)
_SERIES = re.compile(r"(?<![\w/])\d{2}-[A-ZĐ]{1,2}\d?(?![\w/-]|\s?[\d…]|\s?\.\s?[\d.])")
"""A plate of which only some is known: "51F-9..", "59X1 …23"."""
_MODELS = re.compile(
    r"\bkia\smornings?\b|\b(?:lấn|lan)\s(?:tuyến|tuyen|làn)\b|\b\dm\d{1,2}\b|(?<=(?:tải|tai|ben)\s)\dt\d{1,2}\b|\b(?:nón|non|mũ|mu|hiểm|hiem)\s3/4\b",
    re.IGNORECASE,
)
"""Names of cars that are also times of day; heights of people ("1m7"); loads of trucks
("tải 1T25"); open helmets ("nón 3/4")."""
_OF_A_SCHOOL = re.compile(
    r"\b(?:(?:primary|secondary|high|nursery|middle|language|driving)\s)?school\s"
    r"(?:teacher|student|pupil|child|children|kid|girl|boy|bus|bag|uniform|guard)(?:s|es)?\b",
    re.IGNORECASE,
)
"""Who and what is of a school is no place."""
_OF_A_TIME = re.compile(
    r"(?<!last\s)(?<!this\s)(?<!every\s)(?<!day\s)\b(?:night|day|morning|evening|afternoon|daytime)[\s-]"
    r"(?:shift|nurse|guard|watchman|porter|duty|desk|club|owl|paper|summary|briefing|news|meeting"
    r"|edition|bulletin|editor|manager|crew|ban)s?\b",
    re.IGNORECASE,
)
"""What is named after a part of the day: "night shift", "morning paper"."""
_CALLED_BY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|week-?end|weekday|mid-?night|noon|morning"
    r"|afternoon|evening|christmas|t[eế]t|(?:lunar\s)?new\syear|may\sday|easter|halloween|dawn|dusk"
    r"|hourly|daily|nightly|weekly|monthly|yearly)"
)
_NO_NAME = (
    r"(?:nights?|mornings?|afternoons?|evenings?|days?|dates?|time|eve|last|this|at|in|on|near|by|from"
    r"|to|and|or|of|with|without|when|while|where|who|that|which|before|after|around|between|until|till"
    r"|is|was|were|are|then|not|but|for|since|along|outside|inside|behind|opposite"
    r"|one|two|three|holidays?|crash(?:es)?|accidents?|collisions?|robber(?:y|ies)|thefts?|burglar(?:y|ies)|fights?|brawls?"
    r"|attacks?|assaults?|shootings?|stabbings?|murders?|fires?|floods?|explosions?|incidents?|riots?)"
)
"""Words after which a part of the day is a time: "a Sunday morning", "an evening robbery"."""
_CALLED_BY_A_TIME = re.compile(
    rf"(?<!on\s)(?<!in\s)(?<!at\s)(?<!by\s)(?<!from\s)(?<!since\s)(?<!until\s)(?<!during\s)"
    rf"\ban?\s(?P<when>{_CALLED_BY})[\s-](?!{_NO_NAME}\b)(?=[a-z]{{3}})"
    rf"|(?<!last\s)(?<!this\s)(?<!every\s)\b(?P<day>{_CALLED_BY})[\s-](?=(?:markets?|schools?|trees?"
    r"|lights?|decorations?|lanterns?|blossoms?|bikers?|joggers?|cyclists?|blue)\b)",
    re.IGNORECASE,
)
"""What is named after a day: "a Sunday school group", "a Christmas tree", "a midnight blue van"."""
_SIDES = re.compile(
    r"\b(?:on\s(?:the|his|her|its|their)|turn(?:s|ed|ing)?|swerv(?:es?|ed|ing)|veer(?:s|ed|ing)?)"
    r"\s(?:right|left)\b",
    re.IGNORECASE,
)
"""Thus "overtaking on the right near …", "turning right near …" are not right near it."""
_SEATS = re.compile(
    r"(?<![\w.])\d{1,2}\s?(?:chỗ|cho|bánh|banh|seaters?|wheelers?)(?!\w)", re.IGNORECASE
)


_OF_A_PAPER = re.compile(
    r"\b(?:hồ\ssơ|công\svăn|văn\sbản|đơn|biên\sbản|quyết\sđịnh|hợp\sđồng|giấy\s\w+|phiếu|thông\sbáo|kế\shoạch|lệnh"
    r"|ho\sso|cong\svan|van\sban|bien\sban|quyet\sdinh|hop\sdong|case|claim|file|letter|reference|report|memo|email)"
    r"(?:\s[^\W\d_]+){0,3}\s(?:(?:số|so|no\.?|number|ref\.?)\s)?[\w./-]*\d[\w./-]*\s(?:ngày|ngay|đề\sngày|dated|of)\s"
    r"(?P<date>\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2}\s(?:tháng|thang)\s\d{1,2}(?:\s(?:năm|nam)\s\d{4})?"
    r"|\d{1,2}(?:st|nd|rd|th)?\s[a-z]+(?:\s\d{4})?)",
    re.IGNORECASE,
)
"""The date of a paper with a number is not that of the scene."""
_SEEKING = re.compile(r"(?:\bam|['’]m|\bare|['’]re|\bis|\bstill)\safter\b(?!\s\d)", re.IGNORECASE)
"""Thus "I'm after a collision" seeks one, and is no time."""


_MINE = re.compile(
    r"(?<!thu\s)\b(?:chung|gia dinh|con trai|con gai|vo chong|vo|chong|nha|cua"
    r"|em trai|em gai|anh trai|me|ba)"
    r"\stoi\b(?!\s(?:qua|hom|nay|thu|ngay|\d))",
    re.IGNORECASE,
)
"""Without accents "chung toi" is chúng tôi, and no evening."""
_I = re.compile(
    r"\bcho\stoi\s(?:hoi|xin|biet|xem|coi|nho|muon|gap|tra|tim|kiem)\b"
    r"|(?:^|[,.;!?]|\b(?:oi|a|va|ma|nen|la|thi|vi))\s*toi\s"
    r"(?:(?:nam\s)?nay\s\d+\stuoi|gia\b|hay\b|muon\b|ngu\b|khong\b|cung\b|dang\b|moi\b|vua\b|la\b"
    r"|can\b|xin\b|nho\b|nghe\b|song\b|mat\b|thay\b|bi\b|goi\b|biet\b|chi\b|ban\b|lam\b|so\b|yeu\b"
    r"|o\s(?:nha|mot|day|gan|tro|chung|ben|canh|que)\b|di\s(?:lam|cho|bo|ve|ngang|qua|hoc|kham)\b)",
    re.IGNORECASE,
)
"""Without accents "toi" is tôi before what only a person does: "toi muon", "cho toi hoi"."""
_SOME = re.compile(r"\bmay\s(?:ba|hai|bon|nam|sau|bay|tam|chin|muoi)\b", re.IGNORECASE)
"""Without accents "may ba" is mấy ba, and no third of May."""
_OF_A_FEAST = re.compile(
    r"\b(?:ông\sgià|ong\sgia|cây\sthông|cay\sthong|đồ|do|nhạc|nhac)\snoel\b"
    r"|\b(?:bánh|banh|cây\snêu|cay\sneu|chợ|cho\shoa|hoa|mứt|mut)\st[eế]t\b",
    re.IGNORECASE,
)
"""What is named after a feast: "ông già noel"."""


def find_kept(text: str) -> list[Span]:
    """Where plates, what is told of one, seats, wheels and kinds of vehicle stand in a text."""
    lowered = text.lower()
    forms = [form for form, words in _FORMS if not words or any(map(lowered.__contains__, words))]
    forms += _WITH_DIGITS if _DIGIT.search(text) else ()
    found = [match for form in forms for match in form.finditer(text)]
    return [*(match.span(match.lastgroup or 0) for match in found), *_vehicles(text)]


_DIGIT = re.compile(r"\d")
_WITH_DIGITS = (_PLATE, _PART_OF_PLATE, _SERIES, _SEATS, _TOLD, _OF_A_PAPER)
_FORMS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (_MODELS, ()),
    (_SEEKING, ("after",)),
    (_OF_A_SCHOOL, ("school",)),
    (_OF_A_TIME, ("night", "day", "morning", "evening", "afternoon")),
    (_CALLED_BY_A_TIME, ()),
    (_SIDES, ("right", "left")),
    (_MINE, ("toi",)),
    (_I, ("toi",)),
    (_SOME, ("may",)),
    (_OF_A_FEAST, ("noel", "tet", "tết")),
)
"""Forms, each with words of which its text has one."""


def _vehicles(text: str) -> list[Span]:
    """Kinds of vehicle with their colours: without accents "tai" is also tại, "den" also đến."""
    named, folded = mentions(text), fold(text)
    found: list[Span] = []
    for mention, after in zip(named, [*named[1:], None], strict=False):
        is_vehicle = text[mention.start : mention.end].lower().startswith("xe ")
        is_vehicle = is_vehicle or _OF_A_CAR.match(folded, mention.start) is not None
        if after and after.concept.sort == "colour" and _is_beside(text, mention, after):
            found.append((mention.start, after.end))
        elif is_vehicle:
            found.append((mention.start, mention.end))
    return found


_OF_A_CAR = re.compile(r"o to(?!\s(?:ky|ki)\b)")


def _is_beside(text: str, thing: Mention, colour: Mention) -> bool:
    return fold(text[thing.end : colour.start]) in (" ", " mau ")
