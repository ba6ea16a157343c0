"""Places in any text: spans, composition, accents, and names found as a plain search finds them."""

import unicodedata
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from indexer.folding import fold, nfc
from indexer.places.gazetteer import builtin_gazetteer
from indexer.places.grammar import find_places
from indexer.places.names import Names
from indexer.places.place import Place
from indexer.places.tokens import Written

GAZETTEER = builtin_gazetteer()
AT = datetime(2022, 4, 27, tzinfo=UTC)
WORDS = (
    "gần", "trên", "ở", "near", "from", "to", "toward", "giữa", "between", "and", "và", "ngã tư",
    "đường", "street", "phường", "P.", "Q.12", "Quận 12", "12", "112", "hẻm 45/3", "500m",
    "within 2 km of", "cách", "phía bắc", "Nguyễn Văn Quá", "nguyen van qua", "NVQ", "Tô Ký",
    "to ky", "Quang Trung", "Trường", "Chinh", "Nguyễn", "Văn", "Hóc Môn", "Đông Hưng Thuận",
    "An Sương", "QL22", "Trần", "xe", "đỏ", "after 9pm", "tối qua", ",", ".", "-", "/", "(", ")",
    '"', "\n", "\u0301", "junction",
)  # fmt: skip
PHRASES = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
TEXTS = st.one_of(
    st.text(max_size=80), PHRASES, st.tuples(PHRASES, st.text(max_size=8)).map("".join)
)
QUESTIONS = (
    "xe máy đỏ gần {} sau 9 giờ tối", "trên đường {} hôm qua", "red car near {} after 9pm",
    "on {} street, two people", "ngã tư {} - Trường Chinh", "giữa {} và Quang Trung",
    "trong vòng 300m quanh {}", "hẻm 45/3 {}", "số nhà 112 {}", "từ {} về hướng Hóc Môn",
    "phía bắc {}", "{}, Quận 12",
)  # fmt: skip
NAMES = st.lists(st.sampled_from("abc"), min_size=1, max_size=3)
STREETS = [place.name for place in GAZETTEER if place.kind == "street"]


@given(TEXTS)
def test_spans_are_within_the_text_in_order_and_apart(text: str) -> None:
    found = find_places(text, GAZETTEER, AT)
    last = 0
    for start, end in found.spans:
        assert last <= start < end <= len(nfc(text))
        last = end
    assert bool(found.spans) == bool(found.refs or found.unresolved)
    assert all(phrase in nfc(text) for phrase in found.unresolved)


@given(TEXTS)
def test_every_reference_is_known_or_is_a_number_in_a_known_street(text: str) -> None:
    for ref in find_places(text, GAZETTEER, AT).refs:
        place = GAZETTEER.resolve(ref)
        assert place is not None
        if ref.id is None:
            is_numbered = ref.kind in ("point", "alley")
            assert ref.name.endswith(place.name)
            assert is_numbered or len(GAZETTEER.meant(ref)) > 1
        else:
            assert (ref.name, ref.kind) == (place.name, place.kind)


@given(TEXTS)
def test_decomposed_text_says_the_same(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert find_places(decomposed, GAZETTEER, AT) == find_places(text, GAZETTEER, AT)


@given(st.sampled_from(QUESTIONS), st.sampled_from(STREETS))
def test_without_accents_a_question_says_the_same(question: str, street: str) -> None:
    text = question.format(street)
    assert find_places(fold(text), GAZETTEER, AT).refs == find_places(text, GAZETTEER, AT).refs
    assert len(find_places(text, GAZETTEER, AT).refs) >= 1


@given(st.lists(NAMES, max_size=5, unique_by=tuple), st.lists(st.sampled_from("abcd"), max_size=12))
def test_the_longest_names_are_found_from_left_to_right(
    names: list[list[str]], words: list[str]
) -> None:
    point = next(place.geometry for place in GAZETTEER if place.kind == "landmark")
    places = [
        Place(f"landmark:{number}", " ".join(name), "landmark", point)  # type: ignore[arg-type]
        for number, name in enumerate(names)
    ]
    found = [(m.start, m.end) for m in Names(places).find(Written(" ".join(words))) if m.is_exact]
    assert found == _longest(words, names)


def _longest(words: list[str], names: list[list[str]]) -> list[tuple[int, int]]:
    """The same by trying every name at every word."""
    found, start = [], 0
    while start < len(words):
        sizes = [len(name) for name in names if words[start : start + len(name)] == name]
        if sizes:
            found.append((start, start + max(sizes)))
        start += max(sizes, default=1)
    return found
