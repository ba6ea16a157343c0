"""Which language a question is asked in, told by its words; Vietnamese may have no accents."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from indexer.folding import fold
from search.question.lexicon import ENGLISH_WORDS, VIETNAMESE_WORDS, mentions
from search.question.masked import Masked, Span

_WORD = re.compile(r"[^\W\d_]+")
_BOTH_TEXT = "a an at camera con da den do hang he in la may no o on so tai taxi the to van"
_ENGLISH_TEXT = """
    about after afternoon all and any anyone around before behind between by cameras carrying
    chasing did driving during evening every except find fled footage for from going her his
    holding hour hours is it last leaving look looking man men midnight minutes morning near
    next night noon not of off or parked past people person please reports riding running search
    seen she show since someone something statements stole stolen snatched snatching street that
    their then there they this three tips today tonight toward towards two until was wearing
    week weekend were what when where which who whose with within without woman women yesterday
    young i i'm i've we saw us you your our its it is are be been has had also am got help whether
    outside inside down along close opposite toward daily every some two three four six ten
"""
_VIETNAMESE_TEXT = """
    ai anh ao ba bao bi biet boi bon buoi cac cai canh chay cho chiec chieu chu co cua cung cuoi
    cuop dang dau dem di dien doi duoi duong duoc gan gap giat giay gio giua hai hem hom hoac
    hoi hon huong khi khoang khong khuya khu lai len loi luc mac mau mot mu mui nam nao nay ngay
    nguoi nha nhin nhung non ong phia phut qua quay quanh rang roi sang sau ta tam tat tay tham
    thang thanh thay thi thoai thu tien tim tin toi trai tren trom trong trua truoc trung truong
    tu tuan va vao ve voi vu xe xem xanh
"""
_SMALL_ENGLISH = frozenset(("a", "an", "the", "in", "on", "at", "of", "to"))
"""English where other words have their accents, so that these are not words without theirs."""
_PLACING_TEXT = """
    near between from toward towards of north south east west junction corner intersection
    street alley ward district along gần ở tại trên đường hẻm ngã tư giữa từ đến về hướng phía
    phường quận huyện xã đoạn cạnh trước đối diện gan tren duong hem nga giua huong phia phuong
    quan huyen
"""
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
"""How each written word of Vietnamese is built, folded: onset, vowels, one of eight endings."""
_BOTH = frozenset(_BOTH_TEXT.split())
"""Words of both languages, once without accents: they decide nothing."""
_ENGLISH = (frozenset(_ENGLISH_TEXT.split()) | ENGLISH_WORDS) - _BOTH
_VIETNAMESE = (frozenset(_VIETNAMESE_TEXT.split()) | VIETNAMESE_WORDS) - _BOTH
_PLACING = frozenset(_PLACING_TEXT.split())
"""Words beside a place's name that are no part of the name."""


def language_of(text: str, places: Iterable[Span]) -> str:
    """Thus "en" or "vi"; Vietnamese if nothing speaks for either. Names of places do not count."""
    places = list(places)
    said = [_said(word) for word in _WORD.findall(Masked(text).without(places).blanked.lower())]
    marked = sum(word.marked for word in said)
    small = sum(word.small for word in said) if marked else 0
    for start, end in places:
        around = [_said(word) for word in _WORD.findall(text[start:end].lower())]
        said += [word for word in around if word.placing]
    named = [mention.is_english for mention in mentions(text)]
    english = named.count(True) + sum(word.english for word in said) + small
    vietnamese = named.count(False) + sum(word.vietnamese for word in said) + 2 * marked
    return "en" if english > vietnamese else "vi"


class _Said(NamedTuple):
    """What a word in small letters says of its language."""

    english: bool
    vietnamese: bool
    marked: bool
    small: bool
    placing: bool


@lru_cache(8192)
def _said(word: str) -> _Said:
    return _Said(
        english=word in _ENGLISH or _is_foreign(word),
        vietnamese=word not in _BOTH and fold(word) in _VIETNAMESE,
        marked=_has_marks(word),
        small=word in _SMALL_ENGLISH,
        placing=word in _PLACING,
    )


def _is_foreign(word: str) -> bool:
    """Whether it is written as no word of Vietnamese is; shorthand without a vowel is of either."""
    bare = fold(word)
    return len(bare) > 3 and bool(re.search("[aeiouy]", bare)) and not _SYLLABLE.fullmatch(bare)


def _has_marks(word: str) -> bool:
    """Whether it has accents or letters that Vietnamese has and English has not."""
    return any(unicodedata.decomposition(character) or character in "đĐ" for character in word)
