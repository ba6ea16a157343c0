"""Frames within a place and a time, beside stores whose graphs take long to build.

As `scripts/bench frames`, with a tenth of its rows: FAISS's HNSW, hnswlib, usearch, sqlite-vec,
Chroma and Elasticsearch. Those whose package is not installed are left out
(`scripts/benches/peers.txt` says how to install them).
"""

from _bench import Figure, run
from _graphs import CHROMA, ELASTIC, HNSWLIB, SQLITE, USEARCH
from _peers import GRAPH
from _rows import District
from _scopes import measure_district


def measure(quick: bool) -> list[Figure]:
    """All scopes over one district."""
    district = District(20, 512) if quick else District(200, 512)
    peers = [GRAPH, HNSWLIB, USEARCH, SQLITE, *([] if quick else [CHROMA, ELASTIC])]
    return measure_district(district, peers, "ABCDE", 5 if quick else 10)


if __name__ == "__main__":
    run(measure)
