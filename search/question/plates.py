"""Number plates in a question: "59-X1 123.45" is neither a house number nor a time."""

import re

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


def find_plates(text: str) -> list[Span]:
    """Where plates, or what is told of one, stand in a text."""
    whole = [match.span() for match in _PLATE.finditer(text)]
    return whole + [match.span(1) for match in _TOLD.finditer(text)]
