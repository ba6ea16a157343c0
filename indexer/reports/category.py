"""What a report is about, and in which language, told by its words; read anew, never logged.

Each category has phrases with weights, matched on whole words of the text with its shorthand
written out: with accents where these make the difference, folded otherwise. The category with the
most weight wins, the more urgent one where two have the same; without any it is `other`.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, get_args

from indexer.folding import fold, nfc
from indexer.reports.shorthand import written_out
from indexer.reports.words import WORD

Category = Literal[
    "snatching", "theft", "accident", "traffic_violation", "disorder", "administrative", "praise",
    "other",
]  # fmt: skip
"""The more urgent first."""
CATEGORIES: tuple[Category, ...] = get_args(Category)
QUIET: tuple[Category, ...] = ("administrative", "praise")
"""What people write by the hundred thousand and few investigators look for."""

_PHRASES: dict[Category, str] = {
    "snatching": """
        giật:4 giat dien thoai:5 giat do:4 giat tui:5 giat day chuyen:5 giat gio:3 giat dt:5
        cuop giat:6 cướp:4 cuop:3 bi giat:5 vu giat:5 ke giat:5 ten giat:5 giat cai:4 giat mat:5
        giat roi:3 giat cua:4 la cuop:5 snatch:5 snatched:5 snatching:5 snatchers:5 snatcher:5
        robbed:4 robbery:4 mugged:4 grabbed her phone:5 grabbed his phone:5 grabbed my phone:5
        grabbed my bag:5 grabbed her bag:5
    """,
    "theft": """
        trộm:4 trom:3 an trom:5 ăn cắp:5 an cap:4 moc tui:5 móc túi:5 be khoa:4 bẻ khóa:4 mat xe:4
        mất xe:4 mất trộm:6 mat trom:6 bị mất:3 bi mat:2 mat cap:4 mất cắp:5 lay mat:3 lấy mất:3
        bat trom:4 bắt trộm:4 trom cho:3 dot nhap:3 đột nhập:4 theft:5 stole:5 stolen:5 stealing:5
        thief:4 thieves:4 burglary:5 burgled:5 broke into:4 pickpocket:5
    """,
    "accident": """
        tai nạn:5 tai nan:5 va cham:4 va chạm:4 va quẹt:4 va quet:4 tông:4 tong xe:4 đâm xe:4
        té xe:4 te xe:4 nga xe:3 ngã xe:4 ngã xuống:3 bi thuong:2 bị thương:2 bi tong:4 bị tông:4
        tong vao:4 dung xe:2 đụng xe:4 đụng nhau:4 xe đụng:4 xe dung nhau:4 lật xe:4 lat xe:3
        hiện trường:2 hien truong:2 accident:5 crash:5 crashed:5 collision:5 collided:5 ran over:4
        hit by:4 hit and run:6 quẹt té:5 quet te:5 quẹt trúng:4 quet trung:4 đụng người:5
        đụng trúng:4 cán qua:4 knocked down:5 knocked over:5 knocked off:5
        knocked a:3 hit a motorcyclist:5 hit a cyclist:5 hit a pedestrian:5 hit a man:4
        hit a woman:4 hit a child:4 hit a bike:4 hit a motorbike:5 without stopping:3
    """,
    "traffic_violation": """
        vượt đèn đỏ:6 vuot den do:6 đua xe:5 dua xe:5 nẹt pô:4 net po:4 lạng lách:5 lang lach:5
        ngược chiều:5 nguoc chieu:5 khong doi non:2 không đội nón:2 không đội mũ:2 khong doi mu:2
        chở ba:3 cho ba:2 quá tốc độ:4 qua toc do:4 đậu xe sai:4 dau xe sai:4
        lấn tuyến:4 lan tuyen:4 đậu xe:2 do xe long duong:4 lan chiem via he:3
        lấn chiếm:2 chạy trên lề:4 chay tren le:4
        leo lề:4 leo le:4 chở quá tải:4 cho qua tai:4 xe quá tải:4 nồng độ cồn:4 nong do con:4
        đậu chắn:3 running red:5 red light:3 ran a red light:6 wrong way:5 racing:3 speeding:5
        parking on the pavement:5 parked on the pavement:5 illegal parking:5 illegally parked:5
        wrong side:4 street racing:6
    """,
    "disorder": """
        đánh nhau:5 danh nhau:5 gây rối:5 gay roi:5 hỗn chiến:6 hon chien:6 ẩu đả:5 au da:5
        karaoke:3 ồn ào:3 on ao:3 mở nhạc:3 mo nhac:3 làm ồn:4 lam on:1 tụ tập:3 tu tap:3 đánh bạc:5
        danh bac:5 ma túy:5 ma tuy:5 chích hút:5 chich hut:5 nhậu:3 say xỉn:3 say xin:3
        đổ trộm xà bần:7 do trom xa ban:7 xả rác:4 xa rac:3 đổ rác:3 do rac:3 rác thải:3
        rac thai:3 rơi vãi:3 roi vai:3 đổ trộm:5 xà bần:4 xa ban:3
        hàng giả:4 hang gia:3 thuốc lá lậu:5 thuoc la lau:5 cho vay nặng lãi:5 cho vay nang lai:5
        dán tờ rơi:4 dan to roi:4 quấy rối:4 quay roi:4 hung khí:4 hung khi:4 mã tấu:5 ma tau:5
        chém:4 đập phá:4 dap pha:4 đe dọa:4 de doa:4 fight:4 fighting:4 brawl:5 loud music:5
        noise:3 gambling:5 drugs:4 drunk:3 threatening:4 harassing:4 dumping:4 dumped:4 dumps:4
        rubble:3 fly tipping:5 litter:3 littering:4 rubbish:3 vandal:4 vandalism:5
    """,
    "administrative": """
        căn cước:4 can cuoc:4 hộ chiếu:4 ho chieu:4 tạm trú:4 tam tru:4 thường trú:4 thuong tru:4
        cư trú:4 cu tru:4 khai sinh:4 giấy tờ gì:4 giay to gi:4 giấy phép:3 giay phep:3 thủ tục:5
        thu tuc:5 hồ sơ:3 ho so:3 nộp phạt:4 nop phat:4 lệ phí:4 le phi:4 mấy giờ:2 may gio:1
        giờ làm việc:4 gio lam viec:4 làm việc không:3 lam viec khong:3 định danh:4 dinh danh:4
        vneid:5 sổ hộ khẩu:5 ho khau:4 hộ khẩu:4 cho hỏi:3 cho hoi:3 cho em hỏi:3 cho em hoi:3
        cho minh hoi:3 cho mình hỏi:3 xin hỏi:3 xin hoi:3 chứng minh nhân dân:3 sang tên xe:4
        sang ten xe:4 đăng ký xe:4 dang ky xe:4 cấp lại:3 cap lai:3 làm lại giấy:4 lam lai giay:4
        lấy ở đâu:2 khi nào lấy:3 khi nao lay:3 chưa có:1 đăng ký:2 dang ky:2 lý lịch tư pháp:5
        ly lich tu phap:5 xác nhận:2 xac nhan:2 giấy xác nhận:4 giay xac nhan:4 passport:4 visa:3
        residence:4 registration:4 register:4 temporary stay:4 which form:4
        opening hours:5 office hours:5 how do i apply:5 id card:4
        driving licence:3 which documents:5 what documents:5 paperwork:5
    """,
    "praise": """
        cảm ơn:3 cam on:3 cám ơn:3 tuyệt vời:3 tuyet voi:3 hoan hô:4 hoan ho:4 khen:3 quá nhanh:2
        qua nhanh:1 làm tốt:3 lam tot:3 ủng hộ:3 ung ho:3 tri ân:4 tri an:3 biết ơn:4 biet on:4
        nhiệt tình:3 nhiet tinh:3 chúc sức khỏe:4 chuc suc khoe:4 chúc các anh:4 chuc cac anh:4
        thank you:3 thanks:2 great job:4 well done:4 good job:4 kudos:4 grateful:4
    """,
}

_PHRASE = re.compile(r"([^:]+):(\d+)\s*")
_ENGLISH_TEXT = """
    the and a an of to in on at is are was were with near two man men woman women street my i you
    he she they his her it this that saw red black white blue motorbike phone bag car stole stolen
    snatched please thank thanks police keeps from after before what when how
