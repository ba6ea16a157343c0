"""English verbs with which somebody tells what happened."""

_VERBS_TEXT = """
    say state swear claim remember recall insist maintain allege report describe mention explain
    complain believe think suspect assume reckon fear note add confirm argue dispute contend assert
    affirm declare notice spot hear recognise recognize guess suggest indicate admit
    said swore thought heard wrote write writes testify testifies testified denies deny denied
    identify identifies identified
"""


def _forms(verb: str) -> tuple[str, ...]:
    past = f"{verb}d" if verb.endswith("e") else f"{verb}ed"
    doubled = f"{verb}{verb[-1]}ed"
    return verb, f"{verb}s", past, doubled


VERBS = frozenset(form for verb in _VERBS_TEXT.split() for form in _forms(verb))
_SAW = frozenset(("saw", "sees", "noticed"))


def is_telling(phrase: str) -> bool:
    """Whether a phrase ends with a verb of telling: "caller saw", "witness says"."""
    last = phrase.split()[-1]
    return last in VERBS or last in _SAW
