"""Zalo's events and lists, YouTube's comments and videos."""

from pathlib import Path
from typing import Any

from indexer.ids import local_iso
from tests.indexer.reports.formats.reading import read

AT_MS = "1651068000000"


def event(name: str, **message: Any) -> dict[str, Any]:
    return {"app_id": "360", "sender": {"id": "246845883529197922"}, "user_id_by_app": "55",
            "recipient": {"id": "388613280878808645"}, "event_name": name, "timestamp": AT_MS,
            "message": {"msg_id": "96d3cdf3af150460909", **message}}  # fmt: skip


def test_a_message_to_an_account_is_a_tip(tmp_path: Path) -> None:
    photo = {"type": "image", "payload": {"url": "https://zalo.example/1.jpg", "thumbnail": "x"}}
    found = read(tmp_path, "e.json", event("user_send_image", text="xe đỏ nè", attachments=[photo]),
                 "zalo")  # fmt: skip
    [report] = found.reports
    assert (report.id, report.text, report.kind) == ("96d3cdf3af150460909", "xe đỏ nè", "tip")
    assert report.media == ("https://zalo.example/1.jpg",)
    assert local_iso(report.received_at_ms) == "2022-04-27T21:00:00+07:00"
    assert found.senders[0]["zalo"] == {"id": "246845883529197922"}


def test_a_position_is_a_place(tmp_path: Path) -> None:
    at = {
        "type": "location",
        "payload": {"coordinates": {"latitude": "10.84", "longitude": "106.6"}},
    }
    [report] = read(
        tmp_path, "e.json", event("user_send_location", attachments=[at]), "zalo"
    ).reports
    assert report.place is not None and (report.place.lat, report.place.lon) == (10.84, 106.6)


def test_what_the_account_sent_and_who_follows_is_no_report(tmp_path: Path) -> None:
    events = [event("oa_send_text", text="Chào bạn"), event("user_seen_message"), event("follow")]
    found = read(tmp_path, "e.json", [*events, event("dance", text="Marked")], "zalo")
    assert found.reports == []
    assert found.refusals == [(4, "`event_name` is none that is known")]


def test_a_listed_conversation_holds_what_the_user_wrote(tmp_path: Path) -> None:
    mine = {"src": 1, "time": int(AT_MS), "type": "text", "message": "mất xe ở Tô Ký",
            "message_id": "z1", "from_id": "9", "from_display_name": "Kín"}  # fmt: skip
    listed = {"data": [mine, {**mine, "src": 0, "message_id": "z2"}], "error": 0, "message": "OK"}
    found = read(tmp_path, "conversation.json", listed, "zalo")
    assert (found.texts, found.senders) == (["mất xe ở Tô Ký"], [{"id": "9", "name": "Kín"}])
    assert found.refusals == []


def comment(ident: str, **snippet: Any) -> dict[str, Any]:
    told = {
        "textOriginal": "thấy xe đỏ",
        "textDisplay": "<b>x</b>",
        "authorDisplayName": "@kin",
        "publishedAt": "2022-04-27T14:00:00Z",
        "updatedAt": "2022-04-27T14:00:00Z",
        **snippet,
    }
    return {"kind": "youtube#comment", "id": ident, "snippet": told}  # fmt: skip


def test_threads_of_the_data_api_with_their_replies(tmp_path: Path) -> None:
    thread = {
        "kind": "youtube#commentThread",
        "id": "t",
        "snippet": {"topLevelComment": comment("c1")},
        "replies": {"comments": [comment("c2", updatedAt="2022-04-27T15:00:00Z")]},
    }
    page = {"kind": "youtube#commentThreadListResponse", "items": [thread]}  # fmt: skip
    first, reply = read(tmp_path, "threads.json", page, "youtube").reports
    assert (first.id, first.text, first.edited_at_ms) == ("c1", "thấy xe đỏ", None)
    assert reply.edited_at_ms == first.received_at_ms + 3_600_000


def test_a_video_is_a_post_with_its_place(tmp_path: Path) -> None:
    video = {
        "kind": "youtube#video",
        "id": "v1",
        "snippet": {
            "title": "Camera Tô Ký",
            "description": "tối 27/4",
            "publishedAt": "2022-04-27T14:00:00Z",
        },
        "recordingDetails": {"location": {"latitude": 10.85, "longitude": 106.62}},
    }
    page = {"kind": "youtube#videoListResponse", "items": [video]}  # fmt: skip
    [post] = read(tmp_path, "videos.json", page, "youtube").reports
    assert (post.kind, post.text) == ("post", "Camera Tô Ký\ntối 27/4")
    assert post.place is not None and post.place.lat == 10.85
    assert post.media == ("https://www.youtube.com/watch?v=v1",)


def test_the_tables_of_takeout(tmp_path: Path) -> None:
    comments = (
        "Channel ID,Comment Create Timestamp,Price,Comment ID,Parent Comment ID,Video ID,"
        'Comment Text\nUC1,2022-04-27T14:00:00+00:00,0,k1,,v1,"{""text"":""xe ""},'
        '{""text"":""đỏ""}"\n'
    )
    found = read(tmp_path, "comments.csv", comments, "youtube")
    assert (found.texts, found.senders) == (["xe đỏ"], [{"channel": "UC1"}])
    videos = "Video ID,Video Title (Original),Video Create Timestamp\nv1,Tô Ký,2022-04-27T14:00Z\n"
    assert read(tmp_path, "videos.csv", videos, "youtube").texts == ["Tô Ký"]
    assert "Takeout has" in read(tmp_path, "x.csv", "a,b\n1,2\n", "youtube").refusals[0][1]
