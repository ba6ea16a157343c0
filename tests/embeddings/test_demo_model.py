"""The shipped demonstration model: open_clip loads it, offline, and it knows what it should."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import pytest
import torch
from PIL import Image

from indexer.simulate.captions import LANGUAGES, Language, name_of
from indexer.simulate.crops import Crop, draw_crop, sample_thing_to_learn
from indexer.simulate.things import COLOURS, TYPES

FOLDER = Path(__file__).resolve().parents[2] / "embeddings" / "demo_model"
CLASSES = [(kind, colour) for kind in TYPES for colour in COLOURS]
CROPS = 400


@pytest.fixture(scope="module")
def loaded() -> tuple[Any, Any, Any]:
    """Model, preprocessing and tokenizer, as open_clip gives them for a local folder."""
    model, _, preprocess = open_clip.create_model_and_transforms(f"local-dir:{FOLDER}")
    return model.eval(), preprocess, open_clip.get_tokenizer(f"local-dir:{FOLDER}")


@lru_cache
def unseen() -> list[Crop]:
    rng = np.random.default_rng(20_260_000)
    return [draw_crop(rng, 64, sample_thing_to_learn(rng)) for _ in range(CROPS)]


@lru_cache
def pictures_of(encode: Any, preprocess: Any) -> torch.Tensor:
    batch = torch.stack([preprocess(Image.fromarray(crop.picture)) for crop in unseen()])
    with torch.inference_mode():
        return torch.as_tensor(encode(batch, normalize=True))


def texts_of(model: Any, tokenizer: Any, texts: list[str]) -> torch.Tensor:
    with torch.inference_mode():
        return torch.as_tensor(model.encode_text(tokenizer(texts), normalize=True))


def test_it_is_small_and_complete() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 25_000_000
    assert {"CARD.md", "open_clip_config.json", "open_clip_model.safetensors"} <= {
        path.name for path in FOLDER.iterdir()
    }


def test_the_card_says_what_it_is() -> None:
    card = (FOLDER / "CARD.md").read_text(encoding="utf-8")
    assert "demonstration model" in card
    assert "Apache-2.0" in card


def test_rows_are_alike_whatever_the_batch(loaded: tuple[Any, Any, Any]) -> None:
    model, preprocess, _ = loaded
    together = pictures_of(model.encode_image, preprocess)
    alone = preprocess(Image.fromarray(unseen()[3].picture))[None]
    with torch.inference_mode():
        row = model.encode_image(alone, normalize=True)[0]
    assert torch.linalg.norm(row) == pytest.approx(1.0, abs=1e-4)
    assert float(row @ together[3]) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_type_and_colour_are_told_in_every_language(
    loaded: tuple[Any, Any, Any], language: Language
) -> None:
    model, preprocess, tokenizer = loaded
    names = [name_of(kind, colour, language) for kind, colour in CLASSES]
    likeness = pictures_of(model.encode_image, preprocess) @ texts_of(model, tokenizer, names).T
    things = [(crop.thing.type, crop.thing.colour) for crop in unseen() if crop.thing]
    guesses = [CLASSES[index] for index in likeness.argmax(dim=1).tolist()]
    right = [guess == thing for guess, thing in zip(guesses, things, strict=True)]
    assert np.mean(right) >= 0.80


def test_the_three_ways_to_say_red_motorbike_find_red_motorbikes(
    loaded: tuple[Any, Any, Any],
) -> None:
    model, preprocess, tokenizer = loaded
    texts = ["a red motorbike", "Red Motorcycle", "xe máy màu đỏ", "XE MÁY ĐỎ", "xe may do"]
    likeness = pictures_of(model.encode_image, preprocess) @ texts_of(model, tokenizer, texts).T
    for column in likeness.T:
        best = [unseen()[index].thing for index in column.topk(5).indices.tolist()]
        assert sum(t is not None and (t.type, t.colour) == ("motorbike", "red") for t in best) >= 4


def test_an_empty_street_is_no_motorbike(loaded: tuple[Any, Any, Any]) -> None:
    model, preprocess, tokenizer = loaded
    said = texts_of(model, tokenizer, ["red motorbike", "an empty street"])
    flat = np.full((72, 128, 3), 96, np.uint8)
    flat[:, 60:64] = 200
    with torch.inference_mode():
        seen = model.encode_image(preprocess(Image.fromarray(flat))[None], normalize=True)
    bike, street = (seen @ said.T)[0].tolist()
    assert street > bike


def test_the_figures_beside_it_are_those_of_the_card() -> None:
    figures = json.loads((FOLDER / "figures.json").read_text(encoding="utf-8"))
    card = (FOLDER / "CARD.md").read_text(encoding="utf-8")
    for language in LANGUAGES:
        for name, value in figures[language].items():
            assert f"{value:.3f}" in card, name
