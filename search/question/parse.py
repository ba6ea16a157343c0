"""A question in words into `Understood`: places first, then times, sources, exclusions.

Each step takes its words out, so that no time is read from inside a place's name; what is left at
the end is what to look for, in the asker's own words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from indexer.folding import nfc
from indexer.places.gazetteer import Gazetteer
from indexer.places.grammar import FoundPlaces, NamedPlaces
from indexer.times.grammar import FoundTimes, find_times
from indexer.times.window import TimeWindow
from search.question.asides.find import find_asides, find_office, without_closing
from search.question.asides.stretch import weighed
from search.question.events import find_events
from search.question.exclusions import Exclusions, find_exclusions
from search.question.kept import find_kept
from search.question.language import language_of
from search.question.looked_for import PUNCTUATION, find_led_on, look_for
from search.question.masked import GAP, Masked, Span
from search.question.sequence import find_delay, split_sequence
from search.question.sources import find_sources
from search.question.understood import SOURCES, Source, Then, Understood


def parse_question(text: str, now: datetime, gazetteer: Gazetteer) -> Understood:
    """Understand a question of any kind; what cannot be read is in `unresolved`, never an error.

    Times are seen from `now` (aware); of the gazetteer's units those valid at the time asked about
    are preferred.
    """
    composed = nfc(text)
    parts = split_sequence(composed)
    if len(parts) == 1:
        return _parse_part(composed, now, gazetteer)
    return replace(_parse_sequence(parts, now, gazetteer), text=composed)


def _parse_sequence(parts: Sequence[str], now: datetime, gazetteer: Gazetteer) -> Understood:
    """The first part's question, then the others'; a delay is said with either side of a "then"."""
    split = [_without_delay(part, first=number == 0) for number, part in enumerate(parts)]
    texts, delays = zip(*split, strict=True)
    whole: Understood | None = None
    for number in range(len(texts) - 1, -1, -1):
        question = _parse_part(texts[number], now, gazetteer, goes_on=number > 0)
        if whole is not None:
            soon = delays[number + 1] or (delays[0] if number == 0 else None)
            question = replace(_where_or_when_of(whole, question), then=Then(whole, soon))
        whole = question
    assert whole is not None, "a sequence has parts"
    return whole


def _where_or_when_of(later: Understood, question: Understood) -> Understood:
    """The first part with the place, time and source of the one after it, where it has none.

    "A, then B, near P, yesterday": where and when are said once, at the end, of both.
    """
    if question.sources == SOURCES:
        question = replace(question, sources=later.sources)
    if not question.places:
        question = replace(question, places=later.places)
    if not question.unresolved:
        question = replace(question, unresolved=later.unresolved)
    return replace(question, time=later.time) if question.time == TimeWindow() else question


def _without_delay(text: str, first: bool) -> tuple[str, float | None]:
    found = find_delay(text, bare_at_start=not first)
    if found is None:
        return text, None
    seconds, (start, end) = found
    return f"{text[:start].rstrip()} {text[end:].lstrip()}".strip(), seconds


@dataclass(frozen=True)
class Left:
    """What is left of a question, or of a part of one, when all but what to look for is out."""

    words: Masked
    language: str
    places: FoundPlaces
    times: FoundTimes
    sources: tuple[Source, ...]
    exclusions: Exclusions
    office: Sequence[Span]
    unread: Sequence[Span]
    delay: Span | None

    @property
    def turned(self) -> Span | None:
        """The first "not" that turns round a place or a time, with what it turns round."""
        for start, end in self.exclusions.turned_round:
            for first, last in self.words.spans:
                if first <= end < last:
                    return start, last
        return None


def left_over(composed: str, now: datetime, gazetteer: Gazetteer) -> Left:
    """Take places, times, sources and exclusions out of a question without a sequence in it."""
    office = find_office(composed, language_of(composed, ()))
    places, events, times = _where_and_when(composed, office, now, gazetteer)
    unread = [*_unplaced(composed, places, [*times.spans, *events]), *events]
    left = Masked(composed).without([*places.spans, *times.spans, *unread, *office])
    sources, named = find_sources(left)
    left = left.without(named)
    exclusions = find_exclusions(left)
    left = left.without(exclusions.spans)
    delay = find_delay(left.blanked)
    return Left(
        words=left.without([delay[1]] if delay else []),
        language=language_of(composed, places.spans),
        places=places,
        times=times,
        sources=sources,
        exclusions=exclusions,
        office=office,
        unread=unread,
        delay=delay[1] if delay else None,
    )


def _parse_part(
    composed: str, now: datetime, gazetteer: Gazetteer, *, goes_on: bool = False
) -> Understood:
    """A question without a sequence in it, or what came next in one."""
    left = left_over(composed, now, gazetteer)
    if turned := left.turned:
        return _parse_without(turned, composed, now, gazetteer)
    language = left.language
    asides, led_on = _said_to_the_asked(left.words, language, goes_on=goes_on)
    said = left.words.without(asides)
    return Understood(
        text=composed,
        language=language,
        look_for=look_for(said.without(led_on), language),
        places=left.places.refs,
        time=left.times.time,
        sources=left.sources,
        exclude=tuple(without_closing(phrase, language) for phrase in left.exclusions.phrases),
        unresolved=(
            *(composed[start:end] for start, end in left.unread),
            *left.times.unresolved,
            *([composed[slice(*left.delay)]] if left.delay else []),
        ),
        asides=(
            *_phrases(composed, left.office),
            *_phrases(left.words.gapped, asides),
            *_phrases(said.gapped, led_on),
        ),
    )


def _said_to_the_asked(
    left: Masked, language: str, *, goes_on: bool
) -> tuple[list[Span], list[Span]]:
    """Asides, and the words that only lead on to what was taken out after them."""
    ruled = find_asides(left, language, goes_on=goes_on)
    led_on = find_led_on(left.without(ruled), language)
    asides = ruled if goes_on else weighed(left, language, ruled, [*ruled, *led_on])
    return asides, led_on if asides == ruled else find_led_on(left.without(asides), language)


def _where_and_when(
    composed: str, office: Sequence[Span], now: datetime, gazetteer: Gazetteer
) -> tuple[FoundPlaces, list[Span], FoundTimes]:
    """Places, events, times; and places once more as they were called at the time asked about."""
    kept = [*find_kept(composed), *office]
    plain = Masked(Masked(composed).without(kept).filled("x"))
    named = NamedPlaces(plain.text, gazetteer)
    places = named.at(now)
    left = plain.without(places.spans)
    events = find_events(left)
    times = find_times(left.without(events).blanked, now)
    return named.at(times.time.before or times.time.after or now), events, times


def _unplaced(composed: str, places: FoundPlaces, times: Sequence[Span]) -> list[Span]:
    """Where the words stand that looked like places; "gần 9 giờ tối" looks like one and is not."""
    found: list[Span] = []
    for words in places.unresolved:
        start = composed.find(words)
        end = start + len(words)
        if start >= 0 and not any(start < last and first < end for first, last in times):
            found.append((start, end))
    return found


def _phrases(text: str, spans: Sequence[Span]) -> list[str]:
    """What stands there, without what has been taken out of it and punctuation at its ends."""
    pieces = [piece for span in spans for piece in text[slice(*span)].split(GAP)]
    return [told for piece in pieces if (told := piece.strip(PUNCTUATION))]


def _parse_without(turned: Span, composed: str, now: datetime, gazetteer: Gazetteer) -> Understood:
    """The rest of the question; "not on Sundays" cannot be said in the structure."""
    rest = _parse_part(Masked(composed).without([turned]).blanked, now, gazetteer)
    return replace(rest, text=composed, unresolved=(composed[slice(*turned)], *rest.unresolved))
