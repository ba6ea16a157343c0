"""Whether words that spell a place's name mean the place, and not a person or plain words."""

from collections.abc import Sequence

from indexer.places.cues import SURNAMES, TITLES
from indexer.places.names import NameMatch
from indexer.places.spelling import Spelling
from indexer.places.tokens import Written, says_accents, spelled_alike

_ORDINARY: dict[tuple[str, ...], tuple[str, ...]] = {
    ("hoa", "binh"): ("hòa bình",),
    ("binh", "an"): ("bình an",),
    ("thanh", "xuan"): ("thanh xuân",),
    ("thanh", "loc"): ("thanh lọc",),
    ("ba", "diem"): ("ba điểm",),
    ("tan", "xuan"): ("tân xuân",),
    ("thanh", "cong"): ("thành công",),
    ("thong", "nhat"): ("thống nhất",),
    ("doc", "lap"): ("độc lập",),
    ("tu", "do"): ("tự do",),
    ("doan", "ket"): ("đoàn kết",),
    ("dan", "chu"): ("dân chủ",),
    ("giai", "phong"): ("giải phóng",),
    ("cach", "mang"): ("cách mạng",),
    ("song", "hanh"): ("song hành",),
    ("cong", "hoa"): ("cộng hòa", "cộng hoà"),
    ("tan", "tien"): ("tân tiến",),
    ("hanh", "phuc"): ("hạnh phúc",),
    ("binh", "minh"): ("bình minh",),
    ("an", "toan"): ("an toàn",),
    ("hoa", "lan"): ("hoa lan",),
    ("hoa", "mai"): ("hoa mai",),
    ("hoa", "hong"): ("hoa hồng",),
    ("hoa", "cuc"): ("hoa cúc",),
    ("hoa", "su"): ("hoa sứ",),
    ("hoa", "dao"): ("hoa đào",),
}
"""Names that are also ordinary words: folded, and with the accents that make them so."""
_PLACES = frozenset(
    (("thanh", "xuan"), ("thanh", "loc"), ("ba", "diem"), ("tan", "xuan"), ("song", "hanh"))
)
"""Those of them that after any relation are places all the same."""
_LOOSE = frozenset(("trong", "cua", "theo", "ve", "ben"))
"""Relations that as often stand before the others: "sống trong hòa bình", "hai bên thống nhất"."""
_PERSONS = frozenset((("quang", "trung"), ("le", "loi"), ("truong", "chinh"), ("hoa", "hung")))
"""Names of two words that are as often a person's."""


def is_meant(
    written: Written, match: NameMatch, *, has_noun: bool, has_cue: bool, cue: Sequence[str] = ()
) -> bool:
    """Weigh capitals, accents and the words before.

    `has_noun`: a word such as đường or a house number is there; `has_cue`: a relation, of the
    folded words `cue` or as one of several places.
    """
    if has_noun:
        return True
    spelling = match.spellings[0]
    is_capital = _is_capital(written, match)
    is_loose = len(cue) == 1 and cue[0] in _LOOSE
    if is_loose and spelling.words in _ORDINARY and spelling.words not in _PLACES:
        has_cue = False
    if spelling.initials:
        return has_cue or _is_upper(written, match) or _is_unspeakable(written, spelling)
    if not has_cue and _is_person(written, match):
        return False
    wrong = _wrong_accents(written, match, spelling)
    if len(spelling.words) >= 3:
        return wrong <= 1 or is_capital or has_cue
    if wrong or not (match.is_exact or _sounds_alike(written, match)):
        return is_capital or (has_cue and wrong < 2)
    if has_cue or is_capital:
        return True
    if len(spelling.words) == 1 and not spelling.words[0].isascii():
        return False
    return not _is_ordinary(written, match, spelling)


def _sounds_alike(written: Written, match: NameMatch) -> bool:
    """Whether it would be spoken the same; "nha truong trinh bay" is of a school."""
    before = written.words[match.start - 1] if match.start else ""
    return match.sounds_alike and (before, written.words[match.start]) != ("nha", "truong")


def _is_ordinary(written: Written, match: NameMatch, spelling: Spelling) -> bool:
    """Whether the words, in small letters and alone, say something else as easily."""
    if len(spelling.words) == 1 and spelling.accented:
        return True
    said = [written.lower(index) for index in range(match.start, match.end)]
    if spelling.words in _ORDINARY:
        readings = _ORDINARY[spelling.words]
        return not says_accents(said) or any(
            spelled_alike(" ".join(said), reading) for reading in readings
        )
    return spelling.words in _PERSONS and written.has_capitals


def _is_capital(written: Written, match: NameMatch) -> bool:
    said = range(match.start, match.end)
    return written.has_capitals and all(written.capital(index) for index in said)


def _is_upper(written: Written, match: NameMatch) -> bool:
    return all(written.raw(index).isupper() for index in range(match.start, match.end))


def _is_unspeakable(written: Written, spelling: Spelling) -> bool:
    """Whether initials in small letters can be no word (nvq), where nothing has capitals."""
    return not written.has_capitals and not set(spelling.words[0]) & set("aeiouy")


def _is_person(written: Written, match: NameMatch) -> bool:
    """Whether a title or a family name stands before it ("anh Quang Trung", "Trần Quang Trung")."""
    if not written.adjoins(match.start):
        return False
    if TITLES.ending(written, match.start):
        return True
    before = match.start - 1
    return (
        _is_capital(written, match)
        and written.capital(before)
        and written.lower(before) in SURNAMES
    )


def _wrong_accents(written: Written, match: NameMatch, spelling: Spelling) -> int:
    """Words whose accents are others than the name's; none if the name is written without any."""
    said = [written.lower(index) for index in range(match.start, match.end)]
    if not spelling.accented or not says_accents(said):
        return 0
    pairs = zip(said, spelling.accented, strict=True)
    return sum(not spelled_alike(word, right) for word, right in pairs)
