"""A case as a bundle of evidence: a BagIt bag that stands by itself, and says how to check it.

    data/report.vi.html, data/report.en.html   the case as people read it
    data/report.vi.pdf, data/report.en.pdf     the same to print and file
    data/footage/FOOTAGE/NAME                  original bytes of each pinned moment's footage file
    data/derived/NNN/                          stills and a clip of a moment, labelled as derived
    data/reports/NNN.json                      pinned reports, never their senders
    data/attachments/NNN/                      what came with them, as it came: see below
    data/records/                              case, changes, searches, audit rows, originals
    verify.py                                  checks every byte; needs only Python

Attachments as they came go to keys with the scopes `details` and `sender` alone; for others there
is what `search.cases.attached_evidence` derives.

It is written to the audit log before anything is read; its seal is a change of the case.
"""

from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import or_, select

from search.cases.attached_evidence import sight_of
from search.cases.bag import Bag, new_folder
from search.cases.case import Board, Bundled, Change, Form
from search.cases.cases import Cases
from search.cases.evidence import Evidence, Item, json_bytes
from search.cases.report import Account, report_html
from search.cases.report_pdf import report_pdf
from search.cases.words import Language
from search.errors import NotAllowed
from search.index import Index
from search.masks import mask_for
from search.state.audit import COLUMNS, AuditRecord, canonical, case_hash
from search.state.database import State
from search.state.models import AuditCaseRow, AuditRow, CaseChangeRow

MOST_SEARCHES = 10_000
"""Searches of a case in a bundle; the latest."""


def make_bundle(
    case: int,
    out: Path,
    index: Index,
    state: State,
    *,
    asker: str,
    reason: str | None,
    form: Form = "evidence",
) -> Bundled:
    """Write the bundle of a case as the new folder `out`, whole or not at all.

    `form` is that of its reports.

    NotThere if there is no such case, NotAllowed if keys exist and no reason is given,
    StorageFailed if `out` is there already or cannot be written.
    """
    if state.keys.any() and not reason:
        raise NotAllowed("a bundle of evidence needs a reason (--reason): it goes to the audit log")
    board = Cases(state).board(case)
    sight = sight_of(asker, state.keys)
    with new_folder(out) as folder:
        told = {"asker": asker, "case": board.case.name, "reason": reason, "form": form,
                "attachments": sight}  # fmt: skip
        audited = state.audit.note("bundling", None, told, board.case.name)
        bag = Bag(folder)
        mask = mask_for(asker, state.keys, index.view().gazetteer)
        evidence = Evidence(bag, index, mask, sight)
        items = _fill(bag, board, index, state, form, evidence)
        seal = bag.close(_about(board, items))
        size = sum(kept.size for kept in bag.payload.values())
        values = {"seal": seal, "files": len(bag.payload), "reason": reason}
        Cases(state).note_bundle(case, audited, values, asker)
    troubles = [(item.number, item.pin.subject.id, one) for item in items for one in item.troubles]
    return Bundled(out, seal, len(bag.payload), size, tuple(troubles))


def _fill(
    bag: Bag, board: Board, index: Index, state: State, form: Form, evidence: Evidence
) -> list[Item]:
    items = [evidence.of(number, pin) for number, pin in enumerate(board.pins, 1)]
    changes = Cases(state).changes(board.case.id)
    searches = state.audit.list(MOST_SEARCHES, board.case.name)
    chain = state.audit.verify_chain()
    records = {
        "case": {**board.to_json(), "pins": [item.to_json() for item in items]},
        "changes": [change.to_json() for change in changes],
        "searches": [search.to_json() for search in searches],
        "originals": list(evidence.originals.values()),
        "audit-chain": {"rows": chain.rows, "head": chain.head, "broken_at": chain.broken_at},
    }
    for name, value in records.items():
        bag.write(f"records/{name}.json", json_bytes(value))
    bag.write("records/audit-rows.jsonl", _audit_rows(state, board))
    account = replace(_account(board, items, changes, searches, index), form=form)
    languages: tuple[Language, ...] = ("vi", "en")
    for language in languages:
        bag.write(f"report.{language}.html", report_html(account, language).encode())
        bag.write(f"report.{language}.pdf", report_pdf(account, language, bag.folder / "data"))
    return items


def _account(
    board: Board,
    items: list[Item],
    changes: list[Change],
    searches: list[AuditRecord],
    index: Index,
) -> Account:
    return Account(
        board=board,
        items=tuple(items),
        changes=tuple(changes),
        searches=tuple(searches),
        gazetteer=index.view().gazetteer,
        made_at=datetime.now(UTC),
        program=_program(),
    )


def _about(board: Board, items: list[Item]) -> dict[str, str]:
    return {
        "Bagging-Date": datetime.now(UTC).date().isoformat(),
        "Bag-Software-Agent": _program(),
        "External-Identifier": board.case.name,
        "External-Description": board.case.title,
        "Internal-Sender-Description": f"case version {board.case.version}, {len(items)} pins",
    }


def _program() -> str:
    return f"truyvet {version('truyvet')}"


def _audit_rows(state: State, board: Board) -> bytes:
    """The rows of the audit log about a case, one JSON object a line, each with its hash."""
    named = select(AuditCaseRow.audit_id).where(
        AuditCaseRow.case_hash == case_hash(board.case.name)
    )
    changed = select(CaseChangeRow.audit_id).where(CaseChangeRow.case_id == board.case.id)
    own = or_(AuditRow.id.in_(named), AuditRow.about.in_(named), AuditRow.id.in_(changed))
    with state.store.reading() as connection:
        rows = connection.execute(select(AuditRow).where(own).order_by(AuditRow.id)).all()
    lines = [{name: getattr(row, name) for name in (*COLUMNS, "hash")} for row in rows]
    return "".join(canonical(line) + "\n" for line in lines).encode()
