"""Which text index a data folder uses: Elasticsearch where its URL is set, SQLite otherwise."""

import uuid

from indexer.errors import StorageFailed
from indexer.folder import Folder
from indexer.reports.once import write_once
from indexer.reports.text_indexes import FollowingIndex, SqliteTextIndexes, TextIndexes

_NAME_FILE = "elasticsearch-index"


def open_report_index(data: Folder, elasticsearch_url: str | None) -> FollowingIndex:
    """The text index of a data folder. Raises TextIndexFailed if it cannot be reached."""
    return FollowingIndex(text_indexes(data, elasticsearch_url))


def text_indexes(data: Folder, elasticsearch_url: str | None) -> TextIndexes:
    """The text indexes of a data folder. Raises StorageFailed where SQLite cannot be.

    In Elasticsearch each data folder has indexes of its own, `truyvet-reports-…`, so that a demo
    and the real reports never meet. The client is loaded only when it is used.
    """
    reports = data.child("reports")
    if elasticsearch_url is not None:
        from indexer.reports.elastic_indexes import ElasticTextIndexes

        return ElasticTextIndexes(elasticsearch_url, _index_name(reports))
    if not reports.is_local:
        raise StorageFailed(
            f"{data.uri} is not on a local disk, where SQLite needs to be;"
            " set TRUYVET_ELASTICSEARCH_URL"
        )
    return SqliteTextIndexes(reports)


def _index_name(reports: Folder) -> str:
    made = f"truyvet-reports-{uuid.uuid4().hex[:12]}"
    return write_once(reports, _NAME_FILE, made.encode()).decode()
