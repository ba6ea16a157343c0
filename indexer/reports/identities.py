"""Who sent a report: sealed, kept apart, found only by reference.

`reports/identities/*.sealed` hold one batch of reports each, as JSON lines `{"ref": …, "key": …,
"sealed": …}`; `sealed` is AES-256-GCM under the data key of that number (`keyring`), with the
reference as associated data, so that a record cannot be moved to another report. The reference is
an HMAC of the report's id and its sender: the same person behind two reports has two references.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidTag

from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.reports.keyring import KEY_FILE, Keyring, seal, unseal

_SEALED = "identities"
_FIRST = 1
"""The data key that references are made with, so that rotating leaves them as they are; and the one
that sealed records without a number, from before there were several."""


class Identities:
    """The senders of a data folder's reports; nothing here is ever logged or indexed."""

    def __init__(self, data: Folder) -> None:
        """Name the data folder; keys are read, or made, when first needed."""
        self._folder = data.child("reports")
        self._keys = Keyring(self._folder)

    def reference(self, report: ReportId, sender: Any) -> str:
        """The opaque reference of this sender of this report: 32 hex digits, always the same."""
        message = _canonical([report, sender])
        return hmac.new(self._reference_key, message, hashlib.sha256).hexdigest()[:32]

    @cached_property
    def _reference_key(self) -> bytes:
        self._keys.newest()
        return self._keys.derived(_FIRST, "reference")

    def keep(self, senders: Mapping[str, Any]) -> None:
        """Seal senders by their reference, durably; the same batch again writes nothing."""
        if not senders:
            return
        name = f"{_SEALED}/{self._batch_name(senders)}.sealed"
        if not self._folder.exists(name):
            number = self._keys.newest()
            lines = (self._record(ref, sender, number) for ref, sender in sorted(senders.items()))
            self._folder.write(name, "\n".join(lines).encode())

    def open(self, reference: str) -> Any | None:
        """The sender behind a reference, None if there is none; reads every batch if need be."""
        names = self._folder.child(_SEALED).names()
        for name in (name for name in names if name.endswith(".sealed")):
            found = self._batch(f"{_SEALED}/{name}").get(reference)
            if found is not None:
                return self._unseal(reference, *found)
        return None

    def rotate(self) -> int:
        """Change the key that locks all others; how many it locks now."""
        return self._keys.rotate()

    def _batch(self, name: str) -> dict[str, tuple[int, bytes]]:
        try:
            records = map(json.loads, self._folder.read(name).splitlines())
            return {
                record["ref"]: (
                    int(record.get("key", _FIRST)), base64.b64decode(record["sealed"])
                )
                for record in records
            }  # fmt: skip
        except (ValueError, KeyError, TypeError) as error:
            raise StorageFailed(f"{self._folder.path(name)} is damaged; restore it") from error

    def _record(self, reference: str, sender: Any, number: int) -> str:
        box = seal(self._keys.derived(number, "seal"), _canonical(sender), reference.encode())
        told = {"ref": reference, "key": number, "sealed": base64.b64encode(box).decode()}
        return json.dumps(told)

    def _unseal(self, reference: str, number: int, sealed: bytes) -> Any:
        self._keys.newest()
        try:
            plain = unseal(self._keys.derived(number, "seal"), sealed, reference.encode())
        except InvalidTag:
            raise StorageFailed(
                f"the sender {reference} does not open with {self._folder.path(KEY_FILE)};"
                " put back the key it was sealed with"
            ) from None
        return json.loads(plain)

    def _batch_name(self, senders: Iterable[str]) -> str:
        return hashlib.sha256("\n".join(sorted(senders)).encode()).hexdigest()[:32]


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
