"""Footage and reports into an index.

The way of footage: `catalog` (whose, from when) → `span` (`video` decodes, `regions` finds what
moves, `sampling` drops near-duplicates, an encoder embeds, `shard` writes) → `commit_batch` (one
commit to the `frame_table`, noted in the `footage_log`); `index_footage` is the whole of it, over
`jobs`. The way of reports: `reports` (source → screen → log → text index). What questions need
too: `places`, `times`, `folding`. A district to try it on: `simulate`.
"""
