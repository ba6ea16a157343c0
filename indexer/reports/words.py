"""The words of a text and of a query, accented and folded, the same for every text index.

Both text indexes are given these words, joined by spaces, instead of the text: so both see the
same tokens, whatever their tokenizers make of punctuation, apostrophes or emoji.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.folding import fold, nfc

WORD = re.compile(r"[^\W_]+")
"""Letters and digits that stand together; text is composed (NFC), so accents are inside."""
TERMS_LIMIT = 64
"""Different words of a query that are looked for; more add cost and hardly change the ranking."""

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


@dataclass(frozen=True, order=True)
class Term:
    """One word of a query: in lower case as written, and folded."""

    accented: str
    folded: str

    @property
    def is_bare(self) -> bool:
        """Whether it is written without any accent."""
        return self.accented == self.folded


def indexed_words(text: str) -> tuple[str, str]:
    """What is indexed of a text: its words as written, and folded, each joined by spaces."""
    accented = " ".join(WORD.findall(nfc(text).lower()))
    return accented, fold(accented)


def query_terms(words: str) -> tuple[Term, ...]:
    """The different words of a query in their order, stop words left out unless they are all."""
    terms = tuple(dict.fromkeys(_terms(words)))
    telling = tuple(term for term in terms if term.accented not in STOP_WORDS)
    return (telling or terms)[:TERMS_LIMIT]


def phrase_terms(phrase: str) -> tuple[Term, ...]:
    """All words of a phrase in their order."""
    return tuple(_terms(phrase))


def _terms(words: str) -> Iterator[Term]:
    for word in WORD.findall(nfc(words).lower()):
        yield Term(word, fold(word))
