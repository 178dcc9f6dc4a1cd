"""What the lock has of URLs where Flask has no route: there inner layers, hooks and 404s answer."""

from __future__ import annotations

import functools
import re
import typing as t
import warnings

import pytest
from flask import Blueprint
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from flask_cors import CORS
from flask_cors import PolicyWarning
from flask_cors.lock.records import Lock
from tests.lock.support import told

APP = "https://app.example.com"
EVIL = "https://evil.example"
AT_API = {"/api/*": {"origins": APP}}


def lock_of(
    resources: dict[t.Any, t.Any] | None, *layers: t.Any, routes: tuple[str, ...] = ("/api/orders",)
) -> Lock:
    """The lock of an app with these rules and layers inside CORS(app), the inmost first."""
    app = Flask(__name__, static_folder=None)
    for route in routes:
        app.add_url_rule(route, route, lambda **_: "")
    for layer in layers:
        app.wsgi_app = layer(app.wsgi_app)  # type: ignore[method-assign]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PolicyWarning)
        CORS(app, resources=resources)
    return Lock.of(app)


def mount(wsgi_app: t.Any) -> DispatcherMiddleware:
    """A layer with another app at a path of its own."""
    return DispatcherMiddleware(wsgi_app, {"/shop": Flask("shop")})


LAYERS: dict[str, list[t.Any]] = {"inner layers": [mount], "no route": []}
"""The layers inside CORS(app), by what the lock says then."""

SHOWN = [
    pytest.param({"/shop": {}}, ["/shop"], id="a path"),
    pytest.param({"/shop/*": {}}, ["/shop/..."], id="a subtree"),
    pytest.param({"/*": {}}, ["/..."], id="every path"),
    pytest.param({"/shop/*.json": {}}, ["/shop/....json"], id="a glob"),
    pytest.param({re.compile("/shop/.*"): {}}, ["/shop/..."], id="a glob by another spelling"),
    pytest.param(
        {"/shop/(?:api|web)": {}}, ["/shop/api", "/shop/web"], id="each branch of a regex"
    ),
    pytest.param({r"/v\d/users": {}}, ["/v8/users"], id="a regex with characters left open"),
    pytest.param(
        {"/shop/*": {}, "/shop/.*[.].*": {}}, ["/shop/1", "/shop/.evil"], id="a path that is left"
    ),
    pytest.param(
        {r"/shop/(a|b)\1": {}}, [r"/shop/(a|b)\1"], id="a regex for which no path can be made"
    ),
    pytest.param(
        {"/shop/*": {}, r"/shop/[\s\S]*": {}},
        ["/shop/", "/shop/*"],
        id="a rule to which another one is always preferred",
    ),
]


@pytest.mark.parametrize(("rules", "paths"), SHOWN)
@pytest.mark.parametrize("what", LAYERS)
def test_a_rule_that_no_route_shows(what: str, rules: dict[t.Any, t.Any], paths: list[str]) -> None:
    origins = {pattern: {"origins": APP} for pattern in rules}
    lock = lock_of(origins, *LAYERS[what], routes=())
    assert sorted(lock.routes) == sorted(f"{what} as {path}" for path in paths)
    assert {lock.policies[name or ""]["origins"][0] for name in lock.routes.values()} == {APP}


def test_it_is_no_route() -> None:
    lock = lock_of({**AT_API, "/shop/*": {"origins": APP}}, mount)
    assert lock.declared == {"/api/orders"}
    assert lock.routes == {
        "/api/orders GET": "resource '/api/*'",
        "inner layers as /api/...": "resource '/api/*'",
        "inner layers as /shop/...": "resource '/shop/*'",
    }


@pytest.mark.parametrize(
    ("layers", "what"),
    [
        pytest.param([], [], id="none"),
        pytest.param([ProxyFix], [], id="a layer that answers nothing"),
        pytest.param([mount, ProxyFix], ["inner layers as /api/..."], id="a mount under another"),
        pytest.param(
            [functools.partial],
            ["inner layers as /api/..."],
            id="a function, which may do anything",
        ),
    ],
)
def test_a_rule_that_a_route_shows_is_listed_for_inner_layers(
    layers: list[t.Any], what: list[str]
) -> None:
    assert sorted(lock_of(AT_API, *layers).routes) == ["/api/orders GET", *what]


OPENS = ("wider", "route", f"opens to {APP}")
COMES, GOES = ("wider", "origins", f"+ {EVIL}"), ("narrower", "origins", f"- {APP}")
OPEN, STRICT = {"origins": [APP, EVIL]}, {"origins": APP}

