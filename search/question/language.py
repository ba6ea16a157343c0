"""Which language a question is asked in, told by its words; Vietnamese may have no accents."""

import re
import unicodedata

from indexer.folding import fold
from search.question.lexicon import ENGLISH_WORDS, VIETNAMESE_WORDS
from search.question.masked import Masked

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    """a about after afternoon all an and around at before behind between camera cameras carrying
    chasing did during evening except find fled footage for from going he her his holding in is it
    last leaving look looking man men morning near next night no not of off off on or people person
    reports riding running search seen she show since street that the their then there they this
    tips today tonight towards toward two three until was wearing week were where which who whose
    with within without woman women yesterday young was any every past hour hours minutes days
    snatched snatching stole stolen someone something anyone driving parked two-wheeler please""".split()
)
_VIETNAMESE = frozenset(
    """ai anh ao ba bao bi biet boi bon buoi cac cai camera canh chay cho chiec chieu cho chu co con
    cua cung cuoi cuop da dang dau dem den di dien do doi duoi duong duoc gan gap giat giay gio giua
    hai hang hem hom hoac hoi hon huong khi khoang khong khuya khu la lai len loi luc mac mau may mot
    mu mui nam nam nao nay ngay nguoi nha nhin nhung non o ong phia phut qua quay quanh rang roi sang
    sau so ta tai tam tat tay tham thang thanh thay thi thoai thu tien tim tin toi trai tren trom
    trong trua truoc trung truong tu tuan va vao ve voi vu xe xem xanh""".split()
)
_BOTH = frozenset(
    "a o camera do to may an on den at in con no he la hang the den so da tai so".split()
)
"""Words of both languages, once without accents: they decide nothing."""


def language_of(left: Masked) -> str:
    """ "en" or "vi"; Vietnamese if nothing speaks for either. Names taken out do not count."""
    english = vietnamese = 0
    for word in _WORD.findall(left.text.lower()):
        folded = fold(word)
        if folded in _BOTH and word == folded:
            continue
        english += word in _ENGLISH or word in ENGLISH_WORDS
        vietnamese += folded in _VIETNAMESE or folded in VIETNAMESE_WORDS
    vietnamese += 2 * sum(_has_marks(word) for word in _WORD.findall(left.blanked))
    return "en" if english > vietnamese else "vi"


def _has_marks(word: str) -> bool:
    """Whether it has accents or letters that Vietnamese has and English has not."""
    return any(unicodedata.decomposition(character) or character in "đĐ" for character in word)
