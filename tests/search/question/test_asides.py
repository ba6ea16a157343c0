"""What is said to the one who is asked is told from what to look for, and never hides it."""

from datetime import datetime

import pytest

from indexer.folding import fold
from indexer.places.gazetteer import builtin_gazetteer
from search.question.parse import parse_question
from search.question.understood import Understood

NOW = datetime.fromisoformat("2023-06-20T08:30:00+07:00")


def understood(text: str) -> Understood:
    return parse_question(text, NOW, builtin_gazetteer())


OPENINGS = {
    "en": """
        Show me | Could you please find | We're looking for | Did anyone see | Has anyone seen
        | Is there a chance of seeing | I'd like to know if there was | Do you have anything on
        | Hey control, is there | Good morning, I'm after | Liaison desk: need | Fraud check.
        | My editor wants | For a story I'm writing, could you dig out | hi, did somebody see
    """,
    "vi": """
        Tìm giúp em | Cho em hỏi có ai thấy | Đề nghị rà soát | Nhờ anh chị kiểm tra giúp
        | Kính gửi Đội quản lý đô thị, đề nghị tra cứu
        | Căn cứ công văn số 215/UBND, đề nghị xác minh
        | Em là phóng viên, xin anh chị cho em tìm | Anh em ơi có ai gặp | Cần tìm
        | Đề nghị bộ phận kỹ thuật kiểm tra | Dạ cho hỏi | Tổ công tác hỏi: có | Liệu có
    """,
}  # fmt: skip
CLOSINGS = {
    "en": """
        , please | . Thanks a lot! | , can I see them? | - do you have that?
        | . Kind regards, Ms Alder | . Thank you for your help.
        | , cheers | if you'd be so kind | . I'm shaking still
    """,
    "vi": """
        nha | không vậy em | giúp em với | , coi lẹ giùm tui | , ai rảnh check giùm cái
        | , đề nghị tổng hợp | . Xin cảm ơn! | , em cám ơn nhiều lắm | được không ạ | , gửi tôi sớm
    """,
}  # fmt: skip
SCENES = {"en": "teenagers with kites", "vi": "mấy đứa nhỏ thả diều"}
WHERE = {"en": "near To Ky street after 9pm", "vi": "gần đường Tô Ký sau 9 giờ tối"}


def told(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(language, each.strip()) for language in table for each in table[language].split("|")]


@pytest.mark.parametrize(("language", "opening"), told(OPENINGS))
def test_an_opening_is_an_aside(language: str, opening: str) -> None:
    found = understood(f"{opening} {SCENES[language]} {WHERE[language]}")
    assert found.look_for == SCENES[language]
    assert found.language == language
    assert found.asides and len(found.places) == 1


@pytest.mark.parametrize(("language", "closing"), told(CLOSINGS))
def test_a_closing_is_an_aside(language: str, closing: str) -> None:
    space = "" if closing[0] in ",." else " "
    for where in (f" {WHERE[language]}", ""):
        found = understood(f"{SCENES[language]}{where}{space}{closing}")
        assert found.look_for == SCENES[language]
        assert found.asides


@pytest.mark.parametrize("opening", [each for language, each in told(OPENINGS) if language == "vi"])
def test_an_opening_without_accents_is_one_too(opening: str) -> None:
    found = understood(fold(f"{opening} {SCENES['vi']} {WHERE['vi']}"))
    assert found.look_for == fold(SCENES["vi"])


@pytest.mark.parametrize(
    "scene",
    [
        "em bé áo đỏ", "con chó vàng đeo vòng đỏ", "chợ tự phát", "cháy nhà", "xe máy dừng lại",
        "anh shipper áo xanh", "trụ nước bị tháo nắp", "nhóm người cho vay", "người xin tiền",
        "may dua hut can", "ba lo tim", "o to", "xe do", "cai non den tem rong do",
        "white van parks up", "truck turning around", "tree down", "car break-in",
        "guys street racing", "a bus nearly killed me", "people looking at phones",
        "lost pupil: boy, 9, yellow cap", "everything with a trailer",
    ],
)  # fmt: skip
def test_words_of_the_scene_stay(scene: str) -> None:
    where = WHERE["vi"] if any(fold(c) != c for c in scene) else "tren duong To Ky"
    for text in (scene, f"{scene} {where}"):
        assert understood(text).look_for == scene.removeprefix("a ")


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Kính gửi Công an phường Hiệp Thành, đề nghị rà soát xe máy tại Tô Ký", ["Tô Ký"]),
        ("Ủy ban nhân dân phường Thạnh Xuân kính đề nghị rà soát xe máy ở Tô Ký", ["Tô Ký"]),
        ("Công an Quận 12 cần xác minh vụ ẩu đả ở Tô Ký", ["Tô Ký"]),
        ("Công an phường Hiệp Thành đuổi theo xe máy đỏ", ["Phường Hiệp Thành"]),
    ],
)
def test_the_place_of_an_office_is_not_the_scene_s(text: str, places: list[str]) -> None:
    assert [place.name for place in understood(text).places] == places


def test_a_greeting_s_part_of_the_day_is_no_time() -> None:
    assert understood("Good morning, a white van on To Ky street").time.is_open
    assert not understood("morning, a white van on To Ky street yesterday").time.is_open


@pytest.mark.parametrize(
    "text",
    [
        "anything at Tô Ký last night?",
        "có chuyện gì ở Tô Ký tối qua không vậy",
        "chị ơi có chuyện gì ở Tô Ký tối qua không",
        "anh ơi tối qua ở Tô Ký có chuyện gì vậy",
    ],
)
def test_a_question_about_nothing_in_particular_looks_for_nothing(text: str) -> None:
    assert understood(text).look_for == ""


@pytest.mark.parametrize(
    "opening",
    [
        "gia đình tôi trình báo việc", "chúng tôi nhận được khiếu nại về",
        "thay mặt tổ dân phố, tôi kính đề nghị xử phạt",
        "chi nhánh ngân hàng kính nhờ quý cơ quan xác minh giúp",
    ],
)  # fmt: skip
def test_who_writes_a_formal_request_is_told_by_how_it_asks(opening: str) -> None:
    assert understood(f"{opening} {SCENES['vi']} {WHERE['vi']}").look_for == SCENES["vi"]


def test_asides_come_back_and_have_no_effect() -> None:
    found = understood("could you please show me a red car on Tô Ký, thanks")
    assert found.asides == ("could you please show me", "thanks")
    assert Understood.from_json(found.to_json()) == found
