"""Report texts as vectors of an encoder, derived from the report log and rebuildable from it.

In order: `pieces` (a text in pieces that the encoder reads whole), `part` (one immutable file pair
of vectors and what they are of), `store` (the parts that count, one atomic list), `follow` (the
store follows the log), `near` (exact search over the reports in scope).
"""
