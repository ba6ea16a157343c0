"""Which encoders the index was and is made with, by name, so that a search opens the same ones."""

import json
from typing import TYPE_CHECKING, Any

from embeddings.encoder import Fingerprint
from embeddings.models import default_model
from indexer.folder import Folder
from indexer.frame_table import FrameTable

if TYPE_CHECKING:
    from indexer.jobs.runner import Jobs

_FILE = "model.json"


def indexed_model(data: Folder, fingerprint: Fingerprint | None = None) -> str | None:
    """The name an encoder was given when regions were indexed with it; None if nothing ever was.

    Without a fingerprint, or for one that is not known, the name of the first index.
    """
    held = _held(data)
    encoders: dict[str, str] = held.get("encoders", {})
    return encoders.get(fingerprint or "", held.get("name"))


def model_to_index_with(data: Folder, jobs: "Jobs", wished: str | None = None) -> str:
    """The name wished for, else the one the index is made with, else the default of the workers."""
    held = indexed_model(data, FrameTable(data).fingerprint())
    return wished or held or jobs.call(default_model)


def remember_model(data: Folder, name: str, fingerprint: Fingerprint) -> None:
    """Keep the name; written after the encoder was opened and before the first shard."""
    held = _held(data)
    encoders = held.get("encoders", {})
    if encoders.get(fingerprint) != name:
        told = {"name": held.get("name", name), "encoders": encoders | {fingerprint: name}}
        data.write(_FILE, json.dumps(told, sort_keys=True).encode())


def _held(data: Folder) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(data.read(_FILE)) if data.exists(_FILE) else {}
    return held
