"""Thus "A, then B": where a question tells what came next, and how soon."""

import re
import unicodedata

from indexer.folding import fold
from indexer.times.vocabulary import VOCABULARY

_LATELY_TEXT = "vua moi tuan thang nam dem hom bua"
_NOT_LATELY = "".join(rf"(?<!{word}\s)" for word in _LATELY_TEXT.split())
"""Thus "tuần rồi" is last week."""
THEN = re.compile(
    rf"""[\s,;.]*\b(?:
        (?:and\s|,\s?)?\b(?:(?:shortly|soon|right|not\slong|immediately)\s)?
            (?:then|afterwards|thereafter|subsequently|later\son|(?<!being\s)(?<!was\s)(?<!is\s)(?<!were\s)(?<!are\s)(?<!been\s)followed\sby|next\scame|followed(?=\s(?:within|in)\b))\b
      | (?<=,\s)next(?=,?\s(?:an?|the|two|three|one)\s)
      | \b(?:and|with)\s(?=(?:an?|the|two|three|one|some|somebody|someone)\s[^,.;]*\b
            (?:within|no\smore\sthan|less\sthan|under)\s[^,.;]{{2,20}}\s
            (?:of\s(?:that|it|this)|later|after(?:wards)?)\b)
      | (?:and\s)?\b(?:(?:shortly|soon|right)\safter(?:\sthat)?|after\sthat
            |(?<!minutes\s)(?<!minute\s)(?<!seconds\s)(?<!hours\s)(?<!hour\s)later),?\s
            (?=(?:an?|the|two|three|another|some)\s)
      | (?<=,\s)(?=(?:\d{{1,3}}|an?|half\san|two|three|five|ten|fifteen|twenty|thirty)\s
            (?:minutes?|seconds?|hours?)\slater\s)
      | (?<=,\s)(?=within\s(?:\d{{1,3}}|an?|half\san|two|three|five|ten)\s
            (?:minutes?|seconds?|hours?)\s(?:an?|the|two|three)\s)
      | \band\s(?=within\s(?:\d{{1,3}}|an?|half\san|two|five|ten)\s
            (?:minutes?|seconds?|hours?)\s[a-z])
      | \band\s(?=(?:\d{{1,3}}|an?|half\san|two|five|ten|a\sfew)\s(?:minutes?|seconds?|hours?)\s
            (?:later|after)\b)
      | (?:va\s|roi\s)?sau\sdo\b
      | (?:ke|lien\ssau|ngay\ssau)\sdo(?:\sla)?\b
      | (?:ke\stiep|theo\ssau)(?:\sla)?\b | xong\sroi\b
      | (?:mot\s(?:luc|lat|hoi)|(?<=,\s)lat|(?:it|vai|may)\sphut)\ssau(?!\skhi|\s\d)(?:\sdo)?\b
      | (?<=,\s)(?=trong\svong\s\d{{1,3}}\s(?:phut|giay|tieng)\ssau\s(?!do\b|khi\b))
      | \bva\s(?=(?:nua|\d{{1,3}}|mot|hai|vai|muoi)\s(?:phut|tieng|gio|giay)\ssau\b)
      | (?<=,\s)(?=(?:chua\sday|khong\sday|khoang|chung|tam|gan)\s(?:\d{{1,3}}|nua|mot|hai)
            \s(?:phut|giay|tieng)\ssau\s)
      | (?:va\s)?tiep\s(?:do|theo|sau)(?:\sla)?\b
      | (?<=,\s)(?=\d{{1,3}}\s(?:phut|giay|tieng)\ssau\s(?!khi|luc|vu)
            (?:la\s|co\s|thi\s)?[^\W\d]+\s[^\W\d]+)
      | (?<=,\s)(?P<comma>roi)\b | (?<=,)roi\b
      | {_NOT_LATELY}roi\s(?=(?:den|toi|mot|hai|ba|xe|o\sto|nguoi|chiec|thanh\snien|co|lai|lay
            |\d|trong\svong|trong\s\d+|sau\s\d+)\b)
      | {_NOT_LATELY}(?P<soon>roi)\s(?=[^\W\d_]+\s[^\W\d_]+)
    )[\s,:]*(?:(?:a(?!\s(?:minute|second|hour|few))|den|toi)\s(?=\w))?""",
    re.VERBOSE,
)
_LATER_TEXT = """
    then after subsequently later followed next within more less under sau roi tiep ke
"""
LATER = tuple(_LATER_TEXT.split())
"""Each "then" has one of these in it."""
_FIRST = re.compile(r"\s*(?:(?:at\s)?first|dau tien|truoc tien|luc dau)\b[\s,:]*")
_UNITS = {
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "giay": 1,
    "p": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "phut": 60,
    "h": 3600, "hour": 3600, "hours": 3600, "gio": 3600, "tieng": 3600,
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_OTHER_DEED = re.compile(
    r"(?:bi|lay|len|xuong|nem|dap|danh|chem|dam|keo|lat|quyt|leo|nhay|quang|dot|giat|cuop|om|cho|dua"
    r"|mo|pha|cay|dung|ngoi|quay|re|tong|dam|te|nga|boc|khieng|vut|nhet|gio|rut|chui|di vao|di ra)"
    r"\s[^\W\d_]+"
)
"""Folded: how a deed begins that is not the flight after the first."""
_FLIGHT = re.compile(
    r"(?:bo (?:chay|tron|di)|tau thoat|tron(?: thoat| mat)?|chay (?:mat|tron|thoat)|lan tron"
    r"|phong (?:xe |di |mat)|chuon|thoat than)\b"
)
"""Folded: how a flight begins, which goes on with the deed before it."""
_LEAVES = re.compile(r"r[ờơới]i")
"""Thus "rời nhà" is leaving home, no "rồi"."""
_FALLS = re.compile(r"(?:nha|khoi|truong|lop|que|o|tai|mat|dau|rot|xuong|ra)\b(?!\s(?:xe|may)\b)")
"""Before these "roi" without its accents is rời or rơi: "roi nha", "roi mat", "roi o Tô Ký"."""
_DROPS = re.compile(r"(?<!\w)lam\Z")
"""Thus "làm rơi" drops something; without its accents it is "lam roi"."""
_SOON = re.compile(
    rf"""(?:\b(?:in\s)?(?:within|w/in|in|inside|no\smore\sthan|not\smore\sthan|less\sthan|under
            |tron?g\svong|trong
            |duoi|toi\sda|khong\squa|chua\sday|cach\snhau|sau)\s+
            (?:the\s(?:next|following)\s+|khoang\s+|about\s+)?)?
        \b(?P<count>\d{{1,3}}(?=\s?(?:{_UNIT})\b)|[a-z]+(?:\s[a-z]+)?(?=\s))\s?(?P<unit>{_UNIT})\b
            (?!\s(?:sang|trua|chieu|toi|dem|khuya|kem|ruoi)\b|\s(?:vua\s)?qua\b|\sgan\s(?:day|nhat)|\stro\slai|\struoc\b|\sago\b)
        (?P<later>\s+(?:later|after|afterwards|sau|nua|of\seach\sother|of\s(?:that|it|this)\b|after\sthat|tiep\stheo))?""",
    re.VERBOSE,
)


def split_sequence(composed: str) -> list[str]:
    """The parts of a question in their order; one if it tells of no sequence."""
    folded = fold(composed)
    if not any(map(folded.__contains__, LATER)):
        return [composed]
    borders: list[tuple[int, int]] = []
    for match in THEN.finditer(folded):
        last = borders[-1][1] if borders else 0
        parts = folded[last : match.start()], folded[match.end() :]
        if all(re.search(r"\w", part) for part in parts) and _is_then(composed, match):
            borders.append(match.span())
    first = _FIRST.match(folded) if borders else None
    starts = [first.end() if first else 0, *(end for _, end in borders)]
    ends = [*(start for start, _ in borders), len(composed)]
    return [composed[start:end] for start, end in zip(starts, ends, strict=True)]


def find_delay(composed: str, bare_at_start: bool = False) -> tuple[float, tuple[int, int]] | None:
    """Thus "within 10 minutes", "10 phút sau": seconds, and where it is said; None if it is not.

    With `bare_at_start` a text may begin with just "5 phút", as it does after "sau đó".
    """
    for match in _SOON.finditer(fold(composed)):
        count, start = _count(match["count"]), match.start()
        led = start != match.start("count")
        if count is None and " " in match["count"]:
            count, led = _count(match["count"].split()[-1]), False
            start = match.start("count") + match["count"].index(" ") + 1
        bare = bare_at_start and not composed[: match.start()].strip()
        is_clock = match[0].startswith("sau ") and match["unit"] in ("h", "gio")
        if count is not None and not is_clock and (led or match["later"] or bare):
            return float(count * _UNITS[match["unit"]]), (start, match.end())
    return None


def _is_then(composed: str, match: re.Match[str]) -> bool:
    """Whether it parts two deeds: "rồi" does before another deed, or where it is said how soon.

    Else "giật điện thoại rồi bỏ chạy" is one deed. Without its accents "roi" is rơi as well.
    """
    told = unicodedata.normalize("NFC", composed[slice(*match.span())].lower())
    if _LEAVES.search(told) or _DROPS.search(fold(composed[: match.start()])):
        return False
    after = fold(composed[match.end() :])
    if told.strip(" ,.;").endswith("roi") and _FALLS.match(after):
        return False
    if match["comma"] and _FLIGHT.match(after) and find_delay(after) is None:
        return False
    if not match["soon"] or find_delay(composed[match.end() :]) is not None:
        return True
    return "rồi" in told and _OTHER_DEED.match(after) is not None


def _count(word: str) -> float | None:
    if word.isdigit():
        return int(word)
    if word in ("a", "an"):
        return 1
    if word in ("half an", "half a", "nua"):
        return 0.5
    for entry in VOCABULARY.get(word.split()[0], ()):
        if entry.tag == "number" and fold(" ".join(entry.words)) == word:
            return int(entry.value)
    return None
