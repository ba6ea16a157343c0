"""How well the demonstration model sees, on crops that it was never trained on."""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import open_clip
import torch
from _drawing import Crops
from PIL import Image

from indexer.simulate.captions import LANGUAGES, Language, name_of
from indexer.simulate.contrasts import NAMES, TRAITS, trait_phrase, traits_of
from indexer.simulate.things import COLOURS, Thing
from indexer.simulate.words import Trait

LARGE_PX = 48
"""From this size on the figures of riders, heads and loads are given apart."""
Encode = Callable[[Sequence[str]], torch.Tensor]
"""Texts to unit rows (n, d)."""


@torch.inference_mode()
def measure(folder: Path, crops: Crops, threads: int) -> dict[str, dict[str, float]]:
    """Figures by language form, through open_clip's own loader and preprocessing."""
    torch.set_num_threads(1)
    model, _, preprocess = open_clip.create_model_and_transforms(f"local-dir:{folder}")
    tokenizer = open_clip.get_tokenizer(f"local-dir:{folder}")
    model.eval()

    @torch.inference_mode()
    def see(part: np.ndarray) -> torch.Tensor:
        rows = torch.stack([preprocess(Image.fromarray(picture)) for picture in part])
        return model.encode_image(rows, normalize=True)

    with ThreadPoolExecutor(threads) as pool:
        parts = np.array_split(crops.pictures, math.ceil(len(crops.pictures) / 200))
        seen = torch.cat(list(pool.map(see, parts)))

    def encode(texts: Sequence[str]) -> torch.Tensor:
        return model.encode_text(tokenizer(list(texts)), normalize=True)

    return {
        language: names_figures(seen, crops, encode, language)
        | traits_figures(seen, crops, encode, language)
        for language in LANGUAGES
    }


def names_figures(
    seen: torch.Tensor, crops: Crops, encode: Encode, language: Language
) -> dict[str, float]:
    """Accuracy over the 56 phrases of type and colour, by parts, and of the first five of each.

    Every crop must show a thing.
    """
    things = [thing for _, thing, _ in crops.subjects]
    likeness = seen @ encode([name_of(kind, colour, language) for kind, colour in NAMES]).T
    guesses = [NAMES[index] for index in likeness.argmax(dim=1).tolist()]
    named = [(thing.type, thing.colour) for thing in things if thing]
    pairs = list(zip(guesses, named, strict=True))
    first = likeness.topk(5, dim=0).indices.T.tolist()
    right = [NAMES[name] == named[row] for name, rows in enumerate(first) for row in rows]
    return {
        "joint": float(np.mean([guess == is_ for guess, is_ in pairs])),
        "type": float(np.mean([guess[0] == is_[0] for guess, is_ in pairs])),
        "colour": float(np.mean([guess[1] == is_[1] for guess, is_ in pairs])),
        "precision@5": float(np.mean(right)),
    }


def traits_figures(
    seen: torch.Tensor, crops: Crops, encode: Encode, language: Language
) -> dict[str, float]:
    """Of motorbikes, their colour given: one rider or two, all helmets or none, a box, a bag.

    `riders` and `helmets` are balanced accuracies between two phrases; `box` and `bag` the chance
    that one with it is liked better by the phrase than one without (the area under the ROC curve).
    """
    things = [thing for _, thing, _ in crops.subjects]
    backs = np.array([back for *_, back in crops.subjects])
    bikes = np.array([t is not None and t.type == "motorbike" for t in things])
    large = bikes & (np.array(crops.long_px) >= LARGE_PX)
    table = trait_likeness(seen, things, encode, language)
    true = np.array([traits_of(thing) for thing in things], bool)
    figures = {}
    for name, rows in (("", bikes), (f" ≥ {LARGE_PX} px", large)):
        figures[f"riders{name}"] = told_apart(table[rows], true[rows], "one", "two")
        figures[f"helmets{name}"] = told_apart(table[rows], true[rows], "helmets", "bare heads")
        for load in ("box", "bag"):
            alone = rows & true[:, TRAITS.index("one")] & (backs if load == "bag" else True)
            column = TRAITS.index(load)
            figures[f"{load}{name}"] = ranked_above(table[alone, column], true[alone, column])
    return figures


def trait_likeness(
    seen: torch.Tensor, things: Sequence[Thing | None], encode: Encode, language: Language
) -> np.ndarray:
    """Likeness (n, traits) of each picture to the plain phrase of each trait, in its colour."""
    table = np.zeros((len(things), len(TRAITS)), np.float32)
    for colour in COLOURS:
        rows = [i for i, thing in enumerate(things) if thing and thing.colour == colour]
        said = encode([trait_phrase(trait, colour, language) for trait in TRAITS])
        table[rows] = (seen[rows] @ said.T).numpy()
    return table


def told_apart(table: np.ndarray, true: np.ndarray, one: Trait, other: Trait) -> float:
    """Mean recall of two exclusive traits when only their two phrases are compared."""
    first, second = TRAITS.index(one), TRAITS.index(other)
    guess = table[:, first] >= table[:, second]
    return float((guess[true[:, first]].mean() + (~guess)[true[:, second]].mean()) / 2)


def ranked_above(likeness: np.ndarray, true: np.ndarray) -> float:
    """The area under the ROC curve: how often a true one is liked better than a false one."""
    return float((likeness[true][:, None] > likeness[~true][None]).mean())
