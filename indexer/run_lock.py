"""Runs that index into one data folder, side by side; and one alone to clear away what was left.

Every run holds the folder's lock shared. One that finds nobody else holding it may remove files
that no commit names: they can only be a killed run's. `alone` holds another lock for work of which
there may be only one at a time.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import BinaryIO

from indexer.folder import Folder, as_storage_error
from indexer.frame_table import GRACE, FrameTable

_FILE = "index.lock"


@contextmanager
def indexing(data: Folder, table: FrameTable, outside: bool) -> Iterator[None]:
    """Hold the folder for one run, after sweeping away what killed runs left.

    Where the folder is in object storage, or workers of other machines write to it (`outside`),
    nobody can be asked, and only what has long lain there is removed.
    """
    if outside or not data.is_local:
        table.sweep(GRACE)
        yield
        return
    with _open(data, _FILE) as file:
        table.sweep(timedelta(0) if _take(file) else GRACE)
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@contextmanager
def alone(data: Folder, name: str) -> Iterator[bool]:
    """Hold the lock of that name, if nobody else does; whether it is held. It ends with us.

    In object storage nobody can be asked, and it always is.
    """
    if not data.is_local:
        yield True
        return
    with _open(data, name) as file:
        yield _take(file)


def _open(data: Folder, name: str) -> BinaryIO:
    with as_storage_error(f"cannot lock {data.uri}"):
        path = data.local_path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab")


def _take(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
