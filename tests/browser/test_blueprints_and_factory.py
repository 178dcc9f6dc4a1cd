"""Blueprints and a factory: rules by path hold for blueprints that are registered afterwards."""

from __future__ import annotations

import pytest

from .harness.programs import load_example

API = "https://api.example.com"
PAGE = "https://app.example.com"
ADMIN = "https://admin.example.com"
OTHER = "https://www.example.org"
PATCH = {
    "method": "PATCH",
    "headers": {"Content-Type": "application/json"},
    "body": '{"state": "shipped"}',
}


@pytest.fixture
def api(web):
    return web.serve(API, load_example("blueprints_and_factory"))


@pytest.mark.parametrize(
    ("path", "page", "readable"),
    [
        pytest.param("/api/public/rates", PAGE, True, id="public, the page"),
        pytest.param("/api/public/rates", OTHER, True, id="public, another page"),
        pytest.param("/api/internal/orders", PAGE, True, id="internal, the page"),
        pytest.param("/api/internal/orders", ADMIN, True, id="internal, the other page"),
        pytest.param("/api/internal/orders", OTHER, False, id="internal, another page"),
        pytest.param("/api/internal/nothing", PAGE, True, id="404 under internal, the page"),
        pytest.param("/api/internal/nothing", OTHER, False, id="404 under it, another page"),
        pytest.param("/", PAGE, False, id="outside both, the page"),
    ],
)
def test_who_reads_what(path, page, readable, api, open_page):
    seen = open_page(page).fetch(API + path)

    assert (seen.readable, seen.blocked) == (readable, not readable)


def test_page_changes_an_order(api, open_page):
    seen = open_page(ADMIN).fetch(f"{API}/api/internal/orders/7", **PATCH)

    assert seen.json == {"id": 7, "state": "shipped"}
    assert api.log == [
        "OPTIONS /api/internal/orders/7 -> 200",
        "PATCH /api/internal/orders/7 -> 200",
    ]
    assert api.preflights[0].response == {
        "Access-Control-Allow-Origin": ADMIN,
        "Access-Control-Allow-Methods": "GET, PATCH",
        "Access-Control-Allow-Headers": "content-type",
        "Vary": "Origin",
    }


def test_another_page_does_not_change_an_order(api, open_page):
    assert open_page(OTHER).fetch(f"{API}/api/internal/orders/7", **PATCH).blocked
    assert api.log == ["OPTIONS /api/internal/orders/7 -> 403"]


def test_one_extension_object_serves_several_apps(web, open_page):
    first = web.serve("https://one.example.com", load_example("blueprints_and_factory"))
    second = web.serve("https://two.example.com", load_example("blueprints_and_factory"))
    page = open_page(PAGE)

    for api in (first, second):
        assert page.fetch(f"{api.origin}/api/internal/orders").status == 200
        assert api.exchanges[0].response == {"Access-Control-Allow-Origin": PAGE, "Vary": "Origin"}
