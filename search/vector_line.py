"""Whether report texts are searched by an encoder's vectors: only where that was measured to help.

`truyvet reports vectors measure` asks questions whose right reports are known, and keeps for its
encoder what it saw: how good the answers are without and with vectors, and the curve that makes
probabilities of cosines (as `search.relevance` has for moments). `TRUYVET_REPORT_VECTORS` turns
them on or off whatever was measured.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from embeddings.encoder import Fingerprint
from indexer.folder import Folder
from search.relevance import Curve

LEAST_GAIN = 0.01
"""In nDCG@10; for less, a second index of reports is not worth its making."""
FILE = "report-vectors.json"


@dataclass(frozen=True)
class VectorLine:
    """What was measured of an encoder: nDCG@10 without and with vectors, over so many questions."""

    model: str
    questions: int
    before: float
    after: float
    curve: Curve

    @property
    def gain(self) -> float:
        """What vectors add."""
        return self.after - self.before

    @property
    def helps(self) -> bool:
        """Whether they add enough."""
        return self.gain > LEAST_GAIN

    @staticmethod
    def from_json(told: dict[str, Any]) -> "VectorLine":
        """From the form in the file."""
        return VectorLine(**{**told, "curve": Curve.from_json(told["curve"])})


def line_of(data: Folder, fingerprint: Fingerprint) -> VectorLine | None:
    """What was measured of an encoder in this data folder; None if nothing was."""
    told = _held(data).get(fingerprint)
    return VectorLine.from_json(told) if told else None


def keep_line(data: Folder, fingerprint: Fingerprint, line: VectorLine) -> None:
    """Keep what was measured."""
    told = {**_held(data), fingerprint: asdict(line)}
    data.write(FILE, json.dumps({"encoders": told}, sort_keys=True).encode())


def any_line(data: Folder) -> bool:
    """Whether some encoder was measured to help: else none has to be opened to know."""
    return any(VectorLine.from_json(told).helps for told in _held(data).values())


def _held(data: Folder) -> dict[str, Any]:
    if not data.exists(FILE):
        return {}
    encoders: dict[str, Any] = json.loads(data.read(FILE))["encoders"]
    return encoders
