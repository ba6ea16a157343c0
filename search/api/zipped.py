"""A folder as a ZIP that is made while it is sent: never whole in memory or on the disk."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

_BLOCK = 1 << 20


class _Sent:
    """Where the archive is written to: what was written waits to be sent."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        waiting, self._waiting = self._waiting, []
        return b"".join(waiting)


def zip_stream(folder: Path, top: str) -> Iterator[bytes]:
    """The files of a folder, stored as they are, below a folder `top` of the archive."""
    sent = _Sent()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo.from_file(path, f"{top}/{path.relative_to(folder).as_posix()}")
            with path.open("rb") as file, archive.open(info, "w") as entry:
                while block := file.read(_BLOCK):
                    entry.write(block)
                    yield sent.take()
    yield sent.take()
