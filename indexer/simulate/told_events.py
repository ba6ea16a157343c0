"""Reports whose answer is known: events told over and over, in four forms, among what is like them.

Each event is a deed with a vehicle; who asks for both wants the reports of that event, not those of
the same deed with another vehicle. Vietnamese is written with accents, without, and as teenagers
write it; English tells of the same events in other words, so it is asked and judged apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from indexer.folding import fold
from indexer.ids import ReportId
from indexer.reports.report import Report
from indexer.simulate.network import STREETS

FORMS = ("accented", "unaccented", "teencode", "English")
TOLD = 3
"""Reports of one event in each form."""
_DEEDS = (
    ("giật điện thoại", "snatched a phone"),
    ("giật túi xách", "snatched a handbag"),
    ("giật dây chuyền", "snatched a necklace"),
    ("móc túi", "picked a pocket"),
    ("bẻ khóa trộm xe", "broke a lock and stole a bike"),
    ("trộm chó", "stole a dog"),
    ("tông người rồi bỏ chạy", "hit somebody and drove away"),
    ("vượt đèn đỏ", "ran a red light"),
    ("đua xe nẹt pô", "raced with a loud exhaust"),
    ("đổ trộm xà bần", "dumped rubble"),
    ("cầm mã tấu đánh nhau", "fought with machetes"),
    ("dán tờ rơi cho vay", "glued up loan leaflets"),
)
_VEHICLES = (
    ("xe máy đỏ", "red motorbike"),
    ("xe máy xanh", "blue motorbike"),
    ("ô tô trắng", "white car"),
    ("xe ba gác vàng", "yellow cargo tricycle"),
    ("xe tải đen", "black truck"),
)
_VIETNAMESE = (
    "{part} ở {street} có hai thanh niên đi {vehicle} {deed}, mọi người hô hoán nhưng không kịp",
    "Báo công an: đối tượng {deed} rồi lên {vehicle} chạy về hướng {street}, không đội mũ bảo hiểm",
    "Ad ơi mới thấy vụ {deed} gần {street}, người đó đi {vehicle}, xin số điện thoại ca quận 12",
    "Camera nhà tôi quay được {vehicle} lúc {part}, chính nó {deed} trước cửa tiệm trên {street}",
)  # fmt: skip
_ENGLISH = (
    "This {part_en} near {street} two men on a {vehicle} {deed}, people shouted but too late",
    "I saw how somebody {deed} and left in a hurry; it was a {vehicle}, toward {street}",
    "My camera has the {vehicle} at {street}: the people on it {deed} in front of a shop",
)
_NOISE = (
    "Cho em hỏi {vehicle} mới mua ở {street} thì làm thủ tục đăng ký ở đâu ạ, cần giấy tờ gì",
    "Cho hỏi mất điện thoại muốn làm lại căn cước thì đến phường nào, nhà em ở {street}",
    "Công an phường cho hỏi lịch làm việc thứ bảy, em lên từ {street} hơi xa",
    "Cảm ơn các anh công an đã hỗ trợ người dân {street} nhiệt tình {part}",
    "Đường {street} {part} ngập nước, {vehicle} chết máy nhiều lắm, đề nghị thoát nước",
    "Đăng ký tạm trú cho người thuê trọ ở {street} làm online được không ạ",
)
_PARAGRAPHS = (3, 12)
"""Of a post: at least so many, and fewer than."""
_PARTS = (("tối qua", "evening"), ("sáng nay", "morning"), ("chiều nay", "afternoon"))
_TEENCODE = {
    "giật": "dật", "điện thoại": "đt", "không": "k", "quận 12": "q12", "mũ bảo hiểm": "mbh",
    "xe máy": "xm", "rồi": "r", "số đt": "sđt", "được": "dc", "mọi người": "mn",
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Words that are asked for in one form, and the reports that are right."""

    form: str
    words: str
    relevant: frozenset[ReportId]


def events() -> tuple[list[Report], list[Asked]]:
    """All events, each told in all forms, and the questions for them."""
    rng = np.random.default_rng(12)
    reports: list[Report] = []
    questions: list[Asked] = []
    for number, (deed, vehicle) in enumerate(product(_DEEDS, _VEHICLES)):
        told = {form: list(_told(number, deed, vehicle, form, rng)) for form in FORMS}
        reports += [report for group in told.values() for report in group]
        vietnamese = frozenset(r.id for form in FORMS[:3] for r in told[form])
        english = frozenset(report.id for report in told["English"])
        asked = f"{deed[0]} {vehicle[0]}"
        questions += [Asked(form, _in_form(asked, form), vietnamese) for form in FORMS[:3]]
        questions.append(Asked("English", f"{vehicle[1]} {deed[1]}", english))
    return reports, questions


def event_ids(number: int) -> frozenset[ReportId]:
    """The reports of one event, in all forms."""
    return frozenset(_ident(number, form, copy) for form in FORMS for copy in range(TOLD))


def noise(count: int) -> Iterator[Report]:
    """What is written besides, by the hundred thousand, with some of the same words."""
    rng = np.random.default_rng(13)
    for number in range(count):
        vehicle = _VEHICLES[int(rng.integers(len(_VEHICLES)))][0]
        template = _NOISE[int(rng.integers(len(_NOISE)))]
        text = _filled(template, "", vehicle, rng)
        form = FORMS[int(rng.integers(3))]
        ident = ReportId(f"noise-{number:06d}")
        yield Report(ident, "comment", "facebook", _in_form(text, form), 1_651_000_000_000 + number)


def posts(count: int) -> Iterator[Report]:
    """What a page itself writes: several paragraphs, tags and a number to call."""
    rng = np.random.default_rng(14)
    for number in range(count):
        vehicle = _VEHICLES[int(rng.integers(len(_VEHICLES)))][0]
        chosen = rng.integers(len(_NOISE), size=int(rng.integers(*_PARAGRAPHS)))
        said = [_filled(_NOISE[int(template)], "", vehicle, rng) for template in chosen]
        text = "\n\n".join([*said, "Mọi thông tin xin gọi 0283 891 0000 #quan12 #anninhtrattu"])
        ident = ReportId(f"post-{number:05d}")
        yield Report(ident, "post", "facebook", text, 1_651_000_000_000 + number)


def _told(
    number: int,
    deed: tuple[str, str],
    vehicle: tuple[str, str],
    form: str,
    rng: np.random.Generator,
) -> Iterator[Report]:
    english = int(form == "English")
    templates: Sequence[str] = _ENGLISH if english else _VIETNAMESE
    chosen = rng.permutation(len(templates))[:TOLD]
    for copy, template in enumerate(chosen):
        text = _filled(templates[int(template)], deed[english], vehicle[english], rng)
        ident = _ident(number, form, copy)
        report = Report(ident, "tip", "zalo", text, 1_651_000_000_000 + number)
        yield replace(report, text=_in_form(text, form))


def _ident(number: int, form: str, copy: int) -> ReportId:
    return ReportId(f"event-{number:02d}-{form}-{copy}")


def _filled(template: str, deed: str, vehicle: str, rng: np.random.Generator) -> str:
    street = STREETS[int(rng.integers(len(STREETS)))].name
    part, part_en = _PARTS[int(rng.integers(len(_PARTS)))]
    return template.format(deed=deed, vehicle=vehicle, street=street, part=part, part_en=part_en)


def _in_form(text: str, form: str) -> str:
    if form == "unaccented":
        return fold(text)
    if form == "teencode":
        for proper, short in _TEENCODE.items():
            text = text.replace(proper, short)
    return text
