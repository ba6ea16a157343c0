"""What following found, as JSON: reach, trail, the next camera to look at, what was not covered."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from embeddings.encoder import EncoderCard
from indexer.cameras import Camera
from indexer.ids import Interval, local_iso
from indexer.places.geometry import DETOUR
from search.answer import camera_json, found_json, model_json
from search.cases.sketch import HEIGHT, WIDTH, Sheet, polyline
from search.follow.follower import Followed
from search.follow.reach import Reached
from search.follow.request import FollowRequest
from search.follow.trail import Branch, Step
from search.index import View
from search.moments import Moment
from search.relevance import LIKELY, Curve, calibration_of

MOST_REACHED = 300
"""Cameras in reach that are listed, the nearest first; all are counted."""


def followed_json(
    request: FollowRequest, found: Followed, view: View, card: EncoderCard
) -> dict[str, Any]:
    """The whole answer."""
    calibration = calibration_of(card.fingerprint)
    curve = calibration.pictures if calibration else None
    cameras = view.cameras_by_id
    root = Moment(found.look, request.moment.pts_after_ms, request.moment.pts_before_ms)
    here = cameras[root.camera]
    return {
        "followed": request.to_json(),
        "moment": found_json(root, here),
        "generation": {"footage": view.footage_generation, "reports": view.report_generation},
        "model": model_json(card),
        "relevance_line": LIKELY if curve else None,
        "model_of_travel": _model_of_travel(request, found, len(view.cameras)),
        "reach": [_reached(one, found) for one in found.reach[:MOST_REACHED]],
        "in_reach": len(found.reach),
        "trail": [_branch(branch, found, curve) for branch in found.branches],
        "next_camera": _next_camera(found),
        "not_covered": _not_covered(found),
        "searched": _searched(found),
        "map": _map(here, found, view),
        "took_ms": {name: round(took, 1) for name, took in found.took_ms.items()},
    }


def _model_of_travel(request: FollowRequest, found: Followed, cameras: int) -> dict[str, Any]:
    """By which streets and speeds it was worked out."""
    graph = found.graph
    return {
        **request.pace.to_json(),
        "by": "streets" if graph.attached else "straight",
        "streets": graph.streets,
        "junctions": graph.junctions,
        "cameras": cameras,
        "cameras_on_streets": graph.attached,
        "straight_factor": DETOUR,
    }


def _reached(one: Reached, found: Followed) -> dict[str, Any]:
    return {
        "camera": camera_json(one.camera),
        **_way(one),
        **_times(one.window),
        "covered": found.footage.sees(one),
        "passed": list(one.way.passed),
    }


def _way(one: Reached) -> dict[str, Any]:
    return {"distance_m": round(one.way.length_m), "by": one.way.by}


def _times(window: Interval) -> dict[str, str]:
    return {"earliest": local_iso(window.after_ms), "latest": local_iso(window.before_ms)}


def _branch(branch: Branch, found: Followed, curve: Curve | None) -> dict[str, Any]:
    step = branch.step
    assert step.moment is not None, "only such are drawn"
    moment, one = step.moment, step.reached
    speed = step.speed_kmh
    return {
        "moment": {
            **found_json(moment, one.camera),
            "relevance": round(curve.probability(moment.score), 3) if curve else None,
        },
        **_way(one),
        **_times(one.window),
        "travel_s": round(step.travel_s, 1),
        "in_slack": speed is not None and not found.pace.holds(speed),
        "speed_kmh": None if speed is None else round(speed, 1),
        "alike": round(moment.score, 4),
        "plausible": round(step.plausible, 3),
        "against": step.against,
        "passed": list(one.way.passed),
        "share": round(step.share, 4),
        "next": [_branch(onward, found, curve) for onward in branch.next],
    }


def _next_camera(found: Followed) -> dict[str, Any] | None:
    """The camera to look at next: the likeliest moment's, else the nearest with footage."""
    if not found.steps:
        return None
    step = found.steps[0]
    return {
        "camera": camera_json(step.reached.camera),
        **_times(step.reached.window),
        "moment": str(step.moment.id) if step.moment else None,
        "share": round(step.share, 4),
        "why": "likeliest" if step.moment else "nearest",
    }


def _not_covered(found: Followed) -> dict[str, Any]:
    """Cameras in reach without footage in their window, and streets that no camera looks at."""
    gaps = [gap for one in found.reach for gap in _gaps(one, found)]
    streets = sorted(found.streets - found.graph.watched)
    return {"cameras": gaps[:MOST_REACHED], "gaps": len(gaps), "streets": streets}


def _gaps(one: Reached, found: Followed) -> Iterator[dict[str, Any]]:
    for gap in found.footage.gaps(one):
        whole = one.window if gap.after_ms is None or gap.before_ms is None else None
        after, before = (
            (whole.after_ms, whole.before_ms) if whole else (gap.after_ms, gap.before_ms)
        )
        assert after is not None and before is not None, "a gap has both ends or none"
        ends = {"after": local_iso(after), "before": local_iso(before)}
        yield {"camera": camera_json(one.camera), **ends, "whole": whole is not None,
               "reason": gap.reason}  # fmt: skip


def _searched(found: Followed) -> dict[str, Any]:
    looking = found.looking
    return {
        "cameras": len(found.steps),
        "regions_in_scope": looking.in_scope,
        "regions_searched": looking.searched,
        "exact": looking.exact,
        "failed": list(looking.failed),
    }


def _map(here: Camera, found: Followed, view: View) -> dict[str, Any]:
    """Streets and cameras around the trail, in the units of a picture, and its ways."""
    drawn = [step for branch in found.branches for step in _steps(branch)]
    shown = [here, *(step.reached.camera for step in drawn)]
    sheet = Sheet([(camera.lat, camera.lon) for camera in shown])
    cameras = {one.camera.id: one.camera for one in found.reach} | {c.id: c for c in shown}
    points = [(camera, *sheet.place(camera.lat, camera.lon)) for camera in cameras.values()]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "scale_200m": round(200 * sheet.per_m, 1),
        "streets": [
            {"name": name, "points": polyline(corners)}
            for name, corners in sheet.streets(view.gazetteer)
        ],
        "cameras": [
            {"id": camera.id, "name": camera.name, "x": x, "y": y}
            for camera, x, y in points
            if 0 <= x <= WIDTH and 0 <= y <= HEIGHT
        ],
        "ways": list(_ways(found.branches, here, found, sheet)),
    }


def _steps(branch: Branch) -> Iterator[Step]:
    yield branch.step
    for onward in branch.next:
        yield from _steps(onward)


def _ways(
    branches: Sequence[Branch], start: Camera, found: Followed, sheet: Sheet
) -> Iterator[Mapping[str, Any]]:
    """The drawn ways, each from where the one before it ended."""
    for branch in branches:
        one = branch.step.reached
        inner = found.graph.line(one.way)
        if found.backward:
            inner = inner[::-1]
        corners = [(start.lat, start.lon), *inner, (one.camera.lat, one.camera.lon)]
        assert branch.step.moment is not None, "only such are drawn"
        yield {
            "to": one.camera.id,
            "moment": str(branch.step.moment.id),
            "by": one.way.by,
            "points": polyline(sheet.place(*corner) for corner in corners),
        }
        yield from _ways(branch.next, one.camera, found, sheet)


def shown_moments(answer: Mapping[str, Any]) -> list[str]:
    """The ids of the moments of an answer's trail, each once, in the order they are drawn."""
    return list(dict.fromkeys(way["moment"] for way in answer["map"]["ways"]))
