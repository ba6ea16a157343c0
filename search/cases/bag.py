"""A BagIt 1.0 bag (RFC 8493) with SHA-256 manifests, which carries the program that checks it.

Payload lies in `data/`; names are plain ASCII, so that no file system or archive changes them.
"""

import hashlib
import re
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import StorageFailed
from indexer.folder import as_storage_error
from search.cases import verify_bag
from search.cases.verify_bag import DECLARATION, MANIFEST, TAG_MANIFEST, seal

_BLOCK = 1 << 20
_PLAIN = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")


@dataclass(frozen=True)
class Kept:
    """A file of a bag: its name from the bag's top, SHA-256 in hex, length in bytes."""

    name: str
    sha256: str
    size: int


class Bag:
    """A bag that is being filled; each file is written once."""

    def __init__(self, folder: Path) -> None:
        """Fill an empty folder."""
        self.folder = folder
        self.payload: dict[str, Kept] = {}

    def write(self, name: str, content: bytes) -> Kept:
        """Add a file of payload; `name` is relative to `data/`."""
        return self._keep(name, iter([content]))

    def copy(self, name: str, source: Path) -> Kept:
        """Add the bytes of a file, hashed as they are written."""
        with as_storage_error(f"cannot read {source}"), source.open("rb") as file:
            return self._keep(name, iter(lambda: file.read(_BLOCK), b""))

    def close(self, about: Mapping[str, str]) -> str:
        """Write the manifests, `about` into `bag-info.txt`, and the verifier; returns the seal."""
        size = sum(kept.size for kept in self.payload.values())
        info = {**about, "Payload-Oxum": f"{size}.{len(self.payload)}"}
        lines = [f"{label}: {' '.join(value.split())}\n" for label, value in info.items()]
        tags = {
            "bagit.txt": DECLARATION,
            "bag-info.txt": "".join(lines).encode(),
            MANIFEST: _manifest({kept.name: kept.sha256 for kept in self.payload.values()}),
            "verify.py": Path(verify_bag.__file__).read_bytes(),
        }
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in tags.items()}
        for name, content in {**tags, TAG_MANIFEST: _manifest(hashes)}.items():
            with as_storage_error(f"cannot write {self.folder / name}"):
                (self.folder / name).write_bytes(content)
        return seal(self.folder)

    def _keep(self, name: str, blocks: Iterator[bytes]) -> Kept:
        assert _PLAIN.fullmatch(name) and name not in self.payload, name
        path = self.folder / "data" / name
        digest, size = hashlib.sha256(), 0
        with as_storage_error(f"cannot write {path}"):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                for block in blocks:
                    digest.update(block)
                    size += file.write(block)
        self.payload[name] = Kept(f"data/{name}", digest.hexdigest(), size)
        return self.payload[name]


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """A folder that becomes `out` when the block ends well, and is removed when it does not.

    StorageFailed if there is something at `out` already, an empty folder aside.
    """
    with as_storage_error(f"cannot look at {out}"):
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise StorageFailed(f"{out} is there already; name a folder that is not there yet")
    made = out.with_name(f".{out.name}.{uuid.uuid4().hex}.tmp")
    try:
        with as_storage_error(f"cannot make {out}"):
            made.mkdir(parents=True)
        yield made
        with as_storage_error(f"cannot make {out}"):
            made.rename(out)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def plain(text: str) -> str:
    """A text as a part of a bag's file name: plain letters, digits, dot, dash, underscore."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", text).strip("._") or "_"


def _manifest(hashes: Mapping[str, str]) -> bytes:
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()
