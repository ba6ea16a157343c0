"""Trains the demonstration model: a small CLIP that learns from drawn street crops.

    scripts/train_demo_model --out embeddings/demo_model            draw, train, save, evaluate
    scripts/train_demo_model --out embeddings/demo_model --evaluate  evaluate what is there

The result is a folder in open_clip's own format. Equal arguments draw equal crops and take equal
steps; the rate of learning follows the steps, never the clock. Pictures are learned from on a GPU
where PyTorch has one.
"""

import argparse
import copy
import ctypes
import json
import math
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

# Captions differ in length from step to step, and oneDNN keeps a primitive, with its memory, for
# each shape it met: 40 MB more with every step where nothing bounds it.
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "200")

import numpy as np
import open_clip
import torch
import torch.nn.functional as F
from _drawing import Crops, draw_all, left, say, unseen_things
from _figures import measure
from _step import Batch, Halves
from open_clip.model import CLIP
from safetensors.torch import save_file

from indexer.simulate.captions import LANGUAGES, as_rows, traits, truth, write_caption
from indexer.simulate.contrasts import marks_of, phrases

MODEL: dict[str, Any] = {
    "embed_dim": 256,
    "vision_cfg": {
        "timm_model_name": "resnet10t", "timm_model_pretrained": False, "timm_pool": "avg",
        "timm_proj": "linear", "image_size": 64,
    },
    "text_cfg": {
        "context_length": 48, "vocab_size": 49408, "width": 96, "heads": 3, "layers": 3,
    },
}  # fmt: skip
PREPROCESS = {
    "size": [64, 64], "mode": "RGB", "mean": [0.48, 0.46, 0.44], "std": [0.25, 0.25, 0.25],
    "interpolation": "bicubic", "resize_mode": "squash", "fill_color": 0,
}  # fmt: skip
WEIGHTS = "open_clip_model.safetensors"
UNSEEN = 1_000_003
"""Added to the seed of what is only ever used to evaluate."""
GROWING = ((0.2, 32), (0.35, 48), (1.0, 64))
"""Until which share of the steps pictures have which side in pixels."""
MARGIN_PX = 4
"""Crops are shifted by up to so much, as boxes are never cut the same."""


class Words:
    """Tokens of captions, each caption tokenised once; knows every token it has met."""

    def __init__(self) -> None:
        """Start with open_clip's own vocabulary."""
        self._tokenizer = open_clip.SimpleTokenizer(
            context_length=MODEL["text_cfg"]["context_length"]
        )
        self._known: dict[str, torch.Tensor] = {}

    def rows(self, texts: Sequence[str]) -> torch.Tensor:
        """Tokens (n, 48)."""
        for text in texts:
            if text not in self._known:
                self._known[text] = self._tokenizer([text])[0]
        return torch.stack([self._known[text] for text in texts])

    def seen(self) -> torch.Tensor:
        """All token ids met so far."""
        return torch.unique(torch.stack(list(self._known.values())))


def prepare(pictures: np.ndarray, side: int = 64) -> torch.Tensor:
    """Pictures (n, 64, 64, 3) as the encoder wants them: (n, 3, side, side)."""
    mean, std = (torch.tensor(PREPROCESS[key]).view(1, 3, 1, 1) for key in ("mean", "std"))
    rows = torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() / 255
    if side != rows.shape[-1]:
        rows = F.interpolate(rows, size=(side, side), mode="bilinear", antialias=True)
    return (rows - mean) / std


def batches(crops: Crops, words: Words, args: argparse.Namespace) -> Iterator[Batch]:
    """One batch for each step; every crop is met once before any is met again."""
    order = np.empty(0, np.intp)
    for step in range(args.steps):
        rng = np.random.default_rng([args.seed, 7, step])
        if len(order) < args.batch:
            order = rng.permutation(len(crops.subjects))
        chosen, order = np.sort(order[: args.batch]), order[args.batch :]
        subjects = [crops.subjects[index] for index in chosen]
        side = side_px(step, args.steps)
        captions = [write_caption(rng, view, thing) for view, thing, _ in subjects]
        seen = as_rows([traits(view, thing) for view, thing, _ in subjects])
        true = truth(seen, as_rows([caption.claim for caption in captions]))
        yield Batch(
            prepare(vary(rng, np.asarray(crops.pictures[chosen])), side),
            words.rows([caption.text for caption in captions]),
            torch.from_numpy(true).float(),
            words.rows(phrases(rng, LANGUAGES[step % len(LANGUAGES)])),
            marks_of([thing for _, thing, _ in subjects], [back for *_, back in subjects]),
            rng.random(len(subjects)) < 0.7,
        )


