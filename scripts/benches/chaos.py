"""Three Elasticsearch nodes: one is killed and comes back, another is killed for good.

Reports are imported and asked for all the while, through the whole of a service, and then once more
with no node at all. What is counted: reports lost, reports that are there twice, answers that were
wrong, answers that lacked reports and did not say so, and how long answers were partial.

    whole ─ import ─ kill one ─ import, ask ─ it comes back ─ kill another for good ─ import, ask
    ─ kill all ─ import, ask ─ one and its copy come back ─ import again, ask
"""

import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from _bench import Figure, at_least, at_most, note, run
from elasticsearch import Elasticsearch

from indexer.errors import TextIndexFailed
from indexer.places.gazetteer import load_gazetteer
from indexer.reports.import_reports import import_reports
from indexer.reports.open_index import open_report_index
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import open_state

sys.path.append(str(Path(__file__).parents[2]))
from tests.elasticsearch_node.cluster import RunningNode, running_cluster, running_node, wait_for

HEAP = "320m"
EVERY_S = 0.1
TRIES, PAUSE_S = 40, 1.0
"""An import that fails is run again, as whoever runs it would."""
NOW = datetime(2022, 4, 28, 2, 0, tzinfo=UTC)


@dataclass
class Seen:
    """What askers were told: whole and right, partial and saying so, or wrong."""

    whole: int = 0
    partial: int = 0
    wrong: list[str] = field(default_factory=list)
    failed_imports: int = 0


class Trial:
    """One data folder, its service, and the reports brought to it so far."""

    def __init__(self, root: Path, nodes: Sequence[RunningNode], batch: int) -> None:
        self.root, self.batch, self.count = root, batch, 0
        url = ",".join(node.url for node in nodes)
        self.settings = Settings(data=str(root / "data"), elasticsearch_url=url)
        self.seen = Seen()

    def bring(self) -> None:
        """Import the next file of reports, again and again until it is in."""
        file = self.root / f"tips-{self.count}.jsonl"
        numbers = range(self.count, self.count + self.batch)
        file.write_text("\n".join(json.dumps(_row(number)) for number in numbers))
        for _ in range(TRIES):
            try:
                self._import(file)
                break
            except TextIndexFailed as error:
                self.seen.failed_imports += 1
                note(f"  import stopped: {error}")
                time.sleep(PAUSE_S)
        else:
            raise SystemExit("the import never came through")
        self.count += self.batch

    def once(self) -> bool:
        """Try the last file once; whether the text index took it."""
        try:
            self._import(self.root / f"tips-{self.count - self.batch}.jsonl")
        except TextIndexFailed:
            return False
        return True

    def _import(self, file: Path) -> None:
        data = self.settings.folder
        index = open_report_index(data, self.settings.elasticsearch_url)
        try:
            import_reports([file], "jsonl", data, index, load_gazetteer(data))
        finally:
            index.close()

    def ask(self, service: Service) -> dict[str, Any]:
        """Ask for one report that was brought, and judge the answer."""
        number = self.count // 2
        sentence = f"tin số mã{number:06d} trong các báo cáo"
        answer = service.search(SearchRequest(question=sentence, now=NOW, sources=("reports",)))
        found = [hit["id"] for hit in answer["hits"] if hit["kind"] == "report"]
        if answer["partial"]:
            self.seen.partial += 1
        elif self.count == 0 or found[:1] == [f"t{number:06d}"]:
            self.seen.whole += 1
        else:
            self.seen.wrong.append(f"asked for t{number:06d}, got {found[:3]}")
        return answer


class Asker(threading.Thread):
    """Asks all the while."""

    def __init__(self, trial: Trial, service: Service) -> None:
        super().__init__(daemon=True)
        self._trial, self._service, self._stop_it = trial, service, threading.Event()

    def run(self) -> None:
        """Until stopped."""
        while not self._stop_it.wait(EVERY_S):
            self._trial.ask(self._service)

    def stop(self) -> None:
        """After the question that is being answered."""
        self._stop_it.set()
        self.join()


def measure(quick: bool) -> list[Figure]:
    """The whole trial."""
    batch = 2_000 if quick else 10_000
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        root = Path(folder)
        note("three nodes start …")
        nodes = stack.enter_context(running_cluster(root / "nodes", 3, heap=HEAP))
        trial = Trial(root, nodes, batch)
        state = stack.enter_context(open_state(f"sqlite:///{root}/state.sqlite"))
        trial.bring()
        service = Service(trial.settings, state)
        return list(_through(trial, service, nodes, root / "nodes", stack))


