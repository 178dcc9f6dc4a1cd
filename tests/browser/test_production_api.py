"""Production API: two pages, what they may send, what they read, and what the browser remembers."""

from __future__ import annotations

import pytest

from .harness.programs import load_example

API = "https://api.example.com"
PAGE = "https://app.example.com"
OTHER = "https://www.example.org"
HEADERS = {"Authorization": "Bearer token", "Content-Type": "application/json"}
PUT = {"method": "PUT", "headers": HEADERS, "body": '{"name": "Lamp"}'}

both_pages = pytest.mark.parametrize(
    "page",
    [
        pytest.param("https://app.example.com", id="the shop"),
        pytest.param("https://admin.example.com", id="the back office"),
    ],
)


@pytest.fixture
def api(web):
    return web.serve(API, load_example("production_api"))


@both_pages
def test_page_reads_the_products_and_their_number(page, api, open_page):
    seen = open_page(page).fetch(f"{API}/products")

    assert len(seen.json) == 10
    assert seen.headers["x-total-count"] == "42"
    assert api.log == ["GET /products -> 200"]
    assert api.exchanges[0].response == {
        "Access-Control-Allow-Origin": page,
        "Access-Control-Expose-Headers": "X-Total-Count",
        "Vary": "Origin",
    }


def test_page_reads_no_header_that_is_not_exposed(api, open_page):
    seen = open_page(PAGE).fetch(f"{API}/products")

    assert set(seen.headers) == {"content-length", "content-type", "x-total-count"}


@both_pages
def test_page_changes_a_product_after_one_preflight(page, api, open_page):
    seen = open_page(page).fetch(f"{API}/products/1", **PUT)

    assert seen.json == {"id": 1, "name": "Lamp"}
    assert api.log == ["OPTIONS /products/1 -> 200", "PUT /products/1 -> 200"]
    assert api.preflights[0].request == {
        "Origin": page,
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    assert api.preflights[0].response == {
        "Access-Control-Allow-Origin": page,
        "Access-Control-Allow-Methods": "DELETE, GET, POST, PUT",
        "Access-Control-Allow-Headers": "authorization, content-type",
        "Access-Control-Max-Age": "3600",
        "Vary": "Origin",
    }


def test_second_request_sends_no_second_preflight(api, open_page):
    page = open_page(PAGE)

    assert page.fetch(f"{API}/products/1", **PUT).status == 200
    assert page.fetch(f"{API}/products/1", **PUT).status == 200
    assert page.fetch(f"{API}/products/1", method="DELETE").status == 200

    assert api.log == [
        "OPTIONS /products/1 -> 200",
        "PUT /products/1 -> 200",
        "PUT /products/1 -> 200",
        "DELETE /products/1 -> 200",
    ]


def test_every_url_has_a_preflight_of_its_own(api, open_page):
    page = open_page(PAGE)

    page.fetch(f"{API}/products/1", method="DELETE")
    page.fetch(f"{API}/products/2", method="DELETE")

    assert [preflight.path for preflight in api.preflights] == ["/products/1", "/products/2"]


def test_third_origin_reads_nothing(api, open_page):
    seen = open_page(OTHER).fetch(f"{API}/products")

    assert seen.blocked
    assert "'Access-Control-Allow-Origin'" in seen.console
    assert api.log == ["GET /products -> 200"]
    assert api.exchanges[0].response == {"Vary": "Origin"}


def test_third_origin_changes_nothing(api, open_page):
    seen = open_page(OTHER).fetch(f"{API}/products/1", **PUT)

    assert seen.blocked
    assert "'Access-Control-Allow-Origin'" in seen.console
    assert api.log == ["OPTIONS /products/1 -> 403"]
    assert api.exchanges[0].response == {"Vary": "Origin"}


@pytest.mark.parametrize(
    ("request_init", "message"),
    [
        pytest.param(
            {"method": "PATCH"},
            "Method PATCH is not allowed by Access-Control-Allow-Methods in preflight response.",
            id="a method",
        ),
        pytest.param(
            {"headers": {"X-Trace": "1", "Authorization": "Bearer token"}},
            "Request header field x-trace is not allowed by Access-Control-Allow-Headers in "
            "preflight response.",
            id="a header",
        ),
    ],
)
def test_console_names_what_was_not_allowed(request_init, message, api, open_page):
    seen = open_page(PAGE).fetch(f"{API}/products/1", **request_init)

    assert seen.blocked
    assert message in seen.console
    assert api.log == ["OPTIONS /products/1 -> 200"]
