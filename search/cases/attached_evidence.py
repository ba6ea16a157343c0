"""What came with a pinned report, put into a bag: as much of it as the asker may have.

What somebody sent is sealed (`indexer.reports.originals`). Its bytes may tell who sent it (EXIF, a
voice), so they go into a bag only for a key with the scopes `details` and `sender`. With `details`
alone there are its pixels and nothing else of it, and a clip without sound; without, one picture
too coarse to know anybody by. Its hash stands there always: an original that is opened later can be
told to be this one.
"""

from collections.abc import Mapping
from typing import Any, Literal

from indexer.errors import BadFootage
from indexer.folder import Folder
from indexer.reports.attachment import attachments_of
from indexer.reports.originals import Originals
from indexer.reports.report import Report
from search.cases.bag import Bag
from search.state.keys import Keys

Sight = Literal["coarse", "pixels", "original"]
"""What of attachments an asker may have."""
MISSING, UNREADABLE = "attachment_missing", "attachment_unreadable"
DERIVED = "derived from the original attachment; not the original"
_ENDINGS: Mapping[bytes, str] = {
    b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"GIF8": "gif", b"\x1a\x45": "mkv"
}  # fmt: skip
STILL_PX = 1280
"""Width of pictures."""
COARSE_STILL_PX = 240
"""Width of coarse pictures: they hold 24 pixels each way, so that more width shows nothing more."""


def sight_of(asker: str, keys: Keys) -> Sight:
    """What an asker's scopes let into a bag."""
    if not keys.may(asker, "details"):
        return "coarse"
    return "original" if keys.may(asker, "sender") else "pixels"


class AttachedEvidence:
    """Puts the attachments of reports into a bag."""

    def __init__(self, bag: Bag, data: Folder, sight: Sight) -> None:
        """Read from the originals of `data`, write into `bag` what `sight` allows."""
        self._bag = bag
        self._originals = Originals(data)
        self._sight = sight

    def of(self, number: int, report: Report) -> tuple[list[dict[str, Any]], list[str]]:
        """What is told of each attachment of the pin `number`; and the troubles, each once.

        StorageFailed where an original is there and damaged.
        """
        told = [
            self._one(f"{number:03d}", place, attachment.sha256)
            for place, attachment in enumerate(attachments_of(report), 1)
        ]
        troubles = (one["trouble"] for one in told if "trouble" in one)
        return told, list(dict.fromkeys(troubles))

    def _one(self, pin: str, place: int, sha256: str) -> dict[str, Any]:
        told = {"number": place, "sha256": sha256, "sight": self._sight}
        if not self._originals.has(sha256):
            return {**told, "trouble": MISSING}
        content = b"".join(self._originals.read(sha256))
        told["bytes"] = len(content)
        if self._sight == "original":
            name = f"attachments/{pin}/{place:03d}.{_ending(content)}"
            told["file"] = self._bag.write(name, content).name
        try:
            return {**told, **self._derived(f"derived/{pin}/attachment-{place:03d}", content)}
        except BadFootage as error:
            return {**told, "trouble": UNREADABLE, "reason": str(error)}

    def _derived(self, name: str, content: bytes) -> dict[str, Any]:
        from indexer.video.cut import cut_mp4  # PyAV loads with the first attachment
        from indexer.video.held import held
        from indexer.video.probe import probe
        from indexer.video.thumbnail import thumbnail_jpeg

        source = held("the attachment", content)
        video = probe(source)
        is_video, coarse = video.frames > 1, self._sight == "coarse"
        at_ms = video.length_ms // 2 if is_video else 0
        width = COARSE_STILL_PX if coarse else STILL_PX
        still = thumbnail_jpeg(source, at_ms, None, width, coarse=coarse)
        made: dict[str, Any] = {"what": DERIVED, "still_pts_ms": at_ms}
        made["still"] = self._bag.write(f"{name}.jpg", still).name
        if is_video:
            made["length_ms"] = video.length_ms
        if is_video and not coarse:
            cut = cut_mp4(source, 0, video.length_ms)
            made["clip"] = self._bag.write(f"{name}.mp4", cut.data).name
            made["clip_pts_ms"] = [cut.after_ms, cut.before_ms]
        return made


def _ending(content: bytes) -> str:
    """What a file of these bytes is called at its end; its own name may tell of people."""
    if content[4:8] == b"ftyp":
        return "mp4"
    if content[:4] == b"RIFF":
        return "webp" if content[8:12] == b"WEBP" else "avi"
    return next((end for begin, end in _ENDINGS.items() if content.startswith(begin)), "bin")
