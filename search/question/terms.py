"""Words for the text search: what is looked for, and the same thing in the other language.

A tip about "xe máy đỏ" must be found by "red motorbike".
"""

from indexer.folding import nfc
from search.question.lexicon import mentions

_COUNTERPARTS = 2
"""How many Vietnamese words stand in for an English one; of the other way round one is enough."""


def text_terms(look_for: str) -> str:
    """The words looked for, followed by their counterparts in the other language.

    Matching is on whole words, folded, so unaccented Vietnamese finds its counterparts too.
    """
    composed = nfc(look_for)
    counterparts: list[str] = []
    for mention in mentions(composed):
        if mention.is_english:
            counterparts.extend(mention.concept.vietnamese[:_COUNTERPARTS])
        else:
            counterparts.append(mention.concept.english[0])
    return " ".join([composed, *dict.fromkeys(counterparts)]).strip()
