"""Whatever stands in reports, the whole way in and out again neither fails nor changes it."""

import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.folder import Folder
from indexer.places.gazetteer import load_gazetteer
from indexer.reports.details import masked
from indexer.reports.identities import Identities
from indexer.reports.import_reports import import_reports
from indexer.reports.log import ReportLog
from indexer.reports.open_index import open_report_index
from indexer.reports.text_index import ReportQuery
from indexer.reports.words import query_terms

PIECES = (
    "Nguyễn Văn Quá", "hẻm 45/2/7 Tô Ký", "ngã tư Tô Ký và", "tối qua", "31/2/2022 25h99",
    "20 phút trước", "trước", "12 Quận 12", "0901 234 567", "gọi em 0901.234.567", "em tên là",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "'); DROP TABLE reports;--",
    '" OR NEAR(', "{{7*7}}", "\u202emáy\u202c", "хе mау", "ｘｅ", "\x00\x1b[2J", "\ud800", "sđt",
    "q12", "e" + "\u0301" * 30, "٣٤٥", "İ", "ﬁ", "9" * 400, "▮▮▮", "%00", "\n\n", "🚓" * 9,
)  # fmt: skip
"""What has harmed programs, among words that are read for places, times, numbers and names."""
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=9), min_size=1, max_size=9).map(
    " ".join
)
SENDERS = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=25, deadline=None)
@given(told=st.lists(st.tuples(TEXTS, SENDERS), min_size=1, max_size=6))
def test_any_text_goes_in_is_found_by_its_words_and_goes_in_once(
    told: Sequence[tuple[str, Any]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data, file = Folder(Path(folder) / "data"), Path(folder) / "tips.jsonl"
        file.write_text("\n".join(json.dumps(_row(n, *one)) for n, one in enumerate(told)))
        index, gazetteer = open_report_index(data, None), load_gazetteer(data)
        done = import_reports([file], "jsonl", data, index, gazetteer)
        assert done.imported + done.refused_count == len(told)
        again = import_reports([file], "jsonl", data, index, gazetteer)
        assert (again.imported, again.unchanged) == (0, done.imported)
        reports = list(ReportLog(data).reports())
        assert len(reports) == done.imported == index.count(ReportQuery(""))
        for report in reports:
            assert not set("\x00\x1b\u202e\u202c\ud800") & set(report.text)
            assert masked(report.text, _nowhere)
            if report.sender_ref:
                assert Identities(data).open(report.sender_ref) is not None
            hits = index.search(ReportQuery(report.text), 99)
            asked = query_terms(report.text)
            assert not asked or report.id in [hit.report for hit in hits]
            shown = " ".join(piece for hit in hits for piece in hit.highlights)
            assert "<" not in re.sub("</?em>", "", shown)
        index.close()


def _nowhere(name: str) -> bool:
    return False


def _row(number: int, text: str, sender: Any) -> dict[str, Any]:
    at = "2022-04-27T21:00:00+07:00"
    return {"id": f"t{number}", "kind": "tip", "text": text, "received_at": at, "sender": sender}
