"""GET only: the page reads; its PUT and its DELETE are stopped by the browser."""

from __future__ import annotations

import pytest

from .harness.programs import load_example

API = "https://api.example.com"
PAGE = "https://app.example.com"
OTHER = "https://www.example.org"


@pytest.fixture
def api(web):
    return web.serve(API, load_example("get_only"))


def test_page_reads(api, open_page):
    seen = open_page(PAGE).fetch(f"{API}/articles/1")

    assert seen.json == {"id": 1, "title": "Look, do not touch"}
    assert api.log == ["GET /articles/1 -> 200"]


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_browser_stops_the_page(method, api, open_page):
    seen = open_page(PAGE).fetch(f"{API}/articles/1", method=method)

    assert seen.blocked
    assert (
        f"Method {method} is not allowed by Access-Control-Allow-Methods in preflight response."
    ) in seen.console
    assert api.log == ["OPTIONS /articles/1 -> 200"]
    assert api.exchanges[0].response == {"Access-Control-Allow-Origin": PAGE}


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_browser_stops_every_other_page(method, api, open_page):
    seen = open_page(OTHER).fetch(f"{API}/articles/1", method=method)

    assert seen.blocked
    assert "'Access-Control-Allow-Origin'" in seen.console
    assert api.log == ["OPTIONS /articles/1 -> 403"]


def test_pages_of_the_app_itself_are_not_concerned(api, open_page):
    page = open_page(f"{API}/articles/1")

    assert page.fetch("/articles/1", method="PUT").json == {"id": 1, "title": "replaced"}
    assert api.preflights == []


def test_what_needs_no_preflight_is_not_stopped(api, open_page):
    """A POST as a form sends it: the answer is out of reach, the request is not."""
    seen = open_page(OTHER).fetch(f"{API}/articles/1", method="POST", body="a=b")

    assert seen.blocked
    assert api.log == ["POST /articles/1 -> 405"]
