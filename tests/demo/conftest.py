"""The demo's servers, running, and a client without a browser."""

from __future__ import annotations

import collections.abc as cabc
import json
import typing as t
from http.client import HTTPConnection
from http.client import HTTPResponse
from pathlib import Path

import pytest

from demo.origins import Origins
from demo.programs import PROGRAMS
from demo.servers import running

NO_PROGRAMS = str(Path(__file__).parent)  # a folder for PATH

Get = cabc.Callable[..., tuple[HTTPResponse, t.Any]]


@pytest.fixture(scope="module")
def without_node() -> cabc.Iterator[None]:
    """A machine without Node (or anything else that is started by its name)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", NO_PROGRAMS)
        yield


@pytest.fixture(scope="module")
def origins(without_node: None) -> cabc.Iterator[Origins]:
    """The demo as it is, on free ports, with a plain page for the React page."""
    with running(PROGRAMS) as origins:
        yield origins


@pytest.fixture(scope="module")
def request_from(origins: Origins) -> Get:
    """Send a request to one of the servers; give the response, and its body read as what it is."""

    def send(
        port: int, path: str, method: str = "GET", **headers: str
    ) -> tuple[HTTPResponse, t.Any]:
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request(method, path, headers=fields)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        is_json = response.headers.get_content_type() == "application/json"
        return response, json.loads(text) if is_json else text

    return send
