"""What is attached to reports: kept, indexed or in quarantine with a reason, whatever it is."""

import base64
import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from indexer.folder import Folder
from indexer.footage_log import FootageLog
from indexer.frame_table import FrameTable
from indexer.index_attached import index_attached
from indexer.index_run import IndexReport
from indexer.jobs.runner import open_jobs
from indexer.places.gazetteer import load_gazetteer
from indexer.reports.attachment import attachment_of, attachments_of
from indexer.reports.attachments_waiting import waiting
from indexer.reports.import_reports import ImportReport, import_received, import_reports
from indexer.reports.inbox import Inbox
from indexer.reports.log import ReportLog
from indexer.reports.sqlite_index import SqliteReportIndex
from indexer.video.held import held
from indexer.video.thumbnail import thumbnail_jpeg
from tests.indexer.drawn_footage import clip
from tests.search.photos import OWNER, jpeg


def noise(seed: int, width: int = 320, height: int = 240) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (height, width, 3), np.uint8)


def png(picture: np.ndarray) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG")
    return out.getvalue()


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that would be gigabytes of pixels."""

    def chunk(name: bytes, body: bytes) -> bytes:
        check = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class Tips:
    """A folder of reports with pictures beside them, and the data folder they go to."""

    def __init__(self, root: Path) -> None:
        self.root = root / "in"
        self.root.mkdir()
        self.data = Folder(root / "data")
        self.told: list[dict[str, object]] = []

    def tell(self, ident: str, *media: str, **more: object) -> None:
        row = {"id": ident, "kind": "tip", "text": ident, "media": list(media),
               "received_at": "2022-04-27T21:40:00+07:00", **more}  # fmt: skip
        self.told.append(row)

    def put(self, name: str, content: bytes) -> None:
        (self.root / name).write_bytes(content)

    def bring(self) -> ImportReport:
        file = self.root / "tips.jsonl"
        file.write_text("\n".join(map(json.dumps, self.told)))
        index = SqliteReportIndex(self.data.local_path("reports/text.sqlite"))
        try:
            return import_reports([file], "jsonl", self.data, index, load_gazetteer(self.data))
        finally:
            index.close()

    def look(self) -> IndexReport:
        with open_jobs() as jobs:
            return index_attached(self.data, "hash", jobs)

    def media(self, ident: str) -> tuple[str, ...]:
        report = next(one for one in ReportLog(self.data).reports() if one.id == ident)
        return report.media


@pytest.fixture
def tips(tmp_path: Path) -> Tips:
    return Tips(tmp_path)


def test_what_cannot_be_used_is_in_quarantine_and_the_rest_is_indexed(tips: Tips) -> None:
    movie = tips.root / "whole.mp4"
    clip(movie, 4, 90)
    whole = movie.read_bytes()
    files = {
        "good.jpg": jpeg(noise(1)),
        "good.mp4": whole,
        "corrupt.jpg": jpeg(noise(2))[:700],
        "dot.png": png(noise(3, 1, 1)),
        "script.svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "list.mp4": b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n",
        "bomb.png": bomb(),
        "cut.mp4": whole[: len(whole) // 3],
        "iphone.heic": b"\0\0\0\x18ftypheic" + bytes(100),
    }
    for name, content in files.items():
        tips.put(name, content)
        tips.tell(name, name)
    assert tips.bring().refused == ()
    done = tips.look()
    assert done.footage == 2 and done.regions > 1 + 9 + 25, "a still whole and in parts, and a clip"
    refused = {one.report: note.reason for note in done.quarantined
               if (one := attachment_of(note.camera))}  # fmt: skip
    assert set(refused) == set(files) - {"good.jpg", "good.mp4"}
    assert "damaged" in refused["corrupt.jpg"]
    assert "1 × 1" in refused["dot.png"]
    assert "neither a picture" in refused["script.svg"] and "neither" in refused["list.mp4"]
    assert "too many" in refused["bomb.png"]
    assert "HEIC" in refused["iphone.heic"]
    assert waiting(tips.data) == []
    assert tips.look().footage == 0, "a rerun does nothing"
    assert FrameTable(tips.data).region_count() == done.regions


def test_only_files_beside_the_export_are_taken(tips: Tips) -> None:
    outside = tips.root.parent / "outside.jpg"
    outside.write_bytes(jpeg(noise(4)))
    (tips.root / "link.jpg").symlink_to(outside)
    tips.put("own picture.jpg", jpeg(noise(5)))
    inline = "data:image/png;base64," + base64.b64encode(png(noise(6))).decode()
    bad = ("../outside.jpg", outside.as_uri(), "link.jpg", "/etc/passwd", "\0", "missing.jpg")
    tips.tell("bad", *bad, "sha256:" + "0" * 64, "data:;base64,%%%")
    tips.tell("good", "file:own%20picture.jpg", inline, "https://10.0.0.1/x.jpg")
    report = tips.bring()
    assert report.refused_count == len(bad) + 2
    assert not any("outside.jpg" in one.reason for one in report.refused), "names stay out"
    assert [uri[:7] for uri in tips.media("good")] == ["sha256:", "sha256:", "https:/"]
    assert not any(uri.startswith("sha256:") for uri in tips.media("bad"))


def test_an_export_without_its_pictures_still_has_them_the_next_time(tips: Tips) -> None:
    tips.put("a.jpg", jpeg(noise(7)))
    tips.tell("z", "a.jpg")
    tips.bring()
    kept = tips.media("z")
    (tips.root / "a.jpg").unlink()
    again = tips.bring()
    assert (again.imported, again.unchanged, tips.media("z")) == (0, 1, kept)


def test_what_a_webhook_brings_names_no_file_of_this_machine(tips: Tips) -> None:
    tips.put("a.jpg", jpeg(noise(8)))
    row = {"id": "w", "kind": "tip", "text": "w", "received_at": "2022-04-27T21:40:00+07:00",
           "media": [str(tips.root / "a.jpg")]}  # fmt: skip
    Inbox(tips.data).put("jsonl", json.dumps(row).encode())
    index = SqliteReportIndex(tips.data.local_path("reports/text.sqlite"))
    done = import_received(tips.data, index, load_gazetteer(tips.data))
    index.close()
    assert done.imported == 1 and "only an import may" in done.refused[0].reason
    assert waiting(tips.data) == []


def test_killed_before_it_is_indexed_it_waits(tips: Tips) -> None:
    tips.put("a.jpg", jpeg(noise(9)))
    tips.tell("z", "a.jpg")
    tips.tell("gone", "a.jpg")
    tips.bring()
    tips.tell("gone", deleted=True)
    tips.bring()
    kept = [one.camera for one in waiting(tips.data)]
    assert kept == [one.camera for one in attachments_of(next(ReportLog(tips.data).reports()))]
    assert tips.look().footage == 1
    states = {span.state for span in FootageLog(tips.data).spans() if span.camera == kept[0]}
    assert states == {"indexed"}


def test_what_is_shown_has_nothing_of_what_the_file_told_and_stands_upright() -> None:
    picture = noise(10)
    picture[:120] = 250
    told = jpeg(picture, turned=True)
    assert OWNER.encode() in told and b"SERIAL" in told
    shown = thumbnail_jpeg(held("it", told), 0)
    for bare in (held("it", told).content, shown):
        assert OWNER.encode() not in bare and b"SERIAL" not in bare and b"Exif" not in bare
    with Image.open(io.BytesIO(shown)) as image:
        pixels = np.asarray(image.convert("L"), np.float32)
    assert image.size == (320, 240) and pixels[:100].mean() > pixels[140:].mean() + 60
