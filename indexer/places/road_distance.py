"""Metres by road between cameras and places, over the known streets, whichever way one may drive.

A street is reached where it meets the way, an area at its first junction inside, a point where the
nearest street passes it. What no known street passes, or is too far, has no distance by road.
"""

import math
from collections.abc import Iterable
from functools import lru_cache

import networkx as nx
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, Point

from indexer.ids import CameraId, PlaceId
from indexer.places.gazetteer import Gazetteer
from indexer.places.street_graph import NAMED_M, StreetGraph
from indexer.places.street_pieces import Node, Piece

FAR_M = 4_000.0
"""No way longer than this is looked for: what is farther apart is linked to nothing."""
KEPT = 1_024
"""Places and points whose distances are remembered, 4 bytes a camera each."""

Metres = NDArray[np.float32]
"""(cameras on the graph,), infinite where none is known."""


class RoadDistances:
    """Ways from places to the cameras of a street graph; each place is searched from once.

    Safe for several threads.
    """

    def __init__(self, graph: StreetGraph, gazetteer: Gazetteer) -> None:
        """Measure over this graph, from places of this gazetteer."""
        self._graph, self._gazetteer = graph, gazetteer
        self._cameras = {camera: number for number, camera in enumerate(graph.nodes)}
        pieces = (piece for _, _, piece in graph.roads.edges(data="piece"))
        self._pieces: list[Piece] = list({(one.start, one.end): one for one in pieces}.values())
        self._lines = [LineString(piece.line) for piece in self._pieces]
        self._tree = shapely.STRtree(self._lines)
        self._streets: dict[PlaceId, set[Node]] = {}
        for piece in self._pieces:
            if piece.street is not None:
                self._streets.setdefault(piece.street.id, set()).update((piece.start, piece.end))
        self._of_place = lru_cache(KEPT)(self._from_place)
        self._of_point = lru_cache(KEPT)(self._from_point)

    def to_place(self, camera: CameraId, place: PlaceId) -> float:
        """Metres between a camera and a place of the gazetteer; infinite where none are known."""
        at = self._cameras.get(camera)
        return math.inf if at is None else float(self._of_place(place)[at])

    def to_point(self, camera: CameraId, lat: float, lon: float) -> float:
        """Metres between a camera and a point; infinite where none are known."""
        at = self._cameras.get(camera)
        return math.inf if at is None else float(self._of_point(lat, lon)[at])

    def _from_place(self, ident: PlaceId) -> Metres:
        place = self._gazetteer.get(ident)
        if place is None:
            return self._from_nodes(())
        if place.kind in ("street", "alley"):
            return self._from_nodes(self._streets.get(ident, ()))
        shape = self._graph.plane.shape(place.geometry)
        if isinstance(shape, Point):
            return self._from_foot(shape)
        shapely.prepare(shape)
        inside = (at for at in self._graph.roads if shape.covers(Point(at[0] / 100, at[1] / 100)))
        return self._from_nodes(inside)

    def _from_point(self, lat: float, lon: float) -> Metres:
        (point,) = self._graph.plane.points([(lon, lat)])
        return self._from_foot(point)

    def _from_foot(self, point: Point) -> Metres:
        """From the nearest street, over either end of its piece; the way to the street counts."""
        near = self._tree.query_nearest(point, max_distance=NAMED_M, all_matches=False).tolist()
        if not near:
            return self._from_nodes(())
        piece, line = self._pieces[near[0]], self._lines[near[0]]
        gap, along = line.distance(point), line.project(point)
        over_start = self._from_nodes((piece.start,)) + np.float32(gap + along)
        over_end = self._from_nodes((piece.end,)) + np.float32(gap + line.length - along)
        nearer = np.minimum(over_start, over_end)
        return np.where(nearer <= FAR_M, nearer, np.float32(np.inf))

    def _from_nodes(self, nodes: Iterable[Node]) -> Metres:
        found = np.full(len(self._cameras), np.inf, np.float32)
        if sources := set(nodes):
            lengths = nx.multi_source_dijkstra_path_length(
                self._graph.roads, sources, cutoff=FAR_M * 1000, weight="length_mm"
            )
            for camera, at in self._cameras.items():
                found[at] = lengths.get(self._graph.nodes[camera], math.inf) / 1000
        return found
