"""What the words of a query weigh, the same in every text index."""

ACCENTED_WEIGHT = 3.0
FOLDED_WEIGHT = 1.0
"""A word found as it was written counts more than one that only folds to the same."""
ALL_TERMS_BOOST = 1.5
"""What a report's score is multiplied by when it has every word of the query, accents aside."""
PAIR_BOOST = 1.15
"""And for each two words of the query that stand side by side in it too."""
QUIET_WEIGHT = 0.3
"""And when it is of a category that the query asks to be kept quiet."""
