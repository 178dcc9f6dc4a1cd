"""Hosts of the schemes of browsers and apps: compared as they are, whatever they look like."""

from __future__ import annotations

import re

import pytest

from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import answer
from tests.support import get
from tests.support import preflight

from .conftest import Edge

ELECTRON = "app://."
"""What the pages of many Electron apps send, which are loaded from ``app://./index.html``."""

LISTED = [
    pytest.param(ELECTRON, ELECTRON, id="Electron"),
    pytest.param("app://./", ELECTRON, id="Electron, with a slash"),
    pytest.param("app://-", "app://-", id="Electron, by electron-serve"),
    pytest.param("APP://.", ELECTRON, id="a scheme in capitals"),
    pytest.param(r"app://\.", ELECTRON, id="a regex"),
    pytest.param(re.compile(r"app://.*"), ELECTRON, id="a compiled regex"),
    pytest.param(lambda query: query.origin == ELECTRON, ELECTRON, id="a function"),
    pytest.param("safari-web-extension://0A1B-2C", "safari-web-extension://0A1B-2C", id="capitals"),
    pytest.param("vscode-webview://" + "a1" * 40, "vscode-webview://" + "a1" * 40, id="long"),
    pytest.param("app://a.b.", "app://a.b.", id="a dot at the end, which is no slip here"),
]


@pytest.mark.parametrize(("listed", "origin"), LISTED)
def test_a_page_of_an_app(listed: object, origin: str, edge: Edge) -> None:
    options = {"origins": [listed, APP]}
    assert edge(options, get(origin)) == answer(allow_origin=origin, vary="Origin")
    assert edge(options, preflight(origin, "PUT")) == answer(
        allow_origin=origin, allow_methods=ALL_METHODS, vary="Origin"
    )


@pytest.mark.parametrize("listed", [ELECTRON, r"app://\."])
def test_with_credentials(listed: str, edge: Edge) -> None:
    expected = answer(allow_origin=ELECTRON, allow_credentials="true", vary="Origin")
    options = {"origins": [listed, APP], "supports_credentials": True}
    assert edge(options, get(ELECTRON)) == expected


OTHERS = [
    pytest.param("app://..", id="another dot"),
    pytest.param("app://.:80", id="a port"),
    pytest.param("App://.", id="a scheme with a capital"),
    pytest.param("app://./", id="a slash"),
    pytest.param("app://.,null", id="two fields in one"),
    pytest.param("app://%2e", id="percent-encoded"),
    pytest.param("apps://.", id="another scheme"),
    pytest.param("https://.", id="a scheme of the web"),
]


@pytest.mark.parametrize("origin", OTHERS)
def test_what_looks_like_it(origin: str, edge: Edge) -> None:
    for listed in ([ELECTRON, APP], [r"app://\.", APP]):
        assert edge({"origins": listed}, get(origin)) == answer(vary="Origin")


def test_any_origin(edge: Edge) -> None:
    assert edge({}, get(ELECTRON)) == answer(allow_origin=ELECTRON, vary="Origin")
    assert edge({}, get("app://.,null")) == answer(allow_origin="*")
