"""Ingest: footage into shards, whole and stage by stage, beside a plain pipeline and the limits.

The footage is simulated and stored as cameras store it (H.264, a key frame every two seconds), so
that all that passed is known. The plain pipeline is OpenCV reading every frame and open_clip with
32-bit weights on a whole frame a second and the same regions, which it is given. The limits are
decoding the file and encoding the crops, each alone. Everything runs on one core; what counts is
its processor time: camera-seconds a core-second (s a core-s). Steady looks at a picture of every
second, up to a fifth of a second early or late where that spares decoding, key frames at those
alone, two seconds apart here, as each figure says; "bf16" encodes with 16-bit weights, which an
index is begun with where the processor multiplies them. A thing that passed is seen if one region
holds half of its box or more and is at most twelve times as large. What no picture that is looked
at shows, or only behind others, cannot be seen: that bound is told, and the share seen of what one
shows. With TRUYVET_EXTRA_DATA, speed is measured on real footage, too, played over and over where
it is short; nobody knows all that passed there, so that what was seen of it cannot be told.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
import torch
from _bench import Figure, at_least, at_most, compared, median, note, run
from _filmed import GROUP_S, Filmed, Size, film, smaller
from _passed import LEAST_PX, Passed, judge, table
from _plain import Plain
from _real import real_files, repeated

from embeddings.clip_encoder import SHIPPED
from embeddings.encoder import Encoder
from embeddings.models import default_model
from embeddings.picture_size import SPARE
from indexer.catalog import Footage
from indexer.folder import Folder
from indexer.region import Box, Region
from indexer.regions import find_boxes
from indexer.sampling import Look, keep_looks
from indexer.shard import write_shards
from indexer.shard_reader import ShardReader
from indexer.span import EVERY_MS, SLACK_MS, IndexedSpan, index_span, shared_encoder, split
from indexer.video.decode import SampledPicture, SampleMode, sample_pictures
from indexer.video.needed import Steps, needed_packets
from indexer.video.opened import VideoPacket, open_footage

LARGE = Size(1920, 1080, 25)
SMALLER = (Size(1280, 720, 25), Size(768, 432, 10))
"""Speed is measured on these as well."""
REAL_S = 120
"""Real footage that is shorter is played again and again until it is so long."""
HOURS = (14, 18, 21, 9, 12, 20)
"""When it is filmed: by day, at dusk and at night; speed is measured in the first."""
MODES: dict[SampleMode, float] = {"steady": 2.5, "keyframes": 8.0}
"""How many times as fast as the plain pipeline each is to be."""
HALF = "demo@bf16"
LEAST_COSINE = 0.995
MOST_APART = 0.02
"""How far a score of 16-bit weights may be from that of 32 bits, so that one calibration serves."""
ASKED = tuple(
    f"a {colour} {thing}"
    for colour in ("red", "white", "black", "blue", "yellow")
    for thing in ("car", "motorbike", "bus", "truck", "person")
)
PLAIN = "plain"


def measure(quick: bool) -> list[Figure]:
    """Film, index, beside the others; then what was seen."""
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    hours, cameras, seconds, rounds = (HOURS[:1], 1, 10, 2) if quick else (HOURS, 3, 20, 3)
    figures: list[Figure] = []
    note(f"an index is begun with {default_model()} on this processor")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filmed = [
            one for hour in hours for one in film(folder / str(hour), hour, cameras, seconds, LARGE)
        ]
        note(f"filmed {len(filmed)} cameras × {seconds} s")
        figures += _speed(filmed[0].footage, str(LARGE), folder, rounds)
        if not quick:
            for size in SMALLER:
                one = smaller(filmed[0], folder / str(size), size)
                figures += _speed(one.footage, str(size), folder, rounds)
            figures += _real(folder, rounds)
        figures += _precision(filmed[0].footage, rounds)
        figures += _recall(filmed, folder)
    return figures


def _shown(mode: SampleMode, key_gap_ms: int) -> str:
    """How it is looked at, with the real sampling interval."""
    if mode == "keyframes":
        return f"key frames, {key_gap_ms / 1000:g} s"
    return f"steady, 1 ± {SLACK_MS / 1000:g} s"


def _real(folder: Path, rounds: int) -> Iterator[Figure]:
    """Real footage, of which nobody knows what passed: its speed alone."""
    for source in real_files():
        footage = repeated(source, folder / f"{source.stem}.mp4", REAL_S)
        video = footage.video
        title = f"{source.stem}, {Size(video.width, video.height, _rate(footage))}"
        note(f"{title}: real, so that what was seen of all that passed cannot be told")
        yield from _speed(footage, title, folder, rounds)


def _rate(footage: Footage) -> int:
    return round(footage.video.frames * 1000 / footage.video.length_ms)


@dataclass
class _Stages:
    """The work on one file, stage by stage, each from what the one before left."""

    footage: Footage
    encoder: Encoder
    mode: SampleMode

    def __post_init__(self) -> None:
        self.pictures = self.decode()
        self.looks, self.fitted = self.motion()
        self.rows = self.encode()

    def decode(self) -> list[SampledPicture]:
        video = self.footage.video
        found = sample_pictures(
            self.footage.path, 0, video.length_ms, EVERY_MS, video.key_gap_ms, self.mode,
            SLACK_MS,
        )  # fmt: skip
        return list(found)

    def motion(self) -> tuple[list[Look], list[np.ndarray]]:
        boxes = find_boxes([one.small for one in self.pictures])
        enough_px = SPARE * self.encoder.card.picture_size_px
        looks, _ = keep_looks(self.pictures, boxes, least_px=enough_px)
        return looks, [self.encoder.fit(look.picture) for look in looks]

    def encode(self) -> np.ndarray:
        return self.encoder.encode_pictures(self.fitted)

    def write(self, folder: Path) -> None:
        footage = self.footage
        regions = [
            Region(footage.camera, footage.start_ms + look.pts_ms, footage.id, look.pts_ms,
                   look.box, look.kind, look.still_ms)
            for look in self.looks
        ]  # fmt: skip
        write_shards(Folder(folder), regions, self.rows, self.encoder.card)


def _speed(footage: Footage, title: str, folder: Path, rounds: int) -> list[Figure]:
    """One file by each way, whole and in parts, in rounds."""
    path, length_s = Path(footage.path), footage.video.length_ms / 1000
    encoder, plain = shared_encoder("demo"), Plain(SHIPPED)
    stages = {mode: _Stages(footage, encoder, mode) for mode in MODES}
    boxes = _by_second(stages["steady"].looks)
    fitted = torch.stack([_as_plain(one) for one in stages["steady"].fitted])
    works: dict[str, Callable[[], object]] = {
        PLAIN: lambda: plain.index(path, boxes),
        "decode all": lambda: _decode_all(path),
        "encode fp32": lambda: [plain.encode(part) for part in fitted.split(32)],
    }
    for mode, stage in stages.items():
        for name, model in ((mode, "demo"), (f"{mode} bf16", HALF)):
            works[name] = lambda mode=mode, model=model: _index(  # type: ignore[misc]
                footage, folder / "out", mode, model
            )
        works |= {
            f"{mode} decode": stage.decode, f"{mode} motion": stage.motion,
            f"{mode} encode": stage.encode,
            f"{mode} write": lambda stage=stage: stage.write(folder / "out"),  # type: ignore[misc]
        }  # fmt: skip
    spent = _core_seconds(works, rounds)
    for name, seconds in spent.items():
        note(f"{title}: {name:<18} {median(seconds):7.3f} core-seconds of {length_s:.0f} s")
    crops = len(stages["steady"].looks)
    figures = [at_least(f"{title}, encode", crops / median(spent["steady encode"]), "crops/s", 200)]
    for mode, least in MODES.items():
        named = f"{title}, {_shown(mode, footage.video.key_gap_ms)}"
        figures += _of_mode(named, mode, least, spent, length_s, len(stages[mode].looks))
    return figures


def _of_mode(
    title: str, mode: SampleMode, least: float, spent: Mapping[str, Sequence[float]],
    length_s: float, crops: int,
) -> list[Figure]:  # fmt: skip
    note(f"{title}: {crops / length_s:.1f} crops of a camera-second")
    bound = _times(spent[f"{mode} decode"], spent[PLAIN])
    note(f"{title}: decoding these pictures alone is {bound:.2f}× the plain pipeline")
    ours, half = spent[mode], spent[f"{mode} bf16"]
    parts = [
        sum(step)
        for step in zip(
            *(spent[f"{mode} {part}"] for part in ("decode", "motion", "encode", "write")),
            strict=True,
        )
    ]
    limit = [a + b for a, b in zip(spent["decode all"], spent["encode fp32"], strict=True)]
    slowest = max(
        ("decode", "motion", "encode", "write"), key=lambda p: median(spent[f"{mode} {p}"])
    )
    unit = "s a core-s"
    speed = length_s / median(ours)
    theirs = f"{PLAIN}, {length_s / median(spent[PLAIN]):.1f}"
    bare = f"decode all + encode, {length_s / median(limit):.1f}"
    return [
        compared(title, speed, unit, theirs, _times(ours, spent[PLAIN]), least),
        compared(
            f"{title}, bf16",
            length_s / median(half),
            unit,
            theirs,
            _times(half, spent[PLAIN]),
            least,
        ),
        compared(f"{title}, the limits", speed, unit, bare, _times(ours, limit), 0.8),
        at_least(f"{title}, stages / whole ({slowest} slowest)", _times(ours, parts), "", 0.8),
    ]


def _times(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return median(b / a for a, b in zip(ours, theirs, strict=True))


def _core_seconds(works: Mapping[str, Callable[[], object]], count: int) -> dict[str, list[float]]:
    """Processor time of each work in interleaved rounds; the first round is dropped."""
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(count + 1):
        for name, work in works.items():
            began = time.process_time()
            work()
            spent[name].append(time.process_time() - began)
    return {name: values[1:] for name, values in spent.items()}


def _index(footage: Footage, folder: Path, mode: SampleMode, model: str = "demo") -> IndexedSpan:
    """As the index does it: one span into shards."""
    card = shared_encoder(model).card
    (task,) = split(footage, card.fingerprint, mode)
    return index_span(task, str(folder), model)


def _decode_all(path: Path) -> int:
    with av.open(os.fspath(path)) as container:
        container.streams.video[0].thread_count = 1
        return sum(1 for _ in container.decode(video=0))


def _as_plain(picture: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(picture.copy()).permute(2, 0, 1).float() / 255


def _by_second(looks: Sequence[Look]) -> dict[int, list[Box]]:
    boxes: dict[int, list[Box]] = {}
    for look in looks:
        if look.kind == "object":
            boxes.setdefault(round(look.pts_ms / 1000), []).append(look.box)
    return boxes


def _precision(footage: Footage, rounds: int) -> Iterator[Figure]:
    """16-bit weights beside 32: how much faster, how near."""
    full, half = shared_encoder("demo"), shared_encoder(HALF)
    crops = _Stages(footage, full, "steady").fitted
    rows = {"fp32": full.encode_pictures(crops), "bf16": half.encode_pictures(crops)}
    spent = _core_seconds(
        {"fp32": lambda: full.encode_pictures(crops), "bf16": lambda: half.encode_pictures(crops)},
        rounds,
    )
    cosine = float((rows["fp32"] * rows["bf16"]).sum(axis=1).mean())
    speed = {name: len(crops) / median(values) for name, values in spent.items()}
    ratio, theirs = _times(spent["bf16"], spent["fp32"]), f"fp32, {speed['fp32']:,.0f}"
    yield compared("encode, bf16 weights", speed["bf16"], "crops/s", theirs, ratio, 1.0)
    yield at_least("bf16, mean cosine to fp32", cosine, "", LEAST_COSINE)
    scores = [
        found @ encoder.encode_texts(ASKED).T
        for found, encoder in ((rows["fp32"], full), (rows["bf16"], half))
    ]
    apart = float(np.abs(scores[0] - scores[1]).max())
    yield at_most("bf16, most that a score differs", apart, "", MOST_APART)


def _recall(filmed: Sequence[Filmed], folder: Path) -> Iterator[Figure]:
    for mode in MODES:
        passed: list[Passed] = []
        for one in filmed:
            data = folder / "recall" / mode / str(one.footage.id)
            regions = _regions(data, _index(one.footage, data, mode))
            passed += judge(one, regions, _looked_ms(one, mode))
        rows, shown = table(passed), [one for one in passed if one.shown]
        how = _shown(mode, GROUP_S * 1000)
        bound = len(shown) / len(passed)
        note(f"{how}: {bound:.3f} of {len(passed)} could be seen; others hid or came between")
        for (heading, row), (count, share) in rows.items():
            note(f"{how}: {heading:>7} {row:<10} {count:5} passed, {share:.3f} seen")
        count, share = rows["all", ""]
        yield at_least(f"{how}, seen of {count} ≥ {LEAST_PX} px", share, "", 0.95)
        of_shown = sum(one.seen for one in shown) / len(shown)
        yield at_least(f"{how}, seen of the {len(shown)} shown", of_shown, "", 0.95)


def _looked_ms(filmed: Filmed, mode: SampleMode) -> list[int]:
    """When the pictures that are looked at are shown, told by the packets alone."""
    with open_footage(filmed.footage.path) as footage:

        def at_ms(packet: VideoPacket) -> int:
            return round(footage.pts_ms(packet))

        packets = footage.packets_from(0)
        if mode == "keyframes":
            return [at_ms(packet) for packet in packets if packet.is_keyframe]
        steps = Steps(0, filmed.footage.video.length_ms, EVERY_MS, SLACK_MS)
        return [at_ms(one) for one, wanted in needed_packets(packets, at_ms, steps) if wanted]


def _regions(data: Path, done: IndexedSpan) -> list[Region]:
    readers = [(ShardReader(Folder(data), entry), entry.rows) for entry in done.shards]
    return [region for reader, rows in readers for region in reader.regions(np.arange(rows))]


if __name__ == "__main__":
    run(measure)
