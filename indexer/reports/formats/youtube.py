"""YouTube: comments and videos as the Data API lists them, and the CSV files of Takeout.

A video is a post: its title and description. A comment's later `updatedAt` is an edit.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from indexer.errors import BadReport
from indexer.reports.formats.entry import Entry, Opened, Row, listing, mapping, without_empty
from indexer.reports.formats.json_items import entries
from indexer.reports.formats.table import rows_of_table

_REMOVED = "Comment deleted"
_COLUMNS = ("Comment ID", "Comment Create Timestamp", "Comment Text")
_VIDEO_COLUMNS = ("Video ID", "Video Title (Original)", "Video Create Timestamp")


def read_json(opened: Opened) -> Iterator[Entry]:
    """The threads, comments and videos of lists of the Data API."""
    return entries(opened, lambda name, item: _rows(mapping(item, "item")))


def read_csv(opened: Opened) -> Iterator[Entry]:
    """The comments, or the videos, of a file of Takeout."""
    return rows_of_table(opened, _of_takeout)


def _rows(item: Mapping[str, Any]) -> Iterator[Row]:
    kind = item.get("kind")
    if kind == "youtube#commentThread":
        snippet = mapping(item.get("snippet"), "snippet")
        yield from _comment(mapping(snippet.get("topLevelComment"), "topLevelComment"))
        replies = mapping(item.get("replies") or {}, "replies")
        for reply in listing(replies.get("comments"), "comments"):
            yield from _comment(mapping(reply, "comment"))
    elif kind == "youtube#comment":
        yield from _comment(item)
    elif kind == "youtube#video":
        yield from _video(item)
    elif not (isinstance(kind, str) and kind.endswith("Response")):
        raise BadReport("neither a comment nor a video of YouTube")


def _comment(item: Mapping[str, Any]) -> Iterator[Row]:
    snippet = mapping(item.get("snippet"), "snippet")
    published, updated = snippet.get("publishedAt"), snippet.get("updatedAt")
    text = snippet.get("textOriginal") or snippet.get("textDisplay")
    if text:
        channel = mapping(snippet.get("authorChannelId") or {}, "authorChannelId")
        author = {"name": snippet.get("authorDisplayName"), "channel": channel.get("value")}
        yield without_empty(
            {
                "id": item.get("id"),
                "kind": "comment",
                "text": text,
                "received_at": published,
                "edited_at": updated if updated != published else None,
                "sender": without_empty(author),
            }
        )


def _video(item: Mapping[str, Any]) -> Iterator[Row]:
    snippet = mapping(item.get("snippet"), "snippet")
    recorded = mapping(item.get("recordingDetails") or {}, "recordingDetails")
    at = mapping(recorded.get("location") or {}, "location")
    place = {
        "text": recorded.get("locationDescription"),
        "lat": at.get("latitude"),
        "lon": at.get("longitude"),
    }
    texts = [snippet.get("title"), snippet.get("description")]
    if not all(isinstance(text, str | None) for text in texts):
        raise BadReport("`title` and `description` must be strings")
    yield without_empty(
        {
            "id": item.get("id"),
            "kind": "post",
            "text": "\n".join(text for text in texts if text),
            "received_at": snippet.get("publishedAt"),
            "place": without_empty(place),
            "media": [f"https://www.youtube.com/watch?v={item.get('id')}"],
        }
    )


def _of_takeout(told: Mapping[str, str]) -> Row | None:
    columns = {name.lower(): value for name, value in told.items()}
    ident, at, text = (columns.get(name.lower()) for name in _COLUMNS)
    if ident is not None and at is not None and text is not None:
        row = {"id": ident, "kind": "comment", "text": _plain(text), "received_at": at}
        return {**row, "sender": {"channel": columns.get("channel id", "")}}
    ident, title, at = (columns.get(name.lower()) for name in _VIDEO_COLUMNS)
    if ident is not None and at is not None:
        return {"id": ident, "kind": "post", "text": title or "", "received_at": at}
    raise BadReport(f"a file of Takeout has {', '.join(_COLUMNS)} or {', '.join(_VIDEO_COLUMNS)}")


def _plain(text: str) -> str:
    """Takeout writes a comment as pieces of JSON; where it does not, the text is the comment."""
    try:
        pieces = json.loads(f"[{text}]")
    except (ValueError, RecursionError):
        return text
    told = [one.get("text") for one in pieces if isinstance(one, dict)]
    return "".join(part for part in told if isinstance(part, str)) or text
