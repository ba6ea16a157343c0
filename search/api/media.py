"""Bytes as browsers want them: whole or in a range, named by their content, kept for a while."""

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import Response

KEPT_BYTES = 64 * 1024 * 1024
"""Videos kept in memory at most: a browser asks for one in several ranges, and each would be cut
anew from its footage."""
KEPT_S = 3600
"""How long a browser may keep what it was shown; moments never change."""

_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)


class RecentVideos:
    """The videos made last, by moment, up to `KEPT_BYTES` in all. Safe for several threads."""

    def __init__(self, make: Callable[[str], bytes]) -> None:
        """Make videos with `make`, outside the lock."""
        self._make = make
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, moment: str) -> bytes:
        """The MP4 of a moment; whatever making it raises."""
        with self._lock:
            if moment in self._kept:
                self._kept.move_to_end(moment)
                return self._kept[moment]
        made = self._make(moment)
        with self._lock:
            self._kept[moment] = made
            while sum(map(len, self._kept.values())) > KEPT_BYTES:
                self._kept.popitem(last=False)
        return made


def media_response(data: bytes, media_type: str, asked: Headers) -> Response:
    """The bytes, the range asked for (206), nothing new (304), or no such range (416)."""
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": f"private, max-age={KEPT_S}",
        "ETag": tag,
    }
    if tag in asked.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    wanted = asked.get("range") if asked.get("if-range", tag) == tag else None
    part = byte_range(wanted, len(data)) if wanted else None
    if part is None:
        return Response(data, 200, headers, media_type)
    if not part:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(data)}"
    return Response(data[part.start : part.stop], 206, headers, media_type)


def byte_range(header: str, size: int) -> range | None:
    """The bytes a Range header asks for of `size`; empty if it asks for none that are there.

    None if it cannot be read or asks for several ranges: then all is sent, as RFC 9110 allows.
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if first == "":
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)
