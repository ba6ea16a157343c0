"""English openings and closings told by their grammar; asked on Thursday 28 April 2022 at 08:00."""

from datetime import datetime

import pytest

from indexer.folding import fold
from indexer.places.gazetteer import builtin_gazetteer
from search.question.asides.leading import is_asking, leading_ends
from search.question.asides.matrix import matrix_ends
from search.question.asides.parts import parts_of
from search.question.asides.verbs import inflected, participles
from search.question.parse import parse_question
from search.question.understood import Understood
from tests.indexer.times.phrases import NOW_TEXT

NOW = datetime.fromisoformat(NOW_TEXT)


def read(text: str) -> Understood:
    return parse_question(text, NOW, builtin_gazetteer())


@pytest.mark.parametrize(
    "opening",
    [
        "I need to find out whether there was",
        "Does anybody know if there was",
        "I'm ringing up about",
        "Just getting in touch to see if you have",
        "is there any record at all of",
        "one of our drivers came across",
        "have you guys happened to see",
        "ok so basically",
        "Right, who has seen",
        "I'm a journalist with a local paper and I'm looking into",
        "As part of an inquiry we are seeking",
        "A customer of ours has just rung to say she saw",
        "The tenants upstairs keep complaining about",
        "Several people have told us about",
        "It has come to my attention that there was",
        "My sources tell me there was",
        "Intel suggests",
        "The judge has directed us to obtain",
        "I was waiting for the bus when I noticed",
        "He's adamant that there was",
        "Before we go to print, can anyone confirm",
        "Our own camera failed, so I must ask you for",
        "Sorry if this is the wrong place. I want to see",
        "Would you be an angel and look for",
        "Dear Sirs, in connection with a claim we request",
    ],
)
def test_an_opening_goes_with_the_asking(opening: str) -> None:
    found = read(f"{opening} a girl with a violin case on Tô Ký yesterday")
    assert found.look_for in ("girl with a violin case", "a girl with a violin case")
    assert [place.name for place in found.places] == ["Tô Ký"] and found.asides


@pytest.mark.parametrize(
    "closing",
    [
        ", is that so?",
        ". Hope that's enough to go on.",
        ", not sure exactly",
        " or something like that",
        ". The sooner the better.",
        ", who does it belong to?",
        ". Any truth in that?",
        ". I've got the receipt.",
        ", the insurers want to see it",
        ". She remembers having it then.",
        ". Best, Jo",
    ],
)
def test_a_closing_goes_with_the_asking(closing: str) -> None:
    found = read(f"a girl with a violin case on Tô Ký yesterday{closing}")
    assert found.look_for == "girl with a violin case"


@pytest.mark.parametrize(
    "scene",
    [
        "a man looking for his dog",
        "people talking about football",
        "someone asking for money",
        "someone keeps calling for help",
        "a guard checking bags",
        "a man who said he was a policeman took my phone",
        "a boy shouting that his bike was stolen",
        "a man told me to get off my bike",
        "a witness box fell off a truck",
        "I was hit by a white van",
        "our client was struck by a scooter",
        "a customer left her bag on a bench",
        "call box vandalised",
        "a van with 'Find Me' written on it",
        "it is raining and a tree fell",
        "two boys were seen throwing stones",
    ],
)
def test_a_scene_with_words_of_asking_stays_whole(scene: str) -> None:
    kept = read(f"{scene} on Tô Ký yesterday").look_for
    assert kept == scene.removeprefix("a ")


@pytest.mark.parametrize(
    ("text", "look_for"),
    [
        ("The guard swears he handed over a box", "he handed over a box"),
        ("a courier, seen crying, on Tô Ký", "courier crying"),
        ("Requester: Lt. Hoa | silver jerrycan | Tô Ký", "silver jerrycan"),
        ("who stole my bike on Tô Ký", "stole my bike"),
        ("whoever broke my window on Tô Ký", "whoever broke my window"),
        ("a man on Tô Ký, then gave her an umbrella", "man"),
        ("a nurse on night shift on Tô Ký", "nurse on night shift"),
        ("I don't want to make trouble, I look for a red car", "red car"),
    ],
)
def test_what_is_told_of_the_scene_stays(text: str, look_for: str) -> None:
    assert read(text).look_for == look_for


def test_what_came_next_is_no_asking() -> None:
    found = read("a policeman carried a woman on Tô Ký, then gave her an umbrella")
    assert found.then is not None and found.then.question.look_for == "gave her an umbrella"


def test_every_part_of_speech_is_where_its_words_are() -> None:
    text = fold("We're looking for my neighbour's dog")
    found = [(part.letter, text[part.start : part.end]) for part in parts_of(text)]
    assert found[:3] == [("I", "we're"), ("B", "we're"), ("g", "looking")]
    assert found[-2:] == [("x", "neighbour's"), ("x", "dog")]


def test_an_opening_needs_something_after_it() -> None:
    assert leading_ends("can you find it") == 0
    assert leading_ends("can you find a dog") == len("can you find")
    assert matrix_ends("a dog on a roof") == ()
    assert is_asking("let me know what you find") and not is_asking("with a dog")


