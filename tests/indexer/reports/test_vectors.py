"""Vectors of report texts: in pieces, in parts, following the log, searched exactly in scope."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.encoder import Embeddings
from embeddings.hash_encoder import HashEncoder
from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.ids import Interval, ReportId
from indexer.progress import NoProgress
from indexer.reports.log import ReportLog
from indexer.reports.report import Report
from indexer.reports.sqlite_index import SqliteReportIndex
from indexer.reports.text_index import ReportQuery
from indexer.reports.vectors import follow
from indexer.reports.vectors.follow import follow_log
from indexer.reports.vectors.near import Near, nearest, reads_any
from indexer.reports.vectors.pieces import MOST_PIECES, in_pieces
from indexer.reports.vectors.store import Contents, VectorStore

ENCODER = HashEncoder(16)
ANY = ReportQuery("")


class Short(HashEncoder):
    """Reads six words, and counts what it was given."""

    def __init__(self) -> None:
        super().__init__(16)
        self.encoded = 0

    def reads_whole(self, texts: Sequence[str]) -> list[bool]:
        return [len(text.split()) <= 6 for text in texts]

    def encode_texts(self, texts: Sequence[str]) -> Embeddings:
        self.encoded += len(texts)
        return super().encode_texts(texts)


def report(number: int, text: str = "", **more: object) -> Report:
    made = Report(ReportId(f"r{number:03d}"), "tip", "zalo", text or f"tin số {number}", number)
    return replace(made, **more)  # type: ignore[arg-type]


def logged(folder: Path, *batches: Iterable[Report]) -> ReportLog:
    log = ReportLog(Folder(folder))
    for batch in batches:
        reports = list(batch)
        log.append(reports, f"{[(one.id, one.text, one.edited_at_ms) for one in reports]}")
    return log


def followed(folder: Path, log: ReportLog, encoder: HashEncoder = ENCODER) -> int:
    return follow_log(Folder(folder), log, encoder, NoProgress())


def asked(folder: Path, words: str, query: ReportQuery = ANY, limit: int = 500) -> list[Near]:
    contents = VectorStore(Folder(folder), ENCODER.card).contents()
    return list(islice(nearest(contents, ENCODER.encode_texts([words])[0], query), limit))


@given(st.text(), st.integers(1, 8))
def test_pieces_are_read_whole_and_hold_every_word(text: str, words: int) -> None:
    def whole(texts: Sequence[str]) -> list[bool]:
        return [len(one.split()) <= words for one in texts]

    (pieces,) = in_pieces([text], whole)
    assert all(whole(pieces))
    held = " ".join(pieces).split()
    assert held == text.split()[: len(held)]
    assert len(pieces) == MOST_PIECES or len(held) == len(text.split())


def test_a_text_is_parted_between_sentences_where_it_can_be() -> None:
    text = "Một hai ba bốn. Năm sáu bảy tám! Chín mười"
    assert in_pieces([text, "ngắn"], Short().reads_whole) == [
        ("Một hai ba bốn.", "Năm sáu bảy tám! Chín mười"), ("ngắn",)
    ]  # fmt: skip


def test_a_long_report_is_found_by_any_of_its_pieces(tmp_path: Path) -> None:
    text = "Một hai ba bốn. Năm sáu bảy tám! Chín mười"
    followed(tmp_path, logged(tmp_path, [report(1, text), report(2)]), Short())
    for piece in ("Một hai ba bốn.", "Năm sáu bảy tám! Chín mười"):
        first, second = asked(tmp_path, piece)
        assert (first.report, second.report) == ("r001", "r002")
        assert first.similarity == pytest.approx(1.0, abs=1e-3)


def test_edits_and_deletions_are_followed_and_nothing_is_embedded_twice(tmp_path: Path) -> None:
    encoder = Short()
    log = logged(tmp_path, [report(number) for number in range(6)])
    assert followed(tmp_path, log, encoder) == 6 and encoder.encoded == 6
    assert followed(tmp_path, log, encoder) == 0
    edited = report(1, "đã sửa", edited_at_ms=9)
    gone = report(2, deleted=True, edited_at_ms=9)
    log = logged(tmp_path, [edited, replace(gone, text=""), report(7)])
    assert followed(tmp_path, log, encoder) == 2 and encoder.encoded == 8
    assert asked(tmp_path, "đã sửa")[0].report == "r001"
    assert asked(tmp_path, "tin số 1")[0].similarity < 0.99, "what it said before is gone"
    assert {near.report for near in asked(tmp_path, "x")} == {
        f"r{number:03d}" for number in (0, 1, 3, 4, 5, 7)
    }
    assert VectorStore(Folder(tmp_path), ENCODER.card).contents().reports == 6


def test_a_log_put_back_has_its_vectors_made_anew(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    followed(one, logged(one, [report(1)], [report(2)], [report(3)]))
    log = logged(other, [report(8)])
    assert follow_log(Folder(one), log, ENCODER, NoProgress()) == 1
    assert [near.report for near in asked(one, "x")] == ["r008"]


@settings(max_examples=15)
@given(history=st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3))), max_size=6))
def test_any_history_leaves_what_the_log_holds(
    tmp_path_factory: pytest.TempPathFactory, history: list[list[tuple[int, int]]]
) -> None:
    folder = tmp_path_factory.mktemp("history")
    log, step = ReportLog(Folder(folder)), 0
    for batch in history:
        told = []
        for number, what in batch:
            step += 1
            text = "" if what == 0 else f"tin {number} lần {step}"
            told.append(report(number, text, edited_at_ms=step, deleted=what == 0))
        log.append([replace(one, text="" if one.deleted else one.text) for one in told], str(step))
        followed(folder, log)
    wanted = {one.id: one.text for one in log.reports()}
    found = asked(folder, "x")
    assert sorted(near.report for near in found) == sorted(wanted)
    for ident, text in wanted.items():
        first = asked(folder, text, limit=1)[0]
        assert (first.report, round(first.similarity, 3)) == (ident, 1.0)


KINDS, CHANNELS = ("tip", "post", "scene"), ("zalo", "facebook")
TEXTS = ("giật điện thoại ở hẻm", "mất xe máy", "làm căn cước ở đâu", "cảm ơn các anh", "ồn ào")


def various(count: int) -> list[Report]:
    rng = np.random.default_rng(1)
    return [
        report(
            number,
            f"{TEXTS[rng.integers(len(TEXTS))]} {number}",
            kind=KINDS[rng.integers(3)],
            channel=CHANNELS[rng.integers(2)],
            occurred=None if number % 3 else Interval(number * 10, number * 10 + 25),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    "query",
    [
        ANY,
        ReportQuery("", kinds=("tip", "scene")),
        ReportQuery("", channels=("facebook",)),
        ReportQuery("", channels=("nobody",)),
        ReportQuery("", categories=("snatching", "praise")),
        ReportQuery("", intervals=(Interval(100, 300), Interval(900, 1200))),
        ReportQuery("", intervals=(Interval(0, 1),)),
        ReportQuery("", kinds=("post",), channels=("zalo",), intervals=(Interval(200, 700),)),
    ],
)
def test_filters_hold_as_for_words(tmp_path: Path, query: ReportQuery) -> None:
    reports = various(120)
    followed(tmp_path, logged(tmp_path, reports[:70], reports[70:]))
    index = SqliteReportIndex(tmp_path / "text.sqlite")
    index.add(reports, 1)
    by_words = {hit.report for hit in index.search(query, 500)}
    assert {near.report for near in asked(tmp_path, "x", query)} == by_words
    index.close()


@pytest.mark.parametrize("phrase", ["điện thoại", "dien thoai", "mất xe", "điên thoại", "số", ""])
def test_left_out_phrases_are_read_as_the_text_index_reads_them(
    tmp_path: Path, phrase: str
) -> None:
    reports = [*various(40), report(90, "giat dien thoai"), report(91, "Điện, thoại")]
    index = SqliteReportIndex(tmp_path / "text.sqlite")
    index.add(reports, 1)
    left = {hit.report for hit in index.search(ReportQuery("", exclude=(phrase,)), 500)}
    assert left == {one.id for one in reports if not reads_any(one.text, (phrase,))}
    index.close()


def test_every_report_in_scope_is_compared_whatever_the_parts(tmp_path: Path) -> None:
    reports = various(900)
    log = logged(tmp_path, *(reports[at : at + 90] for at in range(0, 900, 90)))
    followed(tmp_path, log)
    rows = ENCODER.encode_texts([one.text for one in reports])
    scores = rows @ ENCODER.encode_texts(["một câu hỏi"])[0]
    best = [reports[at].id for at in np.argsort(-scores)]
    found = asked(tmp_path, "một câu hỏi", limit=900)
    assert len(found) == 900 and len({near.report for near in found}) == 900
    assert [near.report for near in found][:5] == best[:5]
    assert np.allclose([near.similarity for near in found], np.sort(scores)[::-1], atol=2e-3)


def test_ties_stand_by_id(tmp_path: Path) -> None:
    alike = [report(number, "như nhau") for number in (5, 3, 9, 1)]
    followed(tmp_path, logged(tmp_path, alike[:2], alike[2:]))
    assert [near.report for near in asked(tmp_path, "như nhau")] == ["r001", "r003", "r005", "r009"]


def test_parts_stay_few_and_none_is_left_behind(tmp_path: Path) -> None:
    for number in range(40):
        followed(tmp_path, logged(tmp_path, [report(number)]))
    folder = Folder(tmp_path).child(f"reports/vectors/{ENCODER.card.fingerprint[:16]}")
    parts = json.loads(folder.read("parts.json"))["parts"]
    assert sum(part["vectors"] for part in parts) == 40 and len(parts) <= 6
    assert len(folder.names()) == 1 + 2 * len(parts)


def test_another_encoder_has_a_store_of_its_own_and_the_old_one_goes(tmp_path: Path) -> None:
    log = logged(tmp_path, [report(1)])
    followed(tmp_path, log)
    other = HashEncoder(24)
    assert VectorStore(Folder(tmp_path), other.card).contents().generation == -1
    assert followed(tmp_path, log, other) == 1
    assert VectorStore(Folder(tmp_path), ENCODER.card).contents().generation == -1


def test_what_is_damaged_is_said(tmp_path: Path) -> None:
    followed(tmp_path, logged(tmp_path, [report(1)]))
    (vectors,) = tmp_path.rglob("*.faiss")
    vectors.write_bytes(vectors.read_bytes()[:-4])
    with pytest.raises(StorageFailed, match="truyvet reports vectors"):
        asked(tmp_path, "x")


def test_parts_that_are_joined_while_they_are_opened_are_read_from_the_new_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed(tmp_path, logged(tmp_path, [report(1)]))
    opened, meanwhile = VectorStore._opened, [report(2), report(3)]

    def slowly(self: VectorStore, listed: bytes) -> Contents:
        if meanwhile:
            later = [meanwhile.pop(), meanwhile.pop()]
            followed(tmp_path, logged(tmp_path, later))
        return opened(self, listed)

    monkeypatch.setattr(VectorStore, "_opened", slowly)
    assert VectorStore(Folder(tmp_path), ENCODER.card).contents().reports == 3


def test_a_run_that_stops_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "BATCH", 10)
    log, encoder = logged(tmp_path, [report(number) for number in range(45)]), Short()

    def fails(texts: Sequence[str]) -> list[bool]:
        if encoder.encoded >= 30:
            raise RuntimeError("stopped")
        return [True] * len(texts)

    monkeypatch.setattr(encoder, "reads_whole", fails)
    with pytest.raises(RuntimeError):
        followed(tmp_path, log, encoder)
    assert len(asked(tmp_path, "x")) == 30, "what was embedded counts already"
    assert followed(tmp_path, log) == 15
    assert len(asked(tmp_path, "x")) == 45
