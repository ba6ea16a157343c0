"""What a search gathered, and the one list that it makes: worth, links, fusion, layout, marks."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import groupby

from indexer.cameras import Camera
from indexer.reports.report import Report
from search.distances import Distances
from search.folded import fold, folded_of
from search.fusion import Found, Fused, fuse
from search.link import link
from search.link_weights import Weights
from search.marks import Marks
from search.moment_id import MomentId
from search.moments import Moment
from search.plan import Plan
from search.relevance import Curve
from search.reports import ReportHit
from search.rerank import arranged
from search.spread import spread
from search.told_looks import ToldLooks
from search.worth import is_for_looks, moment_worth, with_against

LIFTED = 0.08
"""From this on, added by its links, a moment is taken to be what reports tell of."""

Layout = Callable[[list[Fused]], list[Fused]]
"""What of a list is shown, in which order."""


def laid_out(fused: Sequence[Fused], marked: Set[MomentId], *, folds: bool) -> list[Fused]:
    """The list with what was seen again `folds` into what leads it, and spread over cameras.

    Each part is laid out after those before it, and changes nothing of them.
    """
    shown: list[Fused] = []
    for _, part in groupby(fused, key=lambda one: one.part):
        own = list(part)
        shown += _after(shown, _unfolded(shown, own, marked) if folds else own)
    return shown


def _unfolded(shown: list[Fused], part: list[Fused], marked: Set[MomentId]) -> list[Fused]:
    """A part without what is folded into what is shown before it, or into one of its own."""
    leading = {one.hit.id for one in shown if isinstance(one.hit, Moment)}
    return _folded([*shown, *part], marked | leading)[len(shown) :]


def _after(shown: Sequence[Fused], part: Sequence[Fused]) -> list[Fused]:
    """A part spread over cameras by itself, ranked and scored no higher than what is before it."""
    own = spread([replace(one, rank=rank) for rank, one in enumerate(part, 1)])
    if not shown:
        return own
    most, ranks = shown[-1].score, len(shown)
    return [
        replace(
            one,
            rank=ranks + one.rank,
            rank_before=ranks + one.rank_before if one.rank_before else None,
            score=min(one.score, most),
            lead=one.lead + min(most - one.score, 0.0),
        )
        for one in own
    ]


def _folded(fused: Sequence[Fused], marked: Set[MomentId]) -> list[Fused]:
    moments = [one.hit for one in fused if isinstance(one.hit, Moment)]
    leading = {own.id: folded_of(own, again) for own, *again in fold(moments, marked)}
    kept = [
        replace(one, hit=leading[one.hit.id]) if isinstance(one.hit, Moment) else one
        for one in fused
        if not isinstance(one.hit, Moment) or one.hit.id in leading
    ]
    return [replace(one, rank=rank) for rank, one in enumerate(kept, 1)]


def pair_first(fused: Sequence[Fused]) -> list[Fused]:
    """The list with the best linked moment first, and the report that lifts it most second.

    Who asks for looks is answered by a picture, which is seen and judged at once, and by what was
    told of it, if its links lift it enough: both are raised to the best score of the list, and say
    so. All else stays in the order of its score. Without such a moment nothing changes.
    """
    seen = (one for one in fused if isinstance(one.hit, Moment) and one.supports)
    best = next((one for one in seen if one.supports[0].adds > 0), None)
    if best is None or best.score - best.relevance < LIFTED:
        return list(fused)
    told = next(one for one in fused if one.id == str(best.supports[0].link.report))
    rest = [one for one in fused if one is not best and one is not told]
    pair = [replace(one, score=fused[0].score, lead=fused[0].score - one.score)
            for one in (best, told)]  # fmt: skip
    return [replace(one, rank=rank) for rank, one in enumerate([*pair, *rest], 1)]


@dataclass(frozen=True)
class Gathered:
    """Moments and reports, each by descending score, and what is known of them.

    `marked` are the moments as marks move them, None where there are none; `deeper` are further
    moments that come after these, of ever more regions; `looks` what reports say it looked like;
    `curve` makes probabilities of moments' scores, where that was measured.
    """

    plan: Plan
    reports: Sequence[ReportHit] = ()
    moments: Sequence[Moment] = ()
    marked: Sequence[Moment] | None = None
    deeper: Sequence[Sequence[Moment]] = ()
    looks: ToldLooks = field(default_factory=ToldLooks)
    curve: Curve | None = None

    @property
    def told(self) -> list[Report]:
        """The reports themselves."""
        return [hit.report for hit in self.reports]


def one_list(
    gathered: Gathered,
    marks: Marks,
    cameras: Mapping[str, Camera],
    distances: Distances,
    weights: Weights,
    layout: Layout = list,
) -> list[Fused]:
    """The one list, best first; where there are marks, with what they made of it.

    `layout` is given the list without marks and, where there are any, that with them.
    """
    judged = with_against(gathered.reports, gathered.plan, weights.reports)
    reports, told_worth = [hit for hit, _ in judged], [worth for _, worth in judged]

    def fused(moments: Sequence[Moment]) -> list[Fused]:
        look_for = gathered.plan.understood.look_for
        worth = moment_worth(moments, gathered.curve, look_for, weights.moments)
        links = link(moments, gathered.told, dict(cameras), distances, gathered.looks, weights.link)
        found = Found(moments, worth, reports, told_worth)
        listed = fuse(found, links, weights.link)
        return pair_first(listed) if is_for_looks(look_for) else listed

    if gathered.marked is None:
        return layout(_in_parts(gathered.moments, gathered.deeper, fused))
    before = layout(fused(gathered.moments))
    after = layout(_in_parts(gathered.marked, gathered.deeper, fused))
    return arranged(after, before, marks)


def _in_parts(
    first: Sequence[Moment],
    deeper: Sequence[Sequence[Moment]],
    fused: Callable[[Sequence[Moment]], list[Fused]],
) -> list[Fused]:
    """The list of the first moments and all reports, then what deeper moments add to it."""
    listed, moments = fused(first), list(first)
    for part, more in enumerate(deeper, 1):
        moments += more
        new = {str(moment.id) for moment in more}
        found = [replace(one, part=part) for one in fused(moments) if one.id in new]
        listed += [replace(one, rank=rank) for rank, one in enumerate(found, len(listed) + 1)]
    return listed
