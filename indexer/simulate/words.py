"""The words that captions are made of; in each list the usual ones come first."""

from typing import Literal

from indexer.simulate.crops import View
from indexer.simulate.things import Colour, Type

Form = Literal["count", "helmets", "bare heads", "box", "bag", "alone"]
Trait = Literal["one", "two", "three", "helmets", "bare heads", "box", "bag"]
"""What a motorbike is told by beside its colour: how many ride it, their heads, what they carry."""
Words = tuple[str, ...]

EN_TYPES: dict[Type, Words] = {
    "motorbike": ("motorbike", "motorcycle", "scooter", "motorbike", "moped"),
    "car": ("car", "sedan", "car", "automobile", "SUV"),
    "van": ("van", "minivan", "minibus", "van"),
    "truck": ("truck", "lorry", "truck", "cargo truck"),
    "bus": ("bus", "coach", "bus", "city bus"),
    "bicycle": ("bicycle", "bike", "cyclist", "push bike"),
    "person": ("person", "pedestrian", "man", "woman", "someone", "person walking"),
}
VI_TYPES: dict[Type, Words] = {
    "motorbike": (
        "xe máy",
        "xe gắn máy",
        "xe mô tô",
        "xe tay ga",
        "mô tô",
        "xe hai bánh",
    ),
    "car": ("ô tô", "xe ô tô", "xe hơi", "xe con", "xe bốn chỗ"),
    "van": ("xe van", "xe 16 chỗ", "xe van", "xe tải van"),
    "truck": ("xe tải", "xe ben", "xe tải", "xe chở hàng"),
    "bus": ("xe buýt", "xe bus", "xe khách", "xe đò"),
    "bicycle": ("xe đạp", "xe đạp", "người đi xe đạp"),
    "person": (
        "người đi bộ",
        "người",
        "người đàn ông",
        "người phụ nữ",
        "thanh niên",
        "ai đó",
    ),
}
EN_COLOURS: dict[Colour, Words] = {
    "red": ("red", "red", "dark red"),
    "blue": ("blue", "blue", "dark blue"),
    "green": ("green", "green", "dark green"),
    "yellow": ("yellow",),
    "white": ("white",),
    "black": ("black", "black", "dark"),
    "grey": ("grey", "gray", "silver"),
    "orange": ("orange",),
}
VI_COLOURS: dict[Colour, Words] = {
    "red": ("đỏ", "đỏ", "đỏ đậm"),
    "blue": ("xanh dương", "xanh lam", "xanh da trời", "xanh nước biển"),
    "green": ("xanh lá", "xanh lá cây", "xanh lục"),
    "yellow": ("vàng",),
    "white": ("trắng",),
    "black": ("đen",),
    "grey": ("xám", "bạc", "ghi"),
    "orange": ("cam", "da cam"),
}
EN_COUNTS: dict[int, Words] = {
    1: ("one person", "one rider", "a single rider", "one man", "a lone rider"),
    2: ("two people", "two riders", "two men", "two persons", "2 people", "two youths"),
    3: ("three people", "three riders", "three men", "3 people"),
}
VI_COUNTS: dict[int, Words] = {
    1: ("một người", "một mình", "1 người", "một thanh niên"),
    2: ("hai người", "hai thanh niên", "2 người", "hai tên", "hai đối tượng"),
    3: ("ba người", "3 người", "ba thanh niên"),
}
EN_RIDING: dict[Form, Words] = {
    "count": ("{k} on a {x}", "{x} with {k}", "{k} riding a {x}", "a {x} carrying {k}", "{x}, {k}"),
    "helmets": ("rider with helmet on a {x}", "{x}, riders wearing helmets", "{x} with helmet"),
    "bare heads": (
        "{x} without helmet", "rider without a helmet on a {x}", "no helmet, {x}",
        "{x}, riders not wearing helmets",
    ),
    "box": ("{x} with a box", "delivery {x}", "{x} carrying a box", "{x} with a cargo box on the back"),
    "bag": ("{x}, rider with a backpack", "rider with a bag on the back on a {x}", "{x} with a backpack"),
    "alone": ("parked {x}", "{x} without a rider"),
}  # fmt: skip
VI_RIDING: dict[Form, Words] = {
    "count": ("{k} đi {x}", "{k} chạy {x}", "{x} chở {k}", "{x} {k}", "{k} trên {x}", "{k} đi trên chiếc {x}"),
    "helmets": ("{x} đội mũ bảo hiểm", "người đội nón bảo hiểm đi {x}"),
    "bare heads": ("{x} không đội mũ bảo hiểm", "không đội nón bảo hiểm đi {x}", "{x} không mũ bảo hiểm"),
    "box": ("{x} chở thùng hàng", "{x} có thùng phía sau", "shipper đi {x}", "{x} chở hàng"),
    "bag": ("người đeo ba lô đi {x}", "{x} đeo ba lô", "{x} người đeo túi sau lưng"),
    "alone": ("{x} đang đậu", "{x} không người"),
}  # fmt: skip
WALKING: dict[Literal["en", "vi"], Words] = {
    "en": (
        "{n} in {c}", "{n} wearing {c}", "a {n} in {c}", "{n} in a {c} shirt",
        "a {n} wearing a {c} shirt", "{n} with a {c} jacket", "{c} shirt",
    ),
    "vi": (
        "{n} mặc áo {c}", "{n} áo {c}", "người mặc áo {c}", "{n} mặc áo màu {c}",
        "người đi bộ áo {c}", "{n} mặc đồ {c}", "áo {c}",
    ),
}  # fmt: skip
EN_VIEWS: dict[View, Words] = {
    "empty": ("an empty street", "empty street", "empty road", "nothing", "a street with nobody on it"),
    "traffic": ("a street with traffic", "busy street", "traffic", "many vehicles", "a crowded street"),
}  # fmt: skip
VI_VIEWS: dict[View, Words] = {
    "empty": (
        "đường vắng",
        "con đường vắng",
        "đường trống",
        "đường không có ai",
        "không có gì",
    ),
    "traffic": (
        "đường đông xe",
        "đường phố đông đúc",
        "xe cộ đông đúc",
        "nhiều xe",
        "giao thông",
    ),
}
