"""What a page gets wrong, and the error that Chromium throws for it."""

from __future__ import annotations

import typing as t

import pytest

from flask_cors.protocol.user_agent import JavaScriptTypeError
from flask_cors.protocol.user_agent import dropped_headers

from .support import Web
from .support import ask
from .support import sent_field

FAILED = "Failed to execute 'fetch' on 'Window': "
IN_INIT = "Failed to read the '{}' property from 'RequestInit': "


ERRORS = [
    pytest.param({"url": "http://[::1"}, "Failed to parse URL from http://[::1", id="no URL"),
    pytest.param({"url": "https://"}, "Failed to parse URL from https://", id="no host"),
    pytest.param(
        {"url": "https://u:p@a.example/"},
        "Request cannot be constructed from a URL that includes credentials: "
        "https://u:p@a.example/",
        id="a user in the URL",
    ),
    *(
        pytest.param({"method": method}, f"'{method}' HTTP method is unsupported.", id=method)
        for method in ("TRACE", "track", "Connect")
    ),
    *(
        pytest.param({"method": method}, f"'{method}' is not a valid HTTP method.", id=repr(method))
        for method in ("", "G T", "GET\n", "M\u00e9", "a/b")
    ),
    pytest.param(
        {"method": "\u4f60"},
        IN_INIT.format("method") + "String contains non ISO-8859-1 code point.",
        id="a method beyond Latin-1",
    ),
    pytest.param(
        {"headers": {"X-A": "\u2026"}},
        IN_INIT.format("headers") + "String contains non ISO-8859-1 code point.",
        id="a value beyond Latin-1",
    ),
    pytest.param({"headers": {"X A": "1"}}, "Invalid name", id="a space in a name"),
    pytest.param({"headers": {"": "1"}}, "Invalid name", id="no name"),
    pytest.param({"headers": {"X-A": "a\nb"}}, "Invalid value", id="a line feed in a value"),
    pytest.param({"headers": {"X-A": "a\0b"}}, "Invalid value", id="a null byte in a value"),
    pytest.param(
        {"mode": "navigate"},
        "Cannot construct a Request with a RequestInit whose mode member is set as 'navigate'.",
        id="navigate",
    ),
    pytest.param(
        {"mode": "no-cors", "method": "put"},
        "'PUT' is unsupported in no-cors mode.",
        id="PUT in no-cors",
    ),
    pytest.param(
        {"body": b"x"}, "Request with GET/HEAD method cannot have body.", id="GET with a body"
    ),
    pytest.param(
        {"body": b"x", "method": "head", "headers": {"a b": ""}},
        "Invalid name",
        id="HEAD with a body and a bad header",
    ),
    *(
        pytest.param(
            {member.replace("rP", "r_p"): "x"},
            f"{IN_INIT.format(member)}The provided value 'x' is not a valid enum value of "
            f"type {enumeration}.",
            id=member,
        )
        for member, enumeration in {
            "mode": "RequestMode",
            "credentials": "RequestCredentials",
            "redirect": "RequestRedirect",
            "referrerPolicy": "ReferrerPolicy",
        }.items()
    ),
    pytest.param(
        {"url": "https://", "mode": "websocket"},
        IN_INIT.format("mode")
        + "The provided value 'websocket' is not a valid enum value of type RequestMode.",
        id="the members are read before the URL",
    ),
    pytest.param(
        {"mode": "x", "credentials": "y", "method": "\u4f60"},
        IN_INIT.format("credentials")
        + "The provided value 'y' is not a valid enum value of type RequestCredentials.",
        id="and in the order of their names",
    ),
    pytest.param(
        {"mode": "x", "method": "\u4f60"},
        IN_INIT.format("method") + "String contains non ISO-8859-1 code point.",
        id="a method before a mode",
    ),
]


@pytest.mark.parametrize(("request_init", "message"), ERRORS)
def test_error(request_init: dict[str, t.Any], message: str) -> None:
    web = Web()
    with pytest.raises(JavaScriptTypeError) as caught:
        ask(web, **request_init)
    assert str(caught.value) == FAILED + message
    assert isinstance(caught.value, TypeError)
    assert caught.value.name == "TypeError"
    assert web.asked == []


FORBIDDEN = [
    "Accept-Charset",
    "Cookie",
    "Host",
    "Origin",
    "Referer",
    "Sec-Anything",
    "Proxy-Authorization",
    "Set-Cookie",
    "content-LENGTH",
    "Access-Control-Request-Method",
]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_forbidden_headers_are_dropped(name: str) -> None:
    """Without an error, and without a preflight."""
    web = Web()
    ask(web, headers={name: "made up", "Accept": "text/html"})
    (request,) = web.asked
    assert "made up" not in dict(request.headers).values()
    assert sent_field(request, "Accept") == "text/html"
    assert dropped_headers([(name, "made up"), ("Accept", "x")]) == [name]


@pytest.mark.parametrize(
    ("value", "dropped"),
    [("TRACE", True), ("put, track ", True), ("PUT", False), ("TRACE2", False), ("", False)],
)
@pytest.mark.parametrize("name", ["X-HTTP-Method", "x-http-method-override", "X-Method-Override"])
def test_method_overrides(name: str, value: str, dropped: bool) -> None:
    assert bool(dropped_headers([(name, value)])) is dropped


@pytest.mark.parametrize(
    ("t_headers", "sent"),
    [
        pytest.param({"X-A": "1"}, {}, id="any other name"),
        pytest.param({"Content-Type": "application/json"}, {}, id="a type that no form has"),
        pytest.param({"Content-Type": "text/plain"}, {"Content-Type": "text/plain"}, id="a form's"),
        pytest.param({"Range": "bytes=0-"}, {}, id="a range"),
        pytest.param(
            [("Accept", "a" * 80), ("Accept", "b" * 80)],
            {"Accept": "a" * 80},
            id="what would be too much together",
        ),
        pytest.param({"accept-language": "de"}, {"accept-language": "de"}, id="a language"),
    ],
)
def test_no_cors_drops_what_it_cannot_send(t_headers: t.Any, sent: dict[str, str]) -> None:
    web = Web()
    ask(web, mode="no-cors", method="POST", headers=t_headers)
    (request,) = web.asked
    ours = {name: value for name, value in request.headers if name in sent or name == "X-A"}
    assert ours == sent


def test_no_cors_drops_the_type_of_a_body_that_no_form_has() -> None:
    web = Web()
    ask(web, mode="no-cors", method="POST", body=b"x", body_type="application/json")
    assert sent_field(web.asked[0], "Content-Type") is None


def test_a_type_of_ones_own_goes_before_the_bodys() -> None:
    web = Web()
    headers = {"content-type": "text/plain"}
    ask(web, method="POST", headers=headers, body=b"x", body_type="a/b")
    assert sent_field(web.asked[0], "Content-Type") == "text/plain"


def test_white_space_around_a_value_is_taken_off() -> None:
    web = Web()
    ask(web, headers={"Accept": "\t text/html\r\n"})
    assert sent_field(web.asked[0], "Accept") == "text/html"
