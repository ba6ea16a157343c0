"""How a question is understood: the parser at the rim, for the command, the API and the search."""

from datetime import datetime

from indexer.places.gazetteer import Gazetteer
from search.errors import BadQuestion
from search.question.parse import parse_question
from search.question.understood import Understood
from search.question.which import Area, settled

LONGEST = 2_000
"""Characters of a question; nobody asks longer, and a pasted document is a mistake."""


def explain(text: str, now: datetime, gazetteer: Gazetteer, area: Area = ()) -> Understood:
    """Parse a question of one whose area is given; an empty or far too long one is BadQuestion."""
    if not text.strip():
        raise BadQuestion('the question is empty; ask for example "xe máy đỏ gần Tô Ký sau 21h"')
    if len(text) > LONGEST:
        raise BadQuestion(
            f"the question has {len(text):,} characters; at most {LONGEST:,} are read"
        )
    return settled(parse_question(text, now, gazetteer), gazetteer, area, now)
