"""Questions, whatever is typed: never an error, nothing lost, the structure comes back whole."""

import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from indexer.folder import Folder
from indexer.folding import fold, nfc
from indexer.places.gazetteer import Gazetteer, load_gazetteer
from search.question.looked_for import EDGES
from search.question.parse import parse_question
from search.question.prompts import prompts
from search.question.understood import Understood

NOW = datetime.fromisoformat("2022-04-28T08:00:00+07:00")
WHAT = [
    "xe máy đỏ", "hai thanh niên đi xe máy đen", "xe tải trắng", "xe 16 chỗ", "ô tô xanh",
    "xe máy không đội mũ bảo hiểm", "biển số 59X1-123.45", "người mặc áo tối màu", "xe máy xanh lá",
    "xe tải", "ô tô", "ô tô đen", "xe máy màu xanh lục", "xe khách", "xe máy chở ba", "đua xe",
]  # fmt: skip
WHERE = ["", "gần Nguyễn Văn Quá", "trên đường Tô Ký", "ở quận 12", "ngã tư Tô Ký - Quang Trung"]
WHEN = [
    "",
    "sau 9 giờ tối",
    "tối 27/4",
    "khoảng 21h",
    "từ 20h đến 22h",
    "đêm qua",
    "mỗi tối thứ bảy",
]
SLOW = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


@lru_cache(1)
def gazetteer() -> Gazetteer:
    return load_gazetteer(Folder(Path(mkdtemp())))


@SLOW
@given(st.text(max_size=120))
def test_any_text_is_understood_without_error(text: str) -> None:
    understood = parse_question(text, NOW, gazetteer())
    assert understood.text == nfc(text)
    assert Understood.from_json(understood.to_json()) == understood


@SLOW
@given(
    st.sampled_from(WHAT),
    st.sampled_from(WHERE),
    st.sampled_from(WHEN),
    st.booleans(),
    st.booleans(),
)
def test_what_is_looked_for_is_what_was_said(
    what: str, where: str, when: str, when_first: bool, bare: bool
) -> None:
    rest = [when, where] if when_first else [where, when]
    question = " ".join(part for part in (what, *rest) if part)
    expected = what
    if bare:
        question, expected = fold(question), fold(what)
    understood = parse_question(question, NOW, gazetteer())
    assert understood.look_for == expected
    assert understood.language == "vi"
    assert bool(understood.places) == bool(where)
    assert understood.time.is_open == (not when)
    assert understood.unresolved == ()


SAID_TEXT = """
    please could you find show me có ai thấy giúp em nha cảm ơn thanks kính gửi đề nghị tìm ơi anh
    urgent is there any tui chiếc hộp lồng hamster flamenco xyzzy pallet nệm cũ ông già bà cụ bé
    red motorbike xe máy đỏ hai người white van không đội mũ with a kite running được không vậy
    who walked last date it happened passing , . :
"""
SAID = [*SAID_TEXT.split(), "xuất hiện", "last seen"]
JOINING_TEXT = """
    a an the is there any of with có là không được ạ vậy nha and to for
"""
JOINING = frozenset(JOINING_TEXT.split()) | EDGES["en"] | EDGES["vi"]


@SLOW
@given(
    st.lists(st.sampled_from(SAID), min_size=1, max_size=14),
    st.sampled_from(WHERE),
    st.sampled_from(WHEN),
)
@example(["cảm", "show"], "", "")
def test_no_word_disappears(words: list[str], where: str, when: str) -> None:
    understood = parse_question(" ".join([*words, where, when]), NOW, gazetteer())
    shown = _words(
        understood.look_for, *understood.exclude, *understood.unresolved, *understood.asides
    )
    placed = _words(where, when)
    lost = [word for word in _words(*words) if word not in shown | placed | JOINING]
    assert lost == []


def _words(*phrases: str) -> set[str]:
    return {word for phrase in phrases for word in re.findall(r"[^\W_]+", phrase.lower())}


@given(st.text(max_size=120), st.sampled_from(["en", "vi"]))
def test_prompts_are_few_different_and_never_empty(text: str, language: str) -> None:
    found = prompts(text, language)
    assert len(found) <= 6 and len(set(found)) == len(found)
    assert all(prompt.strip() for prompt in found)
    assert found == prompts(text, language)
    assert bool(found) == bool(nfc(text).split())
