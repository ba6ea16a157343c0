"""A thousand marked senders, imported every way there is, stand in clear in no file anywhere."""

import base64
import csv
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from elasticsearch import Elasticsearch
from PIL import Image

from indexer.attached import source_at
from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.index_attached import index_attached
from indexer.jobs.runner import open_jobs
from indexer.places.gazetteer import load_gazetteer
from indexer.reports.elastic_index import ElasticReportIndex
from indexer.reports.identities import Identities
from indexer.reports.import_reports import import_received, import_reports
from indexer.reports.inbox import Inbox
from indexer.reports.log import ReportLog
from indexer.reports.originals import Originals
from indexer.reports.sqlite_index import SqliteReportIndex
from indexer.reports.text_index import ReportIndex, ReportQuery
from indexer.video.cut import cut_mp4
from indexer.video.thumbnail import thumbnail_jpeg
from search.request import SearchRequest
from search.service import Service
from search.settings import Settings
from search.state.database import open_state
from tests.elasticsearch_node.fixtures import elasticsearch_url

__all__ = ["elasticsearch_url"]

EACH = 250
AT = 1_651_068_000
INDEX = "truyvet-nobody"


def name(number: int) -> str:
    return f"Trần Khổng Dấu {number:04d}"


def phone(number: int) -> str:
    return f"0900{number:06d}"


def said(number: int) -> str:
    """Now and then a text signs itself, and leaves a number to call back."""
    signed = f" Gọi tôi {phone(number)[:4]} {phone(number)[4:]}, {name(number)}."
    return f"Thấy xe máy đỏ số {number} ở Tô Ký.{signed if number % 3 == 0 else ''}"


def write_files(folder: Path) -> dict[str, Path]:
    """Exports of three sources with 250 senders each, and some lines that are refused."""
    told = [
        {"timestamp": AT + number, "data": [{"comment": {
            "timestamp": AT + number, "author": _broken(name(number)),
            "comment": _broken(said(number))}}]}
        for number in range(EACH)
    ]  # fmt: skip
    told.append({**told[0], "timestamp": _broken(name(0))})
    facebook = folder / "comments.json"
    facebook.write_text(json.dumps({"comments_v2": told}))
    zalo = folder / "tips.jsonl"
    zalo.write_text("".join(
        json.dumps({"id": f"z{n}", "text": said(n), "received_at": "2022-04-27T21:00:00+07:00",
                    "media": media(folder, n),
                    "sender": {"name": name(n), "phone": phone(n)}}) + "\n"
        for n in range(EACH, 2 * EACH)
    ) + "".join(bad_lines(EACH)))  # fmt: skip
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Mã", "Thời gian", "Nội dung", "Họ tên", "Số điện thoại"])
    for n in range(2 * EACH, 3 * EACH):
        rows.writerow([f"h{n}", "27/4/2022 21:00", said(n), name(n), phone(n)])
    rows.writerow(["h", name(n), said(n), name(n), phone(n)])
    hotline = folder / "log.csv"
    hotline.write_text(out.getvalue())
    return {"facebook": facebook, "zalo": zalo, "hotline": hotline}


def bad_lines(number: int) -> list[str]:
    """What is refused, with its sender in every place that may be wrong."""
    bad = {"text": said(number), "received_at": name(number), "sender": {"phone": phone(number)}}
    return [
        f"{json.dumps(row, ensure_ascii=False)}\n"
        for row in (bad, [name(number)], {**bad, "kind": name(number)}, {"id": [phone(number)]})
    ] + [f'{{"sender": "{name(number)} {phone(number)}\n']


def media(folder: Path, number: int) -> list[str]:
    """Every tenth brings pictures that tell of its sender, in name, EXIF, comment and beside it.

    One lies beside the export, named after its sender; one is damaged; one stands in the report.
    """
    if number % 10:
        return []
    exif = Image.Exif()
    exif[0x013B], exif[0xA431] = name(number), phone(number)
    out = io.BytesIO()
    seen = np.random.default_rng(number).integers(0, 255, (48, 64, 3), np.uint8)
    Image.fromarray(seen).save(out, "JPEG", exif=exif, comment=name(number).encode())
    (folder / f"{name(number)} {phone(number)}.jpg").write_bytes(out.getvalue())
    (folder / f"hỏng {name(number)}.jpg").write_bytes(out.getvalue()[:400])
    inline = f"data:image/jpeg;base64,{base64.b64encode(out.getvalue() + b'.').decode()}"
    return [f"{name(number)} {phone(number)}.jpg", f"hỏng {name(number)}.jpg", inline]


def _broken(text: str) -> str:
    return text.encode().decode("latin-1")


def hook(number: int) -> bytes:
    event = {
        "id": "1",
        "time": AT,
        "changes": [
            {
                "field": "feed",
                "value": {
                    "item": "comment",
                    "verb": "add",
                    "comment_id": f"c{number}",
                    "message": said(number),
                    "created_time": AT,
                    "from": {"name": name(number), "id": phone(number)},
                },
            }
        ],
    }
    return json.dumps({"object": "page", "entry": [event]}).encode()  # fmt: skip


