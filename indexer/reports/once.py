"""A small secret or name that an installation makes once and then keeps."""

import os
import secrets
from pathlib import Path

from indexer.errors import StorageFailed
from indexer.folder import Folder

_OWNER_ONLY = 0o600


def write_once(folder: Folder, name: str, data: bytes) -> bytes:
    """What stands in the file: `data` if there was none, else what was there before.

    On a local disk readable by its owner alone; of two processes that write at the same time, the
    second gets the first one's data. Raises StorageFailed.
    """
    if not folder.exists(name):
        if folder.is_local:
            _write_local(folder.local_path(name), data)
        else:
            folder.write(name, data)
    return folder.read(name)


def _write_local(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp")
        _write_durably(temporary, data)
        _link(temporary, path)
    except OSError as error:
        raise StorageFailed(f"cannot write {path}: {error.strerror or error}") from error


def _write_durably(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _link(temporary: Path, path: Path) -> None:
    """Unlike a rename, a link never replaces what another process has just written."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        temporary.replace(path)
    temporary.unlink(missing_ok=True)
