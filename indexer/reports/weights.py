"""What the words of a query weigh, the same in every text index."""

ACCENTED_WEIGHT = 3.0
FOLDED_WEIGHT = 1.0
"""A word found as it was written counts more than one that only folds to the same."""
ALL_TERMS_BOOST = 1.5
"""What a report's score is multiplied by when it has every word of the query, accents aside."""
