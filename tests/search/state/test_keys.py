"""API keys and sessions: shown once, kept as hashes, ended at once."""

import pytest
from sqlalchemy import select

from search.errors import NotAllowed, UnknownName
from search.state.database import State
from search.state.models import SessionRow, Table
from tests.databases import Change


def test_a_key_is_known_by_its_name(state: State) -> None:
    one, other = state.keys.add("desk"), state.keys.add("đội hình sự")
    assert state.keys.check(one) == "desk"
    assert state.keys.check(other) == "đội hình sự"


@pytest.mark.parametrize("token", ["", "tv_", "desk", "tv_" + "A" * 43, "\udce9"])
def test_other_tokens_are_not_known(state: State, token: str) -> None:
    state.keys.add("desk")
    assert state.keys.check(token) is None
    assert state.sessions.check(token) is None


def test_the_token_is_long_and_stands_nowhere_in_the_database(state: State) -> None:
    token = state.keys.add("desk")
    session = state.sessions.open("desk")
    assert len(token) >= 43 and len(session) >= 43
    with state.store.reading() as connection:
        kept = [
            str(row)
            for table in Table.metadata.sorted_tables
            for row in connection.execute(select(table)).all()
        ]
    assert any("desk" in row for row in kept)
    assert not any(token in row or session in row for row in kept)


def test_a_revoked_key_opens_nothing(state: State) -> None:
    token = state.keys.add("desk")
    session = state.sessions.open("desk")
    state.keys.revoke("desk")
    assert state.keys.check(token) is None
    assert state.sessions.check(session) is None
    with pytest.raises(UnknownName):
        state.sessions.open("desk")
    (key,) = state.keys.list()
    assert key.revoked_at is not None and key.revoked_at >= key.created_at


def test_keys_once_made_stay_needed(state: State) -> None:
    assert not state.keys.any()
    state.keys.add("desk")
    state.keys.revoke("desk")
    assert state.keys.any()


def test_a_name_is_never_used_twice(state: State) -> None:
    state.keys.add("desk")
    with pytest.raises(NotAllowed, match="'desk'"):
        state.keys.add("desk")
    state.keys.revoke("desk")
    with pytest.raises(NotAllowed, match="'desk'"):
        state.keys.add("desk")


@pytest.mark.parametrize("name", ["", "  ", " desk", "x" * 201])
def test_a_name_says_something(state: State, name: str) -> None:
    with pytest.raises(NotAllowed):
        state.keys.add(name)


def test_only_a_valid_key_is_revoked(state: State) -> None:
    with pytest.raises(UnknownName, match="'desk'"):
        state.keys.revoke("desk")
    state.keys.add("desk")
    state.keys.revoke("desk")
    with pytest.raises(UnknownName):
        state.keys.revoke("desk")


def test_keys_are_listed_by_name_without_tokens(state: State) -> None:
    tokens = [state.keys.add(name) for name in ("b", "a")]
    listed = state.keys.list()
    assert [key.name for key in listed] == ["a", "b"]
    assert not any(token in repr(listed) for token in tokens)


def test_a_session_stands_for_its_key_until_it_is_closed(state: State) -> None:
    state.keys.add("desk")
    token = state.sessions.open("desk")
    assert state.sessions.check(token) == "desk"
    state.sessions.close(token)
    assert state.sessions.check(token) is None
    state.sessions.close(token)


def test_a_session_ends_by_itself_and_is_swept_away(state: State, change: Change) -> None:
    state.keys.add("desk")
    token = state.sessions.open("desk")
    change("UPDATE sessions SET ends_at_ms = 1")
    assert state.sessions.check(token) is None
    state.sessions.open("desk")
    with state.store.reading() as connection:
        assert len(connection.execute(select(SessionRow.token_hash)).all()) == 1
