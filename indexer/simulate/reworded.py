"""Questions in other words than the reports use: synonyms, and English for what is told otherwise.

There are two ways of saying each deed and vehicle, in both languages. The vocabulary of meanings
and its weight were tuned looking at the first alone; the second is what is measured by.
"""

from collections.abc import Iterator
from itertools import product

from indexer.folding import fold
from indexer.simulate.told_events import Asked, event_ids

WAYS = ("tuned", "unseen")
_DEEDS = (
    ("cướp di động", "tước smartphone trên tay", "robbed of her mobile",
     "grabbed a cellphone and fled"),
    ("cướp giỏ xách", "giằng lấy bóp của phụ nữ", "bag robbery", "purse snatching"),
    ("cướp sợi dây vàng trên cổ", "giựt vòng cổ", "robbed of a gold chain",
     "jewellery torn off somebody's neck"),
    ("ăn cắp ví", "kẻ rạch giỏ lấy tiền", "pickpocket", "wallet lifted in a crowd"),
    ("phá khóa lấy cắp xe", "cạy ổ khóa dắt xe đi mất", "motorcycle theft, lock forced",
     "thief cut the padlock and took it"),
    ("bắt chó", "cẩu tặc", "dog thief", "pet taken by thieves"),
    ("gây tai nạn rồi trốn", "đâm trúng người đi đường xong lẩn mất", "hit and run",
     "knocked down a pedestrian and did not stop"),
    ("không chấp hành tín hiệu đèn", "phóng qua ngã tư lúc đèn chưa xanh", "jumped the lights",
     "crossed on red"),
    ("quái xế rú ga", "tụ tập bốc đầu nổ máy ầm ĩ", "street racers revving",
     "boy racers, noisy engines"),
    ("đổ bậy phế thải xây dựng", "vứt gạch đá vụn lén", "illegal dumping of construction waste",
     "debris left at the roadside"),
    ("hỗn chiến bằng dao", "chém lộn bằng hung khí", "brawl with knives",
     "gang clash with blades"),
    ("quảng cáo tín dụng đen", "phát giấy vay nóng", "loan shark adverts",
     "posters offering quick credit"),
)  # fmt: skip
_VEHICLES = (
    ("mô tô màu đỏ", "honda đỏ", "red scooter", "red moped"),
    ("mô tô xanh dương", "xe tay ga màu xanh", "blue scooter", "blue motorcycle"),
    ("xe hơi trắng", "xế hộp trắng", "white sedan", "white automobile"),
    ("xe ba bánh vàng", "xe lôi vàng", "yellow three-wheeler", "yellow rickshaw"),
    ("xe ben đen", "xe chở hàng màu đen", "black lorry", "black pickup"),
)
"""Deeds and vehicles in the order of `told_events`: tuned, unseen; Vietnamese, then English."""


def reworded() -> Iterator[Asked]:
    """A question for every event, way and language; any report of the event is right."""
    for number, (deed, vehicle) in enumerate(product(_DEEDS, _VEHICLES)):
        for at, way in enumerate(WAYS):
            vietnamese = f"{deed[at]} {vehicle[at]}"
            asked = fold(vietnamese) if number % 2 else vietnamese
            yield Asked(f"{way}, Vietnamese", asked, event_ids(number))
            yield Asked(f"{way}, English", f"{vehicle[at + 2]} {deed[at + 2]}", event_ids(number))


def is_unseen(question: Asked) -> bool:
    """Whether nothing was tuned looking at it."""
    return question.form.startswith(WAYS[1])
