"""The one file-system seam: a folder on a local disk or in object storage, through fsspec.

All stored formats reach their files through `Folder`. Writes are atomic: a temporary name in the
same folder, flushed to disk, then renamed; a reader sees the old file or the new one.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fsspec
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from indexer.errors import StorageFailed


class Folder:
    """One folder by URI (`/path`, `file://…`, `s3://bucket/prefix`, `memory://…`)."""

    def __init__(self, uri: str | Path) -> None:
        """Name the folder; nothing is created until something is written."""
        self._fs, self._root = url_to_fs(os.fspath(uri))
        self._uri = os.fspath(uri).rstrip("/")

    @property
    def uri(self) -> str:
        """The URI this folder was opened by."""
        return self._uri

    @property
    def is_local(self) -> bool:
        """Whether files here can be memory-mapped."""
        return isinstance(self._fs, LocalFileSystem)

    @property
    def filesystem(self) -> fsspec.AbstractFileSystem:
        """The fsspec file system beneath, for libraries that take one."""
        return self._fs

    def child(self, name: str) -> "Folder":
        """The folder `name` below this one."""
        return Folder(f"{self._uri}/{name}")

    def path(self, name: str) -> str:
        """The path of `name` as the file system knows it."""
        return f"{self._root}/{name}"

    def local_path(self, name: str) -> Path:
        """The path of `name` on the local disk, for memory-mapping and for SQLite."""
        if not self.is_local:
            raise StorageFailed(f"{self._uri} is not on a local disk; keep this part of the data locally")
        return Path(self.path(name))

    def exists(self, name: str) -> bool:
        """Whether a file or folder of that name is there."""
        return bool(self._fs.exists(self.path(name)))

    def names(self) -> list[str]:
        """Paths of all files below this folder, relative to it, sorted."""
        if not self._fs.exists(self._root):
            return []
        prefix = self._root.rstrip("/") + "/"
        return sorted(str(p).removeprefix(prefix) for p in self._fs.find(self._root))

    def read(self, name: str) -> bytes:
        """All bytes of a file."""
        with _as_storage_error(f"cannot read {self.path(name)}"):
            data: bytes = self._fs.cat_file(self.path(name))
            return data

    def write(self, name: str, data: bytes) -> None:
        """Write a file atomically and durably."""
        with _as_storage_error(f"cannot write {self.path(name)}"):
            if self.is_local:
                _write_local(Path(self.path(name)), data)
            else:
                self._fs.pipe_file(self.path(name), data)

    def remove(self, name: str) -> None:
        """Remove a file; one that is not there is not an error."""
        with _as_storage_error(f"cannot remove {self.path(name)}"):
            if self._fs.exists(self.path(name)):
                self._fs.rm_file(self.path(name))


def _write_local(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def _as_storage_error(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFailed(f"{what}: {error.strerror or error}") from error
