"""Cases on both databases: what adds loses nothing, what changes says what it was made upon."""

import json
import subprocess
import sys
from typing import Any

import pytest

from search.cases.case import Case, Subject
from search.cases.cases import Cases
from search.errors import BadQuestion, NotThere, Stale, Taken, UnknownName
from search.state.audit import AuditEntry
from search.state.database import State, open_state

MOMENT = Subject("moment", "5d1c0f9be02a7741.271000-279500")
LATER = Subject("moment", "5d1c0f9be02a7741.402000-407000")
REPORT = Subject("report", "zalo/2022-04-27/0117")
CAMERA = {"id": "nvq-03", "name": "Nguyễn Văn Quá 3", "lat": 10.8391, "lon": 106.6302}
SHOWN: dict[Subject, dict[str, Any]] = {
    MOMENT: {"camera": CAMERA, "start": "2022-04-27T21:04:33+07:00", "footage": "5d1c0f9be02a7741"},
    LATER: {"camera": CAMERA, "start": "2022-04-27T21:06:41+07:00", "footage": "5d1c0f9be02a7741"},
    REPORT: {
        "kind": "tip",
        "received_at": "2022-04-28T07:00:00+07:00",
        "occurred": {"after": "2022-04-27T20:30:00+07:00", "before": "2022-04-27T21:30:00+07:00"},
    },
}

EDITOR = """
import json, sys
from search.cases.case import Subject
from search.cases.cases import Cases
from search.state.database import open_state
url, case, name, shown = sys.argv[1], int(sys.argv[2]), sys.argv[3], json.loads(sys.argv[4])
with open_state(url) as state:
    cases = Cases(state)
    for number in range(20):
        cases.pins.add(case, Subject("moment", f"{name}-{number}"), shown, name)
        cases.pins.add(case, Subject("moment", f"both-{number}"), shown, name)
"""


@pytest.fixture
def cases(state: State) -> Cases:
    return Cases(state)


@pytest.fixture
def case(cases: Cases) -> Case:
    return cases.make("VA-118", "Cướp giật tối 27/4", "an")


def pin(cases: Cases, case: Case, subject: Subject, by: str = "an") -> bool:
    return cases.pins.add(case.id, subject, SHOWN[subject], by)[1]


def test_a_case_is_found_by_name_and_by_id(cases: Cases, case: Case) -> None:
    other = cases.make("12/2022", "khác", "bình")
    assert cases.named("VA-118") == case == cases.board(case.id).case
    assert cases.latest(10) == [other, case] and cases.latest(1) == [other]
    assert (case.version, case.by) == (1, "an")


def test_a_name_is_given_once(cases: Cases, case: Case) -> None:
    with pytest.raises(Taken, match="'VA-118'"):
        cases.make("VA-118", "another", "bình")
    assert cases.latest(10) == [case]


def test_what_is_not_there_is_said(cases: Cases, case: Case) -> None:
    for call in (
        lambda: cases.named("nothing"),
        lambda: cases.board(99),
        lambda: cases.changes(99),
        lambda: pin(cases, Case(99, "", "", 1, "", case.at), MOMENT),
        lambda: cases.pins.remove(case.id, MOMENT, 1, "an"),
        lambda: cases.notes.edit(case.id, 7, "text", 1, "an"),
        lambda: cases.searches.remove(case.id, 7, 1, "an"),
    ):
        with pytest.raises(NotThere):
            call()


def test_the_board_is_in_the_order_of_what_it_shows(cases: Cases, case: Case) -> None:
    for subject in (LATER, MOMENT, REPORT):
        assert pin(cases, case, subject)
    board = cases.board(case.id)
    assert [one.subject for one in board.pins] == [REPORT, MOMENT, LATER]
    assert [one.shown for one in board.pins] == [SHOWN[s] for s in (REPORT, MOMENT, LATER)]


def test_a_pin_is_added_once_and_stays_as_it_was(cases: Cases, case: Case, state: State) -> None:
    search = state.audit.write(AuditEntry("an", None, None, "xe đỏ", {}, {}))
    box = (0.1, 0.2, 0.3, 0.45)
    first, is_new = cases.pins.add(
        case.id, MOMENT, SHOWN[MOMENT], "an", pts_ms=61_200, box=box, search=search
    )
    assert is_new and (first.box, first.pts_ms, first.search) == (box, 61_200, search)
    again, is_new = cases.pins.add(case.id, MOMENT, SHOWN[MOMENT], "bình", pts_ms=5)
    assert not is_new and again == first
    assert cases.board(case.id).pins == (first,)
    assert cases.board(case.id).case.version == 2


def test_a_pin_names_a_search_that_was_made(cases: Cases, case: Case) -> None:
    with pytest.raises(UnknownName, match="search 1 "):
        cases.pins.add(case.id, MOMENT, SHOWN[MOMENT], "an", search=1)
    assert cases.board(case.id).pins == ()


def test_two_editors_at_once_lose_no_pin(state_url: str, cases: Cases, case: Case) -> None:
    shown = json.dumps(SHOWN[MOMENT])
    editors = [
        subprocess.Popen([sys.executable, "-c", EDITOR, state_url, str(case.id), name, shown])
        for name in ("an", "bình")
    ]
    assert [editor.wait(120) for editor in editors] == [0, 0]
    board = cases.board(case.id)
    expected = {f"{name}-{n}" for name in ("an", "bình", "both") for n in range(20)}
    assert sorted(one.subject.id for one in board.pins) == sorted(expected)
    versions = [change.version for change in cases.changes(case.id)]
    assert versions == list(range(1, 62)) and board.case.version == 61


