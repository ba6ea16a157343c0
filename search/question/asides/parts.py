"""Parts of speech of the English words that people ask, tell and thank with, one letter each.

| letter | part of speech                                       | as in             |
|--------|------------------------------------------------------|-------------------|
| I, U, Y| who asks; who is asked; anyone who may know          | we, you, anybody  |
| H, h   | who told it: a pronoun; a noun, after a determiner   | she, neighbour    |
| m, T, E| me, us; it, this; there                              |                   |
| B, V, D, M | forms of be, have, do; modal verbs               | was, had, did, may |
| v, G   | to seek, tell of or perceive a thing; with -ing      | find, seeing      |
| w, g   | the same where a preposition must follow; with -ing  | look, calling     |
| W      | to want: anybody's wanting is asking                 | need, hope        |
| t, y   | to tell or perceive; with -ing                       | says, talking     |
| k, z   | what leads to no scene; the same, only at the end    | keep, copy        |
| c, q   | what opens a clause; other question words            | whether, how      |
| P, o   | prepositions; to                                     | about, for        |
| n, J, j | nouns and adjectives of asking; of being certain     | record, keen, sure |
| d, &   | determiners; what joins clauses                      | any, but          |
| A, a   | adverbs and interjections; those that may be of the scene | basically, right |
| , . _ x | comma; the end of a sentence; what was taken out; any other word |       |
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.question.asides.verbs import inflected, participles
from search.question.masked import GAP

_WORDS_TEXT = {
    "I": "i we",
    "U": "you u ya y'all",
    "Y": "anyone anybody",
    "H": "he she they someone somebody people everyone everybody",
    "m": "me us",
    "T": "it that this them",
    "E": "there",
    "B": "be am is are was were been being isn't aren't wasn't weren't",
    "V": "has have had having haven't hasn't hadn't",
    "D": "do does did don't doesn't didn't",
    "M": "can could would will shall should may might must can't couldn't won't wouldn't cannot",
    "c": "if whether",
    "q": "whatever who what which how when where why",
    "o": "to",
    "P": "about of for with on at from in by into after over regarding concerning as per re"
    " through across out according behalf up",
    "n": """
        record records trace traces sign signs hint hints sighting sightings word news rumour
        rumours rumor rumors talk mention chance way ways search searches query request question
        questions help favour favor enquiry enquiries inquiry inquiries investigation information
        info evidence proof idea touch luck priority task job matter connection relation purpose
        purposes system database archive duty desk answer reply tip tips lead leads assistance
        possibility interest attention thing part reason material materials grounds visual
        eyes anything description
    """,
    "J": """
        possible impossible keen glad grateful happy interested able likely
        unable true aware curious desperate eager anxious thankful obliged supposed
        available helpful important necessary needed required useful
    """,
    "j": "sure certain positive convinced adamant",
    "d": "a an the any some my our your no another every each all one two several few many",
    "&": "and but or because cause cos",
    "k": "exists exist put go goes going run come make let help",
    "A": """
        bro dude standby just really basically again once ever also already actually maybe perhaps
        possibly probably supposedly apparently reportedly allegedly certainly definitely kindly
        please pls plz ok okay yes yeah yep yo hi hello hey sorry quickly soon asap somehow anyway
        anyways honestly urgently happen happens happened further straight immediately so currently
        presently hopefully ahead not else respectfully
    """,
    "a": """
        like most extremely right well listen now next first only here too still then more new
        officer quite very pretty almost nearly fairly
    """,
    "h": """
        neighbour neighbours neighbor neighbors caller callers witness witnesses passer-by
        passers-by passerby bystander bystanders colleague colleagues boss supervisor manager guard
        guards landlady landlord tenant tenants mother mum mom father dad sister brother wife
        husband son daughter kid kids cousin aunt uncle friend friends client clients customer
        customers guest guests staff team resident residents shopkeeper owner employee employees
        flatmate roommate housemate partner girlfriend boyfriend security grandmother grandfather
        grandma grandpa secretary assistant lawyer insurer chief superior superiors police commander
        editor informant informants source sources tipster intern
    """,
}  # fmt: skip
_VERBS = {
    "v": """
        find, see seen, show shown, trace, locate, identify, spot, seek sought, give gave
        given, fetch, retrieve, check, review, verify, confirm, investigate,
        examine, track, recover, pinpoint, detect, establish,
        determine, ascertain, obtain, research, document, pursue, inspect, preserve, secure
    """,
    "k": "get got, keep kept, found, have, begin, start, continue, carry",
    "W": "want, await, need, hope, beg, wish, require, try tried, intend, love",
    "w": """
        look, trouble, bother, pester, dig, probe, search, hunt, call, ring rang, phone, write wrote
        written, text, email, ask, enquire, inquire, learn, know knew known, read, inform, notify,
        advise, contact, request, repeat
    """,
    "t": """
        say said, report, mention, notice, note, remember, recall, claim, state, describe, swear
        swore sworn, believe, think thought, hear heard, tell told, saw, insist, observe, clock,
        talk, speak spoke spoken, wonder, complain, recognise, recognize, reckon, guess, assume
    """,
}
_CLOSING_TEXT = """
    copy picture pictures photo photos clip clips footage image images number file english sooner
    later better best enough lot lots ton tons million bunch bit name detail details nothing moment
    minute trouble problem issue bell station back send save share ring reach wait waiting phone
    email message contact quick short such kind welcome reward urgent emergency matter matters means
    meant world day own free contactable money cost big great huge small appreciate appreciated
    thank thanks cheers truth joy hits long forward respond response exact exactly precise precisely
