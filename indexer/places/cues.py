"""Words around a place's name: in what relation, what kind of place, and that it is a person."""

from dataclasses import dataclass

from indexer.places.phrases import Phrases
from indexer.places.place import PlaceKind
from indexer.places.relations import Said

STREETS: tuple[PlaceKind, ...] = ("street", "alley")


@dataclass(frozen=True)
class Noun:
    """A word for a kind of place; `word` as units spell it in their names (`thị trấn`)."""

    kinds: tuple[PlaceKind, ...]
    word: str = ""


CUES: Phrases[Said] = Phrases(
    (
        ("at", "gầm; dưới gầm; ngay chân; ở; tại; ngay; ngay tại; ở tại; at; vào; vô; rẽ vào;"
               " quẹo vào; rẽ; quẹo; into; onto;"
               " turned into; turned onto; ở ngay; nằm ở; nằm tại; xảy ra tại; ngoài; ở ngoài;"
               " bên ngoài; dưới; dưới chân; !bên; under; underneath; beneath"),
        ("on", "trên; dọc; via; heading down; headed down; heading up; headed up; going down;"
               " going up; heading along; going along; halfway up; at the southern end of;"
               " at the northern end of; at the eastern end of; at the western end of;"
               " the southern end of; the northern end of; the eastern end of;"
               " the western end of; at either end of; the far end of; the end of; suốt dọc;"
               " dọc suốt; suốt tuyến;"
               " suốt đường; dọc theo; dọc tuyến; trên tuyến; trên đoạn; trên trục; mặt tiền;"
               " theo; đi qua; chạy qua; ngang qua; băng qua; on; along; across;"
               " down; up; through; over; along the length of; the length of; all along;"
               " at the end of; at the far end of; at the top of; at the bottom of;"
               " at the start of; at the beginning of; halfway along; halfway down;"
               " on both sides of; by the side of; on the side of; at the side of;"
               " along the stretch of; on the stretch of;"
               " up and down; the whole of; in the middle of; the middle of"),
        ("in", "all over; all across; toàn; toàn địa bàn; trên toàn; trong phạm vi; khắp;"
               " khắp cả; trong; thuộc; bên trong; trên địa bàn; địa bàn; thuộc địa bàn;"
               " trong khu vực;"
               " của; in; inside; within; in the area of; throughout"),
        ("near", "xéo; chéo; xéo góc; gần; gần với; gần khu vực; ở gần; cạnh; bên cạnh; cạnh bên;"
                 " kế; kế bên; sát;"
                 " sát bên; cách; quanh; xung quanh; quanh khu vực; xung quanh khu vực; đối diện;"
                 " !lân cận; near; near to; nearby; nr; opp;"
                 " close by; across from; right by; right next to; right outside;"
                 " behind; right in front of; right across from; gate of; gates of;"
                 " outside the gate of; outside the gates of; at the gate of; at the gates of;"
                 " by the gate of; by the gates of; the gate of; the gates of;"
                 " outside the entrance to;"
                 " outside the entrance of; at the back of; at the rear of; round the back of;"
                 " at the front of; in the car park of; the car park of; in the forecourt of;"
                 " right near; right beside; right behind; right opposite; alongside;"
                 " at the foot of;"
                 " at the mouth of; at the entrance of; at the entrance to; just outside; round by;"
                 " a few hundred metres from; a short walk from; in the area around;"
                 " in the area near; o/s; close to; adj; adj to; adjacent to; vic; vic of;"
                 " front of;"
                 " closest to;"
                 " next to; beside; by;"
                 " trước; trc; trước nhà; trc nhà;"
                 " phía trước; đằng trước; ở trước; ngay trước; trước cổng; trước cửa;"
                 " trước mặt; sau lưng; phía sau; đằng sau; bên hông; outside; in front of;"
                 " around; round; about; in the vicinity of; vicinity of;"
                 " past; in the neighbourhood of;"
                 " in the neighborhood of; opposite; not far from; just off; off; away from"),
        ("area", "khu vực; khu; vùng; về; phía; area of; the area of"),
        ("junction", "chỗ giao nhau; nơi giao nhau; chỗ giao; nơi giao; đoạn giao; khúc giao;"
                     " giao điểm; điểm giao; điểm giao nhau; điểm giao cắt; ngã tư; ngã ba;"
                     " ngã năm; ngã sáu; ngã 3; ngã 4; ngã 5; ngã 6; n4; n3;"
                     " giao lộ; giao; giao với; cắt; giao nhau giữa; giao cắt; giao giữa;"
                     " giao lộ giữa; nút giao; nút giao giữa; nút giao thông; góc; góc đường;"
                     " góc ngã tư; góc giao; vòng xoay; bùng binh; corner of; cnr; cnr of;"
                     " jct; jct of; intersection of;"
                     " intersection between; junction of; junction between; crossing of;"
                     " crossroads of; crossroad of; crossing between; crossroads between;"
                     " where; corner; junction; at the lights of; at the traffic lights of;"
                     " traffic lights of; the traffic lights of; the lights of; jn; jn of;"
                     " x roads of; crossroad; crossroads; in crossroad; junction where;"
                     " the junction where; t junction where;"
                     " crossing where;"
                     " the crossing where; crossroads where; intersection where; corner where;"
                     " the point where; the spot where; the place where;"
                     " intersection; meets; crosses; corner with;"
                     " its corner with; junction with;"
                     " its junction with; intersection with; its intersection with;"
                     " crossing with; its crossing with; where it meets; where it crosses;"
                     " where it joins; where it intersects; t junction of; t junction between;"
                     " t junction at"),
        ("between", "giữa; ở giữa; đoạn giữa; đoạn từ; khúc giữa; khúc từ; khoảng giữa; between;"
                    " in between; btwn; betw; btw; stretch from; section from; the stretch between;"
                    " the section between; on the stretch between; on the section between;"
                    " along the stretch between; on the part between"),
        ("from", "fr; frm; từ; từ phía; từ hướng; hướng từ; theo hướng từ; từ chỗ; đi từ; rời;"
                 " rời khỏi; ra khỏi; from; coming from; leaving; out of"),
        ("toward", "hướng; về hướng; hướng về; theo hướng; lên hướng; ra hướng; qua hướng;"
                   " sang hướng; hướng ra; hướng đi; theo hướng về; hướng lên; về phía;"
                   " hướng về phía; theo hướng về phía; về lại; lên; ngược lên; xuống;"
                   " ra; chạy ra; chạy sang; đi về; chạy về; phóng về; trốn về; quay về; lao về;"
                   " bỏ chạy về; tẩu thoát về; !tới; !đến; đi tới; đi đến;"
                   " chạy tới; chạy đến; đổ về; vào hướng; chạy hướng;"
                   " chạy về hướng; chạy về phía; chạy theo hướng; chạy lên hướng; đi hướng;"
                   " đi về hướng; đi về phía; đi theo hướng; phóng về hướng; phóng lên hướng;"
                   " bỏ chạy về hướng; tẩu thoát về hướng; going to; going toward;"
                   " heading toward; heading towards;"
                   " going towards; driving to; driving toward; driving towards; riding to;"
                   " riding toward; riding towards; moving toward; moving towards;"
                   " fleeing to; fleeing toward; fleeing towards; fled toward; fled towards;"
                   " dir; direction; toward; towards; twds; twd; to; on the way to; on his way to;"
                   " on their way to;"
                   " en route to;"
                   " in the direction of; direction of; in direction of; direction; heading to;"
                   " heading for; headed to; headed for; heading; headed; bound for"),
        ("north_of", "phía bắc; phía bắc của; về phía bắc; về phía bắc của; hướng bắc;"
                     " hướng bắc của; north of; to the north of; northern side of; north side of"),
        ("south_of", "phía nam; phía nam của; về phía nam; về phía nam của; hướng nam;"
                     " hướng nam của; south of; to the south of; southern side of; south side of"),
        ("east_of", "phía đông; phía đông của; về phía đông; về phía đông của; hướng đông;"
                    " hướng đông của; east of; to the east of; eastern side of; east side of"),
        ("west_of", "phía tây; phía tây của; về phía tây; về phía tây của; hướng tây;"
                    " hướng tây của; west of; to the west of; western side of; west side of"),
    )
)  # fmt: skip
"""Relation words, as they stand before a name."""

