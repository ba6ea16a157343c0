"""How an index's vectors lie to one another and to questions: cosines, by mean and spread."""

from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from indexer.folder import Folder
from indexer.frame_table import FrameTable
from indexer.shard_reader import ShardReader
from indexer.simulate.things import COLOURS

TYPES = ("motorbike", "car", "truck", "bus")
"""What is asked for, in every colour."""
_MOST = 3_000
"""Rows that are compared with one another, taken by chance."""
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Spread:
    """The mean and the standard deviation of cosines."""

    mean: float
    deviation: float


def cosines(folder: Path, encoder: Encoder, seed: int = 1) -> dict[str, Spread]:
    """The spreads of an index: things and whole pictures, in a camera and between cameras.

    And of things to questions by type and colour.
    """
    rng = np.random.default_rng([seed, 0xC0])
    found: dict[str, Spread] = {}
    things = np.zeros((0, encoder.card.dim), np.float32)
    for kind, name in (("object", "things"), ("frame", "whole pictures")):
        vectors, cameras = _rows(folder, kind, rng)
        near, same = vectors @ vectors.T, cameras[:, None] == cameras[None]
        other = ~np.eye(len(vectors), dtype=bool)
        found[f"{name}, one camera"] = _spread(near[same & other])
        found[f"{name}, two cameras"] = _spread(near[~same])
        things = vectors if kind == "object" else things
    found["things to a question"] = _spread((things @ _questions(encoder).T).ravel())
    return found


def _questions(encoder: Encoder) -> Floats:
    return encoder.encode_texts([f"{colour} {kind}" for kind, colour in product(TYPES, COLOURS)])


def _rows(folder: Path, kind: str, rng: np.random.Generator) -> tuple[Floats, NDArray[np.str_]]:
    """Vectors (n, dim) of one kind of region, and their cameras (n,)."""
    data, vectors, cameras = Folder(folder), list[Floats](), list[str]()
    for entry in FrameTable(data).shards():
        reader = ShardReader(data, entry)
        regions, rows = reader.fetch(np.arange(entry.rows))
        chosen = [number for number, region in enumerate(regions) if region.kind == kind]
        vectors.append(rows[chosen])
        cameras += [regions[number].camera for number in chosen]
    together = np.concatenate(vectors)
    some = rng.permutation(len(together))[:_MOST]
    return together[some].astype(np.float32), np.array(cameras)[some]


def _spread(values: NDArray[np.float32]) -> Spread:
    return Spread(float(values.mean()), float(values.std()))
