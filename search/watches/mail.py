"""Messages by e-mail, in Vietnamese and English; a message keeps its Message-ID when sent again."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from indexer.ids import LOCAL_ZONE
from search.errors import NotAllowed, NotReceived
from search.watches.watch import Delivery
from search.watches.webhook import TIMEOUT_S

_PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_UNLIKELY = {True: "", False: " (yếu / weak)", None: " (chưa rõ / not known how likely)"}


def send_mail(delivery: Delivery, server: str, sender: str, page_url: str | None) -> None:
    """Send a message; NotReceived where the server does not take it."""
    parts = read_server(server)
    message = written(delivery, sender, page_url)
    try:
        with _connected(parts) as smtp:
            if parts.username is not None:
                smtp.login(unquote(parts.username), unquote(parts.password or ""))
            smtp.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        raise NotReceived(f"{parts.hostname} did not take the e-mail: {error}") from error


def read_server(url: str | None) -> SplitResult:
    """The parts of TRUYVET_SMTP_URL; NotAllowed where it names no mail server."""
    parts = urlsplit(url or "")
    if parts.scheme not in _PORTS or not parts.hostname:
        raise NotAllowed(
            "e-mail needs TRUYVET_SMTP_URL, such as smtp+starttls://USER:PASSWORD@mail.example, "
            "and TRUYVET_MAIL_FROM"
        )
    return parts


def written(delivery: Delivery, sender: str, page_url: str | None) -> EmailMessage:
    """The message as an e-mail."""
    told = delivery.message
    mail = EmailMessage()
    count = len(told["hits"])
    subject = f"[{told['case']}] {told['name']}: {count} kết quả mới / new"
    mail["Subject"] = " ".join(subject.split())
    mail["From"], mail["To"] = sender, delivery.target
    mail["Date"] = format_datetime(delivery.at)
    mail["Message-ID"] = f"<truyvet-{delivery.watch}-{delivery.id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n".join(_lines(told, page_url)) + "\n")
    return mail


def _lines(told: Mapping[str, Any], page_url: str | None) -> Iterator[str]:
    yield f"Vụ việc / Case: {told['case']}"
    yield f"Theo dõi / Watch: {told['name']}"
    yield ""
    for number, hit in enumerate(told["hits"], 1):
        yield f"{number}. {_line(hit)}"
    if page_url:
        yield ""
        yield f"{page_url.rstrip('/')}/cases/{told['case_id']}"
    yield ""
    yield f"truyvet, lượt tìm / search {told['search']}"


def _line(hit: Mapping[str, Any]) -> str:
    shown = hit["shown"]
    doubt = _UNLIKELY[shown["likely"]]
    if hit["kind"] == "moment":
        return f"Camera {shown['camera']['name']}, {_local(shown['start'])}{doubt} [{hit['id']}]"
    told = f"Tin báo / report ({shown['kind']}, {shown['channel']})"
    return f"{told}, {_local(shown['received_at'])}{doubt} [{hit['id']}]"


def _local(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(LOCAL_ZONE).strftime("%d/%m/%Y %H:%M:%S")


def _connected(parts: SplitResult) -> smtplib.SMTP:
    assert parts.hostname is not None, "checked by read_server"
    port = parts.port or _PORTS[parts.scheme]
    safe = ssl.create_default_context()
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(parts.hostname, port, timeout=TIMEOUT_S, context=safe)
    smtp = smtplib.SMTP(parts.hostname, port, timeout=TIMEOUT_S)
    if parts.scheme == "smtp+starttls":
        try:
            smtp.starttls(context=safe)
        except BaseException:
            smtp.close()
            raise
    return smtp
