"""The Elasticsearch node of a test session."""

import os
from collections.abc import Iterator

import pytest

from tests.elasticsearch_node.cluster import running_node
from tests.elasticsearch_node.home import Unavailable, home


def require_packages() -> None:
    """Skip the test where Elasticsearch's packages cannot be had; where `CI=true`, fail it."""
    try:
        home()
    except Unavailable as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"in CI the Elasticsearch tests must run, but {error}")
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of one real node, started when first asked for and stopped with the session."""
    require_packages()
    with running_node(tmp_path_factory.mktemp("elasticsearch") / "node") as node:
        yield node.url
