"""Footage that is held in memory, not in a file: what was attached to a report (`held`).

What somebody sends is not trusted. Its first bytes say which of few forms it has, and only the
reader of that form is given it: no playlist, no script, no file that names others. A picture is
decoded within limits and becomes a JPEG of its pixels alone, upright; of what else the file told
(where it was taken, by which camera, whose it is) nothing is left. Sound and metadata of a video
are never read.
"""

import io
import logging
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from indexer.errors import BadFootage

MOST_PIXELS = 50_000_000
"""Of a picture, or of a video's frame: phones make up to 50 million. Decoded they take 150 MB."""
LEAST_PX = 16
"""What is smaller shows nothing: it is there to be counted (a tracking pixel)."""
LONGEST_MS = 2 * 3_600_000
"""Of a video: what says more is not what people attach."""
WIDEST_PX = 1920
_PICTURES = ("JPEG", "PNG", "WEBP", "GIF")
_QUALITY = 92
logging.getLogger("PIL").setLevel(logging.INFO)
"""At DEBUG, Pillow logs what a picture's metadata tells: names, places, serial numbers."""
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
"""What an MP4 or QuickTime file may begin with, behind four bytes."""
_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif", b"avis")


@dataclass(frozen=True)
class Held:
    """Bytes that FFmpeg reads as `form`; `name` is what messages call them."""

    name: str
    content: bytes = field(repr=False)
    form: str

    def __str__(self) -> str:
        """Its name."""
        return self.name


Source = str | Path | Held
"""Footage: a file by its path, or what is held in memory."""


def held(name: str, content: bytes) -> Held:
    """What was attached, for looking into. BadFootage if it is no picture or video that is read."""
    if _is_picture(content):
        return Held(name, _screened(name, content), "jpeg_pipe")
    form = _video_form(content)
    if form is None:
        raise BadFootage(
            f"{name} is neither a picture (JPEG, PNG, WebP, GIF) nor a video (MP4, MOV, MKV, "
            f"WebM, AVI){_hint(content)}"
        )
    return Held(name, content, form)


def _is_picture(content: bytes) -> bool:
    return (
        content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a"))
        or content[:4] + content[8:12] == b"RIFFWEBP"
    )


def _video_form(content: bytes) -> str | None:
    if content[4:8] in _BOXES and content[8:12] not in _HEIF:
        return "mov"
    if content.startswith(b"\x1a\x45\xdf\xa3"):
        return "matroska"
    return "avi" if content[:4] + content[8:12] == b"RIFFAVI " else None


def _hint(content: bytes) -> str:
    return "; save HEIC and AVIF as JPEG" if content[8:12] in _HEIF else ""


def _screened(name: str, content: bytes) -> bytes:
    """The picture's pixels as a JPEG, upright, at most WIDEST_PX each way, and nothing else."""
    with _opened(name, content) as image:
        if image.width * image.height > MOST_PIXELS:
            raise BadFootage(f"{name} has {image.width} × {image.height} pixels; too many")
        if min(image.size) < LEAST_PX:
            raise BadFootage(
                f"{name} has {image.width} × {image.height} pixels; that shows nothing"
            )
        try:
            image.draft("RGB", (WIDEST_PX, WIDEST_PX))
            upright = ImageOps.exif_transpose(image).convert("RGB")
        except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
            raise BadFootage(f"{name} is a damaged picture: {error}") from error
    upright.thumbnail((WIDEST_PX, WIDEST_PX))
    out = io.BytesIO()
    bare = Image.fromarray(np.asarray(upright, np.uint8))
    bare.save(out, "JPEG", quality=_QUALITY, subsampling=0)
    return out.getvalue()


def _opened(name: str, content: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(content), formats=_PICTURES)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadFootage(f"{name} has too many pixels: {error}") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise BadFootage(f"{name} is a damaged picture: {error}") from error
