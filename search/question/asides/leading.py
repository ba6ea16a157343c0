"""English openings told by their grammar: all words of asking, up to what leads to the scene.

`opening` and `telling` read phrases that they know; here only the parts of speech count, so that
"I'm ringing up about …", "one of our drivers came across …" and "is there any record at all of …"
need not be foreseen. The first word that is none of asking or telling ends the search, so a word
of the scene is never taken.
"""

import re
from functools import lru_cache
from itertools import islice

from search.question.asides.parts import Part, parts_of
from search.question.masked import GAP

_OBJECT = re.compile(r"(?:[vGW]m?|[vwgGWnJ][Aam]*[Po]|EA*[MVA]*B|[BV]A*E|q)[dAaJ]*(?=[Hh])")
"""Before somebody who is sought or spoken of: "find someone who", "a sign of my sister"."""
_NO_TELLER = re.compile(r"(?<![dJAa,.&ch])(?<!^)h|(?:^|[,.])h(?![AaVBMD]*[tWw])")
"""Nouns such as "guard" that neither have a determiner nor tell."""
_NO_VERB = re.compile(r"(?<=d)[vwtkzWgGy](?=x)")
"""After a determiner and before a word of the scene: "a report card", "a clock without hands"."""
_PERCEIVED_TEXT = "saw notice notices noticed observe observes observed clocked witnessed watched"
_PERCEIVED = re.compile(
    rf"\b(?:{'|'.join(_PERCEIVED_TEXT.split())})\s(?:(?:an?|the|one|two|some|my|our|his|her)\s)?"
)
"""Who is seen is of the scene, and nobody who was told: "I saw a guard with a torch"."""
_LEAD = re.compile(
    r"""(?:
        (?P<verb>[vG]|(?<=[oM])n)[Aam]*P*               # find me, looking into, to trace
      | (?P<said>t|(?<=[Bk])y|^y)(?:[Aam]|[dJ]*h)*(?:[cT]|GP*|P)?  # told me that, reported seeing
      | (?P<with>[wg])[AamU]*(?:n[Aa]*)?P+               # call about, get in touch about
      | (?P<want>W)[Aa]*                                # we need
      | (?P<noun>n)[Aa]*(?:P|o)*P                       # any record at all of
      | [JnwgvtyBPmGW][Aa]*c | [JngGvwmty]A*T  # sure that, asking whether
      | (?:^|[,.&])[Aa]*B[Aa]*TA+ | B[Aa]*TA*J                                      # is it true
      | E[Aa]*[MVA]*B[AaB]* | [MVB]A*E[Aa]*[VB]*[Aa]*   # there was, could there have been
      | [Jj][Aa]*P | [BA]A*j[Aa]*[cT]?                    # interested in, I'm certain
      | (?:^|[,.&])[Aa]*[VBDM][Aa]*Y[AaBV]*  # has anyone been
      | [vGwgtyo]A*q[Aa]*                               # work out what time
      | [,.&]A*[VBD]                                    # long shot, but has
      | (?:[cqDMt]|^)[Aa]*[UY][AaM]*(?:V[Aa]*)+P?       # if you have
      | (?:^|[,.])[Aa]*(?:q|d+n?)[Aa]*[IUY].*B | q[Aa]*(?:[IUY][^x_]*|k)P          # what we need is
    )$""",
    re.VERBOSE,
)
_INTRODUCED = re.compile(
    rf"""\W*(?:
        (?:(?:hi|hello|hey|dear|good\sday)\b[^{GAP}.,;]{{0,30}},?\s)?
        (?:i'm|i\sam|im|we're|we\sare|it's|it\sis|this\sis|my\sname\sis|my\sname's|i\swork|i\slive|i\srun
          |i\sown|i\smanage|we\srun|we\slive|as\san?|as\sthe|speaking\sas)\b
        [^{GAP}.?!;:]{{2,80}}?(?:,|\s-|\band\b|\bso\b|\bbut\b)\s(?:and\s|so\s|but\s)?
        (?=(?:i|i'm|i'd|i've|im|we|we're|we'd|we've|could|can|would|please|kindly|looking|need|did|does
          |has|have|is\sthere|was\sthere)\b)
      | (?:an?\s|the\s|our\s|my\s)?(?:[\w'’.-]+\s){{1,5}}
        (?=(?:asking|enquiring|inquiring|ringing|calling|phoning|writing)\s(?:in\s)?(?:about|if|whether|after)\s)
    )""",
    re.VERBOSE,
)
"""Who asks, before the asking: "I'm a nurse here and I'd like …", "teacher asking about …"."""
_HAIL = re.compile(r"A+,?|(?:[AaPE]+,)|(?:[^x_,.Hhz]*[IUYnJjvwWt][^x_,.Hh]*(?:[,.]|&a?))+")
"""What may stand before all else: "ok so basically", "right,", "anyone on duty?"."""
_BEFORE = re.compile(r"(?:[PoAa&d,.]*_[,.]*)+")
"""Place and time at the head, taken out, with the small words before them."""
_CLOSING = re.compile(
    r"""[&Aa,]*(?:
        [^.]*[IUmJj].* | [vwWkt][^H]* | T[AaBMDz].* | [BDMV][AaT]*[TUIYEH].* | [BDMV]?A*Y.* | P?[Tm]
      | d?[Aazn]+PT | [AaJjzdn&]+
    )""",
    re.VERBOSE,
)
"""A clause of asking alone: "is that so", "not sure exactly", "hope that's enough"."""
_LONGEST = 48
"""Parts in which an opening is looked for."""
_SUBJECT = re.compile(r"[IUYHhT]")
_CLAUSE = re.compile(r"[,.&cq]")


