"""What is made to do harm: refused with a reason, or kept as text that does nothing."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.reports.formats import json_items
from indexer.reports.sources import SOURCES
from tests.indexer.reports.formats.reading import read

EVENT = {"event_name": "user_send_text", "timestamp": "1651068000000",
         "message": {"msg_id": "1", "text": "xe"}}  # fmt: skip


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_an_archive_is_read_file_by_file(tmp_path: Path) -> None:
    files = {"Kín/messages/message_1.json": json.dumps(EVENT).encode(), "Kín/a.jpg": b"x",
             "b.json": b"{broken"}  # fmt: skip
    found = read(tmp_path, "export.zip", packed(files), "zalo")
    assert found.texts == ["xe"]
    assert found.refusals[0][1].startswith("b.json: malformed JSON")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"no archive", "damaged"),
        (packed({"a.json": b" " * 30_000_000}), "grows more than"),
        (packed({"a.jpg": b"x"}), "file in the archive"),
        (packed({"a.json": b"[]"})[:-30], "damaged"),
    ],
    ids=["no archive", "a bomb", "nothing to read", "cut"],
)
def test_an_archive_that_is_none_or_a_bomb_is_refused(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    found = read(tmp_path, "export.zip", content, "zalo")
    assert found.reports == [] and reason in found.refusals[0][1]


def test_a_bomb_in_a_word_document_is_refused(tmp_path: Path) -> None:
    bomb = packed({"word/document.xml": b" " * 30_000_000})
    assert "grows more" in read(tmp_path, "a.docx", bomb, "statement").refusals[0][1]


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({**EVENT, "more": "x" * 5_000_000}, "too large"),
        ({**EVENT, "timestamp": 10**18}, "no time at all"),
        ({**EVENT, "timestamp": "Marked"}, "not a time"),
        ({**EVENT, "message": "Marked"}, "`message` must be an object"),
        ({**EVENT, "message": {"msg_id": {}, "text": "x"}}, "`id` must be a string"),
        ({**EVENT, "message": {"msg_id": "1", "text": ["x"]}}, "`text` must be a string"),
        (7, "must be an object"),
        (None, "or null"),
    ],
)
def test_an_item_that_is_wrong_is_refused_and_the_rest_goes_on(
    tmp_path: Path, item: Any, reason: str
) -> None:
    found = read(tmp_path, "e.json", [EVENT, item, EVENT], "zalo")
    assert found.texts == ["xe", "xe"]
    [(number, said)] = found.refusals
    assert number == 2 and reason in said and "Marked" not in said


def test_what_is_nested_without_end_or_breaks_off_is_refused(tmp_path: Path) -> None:
    deep = b'[{"a":' + b"[" * 500 + b"]" * 500 + b"}," + json.dumps(EVENT).encode() + b"]"
    found = read(tmp_path, "e.json", deep, "zalo")
    assert found.texts == ["xe"] and "nested too deep" in found.refusals[0][1]
    whole = json.dumps([EVENT, EVENT]).encode()
    found = read(tmp_path, "e.json", whole[:-20], "zalo")
    assert found.texts == ["xe"] and "what came before was read" in found.refusals[0][1]
    assert "empty" in read(tmp_path, "e.json", b"[]", "zalo").refusals[0][1]


def test_a_text_without_an_end_is_not_held_in_memory() -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            if size == 0:  # the parser looks whether it is given bytes
                return b""
            self.given += 1
            assert self.given < 1_000, "read on and on"
            return b'["' if self.given == 1 else b"x" * 65_536

    endless = Endless()
    with pytest.raises(json_items.BadReport):
        list(json_items.items(endless))  # type: ignore[arg-type]
    assert endless.given * 65_536 > json_items.ENTRY_LIMIT_BYTES, "given up too early"


def test_markup_and_scripts_stay_text(tmp_path: Path) -> None:
    text = "<script>alert(1)</script> <img src=x onerror=alert(1)> {{7*7}} ' OR 1=1 --"
    event = {**EVENT, "message": {"msg_id": "1", "text": text}}
    assert read(tmp_path, "e.json", event, "zalo").texts == [text]


def test_turned_round_and_unseen_letters_are_taken_out(tmp_path: Path) -> None:
    text = "xe \u202emáy\u202c đ\u200bỏ\ufeff \u2066x\u2069 \u0085y"
    event = {**EVENT, "message": {"msg_id": "1", "text": text}}
    assert read(tmp_path, "e.json", event, "zalo").texts == ["xe máy đỏ x  y"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["data", "entry", "changes", "value", "message", "attachments", "payload",
                         "snippet", "timestamp", "timestamp_ms", "kind", "id", "verb", "item",
                         "comment", "event_name", "items", "replies", "comments"]),
        inner, max_size=5),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=VALUES, source=st.sampled_from(["facebook", "zalo", "youtube", "hotline"]))
def test_any_json_is_read_or_refused(tmp_path: Path, value: Any, source: str) -> None:
    found = read(tmp_path, "x.json", value, source)
    assert found.reports or found.refusals, "nothing is passed over in silence"
    assert all(reason for _, reason in found.refusals)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(min_size=1, max_size=200),
    form=st.sampled_from(
        [
            (source, ending)
            for source in sorted(SOURCES)
            for ending in sorted({*SOURCES[source].formats, ".zip", ".unknown"})
        ]
    ),
)
def test_any_bytes_are_read_or_refused(
    tmp_path: Path, content: bytes, form: tuple[str, str]
) -> None:
    source, ending = form
    found = read(tmp_path, f"x{ending}", content, source)
    assert found.reports or found.refusals, "nothing is passed over in silence"
    assert all(reason for _, reason in found.refusals)
