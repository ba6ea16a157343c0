"""What an encoder is told to look for: the phrase, in light templates, and in English.

A multilingual model needs no translation; an English one, and the small demonstration model, are
told a plain caption made of the concepts the phrase names.
"""

from indexer.folding import nfc
from search.question.caption import caption_of
from search.question.lexicon import mentions

_TEMPLATES = {"en": "a photo of {}", "vi": "ảnh {}"}


def prompts(look_for: str, language: str) -> list[str]:
    """Three to six different phrases whose mean is searched for; none for an empty phrase."""
    phrase = " ".join(nfc(look_for).split())
    if not phrase:
        return []
    template = _TEMPLATES.get(language, _TEMPLATES["en"])
    asked = [phrase, template.format(phrase)]
    if caption := caption_of(mentions(phrase)):
        asked += [caption, f"a photo of {caption}"]
    return list(dict.fromkeys(asked))
