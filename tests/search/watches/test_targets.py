"""Where messages may go: exactly what the settings allow, however it is spelled."""

import pytest

from search.errors import BadQuestion, NotAllowed
from search.watches.targets import check_targets

ALLOWED = (
    "https://alerts.example/truyvet",
    "http://10.0.0.5:8080",
    "@police.example",
    "chief@ward.example",
)


@pytest.mark.parametrize(
    "target",
    [
        "https://alerts.example/truyvet",
        "https://ALERTS.example:443/truyvet/nvq?team=2",
        "http://10.0.0.5:8080/any/path",
        "an@police.example",
        "Chief@Ward.example",
    ],
)
def test_what_is_allowed_may_be_told(target: str) -> None:
    assert check_targets([target, target], ALLOWED) == (target,)


@pytest.mark.parametrize(
    "target",
    [
        "http://alerts.example/truyvet",  # another scheme
        "https://alerts.example/truyvetted",  # another path that begins alike
        "https://alerts.example/",
        "https://alerts.example.evil.example/truyvet",
        "https://sub.alerts.example/truyvet",
        "https://alerts.example:8443/truyvet",
        "http://10.0.0.5:8081/",
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "an@evil.police.example",
        "an@evilpolice.example",
        "other@ward.example",
    ],
)
def test_what_is_not_allowed_may_not(target: str) -> None:
    with pytest.raises(NotAllowed, match="TRUYVET_NOTIFY"):
        check_targets([target], ALLOWED)
    with pytest.raises(NotAllowed, match="allows none"):
        check_targets([target], ())


@pytest.mark.parametrize(
    "target",
    [
        "https://alerts.example@evil.example/truyvet",
        "https://user:pass@alerts.example/truyvet",
        "https://alerts.example\\@evil.example/truyvet",
        "https://alerts.example/truyvet/../admin",
        "https://alerts.example/truyvet/%2e%2E/admin",
        "https://alerts.example/truyvet/..%2fadmin",
        "https://alerts.example/truyvet\r\nHost: evil",
        "https://alerts.example:0/truyvet",
        "https://alerts.example:x/truyvet",
        "https:///truyvet",
        "https://alerts.éxample/truyvet",
        "ftp://alerts.example/truyvet",
        "file:///etc/passwd",
        "an@police.example\nBcc: all@evil.example",
        "an@police.example,x@evil.example",
        "",
    ],
)
def test_what_could_be_read_two_ways_is_refused(target: str) -> None:
    with pytest.raises(BadQuestion):
        check_targets([target], ALLOWED)
