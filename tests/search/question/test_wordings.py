"""Wordings that once lost a word, a time or a place: asked on Thursday 28 April 2022 at 08:00."""

from datetime import datetime

import pytest

from indexer.places.gazetteer import Gazetteer, builtin_gazetteer
from indexer.times.window import TimeWindow
from search.question.parse import parse_question
from search.question.understood import Understood
from tests.indexer.times.phrases import NOW_TEXT

NOW = datetime.fromisoformat(NOW_TEXT)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return builtin_gazetteer()


def read(text: str, gazetteer: Gazetteer) -> Understood:
    return parse_question(text, NOW, gazetteer)


@pytest.mark.parametrize(
    ("text", "look_for"),
    [
        ("a man at Tô Ký yesterday with a red hat", "man with a red hat"),
        ("a car broken into last night", "car broken into"),
        ("a cyclist knocked over yesterday near Tô Ký", "cyclist knocked over"),
        ("kids hanging around last night", "kids hanging around"),
        ("passers-by on Tuesday", "passers-by"),
        ("a break-in yesterday at Tô Ký", "break-in"),
        ("a night bus on Tô Ký", "night bus"),
        ("night-shift nurse followed home yesterday", "night-shift nurse followed home"),
        ("a man taking pictures of houses on Tô Ký", "man taking pictures of houses"),
        ("a monitor lizard on Tô Ký", "monitor lizard"),
        ("xe máy ở Tô Ký của ông già", "xe máy của ông già"),
        ("xe máy màu xanh lục sau 9 giờ tối", "xe máy màu xanh lục"),
        ("hộp bánh trung thu ở Tô Ký", "hộp bánh trung thu"),
        ("a tree on the road - Tô Ký - yesterday", "tree on the road"),
        ("a driver that did not stop, Tô Ký", "driver that did not stop"),
        ("a monk seen boarding No. 4 bus at Tô Ký", "monk boarding No. 4 bus"),
        ("the man who left An Suong bus station on foot", "man who left on foot"),
        ("cho em hỏi có ai nhặt được ví da nâu ở Tô Ký", "nhặt được ví da nâu"),
        ("Truy xe: Wave đỏ chở 2 nam, Tô Ký", "Wave đỏ chở 2 nam"),
        ("tiệm vàng bị cạy cửa đường Tô Ký, xin kết quả", "tiệm vàng bị cạy cửa"),
        ("PV án ma túy: nam xăm tay giao bọc nilon, Tô Ký", "nam xăm tay giao bọc nilon"),
    ],
)
def test_nothing_of_the_scene_is_lost(text: str, look_for: str, gazetteer: Gazetteer) -> None:
    understood = read(text, gazetteer)
    assert understood.look_for == look_for
    assert (understood.unresolved, understood.exclude, len(understood.sources)) == ((), (), 2)


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("red car on Wednesday before 10 am", "2022-04-27T00:00", "2022-04-27T10:00"),
        ("red car from 1 June to 15 July 2021", "2021-06-01T00:00", "2021-07-16T00:00"),
        ("van from the 21st to the 24th of June 2021", "2021-06-21T00:00", "2021-06-25T00:00"),
        ("on the 11th of June two masked men", "2021-06-11T00:00", "2021-06-12T00:00"),
        ("red car an hour and a half ago", "2022-04-28T06:00", "2022-04-28T07:00"),
        ("red car in the last couple of hours", "2022-04-28T06:00", "2022-04-28T08:00"),
        ("red car two nights ago", "2022-04-26T20:00", "2022-04-27T05:00"),
        ("tips from last week", "2022-04-18T00:00", "2022-04-25T00:00"),
        ("stolen between Friday and Sunday", "2022-04-22T00:00", "2022-04-25T00:00"),
        ("red car last night at around 10", "2022-04-27T21:30", "2022-04-27T22:30"),
        ("red car late on Monday", "2022-04-25T00:00", "2022-04-26T00:00"),
        ("red car all day yesterday", "2022-04-27T00:00", "2022-04-28T00:00"),
        ("red car on the third of April", "2022-04-03T00:00", "2022-04-04T00:00"),
        ("red car at the end of March", "2022-03-01T00:00", "2022-04-01T00:00"),
        ("red car on the twenty third of April", "2022-04-23T00:00", "2022-04-24T00:00"),
        ("red car April twenty fifth", "2022-04-25T00:00", "2022-04-26T00:00"),
        ("red car 26/04 - 10:00-12:00", "2022-04-26T10:00", "2022-04-26T12:00"),
        ("MC vs PED 0615 26APR", "2022-04-26T05:45", "2022-04-26T06:45"),
        (
            "red car between nine and nine thirty pm yesterday",
            "2022-04-27T21:00",
            "2022-04-27T21:30",
        ),
        ("red car before 3 days", "2022-04-25T00:00", "2022-04-26T00:00"),
        ("red car @ 1600 yest", "2022-04-27T15:30", "2022-04-27T16:30"),
        ("red car the night before last", "2022-04-26T20:00", "2022-04-27T05:00"),
        ("xe đỏ từ ngày 3 đến ngày 5/4", "2022-04-03T00:00", "2022-04-06T00:00"),
        ("xe đỏ cả ngày hôm qua", "2022-04-27T00:00", "2022-04-28T00:00"),
        ("xe đỏ hồi hôm", "2022-04-27T22:00", "2022-04-28T05:00"),
        ("kẹt xe 20 phút trước", "2022-04-28T07:10", "2022-04-28T08:10"),
        ("xe đỏ nửa tiếng vừa rồi", "2022-04-28T07:30", "2022-04-28T08:00"),
    ],
)
def test_windows(text: str, after: str, before: str, gazetteer: Gazetteer) -> None:
    time = read(text, gazetteer).time
    assert time.after and time.before
    assert (f"{time.after:%Y-%m-%dT%H:%M}", f"{time.before:%Y-%m-%dT%H:%M}") == (after, before)


