"""The queue over SQLite and PostgreSQL."""

from tests.databases import change, postgres_server, state, state_url

__all__ = ["change", "postgres_server", "state", "state_url"]
