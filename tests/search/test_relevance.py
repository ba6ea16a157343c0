"""The relevance line: curves that never fall, fitted and shipped; none where nothing was fitted."""

import json
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.encoder import Fingerprint
from embeddings.hash_encoder import HashEncoder
from embeddings.models import open_encoder
from search.relevance import LIKELY, SHIPPED, Curve, calibration_of

SCORES = st.lists(st.floats(-1, 1).map(lambda score: round(score, 3)), min_size=5, max_size=60)


def test_a_curve_tells_the_share_that_was_right() -> None:
    rng = np.random.default_rng(5)
    scores = rng.uniform(0, 1, 20_000)
    right = rng.uniform(0, 1, 20_000) < scores**2
    curve = Curve.fit(scores.tolist(), right.tolist())
    for score in (0.1, 0.3, 0.5, 0.7, 0.9):
        assert curve.probability(score) == pytest.approx(score**2, abs=0.05)
    assert Curve.from_json(json.loads(json.dumps(curve.__dict__))) == curve


@given(SCORES, st.randoms())
def test_a_curve_never_falls_and_is_never_sure(scores: list[float], rng: random.Random) -> None:
    right = [rng.random() < 0.5 for _ in scores]
    curve = Curve.fit(scores, right, least=5)
    assert list(curve.scores) == sorted(curve.scores)
    assert list(curve.probabilities) == sorted(curve.probabilities)
    assert 0 < curve.probability(-2) <= curve.probability(2) < 1


def test_too_few_hits_make_no_curve() -> None:
    with pytest.raises(ValueError, match="at least 60"):
        Curve.fit([0.5] * 59, [True] * 59)


@pytest.mark.parametrize("name", ["demo", "demo@bf16"])
def test_the_demonstration_model_ships_calibrated_and_says_how(name: str) -> None:
    calibration = calibration_of(open_encoder(name).card.fingerprint)
    assert calibration is not None, "the model has changed: run scripts/fit_relevance"
    for curve in (calibration.words, calibration.pictures):
        assert curve.probability(0.0) < 0.1 and curve.probability(1.0) > 0.8 > LIKELY
    told = json.loads((SHIPPED / "demo.json").read_text("utf-8"))["provenance"]
    assert told["command"].startswith("scripts/fit_relevance ") and told["seeds"]


def test_an_encoder_without_calibration_has_none() -> None:
    assert calibration_of(HashEncoder().card.fingerprint) is None
    assert calibration_of(Fingerprint("")) is None