@pytest.mark.parametrize(
    ("text", "daily"),
    [
        ("xe ben mỗi thứ bảy từ 19h đến 22h?", ("19:00", "22:00")),
        ("between half past six and eight in the morning", ("06:30", "08:00")),
        ("red car from 23:00 through to 02:30", ("23:00", "02:30")),
        ("red car between the hours of 9 and 11 pm", ("21:00", "23:00")),
        ("red car every day between 9 and 11pm", ("21:00", "23:00")),
        ("red car no later than 9pm", ("00:00", "21:00")),
        ("red car approx 2100", ("20:30", "21:30")),
        ("red car betw 2100 and 2115", ("21:00", "21:15")),
        ("red car 0100-0300h", ("01:00", "03:00")),
        ("red car from 20 hour until 22 hour", ("20:00", "22:00")),
        ("red car at hour 19", ("18:30", "19:30")),
        ("red car from six to seven in the morning", ("06:00", "07:00")),
        ("red car betw 1800 & 1830", ("18:00", "18:30")),
    ],
)
def test_windows_of_the_clock(text: str, daily: tuple[str, str], gazetteer: Gazetteer) -> None:
    told = read(text, gazetteer).time.daily
    assert told and (told.start, told.end) == daily


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("red car next to 9/3 Tô Ký", ["near 9/3 Tô Ký"]),
        ("van at 22:00 on 12/12, 301 Tô Ký", ["near 301 Tô Ký"]),
        ("phone stolen from Tô Ký", ["near Tô Ký"]),
        ("van leaving hẻm 12 Tô Ký", ["on Hẻm 12 Tô Ký"]),
        ("goc phan van hon va truong trinh", ["junction Phan Văn Hớn", "junction Trường Chinh"]),
        ("van, Tô Ký - Nguyễn Ảnh Thủ", ["junction Tô Ký", "junction Nguyễn Ảnh Thủ"]),
        ("dog within half a kilometre of Tô Ký", ["near Tô Ký"]),
        ("dog at the end of Tô Ký", ["on Tô Ký"]),
        ("dog right next to Hóc Môn market", ["near Chợ Hóc Môn"]),
        ("dog where Tô Ký joins Nguyễn Ảnh Thủ", ["junction Tô Ký", "junction Nguyễn Ảnh Thủ"]),
        ("dog on the north side of Tô Ký", ["north_of Tô Ký"]),
        ("dog at To Ky and Nguyen Anh Thu", ["junction Tô Ký", "junction Nguyễn Ảnh Thủ"]),
        ("dog Tô Ký & Nguyễn Ảnh Thủ", ["junction Tô Ký", "junction Nguyễn Ảnh Thủ"]),
        ("dog at Tô Ký/Nguyễn Ảnh Thủ", ["junction Tô Ký", "junction Nguyễn Ảnh Thủ"]),
        ("dog on Tô Ký and Nguyễn Ảnh Thủ", ["on Tô Ký", "on Nguyễn Ảnh Thủ"]),
        ("dog at Tô Ký and Hà Huy Giáp", ["on Tô Ký", "on Hà Huy Giáp"]),
        ("dog on highway twenty two", ["on Quốc lộ 22"]),
        ("dog in district twelve", ["in Quận 12"]),
        ("dog near To Ky 112", ["near 112 Tô Ký"]),
        ("van near To Ky 12", ["near Tô Ký"]),
        ("dog at number 45 on Quang Trung street", ["near 45 Quang Trung"]),
        ("dog outside number one hundred and twelve To Ky", ["near 112 Tô Ký"]),
        ("dog at 88, Phan Van Hon", ["near 88 Phan Văn Hớn"]),
        ("dog o/s 45 Tô Ký", ["near 45 Tô Ký"]),
        ("dog in front of sixty two Phan Van Hon", ["near 62 Phan Văn Hớn"]),
        ("dog in alley fifteen Le Loi", ["on Hẻm 15 Lê Lợi"]),
        ("van, Hà Huy Giáp at Quốc lộ 1A", ["junction Hà Huy Giáp", "junction Quốc lộ 1A"]),
        ("dog fr Tô Ký twds Quang Trung", ["from Tô Ký", "toward Quang Trung"]),
        ("chó khắp quận 12", ["in Quận 12"]),
        ("chó nơi Tô Ký cắt Nguyễn Ảnh Thủ", ["junction Tô Ký", "junction Nguyễn Ảnh Thủ"]),
    ],
)
def test_places(text: str, places: list[str], gazetteer: Gazetteer) -> None:
    understood = read(text, gazetteer)
    assert [f"{place.relation} {place.name}" for place in understood.places] == places
    if text.startswith(("dog", "chó")):
        assert understood.look_for == text.split()[0]


