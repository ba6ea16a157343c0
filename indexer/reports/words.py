"""The words of a text and of a query, accented and folded, the same for every text index.

Both text indexes are given these words, joined by spaces, instead of the text: so both see the
same tokens, whatever their tokenizers make of punctuation, apostrophes or emoji.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from indexer.folding import fold, nfc
from indexer.reports.lookalikes import latin
from indexer.reports.shorthand import expansion, written_out

WORD = re.compile(r"[^\W_]+")
"""Letters and digits that stand together; text is composed (NFC), so accents are inside."""
TERMS_LIMIT = 64
"""Different words of a query that are looked for; more add cost and hardly change the ranking."""
PAIRS_LIMIT = 6
"""Words of a query that are looked for side by side."""

_STOP_WORDS_TEXT = """
    bị các cái chiếc có cũng của đã đang đây đến để đó được gì hoặc không là lại lên lúc mà mấy một
    này nào nếu như những nó ở rất rồi sẽ tại thì thấy tôi trên từ và vào vẫn vậy về vì với vừa
    ai cac duoc khi khong luc nao nhung trong
    a about and are at by did does for from has have her his how in is it near of on she that the
    their there they this was were what when where which who will with you
"""
STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())
"""Words that say nothing of what is looked for. The Vietnamese ones count as they are written:
left bare, "do" may be đỏ, "cho" chó, "va" va chạm, "thi" Thị; only a few have no such double."""


class Term(NamedTuple):
    """One word of a query: in lower case as written, and folded."""

    accented: str
    folded: str

    @property
    def is_bare(self) -> bool:
        """Whether it is written without any accent."""
        return self.accented == self.folded


def indexed_words(text: str) -> tuple[str, str]:
    """What is indexed of a text: its words as written, and folded, each joined by spaces.

    Behind a word that is short for something stands what it is short for.
    """
    accented = " ".join(_read(text))
    return accented, bare(accented)


def text_terms(text: str) -> list[Term]:
    """The same words, one by one."""
    accented, folded = indexed_words(text)
    return [Term(*word) for word in zip(accented.split(), folded.split(), strict=True)]


def bare(text: str) -> str:
    """The composed text folded, letters that only look Latin too; one character for one."""
    return fold(latin(text))


def query_terms(words: str) -> tuple[Term, ...]:
    """The different words of a query in their order, stop words left out unless they are all."""
    terms = tuple(dict.fromkeys(_terms(words)))
    telling = tuple(term for term in terms if term.accented not in STOP_WORDS)
    return (telling or terms)[:TERMS_LIMIT]


def query_pairs(words: str) -> tuple[tuple[Term, Term], ...]:
    """Words that stand side by side in a query: a word of two syllables, often, or a name."""
    terms = list(_terms(words))
    telling = (
        pair for pair in pairwise(terms) if not any(term.accented in STOP_WORDS for term in pair)
    )
    return tuple(dict.fromkeys(telling))[:PAIRS_LIMIT]


def phrase_terms(phrase: str) -> tuple[Term, ...]:
    """All words of a phrase in their order."""
    return tuple(_terms(phrase))


def _terms(words: str) -> Iterator[Term]:
    for word in WORD.findall(written_out(nfc(words).lower())):
        yield Term(word, bare(word))


def _read(text: str) -> Iterator[str]:
    return (_with_expansion(word) for word in WORD.findall(nfc(text).lower()))


def _with_expansion(word: str) -> str:
    meant = expansion(word)
    return f"{word} {meant}" if meant else word
