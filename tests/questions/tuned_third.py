"""Yet more forms of the half that the grammar may be tuned on."""

from datetime import datetime, timedelta

from tests.questions.forms import (
    Half,
    Label,
    Place,
    Shape,
    Time,
    ago,
    at,
    daily,
    dated,
    day,
    days,
    last,
    last_week,
    lost,
    pair,
    since,
    unread,
    until_now,
    weekly,
    weeks,
)  # fmt: skip

FOOTAGE, REPORTS = {"sources": ["footage"]}, {"sources": ["reports"]}


def last_month(now: datetime) -> Label:
    """The calendar month before this one."""
    end = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    start = (end - timedelta(days=1)).replace(day=1)
    return {"time": {"after": start.isoformat(), "before": end.isoformat()}}


def dates(text: str, after: str, before: str) -> Time:
    """Whole days from the first date up to, without, the second."""
    ends = {"after": f"{after}T00:00:00+07:00", "before": f"{before}T00:00:00+07:00"}
    return Time(text, lambda now: {"time": dict(ends)})


def wards(text: str, *names: str) -> Place:
    """Several wards, any of which will do."""
    return Place(text, tuple({"name": n, "kind": "ward", "relation": "in"} for n in names))


SHAPES = {
    "en": (
        Shape("looking for {x} {p} {t}"),
        Shape("{p} {t}: {x}"),
        Shape("{t}, {x} {p}"),
        Shape("can you search for {x} {p} {t}?"),
        Shape("please pull up {x} {p} {t}"),
        Shape("any sign of {x} {p} {t}?"),
        Shape("{p}: {x}"),
        Shape("trying to locate {x} {t}"),
        Shape("{x} caught on camera {p} {t}", FOOTAGE),
        Shape("reports of {x} {p} {t}", REPORTS),
        Shape("{x} {p} {t}, excluding police", {"exclude": ["police"]}),
        Shape("{x} {p} {t}, followed within 10 minutes by an ambulance", {"then": {"look_for": "an ambulance", "within_s": 600}}),
    ),
    "vi": (
        Shape("cần tìm {x} {p} {t}"),
        Shape("{p} {t} có thấy {x} không ạ?"),
        Shape("{t}, {x} {p}"),
        Shape("nhờ tìm giúp {x} {p} {t}"),
        Shape("kiểm tra xem {t} {p} có {x}"),
        Shape("muốn xem {x} {p} {t}"),
        Shape("{p}: {x}"),
        Shape("đang tìm {x} {t}"),
        Shape("{x} trên camera {p} {t}", FOOTAGE),
        Shape("người dân báo có {x} {p} {t}", REPORTS),
        Shape("{x} {p} {t}, ngoại trừ công an", {"exclude": ["công an"]}),
        Shape("{x} {p} {t}, rồi trong vòng 10 phút có xe cấp cứu", {"then": {"look_for": "xe cấp cứu", "within_s": 600}}),
    ),
}  # fmt: skip

OBJECTS = {
    "en": (
        "silver SUV", "man in a red hoodie", "woman carrying a pink handbag",
        "motorbike with no licence plate", "black sedan with tinted windows",
        "two teenagers on an electric bike", "garbage truck", "person pushing a cart",
        "people throwing stones", "old man with a walking stick", "delivery rider in a green jacket",
        "motorbike with plate 59-X3 482.07", "shirtless man", "orange container truck",
    ),
    "vi": (
        "thanh niên mặc áo khoác đỏ", "người phụ nữ đeo túi xách hồng",
        "xe máy không biển kiểm soát", "xe ba gác màu xanh", "nhóm người ẩu đả",
        "cụ già chống gậy", "xe Exciter màu xanh", "kẻ giật điện thoại",
        "xe container màu cam", "shipper mặc áo xanh", "nữ sinh đi xe đạp điện",
        "người đàn ông cởi trần", "xe máy biển số 59X3-482.07", "nhóm thanh niên cầm mã tấu",
    ),
}  # fmt: skip

