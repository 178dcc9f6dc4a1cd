"""Exceptions in an app: a page sees what a server makes of them, and the test learns why."""

from __future__ import annotations

import typing as t

import pytest
from flask import Flask

from flask_cors.testing import Blocked
from flask_cors.testing import Browser
from flask_cors.testing import Page
from flask_cors.testing import Step

from .conftest import API
from .conftest import APP
from .conftest import make_app


@pytest.mark.parametrize("testing", [True, False])
def test_a_page_sees_the_500_that_production_would_send(testing: bool) -> None:
    app = make_app()
    app.testing = testing
    response = Browser(app, API).page(APP).fetch("/broken")
    assert (response.status, response.type) == (500, "cors")
    assert isinstance(response.exception, LookupError)
    assert "because of LookupError: no such thing" in str(response.exchanges[0])
    assert app.config["PROPAGATE_EXCEPTIONS"] is None
    with pytest.raises(ValueError, match="Expecting value") as caught:
        response.json()
    assert caught.value.__cause__ is response.exception


@pytest.mark.parametrize(
    "config",
    [
        pytest.param({"PROPAGATE_EXCEPTIONS": True}, id="exceptions are let out"),
        pytest.param({"DEBUG": True, "TESTING": False}, id="debug mode lets them out"),
    ],
)
def test_an_exception_that_is_let_out_is_a_bare_500(config: dict[str, t.Any]) -> None:
    app = make_app()
    app.config.update(config)
    with pytest.raises(Blocked) as caught:
        Browser(app, API).page(APP).fetch("/broken")
    blocked = caught.value
    assert blocked.step is Step.ALLOW_ORIGIN_MISSING
    assert isinstance(blocked.__cause__, LookupError)
    assert blocked.exchanges[0].escaped
    assert blocked.remedy.startswith("The app let out LookupError, so the server answered 500")


def test_an_exception_is_the_cause_where_the_origin_is_refused(browser: Browser) -> None:
    with pytest.raises(Blocked) as caught:
        browser.page("https://evil.example").fetch("/broken")
    assert isinstance(caught.value.__cause__, LookupError)
    assert caught.value.remedy.startswith("Let the origin in")


def test_any_wsgi_app_may_raise() -> None:
    def app(environ: t.Any, start_response: t.Any) -> t.Any:
        raise OSError("disk")

    with pytest.raises(Blocked) as caught:
        Browser(app, API).page(APP).fetch("/")
    assert isinstance(caught.value.__cause__, OSError)


def test_a_page_of_the_same_origin_reads_the_bare_500(app: Flask) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = True
    response = Browser(app, API).page(API).fetch("/broken")
    assert (response.status, response.text()) == (500, "Internal Server Error")


def test_the_next_request_is_not_to_blame(page: Page) -> None:
    page.fetch("/broken")
    assert page.fetch("/items").exception is None