@lru_cache(64)
def leading_ends(folded: str) -> int:
    """Where such an opening of what is left of a question, folded, ends; 0 if there is none."""
    parts = list(islice(parts_of(folded), _LONGEST))
    before = _BEFORE.match("".join(part.letter for part in parts))
    parts = parts[before.end() :] if before else parts
    letters = re.sub("(?<=[Pvdo])_(?=P)", "n", "".join(part.letter for part in parts))
    asking = min(_asking(letters), _perceived(folded, parts))
    if not set("xzHh") & set(letters[asking:]):
        return 0
    ends = next((end for end in range(asking, 0, -1) if _leads(letters[:end])), 0)
    return _end_of(parts, ends)


@lru_cache(64)
def introduced_ends(folded: str) -> int:
    """Where an opening ends that first says who asks; 0 if none does."""
    intro = _INTRODUCED.match(folded)
    asked = leading_ends(folded[intro.end() :]) if intro else 0
    return intro.end() + asked if intro and asked else 0


def is_asking(folded: str) -> bool:
    """Whether a clause at the end, folded, has only words of asking and is about asker or asked."""
    letters = "".join(part.letter for part in parts_of(folded)).rstrip(",.")
    return not set("x_") & set(letters) and _CLOSING.fullmatch(letters) is not None


def _asking(letters: str) -> int:
    """How many parts at the head are of asking and telling."""
    last = re.match("[^xz_]*", letters)
    ends = last.end() if last else 0
    for form in (_OBJECT, _NO_TELLER, _NO_VERB):
        if found := form.search(letters, 0, ends + 1):
            ends = min(ends, found.end() if form is _OBJECT else found.start())
    return ends


def _perceived(folded: str, parts: list[Part]) -> int:
    """How many parts stand before the first person that is seen; all if none is."""
    for count, part in enumerate(parts):
        seen = part.letter in "hH" and count and _PERCEIVED.search(folded, 0, part.start)
        if seen and seen.end() == part.start:
            return count
    return len(parts)


def _leads(letters: str) -> bool:
    """Whether parts that are all of asking lead to the scene."""
    if _HAIL.fullmatch(letters):
        return True
    found = _LEAD.search(letters)
    if found is None:
        return False
    verb = next((name for name in ("verb", "said", "with", "want", "noun") if found[name]), None)
    return verb is None or _may_say(letters, found.start(verb), verb)


def _may_say(letters: str, at: int, verb: str) -> bool:
    """Whether who does it, if it is said, is the asker or the asked, or somebody who tells."""
    clause = max((found.end() for found in _CLAUSE.finditer(letters, 0, at)), default=0)
    subjects = _SUBJECT.findall(letters, clause, at)
    subject = subjects[-1] if subjects else ""
    if verb == "said":
        return bool(subject) or letters[at] == "y"
    if re.search("[DVM][^IUY]*$", letters[clause : letters.rfind(subject, clause, at)]):
        return True
    if subject == "h":
        return "W" in letters[clause : at + 1] or "t" in letters[clause:at]
    return subject not in ("H",) or "t" in letters[clause:at]


def _end_of(parts: list[Part], count: int) -> int:
    return parts[count - 1].end if count else 0
