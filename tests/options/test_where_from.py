"""What a policy says of itself: which rule it belongs to, and where each option was given."""

from __future__ import annotations

import pickle
import re
import typing as t

import pytest
from flask import Blueprint
from flask import Flask
from werkzeug.test import create_environ

from flask_cors import CORS
from flask_cors import Policy
from flask_cors import cross_origin
from flask_cors.options.layers import DEFAULTS
from flask_cors.protocol.policy import Source
from flask_cors.protocol.rule_names import RuleName
from tests.support import ADMIN
from tests.support import APP
from tests.support import Options

CONFIG = {"CORS_MAX_AGE": 600, "CORS_METHODS": "GET"}


def policy_at(app: Flask, path: str) -> Policy:
    """The policy that decided on a request for `path`."""
    environ = create_environ(path, headers={"Origin": APP})
    app(environ, lambda status, headers, exc_info=None: lambda data: None)
    policy: Policy = environ["flask_cors.decision"].policy
    return policy


def app_with(options: Options) -> Flask:
    app = Flask("tests")
    app.config.update(CONFIG)
    CORS(app, **options)
    return app


RESOURCES = [
    pytest.param({}, RuleName(), id="every path"),
    pytest.param(
        {"resources": "/api/*"}, RuleName("paths", pattern="/api/*"), id="a pattern of paths"
    ),
    pytest.param({"resources": "/*"}, RuleName("paths", pattern="/*"), id="every path, spelt out"),
    pytest.param(
        {"resources": re.compile("/api/.*")}, RuleName("paths", pattern="/api/.*"), id="a regex"
    ),
]


@pytest.mark.parametrize(("options", "rule"), RESOURCES)
def test_the_rule_of_an_app(options: Options, rule: RuleName) -> None:
    assert policy_at(app_with(options), "/api/x").rule == rule


@pytest.mark.parametrize(("options", "rule"), RESOURCES)
def test_the_rule_of_a_blueprint(options: Options, rule: RuleName) -> None:
    app = Flask("tests")
    blueprint = Blueprint("shop", "tests", url_prefix="/api")
    CORS(blueprint, **options)
    app.register_blueprint(blueprint)
    expected = rule._replace(kind="blueprint", name="shop")
    assert policy_at(app, "/api/x").rule == expected


def test_the_rule_of_a_view() -> None:
    app = app_with({})

    @app.get("/")
    @cross_origin()
    def index() -> str:
        return ""

    assert policy_at(app, "/").rule == RuleName("view", index.__qualname__)


NAMES = [
    pytest.param(RuleName(), "", id="the only rule of an app"),
    pytest.param(RuleName("paths", pattern="/a/*"), "resource '/a/*'", id="a pattern"),
    pytest.param(RuleName("blueprint", "shop"), "blueprint 'shop'", id="a blueprint"),
    pytest.param(
        RuleName("blueprint", "shop", "/a/*"),
        "blueprint 'shop', resource '/a/*'",
        id="a pattern of a blueprint",
    ),
    pytest.param(RuleName("view", "items"), "view 'items'", id="a view"),
    pytest.param(RuleName("view"), "@cross_origin", id="a view that is being decorated"),
]


@pytest.mark.parametrize(("rule", "text"), NAMES)
def test_a_rule_as_text(rule: RuleName, text: str) -> None:
    assert str(rule) == text


def test_where_each_option_of_a_resource_was_given() -> None:
    app = Flask("tests")
    app.config.update(CONFIG, CORS_VARY_HEADER=True)
    resources = {"/a/*": {"origins": APP, "max_age": 0}, "/b/*": {}}
    cors = CORS(resources=resources, always_send=True, origins=ADMIN)
    cors.init_app(app, vary_header=True)
    of_a, of_b = (dict(policy_at(app, path).sources) for path in ("/a/x", "/b/x"))
    assert list(of_a) == list(of_b) == list(DEFAULTS)
    given = {
        "origins": Source.RESOURCE,
        "max_age": Source.RESOURCE,
        "methods": Source.CONFIG,
        "always_send": Source.KEYWORD,
        "vary_header": Source.KEYWORD,
    }
    assert of_a == dict.fromkeys(DEFAULTS, Source.DEFAULT) | given
    assert of_b == of_a | {"origins": Source.KEYWORD, "max_age": Source.CONFIG}


def test_where_each_option_of_a_view_was_given() -> None:
    app = app_with({"expose_headers": "X-Id"})
    app.add_url_rule("/", "index", cross_origin(origins=APP)(lambda: ""))
    given = {"origins": Source.KEYWORD, "max_age": Source.CONFIG, "methods": Source.CONFIG}
    assert policy_at(app, "/").sources == dict.fromkeys(DEFAULTS, Source.DEFAULT) | given


def test_how_an_option_is_written() -> None:
    assert Source.CONFIG.written("max_age") == "CORS_MAX_AGE"
    assert {each.written("max_age") for each in Source if each is not Source.CONFIG} == {"max_age"}


def test_rules_that_replace_the_same_options_share_what_they_know_of_them() -> None:
    app = app_with({"resources": {"/a/*": {"origins": APP}, "/b/*": {"origins": ADMIN}}})
    first, second = policy_at(app, "/a/x"), policy_at(app, "/b/x")
    assert first.sources is second.sources
    assert first.methods is second.methods
    assert first != second


def test_neither_makes_policies_differ() -> None:
    by_keyword = policy_at(app_with({"max_age": 600, "methods": "GET"}), "/")
    by_config = policy_at(app_with({"resources": "/*"}), "/")
    assert by_keyword == by_config
    assert by_keyword.sources != by_config.sources
    again: t.Any = pickle.loads(pickle.dumps(by_config))
    assert (again, again.rule, again.sources) == (by_config, by_config.rule, by_config.sources)