@pytest.mark.parametrize(
    ("verb", "past", "present"),
    [("deny", "denied", "denying"), ("spot", "spotted", "spotting"), ("note", "noted", "noting")],
)
def test_verbs_are_inflected(verb: str, past: str, present: str) -> None:
    assert past in inflected(verb) and present in participles(verb)


@pytest.mark.parametrize(
    "opening",
    [
        "Em gọi để hỏi về",
        "hàng xóm em nói có",
        "mẹ tôi kể là thấy",
        "em nghĩ là có",
        "chắc chắn có",
        "Tổ công tác đang truy tìm",
        "Theo phản ánh của người dân, có",
    ],
)
def test_who_told_it_in_vietnamese_goes_with_the_asking(opening: str) -> None:
    found = read(f"{opening} bé gái đeo hộp đàn ở đường Tô Ký hôm qua")
    assert found.look_for == "bé gái đeo hộp đàn"


@pytest.mark.parametrize("scene", ["bạn em ngã xe", "con báo sổng chuồng", "mẹ tôi bị giật túi"])
def test_a_scene_with_persons_in_vietnamese_stays_whole(scene: str) -> None:
    assert read(f"{scene} ở đường Tô Ký hôm qua").look_for == scene


@pytest.mark.parametrize(
    "thing",
    [
        "guard with a torch",
        "mother with two children on a scooter",
        "report card",
        "clock without hands",
        "wanted poster",
        "hunting dog",
        "show of hands",
        "part of a car",
        "question mark sign",
        "large number of police",
        "child not strapped in",
        "car not parked properly",
        "cart minus its wheels",
        "woman with neither shoes nor hat",
        "motorbike that fell over",
        "Sunday school group",
    ],
)
@pytest.mark.parametrize("frame", ["show me a {} near Tô Ký", "at 9pm near Tô Ký I saw a {}"])
def test_what_is_sought_may_be_called_by_a_word_of_asking(thing: str, frame: str) -> None:
    found = read(frame.format(thing))
    assert found.look_for.removeprefix("a ") == thing and not found.exclude
    assert found.time.weekdays is None and not found.unresolved


@pytest.mark.parametrize(
    ("text", "look_for"),
    [
        ("The parents called us in tears. A boy with one sandal, To Ky", "boy with one sandal"),
        ("a red van, says my neighbour, hit a dog on To Ky", "red van hit a dog"),
        ("two men carrying a fridge on To Ky at 3am, weren't they?", "two men carrying a fridge"),
        ("a crane fell on To Ky on Sunday, my cousin was in it", "crane fell"),
        ("a van, which had no plates, threw bottles at us on To Ky",
         "van, which had no plates, threw bottles at us"),
        ("trying to work out what time a blue Isuzu left on To Ky", "blue Isuzu left"),
        ("my bike was stolen. A man in black ran off, To Ky",
         "my bike was stolen. A man in black ran off"),
        ("dumped sofa, To Ky, Sun 2310", "dumped sofa"),
    ],
)  # fmt: skip
def test_what_parts_from_the_scene_ends_it(text: str, look_for: str) -> None:
    assert read(text).look_for == look_for


@pytest.mark.parametrize(
    ("text", "look_for"),
    [
        ("I was closing up on To Ky at 9pm when a man in yellow kicked a dog",
         "a man in yellow kicked a dog"),
        ("hi there, my wife and I had just parked on To Ky when a van hit us", "a van hit us"),
        ("I was knocked down on To Ky by a van", "I was knocked down by a van"),
        ("my dog ran off near To Ky and we are out of ideas", "my dog ran off"),
        ("Excuse my English (I'm Polish), but a bike fell on To Ky", "a bike fell"),
        ("Tôi là luật sư, đang làm đơn, thân chủ khẳng định xe tải lùi vào quán, Tô Ký",
         "xe tải lùi vào quán"),
        ("de co can cu, chung toi can xac minh xe tai lui vao quan, To Ky, rat mong hoi am",
         "xe tai lui vao quan"),
        ("xe tải lùi vào quán, Tô Ký, xe chạy về đâu?", "xe tải lùi vào quán"),
        ("rà giúp kẻ leo rào, Tô Ký", "kẻ leo rào"),
        ("ai do do xa ban xuong kenh, To Ky", "ai do do xa ban xuong kenh"),
    ],
)  # fmt: skip
def test_what_the_teller_did_or_wants_is_not_the_scene(text: str, look_for: str) -> None:
    assert read(text).look_for.removeprefix("a ") == look_for.removeprefix("a ")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Buffalo on the road. Tips. To Ky", "reports"),
        ("CCTV footage, a woman jumps from a taxi, To Ky", "footage"),
        ("rubbish burnt on To Ky, are there any reports?", "reports"),
        ("a brawl on To Ky; kindly limit yourselves to reports", "reports"),
    ],
)
def test_sources_may_be_named_alone(text: str, source: str) -> None:
    assert read(text).sources == (source,)
