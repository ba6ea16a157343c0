"""The evidence behind each pin, put into a bag: original bytes, what was derived from them, texts.

An original is a footage file as it lies on the disk, hashed while it is copied and compared with
the hash it had when it was indexed. What is derived (stills, a clip) is made from that copy, lies
in another folder, and says what it was made from.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.errors import BadFootage
from indexer.footage_log import FootageSpan
from indexer.ids import FootageId, ReportId, local_iso
from search.answer import report_json
from search.cases.attached_evidence import AttachedEvidence, Sight
from search.cases.bag import Bag, plain
from search.cases.case import Pin
from search.index import Index
from search.masks import Mask, mask_report
from search.moment_id import MomentId

STILL_PX = 1280
"""Width of stills at most."""
DERIVED = "derived from the original footage file; not the original"


@dataclass
class Item:
    """One pin with all that stands behind it; `troubles` name what could not be had.

    A trouble is `footage_missing`, `footage_differs`, `cannot_show`, `report_missing`,
    `attachment_missing` or `attachment_unreadable`.
    """

    number: int
    pin: Pin
    original: dict[str, Any] | None = None
    derived: dict[str, Any] = field(default_factory=dict)
    report: dict[str, Any] | None = None
    attachments: list[dict[str, Any]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The item as the bundle's records hold it."""
        return {
            "number": self.number,
            **self.pin.to_json(),
            "original": self.original,
            "derived": self.derived,
            "report": self.report,
            "attachments": self.attachments,
            "troubles": self.troubles,
        }


class Evidence:
    """Puts the evidence of pins into a bag, each footage file once."""

    def __init__(self, bag: Bag, index: Index, mask: Mask, sight: Sight) -> None:
        """Read from `index`, write into `bag`; of reports what `mask` and `sight` leave."""
        self._bag = bag
        self._mask = mask
        self._attached = AttachedEvidence(bag, index.data, sight)
        self._index = index
        self._offsets = {camera.id: camera.clock_offset_ms for camera in index.view().cameras}
        self.originals: dict[str, dict[str, Any]] = {}

    def of(self, number: int, pin: Pin) -> Item:
        """The evidence of one pin; what is not there any more is noted, and the rest goes on.

        StorageFailed where a file is there and cannot be read: a bundle without it would mislead.
        """
        item = Item(number, pin)
        if pin.subject.kind == "report":
            self._add_report(item)
        else:
            self._add_moment(item, MomentId.parse(pin.subject.id))
        return item

    def _add_report(self, item: Item) -> None:
        found = self._index.log.get(ReportId(item.pin.subject.id))
        if found is None:
            item.troubles.append("report_missing")
            return
        item.report = mask_report(report_json(found), self._mask)
        name = f"reports/{item.number:03d}.json"
        item.derived["text"] = self._bag.write(name, json_bytes(item.report)).name
        item.attachments, troubles = self._attached.of(item.number, found)
        item.troubles += troubles

    def _add_moment(self, item: Item, moment: MomentId) -> None:
        item.original = self._original(moment.footage)
        if "file" not in item.original:
            item.troubles.append("footage_missing")
            return
        if item.original["sha256"] != item.original["sha256_when_indexed"]:
            item.troubles.append("footage_differs")
        try:
            self._derive(item, moment, self._bag.folder / item.original["file"])
        except BadFootage as error:
            item.troubles.append("cannot_show")
            item.derived["reason"] = str(error)

    def _original(self, footage: FootageId) -> dict[str, Any]:
        """The footage file, copied into the bag the first time it is asked for."""
        if footage not in self.originals:
            span = self._index.footage.footage(footage)
            told = {"footage": footage} if span is None else self._told(span)
            self.originals[footage] = {**told, **(self._copy(span) if span else {})}
        return self.originals[footage]

    def _told(self, span: FootageSpan) -> dict[str, Any]:
        """What the index says of a footage. Times are true time: the camera's clock, corrected."""
        return {
            "footage": span.footage,
            "camera": span.camera,
            "original_name": Path(span.path).name,
            "sha256_when_indexed": span.sha256,
            "start": None if span.start_ms is None else local_iso(span.start_ms),
            "clock": {
                "camera_offset_ms": self._offsets.get(span.camera),
                "sidecar": _sidecar(Path(span.path)),
                "note": "times are the camera's own clock plus its offset, as known when indexed; "
                "an offset in a sidecar counts before the camera's",
            },
        }

    def _copy(self, span: FootageSpan) -> dict[str, Any]:
        source = Path(span.path)
        if not source.is_file():
            return {}
        kept = self._bag.copy(f"footage/{span.footage}/{plain(source.name)}", source)
        return {"file": kept.name, "sha256": kept.sha256, "bytes": kept.size}

    def _derive(self, item: Item, moment: MomentId, footage: Path) -> None:
        from indexer.video.cut import cut_mp4  # PyAV loads with the first video
        from indexer.video.thumbnail import thumbnail_jpeg

        assert item.original is not None, "set by the caller"
        folder = f"derived/{item.number:03d}"
        middle = (moment.pts_after_ms + moment.pts_before_ms) // 2
        at_ms = middle if item.pin.pts_ms is None else item.pin.pts_ms
        still = thumbnail_jpeg(footage, at_ms, None, STILL_PX)
        made = {"still": self._bag.write(f"{folder}/still.jpg", still).name}
        if item.pin.box:
            marked = thumbnail_jpeg(footage, at_ms, item.pin.box, STILL_PX)
            made["marked"] = self._bag.write(f"{folder}/still-marked.jpg", marked).name
        cut = cut_mp4(footage, moment.pts_after_ms, moment.pts_before_ms)
        made["clip"] = self._bag.write(f"{folder}/clip.mp4", cut.data).name
        how = "packets copied, sound left out" if cut.remuxed else "encoded again, sound left out"
        item.derived = {
            "what": DERIVED,
            "from": {"file": item.original["file"], "sha256": item.original["sha256"]},
            **made,
            "still_pts_ms": at_ms,
            "clip_pts_ms": [cut.after_ms, cut.before_ms],
            "clip_made_by": how,
        }
        self._bag.write(f"{folder}/derived.json", json_bytes(item.derived))


def json_bytes(value: Any) -> bytes:
    """A value as JSON that people can read, in UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _sidecar(footage: Path) -> Mapping[str, Any] | None:
    """What the sidecar beside a footage says; None if there is none that can be read."""
    file = footage.with_suffix(".json")
    try:
        found = json.loads(file.read_bytes()) if file != footage else None
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
