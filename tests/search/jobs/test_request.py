"""What jobs may read: nothing outside the folders that are set, wherever links lead."""

from pathlib import Path
from typing import Any

import pytest

from search.errors import BadJob, NotAllowed
from search.jobs.request import check_request, roots_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "in" / "a").mkdir(parents=True)
    (tmp_path / "secret").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path / "secret")
    return tmp_path / "in"


def index(*paths: object, **more: Any) -> dict[str, Any]:
    return {"kind": "index", "paths": [str(path) for path in paths], **more}


def test_what_lies_in_a_root_may_be_read(root: Path) -> None:
    check_request(index(root, root / "a", root / "a" / ".." / "a"), roots_of(f"/nowhere:{root}"))
    check_request(index(root, model="demo"), [root])
    check_request({"kind": "import", "paths": [str(root / "a")], "source": "zalo"}, [root])
    check_request({"kind": "merge"}, [])


@pytest.mark.parametrize("path", ["../secret", "link", "link/x", "/etc/passwd", "a/../../secret"])
def test_what_lies_elsewhere_may_not(root: Path, path: str) -> None:
    with pytest.raises(NotAllowed, match="TRUYVET_JOB_ROOTS"):
        check_request(index(root, root / path), [root])
    with pytest.raises(NotAllowed):
        check_request({"kind": "reindex", "model": str(root / path)}, [root])
    with pytest.raises(NotAllowed):
        check_request({"kind": "reindex", "model": f"local-dir:{root / path}"}, [root])


def test_without_roots_nothing_may_be_read(root: Path) -> None:
    with pytest.raises(NotAllowed, match="set TRUYVET_JOB_ROOTS"):
        check_request(index(root), roots_of(None))


@pytest.mark.parametrize("path", ["relative", "", "nul\0", "/nul\0", "~", "a" * 5000])
def test_what_is_no_path_is_said(root: Path, path: str) -> None:
    with pytest.raises((BadJob, NotAllowed)):
        check_request(index(path), [root])


def test_what_is_not_there_and_unknown_sources_are_said(root: Path) -> None:
    with pytest.raises(BadJob, match="not there"):
        check_request(index(root / "gone"), [root])
    with pytest.raises(BadJob, match="unknown source"):
        check_request({"kind": "import", "paths": [str(root)], "source": "rumour"}, [root])
