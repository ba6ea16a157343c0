"""Archives (ZIP), as Facebook and Takeout hand them out: each file in one is read as if alone.

Nothing is unpacked to the disk. What is in an archive is counted as it is read, whatever the
archive says of it; one that would unpack to far more than it holds is refused.
"""

import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from indexer.errors import BadReport
from indexer.ids import LOCAL_ZONE
from indexer.reports.formats.entry import Entry, Format, Opened

FILES_LIMIT = 200_000
UNPACKED_LIMIT_BYTES = 16 * 1024**3
RATIO_LIMIT = 200
"""Times a file may grow; exported text grows about tenfold."""
_SMALL_BYTES = 1024 * 1024


def read_archive(opened: Opened, formats: Mapping[str, Format]) -> Iterator[Entry]:
    """The entries of all files whose names end as one of the formats; of the others nothing."""
    number, found = 0, False
    try:
        with zipfile.ZipFile(opened.file) as packed:
            check_archive(packed, UNPACKED_LIMIT_BYTES)
            for info, read in _readable(packed, formats):
                found = True
                for entry in _entries(packed, info, read):
                    number += 1
                    yield Entry(
                        number, entry.row, entry.reason and f"{_name(info)}: {entry.reason}"
                    )
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        yield Entry(0, reason="the archive is damaged, encrypted or none; export it again")
    except BadReport as error:
        yield Entry(0, reason=str(error))
    else:
        if not found:
            yield Entry(0, reason=f"no {' or '.join(sorted(formats))} file in the archive")


def check_archive(packed: zipfile.ZipFile, most_bytes: int) -> None:
    """BadReport for an archive that would unpack to too much (a zip bomb), as it says itself."""
    infos = packed.infolist()
    if len(infos) > FILES_LIMIT:
        raise BadReport(f"the archive has more than {FILES_LIMIT:,} files")
    if sum(info.file_size for info in infos) > most_bytes:
        raise BadReport(f"the archive would unpack to more than {most_bytes:,} bytes")
    for info in infos:
        if info.file_size > max(_SMALL_BYTES, RATIO_LIMIT * info.compress_size):
            raise BadReport(f"a file in the archive grows more than {RATIO_LIMIT} times")


def _readable(
    packed: zipfile.ZipFile, formats: Mapping[str, Format]
) -> Iterator[tuple[zipfile.ZipInfo, Format]]:
    for info in sorted(packed.infolist(), key=lambda info: info.filename):
        read = formats.get(PurePosixPath(info.filename).suffix.lower())
        if read is not None and not info.is_dir():
            yield info, read


def _entries(packed: zipfile.ZipFile, info: zipfile.ZipInfo, read: Format) -> Iterator[Entry]:
    try:
        changed = datetime(*info.date_time, tzinfo=LOCAL_ZONE)
    except ValueError:
        changed = datetime(1980, 1, 1, tzinfo=LOCAL_ZONE)
    with packed.open(info) as file:
        counted = cast(BinaryIO, _Counted(file, info.file_size))
        yield from read(Opened(counted, PurePosixPath(info.filename).name, changed))


def _name(info: zipfile.ZipInfo) -> str:
    """Names of folders may be those of people who wrote; the file's own name is the export's."""
    return PurePosixPath(info.filename).name[:100]


class _Counted:
    """A file in an archive that must not hold more than the archive says."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._left = size

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        return self._count(self._file.read(size))

    def readline(self, size: int = -1) -> bytes:
        """The next line, or so many bytes of it."""
        return self._count(self._file.readline(size))

    def _count(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise BadReport("a file in the archive is larger than the archive says")
        return data
