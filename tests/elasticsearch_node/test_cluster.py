"""The node ends with whoever started it, and its absence is said."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.elasticsearch_node import fixtures
from tests.elasticsearch_node.cluster import running_node
from tests.elasticsearch_node.home import Unavailable

_HOLD_A_NODE = """
import sys
from pathlib import Path
from tests.elasticsearch_node.cluster import running_node
with running_node(Path(sys.argv[1])) as node:
    print(node.process.pid, flush=True)
    sys.stdin.read()
"""


def test_a_node_does_not_outlive_a_killed_test_run(tmp_path: Path) -> None:
    fixtures.require_packages()
    command = [sys.executable, "-c", _HOLD_A_NODE, str(tmp_path / "node")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        node = psutil.Process(int(holder.stdout.readline()))
        holder.kill()
        node.wait(30)
    assert not node.is_running()


def test_a_node_that_cannot_start_says_why(tmp_path: Path) -> None:
    fixtures.require_packages()
    (tmp_path / "node").mkdir()
    (tmp_path / "node" / "data").write_text("in the way")
    with pytest.raises(RuntimeError, match="data"), running_node(tmp_path / "node"):
        pass


def _no_packages() -> Path:
    raise Unavailable("no way there")


def test_without_packages_it_skips_but_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixtures, "home", _no_packages)
    monkeypatch.setenv("CI", "false")
    with pytest.raises(pytest.skip.Exception, match="no way there"):
        fixtures.require_packages()
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="must run"):
        fixtures.require_packages()
