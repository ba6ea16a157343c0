"""How the demonstration model learns: what its losses ask for, and that threads change nothing."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from indexer.simulate.captions import as_rows, traits, truth, write_caption
from indexer.simulate.contrasts import NAMES, TRAITS, marks_of, phrases, trait_column
from indexer.simulate.crops import sample_thing_to_learn
from indexer.simulate.things import COLOURS, Thing

FOLDER = Path(__file__).resolve().parents[2] / "scripts" / "training"
BANK = len(NAMES) + len(TRAITS) * (1 + len(COLOURS))
BAG = TRAITS.index("bag")


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The scripts' own modules, which are no part of the package."""
    monkeypatch.syspath_prepend(str(FOLDER))
    import _losses
    import _step
    import train

    yield type("Modules", (), {"losses": _losses, "step": _step, "train": train})
    for name in ("_losses", "_step", "_drawing", "_figures", "train"):
        sys.modules.pop(name, None)


def a_bike(bag: bool, seed: int) -> Thing:
    return Thing("motorbike", "red", 1, (True,), False, bag, ("white",), seed)


def bag_loss(modules: Any, liked: list[float], told: list[bool]) -> float:
    """The loss of one motorbike with a bag and two without, whose bag phrases are liked so much."""
    bikes = [a_bike(number == 0, number) for number in range(3)]
    logits = torch.zeros(3, BANK)
    for colour in (-1, COLOURS.index("red")):
        logits[:, int(trait_column(colour)) + BAG] = torch.tensor(liked)
    loss = modules.losses.trait_loss(logits, marks_of(bikes, told), np.ones(3, bool))
    return float(loss)


def test_the_bag_is_learned_where_it_can_be_told_and_only_there(modules: Any) -> None:
    everybody = [True] * 3
    assert bag_loss(modules, [5, 0, 0], everybody) < bag_loss(modules, [0, 0, 0], everybody)
    assert bag_loss(modules, [0, 5, 0], everybody) > bag_loss(modules, [0, 0, 0], everybody)
    hidden = [True, False, True]
    assert bag_loss(modules, [0, 5, 0], hidden) == bag_loss(modules, [0, 0, 0], hidden)
    assert bag_loss(modules, [0, 0, 5], hidden) > bag_loss(modules, [0, 0, 0], hidden)


def test_a_name_is_learned_among_all_names(modules: Any) -> None:
    bus = Thing("bus", "blue")
    marks = marks_of([a_bike(False, 1), bus, None], [False] * 3)
    logits = torch.zeros(3, BANK)
    before = float(modules.losses.name_loss(logits, marks))
    logits[0, NAMES.index(("motorbike", "red"))] = 4
    assert float(modules.losses.name_loss(logits, marks)) < before


def test_pictures_grow_to_the_size_the_model_is_used_at(modules: Any) -> None:
    sides = [modules.train.side_px(step, 100) for step in range(100)]
    assert sides == sorted(sides)
    assert sides[0] < 64 and sides[-40:] == [64] * 40


def a_batch(modules: Any) -> Any:
    rng = np.random.default_rng(1)
    things = [sample_thing_to_learn(rng) for _ in range(8)]
    words = modules.train.Words()
    captions = [write_caption(rng, "thing", thing, "en") for thing in things]
    true = truth(
        as_rows([traits("thing", thing) for thing in things]), as_rows([c.claim for c in captions])
    )
    return modules.step.Batch(
        torch.randn(8, 3, 32, 32, generator=torch.Generator().manual_seed(1)),
        words.rows([caption.text for caption in captions]),
        torch.from_numpy(true).float(),
        words.rows(phrases(rng, "en")),
        marks_of(things, [True] * 8),
        np.ones(8, bool),
    )


def test_two_threads_learn_the_same_each_time(modules: Any) -> None:
    gradients = []
    for _ in range(2):
        torch.manual_seed(3)
        model = modules.train.CLIP(**modules.train.MODEL)
        loss = modules.step.Halves(model, 2, False, torch.device("cpu")).learn(a_batch(modules))
        assert np.isfinite(loss)
        kept = [p.grad for p in model.parameters() if p.grad is not None]
        gradients.append(torch.cat([gradient.flatten() for gradient in kept]))
        assert len(kept) == len(list(model.parameters()))
    assert torch.equal(*gradients)
    assert float(gradients[0].abs().max()) > 0
