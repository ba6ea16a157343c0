"""What the whole repository keeps to: light imports, documents that are true, no traces."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.settings import Settings

ROOT = Path(__file__).parents[1]
PACKAGES = ("embeddings", "indexer", "search")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
DOCUMENTS = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").rglob("*.md"))]
BENCHES = sorted((ROOT / "scripts" / "benches").glob("[!_]*.py"))
LONGEST = 400
"""Lines of a module."""

ENGINES = ("av", "dask", "distributed", "open_clip", "torch")
RUNS_AN_ENGINE = {"search.cli.indexing", "search.jobs.work", "search.reindex"}
"""Imported by the commands that index, when they run; all else has to start at once."""
RUNS_IN_ALEMBIC = "search.state.migrations"

_LOADING = """
import importlib, json, sys
engines, modules = json.loads(sys.argv[1])
blame = {}
for module in modules:
    importlib.import_module(module)
    for engine in engines:
        if engine in sys.modules:
            blame.setdefault(engine, module)
print(json.dumps(blame))
"""


def test_searching_loads_no_engine() -> None:
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in MODULES]
    modules = [
        name.removesuffix(".__init__")
        for name in names
        if name.startswith("search.")
        and name not in RUNS_AN_ENGINE
        and not name.startswith(RUNS_IN_ALEMBIC)
    ]
    assert "search.service" in modules and "search.cli.main" in modules
    asked = json.dumps([ENGINES, ["search.api.app", *modules]])
    done = subprocess.run(
        [sys.executable, "-c", _LOADING, asked], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == {}


@pytest.mark.parametrize("path", [p for p in MODULES if p.name == "__init__.py"], ids=str)
def test_packages_only_say_what_they_are(path: Path) -> None:
    statements = ast.parse(path.read_text()).body
    assert all(isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
               for one in statements)  # fmt: skip


def test_no_module_is_too_long_to_read() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in MODULES}
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    known = {f"TRUYVET_{name.upper()}" for name in Settings.model_fields} | {"TRUYVET_CONFIG"}
    used = {
        name for path in MODULES for name in re.findall(r"\bTRUYVET_[A-Z_]*[A-Z]", path.read_text())
    }
    assert used <= known
    assert {name for name in known if f"`{name}`" not in readme} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    assert [link for link in _links(document) if not _leads_somewhere(document, link)] == []


def _links(document: Path) -> Iterator[str]:
    prose = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", prose):
        if not re.match(r"[a-z]+:", link):
            yield link


def _leads_somewhere(document: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not anchor or anchor in _anchors(target)


def _anchors(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_package_cannot_be_uploaded() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "Private :: Do Not Upload" in project["classifiers"]


_ASKING_FOR_HELP = """
import contextlib, io, json, pathlib, runpy, sys
benches = sys.argv[1:]
sys.path.insert(0, str(pathlib.Path(benches[0]).parent))
told = {}
for bench in benches:
    sys.argv = [bench, "--help"]
    with contextlib.redirect_stdout(io.StringIO()) as out:
        try:
            runpy.run_path(bench, run_name="__main__")
        except SystemExit as end:
            assert not end.code, bench
    told[pathlib.Path(bench).stem] = out.getvalue()
print(json.dumps(told))
"""


def test_every_bench_says_what_it_measures() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ASKING_FOR_HELP, *BENCHES], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    told = json.loads(done.stdout)
    for bench in BENCHES:
        words = told[bench.stem]
        assert f"scripts/bench {bench.stem}" in words and "--json" in words and "--quick" in words
        assert ast.get_docstring(ast.parse(bench.read_text())) in words


HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("python" + "hosted", "org"),
        ("maven", "org"),
        ("maven", "apache", "org"),
        ("sonatype", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("golang", "org"),
        ("crates", "io"),
        ("anaconda", "org"),
    )
]
"""Where packages come from is the machine's business; the locks hold hashes, not hosts."""
TRACES = re.compile(
    "|".join(
        [
            *map(re.escape, HOSTS),
            "--(extra-)?" + "index-url",
            r"(?<![\w.}])/(" + "|".join(("root", "home", "Users", "work")) + r")/\w",
        ]
    )
)


def test_no_file_tells_of_a_registry_or_of_the_machine_it_was_written_on() -> None:
    found = [
        f"{name}:{number}: {match[0]}"
        for name, text in _texts()
        for number, line in enumerate(text.splitlines(), 1)
        if (match := TRACES.search(line))
    ]
    assert found == []


def test_traces_would_be_seen() -> None:
    for line in (f"at https://{HOSTS[0]}/simple", "/".join(("", "root", "x")), "/home" + "/me/x"):
        assert TRACES.search(line)
    assert not TRACES.search("see docs/home/page and /v1/homes")


def _texts() -> Iterator[tuple[str, str]]:
    """Name and text of every file that is in the repository, or would be if it were added."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    for name in sorted(set(listed.stdout.decode().split("\0")) - {""}):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in content[:8192]:
            yield name, content.decode("utf-8", "replace")
