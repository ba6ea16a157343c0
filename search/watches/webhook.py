"""Messages to webhooks, signed as Standard Webhooks says (https://www.standardwebhooks.com).

A receiver takes the base64 of HMAC-SHA256 over `ID.TIMESTAMP.BODY`, compares it with the header
`webhook-signature`, refuses an old `webhook-timestamp`, and drops a `webhook-id` it has had.
"""

import base64
import binascii
import hashlib
import hmac
import json
import time
from collections.abc import Mapping

import urllib3

from search.errors import NotAllowed, NotReceived
from search.watches.watch import Delivery

TIMEOUT_S = 10.0
"""For connecting, and again for the answer."""
_PREFIX = "whsec_"
_LEAST_BYTES = 24
"""Of a secret, as Standard Webhooks says."""


def post(delivery: Delivery, secret: bytes) -> None:
    """Post a message; NotReceived unless it is answered with 2xx. No redirect is followed."""
    body = json.dumps({**delivery.message, "delivery": delivery.id}, ensure_ascii=False).encode()
    ident = f"truyvet-{delivery.watch}-{delivery.id}"
    headers = signed_headers(ident, int(time.time()), body, secret)
    timeout = urllib3.Timeout(connect=TIMEOUT_S, read=TIMEOUT_S)
    with urllib3.PoolManager(retries=False, timeout=timeout) as pool:
        try:
            answer = pool.request(
                "POST", delivery.target, body=body, headers=headers, redirect=False,
                preload_content=False,
            )  # fmt: skip
            answer.close()
        except urllib3.exceptions.HTTPError as error:
            raise NotReceived(f"{delivery.target} cannot be reached: {error}") from error
    if not 200 <= answer.status < 300:
        raise NotReceived(f"{delivery.target} answered {answer.status}")


def signed_headers(ident: str, at_s: int, body: bytes, secret: bytes) -> Mapping[str, str]:
    """The headers of a message that is sent at `at_s` (seconds since the epoch)."""
    digest = hmac.digest(secret, f"{ident}.{at_s}.".encode() + body, hashlib.sha256)
    return {
        "Content-Type": "application/json",
        "User-Agent": "truyvet",
        "webhook-id": ident,
        "webhook-timestamp": str(at_s),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def read_secret(text: str | None) -> bytes:
    """The bytes of a secret in the settings; NotAllowed where there is none that can be used."""
    try:
        secret = base64.b64decode((text or "").removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) < _LEAST_BYTES:
        raise NotAllowed(
            "messages to webhooks are signed: set TRUYVET_WEBHOOK_SECRET to `whsec_` and the "
            f"base64 of at least {_LEAST_BYTES} random bytes (`openssl rand -base64 32`)"
        )
    return secret
