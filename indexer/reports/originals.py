"""The files that reports came in, kept as they were, by hash, sealed: senders stand in them.

`reports/originals/SHA256.sealed` begins with the number of its data key (8 digits and a line end);
then come pieces, each with its length before it (4 bytes, big-endian): a piece of the file of up to
1 MiB, deflated and sealed, bound to the file's hash, its own number and whether it is the last.
"""

import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.reports.keyring import Keyring, seal, unseal

_PIECE_BYTES = 1024 * 1024
_PURPOSE = "original"
_HASH = re.compile("[0-9a-f]{64}")


class Originals:
    """The originals of a data folder's reports."""

    def __init__(self, data: Folder) -> None:
        """Name the data folder; nothing is created until something is kept."""
        self._folder = data.child("reports/originals")
        self._keys = Keyring(data.child("reports"))

    def keep(self, path: Path) -> str:
        """Keep a file; its SHA-256 in hex. One that is there already is not written again.

        OSError if the file cannot be read.
        """
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            return self._keep(file, sha256)

    def keep_bytes(self, content: bytes) -> str:
        """Keep what came without a file; its SHA-256 in hex."""
        return self._keep(io.BytesIO(content), hashlib.sha256(content).hexdigest())

    def _keep(self, file: BinaryIO, sha256: str) -> str:
        if not self.has(sha256):
            self._folder.write_parts(_name(sha256), self._sealed(file, sha256))
        return sha256

    def has(self, sha256: str) -> bool:
        """Whether a file of that hash is kept."""
        return self._folder.exists(_name(sha256))

    def hashes(self) -> list[str]:
        """The hashes of all originals, sorted."""
        names = (name.removesuffix(".sealed") for name in self._folder.names())
        return [name for name in names if _HASH.fullmatch(name)]

    def read(self, sha256: str) -> Iterator[bytes]:
        """The bytes of an original, in pieces; StorageFailed if it is not there or not whole."""
        path = self._folder.path(_name(sha256))
        if not _HASH.fullmatch(sha256) or not self.has(sha256):
            raise StorageFailed(f"there is no original {sha256} in {self._folder.uri}")
        digest = hashlib.sha256()
        with self._folder.open(_name(sha256)) as file:
            for piece in self._opened(file, sha256, path):
                digest.update(piece)
                yield piece
        if digest.hexdigest() != sha256:
            raise StorageFailed(f"{path} is damaged; restore it")

    def _sealed(self, file: BinaryIO, sha256: str) -> Iterator[bytes]:
        number = self._keys.newest()
        key = self._keys.derived(number, _PURPOSE)
        yield f"{number:08d}\n".encode()
        count, piece = 0, file.read(_PIECE_BYTES)
        while True:
            following = file.read(_PIECE_BYTES)
            box = seal(key, zlib.compress(piece, 1), _bound(sha256, count, last=not following))
            yield len(box).to_bytes(4, "big") + box
            if not following:
                return
            count, piece = count + 1, following

    def _opened(self, file: BinaryIO, sha256: str, path: str) -> Iterator[bytes]:
        try:
            key = self._keys.derived(int(file.read(9)), _PURPOSE)
            count, length = 0, file.read(4)
            while length:
                box = file.read(int.from_bytes(length, "big"))
                length = file.read(4)
                yield zlib.decompress(unseal(key, box, _bound(sha256, count, last=not length)))
                count += 1
        except (InvalidTag, ValueError, zlib.error) as error:
            raise StorageFailed(f"{path} is damaged; restore it") from error


def _bound(sha256: str, piece: int, last: bool) -> bytes:
    return f"{sha256} {piece} {last}".encode()


def _name(sha256: str) -> str:
    return f"{sha256}.sealed"
