"""Which names of places stand in a text: exactly as spelled somehow, or lightly misspelled.

Exact spellings are found in one tree over whole words, whatever the length of the list. A
misspelled name is found by its other words: in all names of two words or more, all but one must be
right, and that one must be a slip of the fingers away and not another Vietnamese name ("Nguyễn Văn
Qau" is Nguyễn Văn Quá, "Nguyễn Văn Quý" is somebody else).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from indexer.places.place import Place
from indexer.places.spelling import Spelling, spellings
from indexer.places.tokens import Written

_LONG = 5
"""From this length on a word with one wrong letter is still told from any other word."""
_TELEX_DOUBLES = re.compile(r"([aeod])\1")
_LONGEST_NAME = 6
_SHORTEST_ANCHOR = 4
"""Letters that the rightly spelled words of a misspelled name have at least."""


@dataclass(frozen=True)
class NameMatch:
    """A name found: tokens [start, end), what it may be a spelling of, and whether exactly.

    `sounds_alike` where it is not exact but would be spoken the same: "truong trinh".
    """

    start: int
    end: int
    spellings: tuple[Spelling, ...]
    is_exact: bool = True
    sounds_alike: bool = False


@dataclass
class _Node:
    """What the words on the way to it spell, and what goes on after them."""

    spellings: list[Spelling] = field(default_factory=list)
    after: dict[str, "_Node"] = field(default_factory=dict)


class Names:
    """All spellings of all places, ready to be found."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Take in the places; of two with the same spelling the earlier ranks higher."""
        self._known: dict[tuple[str, ...], list[Spelling]] = defaultdict(list)
        for place in places:
            for spelling in spellings(place):
                self._known[spelling.words].append(spelling)
        self._vocabulary = {word for words in self._known for word in words}
        self._tree = self._grown()
        self._anchors = self._anchored()
        self._firsts = {key[0] for key in self._anchors}
        self._seconds = {key[1] for key in self._anchors if key[0] is None}

    def named(self, name: str) -> list[Place]:
        """The places whose name is in the given one: its last, longest match, best first, once."""
        written = Written(name)
        matches = self.find(written)
        spellings = matches[-1].spellings if matches else ()
        return list({spelling.place.id: spelling.place for spelling in spellings}.values())

    def find(self, written: Written) -> list[NameMatch]:
        """All names in a text, in order, none overlapping another; takes linear time."""
        exact = list(self._exact(written))
        taken = [False] * len(written.tokens)
        for match in exact:
            taken[match.start : match.end] = [True] * (match.end - match.start)
        near = self._misspelled(written.words, taken)
        whole = [match for match in near if _is_whole(written, match.start, match.end)]
        return sorted([*exact, *whole], key=lambda match: match.start)

    def _grown(self) -> _Node:
        root = _Node()
        for words, found in self._known.items():
            node = root
            for word in words:
                node = node.after.setdefault(word, _Node())
            node.spellings = found
        return root

    def _exact(self, written: Written) -> Iterator[NameMatch]:
        start = 0
        while start < len(written.words):
            found = self._longest(written, start)
            if found:
                yield found
            start = found.end if found else start + 1

    def _longest(self, written: Written, start: int) -> NameMatch | None:
        """The longest name that begins with a token, its words standing together."""
        node, found = self._tree.after.get(written.words[start]), None
        end = start + 1
        while node:
            if node.spellings:
                found = NameMatch(start, end, tuple(node.spellings))
            if end == len(written.words) or not written.in_one_name(end):
                break
            node, end = node.after.get(written.words[end]), end + 1
        return found

    def _anchored(self) -> dict[tuple[str | None, ...], list[tuple[str, ...]]]:
        """Names by all of their words but one, which is None in the key."""
        anchors: dict[tuple[str | None, ...], list[tuple[str, ...]]] = defaultdict(list)
        for words, found in self._known.items():
            if not 2 <= len(words) <= _LONGEST_NAME or found[0].initials:
                continue
            for index, word in enumerate(words):
                rest = (*words[:index], *words[index + 1 :])
                if len("".join(rest)) >= _SHORTEST_ANCHOR and word.isalpha() and len(word) > 1:
                    anchors[(*words[:index], None, *words[index + 1 :])].append(words)
        return dict(anchors)

    def _misspelled(self, words: list[str], taken: list[bool]) -> Iterator[NameMatch]:
        known = [word in self._vocabulary for word in words]
        start = 0
        while start < len(words) - 1:
            may_begin = words[start] in self._firsts or words[start + 1] in self._seconds
            found = self._misspelled_at(start, words, taken, known) if may_begin else None
            if found:
                yield found
            start = found.end if found else start + 1

    def _misspelled_at(
        self, start: int, words: list[str], taken: list[bool], known: list[bool]
    ) -> NameMatch | None:
        unknown, end = 0, start
        best = None
        while end < min(len(words), start + _LONGEST_NAME) and not taken[end] and unknown < 2:
            unknown += not known[end]
            end += 1
            if end - start >= 2 and unknown < 2:
                best = self._near(tuple(words[start:end]), start) or best
        return best

    def _near(self, window: tuple[str, ...], start: int) -> NameMatch | None:
        for index, word in enumerate(window):
            key = (*window[:index], None, *window[index + 1 :])
            for name in self._anchors.get(key, ()):
                is_last = index == len(window) - 1
                is_middle = 0 < index < len(window) - 1
                if is_slip(word, name[index], is_given_name=is_last) or (
                    is_middle and _is_other_middle(word, name[index])
                ):
                    return NameMatch(
                        start,
                        start + len(window),
                        tuple(self._known[name]),
                        is_exact=False,
                        sounds_alike=_confused(word) == _confused(name[index]),
                    )
        return None


