"""Names to encoders. Nothing heavy is imported until an encoder is opened."""

from pathlib import Path
from typing import Literal

from embeddings.encoder import Encoder
from embeddings.errors import UnknownModel
from embeddings.hash_encoder import HashEncoder

DEFAULT_MODEL = "demo"
"""The shipped one; `default_model` says which precision an index is begun with."""
RECOMMENDED_MODEL = "ViT-B-16-SigLIP2/webli"
"""Multilingual, so that Vietnamese needs no translation: on Vietnamese captions of Crossmodal-3600
80.9 (image to text, recall at 1, as published), at a tenth of the cost of SO400M's 85.9."""

_HALF = "@bf16"
"""Behind a name: weights of 16 bits, several times as fast where the processor knows them."""

_KNOWN = (
    (DEFAULT_MODEL, "shipped: a small demonstration model, learned from drawn vehicles and people"),
    (RECOMMENDED_MODEL, "recommended for real use: multilingual, Vietnamese without translation"),
    ("ViT-B-32-SigLIP2-256/webli", "multilingual, about a quarter of the cost, coarser"),
    ("ViT-SO400M-16-SigLIP2-384/webli", "multilingual, the most exact; for GPUs"),
    ("xlm-roberta-base-ViT-B-32/laion5b_s13b_b90k", "multilingual, older"),
    ("ViT-B-32/laion2b_s34b_b79k", "English only, fast"),
    ("hf-hub:OWNER/NAME", "any open_clip model of the hub"),
    ("PATH", "a folder with open_clip_config.json and weights; needs no network"),
    (
        "NAME@bf16",
        "any of these with 16-bit weights: faster on recent processors, its own index; "
        "unasked, an index is begun with demo@bf16 on these",
    ),
    ("hash", "for tests: finds only what is exactly the same"),
)


def open_encoder(name: str, device: str | None = None) -> Encoder:
    """Open the encoder of that name (`known_models`); any other open_clip name works too.

    `device` is "cpu", "cuda" or "cuda:N"; None takes CUDA where there is any. Raises UnknownModel
    and UnusableCheckpoint, which say what to do.
    """
    if not name:
        raise UnknownModel("no model was named; `truyvet models` lists them")
    if name == "hash":
        return HashEncoder()
    from embeddings.clip_encoder import SHIPPED, ClipEncoder

    whole, (name, precision) = name, _with_precision(name)
    if name != DEFAULT_MODEL:
        return ClipEncoder.open(name, device, precision, shown_as=whole)
    if not SHIPPED.is_dir():
        raise UnknownModel(
            f"this installation lacks the demonstration model ({SHIPPED}); install it whole, "
            f"or name another, such as {RECOMMENDED_MODEL}"
        )
    return ClipEncoder.open(str(SHIPPED), device, precision, shown_as=whole)


def default_model() -> str:
    """What to index with where nothing was chosen yet, on the machine that this is called on.

    The demonstration model: with 16-bit weights where the processor multiplies them, for there they
    are faster and their vectors as good as the same. An index stays with what it was begun with.
    """
    from embeddings.clip_encoder import is_bf16_fast

    return DEFAULT_MODEL + (_HALF if is_bf16_fast() else "")


def settled_name(name: str) -> str:
    """The name that means the same from any working folder: a checkpoint's path made absolute."""
    plain, precision = _with_precision(name)
    folder = Path(plain.removeprefix("local-dir:"))
    named = plain in (DEFAULT_MODEL, "hash") or not folder.is_dir()
    return name if named else str(folder.resolve()) + (_HALF if precision == "bf16" else "")


def _with_precision(name: str) -> tuple[str, Literal["fp32", "bf16"]]:
    """A name without its `@bf16`, and the precision that this asks for."""
    return (name.removesuffix(_HALF), "bf16") if name.endswith(_HALF) else (name, "fp32")


def known_models() -> list[tuple[str, str]]:
    """Names worth knowing, each with a note for people."""
    return list(_KNOWN)
