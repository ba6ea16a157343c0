"""Times as people here write them."""

from datetime import datetime

from indexer.ids import LOCAL_ZONE


def local(text: str) -> str:
    """An ISO time as day/month/year and the local clock."""
    return datetime.fromisoformat(text).astimezone(LOCAL_ZONE).strftime("%d/%m/%Y %H:%M:%S")
