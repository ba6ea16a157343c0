"""The labelled questions are what they say, and the grammar reads them as well as before."""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from indexer.places.gazetteer import builtin_gazetteer
from search.question.parse import parse_question
from tests.questions.forms import Half
from tests.questions.generate import SETS, questions
from tests.questions.labels import FIELDS, HERE, agreement, bare, read_questions

BY_HAND = (
    "tuned_officers",
    "tuned_citizens",
    "tuned_others",
    "tuned_ward",
    "tuned_visitors",
    "tuned_foreigners",
    "tuned_offices",
    "tuned_neighbours",
    "tuned_control",
    "tuned_desks",
    "tuned_liaison",
    "tuned_searchers",
    "tuned_interpreting",
    "tuned_streets",
    "tuned_passers",
    "tuned_witnesses",
    "tuned_keywords",
    "tuned_dictations",
    "tuned_informants",
    "tuned_sergeants",
    "tuned_lookouts",
    "tuned_frontdesk",
    "tuned_callers",
    "tuned_inquiries",
    "tuned_spoken",
    "tuned_helplines",
    "tuned_correspondence",
    "tuned_newcomers",
    "tuned_stations",
    "tuned_duties",
    "tuned_messages",
    "tuned_afterhours",
    "tuned_counters",
    "tuned_newsrooms",
    "tuned_households",
    "tuned_dispatches",
    "tuned_letters",
    "tuned_petitions",
    "tuned_mixed",
    "tuned_objects",
    "tuned_fresh",
    "tuned_shifts",
    "tuned_clippings",
    "tuned_strangers",
    "held_out_officers",
    "held_out_citizens",
    "held_out_trades",
    "held_out_interpreters",
    "held_out_voices",
    "held_out_fresh",
    "held_out_pages",
    "held_out_district",
)


@lru_cache
def rows(pattern: str) -> list[dict[str, Any]]:
    return list(read_questions(pattern))


@pytest.mark.parametrize("name", SETS)
def test_the_files_are_what_the_templates_make(name: str) -> None:
    lines = (HERE / f"{name}_templates.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == list(questions(SETS[name], name))


@pytest.mark.parametrize("kind", ["shapes", "objects", "places", "times"])
def test_the_halves_share_no_form(kind: str) -> None:
    def forms(half: Half) -> set[str]:
        named = [form for forms in getattr(half, kind).values() for form in forms]
        return {str(getattr(form, "text", form)).casefold() for form in named}

    tuned = [forms(half) for name, half in SETS.items() if name.startswith("tuned")]
    assert not forms(SETS["held_out"]) & set().union(*tuned)


def test_there_are_enough_and_none_twice() -> None:
    texts = [row["text"] for row in rows("*.jsonl")]
    by_hand = [row["text"] for name in BY_HAND for row in rows(f"{name}.jsonl")]
    assert len(texts) >= 1500 and len(by_hand) >= 400
    assert len(set(by_hand)) == len(by_hand)
    tuned = {row["text"] for row in rows("tuned_*.jsonl")}
    assert not tuned & {row["text"] for row in rows("held_out_*.jsonl")}


@pytest.mark.parametrize("name", BY_HAND)
def test_labels_are_of_known_places_and_of_the_text(name: str) -> None:
    known = {(place.kind, place.name) for place in builtin_gazetteer()}
    for row in rows(f"{name}.jsonl"):
        datetime.fromisoformat(row["now"])
        for place in row["places"]:
            headed = place["kind"] in ("point", "alley")
            assert headed or (place["kind"], place["name"]) in known, row["text"]
        told = bare(row["text"])
        assert all(word in told for word in bare(row["look_for"]).split()), row["text"]


@pytest.mark.parametrize(
    ("pattern", "places", "time", "everything"),
    [
        ("tuned_*.jsonl", 0.99, 0.99, 0.95),
        ("held_out_templates.jsonl", 0.99, 0.99, 0.95),
        ("held_out_officers.jsonl", 0.98, 0.96, 0.90),
        ("held_out_citizens.jsonl", 0.96, 0.96, 0.90),
        ("held_out_trades.jsonl", 0.97, 0.97, 0.88),
        ("held_out_interpreters.jsonl", 0.96, 0.95, 0.94),
        ("held_out_voices.jsonl", 0.96, 0.95, 0.91),
        ("held_out_fresh.jsonl", 0.91, 0.94, 0.70),
        ("held_out_pages.jsonl", 0.96, 0.94, 0.80),
        ("held_out_district.jsonl", 0.98, 0.98, 0.93),
    ],
)
def test_read_no_worse_than_before(
    pattern: str, places: float, time: float, everything: float
) -> None:
    results = [
        agreement(
            parse_question(
                row["text"], datetime.fromisoformat(row["now"]), builtin_gazetteer()
            ).to_json(),
            row,
        )
        for row in rows(pattern)
    ]
    shares = {field: float(np.mean([right[field] for right in results])) for field in FIELDS}
    whole = float(np.mean([all(right.values()) for right in results]))
    assert shares["places"] >= places and shares["time"] >= time and whole >= everything, shares
