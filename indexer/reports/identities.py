"""Who sent a report: sealed with the installation's key, kept apart, found only by reference.

Beside the report log lie `reports/identity.key` (32 random bytes, mode 0600, made on first use)
and `reports/identities/*.sealed`, one file a batch of reports. A file holds JSON lines
`{"ref": …, "sealed": …}`; `sealed` is AES-256-GCM with the reference as associated data, so that a
record cannot be moved to another report. The reference is an HMAC of the report's id and its
sender: the same person behind two reports has two references. Lose the key, and nobody can read
them any more.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.reports.once import write_once

_KEY = "identity.key"
_SEALED = "identities"
_KEY_BYTES = 32
_NONCE_BYTES = 12
"""The nonce length AES-GCM is defined for (NIST SP 800-38D)."""


class Identities:
    """The senders of a data folder's reports; nothing here is ever logged or indexed."""

    def __init__(self, data: Folder) -> None:
        """Name the data folder; the key is read, or made, when first needed."""
        self._folder = data.child("reports")
        self._key: bytes | None = None

    def reference(self, report: ReportId, sender: Any) -> str:
        """The opaque reference of this sender of this report: 32 hex digits, always the same."""
        message = _canonical([report, sender])
        return hmac.new(self._derived("reference"), message, hashlib.sha256).hexdigest()[:32]

    def keep(self, senders: Mapping[str, Any]) -> None:
        """Seal senders by their reference, durably; the same batch again writes nothing."""
        if not senders:
            return
        name = f"{_SEALED}/{self._batch_name(senders)}.sealed"
        if not self._folder.exists(name):
            lines = (self._record(ref, sender) for ref, sender in sorted(senders.items()))
            self._folder.write(name, "\n".join(lines).encode())

    def open(self, reference: str) -> Any | None:
        """The sender behind a reference, None if there is none; reads every batch if need be."""
        for name in self._folder.child(_SEALED).names():
            sealed = self._batch(f"{_SEALED}/{name}").get(reference)
            if sealed is not None:
                return self._unseal(reference, sealed)
        return None

    def _batch(self, name: str) -> dict[str, bytes]:
        try:
            records = map(json.loads, self._folder.read(name).splitlines())
            return {record["ref"]: base64.b64decode(record["sealed"]) for record in records}
        except (ValueError, KeyError, TypeError) as error:
            raise StorageFailed(f"{self._folder.path(name)} is damaged; restore it") from error

    def _record(self, reference: str, sender: Any) -> str:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        box = AESGCM(self._derived("seal")).encrypt(nonce, _canonical(sender), reference.encode())
        return json.dumps({"ref": reference, "sealed": base64.b64encode(nonce + box).decode()})

    def _unseal(self, reference: str, sealed: bytes) -> Any:
        nonce, box = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            plain = AESGCM(self._derived("seal")).decrypt(nonce, box, reference.encode())
        except InvalidTag:
            raise StorageFailed(
                f"the sender {reference} does not open with {self._folder.path(_KEY)};"
                " put back the key it was sealed with"
            ) from None
        return json.loads(plain)

    def _batch_name(self, senders: Iterable[str]) -> str:
        return hashlib.sha256("\n".join(sorted(senders)).encode()).hexdigest()[:32]

    def _derived(self, purpose: str) -> bytes:
        """A key of its own for each purpose, from the installation's."""
        if self._key is None:
            self._key = _installation_key(self._folder)
        return hmac.new(self._key, purpose.encode(), hashlib.sha256).digest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()


def _installation_key(folder: Folder) -> bytes:
    key = write_once(folder, _KEY, secrets.token_bytes(_KEY_BYTES))
    if len(key) != _KEY_BYTES:
        raise StorageFailed(f"{folder.path(_KEY)} is not a key of {_KEY_BYTES} bytes; restore it")
    return key
