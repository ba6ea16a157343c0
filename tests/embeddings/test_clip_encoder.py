"""Any open_clip checkpoint: one saved by the test itself is loaded as one from the hub would be."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import pytest
import torch
from open_clip.model import CLIP
from PIL import Image
from safetensors.torch import load_file, save_file

from embeddings.clip_encoder import ClipEncoder
from embeddings.errors import UnknownModel, UnusableCheckpoint
from embeddings.models import default_model, known_models, open_encoder, settled_name

MODEL: dict[str, Any] = {
    "embed_dim": 24,
    "vision_cfg": {"layers": 1, "width": 32, "head_width": 16, "patch_size": 16, "image_size": 32},
    "text_cfg": {"context_length": 16, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
}
PREPROCESS = {
    "size": [32, 32], "mode": "RGB", "mean": [0.48, 0.46, 0.41], "std": [0.27, 0.26, 0.28],
    "interpolation": "bicubic", "resize_mode": "shortest", "fill_color": 0,
}  # fmt: skip


def save(folder: Path, seed: int = 0, **preprocess: Any) -> Path:
    """A small random CLIP in open_clip's own format."""
    torch.manual_seed(seed)
    folder.mkdir()
    weights = {k: v.contiguous() for k, v in CLIP(**MODEL).state_dict().items() if k != "attn_mask"}
    save_file(weights, folder / "open_clip_model.safetensors")
    config = {"model_cfg": MODEL, "preprocess_cfg": PREPROCESS | preprocess}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    return folder


def pictures(count: int) -> list[np.ndarray]:
    rng = np.random.default_rng(3)
    sizes = [(40, 64), (32, 32), (360, 200), (33, 90)]
    return [
        np.kron(rng.integers(0, 255, (4, 4, 3)), np.ones((*sizes[n % 4], 1)))[
            : sizes[n % 4][0], : sizes[n % 4][1]
        ].astype(np.uint8)
        for n in range(count)
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("models") / "small")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> ClipEncoder:
    return ClipEncoder.open(str(folder), device="cpu")


def test_rows_are_open_clips_own(folder: Path, encoder: ClipEncoder) -> None:
    model, _, preprocess = open_clip.create_model_and_transforms(f"local-dir:{folder}")
    tokenizer = open_clip.get_tokenizer(f"local-dir:{folder}")
    shown, said = pictures(5), ["xe máy đỏ", "a red motorbike"]
    with torch.inference_mode():
        batch = torch.stack([preprocess(Image.fromarray(one)) for one in shown])
        seen = model.eval().encode_image(batch, normalize=True).numpy()
        read = model.encode_text(tokenizer(said), normalize=True).numpy()
    ours = encoder.encode_pictures(shown)
    assert (ours * seen).sum(axis=1).min() > 0.995
    assert np.allclose(encoder.encode_texts(said), read, atol=1e-5)


def test_unit_rows_of_any_number(encoder: ClipEncoder) -> None:
    rows = encoder.encode_pictures(pictures(70))
    assert rows.shape == (70, 24) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows[40], encoder.encode_pictures(pictures(41)[40:])[0], atol=1e-5)
    assert encoder.encode_pictures([]).shape == encoder.encode_texts([]).shape == (0, 24)


@pytest.mark.parametrize("resize_mode", ["squash", "shortest", "longest"])
def test_what_has_the_size_already_stays_as_it_is(tmp_path: Path, resize_mode: str) -> None:
    encoder = ClipEncoder.open(str(save(tmp_path / "any", resize_mode=resize_mode)), "cpu")
    large = np.random.default_rng(3).integers(0, 255, (90, 120, 3), np.uint8)
    fitted = encoder.fit(large[:32, :32])
    assert np.array_equal(fitted, large[:32, :32]) and not np.shares_memory(fitted, large)
    assert np.array_equal(encoder.fit(encoder.fit(large)), encoder.fit(large))