PLACES = {
    "en": (
        at("on Dang Thuc Vinh", "Đặng Thúc Vịnh", "street", "on"),
        at("around Phan Van Doi", "Phan Văn Đối", "street", "near"),
        at("along Dương Công Khi street", "Dương Công Khi", "street", "on"),
        at("outside 86 Lê Văn Khương", "86 Lê Văn Khương", "point", "near"),
        at("in alley 73/2 Le Van Khuong", "Hẻm 73/2 Lê Văn Khương", "alley", "on"),
        at("within 300 metres of Binh Phuoc bridge", "Cầu Bình Phước", "landmark", "near", 300),
        at("less than 1 km from Quang Trung Software City", "Công viên phần mềm Quang Trung", "landmark", "near", 1000),
        at("in Hiep Thanh ward", "Phường Hiệp Thành", "ward", "in"),
        at("in Bà Điểm commune", "Xã Bà Điểm", "ward", "in"),
        wards("in Thanh Loc ward or Thanh Xuan ward", "Phường Thạnh Lộc", "Phường Thạnh Xuân"),
        at("in Hoc Mon district", "Huyện Hóc Môn", "district", "in"),
        at("anywhere in Q12", "Quận 12", "district", "in"),
        at("outside the An Suong bus station", "Bến xe An Sương", "landmark", "near"),
        at("under the Quang Trung flyover", "Cầu vượt Quang Trung", "landmark", "near"),
        at("on Highway 1A", "Quốc lộ 1A", "street", "on"),
        at("heading toward Trung Chanh junction", "Ngã tư Trung Chánh", "landmark", "toward"),
        at("south of Nguyễn Ảnh Thủ", "Nguyễn Ảnh Thủ", "street", "south_of"),
        pair("at the intersection of Le Van Khuong and Nguyen Anh Thu", "Lê Văn Khương", "Nguyễn Ảnh Thủ", "junction"),
        pair("somewhere between Trường Chinh and Tô Ký", "Trường Chinh", "Tô Ký", "between"),
        pair("going from Phan Văn Hớn towards Highway 22", "Phan Văn Hớn", "Quốc lộ 22", "from", "toward"),
        lost("on Nguyen Trai street", "Nguyen Trai street"),
        lost("around Ben Thanh market", "Ben Thanh market"),
    ),
    "vi": (
        at("ở đường Đặng Thúc Vịnh", "Đặng Thúc Vịnh", "street", "on"),
        at("quanh Phan Văn Đối", "Phan Văn Đối", "street", "near"),
        at("dọc đường Dương Công Khi", "Dương Công Khi", "street", "on"),
        at("tại số nhà 86 Lê Văn Khương", "86 Lê Văn Khương", "point", "near"),
        at("tại hẻm 73/2 Lê Văn Khương", "Hẻm 73/2 Lê Văn Khương", "alley", "on"),
        at("trong bán kính 300m quanh cầu Bình Phước", "Cầu Bình Phước", "landmark", "near", 300),
        at("cách công viên phần mềm Quang Trung không quá 1km", "Công viên phần mềm Quang Trung", "landmark", "near", 1000),
        at("bên phường Hiệp Thành", "Phường Hiệp Thành", "ward", "in"),
        at("ở xã Bà Điểm", "Xã Bà Điểm", "ward", "in"),
        wards("tại phường Thạnh Lộc hoặc phường Thạnh Xuân", "Phường Thạnh Lộc", "Phường Thạnh Xuân"),
        at("trên địa bàn huyện Hóc Môn", "Huyện Hóc Môn", "district", "in"),
        at("trong quận 12", "Quận 12", "district", "in"),
        at("gần bến xe An Sương", "Bến xe An Sương", "landmark", "near"),
        at("dưới chân cầu vượt Quang Trung", "Cầu vượt Quang Trung", "landmark", "near"),
        at("trên quốc lộ 1A", "Quốc lộ 1A", "street", "on"),
        at("về phía ngã tư Trung Chánh", "Ngã tư Trung Chánh", "landmark", "toward"),
        at("phía nam Nguyễn Ảnh Thủ", "Nguyễn Ảnh Thủ", "street", "south_of"),
        pair("tại giao lộ Lê Văn Khương – Nguyễn Ảnh Thủ", "Lê Văn Khương", "Nguyễn Ảnh Thủ", "junction"),
        pair("đoạn giữa Trường Chinh và Tô Ký", "Trường Chinh", "Tô Ký", "between"),
        pair("từ Phan Văn Hớn về phía đường Xuyên Á", "Phan Văn Hớn", "Quốc lộ 22", "from", "toward"),
        lost("ở đường Nguyễn Trãi", "đường Nguyễn Trãi"),
        lost("gần chợ Bến Thành", "chợ Bến Thành"),
    ),
}  # fmt: skip

