"""Sends what is due in the outbox, to webhooks and by e-mail, as the settings allow it now."""

from collections.abc import Iterable

from search.errors import BadQuestion, NotAllowed, NotReceived
from search.settings import Settings
from search.watches.mail import read_server, send_mail
from search.watches.outbox import Outbox
from search.watches.targets import check_target, check_targets, is_url
from search.watches.watch import Delivery
from search.watches.webhook import post, read_secret


class Sender:
    """Sends messages to the targets that the settings allow."""

    def __init__(self, settings: Settings) -> None:
        """Send as the settings say."""
        self._settings = settings

    def checked(self, targets: Iterable[str]) -> tuple[str, ...]:
        """The targets, each once; BadQuestion or NotAllowed for one that cannot be sent to."""
        given = check_targets(targets, self._settings.notify)
        for target in given:
            self._check_ready(target)
        return given

    def send(self, delivery: Delivery) -> None:
        """Send one message; NotReceived, or NotAllowed where the settings no longer allow it."""
        check_target(delivery.target, self._settings.notify)
        self._check_ready(delivery.target)
        if is_url(delivery.target):
            return post(delivery, self._secret())
        return send_mail(
            delivery, self._server(), self._settings.mail_from or "", self._settings.page_url
        )

    def _check_ready(self, target: str) -> None:
        if is_url(target):
            self._secret()
            return
        read_server(self._server())
        if not self._settings.mail_from:
            raise NotAllowed("e-mail needs TRUYVET_MAIL_FROM, the address that it comes from")

    def _secret(self) -> bytes:
        secret = self._settings.webhook_secret
        return read_secret(secret.get_secret_value() if secret else None)

    def _server(self) -> str:
        url = self._settings.smtp_url
        return url.get_secret_value() if url else ""


def send_due(outbox: Outbox, sender: Sender) -> tuple[int, int]:
    """Send all that is due; how many messages were sent, and how many were not."""
    sent = failed = 0
    while (delivery := outbox.take()) is not None:
        try:
            sender.send(delivery)
        except NotReceived as error:
            outbox.failed(delivery, str(error))
            failed += 1
        except (NotAllowed, BadQuestion) as error:
            outbox.refused(delivery, str(error))
            failed += 1
        else:
            outbox.sent(delivery)
            sent += 1
    return sent, failed