def test_the_card(folder: Path, encoder: ClipEncoder) -> None:
    card = encoder.card
    assert (card.dim, card.picture_size_px, card.demonstration) == (24, 32, False)
    assert card.name == str(folder) and len(card.fingerprint) == 64
    assert open_encoder(f"local-dir:{folder}").card.fingerprint == card.fingerprint


def test_weights_preprocessing_and_precision_are_in_the_fingerprint(
    encoder: ClipEncoder, folder: Path, tmp_path: Path
) -> None:
    others = [
        ClipEncoder.open(str(save(tmp_path / "weights", seed=1)), "cpu"),
        ClipEncoder.open(str(save(tmp_path / "preprocess", resize_mode="squash")), "cpu"),
        ClipEncoder.open(str(folder), "cpu", precision="bf16"),
    ]
    prints = {one.card.fingerprint for one in [encoder, *others]}
    assert len(prints) == 4
    same = ClipEncoder.open(str(save(tmp_path / "again")), "cpu")
    assert same.card.fingerprint == encoder.card.fingerprint


def test_one_weight_changed_is_another_encoder(
    encoder: ClipEncoder, folder: Path, tmp_path: Path
) -> None:
    changed = save(tmp_path / "changed")
    weights = load_file(changed / "open_clip_model.safetensors")
    weights["logit_scale"] = weights["logit_scale"] + 1e-3
    save_file(weights, changed / "open_clip_model.safetensors")
    assert ClipEncoder.open(str(changed), "cpu").card.fingerprint != encoder.card.fingerprint


def test_names_that_are_none_say_what_is_near() -> None:
    with pytest.raises(UnknownModel, match="ViT-B-32"):
        open_encoder("ViT-B-32/nothing")
    with pytest.raises(UnknownModel, match="truyvet models"):
        open_encoder("")


def test_a_folder_that_is_no_checkpoint_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match=r"open_clip_config\.json"):
        open_encoder(str(tmp_path))
    broken = save(tmp_path / "broken")
    (broken / "open_clip_model.safetensors").write_bytes(b"not weights")
    with pytest.raises(UnusableCheckpoint, match="cannot load"):
        open_encoder(str(broken))


def test_a_name_means_the_same_from_any_folder(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    (folder.parent / "demo").mkdir(exist_ok=True)
    assert settled_name("small") == str(folder) == settled_name(f"local-dir:{folder}")
    assert settled_name("demo") == "demo" and settled_name("ViT-B-32/x") == "ViT-B-32/x"


@pytest.mark.parametrize(
    ("told", "cuda", "name"),
    [
        ({"avx512_bf16": True}, False, "demo@bf16"),
        ({"amx_bf16": True}, False, "demo@bf16"),
        ({"avx512_f": True, "avx512_bf16": False}, False, "demo"),
        ({}, False, "demo"),
        ({"avx512_bf16": True}, True, "demo"),
    ],
)
def test_an_index_is_begun_with_16_bits_where_the_processor_multiplies_them(
    told: dict[str, bool], cuda: bool, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: told, raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    assert default_model() == name


def test_weights_of_16_bits_give_as_good_as_the_same_vectors() -> None:
    rng = np.random.default_rng(5)
    pictures = [rng.integers(0, 255, (40, 60, 3), np.uint8) // n for n in range(1, 9)]
    full, half = open_encoder("demo"), open_encoder("demo@bf16")
    for rows, others in (
        (full.encode_pictures(pictures), half.encode_pictures(pictures)),
        (
            full.encode_texts(["a red car", "xe máy đỏ"]),
            half.encode_texts(["a red car", "xe máy đỏ"]),
        ),
    ):
        assert (rows * others).sum(axis=1).min() > 0.995


def test_every_name_told_has_a_note() -> None:
    assert {"demo", "hash"} <= {name for name, _ in known_models()}
    assert all(note for _, note in known_models())
