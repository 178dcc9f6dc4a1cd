"""Where an option comes from: resource, init_app, constructor, config, default, in this order."""

from __future__ import annotations

import itertools
import typing as t

import pytest
from flask import Flask
from werkzeug.local import LocalProxy

from flask_cors import CORS
from tests.support import Asked
from tests.support import Options
from tests.support import ask
from tests.support import cors_fields
from tests.support import get
from tests.support import preflight
from tests.support import send
from tests.support import view

ONE, TWO = "https://one.example", "https://two.example"
SOURCES = ("resource", "init_app", "constructor", "config")


def app_of(sources: dict[str, Options]) -> Flask:
    """An app whose options come from the named sources."""
    app = Flask("tests")
    config = sources.get("config", {})
    app.config.update({f"CORS_{name.upper()}": value for name, value in config.items()})
    resource = sources.get("resource")
    resources: Options = {"resources": {"/": resource}} if resource else {}
    CORS(**sources.get("constructor", {})).init_app(app, **resources, **sources.get("init_app", {}))
    app.add_url_rule("/", view_func=view, methods=["GET"])
    return app


def fields_of(app: Flask, asked: Asked) -> dict[str, str]:
    return cors_fields(ask(app, asked))


class Row(t.NamedTuple):
    """An option, two values for it, a request whose answer tells which of them holds."""

    option: str
    first: object
    second: object
    asked: Asked
    others: Options = {}  # noqa: RUF012  nobody writes to it

    def with_first(self) -> Options:
        return {self.option: self.first, **self.others}

    def with_second(self) -> Options:
        return {self.option: self.second, **self.others}


ASKS = send("GET", ONE, private_network="true")
OPTIONS = [
    Row("origins", ONE, TWO, get()),
    Row("methods", "GET", "PUT, GET", preflight(ONE)),
    Row("allow_headers", "X-A", "X-B", preflight(ONE, "GET", "x-b")),
    Row("expose_headers", "X-A", "X-B", get(ONE)),
    Row("max_age", 1, 2, preflight(ONE)),
    Row("supports_credentials", True, False, get(ONE), {"origins": ONE}),
    Row("send_wildcard", True, False, get(ONE)),
    Row("vary_header", False, True, get(ONE)),
    Row("always_send", False, True, get()),
    Row("automatic_options", False, True, preflight(ONE)),
    Row("allow_private_network", True, False, ASKS, {"origins": ONE}),
]


@pytest.mark.parametrize(("stronger", "weaker"), [*itertools.combinations(SOURCES, 2)])
@pytest.mark.parametrize("row", OPTIONS, ids=lambda row: row.option)
@pytest.mark.filterwarnings("ignore::flask_cors.PolicyWarning")
def test_the_stronger_source_decides(row: Row, stronger: str, weaker: str) -> None:
    first = fields_of(app_of({"init_app": row.with_first()}), row.asked)
    second = fields_of(app_of({"init_app": row.with_second()}), row.asked)
    assert first != second
    app = app_of({stronger: row.with_first(), weaker: row.with_second()})
    assert fields_of(app, row.asked) == first
    app = app_of({stronger: row.with_second(), weaker: row.with_first()})
    assert fields_of(app, row.asked) == second


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("row", OPTIONS, ids=lambda row: row.option)
@pytest.mark.filterwarnings("ignore::flask_cors.PolicyWarning")
def test_every_source_beats_the_default(row: Row, source: str) -> None:
    expected = fields_of(app_of({"init_app": row.with_first()}), row.asked)
    assert fields_of(app_of({source: row.with_first()}), row.asked) == expected


def proxy_for(value: object) -> t.Any:
    """A proxy, as programs make of their settings; and one for each member of a list."""
    inner = [proxy_for(each) for each in value] if isinstance(value, list) else value
    return LocalProxy(lambda: inner)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("in_list", [False, True])
