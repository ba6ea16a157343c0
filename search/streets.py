"""The street graph of a view and distances over it, made once for the same places and cameras."""

from dataclasses import dataclass
from threading import Lock

from indexer.cameras import Camera
from indexer.places.gazetteer import Gazetteer
from indexer.places.road_distance import RoadDistances
from indexer.places.street_graph import StreetGraph
from search.index import View


@dataclass(frozen=True)
class _Made:
    gazetteer: Gazetteer
    cameras: tuple[Camera, ...]
    graph: StreetGraph
    roads: RoadDistances


_MADE: list[_Made] = []
"""The graph last made; a gazetteer stays the same object while its files do."""
_MAKING = Lock()


def street_graph(view: View) -> StreetGraph:
    """The streets a view knows, with its cameras on them."""
    return _made(view).graph


def road_distances(view: View) -> RoadDistances:
    """Distances over the streets of a view, remembered from search to search."""
    return _made(view).roads


def _made(view: View) -> _Made:
    cameras = tuple(view.cameras)
    with _MAKING:
        if not (_MADE and _MADE[0].gazetteer is view.gazetteer and _MADE[0].cameras == cameras):
            graph = StreetGraph(view.gazetteer, cameras)
            roads = RoadDistances(graph, view.gazetteer)
            _MADE[:] = [_Made(view.gazetteer, cameras, graph, roads)]
        return _MADE[0]
