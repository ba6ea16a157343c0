"""Paging on one generation: a cursor says which question, which generation, and where to go on."""

import base64
import hashlib
import json
from dataclasses import asdict, dataclass, replace

from search.errors import BadQuestion
from search.question.understood import Understood
from search.request import SearchRequest


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: the question's digest, both generations, the offset into the list."""

    question: str
    footage: int
    reports: int
    offset: int = 0

    def advanced(self, by: int) -> "Cursor":
        """The cursor of the next page."""
        return replace(self, offset=self.offset + by)

    def __str__(self) -> str:
        """The opaque form in answers."""
        text = json.dumps(asdict(self), separators=(",", ":"), sort_keys=True)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @staticmethod
    def parse(text: str, question: str) -> "Cursor":
        """Read a cursor and check that it belongs to the question; BadQuestion if not."""
        try:
            padded = text + "=" * (-len(text) % 4)
            cursor = Cursor(**json.loads(base64.urlsafe_b64decode(padded)))
            whole = isinstance(cursor.offset, int) and cursor.offset >= 0
        except (ValueError, TypeError) as error:
            raise BadQuestion("the cursor is not one of ours; ask without it") from error
        if not whole or cursor.question != question:
            raise BadQuestion("the cursor belongs to another question; ask without it")
        return cursor


def question_digest(request: SearchRequest, understood: Understood) -> str:
    """What makes two requests the same question: all that is asked of what, not the page size."""
    parts = [
        understood.to_json(),
        [request.cameras, request.units, request.sources, request.kinds, request.categories],
        [request.channels, request.wards, request.days],
        request.example and request.example.to_json(),
        request.marks.to_json(),
        request.fold,
    ]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