FILLERS: Phrases[None] = Phrases(
    (
        (
            None,
            "the; either; both; các; đoạn; khúc; chỗ; nơi; !đầu; cuối; giữa đoạn; tuyến; trục;"
            " ngay;"
            " khoảng",
        ),
    )
)
"""Words between a relation and a name that change nothing."""

NOUNS: Phrases[Noun] = Phrases(
    (
        (Noun(STREETS), "đường; con đường; tuyến đường; đoạn đường; trục đường; phố; đường phố;"
                        " đại lộ; xa lộ; street; st; road; rd; avenue"),
        (Noun(("ward",), "phường"), "phường; ward; the ward of"),
        (Noun(("ward",), "xã"), "xã; commune; the commune of"),
        (Noun(("ward",), "thị trấn"), "thị trấn; tt; town; the town of"),
        (Noun(("district",), "quận"), "quận; district; dist; the district of"),
        (Noun(("district",), "huyện"), "huyện"),
    )
)  # fmt: skip
"""Kinds of places, before a name."""

LANDMARK_NOUNS: Phrases[None] = Phrases(
    (
        (None, "chợ; chợ đầu mối; cầu; cầu vượt; trường; trường học; trường thpt; trường thcs;"
               " trường tiểu học; bệnh viện; bv; công viên; khu công nghiệp; kcn; khu chế xuất;"
               " bến xe; siêu thị; nhà thờ; chùa; chung cư; khu dân cư; kdc; khu phố; ấp"),
    )
)  # fmt: skip
"""Kinds of landmarks, before a name; they belong to it."""