def test_distances_in_words(gazetteer: Gazetteer) -> None:
    for text in ("dog within half a kilometre of Tô Ký", "chó trong vòng 500 mét tính từ Tô Ký"):
        [place] = read(text, gazetteer).places
        assert (place.relation, place.radius_m) == ("near", 500.0)


@pytest.mark.parametrize(
    ("text", "look_for", "aside"),
    [
        ("One of my pupils is lost. Please look for a boy in red", "boy in red", "pupils"),
        ("He is our guest; he says two men took his bag, Tô Ký", "two men took his bag", "guest"),
        ("Traffic jams on Tô Ký, we need them for planning", "Traffic jams", "planning"),
        ("xe đỏ xuất hiện ở Tô Ký", "xe đỏ", "xuất hiện"),
        ("a man who walked past Tô Ký", "man", "who walked"),
        ("a van, if I remember well, parked at Tô Ký", "van parked", "remember"),
        ("a red car, I think a Mazda, on Tô Ký", "red car a Mazda", "I think"),
        ("Subject: theft. Location: Tô Ký. Vehicle: white van", "theft white van", "Vehicle"),
        ("blue car comma broken lamp comma Tô Ký", "blue car broken lamp", "comma"),
        ("red bag, Tô Ký, please hurry, the family is waiting", "red bag", "family"),
        ("red bag, Tô Ký, his mother is worried sick", "red bag", "worried"),
        ("red bag, Tô Ký, any help is welcome", "red bag", "any help"),
        ("his mother in a red hat, Tô Ký, yesterday", "his mother in a red hat", ""),
        ("We are desperate. Our dog, white, Tô Ký, yesterday", "Our dog, white", "desperate"),
        ("I know you are busy, but a van hit me on Tô Ký", "van hit me", "busy"),
        ("My wife was hit yesterday. I am looking for a van", "van", "My wife"),
        ("which way did the van go after it left Tô Ký", "van", "go after"),
        ("where did the two men run to from Tô Ký", "two men", "run to"),
        ("what time did the fire engine reach Tô Ký", "fire engine", "reach"),
        ("my red bag fell off on Tô Ký, has it turned up?", "my red bag fell off", "has it"),
        (
            "My kids are coughing, can you look into men burning cables",
            "men burning cables",
            "kids",
        ),
    ],
)
def test_what_is_said_to_the_asked_is_shown(
    text: str, look_for: str, aside: str, gazetteer: Gazetteer
) -> None:
    understood = read(text, gazetteer)
    assert understood.look_for == look_for
    assert aside in " ".join(understood.asides)


