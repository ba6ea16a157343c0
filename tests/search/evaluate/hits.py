"""Hits and questions made by hand."""

from datetime import datetime, timedelta
from typing import Any

from indexer.ids import LOCAL_ZONE, Interval, to_ms
from search.evaluate.key import Asked, Known, Look, Passage

START = datetime(2022, 4, 27, 21, 0, tzinfo=LOCAL_ZONE)
BOX = (0.4, 0.4, 0.5, 0.6)


def at(seconds: float) -> str:
    return (START + timedelta(seconds=seconds)).isoformat(timespec="milliseconds")


def span(start: float, end: float) -> Interval:
    return Interval(*(to_ms(START + timedelta(seconds=s)) for s in (start, end)))


def moment(
    camera: str, start: float, end: float, box: tuple[float, ...] = BOX, score: float = 0.5
) -> dict[str, Any]:
    return {
        "kind": "moment",
        "id": f"{camera}.{start}-{end}",
        "rank": 1,
        "camera": {"id": camera},
        "start": at(start),
        "end": at(end),
        "best": {"at": at((start + end) / 2), "box": list(box)},
        "pts_ms": round(500 * (start + end)),
        "why": [{"by": "frames", "rank": 1, "score": score}],
    }


def report(ident: str, text: str = "báo tin") -> dict[str, Any]:
    return {
        "kind": "report", "id": ident, "rank": 1, "report": {"text": text},
        "why": [{"by": "reports", "rank": 1, "score": 9.0}],
    }  # fmt: skip


def passage(
    *boxes: tuple[float, tuple[float, ...]],
    height_px: int = 40,
    hidden: float = 0.0,
    light: str = "night",
    rain: str = "dry",
) -> Passage:
    looks = [
        Look(to_ms(START + timedelta(seconds=seconds)), box, height_px, hidden)  # type: ignore[arg-type]
        for seconds, box in boxes
    ]
    return Passage(light, rain, tuple(looks))


def known(camera: str, start: float, end: float, *passages: Passage) -> Known:
    return Known(camera, span(start, end), passages)


def asked(*relevant: Known | str, **more: Any) -> Asked:
    return Asked(more.pop("question", "red motorbike"), START, relevant, **more)
