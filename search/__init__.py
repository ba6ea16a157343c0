"""Questions into answers: `question` → `plan` → `frames`, `reports` → `link`, `fusion` → `fetch`.

`searcher` is the whole of it; `api` serves it, `cli` is the command, `state` keeps audit and keys.
"""
