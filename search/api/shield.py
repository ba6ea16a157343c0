"""What stands before every route: headers that restrain browsers, HEAD, and a limit on bodies."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search.api.problems import problem
from search.uploaded import LARGEST_BYTES

LARGEST_BODY = 64 * 1024
"""Bytes of a request; the longest question with all its places takes a tenth of it."""
LARGEST_UPLOAD = LARGEST_BYTES + LARGEST_BODY
"""Bytes of a request that brings a picture along."""
TAKE_PICTURES = ("/v1/similar",)
LARGEST_PAYLOAD = 1024 * 1024
"""Bytes that a webhook may bring; platforms send a few kilobytes."""
WEBHOOKS = "/v1/webhooks/"

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "media-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""The page needs nothing but its own scripts, styles, pictures, videos and calls."""


class SecurityHeaders:
    """Adds `HEADERS` to every response, and `no-store` to those that say nothing of caching."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class HeadAsGet:
    """Answers HEAD wherever GET is answered, the same but for the body (RFC 9110, 9.3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            is_body = message["type"] == "http.response.body"
            await send({**message, "body": b""} if is_body else message)

        await self._app({**scope, "method": "GET"}, receive, send_without_body)


class BodyLimit:
    """Refuses a body larger than it may be, whether it says so first or not."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        largest = _largest(scope)
        too_large = f"at most {largest:,} bytes are read"
        if scope["type"] == "http" and _declared(scope) > largest:
            await problem(413, "The body is too large", too_large)(scope, receive, send)
            return
        received = 0

        async def receive_limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > largest:
                raise HTTPException(413, too_large)
            return message

        await self._app(scope, receive_limited, send)


def _largest(scope: Scope) -> int:
    """Bytes a body may have: more only where a picture may come, as parts of a form."""
    if scope["type"] == "http" and scope["path"].startswith(WEBHOOKS):
        return LARGEST_PAYLOAD
    if scope["type"] != "http" or scope["path"] not in TAKE_PICTURES:
        return LARGEST_BODY
    kind = Headers(scope=scope).get("content-type", "")
    return LARGEST_UPLOAD if kind.startswith("multipart/form-data") else LARGEST_BODY


def _declared(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isdigit() else 0