def test_sequences_told_by_their_delay(gazetteer: Gazetteer) -> None:
    for text in (
        "theft, and a van within half an hour of that",
        "xe mất, 30 phút sau một ông đẩy vô tiệm",
    ):
        then = read(text, gazetteer).then
        assert then and then.within_s == 1800.0 and then.question.look_for
    leaving = read("ông cụ rời nhà ở Tô Ký", gazetteer)
    assert leaving.then is None


def test_an_event_is_no_known_time(gazetteer: Gazetteer) -> None:
    for words in ("the night of the crash", "during the storm", "prior to the arrest"):
        understood = read(f"red car {words}, Tô Ký", gazetteer)
        assert (understood.unresolved, understood.look_for) == ((words,), "red car")


@pytest.mark.parametrize(
    "words",
    [
        "don't show taxis", "aside from taxis", "never mind taxis", "taxis excluded",
        "rather than taxis", "excl. taxis", "anything but taxis",
        "we are not interested in taxis", "no taxis",
    ],
)  # fmt: skip
def test_what_is_left_out(words: str, gazetteer: Gazetteer) -> None:
    understood = read(f"red car near Tô Ký yesterday, {words}", gazetteer)
    assert (understood.look_for, understood.exclude) == ("red car", ("taxis",))


@pytest.mark.parametrize(
    ("words", "within_s"),
    [
        ("five minutes later a van", 300.0),
        ("a minute later a van", 60.0),
        ("within five minutes a van", 300.0),
        ("then a van five minutes later", 300.0),
        ("soon after a van", None),
        ("after that a van", None),
        ("and later a van", None),
    ],
)
def test_what_came_next(words: str, within_s: float | None, gazetteer: Gazetteer) -> None:
    understood = read(f"red car near Tô Ký yesterday, {words}", gazetteer)
    assert understood.look_for == "red car"
    assert understood.then and understood.then.question.look_for == "van"
    assert understood.then.within_s == within_s


@pytest.mark.parametrize(
    "words",
    [
        "kế tiếp là xe tải", "một lúc sau xe tải", "vài phút sau xe tải", "theo sau là xe tải",
        "trong vòng 5 phút sau có xe tải", "ngay sau đó xe tải",
    ],
)  # fmt: skip
def test_what_came_next_in_vietnamese(words: str, gazetteer: Gazetteer) -> None:
    understood = read(f"xe đỏ gần Tô Ký hôm qua, {words}", gazetteer)
    assert understood.look_for == "xe đỏ"
    assert understood.then and understood.then.question.look_for == "xe tải"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("footage: red car on Tô Ký", "footage"),
        ("look through the footage for red car on Tô Ký", "footage"),
        ("check the cameras on Tô Ký for red car", "footage"),
        ("red car on Tô Ký, no reports", "footage"),
        ("camera nào ở Tô Ký quay được red car", "footage"),
        ("video red car on Tô Ký", "footage"),
        ("hình camera red car ở Tô Ký", "footage"),
        ("Request CCTV, red car on Tô Ký", "footage"),
        ("red car ở Tô Ký, xin được trích xuất dữ liệu camera", "footage"),
        ("red car, Tô Ký. Lấy cam ngay.", "footage"),
        ("any citizen tips re red car on Tô Ký", "reports"),
        ("tin nhắn Zalo về red car ở Tô Ký", "reports"),
        ("tips: red car on Tô Ký", "reports"),
        ("red car on Tô Ký, no footage", "reports"),
        ("Zalo messages about red car on Tô Ký", "reports"),
        ("which reports mention red car on Tô Ký?", "reports"),
    ],
)
def test_where_to_look(text: str, source: str, gazetteer: Gazetteer) -> None:
    understood = read(text, gazetteer)
    assert (understood.look_for, understood.sources) == ("red car", (source,))


