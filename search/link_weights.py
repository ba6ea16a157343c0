"""The weights of linking and fusion, learned on labelled evenings (`scripts/fit_linking`)."""

import json
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "weights" / "linking.json"


@dataclass(frozen=True)
class ReportWeights:
    """Log-odds that a report tells of what was asked: a sum of weighted features.

    The features, and what they are, are those of `search.report_features.Told`, by name.
    """

    bias: float
    words: float
    deed: float
    thing: float
    colour: float
    text: float
    other_thing: float
    other_colour: float
    same_matter: float
    other_matter: float
    quiet: float
    lacking: float
    looks_alone: float
    silent: float
    placed: float
    passed: float
    unplaced: float
    anywhere: float
    timed: float
    untimed: float
    early: float

    @property
    def row(self) -> tuple[float, ...]:
        """The weights of the features, in their order."""
        return astuple(self)[1:]


@dataclass(frozen=True)
class MomentWeights:
    """Log-odds that a moment belongs to what was asked, from those of the relevance line.

    `odds` weighs these where the question is for looks alone, `beyond_odds` where it names more
    than can be seen ("a red motorbike that fled"), which adds `beyond`. `blind` is added where it
    names nothing that can be: then no picture says anything.
    """

    bias: float
    odds: float
    beyond: float
    beyond_odds: float
    blind: float

    @property
    def row(self) -> tuple[float, ...]:
        """The weights of the features, in their order."""
        return astuple(self)[1:]


@dataclass(frozen=True)
class LinkWeights:
    """The kernel's widths in metres and seconds, and how much links are believed.

    `rivals` is what each other moment that fits a report as well takes away;
    `to_moments` and `to_reports` are the most that one link can be believed.
    """

    sigma_m: float
    sigma_s: float
    rivals: float
    to_moments: float
    to_reports: float


@dataclass(frozen=True)
class Weights:
    """All of them."""

    reports: ReportWeights
    moments: MomentWeights
    link: LinkWeights

    @staticmethod
    def from_json(told: Mapping[str, Any]) -> "Weights":
        """From the form in the file."""
        return Weights(
            ReportWeights(**told["reports"]),
            MomentWeights(**told["moments"]),
            LinkWeights(**told["link"]),
        )

    def to_json(self) -> dict[str, Any]:
        """The form in the file."""
        return asdict(self)


@cache
def shipped_weights() -> Weights:
    """The weights that ship with the package."""
    return Weights.from_json(json.loads(SHIPPED.read_text("utf-8")))
