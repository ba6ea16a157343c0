"""What is to be found again: a moment, a box drawn in one, or a picture; with words added to it.

A picture's vector and phrases make one query by arithmetic in the encoder's space:

    query = unit(v + WORDS · Σ ± (t − n))

where v is the picture, t a phrase added (+) or taken away (−), and n a phrase that fits anything:
the difference leaves out what all texts have in common, which no picture has. Vectors of pictures
and texts were added like this by Kiros, Salakhutdinov and Zemel (2014, "Unifying visual-semantic
embeddings with multimodal neural language models"), with a scale for the words by Couairon and
others (2022, "Embedding arithmetic of multimodal queries for image retrieval").
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Picture
from indexer.region import Box
from search.errors import BadQuestion
from search.moment_id import MomentId

Vector = NDArray[np.float32]
"""One unit row, shape (dim,)."""

WORDS = 1.0
"""What a phrase weighs beside the picture. On a district to tune on, half of it turned half as many
pictures into another colour, and twice no more; `scripts/bench similar` measures it on others."""
MOST_PHRASES = 8
LONGEST_TEXT = 500
"""Characters of all phrases together."""

_SIGN = re.compile(r"(?:(?<=\s)|^)([+\-−–])")
"""A sign begins a word: that of "pick-up" is none."""


@dataclass(frozen=True)
class Phrase:
    """Words that the query is moved towards, or away from."""

    words: str
    taken_away: bool = False


@dataclass(frozen=True)
class Example:
    """What hits are to look like; exactly one of `moment` and `picture` is given.

    `pts_ms` is a time inside the moment's footage, `box` a part of the picture shown then, or of
    `picture` (height, width, 3), RGB, upright. Raises BadQuestion where these do not hold.
    """

    moment: MomentId | None = None
    pts_ms: int | None = None
    box: Box | None = None
    picture: Picture | None = field(default=None, compare=False, repr=False)
    phrases: tuple[Phrase, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what shows nothing."""
        if (self.moment is None) == (self.picture is None):
            raise BadQuestion("give either a moment or a picture to look like, not both or neither")
        if self.box is not None:
            _check_box(self.box)
        if self.pts_ms is not None:
            _check_time(self.pts_ms, self.moment)

    @property
    def sha256(self) -> str | None:
        """Of the uploaded picture's pixels, upright, in hex: its name in the audit log."""
        if self.picture is None:
            return None
        size = f"{self.picture.shape}:".encode()
        return hashlib.sha256(size + self.picture.tobytes()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """As answers and the audit log tell it; of an uploaded picture its size and its hash."""
        picture = None
        if self.picture is not None:
            height, width = self.picture.shape[:2]
            picture = {"width": width, "height": height, "sha256": self.sha256}
        return {
            "moment": str(self.moment) if self.moment else None,
            "pts_ms": self.pts_ms,
            "box": list(self.box) if self.box else None,
            "picture": picture,
            "added": [phrase.words for phrase in self.phrases if not phrase.taken_away],
            "taken_away": [phrase.words for phrase in self.phrases if phrase.taken_away],
        }


def example_of(told: Mapping[str, Any]) -> Example:
    """What `to_json` told of; BadQuestion for an uploaded picture, which is not kept."""
    if told["picture"] is not None:
        raise BadQuestion("an uploaded picture is not kept; upload it again")
    added, taken_away = (map(str, told[key]) for key in ("added", "taken_away"))
    return Example(
        moment=MomentId.parse(told["moment"]),
        pts_ms=told["pts_ms"],
        box=tuple(told["box"]) if told["box"] else None,
        phrases=(*map(Phrase, added), *(Phrase(words, True) for words in taken_away)),
    )


def read_phrases(text: str) -> tuple[Phrase, ...]:
    """Phrases of a text such as "+ box on the back − car"; without a sign they are added.

    Those taken away come last, whatever their order: a sum in another order is another number.
    Raises BadQuestion for a sign without words, and for too much text.
    """
    if len(text) > LONGEST_TEXT:
        raise BadQuestion(f"the text has {len(text):,} characters; at most {LONGEST_TEXT} are read")
    first, *rest = _SIGN.split(text)
    pairs = list(zip(["+", *rest[::2]], [first, *rest[1::2]], strict=True))
    if not first.strip():
        pairs = pairs[1:]
    if any(not words.strip() for _, words in pairs):
        raise BadQuestion('a sign needs words after it: "+ box on the back − car"')
    if len(pairs) > MOST_PHRASES:
        raise BadQuestion(f"the text has {len(pairs)} phrases; at most {MOST_PHRASES} are read")
    phrases = (Phrase(" ".join(words.split()), sign != "+") for sign, words in pairs)
    return tuple(sorted(phrases, key=lambda phrase: phrase.taken_away))


def combined(picture: Vector, signed: Sequence[tuple[Vector, float]], neutral: Vector) -> Vector:
    """The query of a picture and phrases, (dim,), unit; `signed` has each phrase with +1 or −1."""
    moved = picture + WORDS * sum((sign * (t - neutral) for t, sign in signed), np.float32(0))
    return unit(moved)


def unit(vector: NDArray[Any]) -> Vector:
    """The vector at length 1; a vector of nothing stays nothing."""
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12), np.float32)


def _check_box(box: Box) -> None:
    left, top, right, bottom = box
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise BadQuestion(
            f"a box is left, top, right, bottom as fractions of the picture, not {list(box)}"
        )


def _check_time(pts_ms: int, moment: MomentId | None) -> None:
    if moment is None:
        raise BadQuestion("pts_ms is a time inside a moment; an uploaded picture has none")
    if not moment.holds(pts_ms):
        raise BadQuestion(
            f"pts_ms {pts_ms} is outside the moment, "
            f"{moment.pts_after_ms} to {moment.pts_before_ms}"
        )
