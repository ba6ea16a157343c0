"""What people would call a thing: English, Vietnamese, and Vietnamese without its marks.

A caption says only some of what is true of a picture. `Claim` holds which pictures it is true of,
as one set of values (a bit mask) for each trait, so that a training batch can be scored whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from indexer.folding import fold
from indexer.simulate.crops import View
from indexer.simulate.things import COLOURS, TYPES, Colour, Thing, Type
from indexer.simulate.words import (
    EN_COLOURS,
    EN_COUNTS,
    EN_RIDING,
    EN_TYPES,
    EN_VIEWS,
    VI_COLOURS,
    VI_COUNTS,
    VI_RIDING,
    VI_TYPES,
    VI_VIEWS,
    WALKING,
    Form,
)

Language = Literal["en", "vi", "vi-plain"]
LANGUAGES: tuple[Language, ...] = ("en", "vi", "vi-plain")
"""English; Vietnamese; Vietnamese typed without its marks."""

VIEWS: tuple[View, ...] = ("thing", "empty", "traffic")
_ANY = (1 << 15) - 1
_CROWNS = ("none", "all", "some")


@dataclass(frozen=True)
class Claim:
    """The pictures a caption is true of: a bit for each value allowed; all bits mean any."""

    view: int = 1
    type: int = _ANY
    colour: int = _ANY
    riders: int = _ANY
    helmets: int = _ANY
    box: int = _ANY
    bag: int = _ANY


@dataclass(frozen=True)
class Caption:
    """A text and what it claims."""

    text: str
    claim: Claim


def traits(view: View, thing: Thing | None) -> Claim:
    """What is true of a picture, one bit for each trait; of whole streets only the view."""
    if thing is None:
        return Claim(view=1 << VIEWS.index(view))
    crowns = set(thing.helmets)
    crown = _CROWNS.index("some" if len(crowns) > 1 else "all" if True in crowns else "none")
    return Claim(
        view=1,
        type=1 << TYPES.index(thing.type),
        colour=1 << COLOURS.index(thing.colour),
        riders=1 << thing.riders,
        helmets=1 << crown,
        box=1 << thing.box,
        bag=1 << thing.bag,
    )


def as_rows(claims: Sequence[Claim]) -> NDArray[np.int16]:
    """Claims or traits as rows (n, 7)."""
    names = [field.name for field in fields(Claim)]
    return np.array([[getattr(claim, name) for name in names] for claim in claims], np.int16)


def truth(pictures: NDArray[np.int16], claims: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Which claims are true of which pictures: rows of traits (p, 7), of claims (c, 7) → (p, c)."""
    return np.asarray(((pictures[:, None] & claims[None]) > 0).all(axis=2))


def name_of(type: Type, colour: Colour, language: Language) -> str:
    """The plainest phrase for a type and colour, as a user would type it."""
    if language == "en":
        return f"person in {colour}" if type == "person" else f"{colour} {type}"
    noun, shade = VI_TYPES[type][0], VI_COLOURS[colour][0]
    phrase = f"người mặc áo {shade}" if type == "person" else f"{noun} {shade}"
    return phrase if language == "vi" else fold(phrase)


def write_caption(
    rng: np.random.Generator,
    view: View,
    thing: Thing | None,
    language: Language | None = None,
) -> Caption:
    """A true caption of the picture, in the language or any; most are bare phrases."""
    spoken = language or LANGUAGES[int(rng.integers(3))]
    caption = _street(rng, view, spoken) if thing is None else _thing(rng, thing, spoken)
    if spoken == "vi-plain":
        return Caption(fold(caption.text), caption.claim)
    return caption


def _pick(rng: np.random.Generator, words: Sequence[str]) -> str:
    """One of the words; the first ones, the usual ones, far more often."""
    return words[min(int(rng.exponential(len(words) / 3.2)), len(words) - 1)]


def _street(rng: np.random.Generator, view: View, language: Language) -> Caption:
    words = EN_VIEWS if language == "en" else VI_VIEWS
    return Caption(_pick(rng, words[view]), Claim(view=1 << VIEWS.index(view)))


def _thing(rng: np.random.Generator, thing: Thing, language: Language) -> Caption:
    share = rng.random()
    if thing.type == "person":
        return _walking(rng, thing, language, share)
    if thing.type == "motorbike" and share < 0.34:
        return _riding(rng, thing, language)
    if share > 0.93:
        return _coloured(rng, thing, language)
    return _named(rng, thing, language, with_colour=share < 0.84)


