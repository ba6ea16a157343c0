"""A hotline's log, mailboxes, written statements."""

import io
import unicodedata
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter

from indexer.ids import local_iso
from tests.indexer.reports.formats.reading import read

LOG = (
    "Mã;Thời gian;Nội dung;Địa điểm;Họ tên;Số điện thoại;Ghi chú\n"
    "H1;27/04/2022 9:05 PM;Giật túi xách, 2 người;Nguyễn Văn Quá;Trần Thị Kín;0000123456;vợ gọi\n"
    ";;;;;;\n"
    "H2;31/02/2022 10h30;Kẹt xe;Tô Ký;;;\n"
    "H3;28-4-2022 7h15;Xe đỏ bỏ lại;;;;\n"
)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_log_in_any_charset_and_with_any_separator(
    tmp_path: Path, charset: str, separator: str
) -> None:
    quoted = LOG.replace("Giật túi xách, 2 người", '"Giật túi xách, 2 người"')
    if charset == "cp1258":
        quoted = "".join(map(_combining, quoted))
    content = quoted.replace(";", separator).encode(charset)
    found = read(tmp_path, "log.csv", content, "hotline")
    first, last = found.reports
    assert (first.id, first.text) == ("H1", "Giật túi xách, 2 người")
    assert first.place is not None and first.place.text == "Nguyễn Văn Quá"
    assert local_iso(first.received_at_ms) == "2022-04-27T21:05:00+07:00"
    assert local_iso(last.received_at_ms) == "2022-04-28T07:15:00+07:00"
    assert found.senders[0] == {
        "Họ tên": "Trần Thị Kín", "Số điện thoại": "0000123456", "Ghi chú": "vợ gọi"
    }  # fmt: skip
    assert [number for number, _ in found.refusals] == [4]


def _combining(letter: str) -> str:
    """Windows-1258 has letters with hats and horns, and the tones apart."""
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
    rest = "".join(part for part in parts if part not in tones)
    return unicodedata.normalize("NFC", rest) + tones


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"a,a\n1,2\n", "each column once"),
        (b"text\nxe\n", "needs `text`"),
        (b"text,time\nxe,27/4/2022,x\n", "3 cells"),
        (b"\x00\x01\x02text", "not text in"),
        (b'text,time\n"xe', "`text` (n"),
        (b"x" * 5_000_000, "not CSV"),
    ],
)
def test_a_table_that_is_none_is_said(tmp_path: Path, content: bytes, reason: str) -> None:
    found = read(tmp_path, "log.csv", content, "hotline")
    assert found.reports == [] and reason in found.refusals[0][1]


def mail(subject: str, text: str, html: str = "", file: str = "") -> bytes:
    message = EmailMessage()
    message["From"] = "Trần Thị Kín <kin@example.vn>"
    message["Date"] = "Wed, 27 Apr 2022 21:00:00 +0700"
    message["Message-ID"] = f"<{len(subject)}@example.vn>"
    message["Subject"] = subject
    message.set_content(text) if not html else message.set_content(html, subtype="html")
    if file:
        message.add_attachment(b"jpeg", maintype="image", subtype="jpeg", filename=file)
    return message.as_bytes()


def test_a_mailbox_message_by_message(tmp_path: Path) -> None:
    page = "<style>p{}</style><p>xe <b>đỏ</b></p><script>alert('Marked')</script><p>2 người</p>"
    messages = [
        mail("Báo tin", "Tôi thấy xe đỏ\n> trích lại\nFrom here on\n", file="kin.jpg"),
        mail("Tin HTML", "", page),
    ]
    box = b"".join(b"From x Wed Apr 27 21:00:00 2022\n" + one + b"\n\n" for one in messages)
    found = read(tmp_path, "tips.mbox", box, "email")
    assert found.texts == ["Báo tin\nTôi thấy xe đỏ\nFrom here on", "Tin HTML\nxe đỏ\n2 người"]
    first = found.reports[0]
    assert (first.id, first.media) == ("7@example.vn", ("mid:7@example.vn/1",))
    assert found.senders[0]["from"] == "Trần Thị Kín <kin@example.vn>"
    assert found.senders[0]["files"] == ["kin.jpg"]
    [single] = read(tmp_path, "one.eml", messages[1], "email").reports
    assert single.text == found.texts[1]


def test_mail_without_a_date_and_no_mailbox_at_all_are_refused(tmp_path: Path) -> None:
    assert "no `Date`" in read(tmp_path, "a.eml", b"Subject: x\n\nxe\n", "email").refusals[0][1]
    assert "mbox" in read(tmp_path, "a.mbox", b"hello\n", "email").refusals[0][1]


def statement() -> bytes:
    document = docx.Document()
    document.add_paragraph("Lời khai nhân chứng: xe máy đỏ")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Nơi", "Tô Ký"
    document.core_properties.author = "Trần Thị Kín"
    document.core_properties.modified = datetime(2022, 4, 27, 14, 0)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_a_word_statement_with_its_table(tmp_path: Path) -> None:
    found = read(tmp_path, "kin.docx", statement(), "statement")
    assert found.texts == ["Lời khai nhân chứng: xe máy đỏ\nNơi\tTô Ký"]
    assert found.reports[0].kind == "statement" and found.reports[0].id.startswith("document-")
    assert found.senders == [{"author": "Trần Thị Kín"}]
    written = local_iso(found.reports[0].received_at_ms)
    assert written == "2022-04-27T21:00:00+07:00", "not when the empty form was made"


def written_pdf(text: str) -> bytes:
    """A PDF of one line, as small as they come."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
        "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
    ]
    body, offsets = "%PDF-1.4\n", []
    for number, part in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer<</Size 5/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 5\n0000000000 65535 f \n{table}{trailer}".encode()


def test_a_pdf_has_text_or_says_that_it_is_a_scan(tmp_path: Path) -> None:
    assert read(tmp_path, "a.pdf", written_pdf("xe may do"), "scene").texts == ["xe may do"]
    blank, out = PdfWriter(), io.BytesIO()
    blank.add_blank_page(100, 100)
    blank.write(out)
    assert "a scan?" in read(tmp_path, "b.pdf", out.getvalue(), "scene").refusals[0][1]
    for name in ("c.pdf", "c.docx", "c.txt"):
        [refusal] = read(tmp_path, name, b"\xff\xfe%PDF-garbage", "document").refusals
        assert "damaged" in refusal[1] or "not UTF-8" in refusal[1]
