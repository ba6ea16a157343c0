"""Streets of Quận 12 and Hóc Môn that are always known.

The lines were written anew from the public extents of each street (rounded to about 10 m). Those in
Quận 12 have a few plausible bends. Of a street that is marked *by extent* only the extent is known:
its line is the likelier diagonal, up to a few hundred metres off between its ends. Importing a
street of the same id puts the true line in its place.
"""

from functools import lru_cache

from shapely.geometry import LineString

from indexer.ids import PlaceId
from indexer.places.place import Place


@lru_cache(maxsize=1)
def builtin_streets() -> tuple[Place, ...]:
    """All built-in streets; of two with the same name the better known comes first."""
    return tuple(_street(*row) for row in _STREETS)


def _street(slug: str, name: str, aliases: str, points: str) -> Place:
    corners = (point.split(",") for point in points.split())
    return Place(
        id=PlaceId(f"street:{slug}"),
        name=name,
        kind="street",
        geometry=LineString([(float(lon), float(lat)) for lat, lon in corners]),
        aliases=tuple(alias.strip() for alias in aliases.split(";") if alias.strip()),
    )


_STREETS = (
    ("nguyen-van-qua", "Nguyễn Văn Quá", "",
     "10.8273,106.6267 10.8318,106.6281 10.8365,106.6299 10.8415,106.6322 10.8467,106.6341"),
    ("truong-chinh", "Trường Chinh", "",
     "10.8263,106.6260 10.8310,106.6229 10.8368,106.6190 10.8425,106.6154"),
    ("to-ky", "Tô Ký", "",
     "10.8529,106.6263 10.8570,106.6232 10.8612,106.6194 10.8652,106.6162"),
    ("quang-trung", "Quang Trung", "",
     "10.8481,106.6346 10.8490,106.6335 10.8498,106.6322"),
    ("phan-van-hon", "Phan Văn Hớn", "",
     "10.8273,106.6241 10.8295,106.6190 10.8317,106.6133 10.8337,106.6081"
     " 10.8420,106.5985 10.8530,106.5810 10.8662,106.5627"),
    ("quoc-lo-1a", "Quốc lộ 1A",
     "Quốc lộ 1; QL1A; QL1; Xa lộ Đại Hàn; National Highway 1A; National Highway 1; Highway 1A;"
     " Highway 1; National Route 1A; National Route 1",
     "10.8279,106.6038 10.8350,106.6091 10.8437,106.6137 10.8486,106.6206 10.8527,106.6268"
     " 10.8562,106.6341 10.8601,106.6420 10.8621,106.6485 10.8616,106.6770 10.8602,106.6955"
     " 10.8622,106.7143"),
    ("quoc-lo-22", "Quốc lộ 22",
     "QL22; Xuyên Á; Đường Xuyên Á; National Highway 22; Highway 22; National Route 22",
     "10.8437,106.6140 10.8495,106.6106 10.8553,106.6072 10.8720,106.5955 10.8885,106.5835"
     " 10.9020,106.5735 10.9169,106.5636"),
    ("nguyen-anh-thu", "Nguyễn Ảnh Thủ", "Nguyễn Ánh Thủ",
     "10.8411,106.5992 10.8490,106.6032 10.8558,106.6075 10.8605,106.6120 10.8654,106.6168"
     " 10.8738,106.6312 10.8826,106.6480"),
    ("le-van-khuong", "Lê Văn Khương", "",
     "10.8627,106.6484 10.8700,106.6498 10.8790,106.6490 10.8826,106.6483 10.8910,106.6471"
     " 10.8990,106.6460 10.9077,106.6439"),
    ("ha-huy-giap", "Hà Huy Giáp", "",
     "10.8518,106.6783 10.8616,106.6767 10.8730,106.6795 10.8870,106.6842 10.9001,106.6891"),
    # By extent.
    ("dang-thuc-vinh", "Đặng Thúc Vịnh", "Đặng Thúc Vinh",
     "10.8880,106.6028 10.9023,106.6260 10.9094,106.6449 10.9166,106.6502"),
    ("bui-cong-trung", "Bùi Công Trừng", "",
     "10.9023,106.6477 10.9075,106.6675 10.9127,106.6876"),
    ("duong-cong-khi", "Dương Công Khi", "", "10.8489,106.5625 10.8610,106.5646"),
    ("le-loi", "Lê Lợi", "", "10.8946,106.5846 10.8890,106.5947"),
    ("nguyen-van-bua", "Nguyễn Văn Bứa", "", "10.8684,106.5569 10.8714,106.5380"),
    ("phan-van-doi", "Phan Văn Đối", "", "10.8379,106.5999 10.8287,106.5946"),
    ("quang-trung-hoc-mon", "Quang Trung", "", "10.8883,106.5987 10.8878,106.6016"),
)  # fmt: skip
"""Slug, name, other names, corners as latitude,longitude from one end to the other."""
