"""Labelled questions from templates; the two halves share no template, object, place or time.

`python -m tests.questions.generate` writes `tuned_templates.jsonl` and so on beside it. Equal
tables give equal files; a test compares them.
Labels follow LABELLING.md and are worked out here, from calendar arithmetic alone, without the
grammar that they measure.
"""

import json
import random
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.questions.forms import Half
from tests.questions.held_out import HELD_OUT
from tests.questions.tuned import TUNED
from tests.questions.tuned_fifth import TUNED_FIFTH
from tests.questions.tuned_fourth import TUNED_FOURTH
from tests.questions.tuned_more import TUNED_MORE
from tests.questions.tuned_seventh import TUNED_SEVENTH
from tests.questions.tuned_sixth import TUNED_SIXTH
from tests.questions.tuned_third import TUNED_THIRD

HERE = Path(__file__).parent
SETS = {
    "tuned": TUNED,
    "tuned_more": TUNED_MORE,
    "tuned_third": TUNED_THIRD,
    "tuned_fourth": TUNED_FOURTH,
    "tuned_fifth": TUNED_FIFTH,
    "tuned_sixth": TUNED_SIXTH,
    "tuned_seventh": TUNED_SEVENTH,
    "held_out": HELD_OUT,
}
"""By the name that their files begin with."""
EACH = 190
"""Questions of each half in each of the three forms."""
NOWS = (
    "2021-09-06T07:20:00+07:00", "2022-04-28T08:00:00+07:00", "2022-12-31T23:10:00+07:00",
    "2023-06-11T15:45:00+07:00", "2024-02-29T20:05:00+07:00", "2025-06-30T10:30:00+07:00",
    "2025-07-04T09:00:00+07:00", "2026-01-01T00:40:00+07:00", "2026-11-25T12:00:00+07:00",
)  # fmt: skip


def questions(half: Half, name: str) -> Iterator[dict[str, Any]]:
    """All questions of a half: English, Vietnamese, and the same Vietnamese without its marks.

    A half may have one language alone.
    """
    rng = random.Random(name)
    for language in half.shapes:
        for number in range(EACH):
            row = ask(rng, half, language, NOWS[number % len(NOWS)])
            yield row
            if language == "vi":
                yield bare(row)


def ask(rng: random.Random, half: Half, language: str, now: str) -> dict[str, Any]:
    """A question: a shape filled with an object, a place and a time, as the shape wants them."""
    shape = rng.choice(half.shapes[language])
    moment = datetime.fromisoformat(now)
    look_for = rng.choice(half.objects[language])
    place = rng.choice(half.places[language])
    time = rng.choice(half.times[language])
    text = shape.text.format(x=look_for, p=place.text, t=time.text)
    row: dict[str, Any] = {"text": text[0].upper() + text[1:] if rng.random() < 0.3 else text}
    row |= {"now": now, "voice": "template", "language": language, "look_for": look_for}
    parts = [place.label()] if "{p}" in shape.text else []
    parts += [time.label(moment)] if "{t}" in shape.text else []
    lost = [word for part in parts for word in part.pop("unresolved", [])]
    for part in parts:
        row |= part
    return row | ({"unresolved": lost} if lost else {}) | shape.label


def bare(row: dict[str, Any]) -> dict[str, Any]:
    """The question typed without marks; names of places stay the gazetteer's."""
    plain = {key: without_marks(row[key]) for key in ("text", "look_for")}
    kept: dict[str, Any] = {
        key: [without_marks(part) for part in row[key]]
        for key in ("exclude", "unresolved")
        if key in row
    }
    if row.get("then"):
        kept["then"] = row["then"] | {"look_for": without_marks(row["then"]["look_for"])}
    return row | plain | kept


def without_marks(text: str) -> str:
    """Vietnamese as typed on a keyboard without it; case is kept."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", apart))


def main() -> None:
    """Write both files."""
    for name, half in SETS.items():
        lines = [json.dumps(row, ensure_ascii=False) for row in questions(half, name)]
        (HERE / f"{name}_templates.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
