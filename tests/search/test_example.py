"""Examples and the words added to them; pictures as they are uploaded."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from search.errors import BadPicture, BadQuestion, LargePicture, WrongPicture
from search.example import Example, Phrase, combined, example_of, read_phrases, unit
from search.moment_id import MomentId
from search.uploaded import read_picture

MOMENT = MomentId.parse("0123456789abcdef.1000-5000")
PICTURE = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("+ box on the back − car", [Phrase("box on the back"), Phrase("car", True)]),
        ("-car +red", [Phrase("red"), Phrase("car", True)]),
        ("pick-up truck – xe  tải", [Phrase("pick-up truck"), Phrase("xe tải", True)]),
        ("red", [Phrase("red")]),
        ("", []),
        ("   ", []),
    ],
)
def test_signs_say_what_is_added_and_what_is_taken_away(text: str, phrases: list[Phrase]) -> None:
    assert list(read_phrases(text)) == phrases


def test_an_example_is_what_it_tells_of_itself() -> None:
    example = Example(
        MomentId.parse("5d1c0f9be02a7741.271000-279500"), 272000, (0.1, 0.2, 0.3, 0.4),
        phrases=read_phrases("-car +red"),
    )  # fmt: skip
    assert example_of(example.to_json()) == example
    with pytest.raises(BadQuestion, match="upload it again"):
        example_of(Example(picture=PICTURE).to_json())


@pytest.mark.parametrize("text", ["+", "red -", "+ + red", "x " * 300, "+ a " * 9])
def test_words_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(BadQuestion):
        read_phrases(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_no_word_is_lost(text: str) -> None:
    try:
        phrases = read_phrases(text)
    except BadQuestion:
        return
    kept = "".join("".join(phrase.words.split()) for phrase in phrases)
    assert [c for c in kept if c not in "+-−–"] == [
        c for c in "".join(text.split()) if c not in "+-−–"
    ]


def test_words_move_the_picture_towards_and_away() -> None:
    rng = np.random.default_rng(0)
    picture, red, car, neutral = (unit(rng.normal(size=64)) for _ in range(4))
    query = combined(picture, [(red, 1.0), (car, -1.0)], neutral)
    assert np.linalg.norm(query) == pytest.approx(1, abs=1e-6)
    assert query @ red > picture @ red and query @ car < picture @ car
    assert np.allclose(combined(picture, [(neutral, 1.0)], neutral), picture)
    swapped = combined(picture, [(car, -1.0), (red, 1.0)], neutral)
    assert np.allclose(query, swapped, atol=1e-6)


def test_an_example_shows_something() -> None:
    for wrong in (
        {},
        {"moment": MOMENT, "picture": PICTURE},
        {"picture": PICTURE, "pts_ms": 1},
        {"moment": MOMENT, "pts_ms": 999},
        {"moment": MOMENT, "box": (0.2, 0.0, 0.1, 1.0)},
        {"moment": MOMENT, "box": (0.0, 0.0, 0.1, 1.01)},
        {"moment": MOMENT, "box": (float("nan"), 0.0, 0.1, 1.0)},
    ):
        with pytest.raises(BadQuestion):
            Example(**wrong)  # type: ignore[arg-type]


def test_of_an_uploaded_picture_size_and_hash_are_told() -> None:
    told = Example(picture=PICTURE).to_json()["picture"]
    assert (told["width"], told["height"]) == (4, 2)
    assert told["sha256"] != Example(picture=PICTURE.reshape(4, 2, 3)).sha256


def encoded(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA", "CMYK", "1"])
def test_pictures_of_any_mode_become_rgb(mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    read = read_picture(encoded(Image.new("RGB", (30, 20), (250, 250, 250)).convert(mode), form))
    assert read.shape == (20, 30, 3) and read.dtype == np.uint8
    assert read.mean() > 240


@pytest.mark.parametrize("turned", range(1, 9))
def test_the_orientation_of_a_phone_is_obeyed(turned: int) -> None:
    """All eight: the corner that is red when upright is red in what is read."""
    upright = Image.new("RGB", (64, 32), "white")
    upright.paste((200, 0, 0), (0, 0, 16, 16))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    stored = upright.transpose(undo[turned]) if turned > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = turned
    read = read_picture(encoded(stored, "JPEG", exif=exif, quality=95))
    assert read.shape == (32, 64, 3)
    assert read[4, 4, 0] > 150 > read[4, 4, 1]
    assert read[28, 60].min() > 200


def test_what_is_no_picture_is_refused() -> None:
    good = encoded(Image.effect_noise((64, 64), 50).convert("RGB"), "JPEG")
    for data in (b"", b"\xff\xd8\xff", b"%PDF-1.7", encoded(Image.new("RGB", (4, 4)), "GIF")):
        with pytest.raises(WrongPicture):
            read_picture(data)
    with pytest.raises(BadPicture, match="damaged"):
        read_picture(good[: len(good) // 2])
    for width in (11_000, 20_000, 40_000):
        with pytest.raises(LargePicture, match="pixels"):
            read_picture(encoded(Image.new("1", (width, 5_000))))


@given(st.binary(max_size=200))
def test_no_bytes_break_it(data: bytes) -> None:
    for head in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF\x00\x00\x00\x00WEBP"):
        with pytest.raises(BadPicture):
            read_picture(head + data)
