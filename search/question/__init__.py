"""The question, understood: `understood` (structure), `parse` (from words), `which` (is meant)."""
