"""Exact search over the vectors of report texts, beside a bare FAISS scan of the same."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import faiss
import numpy as np
from _bench import Figure, compared, median, note, rounds, times_faster
from _kept import scratch

from embeddings.encoder import Embeddings, EncoderCard, Fingerprint
from indexer.folder import Folder
from indexer.ids import ReportId
from indexer.reports.catch_up import batches
from indexer.reports.report import REPORT_KINDS, Report
from indexer.reports.text_index import ReportQuery
from indexer.reports.vectors.near import nearest
from indexer.reports.vectors.part import halves_of, rows_of
from indexer.reports.vectors.store import Contents, VectorStore

DIM = 768
"""As the recommended encoder's."""
LEAST_REPORTS = 60_000
"""Of fewer, a search takes a few milliseconds, and a ratio says little."""
BATCH = 1_000
LEAST = 1 / 3
"""Of the bare scan's speed: some milliseconds go into filters, and into telling what was found."""
FOUND = 500
"""As many as a search looks at before place and time are weighed."""
ROUNDS = 15
CARD = EncoderCard("random", Fingerprint("random" * 4), DIM, 0)
ALL, KIND = ReportQuery(""), ReportQuery("", kinds=(REPORT_KINDS[0],))
_faiss: Any = faiss


def searching(count: int) -> Iterator[Figure]:
    """All reports, and those of one kind in six."""
    count = max(count, LEAST_REPORTS)
    rng = np.random.default_rng(15)
    with scratch() as folder:
        note(f"storing {count:,} vectors of {DIM} dimensions")
        store = VectorStore(Folder(folder), CARD)
        for batch in batches(map(_report, range(count)), BATCH):
            table = rows_of(batch, [1] * len(batch))
            store.add(table, halves_of(_units(rng, len(batch))), 1)
        contents, (query,) = store.contents(), _units(rng, 1)
        note(f"they lie in {len(contents.parts)} parts")
        bare = _bare(contents)
        for name, asked in (("all reports", ALL), ("one kind of six", KIND)):
            yield _searched(name, asked, contents, bare, query)


def _searched(
    name: str, asked: ReportQuery, contents: Contents, bare: Any, query: Embeddings
) -> Figure:
    chosen = np.arange(bare.ntotal) % len(REPORT_KINDS) == 0 if asked.kinds else None
    bits = None if chosen is None else np.packbits(chosen, bitorder="little")
    params = None if bits is None else faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))

    def ours() -> object:
        return list(islice(nearest(contents, query, asked), FOUND))

    def theirs() -> object:
        return bare.search(query.reshape(1, -1), FOUND, params=params)

    works: dict[str, Callable[[], object]] = {"ours": ours, "bare": theirs}
    seconds = rounds(works, ROUNDS)
    ms, other = (median(seconds[one]) * 1000 for one in works)
    ratio = times_faster(seconds["ours"], seconds["bare"])
    what = f"vectors, {name} ({bare.ntotal:,})"
    return compared(what, ms, "ms", f"a bare FAISS scan, {other:.1f} ms", ratio, LEAST)


def _bare(contents: Contents) -> Any:
    kind, metric = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    index = _faiss.IndexScalarQuantizer(DIM, kind, metric)
    for one in contents.parts:
        index.add_sa_codes(one.part.vectors(one.counts).view(np.uint8))
    return index


def _report(number: int) -> Report:
    kind = REPORT_KINDS[number % len(REPORT_KINDS)]
    return Report(ReportId(f"r{number:06d}"), kind, "zalo", f"tin số {number}", number)


def _units(rng: np.random.Generator, count: int) -> Embeddings:
    rows = rng.standard_normal((count, DIM), np.float32)
    whole: Embeddings = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return whole
