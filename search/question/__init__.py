"""The question, understood: `understood` (the structure) and `parse` (from a sentence)."""
