"""What regions are compared with: the vector of a question's words, or of an example."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from embeddings.encoder import Encoder, Picture
from indexer.region import cut_out
from search.example import Example, Phrase, Vector, combined, unit
from search.frames import FrameHit
from search.question.language import language_of
from search.question.prompts import prompts
from search.question.understood import Understood
from search.stored_looks import StoredLooks, best_look, largest_look, look_at

ANYTHING = {"en": "a vehicle or a person", "vi": "xe cộ hoặc người"}
"""What is looked for when only a place or a time is named."""


@dataclass(frozen=True)
class Aim:
    """What was asked for, (dim,), what must not be seen, each (dim,), and the query searched with.

    All are unit. `towards` is `query` itself unless marks have moved it.
    """

    query: Vector
    excluded: tuple[Vector, ...]
    towards: Vector

    def excludes(self, hit: FrameHit) -> bool:
        """Whether what must not be seen fits a region better than what was asked for."""
        if not self.excluded:
            return False
        score = float(self.query @ hit.embedding)
        return any(float(vector @ hit.embedding) > score for vector in self.excluded)


def aim_by_words(understood: Understood, encoder: Encoder) -> Aim:
    """The aim of a question; with nothing to look for, at anything that moves."""
    looked_for = understood.look_for or ANYTHING.get(understood.language, ANYTHING["en"])
    phrases = [(phrase, understood.language) for phrase in (looked_for, *understood.exclude)]
    query, *excluded = phrase_vectors(phrases, encoder)
    return Aim(query, tuple(excluded), query)


def aim_by_example(
    example: Example, understood: Understood, encoder: Encoder, stored: StoredLooks
) -> Aim:
    """The aim of an example; what the question leaves out is taken away from it.

    Raises UnknownName for a moment that is not there, BadFootage where its footage cannot be read.
    """
    picture = _picture_vector(example, understood, encoder, stored)
    taken_away = [Phrase(words, taken_away=True) for words in understood.exclude]
    phrases = [*example.phrases, *taken_away]
    if not phrases:
        return Aim(picture, (), picture)
    told = [(phrase.words, language_of(phrase.words, ())) for phrase in phrases]
    neutral, *vectors = phrase_vectors([(ANYTHING["en"], "en"), *told], encoder)
    signs = [-1.0 if phrase.taken_away else 1.0 for phrase in phrases]
    query = combined(picture, list(zip(vectors, signs, strict=True)), neutral)
    return Aim(query, (), query)


def _picture_vector(
    example: Example, understood: Understood, encoder: Encoder, stored: StoredLooks
) -> Vector:
    if example.picture is not None:
        return _encoded(example.picture, example, encoder)
    assert example.moment is not None, "an example has a picture or a moment"
    looks = stored.of(example.moment)
    if example.pts_ms is not None and (hit := look_at(looks, example.pts_ms, example.box)):
        return unit(hit.embedding)
    meant = _meant(looks, example, understood, encoder)
    if example.box is None:
        return unit(meant.embedding)
    at_ms = meant.region.pts_ms if example.pts_ms is None else example.pts_ms
    return _encoded(_decoded(example, at_ms, stored), example, encoder)


def _meant(
    looks: Sequence[FrameHit], example: Example, understood: Understood, encoder: Encoder
) -> FrameHit:
    """The look of a moment that stands for it: at the time given, what is looked for, the largest.

    Without a box, that is: where nothing says which, the largest object.
    """
    if example.pts_ms is not None:
        nearest = min(abs(hit.region.pts_ms - example.pts_ms) for hit in looks)
        looks = [hit for hit in looks if abs(hit.region.pts_ms - example.pts_ms) == nearest]
    if understood.look_for:
        return best_look(looks, aim_by_words(understood, encoder).query)
    return largest_look(looks)


def _decoded(example: Example, pts_ms: int, stored: StoredLooks) -> Picture:
    from indexer.attached import source_at  # PyAV loads with the first picture
    from indexer.video.still import picture_at

    assert example.moment is not None, "an uploaded picture is decoded already"
    path = stored.footage_of(example.moment).path
    return picture_at(source_at(path, stored.index.data), pts_ms)


def _encoded(picture: Picture, example: Example, encoder: Encoder) -> Vector:
    part = cut_out(picture, example.box) if example.box else picture
    return unit(encoder.encode_pictures([part])[0])


def phrase_vectors(phrases: Sequence[tuple[str, str]], encoder: Encoder) -> Iterator[Vector]:
    """The unit mean, (dim,), of each phrase's prompts; a phrase comes with its language."""
    asked = [prompts(phrase, language) for phrase, language in phrases]
    rows = encoder.encode_texts([prompt for group in asked for prompt in group])
    return _means(rows, [len(group) for group in asked])


def _means(rows: np.ndarray[Any, Any], sizes: Sequence[int]) -> Iterator[Vector]:
    """The unit mean of each group of rows."""
    at = 0
    for size in sizes:
        yield unit(rows[at : at + size].mean(axis=0))
        at += size
