"""What stood before its camera when a watch told of it, and stands there still, is not told anew.

A parked vehicle is newly indexed with every stretch of footage. A search folds what stands into one
hit (`search.folded`), but of one run alone; here the new moments of a run are folded into those
that the watch has told of. Who is told must not miss anything, so it is asked for more: both times
it stood for `STILL_MS`, as ingest noted, and no more than `TOLD_FOR` lie between, since in longer
it may have been away and come back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from indexer.errors import DamagedShard
from indexer.region import overlap
from search.errors import UnknownName
from search.folded import SAME_PLACE, STILL_MS, fold
from search.moment_id import MomentId
from search.moments import Moment, looks_beside
from search.stored_looks import StoredLooks, look_at
from search.watches.watch import NewHit

TOLD_FOR = timedelta(days=1)
"""What stands longer is told of once a day."""


def still_there(hits: Sequence[NewHit], told: Sequence[NewHit], stored: StoredLooks) -> set[str]:
    """The ids of the new moments that only show what a watch has told of and that has not moved.

    What can no longer be read of what was told counts as not told.
    """
    pairs = [(hit, one) for hit in hits for one in told if _may_be_same(hit, one)]
    before = _standing([one for _, one in pairs], stored)
    now = _standing([hit for hit, _ in pairs], stored) if before else {}
    near = {(hit.id, one.id) for hit, one in pairs}
    return {
        new
        for new, moment in now.items()
        if any((new, old) in near and _is_same(one, moment) for old, one in before.items())
    }


def _may_be_same(hit: NewHit, told: NewHit) -> bool:
    """Whether the best looks of two hits are of one camera and place, within `TOLD_FOR`."""
    if not hit.kind == told.kind == "moment" or hit.id == told.id:
        return False
    one, other = hit.shown, told.shown
    apart = datetime.fromisoformat(one["start"]) - datetime.fromisoformat(other["start"])
    return (
        one["camera"]["id"] == other["camera"]["id"]
        and abs(apart) <= TOLD_FOR
        and overlap(tuple(one["best"]["box"]), tuple(other["best"]["box"])) >= SAME_PLACE
    )


def _standing(hits: Sequence[NewHit], stored: StoredLooks) -> dict[str, Moment]:
    """By id, those of the moments whose best look stood still, as they are stored."""
    once = {hit.id: hit for hit in hits}
    found = {ident: _stored(hit, stored) for ident, hit in once.items()}
    return {ident: one for ident, one in found.items() if one and _stood(one)}


def _stored(hit: NewHit, stored: StoredLooks) -> Moment | None:
    ident = MomentId.parse(hit.id)
    try:
        looks = stored.of(ident)
    except (UnknownName, DamagedShard):
        return None
    found = look_at(looks, hit.shown["pts_ms"], tuple(hit.shown["best"]["box"]))
    if found is None:
        return None
    beside = looks_beside(found, looks)
    return Moment(found, ident.pts_after_ms, ident.pts_before_ms, beside=beside)


def _stood(moment: Moment) -> bool:
    return moment.best.region.still_ms >= STILL_MS


def _is_same(told: Moment, new: Moment) -> bool:
    return len(fold([told, new], {told.id})) == 1
