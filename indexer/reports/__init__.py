"""Tips, statements, scene notes and posts: `report` → `sources` → `screening` → `log` → text index.

Two text indexes stand behind `text_index.ReportIndex`: `sqlite_index` and `elastic_index`.
"""
