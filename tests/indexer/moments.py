"""Local times for tests."""

from datetime import datetime

from indexer.ids import LOCAL_ZONE, to_ms


def local_ms(iso: str) -> int:
    """UTC milliseconds of a local time without an offset."""
    return to_ms(datetime.fromisoformat(iso).replace(tzinfo=LOCAL_ZONE))
