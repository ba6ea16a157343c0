"""The OpenAPI document: every route in it, every field described, and no change unseen.

After a change that is meant: `TRUYVET_TEST_GOLDEN=write pytest tests/search/api/test_openapi.py`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

GOLDEN = Path(__file__).parents[2] / "golden" / "openapi.json"
CONTRACT = {
    "/v1/search", "/v1/explain", "/v1/moments/{moment}", "/v1/moments/{moment}/thumbnail.jpg",
    "/v1/moments/{moment}/video.mp4", "/v1/reports", "/v1/reports/{report}", "/v1/coverage",
    "/v1/similar", "/v1/follow", "/v1/audit", "/v1/session", "/healthz", "/readyz",
    "/v1/searches", "/v1/searches/{search}", "/v1/searches/{search}/replay",
    "/v1/cases", "/v1/cases/{case}", "/v1/cases/{case}/changes", "/v1/cases/{case}/pins",
    "/v1/cases/{case}/pins/{kind}/{pinned}", "/v1/cases/{case}/notes",
    "/v1/cases/{case}/notes/{note}", "/v1/cases/{case}/searches",
    "/v1/cases/{case}/searches/{search}", "/v1/cases/{case}/bundle",
    "/v1/reports/{report}/sender", "/v1/webhooks/{source}", "/v1/webhooks/facebook",
    "/v1/jobs", "/v1/jobs/{job}", "/metrics",
    "/v1/cases/{case}/close", "/v1/cases/{case}/watches", "/v1/cases/{case}/watches/{watch}/stop",
    "/v1/cases/{case}/watches/hits", "/v1/cases/{case}/watches/read",
    "/v1/cases/{case}/watches/deliveries",
}  # fmt: skip


SIGNED = {"/v1/webhooks/{source}", "/v1/webhooks/facebook"}
"""Called by platforms, which sign what they send and have no key."""


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_the_document_is_the_one_agreed_on(document: dict[str, Any]) -> None:
    text = json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if os.environ.get("TRUYVET_TEST_GOLDEN") == "write":
        GOLDEN.write_text(text)
    assert json.loads(GOLDEN.read_text()) == document


def test_every_route_is_documented(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == CONTRACT
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            assert route["summary"] and route["description"], (method, path)
            assert {"4XX", "5XX"} <= set(route["responses"]), (method, path)


def test_every_guarded_route_says_how_to_get_in(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for route in methods.values():
            if path.startswith("/v1") and path not in SIGNED:
                schemes = {name for way in route["security"] for name in way}
                assert schemes == {"HTTPBearer", "APIKeyCookie"}


def test_what_is_asked_for_is_strict(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for name in (
        "Search",
        "Similar",
        "Filters",
        "Question",
        "Place",
        "When",
        "Daily",
        "Explain",
        "SignIn",
    ):
        assert schemas[name]["additionalProperties"] is False


def test_references_lead_somewhere(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    for reference in {part.split('"')[0] for part in text.split('"$ref": "#/')[1:]}:
        found = document
        for step in reference.split("/"):
            found = found[step]
        assert found


def test_the_api_loads_no_engine() -> None:
    code = (
        "import sys, search.api.app;"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'av', 'dask', 'faiss', 'torch'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
