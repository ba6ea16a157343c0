"""An uploaded picture: read, checked, turned upright, kept nowhere."""

import io
import logging

import numpy as np
from PIL import Image, ImageOps

from embeddings.encoder import Picture
from search.errors import BadPicture, LargePicture, WrongPicture

LARGEST_BYTES = 10 * 1024 * 1024
LARGEST_PIXELS = 50_000_000
"""Of the whole picture; phones make up to 50 million. Decoded they take 150 MB."""
FORMATS = ("JPEG", "PNG", "WEBP")
logging.getLogger("PIL").setLevel(logging.INFO)
"""At DEBUG, Pillow logs what a picture's metadata tells: names, places, serial numbers."""


def read_picture(data: bytes) -> Picture:
    """The picture (height, width, 3), RGB, turned as its EXIF orientation says.

    The size is read before any pixel is. Raises WrongPicture for what is not of `FORMATS`,
    LargePicture, and BadPicture for one that is damaged.
    """
    if len(data) > LARGEST_BYTES:
        raise LargePicture(f"the picture has {len(data):,} bytes; at most {LARGEST_BYTES:,}")
    with _opened(data) as image:
        if image.width * image.height > LARGEST_PIXELS:
            raise LargePicture(
                f"the picture is {image.width} × {image.height}; at most {LARGEST_PIXELS:,} pixels"
            )
        try:
            upright = ImageOps.exif_transpose(image).convert("RGB")
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise BadPicture(f"the picture is damaged: {error}; save it anew") from error
    return np.ascontiguousarray(np.asarray(upright, np.uint8))


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LargePicture(f"the picture is too large: {error}") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise WrongPicture("the picture is none of JPEG, PNG, WebP; save it as one") from error
