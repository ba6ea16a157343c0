"""Who may ask: this machine until API keys exist, then whoever has a key or the page's session."""

import ipaddress
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from search.api.problems import NoKey, WrongHost
from search.errors import NotAllowed
from search.state.database import State
from search.state.keys import LOCAL

COOKIE = "truyvet_session"
_LOOPBACK_NAMES = ("localhost", "ip6-localhost")

_bearer = HTTPBearer(auto_error=False, description="An API key, from `truyvet keys add NAME`.")
_cookie = APIKeyCookie(
    name=COOKIE, auto_error=False, description="The page's session, from `POST /v1/session`."
)


def is_loopback(host: str) -> bool:
    """Whether a name or address (with or without brackets) means this machine alone."""
    bare = host.strip("[]")
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return bare.lower() in _LOOPBACK_NAMES


def state_of(request: Request) -> State:
    """The operational state of the app that a request came to."""
    state: State = request.app.state.operational
    return state


def visitor(
    request: Request,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    session: Annotated[str | None, Depends(_cookie)],
) -> str | None:
    """The asker's name; None if keys exist and none that is valid came along.

    Without keys the server answers this machine alone, and only to its own names: else any web
    page could reach it through a name that it points here (DNS rebinding). Raises WrongHost.
    """
    state = state_of(request)
    if not state.keys.any():
        _check_host(request)
        return LOCAL
    if bearer is not None:
        return state.keys.check(bearer.credentials)
    return state.sessions.check(session) if session else None


def asker(name: Annotated[str | None, Depends(visitor)]) -> str:
    """The asker's name; NoKey if keys exist and none that is valid came along."""
    if name is None:
        raise NoKey("send `Authorization: Bearer KEY` with a valid key (`truyvet keys add NAME`)")
    return name


def check_record(case: str | None, reason: str | None, state: State) -> None:
    """With keys, a search needs a case and a reason; NotAllowed where one is missing."""
    if state.keys.any() and not (case and reason):
        raise NotAllowed("a search needs a `case` and a `reason`: both go to the audit log")


Asker = Annotated[str, Depends(asker)]
Visitor = Annotated[str | None, Depends(visitor)]


def _check_host(request: Request) -> None:
    host = request.headers.get("host", "")
    name = host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]
    if not is_loopback(name):
        raise WrongHost(
            f"asked as {host!r}; without API keys only localhost is answered (`truyvet keys add`)"
        )
