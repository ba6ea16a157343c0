"""Watches over a real index, told to real servers: each new hit once, whatever happens between."""

import base64
import email
import email.policy
import hashlib
import hmac
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from search.cases.cases import Cases
from search.cli.main import main
from search.errors import BadQuestion, Closed, NotAllowed, NotAllSearched
from search.newly import position
from search.position import Position
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import State, open_state
from search.watches.look import look
from search.watches.outbox import MOST_TRIES, Outbox, pause_s
from search.watches.rounds import Rounds
from search.watches.send import Sender, send_due
from search.watches.watch import AskedWatch, Watch
from search.watches.watches import Watches
from tests.search.district import District
from tests.search.watches.receivers import Hook, Post, hook, post_office

FAR = 4 * 10**12
"""Milliseconds since the epoch: the year 2096."""
SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
TIP = ("t1", "xe máy đỏ trên đường Nguyễn Văn Quá", "2022-04-27T21:05:00+07:00")
OTHER = ("t2", "xe tải trắng ở Tô Ký", "2022-04-27T21:30:00+07:00")
HALF = ("t3", "xe đạp màu đỏ", "2022-04-27T21:40:00+07:00")


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = District(tmp_path_factory.mktemp("watched") / "district")
    made.film("first", 90)
    made.tell([("t0", "xe máy đỏ hôm qua", "2022-04-26T21:05:00+07:00")])
    return made.root


@pytest.fixture
def town(tmp_path: Path, filmed: Path) -> District:
    shutil.copytree(filmed, tmp_path / "district", symlinks=True)
    return District(tmp_path / "district")


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(f"sqlite:///{tmp_path / 'state.sqlite'}") as opened:
        yield opened


@pytest.fixture
def hooked() -> Iterator[Hook]:
    with hook() as served:
        yield served


@pytest.fixture
def posted() -> Iterator[Post]:
    with post_office() as served:
        yield served


@pytest.fixture
def settings(town: District, hooked: Hook, posted: Post) -> Settings:
    return Settings(
        data=town.data.uri,
        notify=f"{hooked.url}/in, @police.example",
        webhook_secret=SECRET,
        smtp_url=posted.url,
        mail_from="truyvet@police.example",
        page_url="https://truyvet.example/",
    )


@pytest.fixture
def service(settings: Settings, state: State) -> Service:
    return Service(settings, state)


@pytest.fixture
def rounds(service: Service, settings: Settings, state: State) -> Rounds:
    return Rounds(service, state, Sender(settings))


@pytest.fixture
def case(state: State) -> int:
    return Cases(state).make("VA-118", "Cướp giật", "an").id


def watch(
    service: Service, case: int, *targets: str, question: str = "xe máy đỏ", **more: Any
) -> Watch:
    asked = AskedWatch("Xe máy đỏ", {"question": question}, "tin mới", targets, **more)
    return service.watch(case, asked, "an")


def found(state: State, case: int) -> list[tuple[str, str]]:
    return [(one.hit.kind, one.hit.id) for one in reversed(Watches(state).hits(case, 99))]


def test_only_what_is_new_is_found_and_each_hit_once(
    town: District, service: Service, rounds: Rounds, state: State, case: int
) -> None:
    made = watch(service, case)
    assert rounds.once().hits == 0 and state.audit.list(9) == [], "nothing is new: no search"
    town.film("later", 130)
    town.tell([TIP, OTHER, HALF])
    done = rounds.once()
    hits = found(state, case)
    new = {span.footage for span in service.index.footage.noted(made.looked.noted, 99)}
    assert {ident.partition(".")[0] for kind, ident in hits if kind == "moment"} == new
    assert len(new) == 1 and [ident for kind, ident in hits if kind == "report"] == ["t1"]
    assert done.hits == len(hits) == Watches(state).unread(case)
    (search,) = state.audit.list(9, "VA-118")
    assert (search.entry.asker, search.entry.reason) == ("an", "tin mới")
    assert search.entry.parameters["new"]["watch"] == made.id
    assert rounds.once().hits == 0 and len(state.audit.list(9)) == 1
    town.tell([(TIP[0], TIP[1] + ", biển số 59", TIP[2])])
    assert rounds.once().hits == 0, "another version of a report that was told of"
    town.tell([("t9", "thấy xe máy màu đỏ", "2022-04-28T21:05:00+07:00")])
    assert rounds.once().hits == 1 and found(state, case)[-1] == ("report", "t9")


