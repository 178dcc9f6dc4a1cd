"""Which paths of a route the rules tell apart: what `flask cors routes`, `lock` and `audit` see."""

from __future__ import annotations

import re
import typing as t

import pytest
from flask import Flask
from werkzeug.routing import BaseConverter

from flask_cors import CORS
from flask_cors.inventory.governed_paths import governed_paths
from flask_cors.inventory.governed_routes import governed_routes
from flask_cors.protocol.problems import Findings
from flask_cors.rules.state import AppState


class Upper(BaseConverter):
    """Values of which no sample is made."""

    regex = "(?!A)[A-Z]+"


def governed(
    route: str, *patterns: str | re.Pattern[str], **options: t.Any
) -> dict[str | None, str]:
    """A path of the route for each pattern that governs some of it; None where none does."""
    app = Flask(__name__, static_folder=None)
    app.url_map.converters["upper"] = Upper
    CORS(app, resources={pattern: {"origins": "https://a.example"} for pattern in patterns})
    app.add_url_rule(route, "view", lambda **_: "", **options)
    routes = governed_routes(AppState.of(app, Findings()))
    return {each.policy.rule.pattern if each.policy else None: each.path for each in routes}


ZEROS = "00000000-0000-0000-0000-000000000000"
COMMON = [
    pytest.param(
        "/api/<version>/users",
        "/api/v2/*",
        {None: "/api/1/users", "/api/v2/*": "/api/v2/users"},
        id="the variable is in the middle",
    ),
    pytest.param(
        "/<lang>/help", "/en/*", {None: "/1/help", "/en/*": "/en/help"}, id="it comes first"
    ),
    pytest.param(
        "/<lang>/help/<topic>",
        "/en/*",
        {None: "/1/help/1", "/en/*": "/en/help/1"},
        id="another comes behind",
    ),
    pytest.param(
        "/api/<version>/users/<int:number>/orders",
        "/api/v2/*",
        {None: "/api/1/users/1/orders", "/api/v2/*": "/api/v2/users/1/orders"},
        id="a number comes behind",
    ),
    pytest.param(
        "/api/<version>/users",
        "/api/v2*",
        {None: "/api/1/users", "/api/v2*": "/api/v21/users"},
        id="a glob that ends in the variable",
    ),
    pytest.param(
        "/<any(v1,v2):version>/users",
        "/v2*",
        {None: "/v1/users", "/v2*": "/v2/users"},
        id="a glob that ends where the value does",
    ),
    pytest.param(
        "/a/<x>/b/<y>/c/<z>",
        "/a/*/c/7",
        {None: "/a/1/b/1/c/1", "/a/*/c/7": "/a/1/b/1/c/7"},
        id="a star over a part that is spelt out",
    ),
    pytest.param(
        "/<path:page>.json",
        "/shop/*.json",
        {None: "/1.json", "/shop/*.json": "/shop/1.json"},
        id="both end alike",
    ),
    pytest.param(
        "/<path:page>",
        "/shop/*.json",
        {None: "/1", "/shop/*.json": "/shop/1.json"},
        id="a star in a variable",
    ),
    pytest.param(
        "/<path:page>/edit",
        "/shop/prices/*",
        {None: "/1/edit", "/shop/prices/*": "/shop/prices/1/edit"},
        id="a variable with slashes",
    ),
    pytest.param(
        "/<path:page>/1/<path:part>/<int:number>",
        "/*/v2*",
        {None: "/1/1/1/1", "/*/v2*": "/1/1/1/v21/1"},
        id="a number that cannot be the word",
    ),
    pytest.param("/api/<int:version>/users", "/api/v2/*", {None: "/api/1/users"}, id="no number"),
    pytest.param("/api/<version>", "/api/v2/users", {None: "/api/1"}, id="no slash in it"),
    pytest.param("/api/<version>/users", "/api/", {None: "/api/1/users"}, id="never empty"),
    pytest.param(
        "/api/<version>/users",
        r"/api/v\d/.*",
        {None: "/api/1/users", r"/api/v\d/.*": "/api/v8/users"},
        id="a regex",
    ),
    pytest.param(
        "/<lang>/v2/<topic>/edit",
        r"/[a-z]{2}/v[12]/.*/edit",
        {None: "/1/v2/1/edit", r"/[a-z]{2}/v[12]/.*/edit": "/aa/v2/evil/edit"},
        id="a regex in several places",
    ),
    pytest.param(
        "/<uuid:key>/x",
        f"/{ZEROS}/*",
        {None: f"/{ZEROS.replace('0', 'a')}/x", f"/{ZEROS}/*": f"/{ZEROS}/x"},
        id="a value of its own kind",
    ),
    pytest.param("/café/menu", "/café/menu", {"/café/menu": "/café/menu"}, id="not ASCII: exact"),
    pytest.param("/café/menu", "/café/*", {"/café/*": "/café/menu"}, id="not ASCII: a subtree"),
    pytest.param("/café/menu", "/*é/menu", {"/*é/menu": "/café/menu"}, id="not ASCII: a glob"),
    pytest.param(
        "/café/menu", "/caf(é|è)/.*", {"/caf(é|è)/.*": "/café/menu"}, id="not ASCII: a regex"
    ),
    pytest.param(
        "/<lang>/menu",
        "/日本/*",
        {None: "/1/menu", "/日本/*": "/日本/menu"},
        id="not ASCII: a subtree of what is variable",
    ),
    pytest.param(
        "/café/<dish>",
        "/café/thé*",
        {None: "/café/1", "/café/thé*": "/café/thé1"},
        id="not ASCII: a glob in what is variable",
    ),
    pytest.param(
        "/<shop>/menu",
        "/caf[éè]/.*",
        {None: "/1/menu", "/caf[éè]/.*": "/café/menu"},
        id="not ASCII: a class of characters",
    ),
    pytest.param(
        "/<shop>/<int:number>",
        r"/(API|Shop)/\d+",
        {None: "/1/1", r"/(API|Shop)/\d+": "/API/8"},
        id="capital letters",
    ),
    pytest.param(
        "/<path:page>",
        "/caf(é|è)/.*",
        {None: "/1", "/caf(é|è)/.*": "/café/"},
        id="not ASCII: a regex in what is variable",
    ),
    pytest.param(
        "/<upper:key>/x", "/BA/*", {None: "/1/x", "/BA/*": "/BA/x"}, id="a value nobody knows"
    ),
]


