"""The weights of linking and fusion, learned on labelled evenings (`scripts/fit_linking`)."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent / "weights" / "linking.json"


@dataclass(frozen=True)
class ReportWeights:
    """Log-odds that a report tells of what was asked: a sum of weighted features.

    `words` weighs the share of the question that is told, 0 to 1; `text` its text's score as a
    share of the best one's; `differs` what is told otherwise; `placed` and `timed` that its place
    and time are known.
    """

    bias: float
    words: float
    text: float
    differs: float
    placed: float
    timed: float


@dataclass(frozen=True)
class MomentWeights:
    """Log-odds that a moment belongs to what was asked, from those of the relevance line.

    `beyond` is added where the question names more than can be seen ("a red motorbike that fled"),
    `blind` where it names nothing that can be: then no picture says much.
    """

    bias: float
    logit: float
    beyond: float
    blind: float


@dataclass(frozen=True)
class LinkWeights:
    """The kernel's widths in metres and seconds, and how much links are believed.

    `rivals` is what each other moment of the same camera that fits a report as well takes away;
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
