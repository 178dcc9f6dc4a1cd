"""Prefixes of blueprints that are told late, or that no URL can have: the app runs."""

from __future__ import annotations

import logging
import typing as t

import pytest
from flask import Blueprint
from flask import Flask
from flask import current_app
from flask import request
from werkzeug.routing import BaseConverter
from werkzeug.routing import Map

from flask_cors import CORS

from .support import BLUEPRINT
from .support import NOTHING
from .support import AnsweringLayer
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight


def view(**_: object) -> str:
    return "view"


def blueprint_at(prefix: str, **place: t.Any) -> Blueprint:
    shop = Blueprint("shop", __name__, url_prefix=prefix, **place)
    CORS(shop, **marked(BLUEPRINT))
    return shop


class Language(BaseConverter):
    regex = "de|fr"


class OfRequest(BaseConverter):
    def to_python(self, value: str) -> str:
        return f"{value} for {request.host}"


def test_converter_that_the_blueprint_brings() -> None:
    """It is registered with the blueprint, behind the rule."""
    app = Flask(__name__)
    shop = blueprint_at("/<lang:language>")
    shop.record_once(lambda setup: setup.app.url_map.converters.update(lang=Language))
    shop.add_url_rule("/items", view_func=view)
    app.register_blueprint(shop)

    client = app.test_client()
    for path in ("/de/items", "/fr/none"):
        assert fields_of(fetch(client, path)) == allowed(BLUEPRINT)
        assert_passes(preflight(client, path), passed(BLUEPRINT))
    assert fields_of(fetch(client, "/en/none")) == NOTHING


class Configured(BaseConverter):
    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map)
        self.regex = "|".join(current_app.config["LANGUAGES"])


def test_converter_that_asks_for_the_app() -> None:
    """It is made at the registration, for which a factory has a context, and again for the rule."""
    app = Flask(__name__)
    app.config["LANGUAGES"] = ["de", "fr"]
    app.wsgi_app = AnsweringLayer(app.wsgi_app)  # type: ignore[method-assign]
    app.url_map.converters["lang"] = Configured
    shop = blueprint_at("/<lang:language>")
    shop.add_url_rule("/items", view_func=view)
    with app.app_context():
        app.register_blueprint(shop)

    client = app.test_client()
    for path, fields in (
        (AnsweringLayer.path, NOTHING),
        ("/de/items", allowed(BLUEPRINT)),
        ("/fr/none", allowed(BLUEPRINT)),
        ("/en/none", NOTHING),
    ):
        assert fields_of(fetch(client, path)) == fields


@pytest.mark.parametrize(
    ("prefix", "subdomain", "path"),
    [
        pytest.param("/<_>", None, "/a/items", id="a variable of no name"),
        pytest.param("/<_>/<__>", None, "/a/b/items", id="two of them"),
        pytest.param("/x", "<_>", "/x/items", id="in the subdomain"),
    ],
)
def test_variable_of_any_name(prefix: str, subdomain: str | None, path: str) -> None:
    app = Flask(__name__, subdomain_matching=subdomain is not None)
    app.config["SERVER_NAME"] = "example.com"
    shop = blueprint_at(prefix, subdomain=subdomain)
    shop.add_url_rule("/items", view_func=view)
    app.register_blueprint(shop)
    client, at = app.test_client(), {"base_url": f"http://{'a.' if subdomain else ''}example.com"}
    for each in (path, f"{path}/none"):
        assert fields_of(fetch(client, each, **at)) == allowed(BLUEPRINT)
        assert_passes(preflight(client, each, **at), passed(BLUEPRINT))


@pytest.mark.parametrize(
    "prefix",
    [
        pytest.param("<name>", id="without a slash"),
        pytest.param("shop", id="without a slash and a variable"),
        pytest.param("/<unknown:name>", id="of a converter that nobody has registered"),
        pytest.param("/<name>/<name>", id="the same variable twice"),
    ],
)
def test_prefix_that_no_route_can_have(prefix: str) -> None:
    """The blueprint has no routes, or Flask would not start."""
    app = Flask(__name__)
    app.add_url_rule("/<name>/x", view_func=view)
    app.register_blueprint(blueprint_at(prefix))
    client = app.test_client()
    for path in ("/a/x", "/shop/x", "/shop", "/none"):
        assert fields_of(fetch(client, path)) == NOTHING
        assert fields_of(preflight(client, path)) == NOTHING


def test_url_map_that_is_put_in_place_of_another() -> None:
    app = Flask(__name__, static_folder=None)
    shop = blueprint_at("/<tenant>")
    app.register_blueprint(shop)
    app.url_map = Map()
    app.add_url_rule("/admin/x", "x", view)
    app.add_url_rule("/<tenant>/y", "y", view)
    client = app.test_client()
    assert fields_of(fetch(client, "/admin/x")) == NOTHING
    assert fields_of(fetch(client, "/admin/y")) == allowed(BLUEPRINT)


def test_view_that_no_route_of_the_map_leads_to() -> None:
    """An app may match by another map than its own."""
    others = Map()
    others.add(Flask.url_rule_class("/admin/x", endpoint="x"))

    class Matching(Flask):
        def create_url_adapter(self, request: t.Any) -> t.Any:
            return others.bind_to_environ(request.environ) if request else None

    app = Matching(__name__, static_folder=None)
    app.register_blueprint(blueprint_at("/<tenant>"))
    app.view_functions["x"] = view
    response = fetch(app.test_client(), "/admin/x")
    assert (response.status_code, fields_of(response)) == (200, NOTHING)


def test_subdomains_of_which_the_app_is_told_last() -> None:
    app = Flask(__name__, static_folder=None)
    app.config["SERVER_NAME"] = "example.com"
    shop = blueprint_at("/api")
    shop.add_url_rule("/me", "me", view)
    app.register_blueprint(shop)
    app.add_url_rule("/api/me", "staff", view, subdomain="staff")
    app.subdomain_matching = True

    client = app.test_client()
    for path in ("/api/me", "/api/none"):
        mine = fetch(client, path, base_url="http://example.com")
        assert fields_of(mine) == allowed(BLUEPRINT)
        assert fields_of(fetch(client, path, base_url="http://staff.example.com")) == NOTHING


def test_converter_that_asks_for_the_request(caplog: pytest.LogCaptureFixture) -> None:
    """There is none when a preflight is answered, so Flask answers it, and it is told of."""
    app = Flask(__name__)
    app.url_map.converters["asking"] = OfRequest
    shop = blueprint_at("/<asking:tenant>")
    shop.add_url_rule("/items", view_func=view)
    app.register_blueprint(shop)

    with caplog.at_level(logging.WARNING):
        assert fields_of(preflight(app.test_client(), "/a/items")) == NOTHING
    assert "neither request nor session" in caplog.text
    assert "'/a/items'" in caplog.text
