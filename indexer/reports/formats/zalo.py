"""Zalo Official Accounts: what its webhooks send, and the messages its API lists.

What the account itself sent is no report, nor is that somebody follows it.
"""

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

_SENT = ("user_send_", "anonymous_send_")
_OTHER = ("oa_", "user_", "follow", "unfollow", "add_user", "update_user", "shop_", "change_",
          "widget_", "permission_")  # fmt: skip
"""How events begin that bring no message: the account's own, receipts, followers."""
_FROM_USER = 1
_IN_OUR_FORM = ("received_at", "text")


def read(opened: Opened) -> Iterator[Entry]:
    """The messages of a document, from whoever wrote to the account."""
    return entries(opened, lambda name, item: _rows(mapping(item, "item")))


def _rows(item: Mapping[str, Any]) -> Iterator[Row]:
    if "event_name" in item:
        yield from _event(item)
    elif "message_id" in item or "src" in item:
        yield from _listed(item)
    elif all(name in item for name in _IN_OUR_FORM):
        yield dict(item)
    elif not {"error", "data"} & item.keys():
        raise BadReport("neither an event nor a message of Zalo")


def _event(event: Mapping[str, Any]) -> Iterator[Row]:
    name = event["event_name"]
    if not isinstance(name, str):
        raise BadReport("`event_name` must be a string")
    if not name.startswith(_SENT):
        if not name.startswith(_OTHER):
            raise BadReport("`event_name` is none that is known")
        return
    message = mapping(event.get("message"), "message")
    attached = [mapping(one, "attachments") for one in listing(message.get("attachments"), "media")]
    payloads = [mapping(one.get("payload") or {}, "payload") for one in attached]
    at = instant(event.get("timestamp"), "timestamp", 1_000)
    row = {
        "id": message.get("msg_id"),
        "kind": "tip",
        "text": message.get("text"),
        "received_at": at,
        "place": next(
            (_place(one["coordinates"]) for one in payloads if "coordinates" in one), None
        ),
        "media": [one["url"] for one in payloads if one.get("url")],
        "sender": {"zalo": event.get("sender"), "by_app": event.get("user_id_by_app")},
    }
    if row["text"] or row["media"] or row["place"]:
        yield without_empty(_with_words(row))


def _place(told: Any) -> Row:
    at = mapping(told, "coordinates")
    return {"lat": _degrees(at.get("latitude")), "lon": _degrees(at.get("longitude"))}


def _degrees(value: Any) -> Any:
    """Zalo writes degrees as a text now and then."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        raise BadReport("`coordinates` are not numbers") from None


def _with_words(row: Row) -> Row:
    """A bare position says so in words, so that it can be read at all."""
    bare = row["place"] and not row["text"] and not row["media"]
    return {**row, "text": "(vị trí)"} if bare else row


def _listed(item: Mapping[str, Any]) -> Iterator[Row]:
    """A message as the API lists a conversation."""
    if item.get("src", _FROM_USER) != _FROM_USER:
        return
    media = [uri for uri in (item.get("url"), *listing(item.get("links"), "links")) if uri]
    text = item.get("message")
    if text or media:
        yield without_empty(
            {
                "id": item.get("message_id"),
                "kind": "tip",
                "text": text,
                "received_at": instant(item.get("time"), "time", 1_000),
                "media": media,
                "sender": without_empty(
                    {"id": item.get("from_id"), "name": item.get("from_display_name")}
                ),
            }
        )
