"""Facebook: the export of a page, pages of the Graph API, and what its webhooks send.

An export's JSON holds its UTF-8 byte by byte as characters, C3 A9 for `é`: it is mended.
It has no ids either; an entry is told by its second, its kind and its author, so that a later
export of the same entry, edited meanwhile, is a newer version of the same report.

Read are posts, comments and messages; of a webhook's changes, what was removed is a deletion.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from indexer.errors import BadReport
from indexer.reports.formats.entry import (
    Entry,
    Opened,
    Row,
    instant,
    listing,
    mapping,
    without_empty,
)
from indexer.reports.formats.json_items import entries

_REMOVED = ("remove", "delete", "hide")
_TOLD = ("add", "edit", "edited", "unhide", "update")
_TEXT_OF = ("message", "text", "content")
_MEDIA = ("photos", "videos", "audio_files", "gifs", "files")


def read(opened: Opened) -> Iterator[Entry]:
    """The posts, comments and messages of a document."""
    same: dict[str, int] = {}
    return entries(opened, lambda name, item: _rows(mapping(item, "item"), same))


def mended(text: Any) -> Any:
    """Text whose bytes of UTF-8 were written as characters, as what it was; all else as it is."""
    if not isinstance(text, str):
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _rows(item: Mapping[str, Any], same: dict[str, int]) -> Iterator[Row]:
    if "changes" in item or "messaging" in item:
        yield from _webhook(item)
    elif "created_time" in item or "id" in item:
        yield from _graph(item, "post")
    elif "timestamp_ms" in item:
        yield from _numbered(_message(item), same)
    elif "timestamp" in item:
        yield from _numbered(_exported(item), same)
    elif not _is_about_the_export(item):
        raise BadReport("neither a post, a comment nor a message of Facebook")


def _is_about_the_export(item: Mapping[str, Any]) -> bool:
    """What an export says of itself or of a thread (who takes part, its title), not a report."""
    return bool({"participants", "thread_path", "object", "paging", "name"} & item.keys())


def _numbered(row: Row | None, same: dict[str, int]) -> Iterator[Row]:
    """Gives entries of one second and author a number; an export lists them beside each other."""
    if row is None:
        return
    if row["id"] not in same and len(same) > 1_000:
        same.clear()
    same[row["id"]] = number = same.get(row["id"], 0) + 1
    yield row if number == 1 else {**row, "id": f"{row['id']}-{number}"}


def _exported(item: Mapping[str, Any]) -> Row | None:
    """A post or comment of an export; one without a word, picture or place says nothing."""
    parts = [mapping(part, "data") for part in listing(item.get("data"), "data")]
    comments = [mapping(part["comment"], "comment") for part in parts if "comment" in part]
    post = next((part["post"] for part in parts if "post" in part), None)
    comment: Mapping[str, Any] = comments[0] if comments else {}
    attached = list(_attached(item))
    text = mended(comment.get("comment", post))
    kind, author = ("comment", mended(comment.get("author"))) if comments else ("post", None)
    changed = next((part["update_timestamp"] for part in parts if "update_timestamp" in part), None)
    media = [one["media"]["uri"] for one in attached if isinstance(one.get("media"), dict)]
    if not text and not media:
        return None
    received = instant(item["timestamp"], "timestamp")
    return without_empty(
        {
            "id": _id(kind, str(item["timestamp"]), author),
            "kind": kind,
            "text": text,
            "received_at": received,
            "edited_at": None if changed is None else instant(changed, "update_timestamp"),
            "place": next((_place(one["place"]) for one in attached if "place" in one), None),
            "media": media,
            "sender": {"name": author} if author else None,
        }
    )


def _attached(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for attachment in listing(item.get("attachments"), "attachments"):
        for one in listing(mapping(attachment, "attachments").get("data"), "data"):
            yield mapping(one, "data")


def _place(told: Any) -> Row:
    place = mapping(told, "place")
    at = mapping(place.get("coordinate") or {}, "coordinate")
    lat, lon = at.get("latitude"), at.get("longitude")
    return without_empty({"text": mended(place.get("name")), "lat": lat, "lon": lon})


def _message(item: Mapping[str, Any]) -> Row | None:
    """A message of an export; one taken back is a deletion."""
    sender = mended(item.get("sender_name"))
    ident = _id("message", str(item["timestamp_ms"]), sender)
    at = instant(item["timestamp_ms"], "timestamp_ms", 1_000)
    if item.get("is_unsent") is True:
        return {"id": ident, "deleted": True, "received_at": at}
    media = [
        mended(mapping(one, name).get("uri"))
        for name in _MEDIA
        for one in listing(item.get(name), name)
    ]
    text = mended(item.get("content"))
    if not text and not media:
        return None
    told = {"id": ident, "kind": "tip", "text": text, "received_at": at, "media": media}
    return without_empty({**told, "sender": {"name": sender} if sender else None})


def _id(kind: str, at: str, author: Any) -> str:
    told = hashlib.sha256(f"{kind}\n{at}\n{author or ''}".encode("utf-8", "replace")).hexdigest()
    return f"facebook-{kind}-{told[:24]}"


def _graph(item: Mapping[str, Any], kind: str) -> Iterator[Row]:
    """A post or comment of the Graph API, and the comments below it."""
    texts = (item.get(name) for name in _TEXT_OF)
    text = next((one for one in texts if one), None)
    media = [uri for uri in (item.get("full_picture"), item.get("source")) if uri]
    if text or media:
        yield without_empty(
            {
                "id": item.get("id"),
                "kind": kind,
                "text": text,
                "received_at": item.get("created_time"),
                "edited_at": item.get("updated_time") if kind == "post" else None,
                "media": media,
                "sender": item.get("from"),
            }
        )
    below = mapping(item.get("comments") or {}, "comments")
    for comment in listing(below.get("data"), "comments"):
        yield from _graph(mapping(comment, "comment"), "comment")


def _webhook(entry: Mapping[str, Any]) -> Iterator[Row]:
    for change in listing(entry.get("changes"), "changes"):
        if mapping(change, "changes").get("field") == "feed":
            yield from _change(mapping(change.get("value"), "value"), entry.get("time"))
    for event in listing(entry.get("messaging"), "messaging"):
        yield from _event(mapping(event, "messaging"))


def _change(value: Mapping[str, Any], time: Any) -> Iterator[Row]:
    """A post or comment that was added, edited or removed; likes and shares say nothing."""
    kind = "comment" if value.get("item") == "comment" else "post"
    ident = value.get("comment_id") if kind == "comment" else value.get("post_id")
    verb = value.get("verb")
    if value.get("item") in ("reaction", "like", "share", "event"):
        return
    if verb in _REMOVED:
        at = instant(time, "time")
        yield {"id": ident, "kind": kind, "deleted": True, "received_at": at, "edited_at": at}
    elif verb not in _TOLD:
        raise BadReport("`verb` is none that is known")
    elif value.get("message") or value.get("photo") or value.get("video"):
        yield without_empty(
            {
                "id": ident,
                "kind": kind,
                "text": value.get("message"),
                "received_at": instant(value.get("created_time"), "created_time"),
                "edited_at": instant(time, "time") if verb != "add" else None,
                "media": [uri for uri in (value.get("photo"), value.get("video")) if uri],
                "sender": value.get("from"),
            }
        )


def _event(event: Mapping[str, Any]) -> Iterator[Row]:
    """A message to the page; its own answers are none, nor are receipts."""
    message = event.get("message") or event.get("message_edit")
    if not message or mapping(message, "message").get("is_echo"):
        return
    at = instant(event.get("timestamp"), "timestamp", 1_000)
    attached = [mapping(one, "attachments") for one in listing(message.get("attachments"), "media")]
    media = [mapping(one.get("payload") or {}, "payload").get("url") for one in attached]
    yield without_empty(
        {
            "id": message.get("mid"),
            "kind": "tip",
            "text": message.get("text"),
            "received_at": at,
            "edited_at": at if "message_edit" in event else None,
            "media": [uri for uri in media if uri],
            "sender": event.get("sender"),
        }
    )