TIMES = {
    "en": (
        daily("after 22:15", "22:15", "24:00"),
        daily("before 7:30 am", "00:00", "07:30"),
        daily("at about 6:45 pm", "18:15", "19:15"),
        daily("from 17:00 to 18:30", "17:00", "18:30"),
        daily("between 10:30 pm and 1 am", "22:30", "01:00"),
        daily("in the afternoon", "12:00", "18:00"),
        daily("at night", "20:00", "05:00"),
        day("yesterday between 2 and 4 pm", days(1), "14:00", "16:00"),
        day("the day before yesterday", days(2)),
        day("on Friday", last(5)),
        day("on Tuesday morning", last(2), "05:00", "12:00"),
        day("on Thursday of last week", last_week(4)),
        dated("on March 8", "03-08"),
        dated("on the evening of 15 June", "06-15", "18:00", "24:00"),
        dated("on 5 February 2022 around 8:20 am", "2022-02-05", "07:50", "08:50"),
        dated("on 12/12/2021 from 19:00 to 21:15", "2021-12-12", "19:00", "21:15"),
        dates("from 10 to 14 January 2022", "2022-01-10", "2022-01-15"),
        until_now("during the past 90 minutes", minutes=90),
        until_now("over the last five days", days=5),
        ago("about 3 hours ago", hours=3),
        weeks("the week before last", 2),
        Time("last month", last_month),
        since("since Wednesday", last(3)),
        weekly("every Sunday", [7]),
        weekly("on Friday nights", [5], "20:00", "05:00"),
        weekly("on weekdays between 6 and 8 am", [1, 2, 3, 4, 5], "06:00", "08:00"),
        unread("after the robbery", "after the robbery"),
        unread("on the third day of Tet", "third day of Tet"),
    ),
    "vi": (
        daily("sau 22h15", "22:15", "24:00"),
        daily("trước 7h30 sáng", "00:00", "07:30"),
        daily("vào khoảng 5 giờ 45 chiều", "17:15", "18:15"),
        daily("trong khung giờ 17h - 18h30", "17:00", "18:30"),
        daily("từ 22 giờ 30 đến 1 giờ sáng", "22:30", "01:00"),
        daily("vào buổi chiều", "13:00", "18:00"),
        daily("ban đêm", "22:00", "05:00"),
        daily("vào rạng sáng", "00:00", "06:00"),
        day("chiều qua", days(1), "13:00", "18:00"),
        day("hôm qua từ 14h đến 16h", days(1), "14:00", "16:00"),
        day("hôm thứ ba", last(2)),
        day("sáng chủ nhật", last(7), "05:00", "11:00"),
        day("trưa thứ hai tuần trước", last_week(1), "11:00", "13:00"),
        dated("hôm 8/3", "03-08"),
        dated("chiều ngày 15/6", "06-15", "13:00", "18:00"),
        dated("khoảng 8h20 ngày 5/2/2022", "2022-02-05", "07:50", "08:50"),
        dated("từ 19h đến 21h15 ngày 12/12/2021", "2021-12-12", "19:00", "21:15"),
        dates("từ ngày 10/1/2022 đến ngày 14/1/2022", "2022-01-10", "2022-01-15"),
        until_now("trong 90 phút vừa qua", minutes=90),
        until_now("trong vòng 5 ngày qua", days=5),
        ago("khoảng 3 tiếng trước", hours=3),
        weeks("tuần trước nữa", 2),
        Time("tháng trước", last_month),
        since("từ hôm kia đến giờ", days(2)),
        weekly("mỗi chủ nhật", [7]),
        weekly("mỗi sáng thứ hai", [1], "05:00", "11:00"),
        unread("sau vụ cướp", "sau vụ cướp"),
        unread("vào mùng 2 Tết", "mùng 2 Tết"),
    ),
}  # fmt: skip

TUNED_THIRD = Half(SHAPES, OBJECTS, PLACES, TIMES)
