"""Attachments as footage: where the bytes of a path lie (`source_at`), and placed (`placed`)."""

from dataclasses import replace

from indexer.catalog import Footage
from indexer.errors import BadFootage, StorageFailed
from indexer.folder import Folder
from indexer.footage_log import FootageSpan
from indexer.reports.attachment import attachment_of
from indexer.reports.originals import Originals
from indexer.video.held import LONGEST_MS, Source, held
from indexer.video.probe import FootageProbe, probe


def source_at(path: str, data: Folder) -> Source:
    """What a footage's path leads to: a file, or an attachment that `data` keeps sealed.

    BadFootage if it is an attachment that cannot be used, or is not there.
    """
    attachment = attachment_of(path)
    if attachment is None:
        return path
    try:
        content = b"".join(Originals(data).read(attachment.sha256))
    except StorageFailed as error:
        raise BadFootage(str(error)) from error
    return held("the attachment", content)


def placed(waiting: FootageSpan, data: Folder) -> Footage:
    """The attachment that a span speaks of, as footage. BadFootage if it cannot be used."""
    assert waiting.start_ms is not None, "an attachment is noted with its report's time"
    source = source_at(waiting.path, data)
    video = _bounded(probe(source))
    return Footage(
        waiting.path, waiting.footage, waiting.sha256, waiting.camera, waiting.start_ms, video
    )


def _bounded(video: FootageProbe) -> FootageProbe:
    """A still has no length but that of being there; its packet says what it likes."""
    if video.length_ms > LONGEST_MS:
        hours = video.length_ms / 3_600_000
        raise BadFootage(f"the attachment says that it is {hours:,.0f} hours long; 2 are looked at")
    return replace(video, length_ms=1) if video.frames == 1 else video
