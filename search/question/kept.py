"""Words with figures that are neither place nor time: plates, "xe 16 chỗ", "3 bánh"."""

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

_SEATS = re.compile(
    r"(?<!\w)\d{1,2}\s?(?:chỗ|cho|bánh|banh|seaters?|wheelers?)(?!\w)", re.IGNORECASE
)


def find_kept(text: str) -> list[Span]:
    """Where plates, what is told of one, and numbers of seats and wheels stand in a text."""
    whole = [match.span() for form in (_PLATE, _SEATS) for match in form.finditer(text)]
    return whole + [match.span(1) for match in _TOLD.finditer(text)]