"""
_ENGLISH = frozenset(_ENGLISH_TEXT.split())


def category_of(text: str) -> Category:
    """The category of a text."""
    weights = dict.fromkeys(CATEGORIES, 0)
    for category, weight in _matches(text):
        weights[category] += weight
    best = max(CATEGORIES, key=lambda one: weights[one])
    return best if weights[best] else "other"


def language_of(text: str) -> Literal["vi", "en"]:
    """Which of the two a text is written in; Vietnamese where nothing speaks for English."""
    words = WORD.findall(nfc(text).lower())
    if any(word != fold(word) for word in words):
        return "vi"
    english = sum(word in _ENGLISH for word in words)
    return "en" if english >= 2 and english * 4 >= len(words) else "vi"


def _matches(text: str) -> Iterator[tuple[Category, int]]:
    """What matches, of phrases that begin with the same word the longest alone."""
    words = WORD.findall(written_out(nfc(text).lower()))
    bare = fold(" ".join(words)).split()
    lexicon = _lexicon()
    for at, (word, folded) in enumerate(zip(words, bare, strict=True)):
        if word in lexicon or folded in lexicon:
            told = dict(_phrases_from(words, at, word) or _phrases_from(bare, at, folded))
            yield from told.items()


def _phrases_from(words: list[str], at: int, first: str) -> list[tuple[Category, int]]:
    for size, phrases in _lexicon().get(first, {}).items():
        found = phrases.get(" ".join(words[at : at + size]))
        if found:
            return found
    return []


@lru_cache(maxsize=1)
def _lexicon() -> dict[str, dict[int, dict[str, list[tuple[Category, int]]]]]:
    """By first word, then by number of words, the longest first."""
    lexicon: dict[str, dict[int, dict[str, list[tuple[Category, int]]]]] = {}
    for category, listed in _PHRASES.items():
        for told, weight in _PHRASE.findall(" ".join(listed.split())):
            phrase = nfc(told.strip())
            size = phrase.count(" ") + 1
            sizes = lexicon.setdefault(phrase.split()[0], {})
            sizes.setdefault(size, {}).setdefault(phrase, []).append((category, int(weight)))
    return {first: dict(sorted(sizes.items(), reverse=True)) for first, sizes in lexicon.items()}
