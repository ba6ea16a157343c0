"""Which encoder the index was made with, by name, so that a search opens the same one."""

import json

from indexer.folder import Folder

_FILE = "model.json"


def indexed_model(data: Folder) -> str | None:
    """The name given when the index was made; None if there is no index yet."""
    if not data.exists(_FILE):
        return None
    name: str = json.loads(data.read(_FILE))["name"]
    return name


def remember_model(data: Folder, name: str) -> None:
    """Keep the name; written after the encoder was opened and before the first shard."""
    data.write(_FILE, json.dumps({"name": name}).encode())
