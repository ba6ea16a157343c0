"""Junctions, markets and other landmarks that people name; every position is approximate.

A position is where the two streets named beside it meet in `streets`, or else within some three
hundred metres of the true one. Importing a landmark of the same id puts the true one in its place.
"""

from functools import lru_cache

from shapely.geometry import Point

from indexer.ids import PlaceId
from indexer.places.place import Place


@lru_cache(maxsize=1)
def builtin_landmarks() -> tuple[Place, ...]:
    """All built-in landmarks."""
    return tuple(_landmark(*row) for row in _LANDMARKS)


def _landmark(slug: str, name: str, aliases: str, lat: float, lon: float) -> Place:
    return Place(
        id=PlaceId(f"landmark:{slug}"),
        name=name,
        kind="landmark",
        geometry=Point(lon, lat),
        aliases=tuple(alias.strip() for alias in aliases.split(";") if alias.strip()),
    )


_LANDMARKS = (
    # Quốc lộ 1A × Trường Chinh × Quốc lộ 22
    ("nga-tu-an-suong", "Ngã tư An Sương",
     "An Sương; Cầu vượt An Sương; Vòng xoay An Sương; Hầm chui An Sương", 10.8437, 106.6138),
    ("ben-xe-an-suong", "Bến xe An Sương",
     "An Suong coach station", 10.8444, 106.6132),
    # Quốc lộ 1A × Hà Huy Giáp
    ("nga-tu-ga", "Ngã tư Ga", "Cầu vượt Ngã tư Ga", 10.8616, 106.6768),
    # Quốc lộ 22 × Nguyễn Ảnh Thủ
    ("nga-tu-trung-chanh", "Ngã tư Trung Chánh", "", 10.8557, 106.6073),
    # Quốc lộ 1A × Lê Văn Khương
    ("nga-tu-tan-thoi-hiep", "Ngã tư Tân Thới Hiệp",
     "", 10.8623, 106.6485),
    # Quốc lộ 1A × Tô Ký
    ("cau-vuot-quang-trung", "Cầu vượt Quang Trung", "", 10.8527, 106.6267),
    ("cong-vien-phan-mem-quang-trung", "Công viên phần mềm Quang Trung",
     "Phần mềm Quang Trung; QTSC",
     10.8530, 106.6290),
    ("cau-binh-phuoc", "Cầu Bình Phước", "", 10.8622, 106.7143),
    ("cho-hoc-mon", "Chợ Hóc Môn", "", 10.8892, 106.5945),
    ("cho-dau-moi-hoc-mon", "Chợ đầu mối Hóc Môn",
     "Chợ đầu mối nông sản Hóc Môn", 10.8660, 106.6010),
)  # fmt: skip
"""Slug, name, names that `spelling` does not make of it, latitude, longitude."""
