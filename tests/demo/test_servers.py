"""Both servers answer without a browser, and the page's server knows what the API was asked."""

from __future__ import annotations

import re
import socket

import pytest

import flask_cors
from demo.origins import Origins
from demo.programs import PROGRAMS
from demo.servers import running

from .conftest import Get


def test_the_page_and_all_that_it_loads_come_from_its_own_server(
    origins: Origins, request_from: Get
) -> None:
    page, html = request_from(origins.page_port, "/")

    assert page.status == 200
    loaded = re.findall(r'(?:src|href)="([^"]*)"', html)
    assert loaded
    assert all(name.startswith("static/") for name in loaded)
    for name in ("style.css", "main.js", "perform.js", "agent.html", "icon.svg"):
        assert request_from(origins.page_port, f"/static/{name}")[0].status == 200


def test_the_table_comes_with_origins_versions_and_sources(
    origins: Origins, request_from: Get
) -> None:
    _, table = request_from(origins.page_port, "/programs.json")

    assert table["origins"] == {
        "page": f"http://localhost:{origins.page_port}",
        "third": f"http://127.0.0.1:{origins.page_port}",
        "opaque": "null",
        "api": f"http://127.0.0.1:{origins.api_port}",
        "sameSiteApi": f"http://localhost:{origins.api_port}",
    }
    assert table["versions"]["Flask-CORS"] == flask_cors.__version__
    assert [program["id"] for program in table["programs"]] == [one.id for one in PROGRAMS]
    assert "CORS(app)" in table["programs"][0]["code"]
    assert origins.page in table["programs"][1]["code"]
    assert origins.react in table["programs"][1]["code"]
    assert [one["id"] for one in table["programs"] if one["hasReactPage"]] == ["front-end"]


def test_an_exchange_with_the_api_is_seen_on_the_wire(origins: Origins, request_from: Get) -> None:
    url = "/front-end/api/tasks?exchange=test.front-end.tasks"
    answer, body = request_from(origins.api_port, url, Origin=origins.page)
    _, steps = request_from(origins.page_port, "/wire/test.front-end.tasks")

    assert answer.headers["Access-Control-Allow-Origin"] == origins.page
    assert body == ["Buy tea", "Buy milk"]
    assert [(step["method"], step["path"], step["status"]) for step in steps] == [
        ("GET", "/front-end/api/tasks", "200 OK")
    ]
    assert ["Origin", origins.page] in steps[0]["sent"]
    assert ["Access-Control-Allow-Origin", origins.page] in steps[0]["came"]


def test_without_node_a_plain_page_stands_on_the_origin_that_the_policy_names(
    origins: Origins, request_from: Get
) -> None:
    _, status = request_from(origins.page_port, "/react.json")
    while status["state"] == "building":
        _, status = request_from(origins.page_port, "/react.json")
    plain, html = request_from(origins.react_port, "/")
    url = "/front-end/api/tasks"
    answer, _ = request_from(origins.api_port, url, Origin=status["url"])

    assert status == {
        "state": "plain",
        "url": f"http://localhost:{origins.react_port}",
        "short": "no Node",
        "reason": "Node is not installed",
    }
    assert plain.status == 200
    assert f'const API = "{origins.api}/front-end";' in html
    assert answer.headers["Access-Control-Allow-Origin"] == status["url"]


def test_a_raw_request_is_sent_in_the_name_of_its_origin(
    origins: Origins, request_from: Get
) -> None:
    _, outcome = request_from(origins.page_port, "/raw/test.mobile.ionic", "POST")
    _, steps = request_from(origins.page_port, "/wire/test.mobile.ionic")

    assert outcome["verdict"] == "readable"
    assert [step["method"] for step in steps] == ["OPTIONS", "PUT"]
    assert all(["Origin", "ionic://localhost"] in step["sent"] for step in steps)


def test_a_raw_request_from_a_look_alike_is_blocked(origins: Origins, request_from: Get) -> None:
    _, outcome = request_from(origins.page_port, "/raw/test.mobile.look-alike", "POST")

    assert outcome["verdict"] == "blocked"


def test_a_refused_set_up_is_told_in_the_words_of_the_package(
    origins: Origins, request_from: Get
) -> None:
    _, outcome = request_from(origins.page_port, "/startup/traps.credentials", "POST")

    assert outcome["verdict"] == "refused"
    assert outcome["error"] == "PolicyError"
    assert "supports_credentials" in outcome["message"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        pytest.param("POST", "/raw/test.mobile.page", id="a fetch is the browser's to send"),
        pytest.param("POST", "/raw/test.mobile.unknown", id="an unknown exchange"),
        pytest.param("POST", "/startup/mobile.capacitor", id="a request is no set-up"),
        pytest.param("GET", "/nothing", id="an unknown page"),
    ],
)
def test_what_the_table_does_not_hold_is_not_done(
    origins: Origins, request_from: Get, method: str, path: str
) -> None:
    assert request_from(origins.page_port, path, method)[0].status == 404


def test_a_taken_port_is_an_error(origins: Origins) -> None:
    with pytest.raises(OSError, match="in use"), running(PROGRAMS, api_port=origins.api_port):
        pass


def test_a_server_ends_with_its_block() -> None:
    with running(PROGRAMS[:1]) as origins:
        port = origins.page_port
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass
