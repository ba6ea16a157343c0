"""A state over SQLite and over PostgreSQL: every test that asks for one runs on both."""

from tests.databases import change, postgres_server, state, state_url

__all__ = ["change", "postgres_server", "state", "state_url"]
