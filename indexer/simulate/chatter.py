"""The wording of simulated reports: templates with slots, written for the simulator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Template:
    """One way of saying something.

    `text` has slots for clock words, `street`, `ward` and its own `choices`. `style` is accented,
    unaccented or slang where the wording wants one; `has_time` and `has_place` say whether the
    sender also filled in those fields of the form.
    """

    kind: str
    text: str
    channel: str = ""
    style: str = ""
    has_time: bool = False
    has_place: bool = False
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)


_YOUTHS = ("hai thanh niên", "2 thanh niên", "hai đối tượng nam")
_RED_BIKE = ("xe máy đỏ", "xe máy màu đỏ", "chiếc xe máy đỏ")
_SHIRTS = ("áo đen", "mặc áo tối màu", "áo thun đen")

STORY_TIPS: tuple[Template, ...] = (
    Template(
        "scene",
        "Biên bản hiện trường: lúc {crash_time} ngày {full_date}, trên đường {street}, {ward},"
        " Quận 12"
        " xảy ra tai nạn giao thông. Nạn nhân nam điều khiển xe máy màu xanh, áo trắng, ngã"
        " xuống mặt"
        " đường, bị thương nặng. Hiện trường có vết cày dài {metres} m theo hướng về phía Quang"
        " Trung."
        " Không tìm thấy điện thoại của nạn nhân.",
        channel="scene",
        has_time=True,
        has_place=True,
        choices={"metres": ("11", "14", "17")},
    ),
    Template(
        "scene",
        "Ghi chú hiện trường bổ sung: cách chỗ ngã khoảng 500 m, gần chợ trên đường {street},"
        " người dân"
        " nghe tiếng hô cướp trước lúc xảy ra tai nạn ít phút. Đề nghị trích xuất camera dọc"
        " tuyến.",
        channel="scene",
        has_place=True,
    ),
    Template(
        "statement",
        "Lời khai nhân chứng: tôi bán {goods} gần chợ trên đường {street}. {vi} ngày {date}, tôi"
        " thấy"
        " {youths} đi {bike}, {shirts}, người ngồi sau không đội mũ bảo hiểm, áp sát một anh đi"
        " xe máy"
        " xanh rồi giật điện thoại. Anh đi xe xanh tăng ga đuổi theo, hai xe chạy về hướng Hóc"
        " Môn.",
        channel="statement",
        has_time=True,
        has_place=True,
        choices={
            "goods": ("nước mía", "bánh mì", "trái cây"),
            "youths": _YOUTHS,
            "bike": _RED_BIKE,
            "shirts": _SHIRTS,
        },
    ),
    Template(
        "tip",
        "{part} {date}, {loose}, {youths} đi {bike} giật điện thoại gần chợ, đường {street},"
        " chạy về hướng"
        " Hóc Môn. Mong công an kiểm tra camera.",
        channel="zalo",
        choices={"youths": _YOUTHS, "bike": _RED_BIKE},
    ),
    Template(
        "tip",
        "cho em báo tin: {vi} hôm {date} em thấy 2 người đi xe máy đỏ {shirts} chạy rất nhanh"
        " trên đường"
        " {street}, phía sau có anh đi xe xanh đuổi theo la cướp",
        channel="facebook",
        style="unaccented",
        choices={"shirts": _SHIRTS},
    ),
    Template(
        "tip",
        "ad ơi {lately} tầm {clock}h hơn có vụ giật điện thoại ở {street} nha, 2 thằng đi con xe"
        " máy đỏ,"
        " thằng ngồi sau không đội nón, nó phóng lên hướng Hóc Môn rồi, tội ông kia đuổi theo té"
        " xe",
        channel="facebook",
        style="slang",
    ),
    Template(
        "tip",
        "On {en_date}, {en}, I saw two young men on a red motorbike snatch a phone near the"
        " market on"
        " Nguyen Van Qua street. They wore dark shirts and rode off toward Hoc Mon; a man on a blue"
        " motorbike went after them.",
        channel="facebook",
        style="accented",
        has_time=True,
    ),
    Template(
        "tip",
        "Nhà tôi ở mặt tiền {street}, {vi} {date} có {bike} chở hai chạy ngược lên Quang Trung"
        " tốc độ"
        " cao, suýt tông người đi bộ. Người sau cầm vật gì giống điện thoại.",
        channel="hotline",
        has_time=True,
        has_place=True,
        choices={"bike": _RED_BIKE},
    ),
    Template(
        "comment",
        "xem clip thấy giống vụ tối {date} ở {street} quá, cũng xe máy đỏ hai người áo đen",
        channel="youtube",
    ),
)
"""What is written about the story, in Vietnamese of several kinds and in English."""

UNRELATED: tuple[Template, ...] = (
    Template(
        "tip",
        "Báo tin: {vi} ngày {date} có nhóm thanh niên tụ tập đua xe trên đường {street}, nẹt pô"
        " ầm ĩ.",
    ),
    Template(
        "tip",
        "Quán karaoke trên đường {street} mở nhạc quá lớn đến {hour} đêm, đề nghị xử lý.",
        choices={"hour": ("23 giờ", "1 giờ", "0 giờ 30")},
    ),
    Template(
        "tip",
        "Tôi bị mất chiếc xe máy màu {colour} dựng trước nhà trên đường {street}, {ward}, {vi}"
        " ngày {date}.",
        choices={"colour": ("đỏ", "đen", "trắng", "xanh")},
    ),
    Template(
        "tip",
        "Có {vehicle} màu {colour} đổ trộm xà bần ở {street} lúc {vi_short} ngày {date}.",
        choices={"vehicle": ("xe tải", "xe ba gác"), "colour": ("xanh", "trắng", "vàng")},
    ),
    Template(
        "tip",
        "Nghi có nhóm đánh bạc trong quán cà phê trên {street}, tối nào cũng tụ tập từ 20 giờ.",
    ),
    Template(
        "tip",
        "Người lạ đi xe máy {colour} dán tờ rơi cho vay nặng lãi dọc đường {street}.",
        choices={"colour": ("đen", "xanh", "xám")},
    ),
    Template(
        "tip",
        "Hai đối tượng bắt trộm chó đi xe máy {colour} ở hẻm cạnh đường {street} rạng sáng {date}.",
        choices={"colour": ("đen", "xám", "xanh")},
    ),
    Template(
        "incident",
        "Va quẹt giữa ô tô màu {colour} và xe buýt trên đường {street}, {vi} ngày {date}, không"
        " ai bị thương.",
        choices={"colour": ("đỏ", "trắng", "đen")},
    ),
    Template(
        "tip",
        "A {colour} car keeps parking on the pavement in front of the school on {street}.",
        style="accented",
        choices={"colour": ("red", "white", "black")},
    ),
    Template(
        "tip", "Cây xanh ngã đổ chắn ngang đường {street} sau cơn mưa {part} {date}, xe cộ ùn tắc."
    ),
    Template(
        "tip", "Thấy người bán hàng giả, thuốc lá lậu ở vỉa hè đường {street}, {vi_short} mỗi ngày."
    ),
)
"""Tips about other things."""

_PAPERS = (
    "căn cước công dân",
    "hộ chiếu",
    "giấy xác nhận cư trú",
    "sổ tạm trú",
    "giấy khai sinh",
    "giấy phép lái xe",
)
_POLITE = ("Dạ cho em hỏi", "Cho mình hỏi", "Ad ơi cho hỏi", "Kính nhờ công an phường")

PAPERWORK: tuple[Template, ...] = (
    Template(
        "comment",
        "{polite} làm {paper} ở {ward} cần mang theo giấy tờ gì ạ?",
        choices={"polite": _POLITE, "paper": _PAPERS},
    ),
    Template(
        "comment",
        "{polite} {paper} của tôi nộp {weeks} tuần rồi chưa có, khi nào lấy được?",
        choices={"polite": _POLITE, "paper": _PAPERS, "weeks": ("hai", "ba", "bốn", "sáu")},
    ),
    Template(
        "comment",
        "{polite} {day} này trụ sở công an {ward} có làm việc không?",
        choices={"polite": _POLITE, "day": ("thứ bảy", "chủ nhật", "ngày lễ 30/4", "thứ hai")},
    ),
    Template(
        "comment",
        "{polite} đăng ký tạm trú cho người thuê trọ trên đường {street} làm online được không?",
        choices={"polite": _POLITE},
    ),
    Template(
        "comment",
        "{polite} đăng ký xe máy mới mua ở {ward} thì bấm biển số ở đâu?",
        choices={"polite": _POLITE},
    ),
    Template(
        "comment",
        "{polite} bị mất {paper} thì trình báo ở đâu và mất bao lâu?",
        choices={"polite": _POLITE, "paper": _PAPERS},
    ),
    Template(
        "comment",
        "Cảm ơn các anh công an {ward} đã {deed}.",
        choices={
            "deed": (
                "hỗ trợ nhiệt tình",
                "trả lại ví đánh rơi",
                "làm giấy tờ nhanh chóng",
                "giữ an ninh khu phố",
            )
        },
    ),
    Template(
        "comment",
        "{polite} mức phạt {fault} là bao nhiêu?",
        choices={
            "polite": _POLITE,
            "fault": (
                "không đội mũ bảo hiểm",
                "vượt đèn đỏ",
                "đậu xe trên vỉa hè",
                "chạy quá tốc độ",
            ),
        },
    ),
    Template(
        "post",
        "Công an {ward} thông báo lịch {work} tại nhà văn hóa khu phố, đường {street}.",
        choices={
            "work": (
                "cấp căn cước lưu động",
                "tiếp công dân",
                "tuyên truyền phòng cháy",
                "hiến máu nhân đạo",
            )
        },
    ),
    Template(
        "comment",
        "{polite} số điện thoại trực ban của {ward} là số mấy?",
        choices={"polite": _POLITE},
    ),
    Template(
        "comment",
        "How can a foreigner register a temporary stay in {ward}? Which form is needed?",
        style="accented",
    ),
)
"""Questions, thanks and notices such as fill a ward's page every day."""

SLANG: dict[str, str] = {
    "không": "ko", "được": "dc", "điện thoại": "đt", "người": "ng", "rồi": "r", "công an": "ca",
    "Nguyễn": "Ng", "biết": "bik", "gì": "j", "với": "vs", "vậy": "z", "giật": "zựt",
}  # fmt: skip
"""How words are shortened and misspelt on the phone."""
