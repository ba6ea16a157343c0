"""Vietnamese text, composed and folded: `Nguyễn Văn Quá` → `nguyen van qua`."""

import unicodedata


def nfc(text: str) -> str:
    """The text in composed Unicode (NFC); decomposed names arrive from file systems and phones."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case without accents: NFD, combining marks dropped, đ → d.

    One character in composed text gives one character, so offsets carry over (`nfc(text)`).
    """
    return nfc(text).translate(_FOLDED)


class _Folds(dict[int, str]):
    """Folded characters by code point, each worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_FOLDED = _Folds()


def _fold_character(character: str) -> str:
    bare = unicodedata.normalize("NFD", character)[0]
    lowered = {"đ": "d", "Đ": "d"}.get(bare, bare).lower()
    return lowered if len(lowered) == 1 else bare
