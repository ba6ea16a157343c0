"""Where messages of watches may go: only where the settings allow it.

Whoever may make a watch must not be able to have this server call any address of its network
(server-side request forgery), nor to have what belongs to a case sent anywhere. A target is an
http(s) URL or an e-mail address; what is allowed is a URL that it begins with, an address, or a
domain of addresses (`@police.example`).
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import SplitResult, urlsplit

from search.errors import BadQuestion, NotAllowed

LONGEST = 500
"""Characters of a target."""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_PORTS = {"http": 80, "https": 443}


def is_url(target: str) -> bool:
    """Whether a target is a webhook's; else it is an e-mail address."""
    return target.partition(":")[0].lower() in _PORTS


def check_targets(targets: Iterable[str], allowed: Sequence[str]) -> tuple[str, ...]:
    """The targets, each once; BadQuestion for what is none, NotAllowed for what is not allowed."""
    given = tuple(dict.fromkeys(targets))
    for target in given:
        check_target(target, allowed)
    return given


def check_target(target: str, allowed: Sequence[str]) -> None:
    """BadQuestion for what is no target, NotAllowed for one that the settings do not allow."""
    if len(target) > LONGEST:
        raise BadQuestion(f"a target has at most {LONGEST} characters, not {len(target)}")
    asked = _read(target)
    if not any(_fits(asked, rule) for rule in allowed):
        told = ", ".join(allowed) or "none"
        raise NotAllowed(
            f"messages may not go to {target!r}; TRUYVET_NOTIFY allows {told}. Whoever runs the "
            "server can add it there"
        )


def _read(target: str) -> SplitResult | str:
    """The parts of a URL, or an address in lower case; BadQuestion for what is neither."""
    if is_url(target):
        return _parsed(target)
    if not _ADDRESS.fullmatch(target):
        raise BadQuestion(f"{target!r} is neither an http(s) URL nor an e-mail address")
    return target.lower()


def _fits(asked: SplitResult | str, rule: str) -> bool:
    if isinstance(asked, str):
        own = asked.rpartition("@")[2] if rule.startswith("@") else asked
        return own == rule.lower().removeprefix("@")
    return is_url(rule) and _url_fits(asked, _parsed(rule))


def _url_fits(asked: SplitResult, given: SplitResult) -> bool:
    """Same scheme, host and port, and a path at or below the rule's."""
    if _origin(asked) != _origin(given):
        return False
    return f"{asked.path.rstrip('/')}/".startswith(f"{given.path.rstrip('/')}/")


def _parsed(url: str) -> SplitResult:
    """BadQuestion for a URL that different readers could read differently."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadQuestion(f"{url!r} is not a URL: {error}") from error
    plain = url.isascii() and url.isprintable() and not set(url) & set(" \\@#")
    dots = any(part in (".", "..") for part in re.split(r"/|%2[fF]", _undotted(parts.path)))
    if not plain or not parts.hostname or port == 0 or dots:
        raise BadQuestion(
            f"{url!r} is not a plain http(s) URL: a host, and no user, fragment, '..' or spaces"
        )
    return parts


def _undotted(path: str) -> str:
    return re.sub(r"%2[eE]", ".", path)


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").rstrip("."), parts.port or _PORTS[scheme]
