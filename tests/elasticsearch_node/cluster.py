"""Nodes started, watched and stopped by a test run: one, or several that form a cluster.

A node is ready when it answers over HTTP; it is stopped by closing its standard input, and killed
if that does not help. Whatever happens to the test run, its nodes end with it (see `node`).
"""

import json
import select
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from elasticsearch import Elasticsearch

from tests.elasticsearch_node.home import home, make_config
from tests.elasticsearch_node.node import HEAP

START_LIMIT_S = 120.0
STOP_LIMIT_S = 10.0
_ROOT = Path(__file__).parents[2]


@dataclass
class RunningNode:
    """A node's process and where it listens, on the loopback address."""

    name: str
    process: subprocess.Popen[str]
    http_port: int
    transport_port: int
    cluster: str = ""

    @property
    def ports(self) -> dict[str, int]:
        """What it listens on, for a node that comes back in its place."""
        return {"http": self.http_port, "transport": self.transport_port}

    @property
    def url(self) -> str:
        """Where its HTTP interface is."""
        return f"http://127.0.0.1:{self.http_port}"

    def kill(self) -> None:
        """As when its machine fails: no farewell."""
        self.process.kill()
        self.process.wait()


@contextmanager
def running_node(
    folder: Path,
    name: str = "node-1",
    cluster: str = "",
    seeds: Sequence[RunningNode] = (),
    heap: str = HEAP,
    ports: Mapping[str, int] | None = None,
) -> Iterator[RunningNode]:
    """A node with its files below `folder`; without seeds it is the first of a new cluster.

    With `ports`, and the folder and name of a node that was killed, it comes back in its place.

    Raises Unavailable if the packages cannot be had, RuntimeError with the node's own words if it
    does not come up.
    """
    cluster = cluster or f"truyvet-{uuid.uuid4().hex[:8]}"
    settings = {
        "home": str(home()),
        "work": str(folder),
        "name": name,
        "cluster": cluster,
        "heap": heap,
        **(ports or {}),
        "seeds": [f"127.0.0.1:{node.transport_port}" for node in seeds],
    }
    make_config(folder / "config")
    with (folder / "stderr.txt").open("w") as stderr:
        process = _spawn(json.dumps(settings), stderr)
        try:
            bound = _ports(process, folder / "stderr.txt")
            yield RunningNode(name, process, bound["http"], bound["transport"], cluster)
        finally:
            _stop(process)


@contextmanager
def running_cluster(folder: Path, size: int, heap: str = HEAP) -> Iterator[list[RunningNode]]:
    """Nodes that have found each other: the first one founds the cluster, the others join it."""
    cluster = f"truyvet-{uuid.uuid4().hex[:8]}"
    with ExitStack() as stack:
        nodes: list[RunningNode] = []
        for number in range(1, size + 1):
            name = f"node-{number}"
            node = running_node(folder / name, name, cluster, seeds=nodes[:1], heap=heap)
            nodes.append(stack.enter_context(node))
        wait_for(nodes[0].url, nodes=size, status="green")
        yield nodes


def wait_for(url: str, nodes: int, status: str) -> None:
    """Until the cluster has that many nodes and that health; RuntimeError if it never does."""
    with Elasticsearch(url, request_timeout=START_LIMIT_S) as client:
        health = client.cluster.health(
            wait_for_nodes=str(nodes), wait_for_status=status, timeout=f"{START_LIMIT_S:.0f}s"
        )
    if health["timed_out"]:
        raise RuntimeError(f"the cluster at {url} has not become {status} with {nodes} nodes")


def _spawn(settings: str, stderr: IO[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.elasticsearch_node.node", settings],
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )


def _ports(process: "subprocess.Popen[str]", stderr: Path) -> dict[str, int]:
    """What the node prints when it is up."""
    assert process.stdout is not None, "opened as a pipe"
    ready, _, _ = select.select([process.stdout], [], [], START_LIMIT_S)
    line = process.stdout.readline() if ready else ""
    if not line:
        said = stderr.read_text(errors="replace")[-4_000:]
        raise RuntimeError(f"Elasticsearch did not start within {START_LIMIT_S:.0f} s:\n{said}")
    ports: dict[str, int] = json.loads(line)
    return ports


def _stop(process: "subprocess.Popen[str]") -> None:
    assert process.stdin is not None and process.stdout is not None, "opened as pipes"
    process.stdin.close()
    try:
        process.wait(STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
