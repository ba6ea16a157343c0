"""Runs that index into one data folder, side by side; and one alone to clear away what was left.

Every run holds the folder's lock shared. One that finds nobody else holding it may remove files
that no commit names: they can only be a killed run's.
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
    with _open(data) as file:
        table.sweep(timedelta(0) if _alone(file) else GRACE)
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def _open(data: Folder) -> BinaryIO:
    if not data.exists(_FILE):
        data.write(_FILE, b"")
    with as_storage_error(f"cannot lock {data.uri}"):
        return data.local_path(_FILE).open("rb")


def _alone(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
