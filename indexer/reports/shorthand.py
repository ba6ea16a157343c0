"""What people write short or as it sounds, written out: `sđt` is `số điện thoại`, `q12` `quận 12`.

Only what has one meaning in reports stands here; a word that is also another stays as it is.
"""

import re
from functools import lru_cache

_TABLE_TEXT = """
    sđt=số điện thoại  sdt=số điện thoại  đt=điện thoại  dt=điện thoại  đthoại=điện thoại
    dthoai=điện thoại  đth=điện thoại  dth=điện thoại  fone=phone
    xm=xe máy  xmay=xe máy  ab=air blade  airblade=air blade  ex=exciter
    bsx=biển số xe  bks=biển số  mbh=mũ bảo hiểm  nbh=nón bảo hiểm
    tngt=tai nạn giao thông  atgt=an toàn giao thông  csgt=cảnh sát giao thông
    cshs=cảnh sát hình sự  cskv=cảnh sát khu vực
    ubnd=ủy ban nhân dân  cccd=căn cước công dân  cmnd=chứng minh nhân dân  cmt=chứng minh thư
    gplx=giấy phép lái xe  blx=bằng lái xe  shk=sổ hộ khẩu
    tphcm=thành phố hồ chí minh  hcm=hồ chí minh  sg=sài gòn  hm=hóc môn  nvq=nguyễn văn quá
    k=không  ko=không  kg=không  hok=không  hong=không  hông=không  khg=không
    dc=được  đc=được  vs=với  ngta=người ta  mn=mọi người
    trc=trước  bit=biết  bik=biết  wa=quá  r=rồi  rùi=rồi  gòi=rồi  zậy=vậy  dzậy=vậy  gj=gì
    dật=giật  zật=giật  zat=giật  dựt=giật  giựt=giật  zựt=giật  giut=giật
"""
_TABLE = dict(pair.split("=") for pair in re.split(r"\s{2,}", _TABLE_TEXT.strip()))
_UNIT = re.compile(r"(q|p|kp)(\d{1,3})")
_UNITS = {"q": "quận", "p": "phường", "kp": "khu phố"}
_WORD = re.compile(r"(?<!\w)[^\W_]+(?!\w)")


@lru_cache(maxsize=20_000)
def expansion(word: str) -> str | None:
    """What a lower-case word is short for; None if it is short for nothing."""
    unit = _UNIT.fullmatch(word)
    if unit:
        return f"{_UNITS[unit[1]]} {unit[2]}"
    return _TABLE.get(word)


def written_out(text: str) -> str:
    """A lower-case text with everything short in it written out in its place."""
    return _WORD.sub(lambda match: expansion(match[0]) or match[0], text)
