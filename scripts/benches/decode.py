"""Pictures out of footage: one or two a second, beside reading every frame.

The others are OpenCV and PyAV, each decoding all frames and keeping those wanted. The footage is
made here: a street with things moving over it, a key frame a second. With TRUYVET_EXTRA_DATA, also
the first real files found there.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import cv2
import numpy as np
from _bench import Figure, at_least, at_most, compared, median, note, rounds, run, times_faster
from _real import real_files

from embeddings.encoder import Picture
from indexer.video.decode import sample_pictures
from indexer.video.encode import VideoWriter
from indexer.video.probe import FootageProbe, probe

Decode = Callable[[Path, FootageProbe, int], Iterator[Picture]]
"""Pictures of a file, one every so many milliseconds."""
LONGEST_MS = 120_000
"""Of real footage; longer files are sampled up to here."""
GOALS = {1_000: 2.0, 500: 1.0}
"""By the step in milliseconds: how many times as fast as the others. At one a second only the key
frames are decoded; at two all frames have to be, on one thread, where OpenCV takes all cores."""


def sampled(path: Path, video: FootageProbe, every_ms: int) -> Iterator[Picture]:
    """As the index does it."""
    until = min(video.length_ms, LONGEST_MS)
    for one in sample_pictures(path, 0, until, every_ms, video.key_gap_ms):
        yield one.picture


def by_opencv(path: Path, video: FootageProbe, every_ms: int) -> Iterator[Picture]:
    """OpenCV, frame after frame."""
    capture, last = cv2.VideoCapture(os.fspath(path)), -1
    until = min(video.length_ms, LONGEST_MS)
    while True:
        at_ms = round(capture.get(cv2.CAP_PROP_POS_MSEC))
        read, frame = capture.read()
        if not read or at_ms >= until:
            break
        if at_ms // every_ms > last:
            last = at_ms // every_ms
            yield cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
    capture.release()


def by_pyav(path: Path, video: FootageProbe, every_ms: int) -> Iterator[Picture]:
    """PyAV, frame after frame."""
    last = -1
    with av.open(os.fspath(path)) as container:
        for frame in container.decode(video=0):
            at_ms = round((frame.time or 0.0) * 1000)
            if at_ms >= LONGEST_MS:
                return
            if at_ms // every_ms > last:
                last = at_ms // every_ms
                yield frame.to_ndarray(format="rgb24")


OURS = "sample_pictures"
PEERS: dict[str, Decode] = {"OpenCV, every frame": by_opencv, "PyAV, every frame": by_pyav}


def street(width: int, height: int, fps: int, seconds: int) -> Iterator[np.ndarray]:
    """I420 pictures of a textured street with things passing over it."""
    rng = np.random.default_rng(4)
    ground = cv2.GaussianBlur(rng.integers(60, 160, (height, width), np.uint8), (5, 5), 0)
    chroma = np.full((height // 2, width), 128, np.uint8)
    things = rng.uniform([0, 0.2, 30], [1, 0.9, 220], (8, 3))
    for number in range(fps * seconds):
        luma = ground.copy()
        for left, top, speed in things:
            x, y = int(left * width + speed * number / fps) % width, int(top * height)
            luma[y : y + height // 12, x : x + width // 16] = 20 + int(200 * left)
        grain = rng.integers(0, 6, (height // 4, width // 4), np.uint8)
        luma += cv2.resize(grain, (width, height), interpolation=cv2.INTER_NEAREST)
        yield np.concatenate([luma, chroma])


def make(folder: Path, name: str, width: int, height: int, fps: int, seconds: int) -> Path:
    """A file of such a street."""
    path = folder / f"{name}.mp4"
    with VideoWriter(path, width, height, fps) as writer:
        for picture in street(width, height, fps, seconds):
            writer.write(picture)
    return path


def measure(quick: bool) -> list[Figure]:
    """Made footage of two sizes, and real footage where there is any."""
    seconds, count = (20, 3) if quick else (120, 5)
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        made = [make(Path(folder), "720p at 10 frames a second", 1280, 720, 10, seconds)]
        if not quick:
            made.append(make(Path(folder), "1080p at 25 frames a second", 1920, 1080, 25, seconds))
        for path in [*made, *real_files()]:
            figures += _measure_file(path, count)
    return figures


def _measure_file(path: Path, count: int) -> list[Figure]:
    video = probe(path)
    note(f"{path.stem}: {video.frames} frames, a key frame every {video.key_gap_ms} ms")
    return [figure for step in GOALS for figure in _measure_step(path, video, step, count)]


def _measure_step(path: Path, video: FootageProbe, step: int, count: int) -> list[Figure]:
    decoders = {OURS: sampled, **PEERS}
    kept: dict[str, list[Picture]] = {}

    def work(name: str) -> Callable[[], None]:
        def once() -> None:
            kept[name] = [_small(picture) for picture in decoders[name](path, video, step)]

        return once

    timed = rounds({name: work(name) for name in decoders}, count)
    shown_s = min(video.length_ms, LONGEST_MS) / 1000
    speed = {name: shown_s / median(times) for name, times in timed.items()}
    title = f"{path.stem}, every {step} ms"
    least = GOALS[step] if video.key_gap_ms <= step else min(GOALS.values())
    figures = []
    for peer in PEERS:
        theirs = f"{peer}, {speed[peer]:.0f}×"
        ratio = times_faster(timed[OURS], timed[peer])
        figures.append(
            compared(f"{title}, {peer}", speed[OURS], "× real time", theirs, ratio, least)
        )
    missing = abs(len(kept[OURS]) - len(kept["PyAV, every frame"]))
    return [
        *figures,
        at_most(f"{title}, pictures more or less", missing, "", 1),
        *_alike(title, kept),
    ]


def _alike(title: str, kept: dict[str, list[Picture]]) -> list[Figure]:
    """How near the pictures are to those of decoding everything: they have to be the same ones."""
    pairs = zip(kept[OURS], kept["PyAV, every frame"], strict=False)
    differences = [float(np.abs(a.astype(int) - b.astype(int)).mean()) for a, b in pairs]
    alike = sum(difference < 6 for difference in differences) / max(1, len(differences))
    return [at_least(f"{title}, same pictures", alike, "", 0.95)]


def _small(picture: Picture) -> Picture:
    """A picture small enough to keep, the same work for all."""
    small: Picture = cv2.resize(picture, (160, 90), interpolation=cv2.INTER_AREA)
    return small


if __name__ == "__main__":
    run(measure)
