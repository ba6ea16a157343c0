"""Codebooks that fit a shard's rows: how what a row differs by becomes four bits at a time.

What a model has learned to see varies along few directions, and codes that give every dimension as
much waste most of their bits. So rows are first turned onto their principal axes. The strongest are
kept, in two halves; each half is turned once more at random, so that all of its components vary
alike: FAISS's fast scan reads what a word of a codebook scores in steps that are as wide for all
words as the widest needs them (optimized product quantization, Ge et al., 2013, balances in a like
way). A component of the first half and one of the second together have a codebook of 16 words.
Where a few axes hold nearly everything, what the words leave open is coded again, by codebooks of
its own: two steps of 16 words tell 256 places apart.

Which of some layouts fits is decided by how much each loses of the rows that it is learned from.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

BITS, WORDS = 4, 16
ENOUGH = 0.0025
"""The smallest layout that loses less of the rows' variance is taken; else the one that loses
least."""
_LEFT_OUT = 0.01
"""A layout whose axes leave out more than this is not tried: pairs of all of them lose less."""
_LAYOUTS = ((16, 2), (8, 2), (4, 2), (2, 1))
"""A codebook for so many dimensions, and how many steps; ascending by size. The last has one
for each pair of all dimensions, and none is larger. A third step finds hardly more, since scores
are rounded, and FAISS reads 96 codebooks more slowly than 64 or 128."""

_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""


@dataclass(frozen=True, eq=False)
class Codebooks:
    """Rows (n, dim) times `rotation`, shape (d, dim), are coded by each of the steps in turn.

    Each step is a FAISS `ProductQuantizer` of d dimensions, of what the steps before it left open.
    """

    rotation: Floats
    steps: tuple[Any, ...]

    def joined(self) -> Any:
        """One quantizer of all steps, for rows that are given once for each step."""
        one = self.steps[0]
        every = _faiss.ProductQuantizer(one.d * len(self.steps), one.M * len(self.steps), BITS)
        words = [_faiss.vector_to_array(step.centroids) for step in self.steps]
        _faiss.copy_array_to_vector(np.concatenate(words), every.centroids)
        return every

    def codes(self, rows: Floats) -> Bytes:
        """The codes of rows (n, dim), those of all steps side by side."""
        return np.hstack([codes for codes, _ in self._coded(rows)])

    def loss(self, rows: Floats) -> float:
        """The share of the rows' squared length that their codes do not tell."""
        *_, (_, left) = self._coded(rows)
        told = (_turned(rows, self.rotation) - left) @ self.rotation
        whole = _squares(rows)
        return _squares(rows - told) / whole if whole else 0.0

    def _coded(self, rows: Floats) -> Iterator[tuple[Bytes, Floats]]:
        """Of each step its codes, and what is still open after it."""
        left = _turned(rows, self.rotation)
        for step in self.steps:
            codes = step.compute_codes(left)
            left = left - step.decode(codes)
            yield codes, left


def learn(rows: Floats) -> Codebooks:
    """Codebooks for rows like these, (n, dim), whose mean is near zero; `dim` is even."""
    variances, axes = _principal(rows)
    whole = float(variances.sum())
    best: tuple[float, Codebooks] | None = None
    for words, steps in _layouts(rows.shape[1]):
        left_out = float(variances[2 * words :].sum())
        if left_out > _LEFT_OUT * whole:
            continue
        made = _learn(rows, axes[: 2 * words], steps)
        lost = made.loss(rows)
        if best is None or lost < best[0]:
            best = lost, made
        if lost <= ENOUGH:
            break
    assert best is not None, "the last layout leaves nothing out"
    return best[1]


def _layouts(dim: int) -> Iterator[tuple[int, int]]:
    """How many codebooks a step has, and how many steps there are."""
    for each, steps in _LAYOUTS:
        words = dim // each
        if steps == 1 or (words and words % 2 == 0):  # the codes of a step fill whole bytes
            yield words, steps


def _principal(rows: Floats) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The variances along the principal axes, (dim,), descending, and the axes, (dim, dim)."""
    double = rows.astype(np.float64)
    variances, axes = np.linalg.eigh(double.T @ double)
    return np.maximum(variances[::-1], 0.0), axes.T[::-1]


def _learn(rows: Floats, axes: NDArray[np.float64], steps: int) -> Codebooks:
    rng = np.random.default_rng(0)
    halves = [_random_rotation(len(half), rng) @ half for half in np.split(axes, 2)]
    pairs = np.stack(halves, axis=1).reshape(axes.shape)
    rotation = pairs.astype("<f2").astype(np.float32)  # as it is stored
    left, made = _turned(rows, rotation), []
    for _ in range(steps):
        step = _faiss.ProductQuantizer(len(rotation), len(rotation) // 2, BITS)
        step.train(left)
        left = left - step.decode(step.compute_codes(left))
        made.append(step)
    return Codebooks(rotation, tuple(made))


def _random_rotation(size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """The Q of a QR decomposition of normal numbers, (size, size)."""
    rotation: NDArray[np.float64] = np.linalg.qr(rng.standard_normal((size, size)))[0]
    return rotation


def _turned(rows: Floats, rotation: Floats) -> Floats:
    turned: Floats = np.ascontiguousarray(rows @ rotation.T)
    return turned


def _squares(rows: NDArray[np.floating]) -> float:
    return float(np.einsum("ij,ij->", rows, rows, dtype=np.float64))