def ahead(items: Iterator[Batch]) -> Iterator[Batch]:
    """The same, each made while the one before it is learned from."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = pool.submit(next, items, None)
            yield item


def side_px(step: int, steps: int) -> int:
    """The side of the pictures at that step: small at first, when there is most to learn cheaply.

    Nearly two thirds of the steps see pictures of full size, as the model does in use.
    """
    return next(side for share, side in GROWING if step < share * steps)


def vary(rng: np.random.Generator, pictures: np.ndarray) -> np.ndarray:
    """Mirror half of the pictures (n, h, w, 3) and shift all by some pixels."""
    size = pictures.shape[1]
    wide = np.pad(pictures, ((0, 0), (MARGIN_PX,) * 2, (MARGIN_PX,) * 2, (0, 0)), "edge")
    places = rng.integers(0, 2 * MARGIN_PX + 1, (len(pictures), 2))
    shifted = np.stack(
        [p[y : y + size, x : x + size] for p, (y, x) in zip(wide, places, strict=True)]
    )
    mirrored = rng.random(len(pictures)) < 0.5
    shifted[mirrored] = shifted[mirrored][:, :, ::-1]
    return shifted


def make_optimizer(model: CLIP, rate: float) -> torch.optim.Optimizer:
    """AdamW; norms, biases, embeddings and the temperature are not decayed."""
    decayed = [p for n, p in model.named_parameters() if p.ndim > 1 and "embedding" not in n]
    kept = {id(p) for p in decayed}
    others = [p for p in model.parameters() if id(p) not in kept]
    groups = [{"params": decayed, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), eps=1e-6)


def learning_rate(step: int, args: argparse.Namespace) -> float:
    """A short rise, then half a cosine down to a fiftieth."""
    rise = min(1.0, (step + 1) / 200)
    return float(args.rate * rise * (0.02 + 0.98 * (1 + math.cos(math.pi * step / args.steps)) / 2))


@torch.no_grad()
def follow(average: CLIP, model: CLIP, step: int) -> None:
    """Move the running average of the weights toward the model's."""
    keep = min(0.998, (step + 1) / (step + 20))
    for mean, now in zip(average.state_dict().values(), model.state_dict().values(), strict=True):
        mean.lerp_(now, 1 - keep) if mean.is_floating_point() else mean.copy_(now)


def train(args: argparse.Namespace, crops: Crops) -> None:
    """Take the steps; saves the averaged weights on the way and at the end."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    model, words = CLIP(**MODEL), Words()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.visual.to(device, memory_format=torch.channels_last)
    average = copy.deepcopy(model).eval()
    halves = Halves(model, args.threads, args.bf16, device)
    optimizer, start = make_optimizer(model, args.rate), time.monotonic()
    losses: list[float] = []
    for step, batch in enumerate(ahead(batches(crops, words, args))):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, args)
        optimizer.zero_grad()
        losses.append(halves.learn(batch))
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        follow(average, model, step)
        report_and_save(args, step + 1, losses, start, average, words)


def report_and_save(
    args: argparse.Namespace,
    step: int,
    losses: list[float],
    start: float,
    average: CLIP,
    words: Words,
) -> None:
    """A line every 50 steps; a loadable checkpoint every `--save-every` and at the end."""
    if step % 25 == 0:
        ctypes.CDLL(None).malloc_trim(0)
    if step % 50 == 0:
        rate = step / (time.monotonic() - start)
        say(f"step {step:,} of {args.steps:,} · {rate * args.batch:.0f} crops/s · loss "
            f"{np.mean(losses[-50:]):.3f} · {left(args.steps - step, rate)}")  # fmt: skip
    if step % args.save_every == 0 or step == args.steps:
        save(average, words, args.out)
        unseen = unseen_things(800, args.seed + UNSEEN)
        for language, figures in measure(args.out, unseen, args.threads).items():
            say(f"  {language}: " + " · ".join(f"{k} {v:.3f}" for k, v in figures.items()))


def save(model: CLIP, words: Words, folder: Path) -> None:
    """Write a folder that open_clip loads. Tokens never met are zero: they say nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    held = {name: value.detach().cpu() for name, value in model.state_dict().items()}
    weights = {name: value.half().contiguous() if value.is_floating_point() else value
               for name, value in held.items() if name != "attn_mask"}  # fmt: skip
    table = torch.zeros_like(weights["token_embedding.weight"])
    table[words.seen()] = weights["token_embedding.weight"][words.seen()]
    weights["token_embedding.weight"] = table
    partial = folder / "open_clip_model.partial"
    save_file(weights, partial)
    partial.replace(folder / WEIGHTS)
    config = {"model_cfg": MODEL, "preprocess_cfg": PREPROCESS}
    (folder / "open_clip_config.json").write_text(json.dumps(config, indent=1) + "\n")


def main() -> None:
    """Read the arguments and do as they say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True, help="the checkpoint's folder")
    parser.add_argument("--evaluate", action="store_true", help="only measure what is in --out")
    parser.add_argument("--steps", type=int, default=4600)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--crops", type=int, default=112_000, help="crops of rough streets")
    parser.add_argument(
        "--scene-crops", type=int, default=24_000, help="crops of the district's streets"
    )
    parser.add_argument("--rate", type=float, default=2e-3, help="the highest learning rate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument(
        "--bf16", action="store_true", help="quicker on processors that know it, slower on others"
    )
    parser.add_argument("--save-every", type=int, default=500)
    parser.add_argument("--cache", type=Path, help="keep the drawn crops in this folder")
    parser.add_argument(
        "--figures", type=Path, help="with --evaluate: also write them here as JSON"
    )
    args = parser.parse_args()
    if not args.evaluate:
        train(args, draw_all(args.crops, args.scene_crops, args.seed, args.threads, args.cache))
    figures = measure(args.out, unseen_things(4000, args.seed + UNSEEN), args.threads)
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    if args.figures:
        args.figures.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
