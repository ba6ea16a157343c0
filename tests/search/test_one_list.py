"""Leads, within the question's scope, and the pair that comes first."""

import numpy as np
import pytest

from indexer.cameras import Camera
from indexer.ids import CameraId, Interval, ReportId
from indexer.places.gazetteer import builtin_gazetteer
from indexer.reports.report import Report, ReportPlace
from search.fusion import Found, fuse
from search.leads import LEAST_WORTH, MOST_LEADS, SLACK_MS, apart_from, leads_of, led_moments
from search.link import Link
from search.moments import group_moments
from search.one_list import LIFTED, pair_first
from search.plan import FrameScope
from search.reports import ReportHit
from search.told_looks import ToldLooks, caption
from tests.search.test_moments import START_MS, hit

HERE, FAR = CameraId("q12-nvq-01"), CameraId("far")
CAMERAS = {
    "q12-nvq-01": Camera(HERE, "here", 10.8365, 106.6299),
    "far": Camera(FAR, "far", 10.9000, 106.7000),
}
HOUR_MS = 3_600_000
SCOPE = FrameScope((FAR, HERE), (Interval(START_MS, START_MS + 4 * HOUR_MS),))
GAZETTEER = builtin_gazetteer()


def tip(name: str, after_ms: int | None = HOUR_MS) -> ReportHit:
    occurred = None
    if after_ms is not None:
        occurred = Interval(START_MS + after_ms, START_MS + after_ms + 600_000)
    place = ReportPlace(lat=10.8365, lon=106.6299)
    return ReportHit(Report(ReportId(name), "tip", "zalo", name, 0, occurred, place), 1.0, ())


def looks(*names: str) -> ToldLooks:
    vector = np.eye(4, dtype=np.float32)[0]
    return ToldLooks({ReportId(name): "red motorbike" for name in names}, {"red motorbike": vector})


def test_a_caption_is_of_the_vehicle_told_of() -> None:
    assert caption("2 thằng đi con xe máy đỏ giật điện thoại") == "two people on a red motorbike"
    assert caption("chiếc xe bỏ chạy") == caption("quán karaoke ồn ào") == ""


def test_a_lead_stays_near_its_report_and_within_the_question() -> None:
    (lead,) = leads_of([(tip("a"), 0.9)], looks("a"), SCOPE, CAMERAS, GAZETTEER)
    assert lead.scope.cameras == (HERE,)
    (window,) = lead.scope.intervals
    assert window == Interval(
        START_MS + HOUR_MS - SLACK_MS, START_MS + HOUR_MS + 600_000 + SLACK_MS
    )
    outside = FrameScope((HERE,), (Interval(START_MS + 3 * HOUR_MS, START_MS + 4 * HOUR_MS),))
    assert leads_of([(tip("a"), 0.9)], looks("a"), outside, CAMERAS, GAZETTEER) == []


def test_only_good_reports_that_say_what_and_when_are_followed() -> None:
    names = [f"r{number:02d}" for number in range(20)]
    found = leads_of([(tip(one), 0.9) for one in names], looks(*names), SCOPE, CAMERAS, GAZETTEER)
    assert [lead.report.id for lead in found] == names[:MOST_LEADS]
    poor = [(tip("poor"), LEAST_WORTH / 2)]
    silent = [(tip("silent"), 0.9), (tip("when", after_ms=None), 0.9)]
    assert leads_of(poor, looks("poor"), SCOPE, CAMERAS, GAZETTEER) == []
    assert leads_of(silent, looks("when"), SCOPE, CAMERAS, GAZETTEER) == []


def test_led_moments_never_share_time_with_others() -> None:
    led = led_moments([hit(10_000, 0.9), hit(60_000, 0.8)], np.zeros(4, np.float32))
    (other,) = group_moments([hit(10_500, 0.7)])
    kept = apart_from(led, [other.id])
    assert [ident.holds(60_000) for ident in kept] == [True]
    assert apart_from(led, []) == led


def test_a_led_moment_has_its_best_look_however_low_it_scores() -> None:
    led = led_moments([hit(10_000, -0.3), hit(60_000, -0.5)], np.zeros(4, np.float32))
    assert sorted(len(looks) for looks in led.values()) == [1, 1]


def test_the_best_linked_pair_leads_a_question_for_looks() -> None:
    first, second = group_moments([hit(10_000, 0.9), hit(60_000, 0.8)])
    found = Found([first, second], [0.4, 0.3], [tip("a"), tip("b")], [0.9, 0.8])
    link = Link(second, ReportId("b"), 0.5, 0.0, 0.0)
    fused = fuse(found, [link])
    assert fused[0].id == "a"
    led = pair_first(fused)
    assert [entry.id for entry in led[:2]] == [str(second.id), "b"]
    assert [entry.rank for entry in led] == [1, 2, 3, 4]
    scores = [entry.score for entry in led]
    assert scores == sorted(scores, reverse=True)
    own = {entry.id: entry.score for entry in fused}
    assert all(entry.score == pytest.approx(own[entry.id] + entry.lead) for entry in led)
    assert pair_first(fuse(found, [])) == fuse(found, [])
    faint = fuse(found, [Link(second, ReportId("b"), LIFTED / 2, 0.0, 0.0)])
    assert pair_first(faint) == faint
