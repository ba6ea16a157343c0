"""Who told it: "my client swears that a van …", "the tourists remember a blue bus"."""

from collections.abc import Iterator, Sequence

from search.question.asides.verbs import VERBS
from search.question.asides.words import Word

_TELLING_TEXT = "tell tells told inform informs informed advise advises advised assure assures"
_TELLING = frozenset(_TELLING_TEXT.split())
"""Verbs that go with whom it was told."""
_TO_TEXT = "me us him her them police officers staff security"
_TO = frozenset(_TO_TEXT.split())
_LEADS_TEXT = """
    that there a an the this these those his her their my our your its he she they we it someone
    somebody people i one two three four five six several some many no being having seeing hearing
    how
"""
_LEADS = frozenset(_LEADS_TEXT.split())
"""What was told begins with one of these."""
_TELLERS_TEXT = """
    caller callers witness witnesses informant informants resident residents neighbour neighbours
    complainant claimant tipster source sources locals
"""
_TELLERS = frozenset(_TELLERS_TEXT.split())
_STATES = frozenset(("missing", "stolen", "lost", "dead", "injured", "hurt", "to", "as", "by"))
_SKIPPED = frozenset(("that", "seeing", "having", "how", "hearing"))


def tellings(words: Sequence[Word], first: int, far: int) -> Iterator[int]:
    """After how many words it begins what somebody told, each time such a verb stands there.

    Only a verb that somebody stands before, and what can be told after, is one: not "a car reported
    stolen".
    """
    for at in range(first + 1, min(len(words) - 1, first + far)):
        if not _has_teller(words, first, at):
            continue
        end = _after_verb(words, at)
        if end is None or end >= len(words) or not _may_be_told(words, at, end):
            continue
        while words[end].told in _SKIPPED and end + 1 < len(words):
            end += 1
        yield end


def _may_be_told(words: Sequence[Word], at: int, end: int) -> bool:
    """Whether what was told may begin at `end`; after "caller reports" anything but a state may."""
    told = words[end].told.split()[0]
    is_teller = words[at - 1].told in _TELLERS and words[end].kind == "w"
    return told in _LEADS or (is_teller and told not in _STATES)


def _has_teller(words: Sequence[Word], first: int, at: int) -> bool:
    before = words[at - 1]
    is_apposed = before.told == "," and at - 2 > first
    return before.kind in "pswUk" or (is_apposed and words[at - 2].kind in "wU_")


def _after_verb(words: Sequence[Word], at: int) -> int | None:
    told = words[at].told
    if told in VERBS:
        return at + 1
    verb, *to = told.split()
    if verb not in _TELLING:
        return None
    if to:
        return at + 1 if set(to) & _TO else None
    return at + 2 if at + 1 < len(words) and words[at + 1].told in _TO else None
