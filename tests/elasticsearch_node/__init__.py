"""A real Elasticsearch for tests, from packages.

`home` (its files) → `node` (its process) → `cluster` (one or several) → `fixtures`.
"""
