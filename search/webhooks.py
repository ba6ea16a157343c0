"""Whether what is sent to a webhook comes from whom it says: signatures, checked before all else.

Facebook signs the body (`X-Hub-Signature-256`, HMAC-SHA256 with the app's secret); Zalo hashes the
app's id, the body, the body's own timestamp and the account's secret (`X-ZEvent-Signature`). All
other sources sign as `X-Truyvet-Signature: t=SECONDS,v1=HEX`, HMAC-SHA256 of `SECONDS.BODY`; that
time must be near ours, so that what was overheard cannot be sent again for long. Sent again in
time, a payload is the same payload, and changes nothing.
"""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping

from search.errors import NotAllowed
from search.settings import Settings

NEAR_S = 300
"""Seconds that a sender's clock may differ from ours."""
_OWN = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def check_signature(
    source: str, headers: Mapping[str, str], body: bytes, settings: Settings, now_s: float | None
) -> None:
    """NotAllowed unless the body is signed as its source signs; `now_s` None means the clock.

    Header names are in lower case.
    """
    if source == "facebook":
        _check_facebook(headers.get("x-hub-signature-256", ""), body, settings)
    elif source == "zalo":
        _check_zalo(headers.get("x-zevent-signature", ""), body, settings)
    else:
        at_s = time.time() if now_s is None else now_s
        _check_own(headers.get("x-truyvet-signature", ""), body, settings, at_s)


def answer_facebook(asked: Mapping[str, str], settings: Settings) -> str:
    """What Facebook wants back as it makes sure of an address; NotAllowed if it is not Facebook."""
    token = _secret(settings, "facebook_verify_token")
    given = asked.get("hub.verify_token", "")
    challenge = asked.get("hub.challenge", "")
    if asked.get("hub.mode") != "subscribe" or not re.fullmatch(r"[\w-]{1,256}", challenge):
        raise NotAllowed("not a subscription of Facebook")
    _check(given, token.decode())
    return challenge


def own_signature(body: bytes, secret: bytes, at_s: int) -> str:
    """The value of `X-Truyvet-Signature` for a body sent at a time."""
    return f"t={at_s},v1={hmac.new(secret, b'%d.' % at_s + body, hashlib.sha256).hexdigest()}"


def _check_facebook(given: str, body: bytes, settings: Settings) -> None:
    secret = _secret(settings, "facebook_app_secret")
    _check(given, f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}")


def _check_zalo(given: str, body: bytes, settings: Settings) -> None:
    secret, app = _secret(settings, "zalo_secret"), (settings.zalo_app_id or "").encode()
    hashed = hashlib.sha256(app + body + _zalo_timestamp(body) + secret).hexdigest()
    _check(given.removeprefix("mac="), hashed)


def _zalo_timestamp(body: bytes) -> bytes:
    try:
        return str(json.loads(body)["timestamp"]).encode()
    except (ValueError, KeyError, TypeError, RecursionError):
        raise NotAllowed("the signature does not fit: the body has no `timestamp`") from None


def _check_own(given: str, body: bytes, settings: Settings, now_s: float) -> None:
    secret = _secret(settings, "intake_secret")
    found = _OWN.fullmatch(given)
    if found is None:
        raise NotAllowed("`X-Truyvet-Signature: t=SECONDS,v1=HEX` is missing or malformed")
    _check(given, own_signature(body, secret, int(found[1])))
    if abs(now_s - int(found[1])) > NEAR_S:
        raise NotAllowed(f"signed more than {NEAR_S} s ago, or in the future: sign it anew")


def _secret(settings: Settings, name: str) -> bytes:
    value = getattr(settings, name)
    if value is None or not value.get_secret_value():
        raise NotAllowed(f"nothing is received here before TRUYVET_{name.upper()} is set")
    secret: bytes = value.get_secret_value().encode()
    return secret


def _check(given: str, wanted: str) -> None:
    if not hmac.compare_digest(given.encode(errors="replace"), wanted.encode()):
        raise NotAllowed("the signature does not fit")
