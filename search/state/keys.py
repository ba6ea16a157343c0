"""API keys, and the page's sessions that stand in for them; only hashes of tokens are kept."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, insert, select, update

from indexer.ids import from_ms
from search.errors import NotAllowed, UnknownName
from search.state.models import KeyRow, SessionRow
from search.state.store import Store

SCOPES = ("jobs", "details", "sender")
"""What a key may be allowed besides searching: `jobs`, to start, watch and stop jobs; `details`, to
see telephone numbers, ids and names in reports; `sender`, to open who sent one."""
SESSION_S = 12 * 3600
"""A session of the page lasts one working day."""
_RANDOM_BYTES = 32
"""256 bits: too many to guess, so a fast hash is enough to keep them by."""
_LONGEST_NAME = 200

LOCAL = "local"
"""Who asks on the machine that holds the index: this, or this with a colon and the user's name."""


@dataclass(frozen=True)
class Key:
    """A key as listed: never its token. `revoked_at` is None while it is valid.

    `scopes` are what it may do besides searching; `area` are ids of the wards and districts whose
    places it means where several share a name.
    """

    name: str
    created_at: datetime
    revoked_at: datetime | None
    scopes: tuple[str, ...] = ()
    area: tuple[str, ...] = ()


class Keys:
    """API keys by name. A name is never used twice, since the audit log tells askers by it."""

    def __init__(self, store: Store) -> None:
        """Keep the keys in the given database."""
        self._store = store

    def add(self, name: str, scopes: Sequence[str] = (), area: Sequence[str] = ()) -> str:
        """Make a key and return its token, this once. NotAllowed if the name is taken or bad.

        `scopes`, of SCOPES, are what it may do besides searching, `area` the ids of its units.
        """
        if not set(scopes) <= set(SCOPES):
            raise NotAllowed(f"scopes are {', '.join(SCOPES)}, not {', '.join(scopes)}")
        if _is_local(name):
            raise NotAllowed(f"{LOCAL!r} means whoever asks on this machine; choose another name")
        if not name.strip() or name != name.strip() or len(name) > _LONGEST_NAME:
            raise NotAllowed(f"a key needs a name of 1 to {_LONGEST_NAME} characters, not {name!r}")
        token = "tv_" + secrets.token_urlsafe(_RANDOM_BYTES)
        with self._store.writing() as connection:
            if connection.scalar(select(exists().where(KeyRow.name == name))):
                raise NotAllowed(
                    f"there is or was a key named {name!r}; names stand in the audit log and are "
                    "not used twice, so choose another"
                )
            row = {
                "name": name,
                "token_hash": _hash(token),
                "created_at_ms": _now_ms(),
                "scopes": " ".join(sorted(set(scopes))),
                "area": json.dumps(list(dict.fromkeys(area))),
            }
            connection.execute(insert(KeyRow).values(row))
        return token

    def list(self) -> list[Key]:
        """All keys, valid and revoked, by name."""
        with self._store.reading() as connection:
            rows = connection.execute(select(KeyRow).order_by(KeyRow.name)).all()
        return [
            Key(
                row.name,
                from_ms(row.created_at_ms),
                None if row.revoked_at_ms is None else from_ms(row.revoked_at_ms),
                tuple(row.scopes.split()),
                tuple(json.loads(row.area)),
            )
            for row in rows
        ]

    def revoke(self, name: str) -> None:
        """End a key and its sessions at once; UnknownName if no valid key has the name."""
        valid = (KeyRow.name == name) & KeyRow.revoked_at_ms.is_(None)
        with self._store.writing() as connection:
            ended = connection.execute(update(KeyRow).where(valid).values(revoked_at_ms=_now_ms()))
            if ended.rowcount == 0:
                raise UnknownName(f"no valid key named {name!r}; see `truyvet keys list`")

    def check(self, token: str) -> str | None:
        """The name of the valid key with this token; None if there is none."""
        with self._store.reading() as connection:
            valid = select(KeyRow.token_hash, KeyRow.name).where(KeyRow.revoked_at_ms.is_(None))
            known = [(row.token_hash, row.name) for row in connection.execute(valid)]
        return _find(_hash(token), known)

    def may(self, asker: str, scope: str) -> bool:
        """Whether the valid key of that name has a scope; on this machine one may see details."""
        valid = (KeyRow.name == asker) & KeyRow.revoked_at_ms.is_(None)
        with self._store.reading() as connection:
            held = connection.scalar(select(KeyRow.scopes).where(valid))
        if held is None:
            return _is_local(asker) and scope == "details"
        return scope in held.split()

    def area(self, asker: str) -> tuple[str, ...]:
        """Ids of the units of the key of that name, also of a revoked one, whose watches go on."""
        with self._store.reading() as connection:
            held = connection.scalar(select(KeyRow.area).where(KeyRow.name == asker))
        return tuple(json.loads(held)) if held else ()

    def any(self) -> bool:
        """Whether a key was ever made: from then on one is needed, also once all are revoked."""
        with self._store.reading() as connection:
            return bool(connection.scalar(select(exists(select(KeyRow.id)))))


class Sessions:
    """What the page's cookie holds in place of a key, which scripts then need not keep."""

    def __init__(self, store: Store) -> None:
        """Keep the sessions in the given database."""
        self._store = store

    def open(self, name: str) -> str:
        """A session for the valid key of that name; returns its token. UnknownName if none."""
        token = secrets.token_urlsafe(_RANDOM_BYTES)
        with self._store.writing() as connection:
            connection.execute(delete(SessionRow).where(SessionRow.ends_at_ms <= _now_ms()))
            row = {
                "token_hash": _hash(token),
                "key_id": _valid_id(connection, name),
                "ends_at_ms": _now_ms() + SESSION_S * 1000,
            }
            connection.execute(insert(SessionRow).values(row))
        return token

    def check(self, token: str) -> str | None:
        """The name of the key behind a session; None if it ended or the key was revoked."""
        valid = KeyRow.revoked_at_ms.is_(None) & (SessionRow.ends_at_ms > _now_ms())
        open_now = select(SessionRow.token_hash, KeyRow.name).join_from(
            SessionRow, KeyRow, SessionRow.key_id == KeyRow.id
        )
        with self._store.reading() as connection:
            rows = connection.execute(open_now.where(valid))
            known = [(row.token_hash, row.name) for row in rows]
        return _find(_hash(token), known)

    def close(self, token: str) -> None:
        """End a session; one that is not open is no error."""
        with self._store.writing() as connection:
            connection.execute(delete(SessionRow).where(SessionRow.token_hash == _hash(token)))


def _is_local(asker: str) -> bool:
    return asker == LOCAL or asker.startswith(f"{LOCAL}:")


def _valid_id(connection: Connection, name: str) -> int:
    valid = (KeyRow.name == name) & KeyRow.revoked_at_ms.is_(None)
    found = connection.scalar(select(KeyRow.id).where(valid))
    if found is None:
        raise UnknownName(f"no valid key named {name!r}; see `truyvet keys list`")
    return int(found)


def _find(wanted: str, known: list[tuple[str, str]]) -> str | None:
    """Compare with every known hash, so that the time taken tells nothing about any."""
    found = None
    for token_hash, name in known:
        if hmac.compare_digest(token_hash, wanted):
            found = name
    return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
