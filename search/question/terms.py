"""Words for the text search: what is looked for, and the same thing in the other language.

A tip about "xe máy đỏ" must be found by "red motorbike". The lexicon is small and of the field:
vehicles, people, colours, and what they do.
"""

from indexer.folding import fold, nfc

_CONCEPTS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("motorbike", "motorbikes", "motorcycle", "motorcycles", "scooter", "scooters"),
     ("xe máy", "xe gắn máy", "xe mô tô")),
    (("car", "cars"), ("ô tô", "xe hơi", "xe con")),
    (("van", "vans"), ("xe van",)),
    (("truck", "trucks", "lorry", "lorries"), ("xe tải",)),
    (("bus", "buses"), ("xe buýt",)),
    (("bicycle", "bicycles", "bike", "bikes"), ("xe đạp",)),
    (("person", "people", "pedestrian", "man", "woman", "men", "women"),
     ("người", "người đi bộ")),
    (("red",), ("đỏ",)),
    (("blue",), ("xanh dương", "xanh lam", "xanh nước biển")),
    (("green",), ("xanh lá",)),
    (("yellow",), ("vàng",)),
    (("white",), ("trắng",)),
    (("black",), ("đen",)),
    (("grey", "gray"), ("xám",)),
    (("orange",), ("cam",)),
    (("brown",), ("nâu",)),
    (("purple",), ("tím",)),
    (("pink",), ("hồng",)),
    (("silver",), ("bạc",)),
    (("two riders", "two men", "two people"), ("hai thanh niên", "hai người")),
    (("helmet", "helmets"), ("mũ bảo hiểm", "nón bảo hiểm")),
    (("phone", "mobile"), ("điện thoại",)),
    (("snatching", "snatch", "snatched", "snatcher", "snatchers", "robbery"),
     ("cướp giật", "giật", "giật đồ")),
    (("theft", "stolen", "thief", "thieves", "steal"), ("trộm", "ăn trộm", "mất cắp")),
    (("crash", "accident", "collision"), ("tai nạn", "va chạm", "tông")),
    (("chase", "chasing", "chased"), ("đuổi theo", "rượt đuổi", "đuổi")),
    (("fled", "flee", "fleeing", "escape", "escaped"), ("bỏ chạy", "tẩu thoát", "chạy trốn")),
    (("fight", "fighting"), ("đánh nhau",)),
    (("bag", "handbag"), ("túi xách", "giỏ xách")),
    (("box",), ("thùng",)),
)  # fmt: skip


def text_terms(look_for: str) -> str:
    """The words looked for, followed by their counterparts in the other language.

    Matching is on whole words, folded, so unaccented Vietnamese finds its counterparts too.
    """
    folded = f" {' '.join(fold(look_for).split())} "
    counterparts: list[str] = []
    for english, vietnamese in _CONCEPTS:
        if _any_in(english, folded):
            counterparts.extend(vietnamese[:2])
        elif _any_in(vietnamese, folded):
            counterparts.append(english[0])
    return " ".join([nfc(look_for), *counterparts]).strip()


def _any_in(terms: tuple[str, ...], folded: str) -> bool:
    return any(f" {fold(term)} " in folded for term in terms)
