"""What reports tell of looks: a caption of each, and how well a moment fits it.

"2 thằng đi con xe máy đỏ" is a caption, "two people on a red motorbike": a picture can fit it. How
probable it is that a moment shows it is told by the encoder's relevance line, as for a question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from embeddings.encoder import Encoder
from indexer.folding import nfc
from indexer.ids import ReportId
from indexer.reports.report import Report
from search.aim import phrase_vectors
from search.example import Vector
from search.moments import Moment
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
    _known: dict[tuple[int, str], float] = field(default_factory=dict, compare=False, repr=False)

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
        key = (id(moment.best), told)
        if key not in self._known:
            score = float(self.vectors[told] @ moment.best.embedding)
            self._known[key] = self.curve.probability(score)
        return self._known[key]