CHANGES = [
    pytest.param(
        {"/shop/*": STRICT}, {"/shop/*": OPEN}, [("/shop/...", *COMES)], id="an origin comes"
    ),
    pytest.param({}, {"/shop/*": STRICT}, [("/shop/...", *OPENS)], id="a rule comes"),
    pytest.param(
        {"/shop/a": STRICT}, {"/shop/*": STRICT}, [("/shop/...", *OPENS)], id="more paths"
    ),
    pytest.param(
        {"/(a|b)/.*": STRICT}, {"/(a|b|c)/.*": STRICT}, [("/c/", *OPENS)], id="a branch comes"
    ),
    pytest.param(
        {"/shop/*": STRICT},
        {"/shop/*": STRICT, "/shop/admin/*": {"origins": EVIL}},
        [("/shop/admin/...", *COMES), ("/shop/admin/...", *GOES)],
        id="an inner rule comes",
    ),
    pytest.param(
        {"/shop/*": OPEN, "/shop/admin/*": STRICT},
        {"/shop/*": OPEN},
        [("/shop/admin/...", *COMES)],
        id="a strict inner rule goes",
    ),
    pytest.param(
        {"/shop/*": STRICT},
        {"/shop/*": STRICT, "/shop/b": STRICT},
        [],
        id="an inner rule comes that is the same",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES)
@pytest.mark.parametrize("what", LAYERS)
def test_what_a_change_means(
    what: str,
    old: dict[str, t.Any],
    new: dict[str, t.Any],
    expected: list[tuple[str, str, str, str]],
) -> None:
    locks = (lock_of({**AT_API, **rules}, *LAYERS[what]) for rules in (old, new))
    assert told(*locks) == [(f"{what} as {path}", *change) for path, *change in expected]


def test_a_layer_comes_under_a_rule_that_is_there() -> None:
    change = ("inner layers as /api/...", *OPENS)
    assert told(lock_of(AT_API), lock_of(AT_API, mount)) == [change]


def test_the_last_route_of_a_rule_goes_and_the_rule_stays() -> None:
    before, after = lock_of(AT_API), lock_of(AT_API, routes=())
    closes = ("/api/orders GET", "narrower", "route", f"closes to {APP}")
    opens = ("/api/orders GET", *OPENS)
    assert told(before, after) == [closes]
    assert told(after, before) == [opens]


def of_blueprint(
    prefix: str | None, subdomain: str | None = None, *layers: t.Any, **options: t.Any
) -> Lock:
    """The lock of an app with a blueprint that has no route."""
    app = Flask(__name__, static_folder=None, subdomain_matching=True)
    app.config["SERVER_NAME"] = "example.com"
    for layer in layers:
        app.wsgi_app = layer(app.wsgi_app)  # type: ignore[method-assign]
    shop = Blueprint("shop", __name__, url_prefix=prefix, subdomain=subdomain)
    CORS(app, resources={"/other/*": {"origins": "*"}})
    CORS(shop, **options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PolicyWarning)
        app.register_blueprint(shop)
    return Lock.of(app)


PREFIXES = [
    pytest.param("/shop", None, {}, "/shop/...", id="a prefix"),
    pytest.param("/<int:year>/shop", None, {}, "/1/shop/1", id="a variable"),
    pytest.param("/<any(a,b):kind>", None, {}, "/<any(a,b):kind>/*", id="no path can be made"),
    pytest.param("/shop", "admin", {}, "admin/shop/...", id="a subdomain"),
    pytest.param("/shop", "<tenant>", {}, "<tenant>/shop/...", id="any subdomain"),
    pytest.param("/shop", None, {"resources": "/shop/a"}, "/shop/a", id="a path under it"),
    pytest.param("/shop", None, {"resources": "/*.js"}, "/*.js", id="not every path of a pattern"),
]


@pytest.mark.parametrize(("prefix", "subdomain", "options", "place"), PREFIXES)
@pytest.mark.parametrize("what", LAYERS)
def test_a_blueprint_without_routes(
    what: str, prefix: str, subdomain: str | None, options: dict[str, t.Any], place: str
) -> None:
    strict, opened, none = (
        of_blueprint(prefix, subdomain, *LAYERS[what], **options, origins=origins)
        for origins in (APP, [APP, EVIL], [])
    )
    assert f"{what} as {place}" in strict.routes
    assert told(strict, opened) == [(f"{what} as {place}", *COMES)]
    assert told(none, strict) == [(f"{what} as {place}", *OPENS)]


def test_a_blueprint_governs_nothing_beside_its_prefix() -> None:
    rules = {"/shop/*": {"origins": "*"}}, {"/shop/*": {"origins": "*"}, "/b": {"origins": APP}}
    locks: list[Lock] = []
    for resources in rules:
        app = Flask(__name__, static_folder=None)
        app.add_url_rule("/<path:page>", "page", lambda page: "")
        shop = Blueprint("shop", __name__, url_prefix="/shop")
        shop.add_url_rule("/a", "a", lambda: "")
        CORS(shop, origins="*")
        app.register_blueprint(shop)
        CORS(app, resources=resources)
        locks.append(Lock.of(app))
    assert told(*locks) == [("/<path:page> GET as /b", *OPENS)]


def test_a_blueprint_without_a_prefix_governs_its_views_alone() -> None:
    assert "blueprint" not in str([*of_blueprint(None, origins=APP).routes.values()])
    before = of_blueprint(None, origins=APP)
    assert before.policy_of("no route as /shop") is None


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        pytest.param("/api/admin/x", "/api/admin/*", id="the app's has more written out"),
        pytest.param("/api/x", "/*", id="the blueprint's alone"),
        pytest.param("/api/v1", "/api/v1", id="an exact path of the app"),
        pytest.param("/x", None, id="neither"),
    ],
)
def test_a_rule_of_the_app_with_more_written_out_goes_first(path: str, pattern: str | None) -> None:
    """As it does in the app: a blueprint speaks at what is under its prefix by that."""
    app = Flask(__name__, static_folder=None)
    rules = ("/api/admin/*", "/api/v1", "/*.json")
    CORS(app, resources={rule: {"origins": APP, "max_age": len(rule)} for rule in rules})
    api = Blueprint("api", __name__, url_prefix="/api")
    CORS(api, origins=EVIL)
    app.register_blueprint(api)

    policy = Lock.of(app).policy_of(f"no route as {path}")
    governing = app.extensions["cors"].rules.governing_path(path)
    assert (policy and policy["rule"]["pattern"]) == pattern
    assert (governing and (governing.rule.pattern or "/*")) == pattern
