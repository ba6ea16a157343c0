"""FAISS's search of chosen lists of an index, its parameters made once a thread.

They are objects of FAISS behind objects of Python, and to make five of them for a question took
longer than to compare a thousand rows. So each thread has its own, whose fields are set instead.
"""

import threading
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

Found = tuple[NDArray[np.float32], NDArray[np.int64]]
"""Scores, highest first, and ids, each (n,)."""

_faiss: Any = faiss
"""FAISS's stubs know less than FAISS."""

_set_lists = _faiss.IDSelectorArray.ids.fset
_set_list_count = _faiss.IDSelectorArray.n.fset
_set_low = _faiss.IDSelectorRange.imin.fset
_set_high = _faiss.IDSelectorRange.imax.fset
_set_probes = _faiss.SearchParametersIVF.nprobe.fset
_set_ids = _faiss.SearchParametersIVF.sel.fset
"""Called by themselves: FAISS's assignment looks first whether there is such a field."""


class ListSearch(threading.local):
    """Searches of chosen lists; the quantizer of their index must find all lists equally near."""

    def __init__(self) -> None:
        """Called by each thread for itself."""
        self._lists = _faiss.IDSelectorArray(np.empty(0, np.int64))
        self._ids = _faiss.IDSelectorRange(0, 0, True)
        chosen = _faiss.SearchParameters(sel=self._lists)
        self._parameters = _faiss.SearchParametersIVF(quantizer_params=chosen)

    def search(
        self,
        index: Any,
        asked: NDArray[np.float32],
        lists: NDArray[np.int64],
        ids: tuple[int, int] | None,
        k: int,
    ) -> Found:
        """The k best of these lists by ids in [low, high), of all by None; there must be k.

        `asked` has shape (1, dim), `lists` (m,), both contiguous; ids ascend in every list.
        """
        _set_lists(self._lists, _faiss.swig_ptr(lists))
        _set_list_count(self._lists, len(lists))
        _set_probes(self._parameters, len(lists))
        _set_ids(self._parameters, self._ids if ids else None)
        if ids:
            _set_low(self._ids, ids[0])
            _set_high(self._ids, ids[1])
        found = np.empty(k, np.float32), np.empty(k, np.int64)
        pointers = map(_faiss.swig_ptr, found)
        index.search_c(1, _faiss.swig_ptr(asked), k, *pointers, self._parameters)
        return found
