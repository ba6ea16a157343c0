"""Reading report files: every bad line refused alone, with its number and a reason."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import BadReport
from indexer.ids import Interval, local_iso, to_ms
from indexer.reports.formats.entry import ENTRY_LIMIT_BYTES as LINE_LIMIT_BYTES
from indexer.reports.line import report_of
from indexer.reports.report import Report
from indexer.reports.sources import SOURCES, read_submissions
from indexer.reports.submission import Refusal, Submission

GOOD: dict[str, Any] = {
    "id": "r1",
    "kind": "tip",
    "channel": "zalo",
    "text": "xe máy đỏ",
    "received_at": "2022-04-27T21:30:00+07:00",
}


def line(**changes: Any) -> bytes:
    row = {**GOOD, **changes}
    kept = {key: value for key, value in row.items() if value is not ...}
    return json.dumps(kept, ensure_ascii=False).encode() + b"\n"


def read(path: Path, data: bytes, source: str = "jsonl") -> list[Submission | Refusal]:
    file = path / "reports.jsonl"
    file.write_bytes(data)
    return list(read_submissions(file, source))


def reports(items: list[Submission | Refusal]) -> list[Report]:
    return [item.report for item in items if isinstance(item, Submission)]


def refusals(items: list[Submission | Refusal]) -> list[tuple[int, str]]:
    return [(item.line, item.reason) for item in items if isinstance(item, Refusal)]


def test_a_whole_line_is_read(tmp_path: Path) -> None:
    data = line(
        occurred={"after": "2022-04-27T21:00:00+07:00", "before": "2022-04-27T21:10:00+07:00"},
        place={"text": "Nguyễn Văn Quá", "lat": 10.84, "lon": 106.63, "ward": "Đông Hưng Thuận"},
        media=["zalo://1.jpg"],
        sender={"name": "ai đó"},
    )
    [item] = read(tmp_path, data)
    assert isinstance(item, Submission)
    told = item.report.occurred
    assert told is not None and local_iso(told.after_ms) == "2022-04-27T21:00:00+07:00"
    assert item.report.place is not None and item.report.place.lat == 10.84
    assert item.report.media == ("zalo://1.jpg",)
    assert item.sender == {"name": "ai đó"}
    assert "ai đó" not in repr(item)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"id": "x", "text"\n', "malformed JSON at column"),
        (b"[1, 2]\n", "not a JSON object"),
        (b'"text"\n', "not a JSON object"),
        (b'{"text": "xe \xe1\xbb"}\n', "not UTF-8"),
        ('{"text": "xe"}\n'.encode("utf-16"), "not UTF-8"),
        (b'{"text": NaN}\n', "cannot be read"),
        (b"[" * 100_000 + b"\n", "cannot be read"),
        (b'{"id": ' + b"9" * 5_000 + b"}\n", "cannot be read"),
        (line(id=["a"]), "`id` must be a string"),
        (line(id=True), "`id` must be a string"),
        (line(id="x" * 513), "longer than 512 bytes"),
        (line(text=...), "`text` is missing"),
        (line(text="  \u0000 "), "`text` is missing"),
        (line(text=["xe"]), "`text` must be a string"),
        (line(kind=...), "`kind` is missing"),
        (line(kind="rumour"), "`kind` is not known"),
        (line(kind=["tip"]), "`kind` is not known"),
        (line(channel=7), "`channel` must be a string"),
        (line(channel="x" * 257), "`channel` is longer"),
        (line(received_at=...), "`received_at` is missing"),
        (line(received_at="hôm qua"), "`received_at` is not an RFC 3339 time"),
        (line(received_at=1651068000), "`received_at` is not an RFC 3339 time"),
        (line(received_at="0001-01-01T00:00:00+14:00"), "`received_at` lies outside"),
        (line(received_at="9999-12-31T23:59:59-14:00"), "`received_at` lies outside"),
        (line(occurred="tối qua"), "`occurred` must be an object"),
        (line(occurred={"after": 5}), "`after` is not an RFC 3339 time"),
        (
            line(occurred={"after": "2022-04-27T21:00Z", "before": "2022-04-27T20:00Z"}),
            "ends before it begins",
        ),
        (line(place="Tô Ký"), "`place` must be an object"),
        (line(place={"lat": 10.8}), "only one of `lat` and `lon`"),
        (line(place={"lat": "10.8", "lon": 106.6}), "`place.lat` must be a number"),
        (line(place={"lat": True, "lon": 106.6}), "`place.lat` must be a number"),
        (line(place={"lat": 106.6, "lon": 10.8}), "`place.lat` lies outside"),
        (line(place={"lat": 1, "lon": 10**400}), "`place.lon` lies outside"),
        (line(place={"text": 5}), "`text` must be a string"),
        (line(media="a.jpg"), "`media` must be a list"),
        (line(media=[1]), "`media` must be a list"),
    ],
)
def test_a_bad_line_is_refused_and_the_rest_goes_on(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    items = read(tmp_path, line(id="before") + data.rstrip(b"\n") + b"\n" + line(id="after"))
    assert [report.id for report in reports(items)] == ["before", "after"]
    [(number, said)] = refusals(items)[:1]
    assert number == 2 and reason in said


def test_a_reason_never_holds_the_content(tmp_path: Path) -> None:
    secrets = [
        b'{"text": "Nguyen Thi Marked", "sender": \n',
        line(kind="Marked"),
        line(received_at="Marked"),
        line(text=..., sender={"name": "Marked"}),
    ]
    said = " ".join(reason for _, reason in refusals(read(tmp_path, b"".join(secrets))))
    assert "Marked" not in said


def test_a_line_over_the_limit_is_passed_over_without_being_held(tmp_path: Path) -> None:
    long = line(text="x" * (2 * LINE_LIMIT_BYTES))
    items = read(tmp_path, long + line(id="next") + long.rstrip(b"\n"))
    assert [report.id for report in reports(items)] == ["next"]
    assert [number for number, _ in refusals(items)] == [1, 3]
    assert all("longer than 4,194,304 bytes" in reason for _, reason in refusals(items))


def test_a_line_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    bare = len(line(text=""))
    items = read(tmp_path, line(text="x" * (LINE_LIMIT_BYTES - bare)) + line(id="next"))
    assert [report.id for report in reports(items)] == ["r1", "next"]


def test_a_byte_order_mark_blank_lines_and_windows_line_ends(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + line(id="a") + b"\r\n  \n" + line(id="b").replace(b"\n", b"\r\n")
    items = read(tmp_path, data + line(id="c").rstrip(b"\n"))
    assert [report.id for report in reports(items)] == ["a", "b", "c"]
    assert refusals(items) == []


def test_decomposed_text_is_composed(tmp_path: Path) -> None:
    composed = "Nguyễn Văn Quá"
    data = line(text=unicodedata.normalize("NFD", composed), place={"text": "Hóc Môn"})
    [report] = reports(read(tmp_path, unicodedata.normalize("NFD", data.decode()).encode()))
    assert report.text == composed
    assert report.place is not None and report.place.text == "Hóc Môn"


def test_half_an_emoji_and_control_characters_do_no_harm(tmp_path: Path) -> None:
    data = rb'{"id":"a\u0000","kind":"tip","text":"xe \ud83d m\u0000y","received_at":"2022-04-27"}'
    [report] = reports(read(tmp_path, data))
    assert (report.id, report.text) == ("a", "xe \ufffd m y")


def test_a_line_without_an_id_gets_the_same_one_each_time(tmp_path: Path) -> None:
    first, second, other = reports(
        read(tmp_path, line(id=...) + line(id=None, sender={"name": "x"}) + line(id="", text="ô"))
    )
    assert first.id == second.id != other.id
    assert first.id.startswith("jsonl-")


def test_a_number_is_an_id_too(tmp_path: Path) -> None:
    assert [report.id for report in reports(read(tmp_path, line(id=42)))] == ["42"]


def test_times_without_an_offset_are_local(tmp_path: Path) -> None:
    [report] = reports(read(tmp_path, line(received_at="2022-04-27 21:30")))
    assert local_iso(report.received_at_ms) == "2022-04-27T21:30:00+07:00"


def test_open_ends_of_occurred(tmp_path: Path) -> None:
    at = "2022-04-27T21:00:00+07:00"
    since, until, instant = reports(
        read(
            tmp_path,
            line(occurred={"after": at}, received_at="2022-04-27T22:00:00+07:00")
            + line(occurred={"before": at})
            + line(occurred={"after": at, "before": at}),
        )
    )
    assert since.occurred == Interval(instant_ms(at), since.received_at_ms)
    assert until.occurred is None
    assert instant.occurred == Interval(instant_ms(at), instant_ms(at) + 1)


def instant_ms(text: str) -> int:
    from datetime import datetime

    return to_ms(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("source", "channel", "kind"),
    [
        ("zalo", "zalo", "tip"),
        ("facebook", "facebook", "post"),
        ("youtube", "youtube", "comment"),
        ("hotline", "hotline", "tip"),
        ("email", "email", "tip"),
        ("document", "document", "incident"),
        ("statement", "statement", "statement"),
        ("scene", "scene", "scene"),
    ],
)
def test_a_source_fills_in_channel_and_kind(
    tmp_path: Path, source: str, channel: str, kind: str
) -> None:
    bare, given = reports(
        read(tmp_path, line(kind=..., channel=...) + line(kind="comment", channel="x"), source)
    )
    assert (bare.channel, bare.kind) == (channel, kind)
    assert (given.channel, given.kind) == ("x", "comment")


def test_an_empty_file_and_none_at_all_are_refused_as_a_whole(tmp_path: Path) -> None:
    assert refusals(read(tmp_path, b""))[0][0] == 0
    assert "empty" in refusals(read(tmp_path, b"\n \n"))[0][1]
    [missing] = read_submissions(tmp_path / "none.jsonl", "jsonl")
    assert isinstance(missing, Refusal) and "No such file" in missing.reason
    [folder] = read_submissions(tmp_path, "jsonl")
    assert isinstance(folder, Refusal) and folder.path == str(tmp_path)


def test_an_unknown_source_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadReport, match="unknown source 'fax'; known are document"):
        list(read_submissions(tmp_path / "x", "fax"))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["after", "before", "lat", "lon", "text", "ward"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=6,
    ),
    st.sampled_from([*GOOD, "occurred", "place", "media", "sender"]),
    st.sampled_from(sorted(SOURCES)),
)
def test_any_value_in_any_field_is_read_or_refused(value: Any, name: str, source: str) -> None:
    try:
        report = report_of({**GOOD, name: value}, SOURCES[source].defaults)
    except BadReport as error:
        assert str(error)
    else:
        assert report.id and report.received_at_ms


@pytest.mark.parametrize(
    ("name", "content", "source", "reason"),
    [
        ("a.json", b"", "zalo", "the file is empty"),
        ("a.docx", b"", "statement", "the file is empty"),
        ("a.eml", b"", "email", "the file is empty"),
        ("a.csv", "Mã,Thời gian,Nội dung\n".encode(), "hotline", "nothing in it is a report"),
        ("a.json", b'{"event_name": "user_seen"}', "zalo", "nothing in it is a report of zalo"),
        ("a.xlsx", b"PK", "hotline", "save it as .csv"),
        ("A.DOC", b"\xd0\xcf", "statement", "save it as .docx"),
        ("a.mbox", b"From a\n", "zalo", "--source email"),
        ("a.docx", b"PK", "hotline", "--source document or statement or scene"),
        ("a.json", b"hello", "facebook", "malformed JSON: nothing could be read"),
    ],
)
def test_a_file_that_gives_nothing_says_why(
    tmp_path: Path, name: str, content: bytes, source: str, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    items = list(read_submissions(tmp_path / name, source))
    assert reports(items) == [] and len(items) == 1
    assert reason in refusals(items)[0][1]


def test_a_folder_is_named_as_one(tmp_path: Path) -> None:
    [(number, reason)] = refusals(list(read_submissions(tmp_path, "zalo")))
    assert number == 0 and "reports watch" in reason
