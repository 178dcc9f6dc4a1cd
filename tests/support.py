"""What the tables share: saying what a request asks, asking an app, reading its answer.

Requests are WSGI environments built by hand, so that a table can hold what no client would send,
and answers are what the server would be handed, so that no client tidies them up.
"""

from __future__ import annotations

import re
import typing as t
import warnings
from dataclasses import dataclass

from flask import Flask
from werkzeug.test import create_environ

from flask_cors import CORS
from flask_cors import PolicyWarning
from flask_cors import cross_origin

APP = "https://app.example.com"
ADMIN = "https://admin.example.com"
EVIL = "https://evil.example"

ALL_METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"
"""Access-Control-Allow-Methods where nothing is configured."""

VIEW_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Options = dict[str, t.Any]


@dataclass(frozen=True)
class Asked:
    """A request: a value of None means that the field is not there."""

    method: str
    path: str = "/"
    origin: str | None = None
    request_method: str | None = None
    request_headers: str | None = None
    private_network: str | None = None

    @property
    def is_preflight(self) -> bool:
        return self.method == "OPTIONS" and None not in {self.origin, self.request_method}

    def environ(self) -> dict[str, t.Any]:
        """The environment that a WSGI server makes of it, unchecked."""
        environ = create_environ(method=self.method)
        environ["PATH_INFO"] = self.path
        fields = {
            "HTTP_ORIGIN": self.origin,
            "HTTP_ACCESS_CONTROL_REQUEST_METHOD": self.request_method,
            "HTTP_ACCESS_CONTROL_REQUEST_HEADERS": self.request_headers,
            "HTTP_ACCESS_CONTROL_REQUEST_PRIVATE_NETWORK": self.private_network,
        }
        environ.update({key: value for key, value in fields.items() if value is not None})
        return environ


def get(origin: str | None = None, **others: t.Any) -> Asked:
    """GET, by a page with that origin."""
    return Asked("GET", origin=origin, **others)


def send(method: str, origin: str | None = None, **others: t.Any) -> Asked:
    """Any method, by a page with that origin."""
    return Asked(method, origin=origin, **others)


def preflight(
    origin: str | None, method: str | None = "GET", headers: str | None = None, **others: t.Any
) -> Asked:
    """A CORS-preflight request."""
    return Asked("OPTIONS", origin=origin, request_method=method, request_headers=headers, **others)


@dataclass(frozen=True)
class Answer:
    """What of a response matters to CORS: its status, and all of its CORS fields."""

    status: int
    fields: dict[str, str]


def answer(status: int = 200, **fields: str) -> Answer:
    """An answer with those CORS fields and no others: ``allow_origin="*", vary="Origin"``."""
    return Answer(status, {_field_name(name): value for name, value in fields.items()})


def _field_name(keyword: str) -> str:
    return "Vary" if keyword == "vary" else f"Access-Control-{keyword.title().replace('_', '-')}"


class HasHeaders(t.Protocol):
    @property
    def headers(self) -> t.Any: ...


def cors_fields(response: HasHeaders) -> dict[str, str]:
    """Every Access-Control-* field of a response, and Vary, by name.

    What no response may ever have fails here, whatever the test is about: a field twice, a
    control character, ``*`` with credentials.
    """
    fields: dict[str, str] = {}
    for name, value in response.headers:
        if name.lower() == "vary" or name.lower().startswith("access-control-"):
            assert name not in fields, f"{name} comes twice"
            assert re.fullmatch(r"[\x20-\x7e]*", value), f"{name} has {value!r}"
            fields[name] = value
    assert len({name.lower() for name in fields}) == len(fields), fields
    if "Access-Control-Allow-Credentials" in fields:
        assert fields["Access-Control-Allow-Credentials"] == "true"
        assert "*" not in fields.values(), fields
    return fields


class Response(t.NamedTuple):
    """A response as a WSGI server gets it."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def ask(app: Flask, asked: Asked) -> Response:
    """The response of `app`; `start_response` must be called once, with text that can be sent."""
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> t.Any:
        started.append((status, headers))

    body = app(asked.environ(), start_response)
    try:
        content = b"".join(body)
    finally:
        getattr(body, "close", lambda: None)()
    ((status, headers),) = started
    for name, value in headers:
        assert type(name) is str
        assert type(value) is str
        assert re.fullmatch(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", name), name
        assert re.fullmatch(r"[\t\x20-\x7e\x80-\xff]*", value), f"{name} has {value!r}"
    return Response(int(status[:3]), headers, content)


def view(**url_values: str) -> str:
    return "the view's own text"


def app_with_extension(options: Options, config: Options | None = None) -> Flask:
    """An app that has ``CORS(app, **options)`` and a view at ``/``; doubts are passed over."""
    app = Flask("tests")
    app.config.update(config or {})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PolicyWarning)
        CORS(app, **options)
    app.add_url_rule("/", view_func=view, methods=VIEW_METHODS)
    return app


def app_with_decorator(options: Options, config: Options | None = None) -> Flask:
    """An app without ``CORS(app)``, whose view at ``/`` is under ``@cross_origin(**options)``."""
    app = Flask("tests")
    app.config.update(config or {})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PolicyWarning)
        app.add_url_rule("/", view_func=cross_origin(**options)(view), methods=VIEW_METHODS)
    return app


EDGES = {"CORS(app)": app_with_extension, "@cross_origin": app_with_decorator}


def answered(app: Flask, asked: Asked) -> Answer:
    """What `app` answers; a preflight's answer has no body, every other one the view's own."""
    response = ask(app, asked)
    if asked.is_preflight:
        assert response.body == b""
    elif asked.method not in {"HEAD", "OPTIONS"} and response.status == 200:
        assert response.body == view().encode()
    return Answer(response.status, cors_fields(response))
