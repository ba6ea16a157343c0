"""Any open_clip model as an encoder: by name, from the hub, or from a local folder.

A name is `ARCHITECTURE/PRETRAINED` (`ViT-B-16-SigLIP2/webli`), `hf-hub:OWNER/NAME`, or the path of
a folder with `open_clip_config.json` and weights (`local-dir:PATH` too), which never touches the
network. This is the only module that imports torch and open_clip.
"""

import difflib
import hashlib
import json
import logging
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import open_clip
import torch

from embeddings.encoder import Embeddings, EncoderCard, Fingerprint, Picture
from embeddings.errors import UnknownModel, UnusableCheckpoint
from embeddings.picture_size import VERSION, PictureSize

Precision = Literal["fp32", "bf16"]

CONFIG = "open_clip_config.json"
SHIPPED = Path(__file__).parent / "demo_model"
"""The demonstration model's folder."""
BATCH = {"cpu": 32, "cuda": 256}
"""Inputs encoded at once."""
SMALL_BATCH, SMALL_PX = 64, 128
"""On a CPU, pictures of at most so many pixels each way are encoded so many at once: weights are
laid out anew for each batch, and more would no longer fit the caches."""
_HELPERS = min(8, os.cpu_count() or 1)
_TYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}


def is_bf16_fast() -> bool:
    """Whether weights of 16 bits are the faster ones here: on a processor that multiplies them.

    Not asked of GPUs, where it was not measured.
    """
    told: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    knows = any(told.get(name) for name in ("avx512_bf16", "amx_bf16"))
    return knows and not torch.cuda.is_available()


@dataclass(frozen=True)
class _Source:
    """Where a model comes from, as open_clip wants it told."""

    model: str
    pretrained: str | None = None
    folder: Path | None = None


class ClipEncoder:
    """One open_clip model, loaded. Safe for several threads."""

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        name: str,
        precision: Precision,
        device: str,
        config: Any,
        demonstration: bool,
    ) -> None:
        """Take a model on the CPU, of `precision`, to `device`; `open` is the way to make one."""
        preprocessing = dict(open_clip.get_model_preprocess_cfg(model))
        self._size = PictureSize.of(preprocessing)
        weights = model.state_dict()
        self._device = torch.device(device)
        self._type = _TYPES[precision]
        model = model.eval().requires_grad_(False)
        self._model = model.to(self._device, memory_format=torch.channels_last)
        self._tokenizer = tokenizer
        self._lock = threading.Lock()
        self._helpers = ThreadPoolExecutor(_HELPERS, thread_name_prefix="pictures")
        self._mean, self._std = (
            torch.tensor(preprocessing[key], device=self._device).view(1, 3, 1, 1)
            for key in ("mean", "std")
        )
        self._card = EncoderCard(
            name=name,
            fingerprint=_fingerprint(config, weights, preprocessing, precision),
            dim=int(self.encode_texts(["a"]).shape[1]),
            picture_size_px=max(self._size.height, self._size.width),
            demonstration=demonstration,
        )

    @classmethod
    def open(
        cls, name: str, device: str | None = None, precision: Precision = "fp32", shown_as: str = ""
    ) -> "ClipEncoder":
        """Load a model; `device` is "cpu", "cuda" or "cuda:N" (None: CUDA where there is any).

        Weights in `bf16` take half the memory and are faster where the processor knows them, but
        make another index. Raises UnknownModel, UnusableCheckpoint.
        """
        source = _source(name)
        device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        with _loading(name, source):
            model = open_clip.create_model(
                source.model,
                pretrained=source.pretrained,
                precision=precision,
                device="cpu",
                pretrained_text=False,
                require_pretrained=True,
            )
            tokenizer = open_clip.get_tokenizer(source.model)
            config = _config(source)
            shipped = source.folder is not None and source.folder.resolve() == SHIPPED.resolve()
            demonstration = shipped or bool(config.get("demonstration"))
            return cls(
                model,
                tokenizer,
                shown_as or name,
                precision,
                device,
                config["model_cfg"],
                demonstration,
            )

    @property
    def card(self) -> EncoderCard:
        """Name, fingerprint, width, size of picture, and whether it is a demonstration model."""
        return self._card

    def fit(self, picture: Picture) -> Picture:
        """An RGB picture at the size that the model sees."""
        return self._size.apply(picture)

    def encode_pictures(self, pictures: Sequence[Picture]) -> Embeddings:
        """Embed RGB pictures of any size; shape (n, dim), unit rows."""
        sized = self._helpers.map(self._size.apply, pictures)
        size = self._batch()
        counts = [min(size, len(pictures) - at) for at in range(0, len(pictures), size)]
        return self._joined(
            self._encode_batch(np.stack([next(sized) for _ in range(count)])) for count in counts
        )

    def _batch(self) -> int:
        """How many pictures are encoded at once."""
        is_small = self._card.picture_size_px <= SMALL_PX and self._device.type == "cpu"
        return SMALL_BATCH if is_small else BATCH.get(self._device.type, BATCH["cpu"])

    def encode_texts(self, texts: Sequence[str]) -> Embeddings:
        """Embed texts, cut to the model's context length; shape (n, dim), unit rows."""
        size = BATCH.get(self._device.type, BATCH["cpu"])
        parts = (list(texts[at : at + size]) for at in range(0, len(texts), size))
        return self._joined(self._encode_text_batch(part) for part in parts)

    def reads_whole(self, texts: Sequence[str]) -> list[bool]:
        """Whether each text is within the context length: one more word then changes its tokens."""
        if not texts:
            return []
        with self._lock:
            tokens = self._tokenizer(list(texts))
            longer = self._tokenizer([f"{text} a" for text in texts])
        return [not same for same in (tokens == longer).all(dim=1).tolist()]

    @torch.inference_mode()
    def _encode_batch(self, pictures: np.ndarray[Any, np.dtype[np.uint8]]) -> Embeddings:
        batch = torch.from_numpy(pictures).to(self._device).permute(0, 3, 1, 2)
        batch = (batch.float() / 255 - self._mean) / self._std
        return _unit(self._model.encode_image(batch.to(self._type)))

    @torch.inference_mode()
    def _encode_text_batch(self, texts: list[str]) -> Embeddings:
        with self._lock:
            tokens = self._tokenizer(texts)
        return _unit(self._model.encode_text(tokens.to(self._device)))

    def _joined(self, parts: Iterator[Embeddings]) -> Embeddings:
        rows = list(parts)
        return np.concatenate(rows) if rows else np.empty((0, self._card.dim), np.float32)


