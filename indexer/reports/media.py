"""The media that a report names: those that can be had are kept, by hash, sealed (`MediaKeeper`).

A report names its media by URI. A `data:` URI holds the bytes; a `file:` URI or a bare path names a
file beside the export, in the folder that it is imported from and nowhere else. What is kept stands
in the report as `sha256:HEX`, so that neither a file's name nor a byte of it enters the log. Links
(`https:`, `mid:`, …) stay as they are: nothing is fetched.

Which URI of which report was kept as what is remembered (`reports/media/`), so that an export
imported again after its pictures were cleared away still has them. The names of these files are
HMACs.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.reports.keyring import Keyring
from indexer.reports.originals import Originals
from indexer.reports.report import Report

LARGEST_BYTES = 256 * 1024 * 1024
"""An attachment is read in memory."""
UNREADABLE = "data:,"
"""Stands for what came inside a report and could not be kept."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")
_FIRST_KEY = 1


class _CannotKeep(Exception):
    """Why; the message names no file, since people name files after people."""


class MediaKeeper:
    """Keeps the media of the reports of one file, or of what was sent."""

    def __init__(self, data: Folder, beside: Path | None) -> None:
        """Keep in `data`; local files are taken from the folder `beside`, none if that is None."""
        self._originals = Originals(data)
        self._keys = Keyring(data.child("reports"))
        self._known = data.child("reports/media")
        self._beside = beside.resolve() if beside is not None else None

    def keep(self, report: Report) -> tuple[Report, list[str]]:
        """The report with what could be kept in the place of its URIs; why the rest was not.

        StorageFailed if the data folder cannot be written.
        """
        media: list[str] = []
        troubles: list[str] = []
        for number, uri in enumerate(report.media, 1):
            try:
                media.append(self._kept(report.id, uri))
            except _CannotKeep as error:
                media.append(UNREADABLE if _scheme(uri) in ("data", "sha256") else uri)
                troubles.append(f"attachment {number} of report {report.id!r}: {error}")
        return replace(report, media=tuple(media)), troubles

    def _kept(self, report: ReportId, uri: str) -> str:
        scheme = _scheme(uri)
        if scheme == "sha256":
            raise _CannotKeep("it names a file of another report; attach the file itself")
        if scheme == "data":
            return f"sha256:{self._originals.keep_bytes(_inline(uri))}"
        if scheme not in ("", "file"):
            return uri
        name = f"{self._name(report, uri)}.json"
        try:
            sha256 = self._originals.keep(self._file(uri))
        except (_CannotKeep, OSError) as error:
            if self._known.exists(name):
                return str(json.loads(self._known.read(name))["uri"])
            if isinstance(error, OSError):
                raise _CannotKeep(f"its file cannot be read: {error.strerror}") from None
            raise
        kept = f"sha256:{sha256}"
        self._known.write(name, json.dumps({"uri": kept}).encode())
        return kept

    def _file(self, uri: str) -> Path:
        """The file that is meant, inside the folder, whatever links and dots would lead out."""
        if self._beside is None:
            raise _CannotKeep("it names a file of this machine, which only an import may")
        try:
            found = (self._beside / _path_of(uri)).resolve()
            inside = found.is_relative_to(self._beside)
            regular = inside and found.is_file()
        except (OSError, ValueError, RuntimeError):
            raise _CannotKeep("its name is none that a file can have") from None
        if not inside:
            raise _CannotKeep("it lies outside the folder that is imported from")
        if not regular:
            raise _CannotKeep("there is no such file beside the export")
        size = found.stat().st_size
        if not 0 < size <= LARGEST_BYTES:
            raise _CannotKeep(f"it has {size:,} bytes; 1 to {LARGEST_BYTES:,} are taken")
        return found

    def _name(self, report: ReportId, uri: str) -> str:
        self._keys.newest()
        key = self._keys.derived(_FIRST_KEY, "media")
        message = json.dumps([report, uri]).encode()
        return hmac.new(key, message, hashlib.sha256).hexdigest()


def _scheme(uri: str) -> str:
    """The scheme, lower case; empty for a bare path, `C:` included."""
    match = _SCHEME.match(uri)
    return match[1].lower() if match else ""


def _path_of(uri: str) -> str:
    return unquote(urlsplit(uri).path) if _scheme(uri) == "file" else uri


def _inline(uri: str) -> bytes:
    """The bytes of a `data:` URI (RFC 2397)."""
    head, comma, body = uri.partition(",")
    if not comma:
        raise _CannotKeep("its data: URI has no comma, and so no content")
    try:
        coded = head.rstrip().lower().endswith(";base64")
        content = (
            base64.b64decode(unquote(body), validate=True) if coded else unquote_to_bytes(body)
        )
    except (binascii.Error, ValueError):
        raise _CannotKeep("its data: URI is not base64") from None
    if not 0 < len(content) <= LARGEST_BYTES:
        raise _CannotKeep(f"it has {len(content):,} bytes; 1 to {LARGEST_BYTES:,} are taken")
    return content
