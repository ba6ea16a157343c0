"""The key: questions, and what belongs in each answer; read from the files of a folder.

    answers.jsonl    `question`, `now`, `relevant` [{`camera`, `start`, `end`} or {`report`}]
    questions.jsonl  more of the same, where it is there
    objects.jsonl    what every camera saw of each object and where its box was, where it is there

A question may also say its `language`, its `kind`, the `group` of questions that mean the same in
other words, and `near_misses`: what may be taken for it (a moment and `why`).
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from indexer.ids import Interval, to_ms
from indexer.region import Box
from search.errors import BadQuestion

ANSWERS, MORE, OBJECTS = "answers.jsonl", "questions.jsonl", "objects.jsonl"


@dataclass(frozen=True)
class Look:
    """Where an object's box was at one time, how many pixels high, and how much of it was hidden.

    `hidden` is a share of the box, None where the key does not say.
    """

    at_ms: int
    box: Box
    height_px: int | None = None
    hidden: float | None = None


@dataclass(frozen=True)
class Passage:
    """One object before one camera; `light` and `rain` are empty where the key does not say."""

    light: str
    rain: str
    looks: tuple[Look, ...]


@dataclass(frozen=True)
class Known:
    """A stretch of one camera that the key names, and the passages of the objects it is about.

    No passage means that nothing is known but the time.
    """

    camera: str
    span: Interval
    passages: tuple[Passage, ...] = ()

    def best_look(self) -> tuple[Passage, Look] | None:
        """Where its object is highest in the picture within the stretch; None if that is unknown.

        Of looks as high, the least hidden.
        """
        looks = [
            (passage, look)
            for passage in self.passages
            for look in passage.looks
            if look.height_px is not None and _during(look.at_ms, self.span)
        ]
        return max(looks, key=_seen_well, default=None)


@dataclass(frozen=True)
class Asked:
    """One question of the key; of `relevant`, moments are stretches and reports their ids.

    `kind`, `group` and `language` are empty where the key does not say.
    """

    question: str
    now: datetime
    relevant: tuple[Known | str, ...]
    kind: str = ""
    group: str = ""
    language: str = ""
    near_misses: tuple[tuple[str, Known], ...] = ()


def read_key(folder: Path) -> list[Asked]:
    """Every question of the folder's key, in order; BadQuestion names the line that is wrong."""
    if not (folder / ANSWERS).is_file():
        raise BadQuestion(
            f"{folder}: there is no {ANSWERS} in it; name a folder that `truyvet simulate` wrote, "
            "or write one: an object a line, with `question`, `now` and `relevant`"
        )
    objects = _Objects(folder / OBJECTS)
    files = [path for path in (folder / ANSWERS, folder / MORE) if path.is_file()]
    asked = [_asked(where, line, objects) for path in files for where, line in _lines(path)]
    if not asked:
        raise BadQuestion(f"{folder / ANSWERS}: there is no question in it")
    return asked


class _Objects:
    """The passages of `objects.jsonl`, by object and by the stretch in which each was clear."""

    def __init__(self, path: Path) -> None:
        self._by_object: dict[tuple[str, str], list[Passage]] = defaultdict(list)
        self._by_clear: dict[tuple[str, Interval], list[Passage]] = defaultdict(list)
        for where, line in _lines(path) if path.is_file() else ():
            with _reading(where):
                self._add(line)

    def _add(self, line: Mapping[str, Any]) -> None:
        for seen in line["sightings"]:
            looks = tuple(
                Look(
                    to_ms(datetime.fromisoformat(box["at"])),
                    tuple(box["box"]),
                    box.get("height_px"),
                    box.get("hidden"),
                )
                for box in seen["boxes"]
            )
            rain = {True: "rain", False: "dry"}.get(seen.get("rain"), "")
            passage = Passage(seen.get("light", ""), rain, looks)
            self._by_object[line["id"], seen["camera"]].append(passage)
            for clear in seen["clear"]:
                self._by_clear[seen["camera"], _span(clear)].append(passage)

    def passages(self, known: Mapping[str, Any], span: Interval) -> tuple[Passage, ...]:
        if "object" in known:
            return tuple(self._by_object.get((known["object"], known["camera"]), ()))
        return tuple(self._by_clear.get((known["camera"], span), ()))


def _asked(where: str, line: Mapping[str, Any], objects: _Objects) -> Asked:
    with _reading(where):
        now = datetime.fromisoformat(line["now"])
        if now.tzinfo is None:
            raise ValueError("`now` needs an offset from UTC, such as +07:00")
        return Asked(
            question=str(line["question"]),
            now=now,
            relevant=tuple(
                str(one["report"]) if "report" in one else _known(one, objects)
                for one in line["relevant"]
            ),
            kind=str(line.get("kind", "")),
            group=str(line.get("group", "")),
            language=str(line.get("language", "")),
            near_misses=tuple(
                (str(one["why"]), _known(one, objects)) for one in line.get("near_misses", ())
            ),
        )


def _known(one: Mapping[str, Any], objects: _Objects) -> Known:
    span = _span(one)
    return Known(str(one["camera"]), span, objects.passages(one, span))


def _span(one: Mapping[str, Any]) -> Interval:
    start, end = (datetime.fromisoformat(one[edge]) for edge in ("start", "end"))
    return Interval(to_ms(start), to_ms(end))


def _lines(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        texts = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestion(f"{path}: cannot be read: {error}") from error
    for number, text in enumerate(texts, 1):
        if text.strip():
            where = f"{path}:{number}"
            with _reading(where):
                line = json.loads(text)
                if not isinstance(line, dict):
                    raise ValueError("a line is one JSON object")
            yield where, line


@contextmanager
def _reading(where: str) -> Iterator[None]:
    """Turn whatever reading a line of JSON raises into one message with its place."""
    try:
        yield
    except KeyError as error:
        raise BadQuestion(f"{where}: there is no {error} in it") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise BadQuestion(f"{where}: cannot be read: {error}") from error


def _during(at_ms: int, span: Interval) -> bool:
    return span.after_ms <= at_ms < span.before_ms


def _seen_well(seen: tuple[Passage, Look]) -> tuple[int, float]:
    look = seen[1]
    return look.height_px or 0, -(look.hidden or 0.0)
