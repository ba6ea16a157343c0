"""Looks of an unfilmed district hang on nothing that was drawn before them."""

import numpy as np
import pytest

from embeddings.models import open_encoder
from indexer.simulate import varied_looks
from indexer.simulate.cameras import place_cameras
from indexer.simulate.daylight import sky_at
from indexer.simulate.looks import Look
from indexer.simulate.simulate import DEFAULT_START
from indexer.simulate.things import sample_thing
from indexer.simulate.varied_looks import VariedLooks


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> VariedLooks:
    monkeypatch.setattr(varied_looks, "_SCENES", 1)
    monkeypatch.setattr(varied_looks, "_THINGS", 1)
    return VariedLooks(place_cameras(1, 5), sky_at(DEFAULT_START), 5, open_encoder("demo"))


def test_whatever_was_drawn_before_gives_the_same_bytes(
    looks: VariedLooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(2)
    asked = [Look(sample_thing(rng), number, bool(number % 2)) for number in (0, 4, 2, 3)]
    together = looks.of(asked)
    looks._known.clear()
    alone = [looks.of([look])[0] for look in reversed(asked)]
    assert np.array_equal(together, alone[::-1])
    monkeypatch.setattr(varied_looks, "_MOST_KNOWN", 0)
    assert np.array_equal(together, looks.of(asked)), "forgotten and drawn again"
    assert len({row.tobytes() for row in together}) == len(asked)
