"""Keys: read with all they know, from as little as the contract asks; errors name the line."""

import json
from pathlib import Path
from typing import Any

import pytest

from search.errors import BadQuestion
from search.evaluate.key import read_key
from tests.search.evaluate.hits import BOX, at, span

PLAIN = {
    "question": "red motorbike", "now": "2022-04-28T08:00:00+07:00",
    "relevant": [{"camera": "nvq", "start": at(10), "end": at(14)}, {"report": "r1"}],
}  # fmt: skip


def write(folder: Path, name: str, *lines: Any) -> None:
    text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)
    (folder / name).write_text(text, encoding="utf-8")


def seen_object(ident: str = "o1") -> dict[str, Any]:
    boxes = [{"at": at(second), "box": BOX, "height_px": 20 + second, "hidden": 0.25}
             for second in range(9, 16)]  # fmt: skip
    sighting = {
        "camera": "nvq", "start": at(9), "end": at(16), "light": "dusk", "rain": True,
        "clear": [{"start": at(10), "end": at(14)}], "boxes": boxes,
    }  # fmt: skip
    return {"id": ident, "sightings": [sighting]}


def test_a_key_written_by_hand_needs_no_more_than_the_contract(tmp_path: Path) -> None:
    write(tmp_path, "answers.jsonl", PLAIN, "")
    (one,) = read_key(tmp_path)
    moment, report = one.relevant
    assert report == "r1"
    assert (moment.camera, moment.span) == ("nvq", span(10, 14))  # type: ignore[union-attr]
    assert moment.best_look() is None  # type: ignore[union-attr]
    assert (one.kind, one.group, one.language, one.near_misses) == ("", "", "", ())


def test_what_is_known_of_objects_is_joined_by_their_clear_stretch(tmp_path: Path) -> None:
    write(tmp_path, "answers.jsonl", PLAIN)
    write(tmp_path, "objects.jsonl", seen_object())
    moment = read_key(tmp_path)[0].relevant[0]
    passage, look = moment.best_look()  # type: ignore[union-attr,misc]
    assert (passage.light, passage.rain) == ("dusk", "rain")
    assert (look.height_px, look.hidden) == (33, 0.25), "the tallest one within the stretch"


def test_or_by_the_object_that_the_key_names(tmp_path: Path) -> None:
    named = {"camera": "nvq", "start": at(11), "end": at(12), "object": "o2"}
    more = PLAIN | {
        "relevant": [named], "kind": "box", "group": "g1", "language": "en",
        "near_misses": [named | {"object": "o1", "why": "other colour"}],
    }  # fmt: skip
    write(tmp_path, "answers.jsonl", PLAIN)
    write(tmp_path, "questions.jsonl", more)
    write(tmp_path, "objects.jsonl", seen_object("o1"), seen_object("o2"))
    _, one = read_key(tmp_path)
    assert (one.kind, one.group, one.language) == ("box", "g1", "en")
    assert one.relevant[0].best_look()[1].height_px == 31  # type: ignore[union-attr,index]
    assert one.near_misses[0][0] == "other colour"


def test_where_there_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(BadQuestion, match=r"no answers\.jsonl in it; name a folder that `truyvet"):
        read_key(tmp_path)
    write(tmp_path, "answers.jsonl", "")
    with pytest.raises(BadQuestion, match="no question in it"):
        read_key(tmp_path)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{not json", "cannot be read"),
        ("[1]", "one JSON object"),
        ({"question": "x", "relevant": []}, "no 'now'"),
        (PLAIN | {"now": "2022-04-28T08:00"}, "needs an offset"),
        (PLAIN | {"now": 5}, "cannot be read"),
        (PLAIN | {"relevant": [{"camera": "nvq", "start": at(1)}]}, "no 'end'"),
        (PLAIN | {"relevant": [{"camera": "nvq", "start": at(9), "end": at(1)}]}, "ends before"),
        (PLAIN | {"relevant": ["r1"]}, "cannot be read"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, wrong: Any, said: str) -> None:
    write(tmp_path, "answers.jsonl", PLAIN, wrong)
    with pytest.raises(BadQuestion, match=said) as raised:
        read_key(tmp_path)
    assert "answers.jsonl:2: " in str(raised.value)
