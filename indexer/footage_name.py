"""Camera and start time of a footage, out of its path: `NamePattern`.

A pattern is written as the path's end, `{camera}/{start:%Y-%m-%dT%H-%M-%S%z}.mp4`: `{camera}` is
the camera's id, `{start:FORMAT}` its start in the directives of `strptime`, `{}` or `*` anything
within one name. A start without an offset is local time (Asia/Ho_Chi_Minh).
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indexer.errors import BadInput
from indexer.folding import nfc
from indexer.ids import LOCAL_ZONE

_DIRECTIVES = {
    "Y": r"\d{4}",
    "m": r"\d{2}",
    "d": r"\d{2}",
    "H": r"\d{2}",
    "I": r"\d{2}",
    "M": r"\d{2}",
    "S": r"\d{2}",
    "y": r"\d{2}",
    "j": r"\d{3}",
    "f": r"\d{1,6}",
    "p": r"[AaPp][Mm]",
    "b": r"[A-Za-z]{3}",
    "z": r"(?:Z|[+-]\d{2}:?\d{2})",
    "%": "%",
}
_PART = re.compile(r"\{camera\}|\{start:(?P<format>[^}]+)\}|\{\}|\*")


@dataclass(frozen=True)
class Named:
    """What a name tells: the camera's id, and an aware start where it tells one."""

    camera: str
    start: datetime | None


class NamePattern:
    """One pattern, compiled. Matches the end of a path, folder by folder."""

    def __init__(self, text: str) -> None:
        """Compile a pattern; BadInput if it names no camera or a directive that is not known."""
        self.text = text
        if "{camera}" not in text:
            raise BadInput(
                f"the pattern {text!r} names no camera: write {{camera}} where its id stands, "
                "such as {camera}/{start:%Y%m%d_%H%M%S}.mp4"
            )
        self._format = ""
        self._expression = re.compile(f"(?:.*/)?{self._compiled(nfc(text))}", re.DOTALL)

    def read(self, path: Path) -> Named | None:
        """Camera and start; None where the path does not fit, or tells a date that never was."""
        match = self._expression.fullmatch(nfc(path.as_posix()))
        if match is None:
            return None
        camera = match["camera"]
        if not self._format:
            return Named(camera, None)
        try:
            start = datetime.strptime(match["start"], self._format)
        except ValueError:
            return None
        return Named(camera, start if start.tzinfo else start.replace(tzinfo=LOCAL_ZONE))

    def _compiled(self, text: str) -> str:
        pieces, at = [], 0
        for part in _PART.finditer(text):
            pieces += [re.escape(text[at : part.start()]), self._group(part)]
            at = part.end()
        return "".join(pieces) + re.escape(text[at:])

    def _group(self, part: re.Match[str]) -> str:
        if part[0] == "{camera}":
            return "(?P<camera>[^/]+?)"
        if part["format"] is None:
            return "[^/]*?"
        if self._format:
            raise BadInput(f"the pattern {self.text!r} has two starts; write one {{start:…}}")
        self._format = part["format"]
        return f"(?P<start>{self._time(part['format'])})"

    def _time(self, form: str) -> str:
        pieces = re.split(r"%(.)", form)
        unknown = [letter for letter in pieces[1::2] if letter not in _DIRECTIVES]
        if unknown or pieces[-1].endswith("%"):
            known = " ".join(f"%{letter}" for letter in _DIRECTIVES)
            raise BadInput(f"the pattern {self.text!r}: %{unknown[0] if unknown else ''} is not "
                           f"known in a start; known are {known}")  # fmt: skip
        return "".join(
            _DIRECTIVES[piece] if number % 2 else re.escape(piece)
            for number, piece in enumerate(pieces)
        )


USUAL = (
    NamePattern("{camera}/{start:%Y-%m-%dT%H-%M-%S%z}.*"),
    NamePattern("{camera}/{start:%Y-%m-%dT%H-%M-%S}.*"),
)
"""Tried where no pattern is given: `CAMERA/2022-04-27T21-00-00+0700.mp4`."""
