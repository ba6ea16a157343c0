"""The street graph of a view, made once for the same places and cameras."""

from threading import Lock

from indexer.cameras import Camera
from indexer.places.gazetteer import Gazetteer
from indexer.places.street_graph import StreetGraph
from search.index import View

_MADE: list[tuple[Gazetteer, tuple[Camera, ...], StreetGraph]] = []
"""The graph last made; a gazetteer stays the same object while its files do."""
_MAKING = Lock()


def street_graph(view: View) -> StreetGraph:
    """The streets a view knows, with its cameras on them."""
    cameras = tuple(view.cameras)
    with _MAKING:
        if not (_MADE and _MADE[0][0] is view.gazetteer and _MADE[0][1] == cameras):
            _MADE[:] = [(view.gazetteer, cameras, StreetGraph(view.gazetteer, cameras))]
        return _MADE[0][2]
