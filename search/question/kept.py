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
    r"|starting(?:\swith)?|with|no\.?))?)\s(?:là\s|la\s)?((?=[\w.\-]*\d)[\w.\-]*\w)",
    re.IGNORECASE,
)

_PART_OF_PLATE = re.compile(
    r"(?<![\w/])\d{2}-?[A-ZĐ]{1,2}\d?\s?-?\s?"
    r"(?:\d*(?:\.\.+|…)\d*|(?<=-)\d{3}(?!\.?\d)|\d+[x?*][\dx?*.]*|[x?*][\dx?*.]+)(?!\w)",
    re.IGNORECASE,
)
_SERIES = re.compile(r"(?<![\w/])\d{2}-[A-ZĐ]{1,2}\d?(?![\w/-]|\s?[\d…]|\s?\.\s?[\d.])")
"""A plate of which only some is known: "51F-9..", "59X1 …23"."""
_MODELS = re.compile(
    r"\bkia\smorning\b|\b(?:lấn|lan)\s(?:tuyến|tuyen|làn)\b|\b\dm\d{1,2}\b|\b(?:nón|non|mũ|mu|hiểm|hiem)\s3/4\b",
    re.IGNORECASE,
)
"""Names of cars that are also times of day; heights of people ("1m7"); open helmets ("nón 3/4")."""
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
_SEATS = re.compile(
    r"(?<![\w.])\d{1,2}\s?(?:chỗ|cho|bánh|banh|seaters?|wheelers?)(?!\w)", re.IGNORECASE
)


_SEEKING = re.compile(r"(?:\bam|['’]m|\bare|['’]re|\bis|\bstill)\safter\b(?!\s\d)", re.IGNORECASE)
"""Thus "I'm after a collision" seeks one, and is no time."""


def find_kept(text: str) -> list[Span]:
    """Where plates, what is told of one, seats, wheels and kinds of vehicle stand in a text."""
    whole = [
        match.span()
        for form in (
            _PLATE,
            _PART_OF_PLATE,
            _SERIES,
            _MODELS,
            _SEATS,
            _SEEKING,
            _OF_A_SCHOOL,
            _OF_A_TIME,
        )
        for match in form.finditer(text)
    ]
    told = [match.span(1) for match in _TOLD.finditer(text)]
    return [*whole, *told, *_vehicles(text)]


def _vehicles(text: str) -> list[Span]:
    """Kinds of vehicle with their colours: without accents "tai" is also tại, "den" also đến."""
    named = mentions(text)
    found: list[Span] = []
    for mention, after in zip(named, [*named[1:], None], strict=False):
        is_vehicle = text[mention.start : mention.end].lower().startswith("xe ")
        if after and after.concept.sort == "colour" and _is_beside(text, mention, after):
            found.append((mention.start, after.end))
        elif is_vehicle:
            found.append((mention.start, mention.end))
    return found


def _is_beside(text: str, thing: Mention, colour: Mention) -> bool:
    return fold(text[thing.end : colour.start]) in (" ", " mau ")
