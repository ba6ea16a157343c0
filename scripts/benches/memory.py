"""Memory of a worker that indexes 4K, 1080p, small and broken footage mixed, again and again.

Clips with things that move are drawn, packed as recorders pack them (H.264, a key frame every two
seconds) and repeated to files of minutes. Some files are broken: cut short, overwritten in the
middle, random bytes, nothing at all. One process (`footage index --workers 1`) indexes them all in
rounds, each into an index of its own: two, or as many as begin within `--hours`. What counts is the
most memory it ever held, as Linux tells it, and by how much that grew after the first round. At
last its stages run side by side, as they do where there are fewer spans than cores, which holds
more windows of pictures at once.
"""

import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import cv2
import numpy as np
from _bench import Figure, at_least, at_most, note, run
from numpy.typing import NDArray

from indexer.cameras import Camera, Cameras
from indexer.catalog import place_footage
from indexer.folder import Folder
from indexer.ids import CameraId
from indexer.index_footage import index_footage
from indexer.jobs.runner import Jobs, open_jobs
from indexer.span import encoder_card, index_span, split

ROUNDS = 2
"""At least."""
MOST_MB = 2_500.0
MOST_GROWTH_MB = 150.0
SIZES = {"4k": (3840, 2160, 10), "1080p": (1920, 1080, 25), "small": (768, 432, 10)}
"""Width, height, frames a second."""
GROUP_S, CLIP_S = 2, 4
CAMERAS = Cameras(Camera(CameraId(name), name, 10.84, 106.63) for name in (*SIZES, "broken"))
MODEL = "demo"
START = datetime(2022, 4, 27, 14, tzinfo=UTC)


def measure(quick: bool, hours: float) -> list[Figure]:
    """Rounds of indexing, then one with stages side by side."""
    seconds = 20 if quick else 120
    until = time.monotonic() + 3600 * hours
    with tempfile.TemporaryDirectory() as name, open_jobs(workers=1) as jobs:
        folder = Path(name)
        usable, broken = _whole(folder / "in", seconds), _broken(folder / "in", seconds)
        note(f"drawn: {len(usable)} usable files of {seconds} s, {len(broken)} broken ones")
        peaks, indexed, refused = [], 0, 0
        while len(peaks) < ROUNDS or time.monotonic() < until:
            number = len(peaks)
            done = index_footage(
                [folder / "in"], data=Folder(folder / str(number)), model=MODEL, cameras=CAMERAS,
                jobs=jobs,
            )  # fmt: skip
            indexed, refused = done.footage, len(done.quarantined)
            peaks.append(jobs.call(_peak_mb))
            note(f"round {number + 1}: {indexed} files, {refused} refused, {peaks[-1]:.0f} MB")
            shutil.rmtree(folder / str(number))
        _side_by_side(jobs, folder, 2 * seconds)
        beside_mb = jobs.call(_peak_mb)
    return [
        at_most(f"worker's peak, {len(peaks)} rounds", peaks[-1], "MB", MOST_MB),
        at_most("grown since the first round", peaks[-1] - peaks[0], "MB", MOST_GROWTH_MB),
        at_most("worker's peak, stages of 4K side by side", beside_mb, "MB", MOST_MB),
        at_least(
            f"files indexed, {len(usable)} whole and one damaged", indexed, "", len(usable) + 1
        ),
        at_least("files refused", refused, "", len(broken) - 1),
    ]


def _peak_mb() -> float:
    """The most memory that the process it runs in ever held."""
    told = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    if told is None:
        raise SystemExit("this system does not tell how much memory a process held at most")
    return int(told[1]) * 1024 / 1e6


def _side_by_side(jobs: Jobs, folder: Path, seconds: int) -> None:
    """A longer file of 4K, so that each stage has a window of its own."""
    path, data = folder / "4k" / _name(0), folder / "beside"
    _repeat(folder / "4k.mp4", path, seconds // CLIP_S)
    footage = place_footage(path, CAMERAS)
    tasks = split(footage, jobs.call(encoder_card, MODEL).fingerprint)
    work = partial(index_span, data=str(data), model=MODEL, overlap=True)
    for done in jobs.run(work, tasks):
        done.result()


def _whole(folder: Path, seconds: int) -> list[Path]:
    """Two files of each size, the second shorter by a clip."""
    made = []
    for camera, (width, height, fps) in SIZES.items():
        clip = folder.parent / f"{camera}.mp4"
        _draw(clip, width, height, fps)
        for number in range(2):
            path = folder / camera / _name(number)
            _repeat(clip, path, seconds // CLIP_S - number)
            made.append(path)
    return made


def _broken(folder: Path, seconds: int) -> list[Path]:
    """One damaged in the middle, which is worth indexing, and three that are not."""
    whole = (folder / "1080p" / _name(0)).read_bytes()
    large = (folder / "4k" / _name(0)).read_bytes()
    middle, rng = len(whole) // 2, np.random.default_rng(seconds)
    contents = [
        whole[:middle] + bytes(200_000) + whole[middle + 200_000 :],
        large[: len(large) * 3 // 5],
        rng.bytes(1_000_000),
        b"",
    ]
    paths = [folder / "broken" / _name(number) for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return paths


def _name(number: int) -> str:
    return f"{START + timedelta(hours=number):%Y-%m-%dT%H-%M-%S%z}.mp4"


def _draw(path: Path, width: int, height: int, fps: int) -> None:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        group = str(GROUP_S * fps)
        stream.options = {"preset": "ultrafast", "bf": "0", "g": group, "sc_threshold": "0"}
        for picture in _street(width, height, CLIP_S * fps):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode(None))


def _street(width: int, height: int, count: int) -> Iterator[NDArray[np.uint8]]:
    """Eight things that cross blocks of grey, each at its own height and pace."""
    rng = np.random.default_rng(width)
    blocks = rng.integers(60, 170, (height // 40 + 1, width // 40 + 1), np.uint8)
    street = cv2.resize(blocks, (width, height), interpolation=cv2.INTER_NEAREST)
    colours, side = rng.integers(0, 255, (8, 3), np.uint8), height // 14
    for number in range(count):
        picture = np.repeat(street[..., None], 3, axis=2)
        for thing, colour in enumerate(colours):
            left = int((thing * 0.13 + number / count * (0.3 + 0.1 * thing)) % 0.9 * width)
            top = (thing + 1) * height // 10
            picture[top : top + side, left : left + 2 * side] = colour
        yield picture


def _repeat(clip: Path, path: Path, times: int) -> None:
    """The clip's packets again and again, as one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(clip)) as read, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(read.streams.video[0])
        for number in range(times):
            read.seek(0)
            for packet in read.demux(video=0):
                if packet.size and packet.pts is not None and packet.dts is not None:
                    shift = round(Fraction(number * CLIP_S) / packet.time_base)
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    packet.stream = stream
                    out.mux(packet)


if __name__ == "__main__":
    run(measure, hours=True)
