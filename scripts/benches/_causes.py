"""Why what belongs in an answer was not among its first hits: counted, to know what to mend first.

In this order: no region shows it; those that do are cut off or hold much else; none of those is
named right, of all types and colours, by the encoder; or a region is good and others came before.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from _passed import COVERED

from indexer.region import Box, Region
from indexer.shard_reader import ShardReader
from indexer.simulate.captions import name_of
from indexer.simulate.contrasts import NAMES
from search.evaluate.ask import Outcome
from search.evaluate.judge import LONGEST_GAP_MS, box_at
from search.evaluate.key import Known
from search.question.prompts import prompts
from search.service import Service

MOST_AREA = 4.0
"""A crop is good if it holds half of the thing's box or more, and is at most so many times it."""
NO_REGION, POOR = "no region shows it", "its crops are cut off or hold much else"
NAMED_WRONG, RANKED_BELOW = "its crops are taken for something else", "others came before it"


@dataclass(frozen=True)
class Named:
    """The regions of things of one index, and which of the `NAMES` fits each best, (n,)."""

    regions: Sequence[Region]
    names: np.ndarray

    @staticmethod
    def of(service: Service) -> "Named":
        """All regions of things, named by the index's own encoder."""
        bank = service.index.encoder().encode_texts([name_of(*name, "en") for name in NAMES])
        regions: list[Region] = []
        names: list[np.ndarray] = []
        for entry in service.index.view().shards:
            reader, rows = ShardReader(service.index.data, entry), np.arange(entry.rows)
            regions += reader.regions(rows)
            names.append((np.asarray(reader.vectors(rows)) @ bank.T).argmax(axis=1))
        things = [n for n, region in enumerate(regions) if region.kind == "object"]
        return Named([regions[n] for n in things], np.concatenate(names)[things])


def causes(outcomes: Sequence[Outcome], service: Service) -> Counter[str]:
    """Over all stretches that no hit found, how many were lost to each cause."""
    named = Named.of(service)
    encoder = service.index.encoder()
    bank = encoder.encode_texts([name_of(*name, "en") for name in NAMES])
    counted: Counter[str] = Counter()
    for outcome in outcomes:
        found = frozenset[int]().union(*outcome.found)
        missed = [one for n, one in enumerate(outcome.asked.relevant) if n not in found]
        if missed:
            asked = service.explain(outcome.asked.question, outcome.asked.now, "local")
            told = encoder.encode_texts(prompts(asked.look_for, asked.language)).mean(axis=0)
            wanted = int((bank @ told).argmax())
            counted.update(_cause(one, named, wanted) for one in missed if isinstance(one, Known))
    return counted


def _cause(missed: Known, named: Named, wanted: int) -> str:
    looks = [
        (n, part)
        for n, region in enumerate(named.regions)
        if region.camera == missed.camera and _during(region.captured_at_ms, missed)
        for part in _shares(region, missed)
    ]
    if not looks:
        return NO_REGION
    good = [n for n, (inside, area) in looks if inside >= COVERED and area <= MOST_AREA]
    if not good:
        return POOR
    return RANKED_BELOW if any(named.names[n] == wanted for n in good) else NAMED_WRONG


def _during(at_ms: int, missed: Known) -> bool:
    span = missed.span
    return span.after_ms - LONGEST_GAP_MS <= at_ms <= span.before_ms + LONGEST_GAP_MS


def _shares(region: Region, missed: Known) -> list[tuple[float, float]]:
    """Of each passage: the share of its box in the region, and how many times as large that is."""
    boxes = [box_at(passage, region.captured_at_ms) for passage in missed.passages if passage.looks]
    shares = [_share(region.box, box) for box in boxes if box is not None]
    return [one for one in shares if one[0] > 0]


def _share(region: Box, box: Box) -> tuple[float, float]:
    wide = max(min(region[2], box[2]) - max(region[0], box[0]), 0.0)
    high = max(min(region[3], box[3]) - max(region[1], box[1]), 0.0)
    area = max((box[2] - box[0]) * (box[3] - box[1]), 1e-9)
    return wide * high / area, (region[2] - region[0]) * (region[3] - region[1]) / area
