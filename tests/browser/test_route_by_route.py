"""Route by route: a path rule for one page, decorated views for any page, the rest closed."""

from __future__ import annotations

import pytest

from .harness.programs import load_example

API = "http://127.0.0.1:5000"
PAGE = "https://app.example.com"
OTHER = "https://www.example.org"


@pytest.fixture
def api(web):
    return web.serve(API, load_example("route_by_route"))


@pytest.mark.parametrize(
    ("path", "page", "readable"),
    [
        pytest.param("/api/private/report", PAGE, True, id="path rule, its page"),
        pytest.param("/api/private/report", OTHER, False, id="path rule, another page"),
        pytest.param("/api/private/nothing", PAGE, True, id="404 under the path rule, its page"),
        pytest.param("/api/private/nothing", OTHER, False, id="404 under it, another page"),
        pytest.param("/api/time-zones", PAGE, True, id="decorated view, the page of the rule"),
        pytest.param("/api/time-zones", OTHER, True, id="decorated view, another page"),
        pytest.param("/api/private/status", OTHER, True, id="decorated view under the path rule"),
        pytest.param("/internal", PAGE, False, id="neither, the page of the rule"),
        pytest.param("/internal", OTHER, False, id="neither, another page"),
    ],
)
def test_who_reads_what(path, page, readable, api, open_page):
    seen = open_page(page).fetch(API + path)

    assert (seen.readable, seen.blocked) == (readable, not readable)
    assert api.preflights == []


@pytest.mark.parametrize(
    ("path", "page", "readable"),
    [
        pytest.param("/api/private/report", PAGE, True, id="path rule, its page"),
        pytest.param("/api/private/report", OTHER, False, id="path rule, another page"),
        pytest.param("/api/time-zones", OTHER, True, id="decorated view, another page"),
        pytest.param("/api/private/status", OTHER, True, id="decorated view under the path rule"),
        pytest.param("/internal", PAGE, False, id="neither, the page of the rule"),
    ],
)
def test_who_reads_what_with_a_header_that_needs_a_preflight(path, page, readable, api, open_page):
    seen = open_page(page).fetch(API + path, headers={"X-Trace": "1"})

    assert (seen.readable, seen.blocked) == (readable, not readable)
    assert [(preflight.path, preflight.request["Origin"]) for preflight in api.preflights] == [
        (path, page)
    ]