def _named(
    rng: np.random.Generator, thing: Thing, language: Language, with_colour: bool
) -> Caption:
    """The bare phrase and its variants."""
    kind = 1 << TYPES.index(thing.type)
    noun = _noun(rng, thing.type, language)
    if not with_colour:
        alone: tuple[str, ...] = (
            ("{n}", "a {n}") if language == "en" else ("{n}", "chiếc {n}", "một chiếc {n}")
        )
        return Caption(_pick(rng, alone).format(n=noun), Claim(type=kind))
    shade, colours = _shade(rng, thing.colour, language)
    if language == "en":
        shapes: tuple[str, ...] = (
            "{c} {n}", "a {c} {n}", "the {c} {n}", "{n}, {c}", "a {c} {n} on the street",
            "a photo of a {c} {n}", "{c} {n} driving away", "a {c} coloured {n}", "{n} {c}",
        )  # fmt: skip
    else:
        shapes = (
            "{n} {c}", "{n} màu {c}", "chiếc {n} {c}", "một chiếc {n} màu {c}", "{n} màu {c} trên đường",
            "một {n} {c}", "{n} {c} chạy qua", "ảnh {n} {c}",
        )  # fmt: skip
    return Caption(_pick(rng, shapes).format(n=noun, c=shade), Claim(type=kind, colour=colours))


def _coloured(rng: np.random.Generator, thing: Thing, language: Language) -> Caption:
    """The colour alone, or of just any vehicle."""
    shade, colours = _shade(rng, thing.colour, language)
    vehicles = _ANY & ~(1 << TYPES.index("person"))
    if rng.random() < 0.5:
        shapes = (
            ("{c} vehicle", "a {c} vehicle")
            if language == "en"
            else ("xe {c}", "xe màu {c}", "chiếc xe {c}")
        )
        return Caption(_pick(rng, shapes).format(c=shade), Claim(type=vehicles, colour=colours))
    shapes = ("{c}", "something {c}") if language == "en" else ("màu {c}", "{c}")
    return Caption(_pick(rng, shapes).format(c=shade), Claim(colour=colours))


def _walking(rng: np.random.Generator, thing: Thing, language: Language, share: float) -> Caption:
    noun, kind = _noun(rng, "person", language), 1 << TYPES.index("person")
    if share > 0.88:
        return Caption(f"a {noun}" if language == "en" and share > 0.94 else noun, Claim(type=kind))
    shade, colours = _shade(rng, thing.colour, language)
    shapes = WALKING["en" if language == "en" else "vi"]
    return Caption(_pick(rng, shapes).format(n=noun, c=shade), Claim(type=kind, colour=colours))


def _riding(rng: np.random.Generator, thing: Thing, language: Language) -> Caption:
    """Who rides: how many, with or without helmets, with a box; usually with the colour."""
    noun, kind = _noun(rng, thing.type, language), 1 << TYPES.index(thing.type)
    shade, colours = _shade(rng, thing.colour, language) if rng.random() < 0.8 else ("", _ANY)
    form, claim = _riding_form(rng, thing, language)
    counts = (EN_COUNTS if language == "en" else VI_COUNTS)[max(thing.riders, 1)]
    english = f"{shade} {noun}" if shade else noun
    phrase = english if language == "en" else f"{noun} {shade}".strip()
    if language != "en" and shade and rng.random() < 0.35:
        phrase = f"{noun} màu {shade}"
    text = form.format(x=phrase, k=_pick(rng, counts))
    return Caption(text, replace(claim, type=kind, colour=colours))


def _riding_form(rng: np.random.Generator, thing: Thing, language: Language) -> tuple[str, Claim]:
    choices: list[Form] = ["count", "count"] if thing.riders else []
    crowns = set(thing.helmets)
    if crowns == {False} or (crowns == {True} and rng.random() < 0.3):
        choices.append("bare heads" if crowns == {False} else "helmets")
    choices += ["box"] if thing.box else []
    choices += ["bag"] if thing.bag else []
    form = choices[int(rng.integers(len(choices)))] if choices else "alone"
    claims = {
        "count": Claim(riders=1 << thing.riders),
        "bare heads": Claim(helmets=1 << _CROWNS.index("none")),
        "helmets": Claim(helmets=1 << _CROWNS.index("all")),
        "box": Claim(box=1 << 1),
        "bag": Claim(bag=1 << 1),
        "alone": Claim(),
    }
    return _pick(rng, (EN_RIDING if language == "en" else VI_RIDING)[form]), claims[form]


def _noun(rng: np.random.Generator, kind: Type, language: Language) -> str:
    return _pick(rng, (EN_TYPES if language == "en" else VI_TYPES)[kind])


def _shade(rng: np.random.Generator, colour: Colour, language: Language) -> tuple[str, int]:
    """A word for the colour and the colours it may mean: "xanh" is blue or green."""
    if language != "en" and colour in ("blue", "green") and rng.random() < 0.15:
        return "xanh", 1 << COLOURS.index("blue") | 1 << COLOURS.index("green")
    words = (EN_COLOURS if language == "en" else VI_COLOURS)[colour]
    return _pick(rng, words), 1 << COLOURS.index(colour)
