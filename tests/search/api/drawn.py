"""Street-like pictures and videos for tests of the API and the page: drawn, not seen."""

import tempfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from indexer.video.encode import VideoWriter

Picture = NDArray[np.uint8]
Box = tuple[float, float, float, float]

WIDTH, HEIGHT, FPS = 640, 360, 10
_COLORS = {"red": (44, 38, 196), "white": (222, 224, 226)}
_YELLOW = (60, 210, 255)


@lru_cache(maxsize=64)
def picture(camera: str, words: str, box: Box, marked: Box | None, crop: bool = False) -> bytes:
    """A JPEG of a camera's street at night with a vehicle in `box`, `marked` framed or cut out."""
    drawn = _street(camera)
    _vehicle(drawn, words, box)
    if marked and crop:
        left, top, right, bottom = _pixels(marked)
        drawn = drawn[top:bottom, left:right]
    elif marked:
        left, top, right, bottom = _pixels(marked)
        cv2.rectangle(drawn, (left, top), (right, bottom), _YELLOW, 2, cv2.LINE_AA)
    _, encoded = cv2.imencode(".jpg", drawn)
    return encoded.tobytes()


@lru_cache(maxsize=8)
def video(camera: str, words: str, box: Box, seconds: int) -> bytes:
    """An MP4 in which the vehicle crosses the street."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "drawn.mp4"
        with VideoWriter(file, WIDTH, HEIGHT, FPS) as writer:
            for number in range(seconds * FPS):
                shift = (number / (seconds * FPS) - 0.5) * 0.3
                drawn = _street(camera).copy()
                _vehicle(drawn, words, (box[0] + shift, box[1], box[2] + shift, box[3]))
                planes: Any = cv2.cvtColor(drawn, cv2.COLOR_BGR2YUV_I420)
                writer.write(planes)
        return file.read_bytes()


def _street(camera: str) -> Picture:
    """Sky, a row of houses with lit windows, pavement, and a road with a line."""
    random = np.random.default_rng(zlib.crc32(camera.encode()))
    drawn: Picture = np.full((HEIGHT, WIDTH, 3), (48, 38, 30), np.uint8)
    left = 0
    while left < WIDTH:
        width, top = int(random.integers(46, 92)), int(random.integers(24, 96))
        shade = int(random.integers(56, 110))
        cv2.rectangle(drawn, (left, top), (left + width, 190), (shade, shade + 8, shade + 14), -1)
        for row in range(top + 12, 150, 30):
            for column in range(left + 8, left + width - 14, 22):
                lit = random.random() < 0.35
                color = (130, 205, 240) if lit else (shade - 24, shade - 20, shade - 16)
                cv2.rectangle(drawn, (column, row), (column + 10, row + 14), color, -1)
        sign = tuple(int(value) for value in random.integers(60, 190, 3))
        cv2.rectangle(drawn, (left + 5, 158), (left + width - 5, 172), sign, -1)
        left += width
    road = np.array([[0, HEIGHT], [0, 235], [250, 188], [390, 188], [WIDTH, 235], [WIDTH, HEIGHT]])
    cv2.fillPoly(drawn, [road.astype(np.int32)], (74, 72, 70))
    cv2.line(drawn, (320, 190), (300, HEIGHT), (150, 160, 165), 2, cv2.LINE_AA)
    noise = random.normal(0, 5, drawn.shape)
    return np.clip(cv2.GaussianBlur(drawn, (3, 3), 0) + noise, 0, 255).astype(np.uint8)


def _vehicle(drawn: Picture, words: str, box: Box) -> None:
    color = _COLORS["red" if "red" in words else "white"]
    left, top, right, bottom = _pixels(box)
    width, height = right - left, bottom - top
    wheel = max(4, height // 6 if "motorbike" in words else height // 7)
    if "motorbike" in words:
        for share in (0.38, 0.62):
            head = (left + int(width * share), top + height // 6)
            cv2.ellipse(drawn, (head[0], top + height // 2), (width // 6, height // 4), 0, 0, 360,
                        (46, 42, 40), -1, cv2.LINE_AA)  # fmt: skip
            cv2.circle(drawn, head, max(3, height // 9), (90, 120, 168), -1, cv2.LINE_AA)
        body = (left + width // 2, bottom - height // 3)
        cv2.ellipse(drawn, body, (width // 2, height // 7), 0, 0, 360, color, -1, cv2.LINE_AA)
    else:
        cv2.rectangle(drawn, (left, top + height // 3), (right, bottom - wheel), color, -1)
        roof = (left + width // 5, top), (right - width // 5, top + height // 3)
        cv2.rectangle(drawn, *roof, color, -1)
    for share in (0.2, 0.8):
        hub = (left + int(width * share), bottom - wheel)
        cv2.circle(drawn, hub, wheel, (24, 24, 24), -1, cv2.LINE_AA)


def _pixels(box: Box) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    return int(left * WIDTH), int(top * HEIGHT), int(right * WIDTH), int(bottom * HEIGHT)
