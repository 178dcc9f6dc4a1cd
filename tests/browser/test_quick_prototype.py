"""Quick prototype: any page reads everything, without a preflight and without cookies."""

from __future__ import annotations

import pytest

from .harness.programs import load_example

API = "http://127.0.0.1:5000"


@pytest.fixture
def api(web):
    return web.serve(API, load_example("quick_prototype"))


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("https://app.example.com", id="a page over https"),
        pytest.param("http://localhost:3000", id="a page on this machine"),
        pytest.param("http://page.example.org", id="a page over http"),
    ],
)
def test_any_page_reads_ping(page, api, open_page):
    seen = open_page(page).fetch(f"{API}/ping")

    assert seen.json == {"message": "pong"}
    assert seen.console == ""
    assert api.log == ["GET /ping -> 200"]
    assert api.exchanges[0].response == {"Access-Control-Allow-Origin": page, "Vary": "Origin"}


def test_page_on_an_opaque_origin_reads_ping(api, open_page):
    frame = open_page("https://app.example.com").sandboxed_frame()

    assert frame.fetch(f"{API}/ping").json == {"message": "pong"}
    assert api.exchanges[0].request == {"Origin": "null"}


def test_page_may_send_any_header(api, open_page):
    seen = open_page("https://app.example.com").fetch(f"{API}/ping", headers={"X-Trace": "1"})

    assert seen.json == {"message": "pong"}
    assert api.log == ["OPTIONS /ping -> 200", "GET /ping -> 200"]
    assert api.preflights[0].request == {
        "Origin": "https://app.example.com",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "x-trace",
    }


def test_page_does_not_get_to_use_cookies(api, open_page):
    seen = open_page("https://app.example.com").fetch(f"{API}/ping", credentials="include")

    assert seen.blocked
    assert "'Access-Control-Allow-Credentials'" in seen.console


def test_page_of_the_same_origin_needs_no_cors(api, open_page):
    seen = open_page(f"{API}/ping").fetch("/ping")

    assert seen.json == {"message": "pong"}
    assert api.preflights == []


def test_refusal_is_not_confused_with_a_server_that_is_down(open_page):
    """Of the harness rather than the package: other failures are no verdict about CORS."""
    seen = open_page("https://app.example.com").fetch("https://nobody.example.com:8443/")

    assert not seen.readable
    assert not seen.blocked
