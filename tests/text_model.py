"""A small open_clip model whose text side a test trains: what is said alike is near.

A few seconds of contrastive learning (Radford et al., 2021) on pairs of texts; saved in open_clip's
own format, so that it is loaded as any other checkpoint is.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import open_clip
import torch
from open_clip.model import CLIP
from safetensors.torch import save_file

MODEL = {
    "embed_dim": 32,
    "vision_cfg": {"layers": 1, "width": 32, "head_width": 16, "patch_size": 16, "image_size": 32},
    "text_cfg": {"context_length": 48, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
}
PREPROCESS = {
    "size": [32, 32], "mode": "RGB", "mean": [0.48, 0.46, 0.41], "std": [0.27, 0.26, 0.28],
    "interpolation": "bicubic", "resize_mode": "shortest", "fill_color": 0,
}  # fmt: skip
STEPS, RATE, SHARPNESS = 40, 5e-3, 10.0


def train_texts(
    folder: Path, alike: Sequence[tuple[str, ...]], seed: int = 0, steps: int = STEPS
) -> Path:
    """A checkpoint in `folder` for which the texts of each tuple mean the same."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # of so little work many threads make much
    try:
        return _save(_trained(alike, seed, steps), folder)
    finally:
        torch.set_num_threads(threads)


def _trained(alike: Sequence[tuple[str, ...]], seed: int, steps: int) -> CLIP:
    torch.manual_seed(seed)
    model = CLIP(**MODEL)
    tokenizer = open_clip.SimpleTokenizer(context_length=MODEL["text_cfg"]["context_length"])
    texts = [text for group in alike for text in group]
    groups = torch.tensor([number for number, group in enumerate(alike) for _ in group])
    same = (groups[:, None] == groups[None]).float().fill_diagonal_(0)
    tokens = tokenizer(texts)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE)
    itself = torch.eye(len(texts), dtype=torch.bool)
    for _ in range(steps):
        rows = model.encode_text(tokens, normalize=True)
        odds = torch.log_softmax((SHARPNESS * rows @ rows.T).masked_fill(itself, -1e4), dim=1)
        loss = -(odds * same).sum(dim=1) / same.sum(dim=1)
        optimizer.zero_grad()
        loss.mean().backward()
        optimizer.step()
    return model


def _save(model: CLIP, folder: Path) -> Path:
    folder.mkdir(parents=True)
    weights = {k: v.detach().contiguous() for k, v in model.state_dict().items()}
    weights.pop("attn_mask", None)
    save_file(weights, folder / "open_clip_model.safetensors")
    config = {"model_cfg": MODEL, "preprocess_cfg": PREPROCESS}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    return folder
