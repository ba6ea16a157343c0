"""The crops to learn from: drawn by several processes, kept in a folder where one is given."""

import math
import pickle
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from indexer.simulate.crops import Crop, View, draw_crop, draw_street, sample_thing_to_learn
from indexer.simulate.scene_crops import draw_scene_crops, sample_scene
from indexer.simulate.things import Thing

SHARD = 4000
SCENE = 400
"""Crops from one street."""


Subject = tuple[View, Thing | None, bool]
"""What a picture shows, and whether a backpack would be seen on it."""


@dataclass(frozen=True)
class Crops:
    """Pictures (n, 64, 64, 3), what is on each, and the longer side it had in pixels."""

    pictures: np.ndarray
    subjects: Sequence[Subject]
    long_px: Sequence[int] = ()


def seen_on(crop: Crop) -> Subject:
    """What there is to learn from a crop beside its picture."""
    return crop.view, crop.thing, crop.back_shows


def draw_shard(seed: int, shard: int, count: int) -> tuple[np.ndarray, list[Subject]]:
    """One shard of crops; every thing is seen twice, from two sides."""
    cv2.setNumThreads(1)
    rng = np.random.default_rng([seed, shard])
    crops = []
    while len(crops) < count:
        if rng.random() < 0.06:
            crops.append(draw_street(rng))
        else:
            thing = sample_thing_to_learn(rng)
            crops += [draw_crop(rng, 64, thing) for _ in range(2)]
    crops = crops[:count]
    return np.stack([crop.picture for crop in crops]), [seen_on(crop) for crop in crops]


def draw_scene_shard(seed: int, shard: int, count: int) -> tuple[np.ndarray, list[Subject]]:
    """One shard of crops from streets of the simulated district, many from each street."""
    cv2.setNumThreads(1)
    rng = np.random.default_rng([seed, 99, shard])
    crops: list[Crop] = []
    while len(crops) < count:
        scene = sample_scene(rng)
        full = min(count, len(crops) + SCENE)
        while len(crops) < full:
            crops += draw_scene_crops(rng, scene)
    crops = crops[:count]
    return np.stack([crop.picture for crop in crops]), [seen_on(crop) for crop in crops]


def draw_crops(
    count: int, seed: int, workers: int, cache: Path | None = None, shard_of: Any = draw_shard
) -> Crops:
    """Draw crops with several processes; kept in the cache folder where one is given."""
    name = f"{'crops' if shard_of is draw_shard else 'scenes'}-{seed}-{count}"
    if cache and (cache / f"{name}.pickle").exists():
        subjects = pickle.loads((cache / f"{name}.pickle").read_bytes())
        return Crops(np.load(cache / f"{name}.npy", mmap_mode="r"), subjects)
    shards = [(s, min(SHARD, count - s * SHARD)) for s in range(math.ceil(count / SHARD))]
    start, pictures, subjects = time.monotonic(), np.empty((count, 64, 64, 3), np.uint8), []
    with ProcessPoolExecutor(workers) as pool:
        jobs = [pool.submit(shard_of, seed, shard, size) for shard, size in shards]
        for job in jobs:
            part, shown = job.result()
            pictures[len(subjects) : len(subjects) + len(shown)] = part
            subjects += shown
            rate = len(subjects) / (time.monotonic() - start)
            say(
                f"drawn {len(subjects):,} of {count:,} · {rate:.0f}/s · "
                f"{left(count - len(subjects), rate)}"
            )
    if cache:
        cache.mkdir(parents=True, exist_ok=True)
        np.save(cache / f"{name}.npy", pictures)
        (cache / f"{name}.pickle").write_bytes(pickle.dumps(subjects))
    return Crops(pictures, subjects)


def say(line: str) -> None:
    """One line of progress."""
    print(line, file=sys.stderr, flush=True)


def left(items: float, rate: float) -> str:
    """How long the rest will take."""
    return f"{items / max(rate, 1e-9) / 60:.1f} min left"


@cache
def unseen_things(count: int, seed: int) -> Crops:
    """Crops of things (no whole streets) of that seed."""
    rng = np.random.default_rng(seed)
    crops: list[Crop] = []
    while len(crops) < count:
        crop = draw_crop(rng)
        crops += [crop] if crop.thing else []
    return Crops(
        np.stack([crop.picture for crop in crops]),
        [seen_on(crop) for crop in crops],
        [crop.long_px for crop in crops],
    )


def draw_all(rough: int, streets: int, seed: int, workers: int, cache: Path | None) -> Crops:
    """Crops of rough streets and of the district's."""
    first = draw_crops(rough, seed, workers, cache)
    if not streets:
        return first
    second = draw_crops(streets, seed, workers, cache, draw_scene_shard)
    return Crops(
        np.concatenate([first.pictures, second.pictures]), [*first.subjects, *second.subjects]
    )
