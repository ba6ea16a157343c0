"""How a question is understood: the parser at the rim, for the command, the API and the search."""

from datetime import datetime

from indexer.places.gazetteer import Gazetteer
from search.errors import BadQuestion
from search.question.parse import parse_question
from search.question.understood import FIRST_YEAR, LAST_YEAR, Understood
from search.question.which import Area, settled

LONGEST = 2_000
"""Characters of a question; nobody asks longer, and a pasted document is a mistake."""


def explain(text: str, now: datetime, gazetteer: Gazetteer, area: Area = ()) -> Understood:
    """Parse a question of one whose area is given; BadQuestion if empty or far too long."""
    if not text.strip():
        raise BadQuestion('the question is empty; ask for example "xe máy đỏ gần Tô Ký sau 21h"')
    if len(text) > LONGEST:
        raise BadQuestion(
            f"the question has {len(text):,} characters; at most {LONGEST:,} are read"
        )
    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        raise BadQuestion(f"now is {now.isoformat()}; years {FIRST_YEAR} to {LAST_YEAR} are known")
    return settled(parse_question(text, now, gazetteer), gazetteer, area, now)
