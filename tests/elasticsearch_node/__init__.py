"""A real Elasticsearch for tests, from packages: `home` (its jars) → `node` (its process) → `cluster`."""
