"""Compressed bodies: what a page reads of them is what Chromium 156 and Firefox 153 let it read."""

from __future__ import annotations

import gzip
import zlib

import pytest
from flask import Flask
from flask import Response
from flask import request

from flask_cors import CORS
from flask_cors.testing import Browser

APP = "https://app.example.com"
API = "https://api.example.com"
TEXT = b'{"a": 1}'
PACKED = gzip.compress(TEXT)
RAW = zlib.compressobj(wbits=-zlib.MAX_WBITS)
WITHOUT_HEAD = RAW.compress(TEXT) + RAW.flush()


def app_with(body: bytes, encoding: str) -> Flask:
    app = Flask("tests", static_folder=None)
    CORS(app, origins=APP, allow_headers=["X-One"])

    @app.get("/item")
    def item() -> Response:
        fields = {"Content-Encoding": encoding} if encoding else {}
        return Response(body, mimetype="application/json", headers=fields)

    return app


@pytest.mark.parametrize(
    ("encoding", "sent", "read"),
    [
        pytest.param("gzip", PACKED, TEXT, id="gzip"),
        pytest.param("GZIP", PACKED, TEXT, id="in upper case"),
        pytest.param("x-gzip", PACKED, TEXT, id="gzip by its old name"),
        pytest.param("deflate", zlib.compress(TEXT), TEXT, id="deflate"),
        pytest.param("deflate", WITHOUT_HEAD, TEXT, id="deflate without its head"),
        pytest.param("deflate, gzip", gzip.compress(zlib.compress(TEXT)), TEXT, id="one by one"),
        pytest.param("gzip", PACKED + PACKED, TEXT, id="only the first of several"),
        pytest.param("gzip", PACKED + b"something", TEXT, id="with something behind"),
        pytest.param("gzip", PACKED[:-6], TEXT, id="cut off at the end"),
        pytest.param("gzip", PACKED[:10], b"", id="cut off, and nothing left"),
        pytest.param("gzip", b"", b"", id="nothing"),
        pytest.param("", TEXT, TEXT, id="not compressed"),
        pytest.param("", PACKED, PACKED, id="compressed without a word"),
        pytest.param("identity", TEXT, TEXT, id="identity"),
        pytest.param("gzip, other", PACKED, PACKED, id="with a coding that is not known"),
    ],
)
def test_body_that_a_page_reads(encoding: str, sent: bytes, read: bytes) -> None:
    page = Browser(app_with(sent, encoding), API).page(APP)
    response = page.fetch("/item")
    assert response.body == read
    assert (
        response.text() == page.xhr("GET", "/item").response_text == read.decode("utf-8", "replace")
    )
    assert response.exchanges[-1].response_body == sent


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        pytest.param("gzip", TEXT, id="gzip"),
        pytest.param("deflate", TEXT, id="deflate"),
        pytest.param("gzip, gzip", PACKED, id="once only"),
    ],
)
def test_body_that_is_not_what_its_fields_say(encoding: str, sent: bytes) -> None:
    """The page gets the head of the response, and reading the body fails."""
    page = Browser(app_with(sent, encoding), API).page(APP)
    response, xhr = page.fetch("/item"), page.xhr("GET", "/item")
    assert (response.status, response.truncated, xhr.status) == (200, False, 200)
    for read in (response.text, response.json, lambda: xhr.response_text):
        with pytest.raises(TypeError, match="network error"):
            read()
    assert response.exchanges[-1].response_body == sent


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        pytest.param({}, ["gzip, deflate"], id="usual"),
        pytest.param({"X-One": "1"}, ["gzip, deflate", "gzip, deflate"], id="with a preflight"),
        pytest.param({"Range": "bytes=0-3"}, ["identity"], id="of a part"),
        pytest.param({"Accept-Encoding": "br"}, ["gzip, deflate"], id="which no page may set"),
    ],
)
def test_what_is_said_to_be_accepted(headers: dict[str, str], accepted: list[str]) -> None:
    page = Browser(app_with(TEXT, ""), API).page(APP)
    exchanges = page.fetch("/item", headers=headers).exchanges
    assert [each.headers["Accept-Encoding"] for each in exchanges] == accepted
    assert "Accept-Encoding" not in str(exchanges[-1])


def test_app_that_compresses_for_who_accepts_it() -> None:
    app = app_with(TEXT, "")

    @app.after_request
    def compress(response: Response) -> Response:
        if "gzip" in request.accept_encodings:
            response.set_data(gzip.compress(response.get_data()))
            response.content_encoding = "gzip"
            response.vary.add("Accept-Encoding")
        return response

    response = Browser(app, API).page(APP).fetch("/item")
    assert response.json() == {"a": 1}
    assert response.exchanges[-1].response_headers["Content-Encoding"] == "gzip"
