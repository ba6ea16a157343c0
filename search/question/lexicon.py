"""The words of the field in both languages: vehicles, people, colours, and what they do.

One lexicon for the text search (`terms`), for the encoder's prompts (`prompts`) and for telling the
languages apart (`language`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from indexer.folding import fold

Sort = Literal["thing", "colour", "who", "clothes", "detail", "deed"]


@dataclass(frozen=True)
class Concept:
    """One meaning: its words in English and Vietnamese, the usual ones first."""

    sort: Sort
    english: tuple[str, ...]
    vietnamese: tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """A concept named at [start, end) of a phrase, and how the lexicon spells what stands there."""

    start: int
    end: int
    concept: Concept
    spelling: str

    @property
    def is_english(self) -> bool:
        """Whether it is named in English."""
        return self.spelling in self.concept.english


_TABLE: tuple[tuple[Sort, str, str], ...] = (
    ("thing", "motorbike, motorbikes, motorcycle, motorcycles, scooter, scooters, moped, mopeds",
     "xe máy, xe gắn máy, xe mô tô, mô tô, xe tay ga, xe hai bánh, xe 2 bánh, xe honda"),
    ("thing", "car, cars, sedan, suv, automobile",
     "ô tô, xe hơi, xe ô tô, xe con, xe bốn chỗ, ôtô, oto"),
    ("thing", "van, vans, minivan, minibus", "xe van, xe 16 chỗ, xe tải van"),
    ("thing", "truck, trucks, lorry, lorries", "xe tải, xe ben, xe chở hàng, xe container"),
    ("thing", "bus, buses, coach", "xe buýt, xe bus, xe khách, xe đò"),
    ("thing", "bicycle, bicycles, bike, bikes, cyclist", "xe đạp, người đi xe đạp"),
    ("thing", "tricycle, three-wheeler", "xe ba gác, xe ba bánh, xe 3 bánh, xe lôi"),
    ("thing", "taxi, taxis, cab", "taxi, xe taxi"),
    ("thing", "ambulance", "xe cứu thương, xe cấp cứu"),
    ("thing", "vehicle, vehicles", "xe, phương tiện"),
    ("who", "two people, two riders, two men, two persons, two youths, 2 people, two young men",
     "hai người, hai thanh niên, 2 người, 2 thanh niên, hai tên, hai đối tượng, 2 đối tượng, "
     "hai thằng, 2 thằng, hai đứa, 2 tên, chở hai, chở đôi"),
    ("who", "three people, three riders, three men, 3 people, three youths",
     "ba người, 3 người, ba thanh niên, 3 thanh niên, chở ba, ba đối tượng"),
    ("who", "one person, one rider, a single rider, one man, lone rider",
     "một người, một mình, 1 người, một thanh niên, một đối tượng"),
    ("who", "woman, women, girl, lady", "phụ nữ, người phụ nữ, cô gái, bà, chị"),
    ("who", "man, men, guy", "đàn ông, người đàn ông, thanh niên, nam thanh niên, đối tượng"),
    ("who", "person, people, pedestrian, pedestrians", "người, người đi bộ, ai đó"),
    ("who", "child, children, kid, boy", "trẻ em, em bé, bé"),
    ("colour", "red", "đỏ"),
    ("colour", "blue", "xanh dương, xanh lam, xanh nước biển, xanh da trời, xanh biển"),
    ("colour", "green", "xanh lá, xanh lá cây, xanh lục"),
    ("colour", "yellow", "vàng"),
    ("colour", "white", "trắng"),
    ("colour", "black, dark", "đen, tối màu"),
    ("colour", "grey, gray", "xám, ghi"),
    ("colour", "orange", "cam, da cam"),
    ("colour", "brown", "nâu"),
    ("colour", "purple", "tím"),
    ("colour", "pink", "hồng"),
    ("colour", "silver", "bạc"),
    ("clothes", "shirt, shirts, jacket, t-shirt", "áo, áo thun, áo khoác, mặc áo, mặc đồ"),
    ("detail", "without helmet, without a helmet, no helmet, without helmets, "
     "not wearing a helmet, not wearing helmets",
     "không đội mũ bảo hiểm, không đội nón bảo hiểm, không mũ bảo hiểm, không đội mũ, "
     "không đội nón"),
    ("detail", "helmet, helmets", "mũ bảo hiểm, nón bảo hiểm, đội mũ bảo hiểm, đội nón bảo hiểm"),
    ("detail", "box, cargo box", "thùng hàng, thùng, chở thùng hàng, chở hàng"),
    ("detail", "phone, mobile", "điện thoại"),
    ("detail", "bag, handbag", "túi xách, giỏ xách"),
    ("deed", "snatching, snatch, snatched, snatcher, snatchers, robbery, robber",
     "cướp giật, giật, giật đồ, cướp"),
    ("deed", "theft, stolen, thief, thieves, steal, stealing, stole", "trộm, ăn trộm, mất cắp"),
    ("deed", "crash, accident, collision", "tai nạn, va chạm, tông"),
    ("deed", "chase, chasing, chased", "đuổi theo, rượt đuổi, đuổi"),
    ("deed", "fled, flee, fleeing, escape, escaped", "bỏ chạy, tẩu thoát, chạy trốn"),
    ("deed", "fight, fighting", "đánh nhau"),
    ("deed", "parked, parking", "đang đậu, đậu, đỗ"),
    ("deed", "racing, race", "đua xe"),
)  # fmt: skip


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(","))


CONCEPTS = tuple(Concept(sort, _words(en), _words(vi)) for sort, en, vi in _TABLE)
ENGLISH_WORDS = frozenset(word for c in CONCEPTS for phrase in c.english for word in phrase.split())
"""Single words of the English side, lower case."""
VIETNAMESE_WORDS = frozenset(
    fold(word) for c in CONCEPTS for phrase in c.vietnamese for word in phrase.split()
)
"""Single words of the Vietnamese side, folded."""

_FILLERS_TEXT = """
    a an the mau colour color coloured colored duong street di chay tren on in with wearing deo mac
    chiec cai con mot
