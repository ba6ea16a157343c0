"""An attachment: a picture or video that came with a report, kept among the sealed originals.

In the frame index it stands as one footage of a camera of its own, `report:ID/SHA256`. No camera
may be named so, and nothing about the report is written there: where and when it was, and whether
it may be shown at all, the report says as it stands.
"""

import hashlib
import re
from dataclasses import dataclass

from indexer.ids import CameraId, FootageId, ReportId
from indexer.reports.report import Report

NAMESPACE = "report:"
_KEPT = re.compile(r"sha256:([0-9a-f]{64})")
_CAMERA = re.compile(r"report:(.*)/([0-9a-f]{64})", re.DOTALL)


@dataclass(frozen=True, order=True)
class Attachment:
    """One attachment of one report; the same bytes sent with another report are another one."""

    report: ReportId
    sha256: str

    @property
    def uri(self) -> str:
        """What stands for it in a report's `media`."""
        return f"sha256:{self.sha256}"

    @property
    def camera(self) -> CameraId:
        """The camera that its regions are of; as the path of its footage it says where it lies."""
        return CameraId(f"{NAMESPACE}{self.report}/{self.sha256}")

    @property
    def digest(self) -> str:
        """The SHA-256 that tells it from all other footage, in hex."""
        return hashlib.sha256(self.camera.encode()).hexdigest()

    @property
    def footage(self) -> FootageId:
        """The footage it is in the frame index."""
        return FootageId(self.digest[:16])


def attachment_of(camera: str) -> Attachment | None:
    """The attachment that a camera, or a footage's path, stands for; None for any other."""
    match = _CAMERA.fullmatch(camera)
    return Attachment(ReportId(match[1]), match[2]) if match else None


def attachments_of(report: Report) -> list[Attachment]:
    """What of a report's media is kept, each once."""
    kept = (_KEPT.fullmatch(uri) for uri in report.media)
    return [Attachment(report.id, one) for one in dict.fromkeys(m[1] for m in kept if m)]
