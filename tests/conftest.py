"""Which tests share a process when they are run on several: those with a costly thing in common."""

import pytest
from hypothesis import settings

settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")
"""Beside other tests an example takes as long as it takes."""

_COSTLY = ("district", "elasticsearch_url")
"""Fixtures of a whole session that take long to make: a folder that uses one stays together."""
_LONGEST_ID = 300
"""Characters of an argument that may stand in the name of its test."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group tests by what they share, the costly first, so that no process waits for another."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    items.sort(key=lambda item: _group(item) not in _COSTLY)


def _group(item: pytest.Item) -> str:
    """The costly fixture that the test's folder makes use of, else the test's own file."""
    fixtures = getattr(item, "fixturenames", ())
    if "report_index" in fixtures or "elasticsearch_node" in item.nodeid:
        return "elasticsearch_url"
    return next((name for name in _COSTLY if name in fixtures), item.nodeid.split("::")[0])


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name what is long by its beginning and length: every report carries the name."""
    if isinstance(val, (str, bytes)) and len(val) > _LONGEST_ID:
        return f"{val[:20]!a}…{len(val)}"
    return None