def import_all(files: dict[str, Path], data: Folder, index: ReportIndex) -> int:
    gazetteer = load_gazetteer(data)
    done = [import_reports([file], source, data, index, gazetteer)
            for source, file in files.items()]  # fmt: skip
    inbox = Inbox(data)
    for number in range(3 * EACH, 4 * EACH):
        inbox.put("facebook", hook(number))
    done.append(import_received(data, index, gazetteer))
    assert inbox.waiting() == []
    return sum(one.imported for one in done)


MARKS = [
    b"Kh\xe1\xbb\x95ng D", "Khổng Dấu".encode("utf-16-le"), b"khong dau", "khổng dấu".encode(),
    b"Kh\\u1ed5ng", _broken("Khổng").encode(), b"0900000", b"900000", b"0900 0000",
]  # fmt: skip
"""What tells any of the senders, as it is written and as programs write it."""


def ask(data: Path) -> bytes:
    """What searches answer and leave behind: caches, the audit log, a case with what was found."""
    settings = Settings(data=str(data))
    told: list[Any] = []
    with open_state(settings.state_url) as state:
        service = Service(settings, state)
        for question in ("xe máy đỏ ở Tô Ký", "red motorbike", "xe máy đỏ số 3"):
            asked = SearchRequest(question=question, case="VA-1", reason="tìm", limit=50)
            told.append(service.search(asked))
        told.append(service.status())
    assert len(told[0]["hits"]) == 50
    return json.dumps(told, ensure_ascii=False, default=str).encode()


def test_no_file_of_either_index_nor_any_log_holds_a_sender(
    tmp_path: Path,
    elasticsearch_url: str,
    tmp_path_factory: pytest.TempPathFactory,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    incoming = tmp_path / "in"
    incoming.mkdir()
    files = write_files(incoming)
    data = Folder(tmp_path / "data")
    sqlite = SqliteReportIndex(tmp_path / "data" / "reports" / "text.sqlite")
    assert import_all(files, data, sqlite) == 4 * EACH
    elastic = ElasticReportIndex(elasticsearch_url, INDEX)
    import_all(files, data, elastic)
    assert len(ReportLog(data).quarantined()) == 7
    with open_jobs() as jobs:
        looked = index_attached(data, "hash", jobs)
    assert (looked.footage, len(looked.quarantined)) == (2 * EACH // 10, EACH // 10)
    answered = ask(tmp_path / "data")
    documents = _documents(elasticsearch_url)
    nodes_files = list(_contents(tmp_path_factory.getbasetemp() / "elasticsearch0"))
    assert len(nodes_files) > 10, "Elasticsearch keeps its files elsewhere"
    held = [*_contents(tmp_path / "data"), *_shown(data), *nodes_files]
    held += [documents, caplog.text.encode(), answered]
    assert [mark for mark in MARKS if any(mark in content for content in held)] == []
    for index in (sqlite, elastic):
        for words in ("Khổng Dấu", "khong dau", phone(3), "0900 000003", "000003"):
            assert index.search(ReportQuery(words), 1) == [], words
        assert index.search(ReportQuery("xe máy đỏ số 3"), 1), "the rest of it is found"
    for index in (sqlite, elastic):
        index.close()
    log, identities = ReportLog(data), Identities(data)
    refs = {report.sender_ref for report in log.reports()}
    assert len(refs) == 4 * EACH and "" not in refs
    known = json.dumps([identities.open(ref) for ref in sorted(refs)[:3]], ensure_ascii=False)
    assert known.count("Khổng Dấu") >= 3
    originals = {report.original for report in log.reports()}
    assert len(originals) == 3 + EACH
    assert len(Originals(data).hashes()) == 3 + EACH + 3 * EACH // 10
    assert all(Originals(data).has(original) for original in originals)


def _shown(data: Folder) -> Iterator[bytes]:
    """What is shown of pictures: still and video; and what the log says of them."""
    for span in FootageLog(data).spans():
        yield repr(span).encode()
        if span.state == "indexed":
            source = source_at(span.path, data)
            yield thumbnail_jpeg(source, 0)
            yield cut_mp4(source, 0, 0).data


def _contents(folder: Path) -> Iterator[bytes]:
    """Of every file, its name and what is in it: raw, and of compressed tables the cells too."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        yield str(path.relative_to(folder)).encode()
        yield path.read_bytes()
        if path.suffix == ".parquet":
            yield json.dumps(pq.read_table(path).to_pylist(), ensure_ascii=False).encode()


def _documents(url: str) -> bytes:
    """All that Elasticsearch gives back of the index."""
    with Elasticsearch(url) as client:
        client.indices.flush(index=INDEX)
        client.indices.refresh(index=INDEX)
        hits = client.search(index=INDEX, size=5_000)["hits"]["hits"]
        assert len(hits) == 4 * EACH
    return json.dumps(hits, ensure_ascii=False, default=str).encode()
