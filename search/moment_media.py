"""Pictures and videos of moments, made from the footage that they lie in.

What was attached to a report is shown to whom its words are shown, and as they are: whoever may not
see what tells who somebody is sees the picture too coarse to tell it by, and no video.
"""

from indexer.reports.attachment import attachment_of
from search.errors import NotAllowed
from search.index import IndexRead
from search.moment_id import MomentId
from search.stored_looks import footage_of

Box = tuple[float, float, float, float]


def thumbnail(
    moment: str, pts_ms: int | None, box: Box | None, crop: bool, index: IndexRead, details: bool
) -> bytes:
    """A JPEG of the moment at `pts_ms` (its middle if None), the box drawn on it.

    With `crop`, what lies in the box and just around it. `details`: whether the asker may see them.
    """
    from indexer.attached import source_at  # PyAV loads with the first picture
    from indexer.video.thumbnail import thumbnail_jpeg

    ident = MomentId.parse(moment)
    span = footage_of(ident, index)
    middle = (ident.pts_after_ms + ident.pts_before_ms) // 2
    coarse = attachment_of(span.camera) is not None and not details
    source = source_at(span.path, index.data)
    return thumbnail_jpeg(
        source, middle if pts_ms is None else pts_ms, box, crop=crop, coarse=coarse
    )


def video(moment: str, index: IndexRead, details: bool) -> bytes:
    """A playable MP4 of the moment, cut from its footage. NotAllowed where it may not be seen."""
    from indexer.attached import source_at
    from indexer.video.cut import cut_mp4  # PyAV loads with the first video

    ident = MomentId.parse(moment)
    span = footage_of(ident, index)
    if attachment_of(span.camera) and not details:
        raise NotAllowed("a report's video is shown to keys with the scope `details` alone")
    source = source_at(span.path, index.data)
    return cut_mp4(source, ident.pts_after_ms, ident.pts_before_ms).data


def is_attached(moment: str, index: IndexRead) -> bool:
    """Whether a moment is of something attached to a report."""
    span = index.footage.footage(MomentId.parse(moment).footage)
    return span is not None and attachment_of(span.camera) is not None
