"""The outbox over SQLite and over PostgreSQL: hits once, messages in turns, overlaps are one."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from search.cases.cases import Cases
from search.position import BEGINNING, Position
from search.state.audit import AuditEntry
from search.state.database import State
from search.watches.outbox import Outbox
from search.watches.watch import AskedWatch, NewHit, Watch
from search.watches.watches import Watches
from tests.databases import postgres_server, state, state_url

__all__ = ["postgres_server", "state", "state_url"]

FOOTAGE = "5d1c0f9be02a7741"
TARGETS = ("an@police.example", "https://alerts.example/")


@pytest.fixture
def watch(state: State) -> Watch:
    case = Cases(state).make("VA-118", "Cướp giật", "an").id
    asked = AskedWatch("đỏ", {"question": "xe máy đỏ"}, "tin mới", TARGETS, weak=True)
    return Watches(state).add(case, asked, BEGINNING, "an")


@pytest.fixture
def search(state: State) -> int:
    return state.audit.write(AuditEntry("an", "VA-118", "tin mới", "x", {}, {}))


def moment(after: int, before: int, footage: str = FOOTAGE) -> NewHit:
    return NewHit("moment", f"{footage}.{after}-{before}", {"likely": True})


def test_a_moment_that_overlaps_one_found_is_the_same(
    state: State, watch: Watch, search: int
) -> None:
    outbox, kept = Outbox(state), Watches(state)
    first = Position(1, 1, 1)
    assert outbox.keep(watch, first, search, [moment(1000, 5000), moment(9000, 9500)], {}) == 2
    again = replace(watch, looked=first)
    later = [moment(4000, 8000), moment(9600, 9900), moment(1000, 5000, "0" * 16)]
    assert outbox.keep(again, Position(2, 1, 1), search, later, {}) == 2
    assert kept.unread(watch.case) == 4 and len(kept.deliveries(watch.case, 9)) == 4
    assert kept.read(watch.case, 2, "bình") == 2 and kept.unread(watch.case) == 2
    assert kept.get(watch.case, watch.id).asked == watch.asked
    first_found = kept.hits(watch.case, 9)[-1]
    assert first_found.read_by == "bình" and first_found.read_at is not None


def test_runs_at_once_keep_once_and_senders_take_turns(
    state: State, watch: Watch, search: int
) -> None:
    outbox = Outbox(state)
    hits = [moment(1000, 5000)]
    with ThreadPoolExecutor(4) as pool:
        runs = [
            pool.submit(outbox.keep, watch, Position(1, 1, 1), search, hits, {}) for _ in range(4)
        ]
        assert sorted(str(run.result()) for run in runs) == ["1", "None", "None", "None"]
        taken = list(pool.map(lambda _: outbox.take(), range(4)))
    targets = [delivery.target for delivery in taken if delivery is not None]
    assert sorted(targets) == sorted(TARGETS)


def test_nothing_is_kept_for_a_watch_that_has_ended(
    state: State, watch: Watch, search: int
) -> None:
    Watches(state).stop(watch.case, watch.id, "an")
    assert Outbox(state).keep(watch, Position(1, 1, 1), search, [moment(0, 9)], {}) is None
    assert Watches(state).hits(watch.case, 9) == []
