"""The chart, rendered by helm: its documents by kind and name, or why it refused its values."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

CHART = Path(__file__).parents[2] / "helm" / "truyvet"
CLUSTER = "1.34.0"
"""The cluster helm is told of: a helm built from its module believes in an old one."""

Document = dict[str, Any]


class Refused(Exception):
    """Helm would not render the values; the message is what it says of them."""


@dataclass(frozen=True)
class Rendered:
    """Everything one release would create."""

    documents: tuple[Document, ...]

    def of_kind(self, kind: str) -> list[Document]:
        """All documents of a kind."""
        return [document for document in self.documents if document["kind"] == kind]

    def one(self, kind: str, name: str) -> Document:
        """The document of that kind and name."""
        (found,) = [part for part in self.of_kind(kind) if part["metadata"]["name"] == name]
        return found

    def pods(self) -> dict[str, Document]:
        """The pod templates, by component."""
        templates = [part["spec"]["template"] for part in self.of_kind("Deployment")]
        templates += [
            part["spec"]["jobTemplate"]["spec"]["template"] for part in self.of_kind("CronJob")
        ]
        return {pod["metadata"]["labels"]["app.kubernetes.io/component"]: pod for pod in templates}

    def container(self, component: str) -> Document:
        """The one container of a component's pods."""
        (found,) = self.pods()[component]["spec"]["containers"]
        return dict(found)


def helm(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run helm; skips where there is none, and fails in CI, where there has to be one."""
    program = shutil.which("helm")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("helm is not on the PATH: .ci/run puts it there")
        pytest.skip("helm is not on the PATH: the chart cannot be rendered")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def render(*values: str, release: str = "q12") -> Rendered:
    """What a release creates with these values (`name=value`); Refused if helm refuses them."""
    sets = [part for value in values for part in ("--set", value)]
    done = helm("template", release, str(CHART), "--kube-version", CLUSTER, *sets)
    if done.returncode != 0:
        raise Refused(done.stderr)
    return Rendered(tuple(document for document in yaml.safe_load_all(done.stdout) if document))


def containers(pod: Document) -> Iterator[Document]:
    """All containers of a pod, those that run before it among them."""
    yield from pod["spec"].get("initContainers", [])
    yield from pod["spec"]["containers"]


def environment(container: Document) -> dict[str, Document]:
    """A container's variables by name."""
    return {entry["name"]: entry for entry in container.get("env", [])}


def selects(selector: Document, pods: Sequence[Document]) -> list[Document]:
    """The pods that have all labels of a selector."""
    return [pod for pod in pods if selector.items() <= pod["metadata"]["labels"].items()]
