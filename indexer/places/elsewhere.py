"""Streets that lie elsewhere: names that many towns share, and what is known of some in the city.

A name in small letters and without accents cannot be told from other words by its looks. These can:
they are what streets are called after in most towns of the country, and begin with no family name.
"""

import re

from indexer.folding import fold
from indexer.places.phrases import Phrases

STREET_NAMES: Phrases[bool] = Phrases(
    (
        (
            True,
            "bà triệu; hai bà trưng; bà huyện thanh quan; hà nội; hòa bình; hoà bình; bình an;"
            " thống nhất; độc lập; cộng hòa; cộng hoà; đồng khởi; hùng vương; an dương vương;"
            " kinh dương vương; lạc long quân; âu cơ; bạch đằng; điện biên phủ; hồng bàng;"
            " cách mạng tháng tám; cách mạng tháng 8; nam kỳ khởi nghĩa; xô viết nghệ tĩnh;"
            " trường sa; trường sơn; hoàng sa; tôn đức thắng; sư vạn hạnh; kha vạn cân;"
            " ung văn khiêm; tạ quang bửu; mai chí thọ; hồ tùng mậu; hồ học lãm; nơ trang long;"
            " tô hiến thành; cao thắng; cống quỳnh; kỳ đồng; hàm nghi; chu văn an; pasteur;"
            " thành thái; phổ quang; giải phóng; song hành",
        ),
        (False, "xa lộ hà nội; xlhn; cmt8"),
    )
)  # fmt: skip
"""Names of streets, and whether only "đường" or the like before them makes a street of them."""

_AROUND = re.compile(
    r"(?:duong|pho|dai lo|d\.?|cho|phuong|p\.?)\s+|\s+(?:street|st\.?|road|rd\.?|avenue|ave\.?"
    r"|boulevard|blvd\.?|market|ward)"
)
_UNITS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("xa lo ha noi", "ha noi highway", "hanoi highway", "xlhn"),
        ("Quận 2", "Quận 9", "Quận Thủ Đức"),
    ),
    "hoa binh": ("Quận 11", "Quận Tân Phú"),
    "pasteur": ("Quận 1", "Quận 3"),
    "dong khoi": ("Quận 1",),
    "nguyen hue": ("Quận 1",),
    "bui vien": ("Quận 1",),
    "ben thanh": ("Quận 1",),
    "ben nghe": ("Quận 1",),
    "tan dinh": ("Quận 1",),
    "nguyen trai": ("Quận 1", "Quận 5"),
    "le hong phong": ("Quận 5", "Quận 10"),
    "ba chieu": ("Quận Bình Thạnh",),
    "linh trung": ("Quận Thủ Đức",),
    "pham van dong": ("Quận Gò Vấp", "Quận Bình Thạnh", "Quận Thủ Đức"),
    **dict.fromkeys(("cach mang thang tam", "cach mang thang 8", "cmt8"), (
        "Quận 1", "Quận 3", "Quận 10", "Quận Tân Bình",
    )),
}  # fmt: skip
"""Folded names, and the districts until 2025 in which the city's best known of that name lies."""


def known_elsewhere(phrase: str) -> tuple[str, ...]:
    """The districts of a well-known place of the city that is not in the gazetteer; else none."""
    folded = fold(phrase).strip()
    bare = _AROUND.sub("", folded)
    return _UNITS.get(folded) or _UNITS.get(bare) or ()
