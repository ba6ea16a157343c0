"""Times as people here write them."""

from datetime import datetime

from indexer.ids import LOCAL_ZONE
from search.cases.words import Language


def local(text: str) -> str:
    """An ISO time as day/month/year and the local clock."""
    return datetime.fromisoformat(text).astimezone(LOCAL_ZONE).strftime("%d/%m/%Y %H:%M:%S")


def seconds(ms: int, language: Language) -> str:
    """Milliseconds as seconds with one decimal."""
    text = f"{ms / 1000:.1f}"
    return text.replace(".", ",") if language == "vi" else text
