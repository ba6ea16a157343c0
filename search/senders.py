"""Who sent a report, opened for one who may, in the audit log before it is opened."""

from typing import Any

from indexer.ids import ReportId
from indexer.reports.identities import Identities
from search.errors import NotAllowed, NotThere
from search.index import Index
from search.state.database import State


def open_sender(
    report: ReportId, index: Index, state: State, asker: str, case: str | None, reason: str | None
) -> dict[str, Any]:
    """The sender of a report as it came in, and under which number the audit log has this.

    NotAllowed without the scope `sender`, a case and a reason; NotThere if there is no such
    report or it came without a sender.
    """
    if not state.keys.may(asker, "sender"):
        raise NotAllowed(
            f"{asker} may not see who sent a report; that takes a key made for it "
            "(`truyvet keys add NAME --scope sender`)"
        )
    if not (case and reason):
        raise NotAllowed("to see who sent a report needs a `case` and a `reason`: both are logged")
    told = {"asker": asker, "case": case, "reason": reason, "report": report}
    audited = state.audit.note("sender", None, told, case)
    found = index.log.get(report)
    if found is None or not found.sender_ref:
        raise NotThere(f"there is no report {report!r}, or it came without a sender")
    sender = Identities(index.data).open(found.sender_ref)
    if sender is None:
        raise NotThere(f"the sender of {report!r} is not kept any more")
    return {"report": report, "sender": sender, "audited": audited}