def test_a_watchs_search_is_replayed_over_what_was_new_then(
    town: District, service: Service, rounds: Rounds, state: State, case: int
) -> None:
    watch(service, case)
    town.film("later", 130)
    town.tell([TIP])
    rounds.once()
    (search,) = state.audit.list(1)
    town.film("latest", 160)
    town.tell([("t9", "xe máy đỏ", "2022-04-28T21:05:00+07:00")])
    replayed = service.replay(search.id, "court", "VA-118", "phúc thẩm")
    assert replayed["same"] and replayed["recorded"], replayed["added"]
    asked = SearchRequest(question="xe máy đỏ", case="VA-118", reason="x")
    assert len(service.search(asked)["hits"]) > len(replayed["recorded"])


def test_marks_teach_a_watch_from_what_was_there_before(
    town: District, service: Service, rounds: Rounds, state: State, case: int
) -> None:
    old = service.search(SearchRequest(question="xe máy đỏ", sources=("footage",)))["hits"]
    marks = {"accept": [old[0]["id"]], "reject": [old[1]["id"], "0000000000000000.0-900"]}
    asked = AskedWatch("x", {"question": "xe máy đỏ", **marks}, "tin mới", weak=True)
    service.watch(case, asked, "an")
    town.film("later", 130)
    assert rounds.once().troubles == []
    hits = [ident for kind, ident in found(state, case) if kind == "moment"]
    assert hits and not set(hits) & {one["id"] for one in old}
    (search,) = state.audit.list(1)
    there = {"accept": [old[0]["id"]], "reject": [old[1]["id"]]}
    assert search.entry.understood["marks"] == there, "what is gone teaches no more"
    assert service.replay(search.id, "court", "VA-118", "phúc thẩm")["same"]


def test_webhooks_are_signed_and_mail_is_written(
    town: District, service: Service, rounds: Rounds, hooked: Hook, posted: Post, case: int
) -> None:
    made = watch(service, case, f"{hooked.url}/in/nvq", "an@police.example")
    town.tell([TIP])
    assert rounds.once().sent == 2
    ((path, headers, body),) = hooked.got
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.digest(bytes(range(32)), signed, hashlib.sha256)
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
    assert path == "/in/nvq" and headers["content-type"] == "application/json"
    told = json.loads(body)
    assert (told["type"], told["case"], told["watch"]) == ("watch.hits", "VA-118", made.id)
    assert [(hit["kind"], hit["id"]) for hit in told["hits"]] == [("report", "t1")]
    assert TIP[1] not in body.decode(), "a report's text stays in the log"
    ((sender, receiver, message),) = posted.got
    assert (sender, receiver) == ("truyvet@police.example", "an@police.example")
    mail = email.message_from_bytes(message, policy=email.policy.default)
    assert mail["Subject"] == "[VA-118] Xe máy đỏ: 1 kết quả mới / new"
    text = mail.get_content()  # type: ignore[attr-defined]
    assert "27/04/2022 21:05:00" in text and "https://truyvet.example/cases/1" in text
    assert TIP[1] not in text
    assert rounds.once().sent == 0


def test_a_run_that_is_killed_before_it_keeps_finds_the_same_again(
    town: District, service: Service, rounds: Rounds, state: State, hooked: Hook, case: int
) -> None:
    made = watch(service, case, f"{hooked.url}/in")
    town.tell([TIP])

    class Killed(BaseException):
        pass

    class Dies(Outbox):
        def keep(self, *args: Any) -> int | None:
            raise Killed

    with pytest.raises(Killed):
        look(made, position(service.index), service, Dies(state))
    assert found(state, case) == []
    assert rounds.once().hits == 1 and len(hooked.got) == 1


