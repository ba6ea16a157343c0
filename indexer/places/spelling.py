"""The ways in which people spell a name: `Nguyễn Văn Quá`, `ng văn quá`, `NVQ` and so on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.folding import fold, nfc
from indexer.places.place import Place
from indexer.places.spoken import spoken
from indexer.places.tokens import split

_TYPES = {
    "street": ("đường ", "phố "),
    "alley": (),
    "ward": ("phường ", "xã ", "thị trấn "),
    "district": ("quận ", "huyện ", "thành phố ", "thị xã "),
}
"""Words before a name that say what it is; people leave them out."""
_JOINED_LENGTH = 8
"""A name written in one word ("nguyenvanqua") is taken for it from this length on."""
_CAMERAS = ("camera", "cam")
_SHORTEST_ID = 4
"""Characters of a camera's id that is taken for one wherever it stands."""
_NUMBERED = {"quan": ("q", "d", "district", "dist"), "phuong": ("p", "ward")}
"""Other words before the number of a unit that has no name."""
_SPOKEN = {"quan": ("district", "quarter", "quan"), "phuong": ("ward", "phuong")}
"""Words before such a number in words: "district twelve"."""
_HIGHWAYS = ("highway", "national highway", "national road", "route", "national route", "hwy")
_Words = tuple[str, ...]
_KINDS = "dhkpx"
"""Letters that before a name are rather the kind of place, or "không", than its first word."""
_STATIONS = ("station", "terminal", "stand", "depot")
_CLASSES: tuple[tuple[_Words, tuple[_Words, ...], tuple[_Words, ...]], ...] = (
    (
        ("cong", "vien", "phan", "mem"),
        (("cvpm",),),
        (("software", "park"), ("software", "city"), ("it", "park"), ("tech", "park")),
    ),
    (("cau", "vuot"), (("cv",),), (("flyover",), ("overpass",))),
    (("cho", "dau", "moi"), (("cdm",),), (("wholesale", "market"),)),
    (
        ("nga", "tu"),
        (("nt",),),
        (
            ("junction",),
            ("intersection",),
            ("crossroads",),
            ("crossing",),
            ("roundabout",),
            ("circle",),
        ),
    ),
    (("ben", "xe"), (("bx",),), tuple((a, b) for a in ("bus", "coach") for b in _STATIONS)),
    (("cho",), (), (("market",),)),
    (("cau",), (), (("bridge",),)),
)
"""Classes of landmarks, folded: their words, abbreviations of these, and English words after."""
_I_FOR_Y = re.compile(r"(?<=[bcdghklmnpqrstvx])y\Z")
"""The last letter of `Kỳ`, `Mỹ`, `Lý`, which may as well be an i."""


@dataclass(frozen=True)
class Spelling:
    """One way to spell a place: folded words, and the same words with accents if it has all."""

    words: tuple[str, ...]
    place: Place
    accented: tuple[str, ...] = ()
    initials: bool = False


def spellings(place: Place) -> Iterator[Spelling]:
    """All the ways; the name itself first."""
    for name in (place.name, *place.aliases):
        accented = _accented(bare_name(name, place))
        words = tuple(fold(word) for word in accented)
        if not words:
            continue
        if place.kind == "camera":
            yield from _of_camera(words, place)
            continue
        if len(words) == 1 and words[0].isdigit():
            yield from _numbered(name, words[0], place)
            continue
        yield Spelling(words, place, accented)
        yield from _variants(words, place)


def bare_name(name: str, place: Place) -> str:
    """The name without the word for what it is: `Phường Thới An` → `Thới An`."""
    composed = nfc(name)
    for word in _TYPES.get(place.kind, ()):
        if composed.lower().startswith(word):
            return composed[len(word) :]
    return composed


def _accented(name: str) -> tuple[str, ...]:
    text = nfc(name).lower()
    return tuple(text[token.start : token.end] for token in split(fold(text)))


