"""A law: whatever policy governs a path of a route, the list of governed routes has it."""

from __future__ import annotations

import contextlib

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from flask_cors import CORS
from flask_cors.inventory.governed_routes import governed_routes
from flask_cors.protocol.problems import Findings
from flask_cors.rules.path_patterns import path_info_of
from flask_cors.rules.state import AppState

WORDS = st.sampled_from(["a", "b", "ab", "v2", "1", "é"])
STARS = WORDS | st.just("*") | WORDS.map("{}*".format)
VARIABLES = st.sampled_from(["<{}>", "<int:{}>", "a-<{}>", "<path:{}>", "<any(a,ab):{}>"])


def path_of(segments: list[str]) -> str:
    """The path with these segments."""
    return "/" + "/".join(segments)


ROUTES = st.lists(WORDS | VARIABLES, min_size=1, max_size=4).map(
    lambda parts: path_of([part.format(f"x{number}") for number, part in enumerate(parts)])
)
PATTERNS = st.lists(STARS, min_size=1, max_size=4).map(path_of)
PATHS = st.lists(WORDS | st.sampled_from(["z", "a-b", "7"]), min_size=1, max_size=5).map(path_of)


@given(
    st.lists(ROUTES, min_size=1, max_size=3, unique=True),
    st.lists(PATTERNS, min_size=1, max_size=4, unique=True),
    st.lists(PATHS, min_size=1, max_size=20),
)
def test_no_policy_of_a_route_is_missed(
    routes: list[str], patterns: list[str], paths: list[str]
) -> None:
    app = Flask(__name__, static_folder=None)
    CORS(app, resources={each: {"origins": "https://a.example"} for each in patterns})
    for route in routes:
        app.add_url_rule(route, route, lambda **_: "")
    state = AppState.of(app, Findings())
    listed = {(each.rule.endpoint, id(each.policy)) for each in governed_routes(state)}
    adapter = app.url_map.bind("localhost")
    for path in paths:
        with contextlib.suppress(HTTPException, RequestRedirect):
            endpoint, _ = adapter.match(path)
            policy = state.governing_endpoint(endpoint, "GET", path_info_of(path))
            assert (endpoint, id(policy)) in listed, path