def test_two_runs_at_once_keep_a_hit_once(
    town: District, service: Service, state: State, hooked: Hook, case: int
) -> None:
    made = watch(service, case, f"{hooked.url}/in")
    town.tell([TIP])
    upto, outbox = position(service.index), Outbox(state)
    assert look(made, upto, service, outbox) == 1
    assert look(made, upto, service, outbox) is None
    assert found(state, case) == [("report", "t1")]
    assert len(Watches(state).deliveries(case, 9)) == 1


def test_a_sender_that_is_killed_sends_again_under_the_same_id(
    town: District, service: Service, rounds: Rounds, settings: Settings, state: State,
    hooked: Hook, case: int,
) -> None:  # fmt: skip
    watch(service, case, f"{hooked.url}/in")
    town.tell([TIP])
    hooked.status = 500
    rounds.once()
    hooked.status = 204
    outbox = Outbox(state)
    later = 4 * 10**12
    taken = outbox.take(later)
    assert taken is not None and outbox.take(later) is None, "one sender's turn"
    Sender(settings).send(taken)  # and killed before it could note so
    taken = outbox.take(later + 61_000)
    assert taken is not None
    Sender(settings).send(taken)
    outbox.sent(taken)
    ids = [headers["webhook-id"] for _, headers, _ in hooked.got]
    assert len(ids) == 3 and len(set(ids)) == 1


def test_what_is_not_received_is_tried_again_and_then_dead(
    town: District, service: Service, rounds: Rounds, state: State, hooked: Hook, posted: Post,
    case: int,
) -> None:  # fmt: skip
    watch(service, case, f"{hooked.url}/in", "an@police.example")
    town.tell([TIP])
    hooked.status, posted.refuses = 302, True
    done = rounds.once()
    assert (done.sent, done.not_sent) == (0, 2)
    assert [path for path, _, _ in hooked.got] == ["/in"], "no redirect is followed"
    waiting = Watches(state).deliveries(case, 9)
    assert {one.state for one in waiting} == {"waiting"}
    assert {one.trouble for one in waiting} >= {f"{hooked.url}/in answered 302"}
    assert rounds.once().not_sent == 0, "not yet due"
    outbox = Outbox(state)
    for number in range(2, MOST_TRIES + 1):
        taken = outbox.take(FAR + number * 10**8)
        assert taken is not None and taken.target == f"{hooked.url}/in"
        outbox.failed(taken, "answered 500")
        other = outbox.take(FAR + number * 10**8)
        assert other is not None
        outbox.failed(other, "550")
    dead = Watches(state).deliveries(case, 9)
    assert [(one.state, one.tries) for one in dead] == [("dead", MOST_TRIES)] * 2
    assert outbox.take(2 * FAR) is None
    assert [pause_s(tries) for tries in (1, 2, 3, 20)] == [30, 60, 120, 3600]


def test_a_target_is_checked_when_a_watch_is_made_and_when_it_is_told(
    town: District, service: Service, settings: Settings, state: State, hooked: Hook, case: int
) -> None:
    with pytest.raises(NotAllowed, match="TRUYVET_NOTIFY"):
        watch(service, case, f"{hooked.url}/admin")
    with pytest.raises(BadQuestion):
        watch(service, case, "gopher://x")
    unsigned = Service(settings.model_copy(update={"webhook_secret": None}), state)
    with pytest.raises(NotAllowed, match="TRUYVET_WEBHOOK_SECRET"):
        watch(unsigned, case, f"{hooked.url}/in")
    mailless = Service(settings.model_copy(update={"smtp_url": None}), state)
    with pytest.raises(NotAllowed, match="TRUYVET_SMTP_URL"):
        watch(mailless, case, "an@police.example")
    watch(service, case, f"{hooked.url}/in")
    town.tell([TIP])
    narrowed = settings.model_copy(update={"notify": ("@police.example",)})
    assert Rounds(service, state, Sender(narrowed)).once().not_sent == 1
    assert hooked.got == []
    (refused,) = Watches(state).deliveries(case, 9)
    assert refused.state == "dead" and "TRUYVET_NOTIFY" in (refused.trouble or "")
    assert send_due(Outbox(state), Sender(settings)) == (0, 0)


