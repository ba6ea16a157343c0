"""The catalog: which video files there are, and of each whose it is, from when, and how long.

Camera and start come from a sidecar `NAME.json` (`camera`, `start`, `clock_offset_ms`), else from
the path, else the container's own creation time serves as the start. What cannot be placed is
BadFootage, with the reason.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from indexer.cameras import Cameras
from indexer.errors import BadFootage, UnknownCamera
from indexer.folding import nfc
from indexer.footage_name import USUAL, Named, NamePattern
from indexer.ids import LOCAL_ZONE, CameraId, FootageId, to_ms
from indexer.video.probe import FootageProbe, probe

SUFFIXES = frozenset(
    (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ts", ".mts", ".m2ts", ".mpg", ".mpeg",
     ".flv", ".3gp", ".wmv", ".asf", ".dav", ".h264", ".h265")
)  # fmt: skip
"""What is taken for video inside a folder; a file named by itself is tried whatever its name."""
SLACK = timedelta(minutes=5)
"""How far ahead of this machine's clock a footage may end, before its own clock is called wrong."""
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Footage:
    """One file, placed: whose it is, `start_ms` (UTC, its clock corrected) of pts 0, and its video.

    `clock_correction_ms` is what was added to what its own clock said.
    `path` is absolute; `id` is from `sha256`, the hash of all its bytes.
    """

    path: str
    id: FootageId
    sha256: str
    camera: CameraId
    start_ms: int
    video: FootageProbe
    clock_correction_ms: int = 0


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files named and those in the folders named, absolute, sorted, each once."""
    found = {Path.cwd() / file for path in paths for file in _files(path)}
    return sorted({Path(os.path.normpath(file)) for file in found}, key=os.fsencode)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, _, names in os.walk(path, followlinks=True):
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(folder, name)


def place_footage(path: Path, cameras: Cameras, pattern: NamePattern | None = None) -> Footage:
    """Read and place one file. Raises BadFootage saying what is wrong and what to do."""
    _check_file(path)
    sidecar = _read_sidecar(path)
    named = _named(path, pattern)
    camera = _camera(path, sidecar, named, cameras)
    video = probe(path)
    start = sidecar.get("start") or (named and named.start) or video.recorded_at
    if start is None:
        raise BadFootage(
            f"{path.name} does not say when it was recorded: name it "
            "CAMERA/2022-04-27T21-00-00+0700.mp4, give --pattern, or put "
            f'{{"camera": …, "start": …}} into {path.stem}.json beside it'
        )
    own = cameras.get(camera).clock_correction_ms(to_ms(start))
    correction_ms = sidecar.get("clock_offset_ms", own)
    start_ms = to_ms(start) + correction_ms
    _check_time(path, start_ms, video)
    digest = sha256_of(path)
    return Footage(
        str(path), FootageId(digest[:16]), digest, camera, start_ms, video, correction_ms
    )


def without_doubles(
    placed: Iterable[Footage], owners: Mapping[str, str]
) -> tuple[list[Footage], list[tuple[Footage, str]]]:
    """Of files with equal bytes one each; and the others, each with the path of that one.

    `owners` are the paths that bytes, by SHA-256, were indexed from before: such a path goes first
    where it is still there, and then the first by name.
    """
    chosen: dict[str, str] = {}
    ordered = sorted(placed, key=lambda footage: footage.path)
    for footage in ordered:
        owner = owners.get(footage.sha256)
        first = owner if owner and Path(owner).exists() else footage.path
        chosen.setdefault(footage.sha256, first)
    unique = [f for f in ordered if f.path == chosen[f.sha256]]
    return unique, [(f, chosen[f.sha256]) for f in ordered if f.path != chosen[f.sha256]]


def sha256_of(path: Path) -> str:
    """The hash of all bytes of a file, hex; BadFootage where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise BadFootage(f"{path.name} cannot be read: {error.strerror}") from error
    return digest.hexdigest()


def _check_file(path: Path) -> None:
    try:
        os.fspath(path).encode()
    except UnicodeEncodeError:
        raise BadFootage("its name is not UTF-8; rename it") from None
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadFootage(f"{path.name} cannot be read: {error.strerror}") from error
    if not path.is_file():
        raise BadFootage(f"{path.name} is not a file")
    if size == 0:
        raise BadFootage(f"{path.name} is empty (0 bytes)")


def _read_sidecar(path: Path) -> dict[str, Any]:
    """`camera`, `start` (aware) and `clock_offset_ms`, those that the sidecar gives."""
    file = path.with_suffix(".json")
    if file == path or not file.is_file():
        return {}
    try:
        given = json.loads(file.read_bytes())
        unknown = set(given) - {"camera", "start", "clock_offset_ms"}
        if unknown:
            raise ValueError(f"{sorted(unknown)[0]!r} is not known")
        read = {name: value for name, value in given.items() if value is not None}
        return {name: _SIDECAR[name](value) for name, value in read.items()}
    except (OSError, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise BadFootage(
            f"its sidecar {file.name} cannot be used: {error}; it holds a JSON object with camera, "
            "start (ISO) and clock_offset_ms"
        ) from error


def _start(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_ZONE)


_SIDECAR: dict[str, Callable[[Any], Any]] = {
    "camera": lambda value: nfc(str(value)),
    "start": _start,
    "clock_offset_ms": int,
}


def _named(path: Path, pattern: NamePattern | None) -> Named | None:
    patterns = (pattern,) if pattern else USUAL
    return next((named for one in patterns if (named := one.read(path))), None)


def _camera(path: Path, sidecar: dict[str, Any], named: Named | None, cameras: Cameras) -> CameraId:
    told: str | None = sidecar.get("camera") or (named.camera if named else None)
    folder = nfc(path.parent.name)
    if told is None and folder in cameras:
        return CameraId(folder)
    if told is None:
        raise BadFootage(
            f"no camera is known for {path.name}: put it into a folder named as its camera, give "
            f"--pattern, or a sidecar {path.stem}.json with camera and start"
        )
    try:
        return cameras.get(CameraId(told)).id
    except UnknownCamera as error:
        raise BadFootage(str(error)) from error


def _check_time(path: Path, start_ms: int, video: FootageProbe) -> None:
    if start_ms + video.length_ms > to_ms(datetime.now(UTC) + SLACK):
        raise BadFootage(
            f"{path.name} ends in the future: its clock or its name is wrong; mend it by a sidecar "
            f"{path.stem}.json with start or clock_offset_ms"
        )
