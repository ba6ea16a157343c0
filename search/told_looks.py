"""What reports tell of looks: a caption of each, and how well a moment fits it.

"2 thằng đi con xe máy đỏ" is a caption, "two people on a red motorbike": a picture can fit it. How
probable it is that a moment shows it is told by the encoder's relevance line, as for a question:
by the looks at the moment that fit the caption best, which need not be those that fit the question
best. On the look that is the reddest, the second rider may be hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from embeddings.encoder import Encoder
from indexer.folding import nfc
from indexer.ids import ReportId
from indexer.reports.report import Report
from search.aim import phrase_vectors
from search.example import Vector
from search.moments import Moment, worth_together
from search.question.caption import caption_of
from search.question.lexicon import mentions
from search.relevance import Curve

_VEHICLE = "vehicle"


def caption(text: str) -> str:
    """A caption of the vehicle a report tells of; empty if it names none, or only "a vehicle"."""
    found = mentions(nfc(text))
    things = [one for one in found if one.concept.sort == "thing"]
    if all(one.concept.english[0] == _VEHICLE for one in things):
        return ""
    return caption_of(found)


@dataclass(frozen=True)
class ToldLooks:
    """The looks that reports tell of: captions by report, vectors (dim,) by caption.

    Without a `curve` nothing is said of how well a moment fits.
    """

    captions: Mapping[ReportId, str] = field(default_factory=dict)
    vectors: Mapping[str, Vector] = field(default_factory=dict)
    curve: Curve | None = None
    _known: dict[int, Mapping[str, float]] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def of(reports: Sequence[Report], encoder: Encoder, curve: Curve | None) -> "ToldLooks":
        """Of the reports that name a vehicle; each caption is encoded once."""
        if curve is None:
            return ToldLooks()
        captions = {report.id: told for report in reports if (told := caption(report.text))}
        different = sorted(set(captions.values()))
        rows = phrase_vectors([(told, "en") for told in different], encoder) if different else ()
        return ToldLooks(captions, dict(zip(different, rows, strict=True)), curve)

    def vector(self, report: ReportId) -> Vector | None:
        """What a report tells of, as a query; None where it names nothing."""
        told = self.captions.get(report)
        return None if told is None else self.vectors[told]

    def fit(self, moment: Moment, report: ReportId) -> float | None:
        """The probability that the moment shows what the report tells of, None if of nothing."""
        told = self.captions.get(report)
        if told is None or self.curve is None:
            return None
        key = id(moment.best)
        if key not in self._known:
            self._known[key] = self._fits(moment, self.curve)
        return self._known[key][told]

    def _fits(self, moment: Moment, curve: Curve) -> dict[str, float]:
        """By caption."""
        looks = (moment.best, *moment.beside)
        scores = np.stack([look.embedding for look in looks]) @ np.stack([*self.vectors.values()]).T
        when = np.array([look.region.pts_ms for look in looks])
        return {
            told: curve.probability(worth_together(when, column))
            for told, column in zip(self.vectors, scores.T, strict=True)
        }
