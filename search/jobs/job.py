"""A job: what is to be done, by whom it was asked, how far it is, and what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from indexer.ids import local_iso

Kind = Literal["index", "import", "merge", "reindex"]
State = Literal["waiting", "running", "done", "failed", "cancelled", "dead"]
STATES: tuple[State, ...] = ("waiting", "running", "done", "failed", "cancelled", "dead")
"""`dead`: the process that ran it is no more. Asked for again, it goes on where it was."""
ENDED = frozenset(("done", "failed", "cancelled", "dead"))


@dataclass(frozen=True)
class Job:
    """One job. `request` is what was asked, its kind included; `stages` is how far it is.

    `cancelling` says that it was told to stop and has not yet. `result` is what the command of the
    same name prints; `reason` says why it failed. Times are UTC ms.
    """

    id: int
    kind: Kind
    state: State
    asker: str
    request: Mapping[str, Any]
    made_at_ms: int
    started_at_ms: int | None
    ended_at_ms: int | None
    cancelling: bool
    stages: Sequence[Mapping[str, Any]]
    result: Mapping[str, Any] | None
    reason: str | None

    def to_json(self) -> dict[str, Any]:
        """The job as the API and the command show it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "asker": self.asker,
            "request": dict(self.request),
            "made_at": local_iso(self.made_at_ms),
            "started_at": _iso(self.started_at_ms),
            "ended_at": _iso(self.ended_at_ms),
            "cancelling": self.cancelling,
            "stages": list(self.stages),
            "result": None if self.result is None else dict(self.result),
            "reason": self.reason,
        }


def _iso(ms: int | None) -> str | None:
    return None if ms is None else local_iso(ms)
