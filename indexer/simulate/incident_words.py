"""What is said of incidents: events by kind, openings, escapes, rumours and questions.

Slots: `what` is the vehicle as it is told of, `who` those on it, `street` and `toward` names of
streets. Sentences were written for the simulator, in the manner of tips to a ward's page.
"""

from indexer.simulate.incidents import IncidentKind

Texts = tuple[str, ...]

EVENTS: dict[IncidentKind, Texts] = {
    "snatch": (
        "{who} đi {what} giật điện thoại của một chị đang chạy xe",
        "{what} áp sát giật túi xách của người đi đường rồi tăng ga bỏ chạy",
        "có vụ cướp giật, {who} chạy {what}",
        "bị {who} đi {what} giật mất dây chuyền",
    ),
    "hit and run": (
        "{what} tông vào một người đi xe máy rồi bỏ chạy, không dừng lại",
        "có tai nạn, {what} gây tai nạn xong bỏ trốn",
        "{what} chạy ẩu quẹt té một anh đi xe máy rồi chạy luôn",
        "tài xế {what} đụng người rồi bỏ chạy khỏi hiện trường",
    ),
    "theft": (
        "{what} dựng trước nhà bị trộm bẻ khóa lấy mất",
        "kẻ gian lấy trộm {what} của khách trước quán rồi chạy đi",
        "tôi bị mất trộm {what}, nó dắt ra rồi nổ máy chạy",
    ),
    "fight": (
        "{who} đi {what} cầm gậy đánh nhau rồi bỏ đi",
        "có nhóm đánh nhau, trong đó {who} chạy {what}",
        "ẩu đả trước quán nhậu, {who} lên {what} bỏ chạy khi có người can",
    ),
    "illegal load": (
        "{what} đổ trộm xà bần xuống lề đường",
        "{what} chở vật liệu cồng kềnh rơi vãi xuống đường rồi đi tiếp",
        "{what} dừng lại đổ rác thải ra bãi đất trống",
    ),
    "wrong way": (
        "{what} chạy ngược chiều rất nguy hiểm",
        "{what} đi ngược chiều suýt đâm vào người đi chợ",
    ),
    "race": (
        "nhóm thanh niên đua xe, chiếc chạy đầu là {what}",
        "đua xe nẹt pô ầm ĩ, có {what} bốc đầu",
        "một tốp chạy {what} lạng lách đánh võng tốc độ cao",
    ),
}
EVENTS_EN: dict[IncidentKind, Texts] = {
    "snatch": (
        "{who} on a {what} snatched a phone from a woman and sped off",
        "my bag was snatched by {who} on a {what}",
    ),
    "hit and run": (
        "a {what} hit a motorcyclist and drove away without stopping",
        "hit and run: a {what} knocked a man over and fled",
    ),
    "theft": ("a {what} parked in front of the house was stolen and ridden away",),
    "fight": ("there was a fight with sticks; {who} left on a {what}",),
    "illegal load": ("a {what} dumped rubble at the roadside and drove on",),
    "wrong way": ("a {what} was going the wrong way against the traffic",),
    "race": ("youths were racing, a {what} in front of the others",),
}
WHO: dict[int, Texts] = {
    0: ("tài xế",),
    1: ("một thanh niên", "một người đàn ông", "một đối tượng"),
    2: ("hai thanh niên", "2 người", "hai đối tượng"),
    3: ("ba thanh niên", "3 người"),
}
WHO_EN: dict[int, Texts] = {
    0: ("the driver",),
    1: ("a man", "a young man"),
    2: ("two young men", "two people"),
    3: ("three young men", "three people"),
}
OPENINGS: Texts = (
    "", "", "Báo tin: ", "Xin báo công an: ", "Cho em báo: ", "Ad ơi ", "Kính gửi công an phường, ",
)  # fmt: skip
STATEMENTS: Texts = (
    "Lời khai nhân chứng: tôi đứng bên đường thì thấy ",
    "Lời khai: khi tôi đang bán hàng thì ",
)
NOTES: Texts = ("Biên bản ghi nhận: ", "Tin báo qua trực ban: ")
NEAR: Texts = ("gần chợ", "gần cây xăng", "gần trường học", "trước quán cà phê", "chỗ ngã ba")
NEAR_EN: Texts = ("near the market", "by the petrol station", "in front of a coffee shop")
ESCAPES: Texts = (
    "", "", ", chạy về hướng {toward}", ", sau đó quẹo vào {toward}", ", phóng lên hướng {toward}",
)  # fmt: skip
ESCAPES_EN: Texts = ("", ", they went toward {toward}", ", heading for {toward}")
CLOSINGS: Texts = (
    "",
    "",
    ". Mong công an kiểm tra camera",
    ". Đề nghị xử lý",
    ". Ai có camera cho xin lại hình ạ",
)
RUMOURS: Texts = (
    "nghe nói {event}, có ai biết rõ không",
    "mấy nhóm đang chia sẻ: {event}, không biết có thật không",
    "chồng mình kể {event}, giờ ra đường sợ quá",
    "Copy từ nhóm dân cư: {event}",
)
ELSEWHERE: Texts = (
    "thấy giống vụ hôm trước ở {street}, cũng {what}",
    "hôm bữa ở {street} cũng có {what} như vậy",
)
ASKED: dict[IncidentKind, str] = {
    "snatch": "cướp giật",
    "hit and run": "tai nạn bỏ chạy",
    "theft": "trộm xe",
    "fight": "đánh nhau",
    "illegal load": "đổ trộm xà bần",
    "wrong way": "chạy ngược chiều",
    "race": "đua xe",
}
ASKED_EN: dict[IncidentKind, str] = {
    "snatch": "phone snatching",
    "hit and run": "hit and run",
    "theft": "stolen motorbike",
    "fight": "fight",
    "illegal load": "dumping of rubble",
    "wrong way": "driving the wrong way",
    "race": "street racing",
}
"""How an investigator names a kind of incident in a question."""
