"""Tests as people write them. An ignored error is one that the types must find."""

from __future__ import annotations

import typing as t

from flask import Flask
from typing_extensions import assert_type
from werkzeug.datastructures import Headers

from flask_cors.testing import FIREFOX
from flask_cors.testing import Blocked
from flask_cors.testing import Browser
from flask_cors.testing import Cookie
from flask_cors.testing import Page
from flask_cors.testing import PageResponse
from flask_cors.testing import Step
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable

app = Flask(__name__)

browser = Browser(app, "https://api.example.com")
Browser("http://127.0.0.1:5000", profile=FIREFOX, block_third_party_cookies=True)
Browser({"https://api.example.com": app, "https://auth.example.com": "http://127.0.0.1:5001"})
Browser(app.wsgi_app)
Browser(5000)  # type: ignore[arg-type]


def test_page() -> None:
    """Ask in every way."""
    page = assert_type(browser.page("https://app.example.com", sandboxed=True), Page)
    response = page.fetch("/items", method="PUT", headers={"X-A": "1"}, json=[1], mode="cors")
    assert_type(response, PageResponse)
    assert_type(response.headers["X-Total-Count"], str)
    assert_type(response.json(), t.Any)
    page.fetch("/items", headers=[("X-A", "1")], body={"a": "b"}, credentials="include")
    page.fetch("/items", methods="PUT")  # type: ignore[call-arg]
    page.fetch("/items", headers=Headers(), body=[["a", "b"]])
    page.fetch("/items", headers={"X-A": "1"}.items(), body={"a": 1})
    page.fetch("/items", body=1)  # type: ignore[arg-type]
    page.fetch("/items", headers="X-A")  # type: ignore[arg-type]
    page.fetch("/items", headers=None)  # type: ignore[arg-type]
    assert_type(page.xhr("GET", "/items").get_response_header("ETag"), str | None)
    assert page.img("/logo.png", crossorigin="anonymous").readable


def test_assertions() -> None:
    """Assert, and look at what comes back."""
    page = browser.page("https://app.example.com")
    assert_type(assert_readable(page, "/items", status=200, reads=["ETag"]), PageResponse)
    blocked = assert_type(assert_blocked(page, "/items", step="method", method="PUT"), Blocked)
    assert_type(blocked.step, Step)
    browser.clock.advance(5)
    browser.set_cookie("a=b; Secure")
    assert_type(browser.cookies["a"], Cookie)
    assert_type([exchange.kind for exchange in browser.exchanges], list[str])
