"""English verbs with which somebody tells what happened."""

_VERBS_TEXT = """
    say state swear claim remember recall insist maintain allege report describe mention explain
    complain believe think suspect assume reckon fear note add confirm argue dispute contend assert
    affirm declare notice spot hear recognise recognize guess suggest indicate admit
    said swore thought heard wrote write testify deny identify
"""


def inflected(verb: str) -> tuple[str, ...]:
    """A verb, with -s and -ed; where the rules of spelling leave it open, each way of it."""
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied"
    past = f"{verb}d" if verb.endswith("e") else f"{verb}ed"
    return verb, f"{verb}s", f"{verb}es", past, f"{verb}{verb[-1]}ed"


def participles(verb: str) -> tuple[str, ...]:
    """A verb with -ing, in each way of spelling it."""
    return f"{verb.removesuffix('e')}ing", f"{verb}ing", f"{verb}{verb[-1]}ing"


VERBS = frozenset(form for verb in _VERBS_TEXT.split() for form in inflected(verb))
_SAW = frozenset(("saw", "sees", "noticed"))


def is_telling(phrase: str) -> bool:
    """Whether a phrase ends with a verb of telling: "caller saw", "witness says"."""
    last = phrase.split()[-1]
    return last in VERBS or last in _SAW
