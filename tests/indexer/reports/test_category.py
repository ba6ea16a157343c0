"""What reports are about: messages written by hand, none of which the words were chosen from."""

import pytest

from indexer.reports.category import CATEGORIES, category_of, language_of
from indexer.reports.shorthand import expansion, written_out

LABELLED = """
snatching|Chị tôi vừa bị hai thằng giật mất cái túi ngay ngã tư, chúng đi con Exciter
snatching|bi giat dien thoai luc dang dung den do, xe wave den k bien so
snatching|mới thấy vụ zựt dây chuyền ở gần chợ, ca ơi ra gấp
snatching|cướp giật lộng hành quá, sáng nay có bà cụ bị giật vòng vàng
snatching|Someone grabbed my bag from a motorbike and drove off
snatching|A snatcher took her phone near the bridge
theft|Đêm qua nhà em bị trộm vào lấy mất chiếc SH dựng trong sân
theft|mat xe o bai giu xe, cam da mo khoa, nho cong an giup
theft|bị móc túi trên xe buýt, mất bóp và giấy tờ
theft|Có đối tượng bẻ khóa xe Air Blade trước tiệm thuốc tây
theft|My bike was stolen from the parking lot last night
accident|Hai xe tông nhau ở vòng xoay, có người nằm bất tỉnh
accident|tai nan giao thong truoc cong truong, xe ben lat
accident|xe tải đụng xe máy rồi bỏ chạy, biển số 51C
accident|Two cars crashed at the junction, one man is hurt
accident|A lorry hit a cyclist and drove off without stopping
accident|xe ô tô quẹt té cô gái đi xe đạp rồi chạy mất
accident|tài xế xe tải đụng người rồi bỏ chạy
traffic_violation|Quái xế nẹt pô lạng lách cả đêm, không ai ngủ được
traffic_violation|xe container vượt đèn đỏ liên tục ở giao lộ này
traffic_violation|o to dau xe sai quy dinh chan het loi di
traffic_violation|A truck was driving the wrong way at noon
disorder|Nhóm thanh niên cầm mã tấu rượt chém nhau ngoài đường
disorder|hang xom hat karaoke on ao toi 1h sang
disorder|có ổ đánh bạc núp trong quán cà phê võng
disorder|There is a fight outside the bar, people are drunk
disorder|xe ben dừng lại đổ rác thải ra bãi đất trống
disorder|Someone dumped rubble on the pavement again
administrative|Cho em hỏi làm lại căn cước bị mất thì cần những gì ạ
administrative|ad oi thu tuc nhap ho khau cho con moi sinh lam o dau
administrative|Bao giờ có lịch làm hộ chiếu online vậy phường
administrative|mình nộp hồ sơ tạm trú 2 tuần rồi chưa thấy trả kết quả
administrative|What documents do I need to register a temporary stay?
praise|Cảm ơn các anh công an đã giúp bà con mùa ngập
praise|cam on cac dong chi nhieu, lam viec rat nhiet tinh
praise|Great job, thank you officers!
other|Trụ điện trước nhà số 12 bị nghiêng, sợ đổ
other|Con mèo nhà em đi lạc, ai thấy báo giúp
""".strip()
ROWS = [tuple(line.split("|", 1)) for line in LABELLED.splitlines()]


def test_most_messages_are_told_right() -> None:
    wrong = [(text, category_of(text), label) for label, text in ROWS if category_of(text) != label]
    assert len(wrong) <= len(ROWS) // 10, wrong


@pytest.mark.parametrize("label", [c for c in CATEGORIES if c != "other"])
def test_no_category_is_blind(label: str) -> None:
    assert any(category_of(text) == label for given, text in ROWS if given == label)


def test_paperwork_about_a_theft_and_thanks_for_a_catch_are_what_they_are() -> None:
    assert (
        category_of("Cho em hỏi mất xe thì làm thủ tục, hồ sơ trình báo ở đâu ạ")
        == "administrative"
    )
    assert category_of("") == category_of("🙂") == "other"


@pytest.mark.parametrize(
    ("text", "language"),
    [("xe may do", "vi"), ("xe máy đỏ", "vi"), ("the red motorbike was near the market", "en"),
     ("a man on a red motorbike", "en"), ("", "vi"), ("ok", "vi")],
)  # fmt: skip
def test_the_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


def test_shorthand_is_written_out_and_words_are_left_alone() -> None:
    assert written_out("dật đt ở q12, p5") == "giật điện thoại ở quận 12, phường 5"
    assert expansion("xe") is None and written_out("q1234 abc") == "q1234 abc"
