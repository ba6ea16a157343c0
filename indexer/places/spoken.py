"""Numbers in English words, as in "district twelve" and "number one hundred and twelve"."""

from collections.abc import Sequence

_SMALL_TEXT = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
"""
_TENS_TEXT = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: number for number, word in enumerate(_SMALL_TEXT.split(), 1)}
_TENS = {word: 10 * number for number, word in enumerate(_TENS_TEXT.split(), 2)}
_WORDS = {number: word for word, number in (_SMALL | _TENS).items()}
NUMBER_WORDS = (*_SMALL, *_TENS, "hundred", "and")
"""All words that such numbers are made of."""


def spoken(number: str) -> tuple[str, ...]:
    """The words of a number of 1 to 99 in figures; else the number as it is."""
    if not number.isdigit() or not 0 < int(number) < 100:
        return (number,)
    value = int(number)
    if value in _WORDS:
        return (_WORDS[value],)
    return _WORDS[value - value % 10], _WORDS[value % 10]


def figure(words: Sequence[str]) -> int | None:
    """The number below 1000 that words say; None if they say none."""
    value, before = 0, ""
    for word in words:
        if word == "hundred" and before in _SMALL and value < 10:
            value *= 100
        elif word == "and" and before == "hundred":
            pass
        elif (word in _TENS and before in ("", "hundred", "and")) or (
            word in _SMALL and (before in ("", "hundred", "and") or before in _TENS)
        ):
            value += (_TENS | _SMALL)[word]
        else:
            return None
        before = word
    return value if value and before != "and" else None
