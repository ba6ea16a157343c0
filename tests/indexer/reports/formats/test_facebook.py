"""Facebook: the export with its broken UTF-8, the Graph API, webhooks."""

from pathlib import Path
from typing import Any

import pytest

from indexer.ids import local_iso
from indexer.reports.formats.facebook import mended
from tests.indexer.reports.formats.reading import read

TEXT = "Giật điện thoại ở Nguyễn Văn Quá"
AT = 1_651_068_000


def broken(text: str) -> str:
    """As an export writes it: each byte of UTF-8 as a character."""
    return text.encode().decode("latin-1")


def test_a_page_export_is_mended(tmp_path: Path) -> None:
    post = {
        "timestamp": AT,
        "data": [{"post": broken(TEXT)}, {"update_timestamp": AT + 60}],
        "attachments": [
            {"data": [{"media": {"uri": "posts/media/1.jpg"}}]},
            {"data": [{"place": {"name": broken("Chợ Cầu"), "coordinate":
                                 {"latitude": 10.84, "longitude": 106.63}}}]},
        ],
    }  # fmt: skip
    [report] = read(tmp_path, "page_posts_1.json", {"page_posts_v2": [post]}, "facebook").reports
    assert (report.text, report.kind, report.media) == (TEXT, "post", ("posts/media/1.jpg",))
    assert local_iso(report.received_at_ms) == "2022-04-27T21:00:00+07:00"
    assert report.edited_at_ms == report.received_at_ms + 60_000
    assert report.place is not None and (report.place.text, report.place.lat) == ("Chợ Cầu", 10.84)


def test_comments_and_messages_have_their_senders(tmp_path: Path) -> None:
    told = {"timestamp": AT, "comment": broken(TEXT), "author": broken("Lê Thị Kín")}
    comments = {"comments_v2": [{"timestamp": AT, "data": [{"comment": told}]}]}
    found = read(tmp_path, "comments.json", comments, "facebook")
    assert (found.texts, found.senders) == ([TEXT], [{"name": "Lê Thị Kín"}])
    thread = {
        "participants": [{"name": broken("Lê Thị Kín")}],
        "messages": [
            {"sender_name": broken("Lê Thị Kín"), "timestamp_ms": AT * 1000, "content": "xe đỏ",
             "photos": [{"uri": "a.jpg"}]},
            {"sender_name": "Kín", "timestamp_ms": AT * 1000 + 1, "is_unsent": True},
        ],
        "title": "Kín",
    }  # fmt: skip
    kept, unsent = read(tmp_path, "message_1.json", thread, "facebook").reports
    assert (kept.text, kept.kind, kept.media) == ("xe đỏ", "tip", ("a.jpg",))
    assert unsent.deleted and unsent.text == ""


def test_entries_without_ids_keep_theirs_from_export_to_export(tmp_path: Path) -> None:
    def export(*texts: str) -> list[Any]:
        return [{"timestamp": AT, "data": [{"post": text}]} for text in texts]

    first = read(tmp_path, "a.json", export("một", "hai"), "facebook").reports
    later = read(tmp_path, "b.json", export("một (sửa)", "hai"), "facebook").reports
    assert [report.id for report in first] == [report.id for report in later]
    assert len({report.id for report in first}) == 2


def test_the_graph_api_gives_posts_with_their_comments(tmp_path: Path) -> None:
    page = {"data": [{"id": "1_2", "message": TEXT, "created_time": "2022-04-27T14:00:00+0000",
                      "from": {"name": "Trang", "id": "9"},
                      "comments": {"data": [{"id": "1_3", "message": "đúng rồi",
                                             "created_time": "2022-04-27T14:05:00+0000"}]}}],
            "paging": {"next": "x"}}  # fmt: skip
    post, comment = read(tmp_path, "feed.json", page, "facebook").reports
    assert (post.id, post.kind, comment.id, comment.kind) == ("1_2", "post", "1_3", "comment")


def change(**value: Any) -> dict[str, Any]:
    told = {"item": "comment", "comment_id": "1_3", "post_id": "1_2", "created_time": AT, **value}
    changes = [{"field": "feed", "value": told}]
    return {"object": "page", "entry": [{"id": "1", "time": AT + 9, "changes": changes}]}


def test_a_webhook_adds_edits_and_removes(tmp_path: Path) -> None:
    def heard(**value: Any) -> Any:
        return read(tmp_path, "hook.json", change(**value), "facebook")

    sender = {"id": "77", "name": "Lê Thị Kín"}
    added = heard(verb="add", message=TEXT, **{"from": sender})
    assert (added.reports[0].id, added.senders) == ("1_3", [sender])
    [edited] = heard(verb="edited", message="xe xanh").reports
    assert edited.edited_at_ms == (AT + 9) * 1000
    [removed] = heard(verb="remove").reports
    assert removed.deleted and removed.id == "1_3"
    assert heard(verb="add", item="reaction").reports == []
    assert "`verb`" in heard(verb="sing", message="x").refusals[0][1]


def test_messages_to_the_page_are_tips_and_its_answers_are_not(tmp_path: Path) -> None:
    def event(**message: Any) -> dict[str, Any]:
        return {"sender": {"id": "5"}, "timestamp": AT * 1000, "message": {"mid": "m1", **message}}

    events = [event(text="xe đỏ"), event(text="cảm ơn bạn", is_echo=True), {"read": {}}]
    hook = {"object": "page", "entry": [{"id": "1", "messaging": events}]}
    found = read(tmp_path, "hook.json", hook, "facebook")
    assert (found.texts, found.reports[0].id, found.refusals) == (["xe đỏ"], "m1", [])


@pytest.mark.parametrize("text", ["cà phê", "xe máy đỏ", "", "abc", None, 5, TEXT, "Ã"])
def test_what_is_whole_is_not_mended(text: Any) -> None:
    assert mended(text) == text
