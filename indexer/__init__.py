"""Footage and reports into an index.

The way of footage: `catalog` → `video` → `sampling` → `regions` → encode → `shard` →
`frame_table` (one commit), noted in `footage_log`; `index_footage` is the whole of it, over
`jobs`. The way of reports: `reports` (source → screen → log → text index). What questions
need too: `places`, `times`, `folding`. A district to try it on: `simulate`.
"""
