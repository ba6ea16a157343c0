"""The question, understood: `understood` (the structure), `parse` (from words), `which` is meant."""
