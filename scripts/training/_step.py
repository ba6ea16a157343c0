"""One step of learning: what the model gets wrong on a batch, and how to be less wrong."""

import copy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from _losses import caption_loss, name_loss, trait_loss
from open_clip.model import CLIP

from indexer.simulate.contrasts import Marks

TEXT_PARTS = 3


@dataclass(frozen=True)
class Batch:
    """What one step learns from: n pictures, m captions, and a bank of contrasting phrases.

    `pictures` (n, 3, 64, 64); `captions` and `bank` are tokens; `true` (n, n) says which captions
    are true of which pictures; `coloured` (n,) for which the bank's traits are asked by colour.
    """

    pictures: torch.Tensor
    captions: torch.Tensor
    true: torch.Tensor
    bank: torch.Tensor
    marks: Marks
    coloured: np.ndarray


class Halves:
    """A step's work shared among threads, each with one part of the pictures or of the texts.

    Threads that work on parts of their own wait for each other twice in a step; those that share
    every operation wait thousands of times, and lose most of their time where others want the same
    cores. Batch norm sees a part at a time. A GPU takes all pictures in one part, while threads
    see to the texts, which are a small share of the work.
    """

    def __init__(self, model: CLIP, threads: int, bf16: bool, device: torch.device) -> None:
        """Give each thread a vision tower of the same parameters and with its own statistics.

        `device` is where the vision tower of `model` is.
        """
        count = threads if device.type == "cpu" else 1
        towers = [model.visual] + [copy.deepcopy(model.visual) for _ in range(count - 1)]
        for twin in towers[1:]:
            for own, shared in zip(twin.modules(), model.visual.modules(), strict=True):
                own._parameters = shared._parameters
        self._model, self._towers, self._bf16, self._device = model, towers, bf16, device
        self._pool = ThreadPoolExecutor(threads)

    def learn(self, batch: Batch) -> float:
        """Add a batch's gradients to the parameters; returns the loss."""
        parts = batch.pictures.chunk(len(self._towers))
        jobs: list[Callable[[], torch.Tensor]] = [
            partial(self._see, tower, part) for tower, part in zip(self._towers, parts, strict=True)
        ]
        jobs += [partial(encode_tokens, self._model, t) for t in (batch.captions, batch.bank)]
        rows = list(self._pool.map(lambda job: job(), jobs))
        leaves = [row.detach().requires_grad_() for row in rows]
        loss = loss_of(torch.cat(leaves[:-2]), *leaves[-2:], self._model.logit_scale, batch)
        loss.backward()
        list(self._pool.map(lambda row, leaf: row.backward(leaf.grad), rows, leaves))
        return float(loss.item())

    def _see(self, tower: torch.nn.Module, pictures: torch.Tensor) -> torch.Tensor:
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._bf16):
            seen = tower(pictures.to(self._device, memory_format=torch.channels_last))
        return F.normalize(seen.float(), dim=-1).cpu()


def encode_tokens(model: CLIP, tokens: torch.Tensor) -> torch.Tensor:
    """CLIP's text tower on tokens (n, 48): unit rows (n, 256), each distinct caption encoded once.

    Captions go in parts of about one length and are cut there. Attention looks back only, so the
    result is that of full length at a fraction of the cost.
    """
    distinct, place = torch.unique(tokens, dim=0, return_inverse=True)
    parts = (distinct != 0).sum(dim=1).argsort().chunk(TEXT_PARTS)
    embedded = model.token_embedding(distinct)
    rows = torch.cat([_encode_part(model, distinct[part], embedded[part]) for part in parts])
    return rows[torch.cat(parts).argsort()][place]


def _encode_part(model: CLIP, tokens: torch.Tensor, embedded: torch.Tensor) -> torch.Tensor:
    longest = int((tokens != 0).sum(dim=1).max())
    tokens = tokens[:, :longest]
    x = embedded[:, :longest] + model.positional_embedding[:longest]
    x = model.ln_final(model.transformer(x, attn_mask=model.attn_mask[:longest, :longest]))
    ends = tokens.argmax(dim=1)
    return F.normalize(x[torch.arange(len(x)), ends] @ model.text_projection, dim=-1)


def loss_of(
    seen: torch.Tensor,
    captions: torch.Tensor,
    bank: torch.Tensor,
    logit_scale: torch.Tensor,
    batch: Batch,
) -> torch.Tensor:
    """What the unit rows of a batch get wrong: captions, names, and who rides."""
    seen = seen * logit_scale.exp().clamp(max=50)
    among = seen @ bank.T
    named, ridden = name_loss(among, batch.marks), trait_loss(among, batch.marks, batch.coloured)
    return caption_loss(seen @ captions.T, batch.true) + named + 0.6 * ridden
