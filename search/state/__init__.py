"""Operational state behind one module: the audit log and API keys, over SQLAlchemy."""