@pytest.mark.parametrize(("route", "pattern", "expected"), COMMON)
def test_paths_that_a_route_and_a_pattern_share(
    route: str, pattern: str, expected: dict[str | None, str]
) -> None:
    assert governed(route, pattern) == expected


@pytest.mark.parametrize(
    ("route", "other"),
    [pytest.param("/x", "/x/", id="no slash"), pytest.param("/x/", "/x", id="one")],
)
def test_a_final_slash_that_does_not_matter(route: str, other: str) -> None:
    assert governed(route, other) == {None: route}
    assert governed(route, other, strict_slashes=False) == {None: route, other: other}


def test_no_more_paths_are_tried_than_show_what_the_rules_do() -> None:
    app = Flask(__name__, static_folder=None)
    rules = [f"/v{number}/*" for number in range(20)]
    CORS(app, resources={pattern: {"origins": "https://a.example"} for pattern in rules})
    app.add_url_rule("/<path:version>/users/<name>", "view", lambda **_: "")
    paths = [each.path for each in governed_paths(AppState.of(app, Findings()))]
    assert paths == ["/1/users/1", *(f"/v{number}/1/users/1" for number in range(20))]


def test_regex_of_which_no_sample_is_made() -> None:
    regex = re.compile("/api/v2(?=/)" + "[ab]?" * 12 + "/.*")
    assert governed("/api/<version>/users", regex) == {
        None: "/api/1/users", regex.pattern: "/api/v2/users",
    }  # fmt: skip
