"""Fits what tells the words to look for from asides, on the tuned half of the labelled questions.

    scripts/fit_asides --out search/weights/asides.json.gz

Of each question the edge where what to look for begins, and where it ends, is one among all edges
between its words: a softmax over their features each, fitted by Adam to the least log-loss with a
ridge. A feature weighs the same in every form of language plus what it weighs in the one at hand.
A fifth of the words and phrases of asking are taken for words of no kind, so that what was learnt
reads voices whose words of asking no list has. With --judge, five times over, a fifth of the files
written by hand is left out and read with what the rest taught. The held-out half is never opened.
The same questions give the same weights.
"""

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.folding import nfc
from indexer.places.gazetteer import builtin_gazetteer
from search.question.asides.edge_features import Piece, features_of, read_pieces
from search.question.asides.stretch import SHIPPED, STEPS, Edges, Weights, form_of, likeliest, sums
from search.question.asides.words import read_words
from search.question.parse import left_over
from search.question.sequence import split_sequence
from tests.questions.labels import bare, read_questions

FORMS = ("en", "vi", "plain")
FOLDS = 5
ROUNDS, RATE, LATE_RATE, RIDGE = 80, 0.1, 0.03, 1.0
"""Steps of Adam, how far each goes, and from the sixth tenth on; the ridge."""
FORGOTTEN = 0.2
"""The share of phrases whose kind is forgotten in the fit."""
SELDOM = 3
"""A feature met in fewer questions is left out."""
LEAST = 2
"""Steps under which both weights of a feature are left out."""
DRAWN = ("templates", "objects")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A labelled question: the features of its edges, and its stretch.

    `hazy` are the features of its edges with the kinds of some phrases forgotten.
    """

    file: str
    form: str
    edges: Sequence[tuple[str, ...]]
    hazy: Sequence[tuple[str, ...]]
    stretch: Edges


def note(text: str) -> None:
    """Tell what is being done."""
    print(text, file=sys.stderr)


def examples() -> Iterator[Example]:
    """The questions of the tuned half whose labels stand in their words."""
    gazetteer = builtin_gazetteer()
    rng = random.Random(1)
    for row in read_questions("tuned_*.jsonl"):
        first = split_sequence(nfc(row["text"]))[0]
        left = left_over(first, datetime.fromisoformat(row["now"]), gazetteer)
        text, language = left.words.gapped, left.language
        form = form_of(text, language)
        pieces = read_pieces(text, read_words(text, language), form)
        stretch = stretch_of(pieces, text, bare(row["look_for"]).split())
        if stretch and pieces:
            hazy = [*features_of(forgetting(pieces, rng))]
            yield Example(row["file"], form, [*features_of(pieces)], hazy, stretch)


def forgetting(pieces: Sequence[Piece], rng: random.Random) -> list[Piece]:
    """The pieces with the kinds of some words and phrases as if no list had them."""
    found: list[Piece] = []
    forgets = False
    for piece in pieces:
        if not piece.kind.endswith("'"):
            forgets = not piece.is_border and rng.random() < FORGOTTEN
        found.append(piece._replace(kind="w") if forgets else piece)
    return found


def stretch_of(pieces: Sequence[Piece], text: str, label: Sequence[str]) -> Edges | None:
    """The shortest stretch that holds the words of a label in their order; None if none does."""
    if not label:
        return len(pieces), len(pieces)
    told = [text[piece.start : piece.end].casefold() for piece in pieces]
    found = [
        (start, end)
        for start, word in enumerate(told)
        if word == label[0] and (end := _end(told, start, label))
    ]
    return min(found, key=lambda edges: edges[1] - edges[0], default=None)


def _end(told: Sequence[str], start: int, label: Sequence[str]) -> int | None:
    at = 0
    for number in range(start, len(told)):
        at += told[number] == label[at]
        if at == len(label):
            return number + 1
    return None


@dataclass(frozen=True)
class Encoded:
    """Numbers of the features of all edges in a row, how many each edge has, edges of each text."""

    features: NDArray[np.int64]
    counts: NDArray[np.int64]
    sizes: NDArray[np.int64]


def encoded(rows: Sequence[Example], known: dict[str, int]) -> Encoded:
    """The rows with each feature twice: alone, and with the form of the row before it."""
    numbers = [
        [
            known[name]
            for feature in edge
            for name in (feature, f"{row.form}:{feature}")
            if name in known
        ]
        for row in rows
        for edge in row.hazy
    ]
    return Encoded(
        np.array([number for edge in numbers for number in edge], dtype=np.int64),
        np.array([len(edge) for edge in numbers], dtype=np.int64),
        np.array([len(row.edges) for row in rows], dtype=np.int64),
    )


def fitted(data: Encoded, right: NDArray[np.int64], size: int) -> Floats:
    """Weights, (size,), with which the edges at `right` are the likeliest of their texts."""
    at = np.concatenate([[0], np.cumsum(data.counts)[:-1]])
    firsts = np.concatenate([[0], np.cumsum(data.sizes)[:-1]])
    text = np.repeat(np.arange(len(data.sizes)), data.sizes)
    target = np.zeros(len(data.counts))
    target[firsts + right] = 1
    weights, mean, square = np.zeros((3, size))
    for step in range(1, ROUNDS + 1):
        worth = np.add.reduceat(weights[data.features], at)
        likely = np.exp(worth - np.maximum.reduceat(worth, firsts)[text])
        likely /= np.add.reduceat(likely, firsts)[text]
        off = np.repeat(likely - target, data.counts)
        slope = np.bincount(data.features, off, size) + RIDGE * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        rate = RATE if step < 0.6 * ROUNDS else LATE_RATE
        scale = np.sqrt(square / (1 - 0.99**step)) + 1e-8
        weights = weights - rate * mean / (1 - 0.9**step) / scale
    return weights


def learnt(rows: Sequence[Example]) -> dict[str, Weights]:
    """The weights of each form that the rows teach, in whole steps."""
    met = Counter(
        name
        for row in rows
        for edge in row.hazy
        for feature in set(edge)
        for name in (feature, f"{row.form}:{feature}")
    )
    known = {name: at for at, name in enumerate(n for n, count in met.items() if count >= SELDOM)}
    data = encoded(rows, known)
    begins = np.array([row.stretch[0] for row in rows])
    is_empty = np.array([row.stretch[0] == row.stretch[1] for row in rows])
    ends = np.where(is_empty, 0, [row.stretch[1] for row in rows])
    both = np.stack([fitted(data, edges, len(known)) for edges in (begins, ends)], axis=1) * STEPS
    return {form: _table(form, known, both) for form in FORMS}


def _table(form: str, known: dict[str, int], both: Floats) -> Weights:
    found: dict[str, complex] = {}
    for name, at in known.items():
        if name.startswith(tuple(f"{each}:" for each in FORMS)):
            continue
        own = known.get(f"{form}:{name}")
        begins, ends = (int(step) for step in np.rint(both[at] + (0 if own is None else both[own])))
        if (own is not None or form != "en") and max(abs(begins), abs(ends)) >= LEAST:
            found[name] = complex(begins, ends)
    return found


def share_right(rows: Sequence[Example], weights: dict[str, Weights]) -> dict[str, float]:
    """The share of rows whose stretch is found, by form."""
    right: dict[str, list[bool]] = {form: [] for form in FORMS}
    for row in rows:
        found = likeliest(*sums(row.edges, weights[row.form]))
        right[row.form].append(found == row.stretch)
    return {form: float(np.mean(found)) for form, found in right.items() if found}


def judge(rows: Sequence[Example]) -> None:
    """Leave a fifth of the files out at a time, and tell what share of them is read rightly."""
    files = sorted({row.file for row in rows if not row.file.endswith(DRAWN)})
    random.Random(1).shuffle(files)
    for fold in range(FOLDS):
        unseen = files[fold::FOLDS]
        weights = learnt([row for row in rows if row.file not in unseen])
        shares = share_right([row for row in rows if row.file in unseen], weights)
        note(f"never seen, {len(unseen)} files: {shares}")


def main() -> None:
    """Judge, fit to all, and write."""
    parser = argparse.ArgumentParser(
        prog="scripts/fit_asides",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, default=SHIPPED, help="where the weights go")
    parser.add_argument("--judge", action="store_true", help="first tell how it reads unseen files")
    args = parser.parse_args()
    rows = [*examples()]
    note(f"{len(rows):,} labelled questions of the tuned half")
    if args.judge:
        judge(rows)
    told = {
        form: {feature: [int(both.real), int(both.imag)] for feature, both in table.items()}
        for form, table in learnt(rows).items()
    }
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    args.out.write_bytes(gzip.compress(text.encode(), mtime=0))
    note(f"written to {args.out}")


if __name__ == "__main__":
    main()