def test_a_watch_ends_with_its_case_and_with_its_key(
    town: District, service: Service, rounds: Rounds, state: State, case: int
) -> None:
    first = watch(service, case)
    cases, kept = Cases(state), Watches(state)
    closed = cases.close(case, True, cases.board(case).case.version, "bình")
    stopped = kept.get(case, first.id).stopped
    assert stopped is not None and (stopped.why, stopped.by) == ("case_closed", "bình")
    assert closed.closed_by == "bình"
    with pytest.raises(Closed, match="open it again"):
        watch(service, case)
    with pytest.raises(Closed):
        cases.entitle(case, "x", closed.version, "an")
    cases.close(case, False, closed.version, "bình")
    state.keys.add("an")
    second = watch(service, case)
    state.keys.revoke("an")
    town.tell([TIP])
    done = rounds.once()
    assert done.stopped == [(second.id, "the key 'an' that made it was revoked")]
    ended = kept.get(case, second.id).stopped
    assert ended is not None and ended.why == "key_revoked" and found(state, case) == []
    did = [change.did for change in cases.changes(case)]
    assert did[-4:] == [
        "closed the case",
        "opened the case again",
        "made a watch",
        "stopped a watch",
    ]


def test_a_run_that_cannot_search_all_keeps_what_it_found_and_comes_again(
    town: District, service: Service, state: State, rounds: Rounds, case: int
) -> None:
    made = watch(service, case)
    town.film("later", 130)
    town.tell([TIP])
    frames = service.index.frames
    (entry,) = set(frames.shards()) - set(frames.shards(made.looked.footage))
    vectors = Path(town.data.local_path(entry.vectors_name))
    kept = vectors.read_bytes()
    vectors.write_bytes(b"")
    with pytest.raises(NotAllSearched):
        look(made, position(service.index), service, Outbox(state))
    vectors.write_bytes(kept)
    assert found(state, case) == [("report", "t1")]
    assert Watches(state).get(case, made.id).looked == made.looked
    assert rounds.once().troubles == [] and len(found(state, case)) > 1


def test_an_index_made_anew_is_said_and_watched_from_then_on(
    town: District, service: Service, state: State, rounds: Rounds, case: int
) -> None:
    made = watch(service, case)
    Outbox(state).move_on(made, Position(99, 99, 99))
    ((_, trouble),) = rounds.once().troubles
    assert "made anew" in trouble
    kept = Watches(state)
    assert kept.get(case, made.id).looked == position(service.index)
    assert rounds.once().troubles == [] and kept.get(case, made.id).trouble == trouble
    town.tell([TIP])
    assert rounds.once().hits == 1 and kept.get(case, made.id).trouble is None


def test_the_command_runs_and_lists(
    town: District, service: Service, settings: Settings, hooked: Hook, tmp_path: Path,
    case: int, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    watch(service, case, f"{hooked.url}/in")
    town.tell([TIP])
    monkeypatch.setenv("TRUYVET_NOTIFY", " ".join(settings.notify))
    monkeypatch.setenv("TRUYVET_WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("TRUYVET_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    here = ["--data", town.data.uri, "watch"]
    assert main([*here, "run", "--once", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["hits"], told["sent"], len(hooked.got)) == (1, 1, 1)
    assert main([*here, "list", "--case", "VA-118"]) == 0
    assert "1  VA-118: Xe máy đỏ → page, http://127.0.0.1" in capfd.readouterr().out
    assert main([*here, "list", "--case", "VA-119"]) == 1
    assert "no case 'VA-119'" in capfd.readouterr().err
