"""``XMLHttpRequest`` (https://xhr.spec.whatwg.org/)."""

from __future__ import annotations

import typing as t

import pytest
from flask import Response

from flask_cors.testing import Blocked
from flask_cors.testing import Browser
from flask_cors.testing import JavaScriptError
from flask_cors.testing import Page

from .conftest import API
from .conftest import APP
from .conftest import make_app

NOT_LATIN = "String contains non ISO-8859-1 code point."


def test_headers(page: Page) -> None:
    xhr = page.xhr("GET", "/items")
    assert (xhr.status, xhr.response_url) == (200, f"{API}/items")
    assert (xhr.response_text, xhr.json()) == ('["a"]', ["a"])
    assert xhr.get_response_header("x-TOTAL-count") == "1"
    assert xhr.get_all_response_headers() == (
        "content-length: 5\r\ncontent-type: application/json\r\nx-total-count: 1\r\nx_odd: 2\r\n"
    )
    assert page.console == []
    assert len(xhr.exchanges) == 1


@pytest.mark.parametrize(
    ("url", "sent"), [("../items", "/items"), ("//api.example.com/items", "/items")]
)
def test_urls_are_relative_to_the_page(browser: Browser, url: str, sent: str) -> None:
    xhr = browser.page(f"{API}/app/page").xhr("GET", url)
    assert (xhr.status, xhr.response_url) == (200, API + sent)


def test_a_scheme_that_nobody_speaks(page: Page) -> None:
    with pytest.raises(Blocked) as caught:
        page.xhr("GET", "ftp://a.example/")
    assert "Access to XMLHttpRequest at 'ftp://a.example/' from" in caught.value.console
    assert "only supported for protocol schemes" in caught.value.console


def test_headers_that_the_page_cannot_read(page: Page) -> None:
    xhr = page.xhr("GET", "/items")
    assert xhr.get_response_header("X-Hidden") is None
    assert page.console == ['Refused to get unsafe header "X-Hidden"']
    assert xhr.get_response_header("X-Absent") is None
    assert len(page.console) == 1


def test_forbidden_headers_are_refused_in_the_console(page: Page) -> None:
    got = page.xhr("GET", "/echo", headers={"Cookie": "a=b", "X-A": "1"}).json()
    assert page.console == ['Refused to set unsafe header "Cookie"']
    assert "Cookie" not in got["headers"]
    assert got["headers"]["X-A"] == "1"


def test_a_header_that_is_set_twice(page: Page) -> None:
    got = page.xhr("GET", "/echo", headers=[("X-A", " 1"), ("X-B", "2"), ("x-a", "3")]).json()
    assert got["headers"]["X-A"] == "1, 3"


@pytest.mark.parametrize(
    ("method", "body", "sent"), [("POST", "x", "x"), ("get", "x", ""), ("HEAD", "x", None)]
)
def test_bodies(page: Page, method: str, body: str, sent: str | None) -> None:
    xhr = page.xhr(method, "/echo", body=body)
    assert (xhr.json()["body"] if sent is not None else None) == sent


LATIN = "text/plain; charset=iso-8859-1"


@pytest.mark.parametrize(
    ("body", "written", "sent"),
    [
        pytest.param("x", LATIN, "text/plain; charset=UTF-8", id="text"),
        pytest.param("", LATIN, "text/plain; charset=UTF-8", id="empty text"),
        pytest.param({"a": "b"}, LATIN, "text/plain; charset=UTF-8", id="a form"),
        pytest.param(b"x", LATIN, LATIN, id="bytes"),
        pytest.param(None, LATIN, LATIN, id="nothing"),
        *(
            pytest.param("x", written, sent, id=written)
            for written, sent in (
                ("text/plain;charset=utf-8", "text/plain;charset=UTF-8"),
                ('T/P ; Charset="iso-8859-1"; x=y', 'T/P ; Charset="UTF-8"; x=y'),
                ("a/b; charset=a; charset=b", "a/b; charset=UTF-8; charset=UTF-8"),
                ("text/plain; charset=", "text/plain; charset="),
                ('text/plain; charset=""', 'text/plain; charset=""'),
                ("text/plain; charset='iso'", "text/plain; charset='UTF-8'"),
                ("application/json", "application/json"),
                ("nonsense; charset=ascii", "nonsense; charset=UTF-8"),
                ("a/b;xcharset=a;charset=b", "a/b;xcharset=a;charset=UTF-8"),
                ("a/b;x=charset=foo", "a/b;x=charset=foo"),
            )
        ),
    ],
)
def test_text_is_sent_as_utf_8(body: t.Any, written: str, sent: str) -> None:
    """As Chromium writes it; Firefox leaves out the blank and the quotes."""
    page = Browser(make_app(allow_headers=["Content-Type", "X-A"]), API).page(APP)
    headers = {"content-type": written, "X-A": "charset=iso-8859-1"}
    got = page.xhr("POST", "/echo", headers=headers, body=body).json()["headers"]
    assert (got["Content-Type"], got["X-A"]) == (sent, "charset=iso-8859-1")


