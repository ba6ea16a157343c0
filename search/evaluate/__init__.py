"""How good the answers are, where they are known.

In order: `key` (what is asked and what belongs in each answer), `judge` (is a hit right), `ask`
(every question put to the index), `measures` (formulas), `figures` (them, broken down), `sheets`
(pictures for a person to look at).
"""
