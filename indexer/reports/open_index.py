"""Which text index a data folder uses: Elasticsearch where its URL is set, SQLite otherwise."""

from indexer.folder import Folder
from indexer.reports.sqlite_index import SqliteReportIndex
from indexer.reports.text_index import ReportIndex

_SQLITE_FILE = "reports/text.sqlite"


def open_report_index(data: Folder, elasticsearch_url: str | None) -> ReportIndex:
    """The text index of a data folder. Raises TextIndexFailed if it cannot be reached.

    The Elasticsearch client is loaded only when it is used.
    """
    if elasticsearch_url is None:
        return SqliteReportIndex(data.local_path(_SQLITE_FILE))
    from indexer.reports.elastic_index import ElasticReportIndex

    return ElasticReportIndex(elasticsearch_url)
