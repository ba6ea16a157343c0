"""The one file-system seam: a folder on a local disk or in object storage, through fsspec.

All stored formats reach their files through `Folder`. Writes are atomic and durable: a temporary
name in the same folder, flushed to disk, renamed, and the folder flushed too; a reader sees the old
file or the new one. Every failure of the disk comes out as `StorageFailed`, saying what to do.
"""

import errno
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import fsspec
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from indexer.errors import StorageFailed

_ADVICE = {
    errno.ENOSPC: "free some space or keep the data elsewhere (--data DIR), then run it again",
    errno.EDQUOT: "raise the quota or keep the data elsewhere (--data DIR), then run it again",
    errno.EFBIG: "raise the limit on file sizes (ulimit -f), then run it again",
    errno.EACCES: "make it readable and writable for this user, or choose another --data DIR",
    errno.EPERM: "make it readable and writable for this user, or choose another --data DIR",
    errno.EROFS: "mount it writable, or choose another --data DIR",
    errno.ENOENT: "it is not there; index again what it held",
}
"""What to do, by the number the operating system gave."""

TEMPORARY_SUFFIX = ".tmp"
"""How the names of half-written files end; only killed runs leave any."""


class Folder:
    """One folder by URI (`/path`, `file://…`, `s3://bucket/prefix`, `memory://…`)."""

    def __init__(self, uri: str | Path) -> None:
        """Name the folder; nothing is created until something is written."""
        self._fs, root = url_to_fs(os.fspath(uri))
        self._root = root.rstrip("/")
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

    @property
    def delta_uri(self) -> str:
        """Where `deltalake` finds this folder: an absolute path, or the URI of object storage."""
        return self._root if self.is_local else self._uri

    def child(self, name: str) -> "Folder":
        """The folder `name` below this one."""
        return Folder(f"{self._uri}/{name}")

    def path(self, name: str) -> str:
        """The path of `name` as the file system knows it."""
        return f"{self._root}/{name}"

    def local_path(self, name: str) -> Path:
        """The path of `name` on the local disk, for memory-mapping and for SQLite."""
        if not self.is_local:
            raise StorageFailed(
                f"{self._uri} is not on a local disk; keep this part of the data locally"
            )
        return Path(self.path(name))

    def exists(self, name: str) -> bool:
        """Whether a file or folder of that name is there."""
        return bool(self._fs.exists(self.path(name)))

    def names(self) -> list[str]:
        """Paths of all files below this folder, relative to it, sorted."""
        with as_storage_error(f"cannot list {self._root}"):
            if not self._fs.exists(self._root):
                return []
            return sorted(str(p).removeprefix(f"{self._root}/") for p in self._fs.find(self._root))

    def size(self, name: str) -> int | None:
        """The length of a file in bytes; None if there is no such file."""
        with as_storage_error(f"cannot look at {self.path(name)}"):
            if not self._fs.exists(self.path(name)):
                return None
            return int(self._fs.size(self.path(name)))

    def modified(self, name: str) -> datetime:
        """When a file was last written (aware, UTC)."""
        with as_storage_error(f"cannot look at {self.path(name)}"):
            moment: datetime = self._fs.modified(self.path(name))
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def read(self, name: str) -> bytes:
        """All bytes of a file."""
        with as_storage_error(f"cannot read {self.path(name)}"):
            data: bytes = self._fs.cat_file(self.path(name))
            return data

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """A file opened for reading at any place."""
        with as_storage_error(f"cannot read {self.path(name)}"):
            file = self._fs.open(self.path(name), "rb")
        with file:
            yield file

    def write(self, name: str, data: bytes) -> None:
        """Write a file atomically and durably."""
        self.write_parts(name, (data,))

    def write_parts(self, name: str, parts: Iterable[bytes]) -> None:
        """Write a file atomically and durably, part by part, without holding it whole."""
        with as_storage_error(f"cannot write {self.path(name)}"):
            if self.is_local:
                _write_local(Path(self.path(name)), parts)
            else:
                with self._fs.open(self.path(name), "wb") as file:
                    file.writelines(parts)

    def take(self, other: "Folder", name: str) -> None:
        """Bring a file of another folder here under the same name, atomically; it stays there too.

        On one local disk both share its bytes. It counts as written now.
        """
        target = Path(self.path(name))
        try:
            if self.is_local and other.is_local:
                _link_local(Path(other.path(name)), target)
                return
        except OSError:  # another disk, or one without links
            pass
        self.write(name, other.read(name))

    def remove_all(self) -> None:
        """Remove the folder with all that is in it; one that is not there is not an error.

        On a local disk it is gone at once; what a killed run leaves of it has a temporary name.
        """
        with as_storage_error(f"cannot remove {self._root}"):
            if not self._fs.exists(self._root):
                return
            root = Path(self._root)
            if self.is_local:
                aside = root.with_name(f".{root.name}.{uuid.uuid4().hex}{TEMPORARY_SUFFIX}")
                root = root.replace(aside)
            self._fs.rm(os.fspath(root) if self.is_local else self._root, recursive=True)

    def remove(self, name: str) -> None:
        """Remove a file; one that is not there is not an error."""
        with as_storage_error(f"cannot remove {self.path(name)}"):
            if self._fs.exists(self.path(name)):
                self._fs.rm_file(self.path(name))


def _write_local(path: Path, parts: Iterable[bytes]) -> None:
    _make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}{TEMPORARY_SUFFIX}")
    try:
        with temporary.open("wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def _link_local(source: Path, target: Path) -> None:
    _make_folder(target.parent)
    temporary = target.with_name(f".{target.name}.{uuid.uuid4().hex}{TEMPORARY_SUFFIX}")
    os.link(source, temporary)
    try:
        os.utime(temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)  # a rename onto the same bytes leaves the name
    _flush_folder(target.parent)


def _make_folder(folder: Path) -> None:
    """Create a folder and those above it, each entry durable before the next."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
    """Make a folder's entries survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def as_storage_error(what: str) -> Iterator[None]:
    """Turn a failure of the operating system into StorageFailed: `what`, why, what to do."""
    try:
        yield
    except OSError as error:
        raise StorageFailed(
            with_advice(f"{what}: {error.strerror or error}", error.errno)
        ) from error


def with_advice(what: str, number: int | None) -> str:
    """`what` went wrong, and what to do about it, by the operating system's error number."""
    advice = _ADVICE.get(number or 0)
    return f"{what}; {advice}" if advice else what
