"""Encoders beside each other: one that knows vehicles, and one that knows nothing."""

from embeddings.hash_encoder import HashEncoder
from embeddings.models import open_encoder
from indexer.simulate.compare_encoders import compare_encoders


def test_the_shipped_model_knows_vehicles_in_every_language_and_chance_does_not() -> None:
    demo, chance = compare_encoders([open_encoder("demo"), HashEncoder()], crops=48)
    assert set(demo.right) == {"en", "vi", "vi-plain"}
    assert min(demo.right.values()) > 0.6 and max(chance.right.values()) < 0.2
    assert demo.pictures_per_s > 0 and demo.texts_per_s > 0
    assert demo.bytes_a_region == 2 * demo.card.dim
