"""Others that find frames within a place and a time, for the bench of frame search.

Each holds the same vectors, is built once and timed, and is asked the same questions. Here are
those that take a million rows in a minute or two; `_graphs` has others, `_makers` all of them.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from _rows import ROWS_A_CAMERA, District, Question, Rows, Unit

K = 100
FLAT, HALVES, CLUSTERS = "FAISS flat, bitmap", "FAISS flat 16 bit, bitmap", "FAISS IVF of k-means"
DUCK, LANCE, GRAPH = "DuckDB, sorted", "LanceDB, exact", "FAISS HNSW, bitmap"
LANCE_PQ = "LanceDB IVF_PQ"

Found = Callable[[Question], Rows]

_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""


class Peers(ExitStack):
    """What was built: a search by name, seconds and bytes. What runs for it ends with the block."""

    def __init__(self, district: District, folder: Path) -> None:
        """Make the rows; nothing is built yet."""
        super().__init__()
        self.district, self.folder = district, folder
        self.searches: dict[str, Found] = {}
        self.built: dict[str, tuple[float, int]] = {}
        self._lance: Any = None
        self._flat = _faiss.IndexFlatIP(district.dim)
        for part in district.parts():
            self._flat.add(part)

    @property
    def vectors(self) -> Unit:
        """All rows as 32-bit floats, (n, dim), without a copy."""
        count, dim = self._flat.ntotal, self.district.dim
        view: Unit = _faiss.rev_swig_ptr(self._flat.get_xb(), count * dim)
        return view.reshape(count, dim)

    def truth(self, asked: Question) -> Rows:
        """The best rows by 32-bit floats."""
        return self._flat_search(self._flat, asked, {})

    def flat(self) -> Mapping[str, Found]:
        """A flat index that is shown a bit for every row."""
        return {FLAT: self.truth}

    def halves(self) -> Mapping[str, Found]:
        """The same in 16 bits."""
        kind, metric = _faiss.ScalarQuantizer.QT_fp16, _faiss.METRIC_INNER_PRODUCT
        index = _faiss.IndexScalarQuantizer(self.district.dim, kind, metric)
        index.add(self.vectors)
        return {HALVES: lambda asked: self._flat_search(index, asked, {})}

    def clusters(self) -> Mapping[str, Found]:
        """8-bit codes in lists of k-means; several numbers of lists probed, to choose between."""
        rows, dim = self.vectors.shape
        lists = 1024 if rows > 500_000 else 256
        kind, metric = _faiss.ScalarQuantizer.QT_8bit, _faiss.METRIC_INNER_PRODUCT
        index = _faiss.IndexIVFScalarQuantizer(_faiss.IndexFlatIP(dim), dim, lists, kind, metric)
        index.train(self.vectors[:: max(1, rows // (lists * 40))])
        index.add(self.vectors)

        def probing(count: int) -> Found:
            return lambda asked: self._flat_search(index, asked, {"nprobe": count})

        return {f"{CLUSTERS}, {n} of {lists}": probing(n) for n in (lists // 8, lists // 2, lists)}

    def graph(self) -> Mapping[str, Found]:
        """A graph that is shown a bit for every row."""
        inner = _faiss.METRIC_INNER_PRODUCT
        index = _faiss.IndexHNSWFlat(self.district.dim, 32, inner)
        index.hnsw.efConstruction = 80
        index.add(self.vectors)
        return {GRAPH: lambda asked: self._flat_search(index, asked, {"efSearch": 512})}

    def _flat_search(self, index: Any, asked: Question, more: Mapping[str, int]) -> Rows:
        rows = self.district.rows_of(asked)
        inside = np.zeros(index.ntotal, bool)
        inside[rows] = True
        selector = _faiss.IDSelectorBitmap(np.packbits(inside, bitorder="little"))
        kinds = {"nprobe": _faiss.SearchParametersIVF, "efSearch": _faiss.SearchParametersHNSW}
        kind = next((kinds[name] for name in more), _faiss.SearchParameters)
        found: Rows = index.search(
            asked.query[None], min(K, len(rows)), params=kind(sel=selector, **more)
        )[1][0]
        return found[found >= 0]

    def duck(self) -> Mapping[str, Found]:
        """A table sorted by camera and time: zones that hold nothing in scope are skipped."""
        import duckdb

        folder = self.folder / "duckdb"
        folder.mkdir()
        table = duckdb.connect(str(folder / "rows.duckdb"))
        dim = self.district.dim
        table.execute(f"CREATE TABLE rows (id INT, camera INT, captured BIGINT, v FLOAT[{dim}])")
        for part in self._batches():
            table.register("part", part)
            table.execute(
                f"INSERT INTO rows SELECT id, camera, captured, v::FLOAT[{dim}] FROM part"
            )
            table.unregister("part")
        table.execute("CHECKPOINT")

        def search(asked: Question) -> Rows:
            found = table.execute(
                f"SELECT id FROM rows WHERE {_where(asked)} "
                f"ORDER BY array_inner_product(v, ?::FLOAT[{dim}]) DESC LIMIT {K}",
                [asked.query.tolist()],
            )
            return np.array([row[0] for row in found.fetchall()], np.int64)

        return {DUCK: search}

    def lance(self) -> Mapping[str, Found]:
        """Filtered first, with indexes of cameras and times, then all in scope compared."""
        import lancedb

        parts = self._batches()
        table = lancedb.connect(str(self.folder / "lancedb")).create_table("rows", next(parts))
        for part in parts:
            table.add(part)
        table.create_scalar_index("camera")
        table.create_scalar_index("captured")
        table.optimize(cleanup_older_than=timedelta(0))
        self._lance = table
        return {LANCE: lambda asked: _of_lance(table, asked, lambda q: q.bypass_vector_index())}

    def lance_codes(self) -> Mapping[str, Found]:
        """The same table, filtered first, then its quantised index, refined."""
        self._lance.create_index(
            metric="dot", vector_column_name="v", num_partitions=256,
            num_sub_vectors=self.district.dim // 8,
        )  # fmt: skip
        return {LANCE_PQ: lambda asked: _of_lance(self._lance, asked, _refined)}

    def _batches(self) -> Iterator[Any]:
        import pyarrow as pa

        times, every = self.district.times.reshape(-1), np.arange(self.district.rows)
        for first in range(0, self.district.rows, 50_000):
            part = slice(first, first + 50_000)
            flat = pa.array(self.vectors[part].reshape(-1))
            vectors = pa.FixedSizeListArray.from_arrays(flat, self.district.dim)
            columns = [every[part], every[part] // ROWS_A_CAMERA, times[part], vectors]
            yield pa.table(dict(zip(("id", "camera", "captured", "v"), columns, strict=True)))


def _refined(query: Any) -> Any:
    return query.nprobes(100).refine_factor(10)


def _of_lance(table: Any, asked: Question, tune: Callable[[Any], Any]) -> Rows:
    query = table.search(asked.query, vector_column_name="v").distance_type("dot")
    chosen = query.where(_where(asked), prefilter=True).select(["id", "_distance"]).limit(K)
    found: Rows = tune(chosen).to_arrow().column("id").to_numpy()
    return found


def _where(asked: Question) -> str:
    """The scope in SQL; all cameras need no list of them."""
    window = f"captured >= {asked.window.after_ms} AND captured < {asked.window.before_ms}"
    if asked.every_camera:
        return window
    return f"camera IN ({', '.join(map(str, asked.cameras.tolist()))}) AND {window}"