def is_slip(written: str, right: str, *, is_given_name: bool) -> bool:
    """Whether a folded word is another one mistyped.

    Two letters swapped, one doubled, or, where that makes no other name, one wrong, missing or too
    many. Short given names (the last word) differ by single letters: Quá, Quý, Quân.
    """
    if _confused(written) == _confused(right) or _untyped(written) == right:
        return True
    if OSA.distance(written, right, score_cutoff=1) > 1:
        return False
    is_swap = len(written) == len(right) and sorted(written) == sorted(right)
    is_doubled = len(written) == len(right) + 1 and _undoubled(written) == _undoubled(right)
    if is_swap or is_doubled:
        return True
    shortest = _LONG if is_given_name else _LONG - 1
    return len(right) >= shortest and len(written) >= _LONG - 1


def _is_other_middle(written: str, right: str) -> bool:
    """Whether a middle name is another by one letter, as An is for Anh; family and given are right.

    Hardly anybody else has both, while "Nguyễn Văn Quý" is somebody else than Nguyễn Văn Quá.
    """
    return len(right) > 2 and OSA.distance(written, right, score_cutoff=1) == 1


@lru_cache(16_384)
def _confused(word: str) -> str:
    """The word with sounds that are confused in writing made one: tr and ch, s and x, y and i."""
    if len(word) > 2 and word[-1] == "y" and word[-2] not in "aeou":
        word = f"{word[:-1]}i"
    for sound, other in (("tr", "ch"), ("x", "s")):
        if word.startswith(sound):
            return other + word.removeprefix(sound)
    return word


@lru_cache(16_384)
def _untyped(word: str) -> str:
    """The word without the keys of Telex that were to set its marks: `hown`, `quas`, `ddoois`.

    No word of Vietnamese has a w or ends with s, f, r, x or j.
    """
    plain = _TELEX_DOUBLES.sub(r"\1", word).replace("w", "")
    return plain if len(plain) < 3 else plain.rstrip("sfrxj")


def _undoubled(word: str) -> str:
    return "".join(c for index, c in enumerate(word) if index == 0 or word[index - 1] != c)


def _is_whole(written: Written, start: int, end: int) -> bool:
    """Whether the words stand together: with a space, a dash or an abbreviation's dot between."""
    return all(written.in_one_name(index) for index in range(start + 1, end))
