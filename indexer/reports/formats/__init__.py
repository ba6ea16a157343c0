"""The forms in which reports arrive, one module each; `indexer.reports.sources` chooses.

Each is a function from an opened file to its entries, streamed: rows in the one form of JSON lines
(`id`, `kind`, `channel`, `text`, `received_at`, optional `edited_at`, `deleted`, `occurred`,
`place`, `media`, `sender`), or the reason why an entry is none. What each field must be is checked
in one place, `indexer.reports.line`.
"""
