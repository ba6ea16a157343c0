"""Peers that take long to build: graphs, and stores that keep their own files.

Each is told cameras and times with the vectors, filters in the way its documentation says, and is
tuned once: towards recall, as far as it goes without scanning everything.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from _peers import Found, K, Peers
from _rows import ROWS_A_CAMERA, Question, Rows

sys.path.append(str(Path(__file__).parents[2]))

HNSWLIB, USEARCH = "hnswlib, Python filter", "usearch, filtered after"
SQLITE, CHROMA, ELASTIC = "sqlite-vec", "Chroma", "Elasticsearch kNN"
LINKS, BUILD_WIDTH, WIDTH = 32, 80, 512
"""Links of a row in a graph; how many rows are looked at for each, and for a question."""
AFTER = 10
"""Rows asked for where a filter comes after the search, for each wanted."""
CANDIDATES = 1_000


def hnswlib(peers: Peers) -> Mapping[str, Found]:
    """A graph; every row it comes to is shown to a function."""
    import hnswlib

    count, dim = peers.vectors.shape
    index = hnswlib.Index("ip", dim)
    index.init_index(count, ef_construction=BUILD_WIDTH, M=LINKS)
    index.add_items(peers.vectors, np.arange(count))
    index.set_ef(WIDTH)

    def search(asked: Question) -> Rows:
        inside = set(peers.district.rows_of(asked).tolist())
        wanted = min(K, len(inside))
        while wanted:  # it raises where it finds fewer than it was asked for
            try:
                found = index.knn_query(asked.query, wanted, 1, inside.__contains__)[0]
                return np.asarray(found[0], np.int64)
            except RuntimeError:
                wanted //= 2
        return np.empty(0, np.int64)

    return {HNSWLIB: search}


def usearch(peers: Peers) -> Mapping[str, Found]:
    """A graph that takes no filter: the best of all, and of these what is in scope."""
    from usearch.index import Index

    count, dim = peers.vectors.shape
    index = Index(
        ndim=dim, metric="ip", dtype="f16",
        connectivity=LINKS, expansion_add=BUILD_WIDTH, expansion_search=CANDIDATES,
    )  # fmt: skip
    index.add(np.arange(count), peers.vectors)

    def search(asked: Question) -> Rows:
        keys = np.asarray(index.search(asked.query, AFTER * K).keys).astype(np.int64)
        return keys[np.isin(keys, peers.district.rows_of(asked))][:K]

    return {USEARCH: search}


def sqlite(peers: Peers) -> Mapping[str, Found]:
    """A table in parts of one camera each, all in scope compared."""
    import apsw  # the sqlite3 of many a Python takes no extensions
    import sqlite_vec

    folder = peers.folder / "sqlite_vec"
    folder.mkdir()
    base = apsw.Connection(str(folder / "rows.sqlite"))
    base.enable_load_extension(True)
    base.load_extension(sqlite_vec.loadable_path())
    base.execute(
        "CREATE VIRTUAL TABLE rows USING vec0(camera INTEGER PARTITION KEY, captured INTEGER, "
        f"v FLOAT[{peers.district.dim}] DISTANCE_METRIC=cosine)"
    )
    rows = ((n, camera, at, v.tobytes()) for n, camera, at, v in _every_row(peers))
    with base:
        base.executemany("INSERT INTO rows (rowid, camera, captured, v) VALUES (?, ?, ?, ?)", rows)

    def search(asked: Question) -> Rows:
        cameras = "" if asked.every_camera else f"camera IN ({_listed(asked.cameras)}) AND "
        found = base.execute(
            f"SELECT rowid FROM rows WHERE v MATCH ? AND k = {K} AND {cameras}"
            "captured >= ? AND captured < ?",
            (asked.query.tobytes(), asked.window.after_ms, asked.window.before_ms),
        )
        return np.array([row[0] for row in found], np.int64)

    return {SQLITE: search}


def chroma(peers: Peers) -> Mapping[str, Found]:
    """A graph that is told which rows are in scope."""
    import chromadb

    client = chromadb.PersistentClient(str(peers.folder / "chromadb"))
    graph = {"space": "ip", "ef_construction": BUILD_WIDTH, "max_neighbors": LINKS}
    rows = client.create_collection("rows", configuration={"hnsw": {**graph, "ef_search": WIDTH}})
    every = _every_row(peers)
    while part := list(islice(every, 5_000)):
        numbers, cameras, times, vectors = zip(*part, strict=True)
        told = [{"camera": c, "captured": t} for c, t in zip(cameras, times, strict=True)]
        rows.add([str(n) for n in numbers], embeddings=np.stack(vectors), metadatas=told)

    def search(asked: Question) -> Rows:
        parts: list[dict[str, Any]] = [
            {"captured": {"$gte": asked.window.after_ms}},
            {"captured": {"$lt": asked.window.before_ms}},
        ]
        if not asked.every_camera:
            parts.append({"camera": {"$in": asked.cameras.tolist()}})
        found = rows.query(
            query_embeddings=asked.query[None], n_results=K, where={"$and": parts}, include=[]
        )
        return np.array([int(ident) for ident in found["ids"][0]], np.int64)

    return {CHROMA: search}


def elastic(peers: Peers) -> Mapping[str, Found]:
    """A real node; the filter stands inside the kNN, so that it is applied on the way."""
    from elasticsearch import Elasticsearch
    from elasticsearch.helpers import bulk

    from tests.elasticsearch_node.cluster import running_node

    node = peers.enter_context(running_node(peers.folder / "elasticsearch"))
    client = peers.enter_context(Elasticsearch(node.url, request_timeout=600))
    vector = {"type": "dense_vector", "dims": peers.district.dim, "similarity": "dot_product"}
    fields = {"camera": {"type": "integer"}, "captured": {"type": "long"}, "v": vector}
    client.indices.create(
        index="rows",
        mappings={"properties": fields, "_source": {"enabled": False}},
        settings={"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"},
    )
    documents: Iterable[dict[str, Any]] = (
        {"_index": "rows", "_id": str(n), "camera": camera, "captured": at, "v": v.tolist()}
        for n, camera, at, v in _every_row(peers)
    )
    bulk(client, documents, chunk_size=2_000)
    client.indices.forcemerge(index="rows", max_num_segments=1)
    client.indices.refresh(index="rows")

    def search(asked: Question) -> Rows:
        window = {"gte": asked.window.after_ms, "lt": asked.window.before_ms}
        parts: list[dict[str, Any]] = [{"range": {"captured": window}}]
        if not asked.every_camera:
            parts.append({"terms": {"camera": asked.cameras.tolist()}})
        knn = {"field": "v", "query_vector": asked.query.tolist(), "k": K,
               "num_candidates": CANDIDATES, "filter": parts}  # fmt: skip
        found = client.search(index="rows", knn=knn, size=K, source=False)
        return np.array([int(hit["_id"]) for hit in found["hits"]["hits"]], np.int64)

    return {ELASTIC: search}


def _every_row(peers: Peers) -> Iterator[tuple[int, int, int, Any]]:
    """Number, camera, time and vector of every row."""
    times = peers.district.times.reshape(-1).tolist()
    for number, (at, vector) in enumerate(zip(times, peers.vectors, strict=True)):
        yield number, number // ROWS_A_CAMERA, at, vector


def _listed(numbers: Rows) -> str:
    return ", ".join(map(str, numbers.tolist()))
