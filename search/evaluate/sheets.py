"""Contact sheets: of each question one picture of its first ten hits, marked right or wrong."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from textwrap import wrap

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.errors import IndexerError
from indexer.folding import fold
from indexer.progress import Progress
from search.errors import BadQuestion
from search.evaluate.ask import JUDGED, Outcome
from search.evaluate.judge import Hit
from search.evaluate.key import Known

Picture = NDArray[np.uint8]
Thumbnail = Callable[[str, int, tuple[float, float, float, float], bool], bytes]
"""A service's `thumbnail`: moment, pts, box and whether to crop, to a JPEG."""

_TILE, _GAP, _HEAD, _FOOT = 192, 10, 74, 40
_COLUMNS = 5
_RIGHT, _WRONG, _PAPER, _INK = (60, 160, 40), (40, 40, 210), (250, 250, 250), (30, 30, 30)
"""Blue, green, red. Right and wrong are written, too, not only coloured."""
_FONT = cv2.FONT_HERSHEY_SIMPLEX


def write_sheets(
    outcomes: Sequence[Outcome], folder: Path, thumbnail: Thumbnail, progress: Progress
) -> list[Path]:
    """Write a JPEG for each question into `folder`, numbered as in the key; returns their paths.

    Letters lose their accents: the drawn font has none. BadQuestion where nothing can be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = []
        with progress.stage("drawing contact sheets", total=len(outcomes)) as stage:
            for number, outcome in enumerate(outcomes, 1):
                name = re.sub(r"[^a-z0-9]+", "-", fold(outcome.asked.question)).strip("-")[:60]
                path = folder / f"{number:04d}-{name}.jpg"
                path.write_bytes(_jpeg(draw_sheet(outcome, thumbnail)))
                paths.append(path)
                stage.advance()
    except OSError as error:
        raise BadQuestion(f"{folder}: sheets cannot be written there: {error}") from error
    return paths


def draw_sheet(outcome: Outcome, thumbnail: Thumbnail) -> Picture:
    """The sheet of one question, (height, width, 3), blue, green, red."""
    rows = -(-JUDGED // _COLUMNS)
    width = _COLUMNS * (_TILE + _GAP) + _GAP
    sheet = np.full((_HEAD + rows * (_TILE + _FOOT + _GAP), width, 3), _PAPER, np.uint8)
    _write(sheet, fold(outcome.asked.question), (_GAP, 30), 0.6)
    _write(sheet, _about(outcome), (_GAP, 56), 0.45)
    for place, (hit, found) in enumerate(
        zip(outcome.hits[:JUDGED], outcome.found[:JUDGED], strict=True)
    ):
        line, column = divmod(place, _COLUMNS)
        left, top = _GAP + column * (_TILE + _GAP), _HEAD + line * (_TILE + _FOOT + _GAP)
        _draw_hit(sheet, (left, top), hit, bool(found), _tile(hit, thumbnail))
    return sheet


def _about(outcome: Outcome) -> str:
    moments = sum(isinstance(one, Known) for one in outcome.asked.relevant)
    reports = len(outcome.asked.relevant) - moments
    kind = f", {outcome.asked.kind}" if outcome.asked.kind else ""
    return f"{outcome.language}{kind}; relevant: {moments} moments, {reports} reports"


def _draw_hit(
    sheet: Picture, corner: tuple[int, int], hit: Hit, is_right: bool, tile: Picture
) -> None:
    left, top = corner
    colour = _RIGHT if is_right else _WRONG
    sheet[top : top + _TILE, left : left + _TILE] = tile
    cv2.rectangle(sheet, (left, top), (left + _TILE - 1, top + _TILE - 1), colour, 4)
    _write(sheet, f"{hit['rank']} {'right' if is_right else 'WRONG'}", (left, top + _TILE + 15),
           0.45, colour)  # fmt: skip
    _write(sheet, _where(hit), (left, top + _TILE + 31), 0.36)


def _where(hit: Hit) -> str:
    if hit["kind"] == "report":
        return f"report {hit['id']}"
    return f"{fold(hit['camera']['id'])} {hit['best']['at'][11:19]}"


def _tile(hit: Hit, thumbnail: Thumbnail) -> Picture:
    """What the hit shows, or its words, square."""
    if hit["kind"] == "report":
        return _words(fold(hit["report"]["text"]))
    left, top, right, bottom = hit["best"]["box"]
    try:
        jpeg = thumbnail(hit["id"], hit["pts_ms"], (left, top, right, bottom), True)
    except IndexerError as error:
        return _words(f"no picture: {error}")
    return _fitted(np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), 1), np.uint8))


def _fitted(picture: Picture) -> Picture:
    """The picture, scaled into the middle of a square."""
    height, width = picture.shape[:2]
    scale = _TILE / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(
        picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    )
    tile = np.full((_TILE, _TILE, 3), 70, np.uint8)
    top, left = (_TILE - size[1]) // 2, (_TILE - size[0]) // 2
    tile[top : top + size[1], left : left + size[0]] = small
    return tile


def _words(text: str) -> Picture:
    tile = np.full((_TILE, _TILE, 3), 235, np.uint8)
    for number, line in enumerate(wrap(text, 28)[:12]):
        _write(tile, line, (8, 18 + 15 * number), 0.36)
    return tile


def _write(
    picture: Picture,
    text: str,
    at: tuple[int, int],
    size: float,
    ink: tuple[int, int, int] = _INK,
) -> None:
    plain = text.encode("ascii", "replace").decode()
    cv2.putText(picture, plain, at, _FONT, size, ink, 1, cv2.LINE_AA)


def _jpeg(picture: Picture) -> bytes:
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return jpeg.tobytes()
