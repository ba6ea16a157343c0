"""Vietnamese clauses before the scene that say who asks, why, and who told it.

"Tôi là luật sư …, đang làm đơn khiếu nại, thân chủ tôi khẳng định …": such an opening ends with a
verb of telling after whoever tells, or of asking; what stands before it names nothing that is seen.
"""

import re
from collections.abc import Sequence

from indexer.folding import fold
from search.question.asides.words import Word, kinds_of, shows
from search.question.masked import GAP

_OFFICE = (
    r"(?:chung\stoi|toi|em|ben\s(?:em|toi)|cong\sty|van\sphong|luat\ssu|than\schu|khach|ho\sso"
    r"|hop\sdong|lanh\sdao|doan|hoi|ubnd|uy\sban|trung\stam|to\struong|khu\spho|co\squan|don\svi"
    r"|bao\shiem|quy\s\w+|vu\san)"
)
"""Who writes for others, and what they write of."""
_BEFORE = rf"\W*(?=[^{GAP}]{{0,120}}\b{_OFFICE}\b)[^{GAP}]{{0,170}}?"
_SAY = (
    r"(?:khang\sdinh|noi|ke(?:\slai)?|khai|cho\sbiet|trinh\sbay|phan\sanh(?:\svoi\s[^,.;:]{1,30}?)?"
    r"|bao\slen(?:\s(?:chung\s)?toi)?)(?:\s(?:rang|la)\b)?"
)
_TOLD = rf"(?:^\W*|[,.;]\s)(?:\w+\s){{1,5}}{_SAY}\s|\btheo\s(?:loi\s)?(?:\w+\s){{1,3}}thi\s"
_ASKED = (
    r"(?:^\W*|[,.;]\s|\bnen\s|\bnay\s)(?:vi\svay\s|chung\stoi\s|toi\s)?"
    r"(?:nho|xin|de\snghi|kinh\snho|can|yeu\scau|muon|mong)\s"
    r"(?:(?:quy\s\w+\s\w+|anh\schi|cac\sanh|anh|chi|tu|phai)\s)?"
    r"(?:kiem\stra|tra\scuu|tra|tim\skiem|tim|xac\sminh|ra\ssoat|liet\ske|doi\schieu"
    r"|cho\sbiet|biet|trich\sxuat)(?:\s(?:giup|gium|ho|lai|co))*(?:\s|:\s)"
)
_CALLED = (
    r"(?:ai\sla\snguoi|(?:co\s)?bao\snhieu\sluot|(?:xac\sdinh|cho\sbiet)\sthoi\sdiem|co\sluc\snao"
    r"|(?:mn|moi\snguoi|ba\scon)\sco\sbiet|(?:bao\struc\sban|(?:chot|to|so|doi)\s\d+\s(?:goi\sve"
    r"|nghe\sday|bao\sve|day))\s?[,:]"
    r"|(?:may|cac|anh|chi|co|chu|bac|em|ad|shop|moi|sep)\s(?:\w+\s){0,3}?oi\b[ ,.!]{0,2}(?=\s|\w)"
    r"|ai(?!\s(?:do|ai)\b)(?=\s\w))\s"
)
"""How somebody asks who or how often, or says on the radio who calls."""
_ADDRESSED = (
    r"(?:(?:quy\s)?(?:cong\san|co\squan|don\svi|phuong|xa|uy\sban|ubnd|doi|phong|ban|truc\sban"
    r"|anh\schi|cac\s(?:anh|chi|dong\schi))(?:\s\w+){0,4}?\s)?"
)
_HANDLE = (
    r"(?:tim(?:\skiem)?|xac\s(?:minh|dinh)|cung\scap|trich(?:\sxuat)?|ra\ssoat|kiem\stra|xu\s(?:phat|ly)"
    r"|lam\sro|tra(?:\scuu)?|ho\stro|giup(?:\sdo)?|phoi\shop|can\sthiep|dieu\stra|giai\squyet"
    r"|xem\s(?:xet|lai)|cho\s(?:biet|xem)|luu\sgiu|truy\s(?:tim|xuat)|thu\shoi|chan\schinh"
    r"|nhac\snho|tong\shop|thong\ske|sao\sluc|theo\sdoi|doi\schieu)"
)
_OF_IT = (
    r"(?:giup|gium|ho|lai|cho|va|ve|viec|vu(?:\sviec)?|thong\stin|hinh\sanh|du\slieu|ngay|som"
    r"|xem\sco)"
)
_PERFORMED = (
    rf"[^{GAP}.;]{{0,80}}?\b(?:kinh|xin|tran\strong)\s(?:de\snghi|nho|mong|yeu\scau|kien\snghi)\s"
    rf"{_ADDRESSED}{_HANDLE}(?:\s(?:{_HANDLE}|{_OF_IT})\b)*\s"
)
"""Only who asks says "kính đề nghị", whoever that is; what he wants done with the scene follows."""
_BROUGHT = (
    r"(?:[^\W\d]+\s){1,6}?(?:xin\s)?(?:trinh\sbao|to\scao|khieu\snai|phan\sanh|bao\scao|nhan\sduoc"
    r"|tiep\snhan(?:\sduoc)?)\s"
    r"(?:(?:don(?:\sthu)?|khieu\snai|phan\sanh|tin\sbao|to\sgiac|thong\stin|trinh\sbao)\s)*"
    r"(?:cua\s(?:\w+\s){1,3}?)?(?:ve\s(?:viec|vu)|viec|ve|rang)\s"
)
"""Who brings it up: "gia đình tôi trình báo việc", "chúng tôi nhận được khiếu nại về"."""
_CARRYING = re.compile(rf"{_BEFORE}(?:{_TOLD}|{_ASKED})|\W*(?:{_CALLED}|{_PERFORMED}|{_BROUGHT})")
_OTHERS = re.compile(r"\b(?:noi|ke)\b(?!\s(?:rang|la)\b)")
"""Folded, "kể" may be "kẻ" and "nói" may be "nội" or "nơi"."""
_CLOSING = re.compile(
    r"""(?:(?:thi|va)\s)?(?:
        (?:de|nham)\s(?:co\sco\sso|con\s|trinh\s|chung\stoi|ben\s|lam\sviec|bao\scao|xu\sly|phuc\svu).*
      | (?:rat\s)?mong\s.* | kinh\s(?:nho|mong|de\snghi)\s.* | (?:nghe|nhan)\sro(?:\stra\sloi)?
      | can\sxac\sminh(?:\sgap)? | toi\snghiep\s(?:lam|qua).*
      | (?:bien\sso|bks)\s(?:bao\snhieu|may|la\sgi|gi) | (?:la\s)?cua\sai(?:\s(?:vay|the).*)?
      | bat\s(?:duoc|dc)(?:\s(?:chua|khong|ko|hong|z|vay|may\sdua))*
      | co\sdung\s(?:vay|the|nhu\svay)(?:\s(?:khong|ko|hong))?
      | (?:(?:ba\scon|mn|moi\snguoi|anh\sem|anh\schi|co\schu)\s)?
            ai\s(?:biet|thay|giu|nhat|gap|go)\b.*\b(?:chi|giup|gium|ho|xin\slai|bao|lien\she|nhan|voi)\b.*
      | (?:(?:anh|chi|cac\sanh|ad)\s)?(?:ra|kiem|tim|kiem\stra|nho\skiem\stra)\s
            (?:lai\s)?(?:giup|gium|ho|de)\s.{0,25}
      | co\stin\s?(?:gi|nao)?(?:\schua.*)?
      | co\sai\s(?:bi\s)?(?:thuong|sao|gi|chet|nang)\b.*
      | (?:(?:ca\s)?(?:nha|gia\sdinh|vo\schong|me\scon|xom)\s)?(?:toi|tui|em|minh|chau|chung\stoi)\s
            (?:(?:cung|dang|rat|thay)\s)*(?:so|lo|buon|hoang|run|rau|xot|tiec)\b.*
    )""",
    re.VERBOSE,
)
"""A clause at the end that hopes, asks where it went, or says what it is for."""
_WHERE_TO = re.compile(
    r"(?:xe|no|ho|han|nguoi\sdo|doi\stuong)\s(?:chay|di|re|queo|thoat|bo\schay)\s(?:(?:ve|ra|vao)\s)?"
    r"(?:dau|huong\snao)"
)
_TURNS = 3
"""Such clauses one after another, at most."""


def carrying_ends(words: Sequence[Word], text: str) -> int:
    """How many words of a Vietnamese question are such clauses at its head."""
    folded = _OTHERS.sub(lambda found: _if_said(found, text), fold(text))
    if len(folded) != len(text):
        return 0
    first = 0
    for _ in range(_TURNS):
        start = words[first].start if first < len(words) else len(text)
        found = _CARRYING.match(folded[start:])
        last = sum(word.end <= start + found.end() for word in words) if found else first
        if last <= first or shows(words[first:last], text) or "w" not in kinds_of(words[last:]):
            break
        first = last
    return first


def _if_said(found: re.Match[str], text: str) -> str:
    """The folded verb where it is surely one; else as many letters that are none."""
    is_said = text[found.start() : found.end()].lower() in ("kể", "nói")
    return found[0] if is_said else "x" * len(found[0])


def asks_where_to(clause: str) -> bool:
    """Whether a clause at the end, folded, asks where what was named went: "xe chạy về đâu"."""
    return _WHERE_TO.fullmatch(clause) is not None


def is_closing(clause: str) -> bool:
    """Whether a clause at the end, folded, only closes a Vietnamese question."""
    return _CLOSING.fullmatch(clause) is not None