def _unit(rows: torch.Tensor) -> Embeddings:
    whole: Embeddings = torch.nn.functional.normalize(rows.float(), dim=-1).cpu().numpy()
    return whole


def _source(name: str) -> _Source:
    """What a name means; raises UnknownModel where nothing of that name can be."""
    path = Path(name.removeprefix("local-dir:"))
    if name.startswith("local-dir:") or path.is_dir():
        if not (path / CONFIG).is_file():
            raise UnknownModel(f"no checkpoint in {path}: it must hold {CONFIG} and the weights")
        return _Source(f"local-dir:{path}", folder=path)
    if name.startswith("hf-hub:"):
        return _Source(name)
    architecture, _, pretrained = name.partition("/")
    if (architecture, pretrained) not in open_clip.list_pretrained():
        raise UnknownModel(_unknown(name))
    return _Source(architecture, pretrained)


def _unknown(name: str) -> str:
    known = [f"{architecture}/{tag}" for architecture, tag in open_clip.list_pretrained()]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.3)
    return (
        f"no model {name!r}: give ARCHITECTURE/PRETRAINED (such as {', '.join(near or known[:3])}),"
        " hf-hub:OWNER/NAME, or the path of a checkpoint's folder; `truyvet models` lists some"
    )


def _config(source: _Source) -> dict[str, Any]:
    """The checkpoint's own configuration; for a name without a folder, the architecture's."""
    if source.folder is not None:
        config: dict[str, Any] = json.loads((source.folder / CONFIG).read_text("utf-8"))
        return config
    return {"model_cfg": open_clip.get_model_config(source.model)}


def _fingerprint(
    config: Any, weights: dict[str, torch.Tensor], preprocessing: dict[str, Any], precision: str
) -> Fingerprint:
    """SHA-256 over architecture, weights (name, type, shape, bytes), preprocessing, precision."""
    told = {"model": config, "preprocessing": preprocessing, "precision": precision}
    digest = hashlib.sha256(json.dumps(told | {"resize": VERSION}, sort_keys=True).encode())
    for name in sorted(weights):
        tensor = weights[name].detach().cpu().contiguous()
        digest.update(f"{name}:{tensor.dtype}:{tuple(tensor.shape)}".encode())
        digest.update(tensor.reshape(-1).view(torch.uint8).numpy().data)
    return Fingerprint(digest.hexdigest())


@contextmanager
def _loading(name: str, source: _Source) -> Iterator[None]:
    """Turn whatever fails while loading into UnusableCheckpoint, without open_clip's own log."""
    silent = logging.NullHandler()
    logging.getLogger().addHandler(silent)
    try:
        yield
    except ImportError as error:
        raise UnusableCheckpoint(
            f"the model {name!r} needs the package {error.name!r}; install it, "
            "or choose a model that does without (`truyvet models`)"
        ) from error
    except Exception as error:
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        advice = (
            "its folder must hold a matching configuration and weights"
            if source.folder is not None
            else "fetch it once where there is a network, or name a local folder (local-dir:PATH)"
        )
        raise UnusableCheckpoint(f"cannot load the model {name!r}: {reason}; {advice}") from error
    finally:
        logging.getLogger().removeHandler(silent)
