"""Alembic migrations of the operational state, run whenever it is opened."""
