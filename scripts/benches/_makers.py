"""All peers by name: the package each needs, and how it is built."""

import time
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

from _bench import note
from _graphs import (
    CHROMA,
    ELASTIC,
    HNSWLIB,
    SQLITE,
    USEARCH,
    chroma,
    elastic,
    hnswlib,
    sqlite,
    usearch,
)
from _peers import CLUSTERS, DUCK, FLAT, GRAPH, HALVES, LANCE, LANCE_PQ, Found, Peers

MAKERS: dict[str, tuple[str, Callable[[Peers], Mapping[str, Found]]]] = {
    FLAT: ("faiss", Peers.flat),
    HALVES: ("faiss", Peers.halves),
    CLUSTERS: ("faiss", Peers.clusters),
    GRAPH: ("faiss", Peers.graph),
    DUCK: ("duckdb", Peers.duck),
    LANCE: ("lancedb", Peers.lance),
    LANCE_PQ: ("lancedb", Peers.lance_codes),
    SQLITE: ("sqlite_vec", sqlite),
    HNSWLIB: ("hnswlib", hnswlib),
    USEARCH: ("usearch", usearch),
    CHROMA: ("chromadb", chroma),
    ELASTIC: ("elasticsearch", elastic),
}


def build(peers: Peers, *names: str) -> None:
    """Build these; those whose package is missing are told."""
    for name in names:
        package, make = MAKERS[name]
        if find_spec(package) is None:
            note(f"{name}: not measured, the package {package} is not installed")
            continue
        began = time.perf_counter()
        peers.searches.update(make(peers))
        seconds = time.perf_counter() - began
        peers.built[name] = (seconds, _bytes_below(peers.folder / package))
        note(f"{name}: built in {seconds:.0f} s")


def _bytes_below(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