def test_the_deed_after_what_is_left_out(gazetteer: Gazetteer) -> None:
    understood = read("cars but not taxis making U-turns near Tô Ký", gazetteer)
    assert (understood.look_for, understood.exclude) == ("cars making U-turns", ("taxis",))
    assert read("a driver not stopping, not good", gazetteer).exclude == ()
    assert read("a group of 5-6 youths on Tô Ký", gazetteer).time == TimeWindow()


@pytest.mark.parametrize(
    ("text", "after", "before"),
    [
        ("a fight last Friday", "2022-04-22T00:00", "2022-04-23T00:00"),
        ("a fight on Friday of last week", "2022-04-22T00:00", "2022-04-23T00:00"),
        ("a fight tonight", "2022-04-28T20:00", "2022-04-29T05:00"),
        ("a fight on the 29th", "2022-03-29T00:00", "2022-03-30T00:00"),
        ("a fight early this morning", "2022-04-28T05:00", "2022-04-28T12:00"),
        ("a fight at the weekend", "2022-04-23T00:00", "2022-04-25T00:00"),
        ("a fight yesterday at noon", "2022-04-27T11:30", "2022-04-27T12:30"),
        ("a fight 3 days ago", "2022-04-25T00:00", "2022-04-26T00:00"),
        ("a fight in March", "2022-03-01T00:00", "2022-04-01T00:00"),
        ("a fight on the 27th ~ 20h", "2022-04-27T19:30", "2022-04-27T20:30"),
        ("danh nhau toi nay", "2022-04-28T18:00", "2022-04-29T00:00"),
    ],
)
def test_days_as_the_rules_of_labelling_say(
    text: str, after: str, before: str, gazetteer: Gazetteer
) -> None:
    time = read(text, gazetteer).time
    assert time.after == datetime.fromisoformat(f"{after}:00+07:00")
    assert time.before == datetime.fromisoformat(f"{before}:00+07:00")


@pytest.mark.parametrize(
    ("text", "after", "before", "weekdays"),
    [
        ("fights overnight", "20:00", "05:00", None),
        ("fights in the early hours", "00:00", "06:00", None),
        ("fights in the early morning", "05:00", "12:00", None),
        ("fights around midday", "11:30", "12:30", None),
        ("fights at weekends after 9pm", "21:00", "24:00", (6, 7)),
    ],
)
def test_hours_as_the_rules_of_labelling_say(
    text: str, after: str, before: str, weekdays: tuple[int, ...] | None, gazetteer: Gazetteer
) -> None:
    time = read(text, gazetteer).time
    assert time.daily is not None and (time.daily.start, time.daily.end) == (after, before)
    assert time.weekdays == weekdays


@pytest.mark.parametrize("word", ["at dawn", "at dusk", "recently", "the other day"])
def test_vague_times_stay_unresolved(word: str, gazetteer: Gazetteer) -> None:
    found = read(f"a fight {word}", gazetteer)
    assert found.unresolved == (word,) and found.time == TimeWindow()


@pytest.mark.parametrize(
    ("where", "relation"),
    [
        ("off", "near"), ("just off", "near"), ("opposite", "near"), ("past", "near"),
        ("down", "on"), ("up", "on"), ("along", "on"), ("across", "on"), ("into", "on"),
        ("crossing", "near"), ("leaving", "near"),
    ],
)  # fmt: skip
def test_streets_as_the_rules_of_labelling_say(
    where: str, relation: str, gazetteer: Gazetteer
) -> None:
    found = read(f"a van {where} Tô Ký", gazetteer)
    assert [(place.name, place.relation) for place in found.places] == [("Tô Ký", relation)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a fight on Tô Ký, District 12", "Tô Ký"),
        ("a fight in tan hung thuan ward q12", "Phường Tân Hưng Thuận"),
        ("a fight in Tan Xuan commune Hoc Mon district", "Xã Tân Xuân"),
    ],
)
def test_a_district_after_a_place_is_no_place_of_its_own(
    text: str, name: str, gazetteer: Gazetteer
) -> None:
    found = read(text, gazetteer)
    assert [place.name for place in found.places] == [name] and not found.unresolved


