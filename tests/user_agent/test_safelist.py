"""What a page may send across origins without asking.

Source: https://fetch.spec.whatwg.org/#cors-safelisted-request-header
"""

from __future__ import annotations

import pytest

from flask_cors.protocol.user_agent.safelist import is_safelisted_header
from flask_cors.protocol.user_agent.safelist import mime_essence
from flask_cors.protocol.user_agent.safelist import normalize_method
from flask_cors.protocol.user_agent.safelist import unsafe_names

from .support import URL
from .support import Web
from .support import ask
from .support import sent_field


@pytest.mark.parametrize(
    ("name", "value", "safe"),
    [
        pytest.param("Accept", "*/*", True, id="Accept"),
        pytest.param("accept", "text/html;q=0.9", True, id="names have no case"),
        pytest.param("Accept", "a" * 128, True, id="128 bytes"),
        pytest.param("Accept", "a" * 129, False, id="129 bytes"),
        pytest.param("Accept", "a(b)", False, id="a parenthesis in Accept"),
        pytest.param("Accept", "a\tb", True, id="a tab is a safe byte"),
        pytest.param("Accept", "a\x01b", False, id="a control character is not"),
        pytest.param("Accept", "a\x7f", False, id="DEL is not"),
        pytest.param("Accept", "\xe9", True, id="a byte above 0x7F is"),
        pytest.param("Accept-Language", "de, en;q=0.5", True, id="languages"),
        pytest.param("Accept-Language", "de_DE", False, id="an underscore in a language"),
        pytest.param("Accept-Language", "", True, id="no language"),
        pytest.param("Content-Language", "en-GB", True, id="Content-Language"),
        pytest.param("Content-Language", "en\n", False, id="a language and a line feed"),
        pytest.param("Content-Type", "text/plain", True, id="plain text"),
        pytest.param("Content-Type", "TEXT/Plain; charset=utf-8", True, id="with a charset"),
        pytest.param("Content-Type", "multipart/form-data; boundary=x", True, id="a form"),
        pytest.param("Content-Type", "application/x-www-form-urlencoded", True, id="a small form"),
        pytest.param("Content-Type", "application/json", False, id="JSON"),
        pytest.param("Content-Type", "text/plain, text/plain", False, id="two types"),
        pytest.param("Content-Type", 'text/plain; a="b"', False, id="a quoted parameter"),
        pytest.param("Content-Type", "text", False, id="no type"),
        pytest.param("Content-Type", "", False, id="an empty type"),
        pytest.param("Range", "bytes=0-255", True, id="a range"),
        pytest.param("Range", "bytes=10-", True, id="an open range"),
        pytest.param("Range", "bytes=-10", False, id="a range without a start"),
        pytest.param("Range", "bytes=10-5", False, id="a range backwards"),
        pytest.param("Range", "bytes=0-1,2-3", False, id="two ranges"),
        pytest.param("Range", "bytes= 0-1", False, id="a range with a space"),
        pytest.param("Range", "Bytes=0-1", False, id="another unit"),
        pytest.param("X-Requested-With", "XMLHttpRequest", False, id="any other name"),
        pytest.param("Authorization", "Bearer x", False, id="Authorization"),
        pytest.param("Save-Data", "on", False, id="a client hint"),
    ],
)
def test_headers(name: str, value: str, safe: bool) -> None:
    assert is_safelisted_header(name, value) is safe


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        pytest.param([], [], id="none"),
        pytest.param([("Accept", "*/*")], [], id="a safe one"),
        pytest.param([("X-B", ""), ("x-a", ""), ("X-b", "")], ["x-a", "x-b"], id="sorted, once"),
        pytest.param(
            [(name, "a" * 128) for name in ("Accept", "Accept", "Accept", "Accept")] * 2,
            [],
            id="1,024 safe bytes",
        ),
        pytest.param(
            [*[("Accept", "a" * 128)] * 8, ("Accept-Language", "d")],
            ["accept", "accept-language"],
            id="1,025 safe bytes",
        ),
    ],
)
def test_names_that_are_asked_for(headers: list[tuple[str, str]], asked: list[str]) -> None:
    assert unsafe_names(headers) == asked


@pytest.mark.parametrize(
    ("value", "essence"),
    [
        pytest.param(" Text/HTML ;charset=x", "text/html", id="in lower case"),
        pytest.param("text/html charset", None, id="a space in the subtype"),
        pytest.param("/html", None, id="no type"),
        pytest.param("text/", None, id="no subtype"),
        pytest.param("te xt/html", None, id="a space in the type"),
    ],
)
def test_essence_of_a_type(value: str, essence: str | None) -> None:
    assert mime_essence(value) == essence


@pytest.mark.parametrize(
    ("method", "normalized"),
    [
        ("get", "GET"),
        ("Put", "PUT"),
        ("options", "OPTIONS"),
        ("patch", "patch"),
        ("Get2", "Get2"),
    ],
)
def test_methods_are_normalized(method: str, normalized: str) -> None:
    assert normalize_method(method) == normalized


@pytest.mark.parametrize(
    ("request_init", "preflight"),
    [
        pytest.param({}, None, id="GET"),
        pytest.param({"method": "head"}, None, id="HEAD"),
        pytest.param(
            {"method": "POST", "body": b"x", "body_type": "text/plain"}, None, id="a form"
        ),
        pytest.param({"method": "POST"}, None, id="POST without a body"),
        pytest.param({"method": "PUT"}, ("PUT", None), id="PUT"),
        pytest.param({"method": "patch"}, ("patch", None), id="patch, as it is written"),
        pytest.param({"headers": {"X-B": "1", "X-A": "2"}}, ("GET", "x-a,x-b"), id="headers"),
        pytest.param(
            {"method": "POST", "headers": {"Content-Type": "application/json"}},
            ("POST", "content-type"),
            id="JSON",
        ),
        pytest.param({"upload_listeners": True}, ("GET", None), id="listening to an upload"),
        pytest.param(
            {"headers": {"Accept": "a" * 128}, "method": "POST", "body": b"x", "body_type": "a/b"},
            ("POST", "content-type"),
            id="the type that a body brings along",
        ),
    ],
)
def test_who_needs_a_preflight(
    request_init: dict[str, object], preflight: tuple[str, str | None] | None
) -> None:
    web = Web()
    ask(web, **request_init)
    first = web.asked[0]
    if preflight is None:
        assert first.kind.value == "request"
        return
    assert web.log[0] == f"OPTIONS {URL}"
    assert first.body is None
    assert not first.include_credentials
    assert sent_field(first, "Access-Control-Request-Method") == preflight[0]
    assert sent_field(first, "Access-Control-Request-Headers") == preflight[1]
    assert sent_field(first, "Accept") == "*/*"
