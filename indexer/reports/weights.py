"""What the words of a query weigh, the same in every text index."""

ACCENTED_WEIGHT = 1.0
FOLDED_WEIGHT = 1.0
"""A word with accents that is found as it was written counts for both, one that only folds to the
same for one. A word without accents says nothing of them: it is looked for folded alone. Whoever
tells of all that is asked for, with other accents or none, comes before who tells of a part of it
(`scripts/bench reports`).
"""
MEANING_WEIGHT = 1.0
"""A meaning told in whatever words counts for half of a word that is found as it was asked: that
one counts as written and folded, and its meaning besides."""
ALL_TERMS_BOOST = 2.0
"""What a report's score is multiplied by when it tells everything that is asked, accents aside."""
PAIR_BOOST = 1.15
"""And for each two words of the query that stand side by side in it too."""
QUIET_WEIGHT = 0.3
"""And when it is of a category that the query asks to be kept quiet."""
