"""`truyvet serve` as it is started: in one process and in several."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest
from prometheus_client.parser import text_string_to_metric_families

from search.webhooks import own_signature
from tests.command import truyvet

SECRET = "ours"


@contextmanager
def started(data: Path, *more: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The server and its address; killed at the end."""
    command = [sys.executable, "-m", "search.cli.main", "--data", str(data), "serve"]
    environment = os.environ | {"TRUYVET_INTAKE_SECRET": SECRET, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*command, "--port", "0", *more],
        stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True,
    ) as server:  # fmt: skip
        try:
            assert server.stderr is not None
            line = next(line for line in server.stderr if "http://" in line)
            yield server, "http://" + line.split("http://")[1].split()[0]
        finally:
            server.kill()


@contextmanager
def serving(data: Path, *more: str) -> Iterator[tuple[int, str]]:
    """Its process id and address; it is ended by Ctrl-C to all, as in a terminal."""
    with started(data, *more) as (server, address):
        yield server.pid, address
        os.killpg(server.pid, signal.SIGINT)
        assert server.stderr is not None and "Traceback" not in server.stderr.read()
        assert server.wait(30) in (0, 130)


def call(url: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"} | headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def until(true: Callable[[], Any], within_s: float = 60) -> Any:
    ends = time.monotonic() + within_s
    while not (found := true()) and time.monotonic() < ends:
        time.sleep(0.2)
    assert found
    return found


def children(pid: int) -> set[int]:
    """The processes that answer, which are Python's own children that share the socket."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    held = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in told}
    return {int(child) for child, line in held.items() if b"spawn_main" in line}


def metric(address: str, name: str, **labels: str) -> float:
    families = text_string_to_metric_families(call(f"{address}/metrics")[1].decode())
    samples = (sample for family in families for sample in family.samples)
    (value,) = (one.value for one in samples if (one.name, one.labels) == (name, labels))
    return value


def refused(address: str) -> float:
    return metric(address, "truyvet_searches_total", outcome="refused")


def test_several_processes_answer_as_one(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data, "--processes", "2", "--no-watches") as (pid, address):
        for _ in range(12):
            assert call(f"{address}/v1/search", b'{"question": " "}')[0] == 400
        assert refused(address) == 12
        row = {"id": "t1", "text": "Xe máy đỏ", "received_at": "2022-04-27T21:05:00+07:00"}
        body = json.dumps(row).encode()
        signed = own_signature(body, SECRET.encode(), int(time.time()))
        sent = call(f"{address}/v1/webhooks/hotline", body, **{"X-Truyvet-Signature": signed})
        assert sent[0] == 202, sent[1]
        until(lambda: metric(address, "truyvet_reports") == 1)
        before = until(lambda: len(children(pid)) == 2 and children(pid))
        os.kill(min(before), signal.SIGKILL)  # its successor may be starting as Ctrl-C comes
        until(lambda: len(children(pid)) == 2 and children(pid) != before)
        assert call(f"{address}/v1/search", b'{"question": " "}')[0] == 400
        assert until(lambda: refused(address) == 13)


def test_processes_end_with_the_one_that_was_started(tmp_path: Path) -> None:
    with started(tmp_path, "--processes", "2", "--no-watches") as (server, address):
        assert call(f"{address}/metrics")[0] == 200
        answering = until(lambda: len(children(server.pid)) == 2 and children(server.pid))
    until(lambda: not any(Path(f"/proc/{pid}/cmdline").exists() for pid in answering))


def test_one_process_answers(tmp_path: Path) -> None:
    with serving(tmp_path / "data") as (pid, address):
        assert call(f"{address}/v1/search", b'{"question": " "}')[0] == 400
        assert refused(address) == 1 and children(pid) == set()


@pytest.mark.parametrize("number", ["0", "-1", "two"])
def test_no_number_of_processes_is_said(tmp_path: Path, number: str) -> None:
    ran = truyvet("serve", "--processes", number, data=tmp_path)
    assert ran.code == 2 and "--processes" in ran.err and "Traceback" not in ran.err
