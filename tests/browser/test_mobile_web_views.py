"""Mobile web views: the origins of Capacitor and Ionic, and no page on the web.

A desktop browser opens no ``capacitor:`` page. What its web view would send is sent raw; that pages
on the web are refused, and that the one of Android is not, is tried in the browser.
"""

from __future__ import annotations

import pytest

from .harness.programs import load_example

API = "https://api.example.com"
OTHER = "https://app.example.com"
TOKEN = {"Authorization": "Bearer token"}

web_views = pytest.mark.parametrize(
    "origin",
    [
        pytest.param("capacitor://localhost", id="Capacitor on iOS"),
        pytest.param("ionic://localhost", id="Ionic on iOS"),
        pytest.param("https://localhost", id="Capacitor on Android"),
    ],
)


@pytest.fixture
def app():
    return load_example("mobile_web_views")


@pytest.fixture
def api(web, app):
    return web.serve(API, app)


def cors_fields(response):
    return {
        name: value
        for name, value in response.headers
        if name.startswith("Access-Control-") or name == "Vary"
    }


@web_views
def test_web_view_passes_the_preflight(origin, app):
    response = app.test_client().options(
        "/api/messages",
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "authorization",
        },
    )

    assert (response.status_code, response.data) == (200, b"")
    assert cors_fields(response) == {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT",
        "Access-Control-Allow-Headers": "authorization",
        "Vary": "Origin",
    }


@web_views
def test_web_view_reads(origin, app):
    response = app.test_client().get("/api/messages", headers={"Origin": origin, **TOKEN})

    assert response.json == ["Hello from the API"]
    assert cors_fields(response) == {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}


@web_views
def test_web_view_reads_that_its_token_is_missing(origin, app):
    response = app.test_client().get("/api/messages", headers={"Origin": origin})

    assert response.status_code == 401
    assert cors_fields(response) == {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}


@pytest.mark.parametrize(
    "origin",
    [
        pytest.param("capacitor://localhost:8100", id="another port"),
        pytest.param("capacitor://localhost.example.org", id="another host"),
        pytest.param("ionic://example.org", id="the scheme alone"),
        pytest.param("http://localhost", id="the host alone"),
        pytest.param("null", id="null"),
    ],
)
def test_look_alike_is_refused(origin, app):
    response = app.test_client().get("/api/messages", headers={"Origin": origin, **TOKEN})

    assert cors_fields(response) == {"Vary": "Origin"}


def test_android_web_view_reads_in_the_browser(api, open_page):
    seen = open_page("https://localhost").fetch(f"{API}/api/messages", headers=TOKEN)

    assert seen.json == ["Hello from the API"]
    assert api.log == ["OPTIONS /api/messages -> 200", "GET /api/messages -> 200"]


def test_page_on_the_web_is_refused(api, open_page):
    page = open_page(OTHER)

    assert page.fetch(f"{API}/api/messages").blocked
    assert page.fetch(f"{API}/api/messages", headers=TOKEN).blocked
    assert api.log == ["GET /api/messages -> 401", "OPTIONS /api/messages -> 403"]