SHORT_NOUNS = {
    "đ": Noun(STREETS), "d": Noun(STREETS), "p": Noun(("ward",), "phường"),
    "x": Noun(("ward",), "xã"), "q": Noun(("district",), "quận"),
    "h": Noun(("district",), "huyện"),
}  # fmt: skip
"""The same in one letter, which counts only with a full stop, as a capital, or as `đ`."""

NOUNS_AFTER: Phrases[Noun] = Phrases(
    (
        (
            Noun(STREETS),
            "street; st; str; road; rd; avenue; ave; streets; roads; boulevard; blvd;"
            " highway; expressway",
        ),
        (Noun(("ward",)), "ward; wards"),
        (Noun(("ward",), "xã"), "commune; communes"),
        (Noun(("ward",), "thị trấn"), "town; township"),
        (Noun(("district",)), "district"),
    )
)
"""Kinds of places, after a name, as in English."""

LANDMARKS_AFTER: Phrases[None] = Phrases(
    (
        (
            None,
            "market; bridge; school; high school; primary school; secondary school; middle school;"
            " hospital; park; pagoda; church; bus station; airport; railway station; weigh station;"
            " supermarket; mall; shopping centre; stadium; cemetery; temple; university; hotel",
        ),
    )
)
"""Kinds of landmarks, after a name; they belong to it."""
AREA_AFTER: Phrases[None] = Phrases(((None, "area; side; neighbourhood; neighborhood; vicinity"),))
JUNCTION_AFTER: Phrases[None] = Phrases(
    (
        (
            None,
            "junction; intersection; crossroads; crossroad; crossing; corner; roundabout; meet;"
            " intersect",
        ),
    )
)

TITLES: Phrases[None] = Phrases(
    (
        (None, "anh; chị; ông; !bà; em; !cô; !chú; !bác; tên; tên là; !bạn; cháu; thầy; mr; mrs;"
               " ms; miss; đồng chí; đ/c; nạn nhân; nghi phạm; nghi can; đối tượng; tài xế;"
               " họ tên; họ và tên; named; called; tài khoản; nick"),
    )
)  # fmt: skip
"""Words before the name of a person."""

_SURNAMES = (
    "nguyễn trần lê phạm huỳnh hoàng võ vũ đặng bùi ngô dương lý phan trương đinh đoàn lâm trịnh"
    " lương lưu tạ châu quách thái vương tống đào"
    " nguyen tran pham huynh hoang dang bui truong dinh doan trinh"
)
SURNAMES = frozenset(_SURNAMES.split())
"""Family names, with their accents; without them only those that are no other common word."""
