"""Forms of report: evidence of a case, or of an administrative traffic violation.

The second has its own title and fields. What the case knows is filled in; what only a person can
say (who drove, by which law) is left to be written by hand: faces are not identified, and nobody is
recognised.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from search.cases.case import Board, Form
from search.cases.evidence import Item
from search.cases.local_time import local
from search.cases.words import WORDS, Language

_FIELDS: dict[Language, dict[str, str]] = {
    "vi": {
        "number": "Số",
        "act": "Hành vi",
        "when": "Thời gian vi phạm",
        "where": "Địa điểm vi phạm",
        "device": "Camera ghi nhận",
        "offset": "Độ lệch đồng hồ đã hiệu chỉnh",
        "vehicle": "Loại phương tiện, màu",
        "plate": "Biển số",
        "driver": "Người điều khiển",
        "owner": "Chủ phương tiện",
        "law": "Điểm, khoản, điều, nghị định áp dụng",
        "originals": "Tệp hình gốc (SHA-256)",
        "reports": "Tin báo liên quan",
        "said": "Ý kiến của người vi phạm",
    },
    "en": {
        "number": "Number",
        "act": "Act",
        "when": "Time of the violation",
        "where": "Place of the violation",
        "device": "Recorded by camera",
        "offset": "Clock offset, corrected",
        "vehicle": "Kind and colour of vehicle",
        "plate": "Number plate",
        "driver": "Driver",
        "owner": "Owner of the vehicle",
        "law": "Point, clause, article and decree applied",
        "originals": "Original footage (SHA-256)",
        "reports": "Reports that belong to it",
        "said": "What the violator says",
    },
}
_WORDS: dict[Language, dict[str, Any]] = {
    "vi": {
        "title": "Báo cáo vi phạm hành chính về giao thông",
        "motto": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc"),
        "note": "Chỗ để trống do người có thẩm quyền ghi tay. Hệ thống không nhận diện khuôn mặt "
        "và không xác định danh tính.",
        "signed": ("Người lập báo cáo", "Thủ trưởng đơn vị"),
    },
    "en": {
        "title": "Report of an administrative traffic violation",
        "motto": ("SOCIALIST REPUBLIC OF VIETNAM", "Independence – Freedom – Happiness"),
        "note": "What is left empty is written by hand by whoever is competent. The system "
        "identifies no face and no person.",
        "signed": ("Made by", "Head of the unit"),
    },
}


@dataclass(frozen=True)
class Filled:
    """A form's title, its fields (label, value; None: to be written by hand), and what is around.

    `motto` and `signed` are empty where the form has none.
    """

    title: str
    fields: tuple[tuple[str, str | None], ...] = ()
    note: str = ""
    motto: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()


def filled(form: Form, board: Board, items: Sequence[Item], language: Language) -> Filled:
    """The form as the case fills it, in a language."""
    if form == "evidence":
        return Filled(WORDS[language]["title"])
    known = _known(board, items)
    fields = tuple((label, known.get(name)) for name, label in _FIELDS[language].items())
    return Filled(fields=fields, **_WORDS[language])


def _known(board: Board, items: Sequence[Item]) -> dict[str, str]:
    """What the case says of each field; a field of which it says nothing is left out."""
    moments = [item for item in items if item.pin.subject.kind == "moment"]
    cameras = {item.pin.shown["camera"]["id"]: item.pin.shown["camera"] for item in moments}
    streets = dict.fromkeys(c["street"] for c in cameras.values() if c.get("street"))
    said = {
        "number": board.case.name,
        "act": board.case.title,
        "when": _when(moments),
        "where": ", ".join(streets),
        "device": "; ".join(f"{camera['name']} ({ident})" for ident, camera in cameras.items()),
        "offset": "; ".join(dict.fromkeys(_offsets(moments))),
        "originals": "\n".join(dict.fromkeys(_originals(moments))),
        "reports": ", ".join(
            f"{item.number}" for item in items if item.pin.subject.kind == "report"
        ),
    }
    return {name: value for name, value in said.items() if value}


def _when(moments: Sequence[Item]) -> str:
    if not moments:
        return ""
    first = min(item.pin.shown["start"] for item in moments)
    last = max(item.pin.shown["end"] for item in moments)
    return f"{local(first)} – {local(last)}"


def _offsets(moments: Sequence[Item]) -> Iterator[str]:
    for item in moments:
        clock = (item.original or {}).get("clock")
        if clock and clock["camera_offset_ms"] is not None:
            yield f"{item.original and item.original['camera']}: {clock['camera_offset_ms']} ms"


def _originals(moments: Sequence[Item]) -> Iterator[str]:
    for item in moments:
        if item.original and "file" in item.original:
            yield f"{item.original['original_name']}: {item.original['sha256']}"
