"""What the demonstration model is trained to do: tell each picture's captions from all others."""

import numpy as np
import torch
import torch.nn.functional as F

from indexer.simulate.contrasts import HEADS, LOADS, NAMES, RIDERS, TRAITS, Marks, trait_column


def caption_loss(logits: torch.Tensor, true: torch.Tensor) -> torch.Tensor:
    """Contrastive, with everything that is true of a picture as its share of the target.

    `logits` and `true` are (pictures, captions); each picture and each caption has a true one.
    """
    by_picture = true / true.sum(dim=1, keepdim=True)
    by_caption = true / true.sum(dim=0, keepdim=True)
    loss = -(by_picture * logits.log_softmax(dim=1)).sum(dim=1).mean()
    return (loss - (by_caption * logits.log_softmax(dim=0)).sum(dim=0).mean()) / 2


def name_loss(logits: torch.Tensor, marks: Marks) -> torch.Tensor:
    """Each thing among all names of type and colour, and each name among all things."""
    rows = torch.from_numpy(np.flatnonzero(marks.name >= 0))
    names = torch.from_numpy(marks.name)[rows]
    among = logits[rows, : len(NAMES)]
    return F.cross_entropy(among, names) + _columns(among, F.one_hot(names, len(NAMES)).bool()) / 2


def trait_loss(logits: torch.Tensor, marks: Marks, coloured: np.ndarray) -> torch.Tensor:
    """Each motorbike's riders and heads among their rivals, and each trait among all motorbikes.

    `coloured` (n,) says for which pictures the phrases name the colour too.
    """
    bikes = np.flatnonzero(marks.traits[:, RIDERS].any(axis=1))
    if not len(bikes):
        return logits.sum() * 0
    first = trait_column(np.where(coloured[bikes], marks.colour[bikes], -1))
    columns = torch.from_numpy(np.asarray(first)[:, None] + np.arange(len(TRAITS)))
    own, true = logits[torch.from_numpy(bikes)].gather(1, columns), marks.traits[bikes]
    loss = sum(_among(own[:, group], true[:, group]) for group in (RIDERS, HEADS))
    told, plain = torch.from_numpy(marks.told[bikes]), int(trait_column(-1))
    whole = logits[torch.from_numpy(bikes), plain : plain + len(TRAITS)]
    for said in (own, whole):
        among = said.masked_fill(~told, -torch.inf)
        for group, weight in ((RIDERS, 0.15), (HEADS, 0.1), (LOADS, 1.0)):
            loss = loss + weight * _columns(among[:, group], torch.from_numpy(true[:, group]))
    return loss


def _among(logits: torch.Tensor, true: np.ndarray) -> torch.Tensor:
    """Cross-entropy over exclusive phrases, of the pictures that one of them is true of."""
    rows = np.flatnonzero(true.any(axis=1))
    if not len(rows):
        return logits.sum() * 0
    return F.cross_entropy(logits[rows], torch.from_numpy(true[rows].argmax(axis=1)))


def _columns(logits: torch.Tensor, true: torch.Tensor) -> torch.Tensor:
    """For each phrase that is true of some pictures and false of others: those among all."""
    told = true.any(dim=0) & ~true.all(dim=0)
    if not told.any():
        return torch.zeros(())
    share = true[:, told].float()
    share = share / share.sum(dim=0, keepdim=True)
    among = logits[:, told].log_softmax(dim=0)
    return -(share * among.masked_fill(share == 0, 0.0)).sum(dim=0).mean()
