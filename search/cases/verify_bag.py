"""Checks that this folder is, to the byte, what was sealed. Needs Python 3.9 or later, no more.

    python3 verify.py [FOLDER] [--seal HEX]

FOLDER is the bundle (a BagIt 1.0 bag; by default where this file lies). A file that was changed,
is missing, or was added is named. The seal is the SHA-256 of `tagmanifest-sha256.txt`, which covers
all other files through their manifests: compare it with the one noted when the bundle was made (it
is in the audit log), since whoever changes a file could write new manifests too.
Exit code: 0 all is as sealed, 1 it is not, 2 wrong usage.

Kiểm tra thư mục này có đúng từng byte như khi niêm phong hay không. Tệp bị sửa, bị thiếu hoặc bị
thêm vào đều được nêu tên. Hãy đối chiếu mã niêm phong (seal) với mã đã ghi khi lập hồ sơ.
"""

import argparse
import hashlib
import os
import re
import stat
import sys
from pathlib import Path

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_LINE = re.compile(r"([0-9a-f]{64})  ([!-~]+)")
_BLOCK = 1 << 20


def problems(bag: Path) -> list[str]:
    """What is not as it was sealed, one line each; empty if all is."""
    try:
        there, found = _files(bag)
        tags = _manifest(bag / TAG_MANIFEST)
        payload = _manifest(bag / MANIFEST)
        found += _differences(bag, {**tags, **payload}, there - {TAG_MANIFEST})
        found += [f"{name}: in the wrong manifest" for name in sorted(_misplaced(tags, payload))]
        if (bag / "bagit.txt").read_bytes() != DECLARATION:
            found.append("bagit.txt: not as BagIt 1.0 says")
    except (OSError, ValueError) as error:
        return [str(error)]
    return found


def seal(bag: Path) -> str:
    """The SHA-256, hex, of the manifest that covers all other files."""
    return _sha256(bag / TAG_MANIFEST)


def _files(bag: Path) -> "tuple[set[str], list[str]]":
    """Names of all files, and a line for each thing that is neither file nor folder."""
    names, strange = set(), []
    for folder, folders, files in os.walk(bag, onerror=_fail):
        for one in folders + files:
            path = Path(folder, one)
            name = path.relative_to(bag).as_posix()
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode):
                names.add(name)
            elif not stat.S_ISDIR(mode):
                strange.append(f"{name}: neither a file nor a folder")
    return names, strange


def _fail(error: OSError) -> None:
    raise error


def _manifest(path: Path) -> dict[str, str]:
    """SHA-256 by name. Each line is as it was written, in order, or ValueError."""
    content = path.read_bytes().decode("ascii")
    hashes: dict[str, str] = {}
    last = ""
    for number, line in enumerate(content.split("\n")[:-1], 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] <= last:
            raise ValueError(f"{path.name}: line {number} is not as it was written")
        last = match[2]
        hashes[last] = match[1]
    if not content.endswith("\n"):
        raise ValueError(f"{path.name}: its end is missing")
    return hashes


def _differences(bag: Path, sealed: dict[str, str], there: set[str]) -> list[str]:
    found = [f"{name}: missing" for name in sorted(set(sealed) - there)]
    found += [f"{name}: added" for name in sorted(there - set(sealed))]
    changed = (name for name in sorted(set(sealed) & there) if _sha256(bag / name) != sealed[name])
    return found + [f"{name}: changed" for name in changed]


def _misplaced(tags: dict[str, str], payload: dict[str, str]) -> set[str]:
    wrong = {name for name in tags if name.startswith("data/")}
    return wrong | {name for name in payload if not name.startswith("data/")}


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(_BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


def main(arguments: list[str]) -> int:
    """Check the bundle that the arguments name; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    here = Path(__file__).resolve().parent
    parser.add_argument("folder", nargs="?", type=Path, default=here, metavar="FOLDER")
    parser.add_argument("--seal", metavar="HEX", help="the seal noted when the bundle was made")
    asked = parser.parse_args(arguments)
    found = problems(asked.folder)
    if not found and asked.seal and asked.seal.lower() != seal(asked.folder):
        found = ["the seal is another: this is not the bundle whose seal was noted"]
    for line in found:
        print(f"WRONG / SAI: {line}")
    if not found:
        print(f"whole / nguyen ven: seal {seal(asked.folder)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