def _through(
    trial: Trial, service: Service, nodes: Sequence[RunningNode], folder: Path, stack: ExitStack
) -> Iterator[Figure]:
    asker = Asker(trial, service)
    asker.start()
    first, second, third = _in_turn(nodes)
    _during(trial, "import, and one node is killed", first.kill)
    back = stack.enter_context(_again(first, folder, seeds=[second, third]))
    wait_for(second.url, nodes=3, status="green")
    note("it came back, and the copies are whole")
    _during(trial, "import, and another is killed for good", second.kill)
    wait_for(third.url, nodes=2, status="green")
    asker.stop()
    yield from _figures("with nodes killed", trial, third.url)
    before = trial.seen.partial
    note("all are killed")
    back.kill()
    third.kill()
    trial.count += trial.batch
    _write_last(trial)
    refused = not trial.once()
    answer = trial.ask(service)
    said = answer["failed"][0]["reason"] if answer["failed"] else ""
    note(f"without any node: {said}")
    yield at_least("imports that say the store is away", float(refused), "of 1", 1)
    yield at_least("answers that say so", float(trial.seen.partial - before), "of 1", 1)
    stack.enter_context(_again(third, folder, seeds=[first]))
    stack.enter_context(_again(first, folder, seeds=[third]))
    wait_for(third.url, nodes=2, status="green")
    trial.count -= trial.batch
    trial.bring()
    trial.ask(service)
    yield from _figures("after all came back", trial, third.url)


def _during(trial: Trial, what: str, kill: Any) -> None:
    """Import, with something that happens in the middle of it."""
    note(what)
    timer = threading.Timer(0.5, kill)
    timer.start()
    trial.bring()
    timer.join()
    trial.bring()


def _figures(when: str, trial: Trial, url: str) -> Iterator[Figure]:
    seen = trial.seen
    with Elasticsearch(url, request_timeout=60) as client:
        name = (trial.settings.folder.read("reports/elasticsearch-index")).decode()
        client.indices.refresh(index=name)
        ids = set(_ids(client, name))
        documents = client.count(index=name)["count"]
    wanted = {f"t{number:06d}" for number in range(trial.count)}
    for line in seen.wrong[:3]:
        note(f"  wrong: {line}")
    note(f"{when}: {seen.whole:,} answers whole, {seen.partial:,} partial and saying so, "
         f"{seen.failed_imports} imports stopped and run again")  # fmt: skip
    yield at_least(f"reports brought, {when}", float(trial.count), "reports", float(trial.count))
    yield at_most(f"lost, {when}", float(len(wanted - ids)), "reports", 0)
    yield at_most(f"doubled, {when}", float(documents - len(ids)), "reports", 0)
    yield at_most(f"foreign, {when}", float(len(ids - wanted)), "reports", 0)
    yield at_most(f"answers wrong without saying so, {when}", float(len(seen.wrong)), "answers", 0)
    yield at_least(f"answers whole, {when}", float(seen.whole), "answers", 1)


def _ids(client: Elasticsearch, name: str) -> Iterator[str]:
    after: list[Any] | None = None
    while True:
        page = client.search(
            index=name, size=5_000, sort=[{"id": "asc"}], search_after=after, source=["id"]
        )["hits"]["hits"]
        if not page:
            return
        yield from (hit["_source"]["id"] for hit in page)
        after = page[-1]["sort"]


def _in_turn(nodes: Sequence[RunningNode]) -> list[RunningNode]:
    """The master first: it is the hardest to lose."""
    with Elasticsearch(nodes[0].url) as client:
        state = client.cluster.state(metric=["master_node", "nodes"])
        name = state["nodes"][state["master_node"]]["name"]
    return sorted(nodes, key=lambda node: node.name != name)


def _again(node: RunningNode, folder: Path, seeds: Sequence[RunningNode]) -> Any:
    """A killed node started again upon its own files."""
    return running_node(folder / node.name, node.name, node.cluster, seeds, HEAP, node.ports)


def _write_last(trial: Trial) -> None:
    first = trial.count - trial.batch
    rows = (json.dumps(_row(number)) for number in range(first, trial.count))
    (trial.root / f"tips-{first}.jsonl").write_text("\n".join(rows))


def _row(number: int) -> dict[str, str]:
    text = f"Tin số mã{number:06d}: thấy xe máy chạy trên đường"
    return {"id": f"t{number:06d}", "kind": "tip", "text": text, "received_at": "2022-04-27T21:00Z"}


if __name__ == "__main__":
    run(measure)