def _of_camera(words: tuple[str, ...], place: Place) -> Iterator[Spelling]:
    """`camera Q12-045`, `cam Q12-045`, and the id alone where it can be nothing else."""
    told = words[1:] if words[0] in _CAMERAS and len(words) > 1 else words
    yield from (Spelling((word, *told), place) for word in _CAMERAS)
    has_both = len({word.isdigit() for word in words}) == 2
    if has_both and len("".join(words)) >= _SHORTEST_ID:
        yield Spelling(words, place)


def _numbered(name: str, number: str, place: Place) -> Iterator[Spelling]:
    """`Quận 12`: the number alone says nothing."""
    kind_word = fold(name).split()[0]
    for word in (kind_word, *_NUMBERED.get(kind_word, ())):
        yield Spelling((word, number), place)
    for word in _SPOKEN.get(kind_word, ()):
        yield Spelling((word, *spoken(number)), place)


def _variants(words: tuple[str, ...], place: Place) -> Iterator[Spelling]:
    letters_only = all(word.isalpha() for word in words)
    if place.kind == "ward" and len(words) == 2 and letters_only:
        yield Spelling(("p", "".join(word[0] for word in words)), place)
    if place.kind == "street" and len(words) == 2 and words[0] == "truong":
        yield Spelling(("tr", words[1]), place)
    if place.kind == "street" and len(words) == 2 and letters_only and words[0][0] not in _KINDS:
        yield Spelling((words[0][0], words[1]), place, initials=True)
    with_i = tuple(_I_FOR_Y.sub("i", word) if len(word) == 2 else word for word in words)
    if with_i != words:
        yield Spelling(with_i, place)
    if words[:2] == ("nga", "tu"):
        for start in ("nga 4", "n 4"):
            yield Spelling((*start.split(), *words[2:]), place)
    if place.kind == "landmark":
        yield from _of_landmark(words, place)
    if words[:2] == ("xa", "lo") and len(words) > 2:
        own = words[2:]
        yield from (Spelling(said, place) for said in (("xl", *own), (*own, "highway")))
        yield Spelling(("".join(own), "highway"), place)
    if words[:2] == ("quoc", "lo"):
        for start in (
            "ql",
            "qlo",
            "quoc lo so",
            "hwy",
            "national road",
            "route",
            "nh",
            "national hwy",
        ):
            yield Spelling((*start.split(), *words[2:]), place)
        if words[2:3] and words[2].isdigit():
            for start in _HIGHWAYS:
                yield Spelling((*start.split(), *spoken(words[2]), *words[3:]), place)
    if len("".join(words)) >= _JOINED_LENGTH and len(words) > 1 and letters_only:
        yield Spelling(("".join(words),), place)
    if len(words) >= 3 and letters_only and place.kind != "landmark":
        yield from _shortened(words, place)


def _of_landmark(words: tuple[str, ...], place: Place) -> Iterator[Spelling]:
    """Its class abbreviated or in English, its own name by initials: `cv QT`, `Ga junction`."""
    for class_words, others, after in _CLASSES:
        if words[: len(class_words)] != class_words or len(words) == len(class_words):
            continue
        own = words[len(class_words) :]
        initials = ("".join(word[0] for word in own),)
        owns = (own, initials) if len(own) > 1 else (own,)
        for each in owns:
            yield from (Spelling((*other, *each), place) for other in (class_words, *others))
            for english in after:
                yield Spelling((*each, *english), place)
                yield Spelling((*english, *each), place)
                yield Spelling((*english, "at", *each), place)
                yield Spelling((*english, "of", *each), place)
                yield Spelling((*english, "in", *each), place)
        return


def _shortened(words: tuple[str, ...], place: Place) -> Iterator[Spelling]:
    first, last = words[0], words[-1]
    yield Spelling(("".join(word[0] for word in words),), place, initials=True)
    yield Spelling(("".join(word[0] for word in words[:-1]), last), place)
    if place.kind != "street":
        return
    middles = [word[0] for word in words[1:-1]]
    yield Spelling((first[0], *middles, last), place)
    yield Spelling((first, *middles, last), place)
    if first == "nguyen":
        yield Spelling(("ng", *words[1:]), place)
        yield Spelling(("ng", *middles, last), place)
