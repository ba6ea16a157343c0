"""Letters of other alphabets that look like Latin ones, as the Latin ones, one for one.

Who writes `хе mау` with Cyrillic letters is read as `xe may` and not found by it otherwise. The
pairs are those of Unicode's confusables (UTS 39) that Vietnamese words could be written with.
"""

import unicodedata

_PAIRS = {
    "аӓᴀ": "a", "АᎪ": "A", "вВ": "B", "сϲ": "c", "СϹ": "C", "ԁ": "d", "еҽ": "e", "ЕΕ": "E",
    "ɡ": "g", "һ": "h", "НΗ": "H", "іι": "i", "ІΙ": "I", "ј": "j", "кκ": "k", "КΚ": "K",
    "ӏ": "l", "м": "m", "МΜ": "M", "п": "n", "Ν": "N", "оοօ": "o", "ОΟ": "O", "рρ": "p",
    "РΡ": "P", "ԛ": "q", "г": "r", "ѕ": "s", "Ѕ": "S", "т": "t", "ТΤ": "T", "υս": "u",
    "ν": "v", "ѵ": "v", "ԝ": "w", "хχ": "x", "ХΧ": "X", "уү": "y", "УΥ": "Y", "Ζ": "Z",
}  # fmt: skip
"""By groups of letters, lower case to lower and upper to upper; what they all stand for."""


def latin(text: str) -> str:
    """The text with such letters as Latin ones; each character gives one, so offsets carry over."""
    return text if text.isascii() else text.translate(_LATIN)


class _Latin(dict[int, str]):
    """Letters by code point; wide and mathematical ones are worked out when first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = unicodedata.normalize("NFKC", letter)
        self[code] = kept = plain if len(plain) == 1 and plain.isascii() else letter
        return kept


_LATIN = _Latin({ord(one): plain for group, plain in _PAIRS.items() for one in group})
