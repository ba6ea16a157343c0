"""The cost rule: whether a question's rows are all compared, or first looked through in codes.

No one chooses; the number of rows in scope does, so the same question of the same generation is
always answered the same way.
"""

from indexer.quantised import candidates

SCAN_BYTES_A_MS = 25_000_000
"""How fast one thread is taken to compare stored vectors: decision 13. `scripts/bench frames` shows
what a machine reaches, at scope D, exact."""
BUDGET_MS = 20.0
"""What comparing rows may cost: about as long as the words of a question take to be embedded."""
BYTES_A_COMPONENT = 2
CANDIDATE_ROWS = 30
"""A candidate's vector is fetched alone, which costs as much as comparing about twenty in turn;
with the reading of the codes, both ways take equally long at thirty rows a candidate."""


PIECE_MS = 0.3
"""What a thread scans at once. To wake up another thread costs about a tenth of it."""


def piece_rows(dim: int) -> int:
    """How many rows a thread scans before it looks for more; what is less needs one thread."""
    return int(SCAN_BYTES_A_MS * PIECE_MS) // (dim * BYTES_A_COMPONENT)


def is_wide(rows: int, dim: int) -> bool:
    """Whether to compare so many rows of all shards would take longer than the budget."""
    return rows * dim * BYTES_A_COMPONENT > SCAN_BYTES_A_MS * BUDGET_MS


def compared(k: int, shards: int) -> int:
    """How many candidates of so many shards' codes are compared, where the k best are wanted.

    One shard's as often as its recall was measured with, and as many again each time that the
    shards are doubled: decision 26.
    """
    return candidates(k) * (1 + max(shards - 1, 0).bit_length())


def pays(rows: int, k: int, shards: int) -> bool:
    """Whether, of so many rows of so many shards, comparing the candidates alone is less work."""
    return CANDIDATE_ROWS * compared(k, shards) < rows
