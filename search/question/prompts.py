"""What an encoder is told to look for: the phrase, in light templates, and in English.

Their mean is searched for. A Vietnamese phrase of which the lexicon knows every word is told as its
English caption alone: whoever asks for a red motorbike, in whichever spelling, gets the same. Of
others a multilingual model needs no translation; an English one is told the concepts that it knows.
Accents left out are put back where the lexicon knows them: models have read far more Vietnamese
with them than without.
"""

from indexer.folding import nfc
from search.question.caption import caption_of, whole_caption
from search.question.lexicon import Mention, mentions

_TEMPLATES = {
    "en": ("{}", "a photo of {}", "{} on the street"),
    "vi": ("{}", "ảnh {}", "{} trên đường"),
}


def prompts(look_for: str, language: str) -> list[str]:
    """Three to five different phrases whose mean is searched for; none for an empty phrase."""
    phrase = " ".join(nfc(look_for).split())
    if not phrase:
        return []
    english = phrase if language == "en" else whole_caption(phrase)
    if english:
        return [template.format(english) for template in _TEMPLATES["en"]]
    found = mentions(phrase)
    accented = _accented(phrase, found)
    told = [phrase, *(template.format(accented) for template in _TEMPLATES["vi"])]
    return list(dict.fromkeys([*told, *filter(None, [caption_of(found)])]))


def _accented(phrase: str, found: list[Mention]) -> str:
    """The phrase with the accents of the words that the lexicon knows."""
    for mention in reversed(found):
        if phrase[mention.start : mention.end].isascii():
            phrase = phrase[: mention.start] + mention.spelling + phrase[mention.end :]
    return phrase
