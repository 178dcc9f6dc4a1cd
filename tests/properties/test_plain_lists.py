"""A list that needs no closer look would stand it, and be read alike."""

from __future__ import annotations

import collections.abc as cabc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_cors.protocol.allowed_origins import AllowedOrigins
from flask_cors.protocol.exposed_headers import FORBIDDEN_RESPONSE_HEADERS
from flask_cors.protocol.exposed_headers import REQUEST_ONLY_HEADERS
from flask_cors.protocol.exposed_headers import ExposedHeaders
from flask_cors.protocol.headers import FORBIDDEN_REQUEST_HEADERS
from flask_cors.protocol.headers import AllowedHeaders
from flask_cors.protocol.methods import FORBIDDEN
from flask_cors.protocol.methods import AllowedMethods
from flask_cors.protocol.origin_reader import read_origins
from flask_cors.protocol.problems import Findings

from .strategies import web_origins

_NAMES = st.sampled_from(
    sorted(FORBIDDEN_REQUEST_HEADERS | FORBIDDEN_RESPONSE_HEADERS | REQUEST_ONLY_HEADERS)
) | st.sampled_from(
    ["", "*", "-", "X-*", "^X", "X$", "X-.*", "X_Y", "Sec-X", "PROXY-X", "access-control-x", "K"]
)
_LISTED = (
    st.from_regex(r"[A-Za-z0-9-]{1,9}", fullmatch=True)
    | _NAMES
    | _NAMES.map(str.title)
    | st.text(max_size=3)
    | st.sampled_from(["GET", "get", "PUT", "PURGE", *FORBIDDEN])
    | web_origins
)


@pytest.mark.parametrize(
    ("read_plain", "read"),
    [
        pytest.param(AllowedOrigins.of_plain, read_origins, id="origins"),
        pytest.param(AllowedMethods.of_plain, AllowedMethods.parse, id="methods"),
        pytest.param(AllowedHeaders.of_plain, AllowedHeaders.parse, id="allow_headers"),
        pytest.param(ExposedHeaders.of_plain, ExposedHeaders.parse, id="expose_headers"),
    ],
)
@given(values=st.lists(_LISTED, max_size=3).map(tuple))
def test_what_needs_no_closer_look_would_stand_it(
    read_plain: cabc.Callable[[tuple[str, ...]], object],
    read: cabc.Callable[..., object],
    values: tuple[str, ...],
) -> None:
    plain = read_plain(values)
    if plain is not None:
        findings = Findings()
        assert read(values, findings.on("option")) == plain
        assert not findings.errors
        assert not findings.warnings


def test_what_most_programs_write_needs_no_closer_look() -> None:
    assert AllowedOrigins.of_plain(("https://app.example.com", "http://localhost:3000"))
    assert AllowedMethods.of_plain(("GET", "POST"))
    assert AllowedHeaders.of_plain(("Content-Type", "Authorization", "X-Request-Id"))
    assert ExposedHeaders.of_plain(("X-Total-Count", "ETag"))
