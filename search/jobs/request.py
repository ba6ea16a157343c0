"""What a job may be asked to do: its paths must lie in the folders that jobs may read.

Paths are looked at with all links followed, when a job is asked for and once more when it begins.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from embeddings.models import known_models
from indexer.errors import BadReport
from indexer.reports.sources import source_of
from search.errors import BadJob, NotAllowed


def check_request(request: Mapping[str, Any], roots: Sequence[Path]) -> None:
    """Whether a job may be done. Raises BadJob, and NotAllowed for what lies elsewhere."""
    check_paths(request.get("paths", ()), roots)
    if request["kind"] == "import":
        try:
            source_of(request["source"])
        except BadReport as error:
            raise BadJob(str(error)) from error
    if request.get("model") is not None:
        _check_model(request["model"], roots)


def check_paths(paths: Iterable[str | Path], roots: Sequence[Path]) -> None:
    """Whether all of these are there and in one of the roots, wherever links lead."""
    for path in paths:
        if not Path(path).is_absolute():
            raise BadJob(f"{str(path)!r} is not an absolute path; a job runs in another folder")
        real = _real(path)
        if not any(real.is_relative_to(_real(root)) for root in roots):
            raise NotAllowed(
                f"jobs may not read {str(path)!r}: "
                + ("it is in none of the folders of TRUYVET_JOB_ROOTS" if roots
                   else "set TRUYVET_JOB_ROOTS to the folders that they may read")
            )  # fmt: skip
        if not real.exists():
            raise BadJob(f"{str(path)!r} is not there")


def roots_of(setting: str | None) -> tuple[Path, ...]:
    """The folders of TRUYVET_JOB_ROOTS."""
    return tuple(Path(part).absolute() for part in (setting or "").split(":") if part)


def _real(path: str | Path) -> Path:
    try:
        return Path(path).resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise BadJob(f"{str(path)!r} is not a path: {error}") from error


def _check_model(name: str, roots: Sequence[Path]) -> None:
    """A folder with a checkpoint is read like any other; names are looked up elsewhere."""
    folder = name.removeprefix("local-dir:")
    if name in {known for known, _ in known_models()}:
        return
    if name != folder or Path(folder).is_absolute() or _is_there(folder):
        check_paths([folder], roots)


def _is_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False
