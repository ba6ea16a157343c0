"""The keys of an installation: one that locks the others, and those that seal what must be hidden.

Beside the report log lie `reports/identity.key` (32 random bytes, mode 0600, made on first use),
and `reports/keys/NNNNNN.json`, the data keys, numbered from 1, each wrapped (AES-256-GCM) by the
first. Sealed things name the number of their data key. Rotating makes a new `identity.key`, wraps
the data keys with it and begins a new data key for what comes after: nothing that is sealed has to
be written again. Lose `identity.key`, and nobody can read any of it.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from indexer.errors import StorageFailed
from indexer.folder import Folder, as_storage_error
from indexer.reports.once import write_once

KEY_FILE = "identity.key"
_NEXT = "identity.key.next"
_LOCK = "keys.lock"
_WRAPPED = "keys"
_KEY_BYTES = 32
NONCE_BYTES = 12
"""The nonce length AES-GCM is defined for (NIST SP 800-38D)."""


class Keyring:
    """The keys of a data folder's reports; a rotation by another process is noticed."""

    def __init__(self, reports: Folder) -> None:
        """Name the folder of the reports; keys are read, or made, when first needed."""
        self._folder = reports
        self._data_keys: dict[int, bytes] = {}

    def newest(self) -> int:
        """The number of the data key that new things are sealed with."""
        numbers = self._numbers()
        if not numbers:
            with self._alone():
                self._make_first()
            numbers = self._numbers()
        return numbers[-1]

    def derived(self, number: int, purpose: str) -> bytes:
        """A key of its own for each purpose, from the data key of that number.

        StorageFailed if that key does not open with `identity.key`.
        """
        if number not in self._data_keys:
            self._data_keys[number] = self._unwrap(number)
        return hmac.new(self._data_keys[number], purpose.encode(), hashlib.sha256).digest()

    def rotate(self) -> int:
        """Make a new `identity.key`; how many data keys it locks. Killed, it is run again."""
        self.newest()
        with self._alone():
            new = self._installation_key(_NEXT)
            numbers = self._numbers()
            for number in numbers:
                self._wrap(number, self._unwrap(number), new)
            self._wrap(numbers[-1] + 1, secrets.token_bytes(_KEY_BYTES), new)
            self._put_in_place(new)
        return len(numbers) + 1

    def _numbers(self) -> list[int]:
        names = self._folder.child(_WRAPPED).names()
        return sorted(int(name[:6]) for name in names if name[:6].isdigit())

    def _make_first(self) -> None:
        """Before there were data keys, `identity.key` itself sealed: then it is the first one."""
        if self._numbers():
            return
        locking = self._installation_key(KEY_FILE)
        older = any(name.endswith(".sealed") for name in self._folder.child("identities").names())
        self._wrap(1, locking if older else secrets.token_bytes(_KEY_BYTES), locking)

    def _wrap(self, number: int, key: bytes, locking: bytes) -> None:
        nonce = secrets.token_bytes(NONCE_BYTES)
        box = nonce + AESGCM(locking).encrypt(nonce, key, str(number).encode())
        told = {"by": _name_of(locking), "wrapped": base64.b64encode(box).decode()}
        self._folder.write(_file_of(number), json.dumps(told).encode())

    def _unwrap(self, number: int) -> bytes:
        """With whichever key locked it; while a rotation goes on there are two."""
        told = self._told(number)
        for name in (KEY_FILE, _NEXT):
            if self._folder.exists(name):
                locking = self._installation_key(name)
                if _name_of(locking) == told["by"]:
                    return self._opened(number, told["wrapped"], locking)
        raise StorageFailed(
            f"data key {number} does not open with {self._folder.path(KEY_FILE)};"
            " put back the key it was sealed with"
        )

    def _told(self, number: int) -> dict[str, str]:
        name = _file_of(number)
        try:
            told = json.loads(self._folder.read(name))
            return {"by": told["by"], "wrapped": told["wrapped"]}
        except (ValueError, KeyError, TypeError) as error:
            raise StorageFailed(f"{self._folder.path(name)} is damaged; restore it") from error

    def _opened(self, number: int, wrapped: str, locking: bytes) -> bytes:
        try:
            box = base64.b64decode(wrapped)
            return AESGCM(locking).decrypt(
                box[:NONCE_BYTES], box[NONCE_BYTES:], str(number).encode()
            )
        except (InvalidTag, ValueError) as error:
            name = self._folder.path(_file_of(number))
            raise StorageFailed(f"{name} is damaged; restore it") from error

    def _installation_key(self, name: str) -> bytes:
        key = write_once(self._folder, name, secrets.token_bytes(_KEY_BYTES))
        if len(key) != _KEY_BYTES:
            path = self._folder.path(name)
            raise StorageFailed(f"{path} is not a key of {_KEY_BYTES} bytes; restore it")
        return key

    def _put_in_place(self, new: bytes) -> None:
        if self._folder.is_local:
            with as_storage_error(f"cannot replace {self._folder.path(KEY_FILE)}"):
                self._folder.local_path(_NEXT).replace(self._folder.local_path(KEY_FILE))
            return
        self._folder.write(KEY_FILE, new)
        self._folder.remove(_NEXT)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Of the processes of one machine, one makes keys at a time."""
        if not self._folder.is_local:
            yield
            return
        write_once(self._folder, _LOCK, b"")
        with self._folder.local_path(_LOCK).open("rb") as file:
            flock(file, LOCK_EX)
            yield


def seal(key: bytes, plain: bytes, bound: bytes) -> bytes:
    """Nonce and AES-256-GCM box; opened only with the same `bound`, which is not kept in it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def unseal(key: bytes, box: bytes, bound: bytes) -> bytes:
    """What `seal` hid; InvalidTag if the key or what it was bound to is another."""
    return AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], bound)


def _file_of(number: int) -> str:
    return f"{_WRAPPED}/{number:06d}.json"


def _name_of(locking: bytes) -> str:
    """What a wrapped key names its lock by; it tells nothing of it."""
    return hashlib.sha256(b"truyvet installation key" + locking).hexdigest()[:16]
