"""How often a thing that leads its like was seen at its place, in all that a question asks for.

A search looks at its best regions alone; what stood before a camera for hours has more. So the one
camera is searched once more, for the thing itself, and what is found is folded as in the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.shard import ShardEntry
from search.example import unit
from search.folded import SAME_LOOK, fold, folded_of
from search.frames import FrameHits, FrameRetriever
from search.moments import Moment, group_moments
from search.plan import FrameScope
from search.stored_looks import scored

FIRST_K, MOST_K = 500, 8_000
"""Looks of one camera taken to count; where the last is still the same thing, there are more."""


@dataclass(frozen=True)
class SeenAgain:
    """Counts in one scope of these shards."""

    frames: FrameRetriever
    shards: Sequence[ShardEntry]
    scope: FrameScope

    def counted(self, moment: Moment) -> Moment:
        """The moment with all that is to be folded into it."""
        looked = unit(moment.best.embedding)
        found, is_all = self._found(moment, looked)
        own = scored([moment.best, *moment.beside], looked)
        moments = group_moments(found.hits, {moment.id: own})
        (leading,) = (one for one in fold(moments, {moment.id}) if one[0].id == moment.id)
        again = leading[1:]
        return folded_of(moment, again, at_least=not is_all) if again else moment

    def _found(self, moment: Moment, looked: np.ndarray) -> tuple[FrameHits, bool]:
        """The looks of its camera most like it, and whether all that are the same are there."""
        here = FrameScope((moment.camera,), self.scope.intervals)
        least, k = SAME_LOOK[moment.best.region.kind], FIRST_K
        while True:
            found = self.frames.search(looked, self.shards, here, k)
            is_all = found.exhausted or not found.hits or found.hits[-1].score < least
            if is_all or k >= MOST_K:
                return found, is_all
            k *= 4
