"""Vietnamese clauses about the asker alone: "shop mình bán trà sữa ở đây,", "em chạy Grab,".

Who asks is told by the words that begin the clause. A clause in which something is seen, or in
which something happened to the asker, is of the scene and none. Such a clause may also close a
question: "…, khoa em cần báo gia đình".
"""

import re
from collections.abc import Sequence

from indexer.folding import fold
from search.question.asides.words import Word, kinds_of, shows, tells

_OWN = r"(?:em|tôi|tui|mình|cháu|chúng tôi|chúng em|tụi em|tụi tui|tụi mình)"
_OWN_BARE = r"(?:em|toi|tui|minh|chau|chung toi|chung em|tui em|tui minh)"
_OURS = (
    r"(?:nhà|shop|quán|tiệm|cửa hàng|bên|phía|trường|lớp|khoa|phòng|tổ|đội|xóm|khu|công ty|cty"
    r"|văn phòng|vp|tòa soạn|toà soạn|page|fanpage|phường|xã|chị|anh"
    r"|khách hàng)"
)
_OPENED = r"(?:(?:dạ|thưa|alo|a lô|ê|xin lỗi|da|thua|chào|chao)\s)*"
_SELF = re.compile(rf"{_OPENED}(?:{_OURS}\s(?:của\s)?)?{_OWN}\b(?!\s(?:bé|gái|trai|nhỏ|học))")
_SELF_BARE = re.compile(
    rf"{_OPENED}(?:{fold(_OURS)}\s(?:cua\s)?)?{_OWN_BARE}\b(?!\s(?:be|gai|trai|nho|hoc))"
)
"""How a clause about the asker begins; folded where the text has no accents."""
_IS_ROLE = re.compile(
    r"(?:con|cháu|e|t|con nay|chau) (?:là|ở|học lớp|mới|nít|la|o|hoc lop|moi|nit)\b"
)
_HAPPENED = re.compile(
    r"\b(?:tuổi|tuoi|nói|kể|khai|báo|bảo|khẳng định|trình bày|phản ánh|noi|ke|khai|bao|khang dinh"
    r"|trinh bay|phan anh|bị|mất|rớt|rơi|quên|thấy|gặp|chứng kiến|nhìn|tông|đụng|té|ngã"
    r"|giật|trộm|cướp|lạc|đuổi|chặn|đánh"
    r"|bi|mat|rot|roi|quen|thay|gap|chung kien|nhin|tong|dung|nga|giat"
    r"|trom|cuop|lac|duoi|chan|danh)\b"
)
"""What happened or was seen: of the scene, whoever tells it."""
_ASKED = re.compile(
    r"\b(?:xin|nhờ|cần|muốn|mong|cho|tìm|kiếm|hỏi|nho|can|muon|mong|tim|kiem|hoi)\b"
)
_FEW = 2
_CLAUSES = 3
"""Such clauses one after another, at most."""


def asker_ends(words: Sequence[Word], text: str) -> int:
    """How many words at the head of a Vietnamese question are clauses about the asker."""
    first = 0
    for _ in range(_CLAUSES):
        end = next((n for n in range(first, len(words)) if words[n].is_border), len(words))
        after = next((n for n in range(end, len(words)) if not words[n].is_border), len(words))
        parts = "," in kinds_of(words[end:after]) or kinds_of(words[after : after + 1]) in "qQvAR"
        is_left = kinds_of(words[after:]).count("w") >= _FEW
        if not (parts and is_left and is_of_the_asker(words[first:end], text)):
            break
        first = after
    return first


def is_of_the_asker(clause: Sequence[Word], text: str) -> bool:
    """Whether a clause is about the asker and shows nothing of the scene."""
    told = " ".join(word.told for word in clause if not word.is_border)
    begins = (_SELF, _SELF_BARE, _IS_ROLE)
    if not any(form.match(told) for form in begins) or _HAPPENED.search(told):
        return False
    is_plain = told.isascii()
    asks = _ASKED.search(told) is not None and "v" in kinds_of(clause)
    return (
        not asks and not shows(clause, text) and not (is_plain and tells(clause, text, who=False))
    )
