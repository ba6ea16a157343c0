"""Why a hit is there, as answers show it."""

from typing import Literal

from pydantic import BaseModel


class Shown(BaseModel):
    """A shape of an answer; more fields may come."""


class Why(Shown):
    """Why a hit is there: its rank in one retriever, a link to another hit, or what moved it.

    `worth` is what the hit is worth by itself and `adds` what a link adds to that, or what raises
    the picture that answers a question for looks, and the report that fits it, to the best score
    (`lead`); together they are its score. A link's `distance_m` is by road (`along` the streets)
    where one is known, else straight. `looks` is how probable it is that the moment shows what the
    report describes, null where it describes nothing. An `attachment` is what came with the report
    itself: the moment it stands as in the index. By `meaning` a report's text is near to the
    question, whatever its words: `score` is the cosine that an encoder gives both. With marks,
    `rank_before` is the rank without any; null if it was not among what was looked at. Where
    cameras take turns (`spread`), it is the rank otherwise, and `adds` what is taken off for
    standing after others. What a report tells `against` the question is within its `worth`: each
    `feature` of it by itself, with what the report would be worth `otherwise`.
    """

    by: Literal[
        "frames",
        "reports",
        "similar",
        "link",
        "lead",
        "spread",
        "marks",
        "then",
        "attachment",
        "meaning",
        "against",
    ]
    rank: int | None = None
    score: float | None = None
    report: str | None = None
    moment: str | None = None
    worth: float | None = None
    distance_m: float | None = None
    along: Literal["streets", "straight"] | None = None
    apart_s: float | None = None
    looks: float | None = None
    adds: float | None = None
    feature: (
        Literal[
            "other_thing",
            "other_colour",
            "other_matter",
            "quiet",
            "lacking",
            "passed",
            "silent",
            "early",
        ]
        | None
    ) = None
    otherwise: float | None = None
    mark: Literal["accepted", "rejected"] | None = None
    rank_before: int | None = None