@pytest.mark.parametrize(("with_credentials", "user"), [(True, "ada"), (False, "None")])
def test_credentials(browser: Browser, page: Page, with_credentials: bool, user: str) -> None:
    page.xhr("POST", "/login", with_credentials=True)
    assert page.xhr("GET", "/me", with_credentials=with_credentials).response_text == user


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        pytest.param("text/plain", "Käse".encode(), "Käse", id="nothing said"),
        pytest.param("text/plain", b"K\xe4se", "K\ufffdse", id="nothing said, and not UTF-8"),
        pytest.param("text/plain; charset=iso-8859-1", b"K\xe4se \x80", "Käse €", id="Latin 1"),
        pytest.param("text/plain; charset=us-ascii", b"K\xe4se", "Käse", id="ASCII"),
        pytest.param('TEXT/PLAIN;CHARSET="ISO-8859-1"', b"K\xe4se", "Käse", id="quoted"),
        pytest.param("text/plain; charset=windows-1251", b"\xf1\xfb\xf0", "сыр", id="Cyrillic"),
        pytest.param("text/plain; charset=utf-16", b"K\x00\xe4\x00", "Kä", id="UTF-16"),
        pytest.param("text/plain; charset=utf-16be", b"\x00K\x00\xe4", "Kä", id="UTF-16BE"),
        pytest.param(
            "text/plain; charset=iso-8859-1", b"\xff\xfeK\x00", "K", id="a mark of UTF-16LE"
        ),
        pytest.param("text/plain", b"\xfe\xff\x00K", "K", id="a mark of UTF-16BE"),
        pytest.param(
            "text/plain; charset=iso-8859-1", "\ufeffKä".encode(), "Kä", id="a mark of UTF-8"
        ),
        pytest.param("text/plain; charset=gb2312", b"\xc4\xcc\xa2\xe3", "奶€", id="Chinese"),
        pytest.param("text/plain; charset=shift_jis", b"\x87\x40", "①", id="Japanese"),
        pytest.param("text/plain; charset=euc-kr", b"\x8c\x63", "똠", id="Korean"),
        pytest.param("text/plain; charset=x-nothing", "Kä".encode(), "Kä", id="no encoding"),
        pytest.param("text/plain; charset=utf-7", b"K+AOQ-", "K+AOQ-", id="not of browsers"),
        pytest.param("application/json; charset=iso-8859-1", b"K\xe4", "Kä", id="JSON"),
        pytest.param("", b"K\xe4", "K\ufffd", id="no type"),
    ],
)
def test_text_is_read_by_its_charset(content_type: str, body: bytes, text: str) -> None:
    """As Chromium and Firefox read it; ``fetch`` reads UTF-8 whatever is said."""
    app = make_app()
    app.add_url_rule(
        "/text", view_func=lambda: Response(body, headers={"Content-Type": content_type})
    )
    page = Browser(app, API).page(APP)
    assert page.xhr("GET", "/text").response_text == text
    assert page.fetch("/text").text() == body.decode("utf-8-sig", "replace")


def test_listening_to_an_upload_needs_a_preflight(page: Page) -> None:
    xhr = page.xhr("POST", "/echo", body="x", upload_listeners=True)
    assert [exchange.kind for exchange in xhr.exchanges] == ["preflight", "request"]


def test_blocked(browser: Browser) -> None:
    with pytest.raises(Blocked) as caught:
        browser.page("https://evil.example").xhr("DELETE", "/items")
    assert caught.value.console.startswith(f"Access to XMLHttpRequest at '{API}/items' from")


def test_a_user_in_the_url_is_not_sent(page: Page) -> None:
    assert page.xhr("GET", "https://u:p@api.example.com/items").response_url == f"{API}/items"


@pytest.mark.parametrize(
    ("arguments", "headers", "name", "message"),
    [
        (("G T", "/"), {}, "SyntaxError", "'open' {}: 'G T' is not a valid HTTP method."),
        (("TRACE", "/"), {}, "SecurityError", "'open' {}: 'TRACE' HTTP method is unsupported."),
        (("M\u4f60", "/"), {}, "TypeError", "'open' {}: " + NOT_LATIN),
        (("GET", "/"), {"a": "\u65e5"}, "TypeError", "'setRequestHeader' {}: " + NOT_LATIN),
        (("GET", "http://["), {}, "SyntaxError", "'open' {}: Invalid URL"),
        (
            ("GET", "/"),
            {"a b": "1"},
            "SyntaxError",
            "'setRequestHeader' {}: 'a b' is not a valid HTTP header field name.",
        ),
        (
            ("GET", "/"),
            {"a": "1\n2"},
            "SyntaxError",
            "'setRequestHeader' {}: '1\n2' is not a valid HTTP header field value.",
        ),
    ],
)
def test_errors(
    page: Page, arguments: t.Any, headers: dict[str, str], name: str, message: str
) -> None:
    with pytest.raises(JavaScriptError) as caught:
        page.xhr(*arguments, headers=headers)
    assert caught.value.name == name
    assert str(caught.value) == "Failed to execute " + message.format("on 'XMLHttpRequest'")