@pytest.mark.parametrize(
    ("text", "first", "then"),
    [
        ("hai đứa cạy cửa rồi lên xe Exciter", "hai đứa cạy cửa", "lên xe Exciter"),
        ("một bé gái đứng khóc rồi bị dắt đi", "một bé gái đứng khóc", "bị dắt đi"),
    ],
)
def test_another_deed_after_roi_came_next(
    text: str, first: str, then: str, gazetteer: Gazetteer
) -> None:
    found = read(text, gazetteer)
    assert found.look_for == first
    assert found.then is not None and found.then.question.look_for == then


def test_flight_after_roi_is_the_same_deed(gazetteer: Gazetteer) -> None:
    assert read("giật điện thoại rồi bỏ chạy", gazetteer).then is None
    found = read("bà bán nước bị giật dây chuyền, Tô Ký, rồi tẩu thoát hướng QL1A", gazetteer)
    assert found.then is None and [place.relation for place in found.places] == ["near", "toward"]


def test_an_unaccented_asker_is_no_evening(gazetteer: Gazetteer) -> None:
    assert read("chung toi can tim xe may do o to ky", gazetteer).time == TimeWindow()
    assert read("xe may do o to ky toi qua", gazetteer).time != TimeWindow()


@pytest.mark.parametrize(
    "text",
    [
        "toi muon hoi xe tai o Quan 12",
        "bac oi toi cung tim xe tai o Quan 12",
        "cho toi xin thong tin xe tai o Quan 12",
        "toi nay 81 tuoi, nho tim xe tai o Quan 12",
        "may ba tim gium xe tai o Quan 12",
    ],
)
def test_small_words_without_accents_are_no_time(text: str, gazetteer: Gazetteer) -> None:
    found = read(text, gazetteer)
    assert found.time == TimeWindow() and not found.unresolved


@pytest.mark.parametrize(
    "text",
    ["con gai ao trang, roi nha sang nay, Quan 12", "chia khoa xe, roi o To Ky sang nay"],
)
def test_leaving_and_falling_without_accents_are_no_then(text: str, gazetteer: Gazetteer) -> None:
    assert read(text, gazetteer).then is None


@pytest.mark.parametrize(
    ("text", "look_for"),
    [
        ("may dua hut thuoc o Quan 12", "may dua hut thuoc"),
        ("xe con tong nguoi roi bo chay huong To Ky", "xe con tong nguoi roi bo chay"),
        ("cho em hỏi ai lấy chậu mai ở Tô Ký", "lấy chậu mai"),
        ("thằng nào rải đinh ở Tô Ký", "rải đinh"),
        ("kiểm tra các hộ đốt rác ở Quận 12", "các hộ đốt rác"),
        ("xe tai do xa ban o To Ky, co ai bi thuong khong", "xe tai do xa ban"),
        ("xe tai do xa ban o To Ky, ca nha em so lam", "xe tai do xa ban"),
        ("dashcam thief, To Ky, needed for our appeal", "dashcam thief"),
        ("boundary dispute - man moving a fence post, To Ky", "man moving a fence post"),
    ],
)
def test_what_strangers_say_around_a_scene(text: str, look_for: str, gazetteer: Gazetteer) -> None:
    assert read(text, gazetteer).look_for == look_for


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("A van scraped a gate on To Ky. Footage requested.", ("footage",)),
        ("cho em xin camera đường Tô Ký, em bị quẹt xe", ("footage",)),
        ("cung cấp tin báo của nhân dân về việc nuôi heo ở Quận 12", ("reports",)),
    ],
)
def test_sources_as_offices_ask_for_them(
    text: str, sources: tuple[str, ...], gazetteer: Gazetteer
) -> None:
    assert read(text, gazetteer).sources == sources


def test_what_is_told_by_another_event_is_unresolved(gazetteer: Gazetteer) -> None:
    found = read("a dent on the van before it was parked, To Ky", gazetteer)
    assert found.unresolved == ("before it was parked",)


def test_vs_joins_the_streets_of_a_junction(gazetteer: Gazetteer) -> None:
    found = read("kẹt xe ở ngã tư Trường Chinh vs QL1A", gazetteer)
    assert [place.relation for place in found.places] == ["junction", "junction"]


def test_an_unknown_roundabout_is_told_with_its_kind(gazetteer: Gazetteer) -> None:
    assert read("cay do o vong xoay Le Van Xyz", gazetteer).unresolved == ("vong xoay Le Van Xyz",)
