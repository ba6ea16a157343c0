"""The plain pipeline: OpenCV reads every frame, open_clip's own transform and model do the rest.

As clip-retrieval does it: each picture through the model's transform (Pillow), in batches of 32,
32-bit weights. It is given the boxes; finding them costs it nothing.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import open_clip
import torch
from PIL import Image

from embeddings.encoder import Embeddings
from indexer.region import Box, cut_out

BATCH = 32


class Plain:
    """One open_clip model and its transform, from a checkpoint's folder."""

    def __init__(self, folder: Path) -> None:
        """Load it as open_clip's documentation does."""
        made = open_clip.create_model_and_transforms(f"local-dir:{folder}")
        self._model: Any = made[0].eval()
        self._transform: Any = made[2]

    def index(self, path: Path, boxes: Mapping[int, Sequence[Box]]) -> Embeddings:
        """The rows of a picture a second, and of the boxes (by second) in each."""
        rows, batch = [], []
        for second, picture in read_seconds(path):
            for part in (picture, *(cut_out(picture, box) for box in boxes.get(second, ()))):
                batch.append(self._transform(Image.fromarray(part)))
                if len(batch) == BATCH:
                    rows.append(self.encode(batch))
                    batch = []
        return np.concatenate([*rows, *([self.encode(batch)] if batch else [])])

    @torch.inference_mode()
    def encode(self, batch: Sequence[torch.Tensor]) -> Embeddings:
        """Unit rows of one batch."""
        found: Embeddings = self._model.encode_image(
            torch.stack(list(batch)), normalize=True
        ).numpy()
        return found


def read_seconds(path: Path) -> Iterator[tuple[int, np.ndarray]]:
    """Every frame read; of each second the first, RGB."""
    capture, last = cv2.VideoCapture(os.fspath(path)), -1
    while True:
        second = int(round(capture.get(cv2.CAP_PROP_POS_MSEC)) // 1000)
        read, frame = capture.read()
        if not read:
            break
        if second > last:
            last = second
            yield second, cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
    capture.release()