@pytest.mark.parametrize("row", OPTIONS, ids=lambda row: row.option)
@pytest.mark.filterwarnings("ignore::flask_cors.PolicyWarning")
def test_proxy_is_what_it_stands_for(row: Row, in_list: bool, source: str) -> None:
    is_text = isinstance(row.first, str) and "," not in row.first
    first = [row.first] if in_list and is_text else row.first
    options = {name: proxy_for(value) for name, value in row.with_first().items()}
    expected = fields_of(app_of({"init_app": row.with_first()}), row.asked)
    app = app_of({source: {**options, row.option: proxy_for(first)}})
    assert fields_of(app, row.asked) == expected


@pytest.mark.parametrize(
    "resources",
    [
        pytest.param(proxy_for("/api/*"), id="a pattern"),
        pytest.param([proxy_for("/api/*")], id="a pattern in a list"),
        pytest.param(proxy_for(["/api/*"]), id="a list"),
        pytest.param({proxy_for("/api/*"): {"origins": ONE}}, id="a key"),
        pytest.param({"/api/*": proxy_for({"origins": ONE})}, id="options"),
        pytest.param({"/api/*": {"origins": proxy_for(ONE)}}, id="an option"),
    ],
)
@pytest.mark.parametrize("source", ["init_app", "constructor", "config"])
def test_proxy_in_resources(resources: t.Any, source: str) -> None:
    app = app_of({source: {"origins": ONE, "resources": resources}})
    app.add_url_rule("/api/items", "items", view)
    assert fields_of(app, get(ONE)) == {}
    fields = fields_of(app, get(ONE, path="/api/items"))
    assert fields == {"Access-Control-Allow-Origin": ONE}
    assert "Access-Control-Allow-Origin" not in fields_of(app, get(TWO, path="/api/items"))


@pytest.mark.parametrize(
    ("stronger", "weaker"), [*itertools.combinations(("init_app", "constructor", "config"), 2)]
)
def test_resources_have_an_order_too(stronger: str, weaker: str) -> None:
    sources: dict[str, t.Any] = {
        "init_app": {},
        "constructor": {},
        "config": {},
        stronger: {"resources": {"/": {"origins": ONE}}},
        weaker: {"resources": {"/": {"origins": TWO}}},
    }
    assert fields_of(app_of(sources), get()) == {"Access-Control-Allow-Origin": ONE}


def test_options_are_merged_one_by_one() -> None:
    app = app_of(
        {
            "resource": {"origins": ONE},
            "init_app": {"expose_headers": "X-A"},
            "constructor": {"supports_credentials": True, "origins": "*"},
            "config": {"max_age": "5", "origins": TWO},
        }
    )
    assert fields_of(app, get()) == {
        "Access-Control-Allow-Origin": ONE,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": "X-A",
    }
    assert fields_of(app, preflight(ONE))["Access-Control-Max-Age"] == "5"


def test_one_instance_serves_several_apps_each_with_its_own_options() -> None:
    cors = CORS(origins=(origin for origin in [ONE]))
    apps = [Flask("one"), Flask("two"), Flask("three")]
    apps[2].config["CORS_EXPOSE_HEADERS"] = "X-A"
    cors.init_app(apps[0])
    cors.init_app(apps[1], origins=TWO)
    cors.init_app(apps[2])
    assert fields_of(apps[0], get()) == {"Access-Control-Allow-Origin": ONE}
    assert fields_of(apps[1], get()) == {"Access-Control-Allow-Origin": TWO}
    assert fields_of(apps[2], get()) == {
        "Access-Control-Allow-Origin": ONE,
        "Access-Control-Expose-Headers": "X-A",
    }


def test_generators_within_resources_serve_several_apps() -> None:
    cors = CORS(resources={"/*": {"origins": (origin for origin in [ONE])}})
    for name in ("one", "two"):
        app = Flask(name)
        cors.init_app(app)
        assert fields_of(app, get()) == {"Access-Control-Allow-Origin": ONE}


def test_config_that_changes_later_changes_nothing() -> None:
    app = Flask("tests")
    app.config["CORS_ORIGINS"] = [ONE]
    CORS(app)
    app.config["CORS_ORIGINS"].append(TWO)
    app.config["CORS_SUPPORTS_CREDENTIALS"] = True
    assert fields_of(app, get()) == {"Access-Control-Allow-Origin": ONE}