"""
FILLERS = frozenset(_FILLERS_TEXT.split())
"""Folded words that stand beside what is told and tell nothing themselves."""


def mentions(phrase: str) -> list[Mention]:
    """The concepts a phrase names, longest first, in their order, apart from each other.

    Vietnamese words count with their accents or without any.
    """
    return [*_mentions(phrase)]


@lru_cache(16)
def _mentions(phrase: str) -> tuple[Mention, ...]:
    lowered, folded = phrase.lower(), fold(phrase)
    found: list[Mention] = []
    after, before = 0, len(folded)
    while after < len(folded):
        match = _pattern().search(folded, after, before)
        mention = _mention(match, lowered) if match else None
        if mention is not None:
            found.append(mention)
        if match and mention is None and " " in match[0]:  # a shorter phrase may stand there
            after, before = match.start(), match.start() + match[0].rindex(" ")
        else:
            after, before = match.end() if match else before, len(folded)
    return (*found,)


def _mention(match: re.Match[str], lowered: str) -> Mention | None:
    """What a phrase found by its folded letters names; None if it is written with other accents."""
    concept, spellings = _by_folded()[match[0]]
    written = lowered[match.start() : match.end()]
    if written != match[0] and written not in spellings:
        return None
    spelling = written if written in spellings else spellings[0]
    return Mention(*match.span(), concept, spelling)


@lru_cache(1)
def _pattern() -> re.Pattern[str]:
    phrases = sorted(_by_folded(), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)")


@lru_cache(1)
def _by_folded() -> dict[str, tuple[Concept, tuple[str, ...]]]:
    """Concept and accented spellings by folded phrase; of equal ones the first concept."""
    index: dict[str, tuple[Concept, tuple[str, ...]]] = {}
    for concept in CONCEPTS:
        for phrase in (*concept.english, *concept.vietnamese):
            spellings = index.get(fold(phrase), (concept, ()))[1]
            index.setdefault(fold(phrase), (concept, ()))
            if index[fold(phrase)][0] is concept:
                index[fold(phrase)] = (concept, (*spellings, phrase))
    return index