"""
_CONTRACTIONS = {"m": "B", "re": "B", "s": "B", "ve": "V", "d": "M", "ll": "M"}
_WHOLE = {
    "idk": "IDw", "im": "IB", "ive": "IV", "gimme": "v", "lemme": "w", "wanna": "W", "gonna": "M",
    "gotta": "M", "dunno": "IDw", "theres": "EB", "whats": "qB", "wheres": "qB", "whos": "qB",
    "thats": "TB", "dont": "D", "didnt": "D", "doesnt": "D", "cant": "M", "youve": "UV",
    "any1": "Y", "lkg": "G", "chk": "v", "pse": "A", "reqg": "G",
}  # fmt: skip
_WITH_ING = {"v": "G", "w": "g", "W": "G", "t": "y", "k": "k"}
_PHRASES_TEXT = {
    "A": """
        at all, by any chance, see below, long shot, stand by, hang on, hang on a second, hold on,
        one moment, just a second, rightly, new paragraph, not urgent, if you have time, if u have
        time, if you have a moment, if you have a minute, first time using this, first time here
    """,
    "U": "you guys, u guys, you people, you lot",
    "h": """
        loss adjuster, insurance adjuster, claims adjuster, claims handler, insurance assessor
    """,
    "t": "came across, comes across, to suspect",
    "v": """
        refer to, refers to, come across, something about, a shout to,
        copy of when, copy of, the one where,
        the bit where, the part where, the moment where, the moment when, chasing up, the case of,
        we're chasing, i'm chasing, we are chasing, i am chasing, what is it with
    """,
    "n": """
        strong grounds, good grounds, good reason, every reason, direction of travel, right channel,
        right place, right person, right number, right group
    """,
    "w": "rule out, work out, figure out, make sense of",
    "q": "what time, which way, which direction, what direction, how come",
    "z": "no more, something like that, anything like that",
}
_PHRASES = {
    " ".join(phrase.split()): letter
    for letter, text in _PHRASES_TEXT.items()
    for phrase in text.split(",")
}
_OF_THE_SCENE_TEXT = """
    more than, fewer than, less than, one short, a show, a spot, a track, a part, a system, a desk,
    a thing, a notice, a note, about a dozen, about half a dozen, a number, a large number,
    a small number, a great number
"""
_PHRASES |= {" ".join(phrase.split()): "x" for phrase in _OF_THE_SCENE_TEXT.split(",")}
_PHRASE = "|".join(sorted(_PHRASES, key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?P<gap>{GAP}[{GAP}\s]*)"
    rf"|(?P<word>(?:{_PHRASE})\b|[^\W_]+(?:[-'’/.]+[^\W_]+)*)|(?P<stop>[^\w\s{GAP}]+)"
)


_ADVERB = 5
_NO_ADVERBS = frozenset(("family", "elderly", "butterfly", "assembly", "monopoly", "anomaly"))
"""Words in -ly of more letters than that are adverbs, but for these."""


@dataclass(frozen=True)
class Part:
    """A letter for what stands at [start, end) of a text; a contraction has one for each half."""

    letter: str
    start: int
    end: int


def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for letter, words in _WORDS_TEXT.items():
        for word in words.split():
            found.setdefault(word, letter)
    for letter, verbs in _VERBS.items():
        for forms in verbs.split(","):
            base, *others = forms.split()
            for form in (*inflected(base), *others):
                found.setdefault(form, letter)
            for form in participles(base):
                found.setdefault(form, _WITH_ING[letter])
    for word in _CLOSING_TEXT.split():
        found.setdefault(word, "z")
    return found


_LETTERS = _table()


def parts_of(folded: str) -> Iterator[Part]:
    """The parts of speech of a folded text whose taken-out parts are GAPs, in their order."""
    for match in _TOKEN.finditer(folded):
        if match["word"]:
            for letter in _letters(match["word"].replace("’", "'")):
                yield Part(letter, *match.span())
        elif match["gap"]:
            yield Part("_", *match.span())
        else:
            yield Part("." if set(match[0]) & set(".?!;") else ",", *match.span())


def _letters(word: str) -> str:
    """The letters of a word, two of one such as "we're"."""
    known = _PHRASES.get(word) or _WHOLE.get(word) or _LETTERS.get(word)
    if known:
        return known
    before, apostrophe, after = word.partition("'")
    is_owner = after == "s" and _LETTERS.get(before, "h") in "hnvYz"
    if apostrophe and after in _CONTRACTIONS and before in _LETTERS and not is_owner:
        return _LETTERS[before] + _CONTRACTIONS[after]
    return "a" if word.endswith("ly") and len(word) > _ADVERB and word not in _NO_ADVERBS else "x"
