"""Operational state behind one module: audit log, API keys, tables of cases; by SQLAlchemy."""