def test_a_stale_change_is_refused_and_says_what_changed(cases: Cases, case: Case) -> None:
    cases.entitle(case.id, "Cướp giật, hai nghi phạm", case.version, "bình")
    with pytest.raises(Stale, match="bình changed the title") as stale:
        cases.entitle(case.id, "Cướp điện thoại", case.version, "an")
    assert cases.board(case.id).case.title == "Cướp giật, hai nghi phạm"
    assert stale.value.version == 2
    (change,) = stale.value.changes
    assert change["values"] == {"title": "Cướp giật, hai nghi phạm"} and change["by"] == "bình"
    assert cases.entitle(case.id, "Cướp điện thoại", 2, "an").version == 3


def test_what_others_add_meanwhile_makes_no_change_stale(cases: Cases, case: Case) -> None:
    note = cases.notes.add(case.id, "hai người", None, "an")
    seen = cases.board(case.id).case.version
    pin(cases, case, MOMENT, "bình")
    cases.notes.add(case.id, "mũ đen", MOMENT, "bình")
    assert cases.notes.edit(case.id, note.id, "hai người, mũ đen", seen, "an").edited_by == "an"
    assert cases.entitle(case.id, "x", seen, "an").title == "x"


def test_a_version_that_is_not_there_yet_is_refused(cases: Cases, case: Case) -> None:
    with pytest.raises(BadQuestion, match="version 9"):
        cases.entitle(case.id, "x", 9, "an")


def test_notes_are_changed_and_taken_away_as_they_were_seen(cases: Cases, case: Case) -> None:
    note = cases.notes.add(case.id, "mũ đen", MOMENT, "an")
    seen = cases.board(case.id).case.version
    cases.notes.edit(case.id, note.id, "mũ đen, áo khoác", seen, "bình")
    for change in (
        lambda: cases.notes.edit(case.id, note.id, "mũ trắng", seen, "an"),
        lambda: cases.notes.remove(case.id, note.id, seen, "an"),
    ):
        with pytest.raises(Stale, match="bình changed a note"):
            change()
    (kept,) = cases.board(case.id).notes
    assert (kept.text, kept.about, kept.by, kept.edited_by) == (
        "mũ đen, áo khoác", MOMENT, "an", "bình",
    )  # fmt: skip
    cases.notes.remove(case.id, note.id, seen + 1, "an")
    assert cases.board(case.id).notes == ()


def test_an_id_is_never_given_twice(cases: Cases, case: Case) -> None:
    first = cases.notes.add(case.id, "một", None, "an")
    cases.notes.remove(case.id, first.id, 2, "an")
    assert cases.notes.add(case.id, "hai", None, "an").id > first.id


def test_a_pin_is_taken_away_only_as_it_was_seen(cases: Cases, case: Case) -> None:
    pin(cases, case, MOMENT)
    cases.pins.remove(case.id, MOMENT, 2, "an")
    pin(cases, case, MOMENT, "bình")
    with pytest.raises(Stale, match="bình pinned"):
        cases.pins.remove(case.id, MOMENT, 2, "an")
    assert [one.by for one in cases.board(case.id).pins] == ["bình"]


def test_a_search_is_kept_under_its_name(cases: Cases, case: Case) -> None:
    request = {"question": "xe máy đỏ gần Nguyễn Văn Quá"}
    saved, is_new = cases.searches.add(case.id, "xe đỏ", request, "an")
    assert is_new and cases.board(case.id).searches == (saved,) and saved.request == request
    assert cases.searches.add(case.id, "xe đỏ", request, "bình") == (saved, False)
    with pytest.raises(Taken, match="'xe đỏ'"):
        cases.searches.add(case.id, "xe đỏ", {"question": "khác"}, "bình")
    cases.searches.remove(case.id, saved.id, 2, "an")
    assert cases.board(case.id).searches == ()


def test_every_change_stands_in_the_audit_log(cases: Cases, case: Case, state: State) -> None:
    pin(cases, case, MOMENT, "bình")
    cases.notes.add(case.id, "mũ đen", MOMENT, "an")
    changes = cases.changes(case.id)
    assert [(c.version, c.by, c.did) for c in changes] == [
        (1, "an", "made the case"), (2, "bình", "pinned"), (3, "an", "wrote a note"),
    ]  # fmt: skip
    assert cases.changes(case.id, since=2) == changes[2:]
    chain = state.audit.verify_chain()
    assert (chain.rows, chain.broken_at) == (3, None)
    assert state.audit.list(10) == [], "a change is not a search"


def test_a_refused_change_leaves_nothing(cases: Cases, case: Case, state: State) -> None:
    before = state.audit.verify_chain()
    for call in (
        lambda: cases.make("VA-118", "x", "an"),
        lambda: cases.pins.add(case.id, MOMENT, SHOWN[MOMENT], "an", search=99),
        lambda: cases.pins.add(case.id, MOMENT, {}, "an"),
    ):
        with pytest.raises((Taken, UnknownName, KeyError)):
            call()
    assert state.audit.verify_chain() == before
    assert cases.board(case.id).case == case


def test_what_was_written_is_there_when_it_is_opened_again(
    state_url: str, cases: Cases, case: Case
) -> None:
    pin(cases, case, MOMENT)
    with open_state(state_url) as again:
        assert Cases(again).board(case.id) == cases.board(case.id)
