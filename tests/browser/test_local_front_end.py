"""Local front end: a page on http://localhost:3000 reads ``/api/``, and nothing else."""

from __future__ import annotations

import json
import re

import pytest
from werkzeug.exceptions import NotFound
from werkzeug.middleware.shared_data import SharedDataMiddleware

from .harness import vite
from .harness.programs import EXAMPLES
from .harness.programs import load_example

API = "http://127.0.0.1:5000"
PAGE = "http://localhost:3000"
JSON = {"Content-Type": "application/json"}
NO_FIELD = "No 'Access-Control-Allow-Origin' header is present on the requested resource."


@pytest.fixture
def api(web):
    return web.serve(API, load_example("local_front_end"))


@pytest.fixture(scope="session")
def vite_address(tmp_path_factory):
    page = vite.build(EXAMPLES / "local_front_end" / "page", tmp_path_factory.mktemp("vite"))
    with vite.preview(page) as address:
        yield address


@pytest.fixture(params=["React page, built and served by Vite", "plain page"])
def front_end(request, web):
    """Put the page of the example at its origin; give its URL."""
    if request.param == "plain page":
        folder = str(EXAMPLES / "local_front_end")
        web.serve(PAGE, SharedDataMiddleware(NotFound(), {"/": folder}))
        return f"{PAGE}/plain.html"
    web.serve(PAGE, vite.forward_to(request.getfixturevalue("vite_address")))
    return f"{PAGE}/"


def test_page_shows_tasks_and_adds_one(front_end, api, open_page):
    page = open_page(front_end)
    assert page.texts("li", count=2) == ["Read the documentation", "Write the page"]

    page.submit(label="New task", value="Ship it", button="Add")
    assert page.texts("li", count=3)[-1] == "Ship it"

    assert [str(exchange) for exchange in api.exchanges if exchange.path == "/api/tasks"] == [
        "GET /api/tasks -> 200",
        "OPTIONS /api/tasks -> 200",
        "POST /api/tasks -> 201",
    ]
    assert api.preflights[0].request == {
        "Origin": PAGE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }


def test_page_shows_that_the_rest_is_closed(front_end, api, open_page):
    page = open_page(front_end)

    assert page.texts("dd:text('readable')", count=2) == ["not readable", "not readable"]
    for path in ("/health", "/apix"):
        assert (
            f"Access to fetch at '{API}{path}' from origin '{PAGE}' has been blocked by CORS "
            f"policy: {NO_FIELD}"
        ) in page.console


def test_page_reads_what_is_under_api(api, open_page):
    seen = open_page(PAGE).fetch(f"{API}/api/tasks")

    assert seen.json == ["Read the documentation", "Write the page"]
    assert api.log == ["GET /api/tasks -> 200"]
    assert api.exchanges[0].response == {"Access-Control-Allow-Origin": PAGE}


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/health", id="another route"),
        pytest.param("/apix", id="a route whose name starts alike"),
        pytest.param("/static/", id="no route at all"),
    ],
)
def test_page_does_not_read_what_is_elsewhere(path, api, open_page):
    seen = open_page(PAGE).fetch(API + path)

    assert seen.blocked
    assert NO_FIELD in seen.console
    assert api.exchanges[0].response == {}


def test_page_reads_that_something_under_api_does_not_exist(api, open_page):
    assert open_page(PAGE).fetch(f"{API}/api/nothing").status == 404


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("http://127.0.0.1:3000", id="the same machine under its other name"),
        pytest.param("https://localhost", id="another scheme and port"),
        pytest.param("http://page.example.org", id="another host"),
    ],
)
def test_other_pages_read_nothing(page, api, open_page):
    page = open_page(page)

    assert page.fetch(f"{API}/api/tasks").blocked
    assert page.fetch(f"{API}/api/tasks", method="POST", headers=JSON, body="{}").blocked
    assert api.log == ["GET /api/tasks -> 200", "OPTIONS /api/tasks -> 403"]


def test_page_names_exact_versions():
    """Of the example itself, which has no lock file."""
    page = EXAMPLES / "local_front_end" / "page"
    package = json.loads((page / "package.json").read_text(encoding="utf-8"))
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]

    assert versions
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
