"""The law of blueprints' prefixes: the index finds what trying one after the other would find."""

from __future__ import annotations

import typing as t

from flask import Blueprint
from flask import Flask
from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st

from flask_cors import CORS
from flask_cors.protocol.policy import Policy
from flask_cors.rules.app_rules import AppRules
from flask_cors.rules.path_patterns import MAX_PATH_LENGTH
from flask_cors.rules.path_patterns import path_info_of
from flask_cors.rules.path_patterns import readings_of
from flask_cors.rules.path_patterns import routed_path
from flask_cors.rules.path_rules import TOO_LONG
from flask_cors.rules.path_rules import agreed

parts = ["a", "b", "ab", "v<x>", "<string:x>", "<int(max=5):x>", "<path:x>"]
prefixes = st.lists(st.sampled_from(parts), max_size=3).map(
    # A variable has a name of its own in each part.
    lambda texts: "".join(f"/{text}".replace("x>", f"x{n}>") for n, text in enumerate(texts))
)
subdomains = st.sampled_from(["", "api", "<tenant>"])
resources = st.sampled_from(["/*", "/a/*", "*/b", "/a/b/*"])
segments = st.sampled_from(["a", "b", "ab", "v1", "3", "7", "", ".", "..", "\xe9", "x" * 5_000])
paths = st.lists(segments, max_size=5).map(lambda texts: "/" + "/".join(texts))


def rules_of(blueprints: list[tuple[str, str, str]]) -> AppRules:
    """The rules of an app with blueprints of these prefixes and subdomains, for these paths."""
    app = Flask(__name__, subdomain_matching=True, static_folder=None)
    CORS(app, origins="https://app.example.com")
    for number, (prefix, subdomain, pattern) in enumerate(blueprints):
        blueprint = Blueprint(f"b{number}", __name__, url_prefix=prefix, subdomain=subdomain)
        CORS(blueprint, resources={pattern: {"max_age": number}})
        app.register_blueprint(blueprint)
    rules: AppRules = app.extensions["cors"].rules
    return rules


def one_after_the_other(rules: AppRules, path: str, subdomain: str) -> Policy | None:
    """The policy of the first blueprint that a URL is under, if its rules are for this path.

    Of equally specific ones, that goes first whose prefix was registered first.
    """
    registered = [(each.subdomain, each.prefix) for each in rules.blueprints.values()]

    def rank(each: t.Any) -> tuple[t.Any, int]:
        return each.rank, registered.index((each.subdomain, each.prefix))

    for each in sorted(rules.blueprints.values(), key=rank):
        if each.prefix and each.has_variables and len(path) > MAX_PATH_LENGTH:
            return TOO_LONG
        if each.covers(path, subdomain) and (policy := each.rules.governing[path]):
            return policy
    return rules.governing[path]


@given(
    st.lists(st.tuples(prefixes, subdomains, resources), max_size=6),
    paths,
    st.sampled_from(["", "api", "other"]),
)
@example([("/<x>", "", "/*"), ("/<x>/a", "", "/*"), ("/b", "api", "/*")], "/b/a/../../ab", "api")
@example([("/a", "", "/*"), ("/<x>", "", "/*")], "/a/" + "x" * 5_000, "")
@example([("", "<tenant>", "/*")], "/a/" + "x" * 5_000, "api")
@example([(f"/{name}", "", "/*") for name in "b/b a/b c d e f g h a".split()], "/a/b", "")
def test_the_index_finds_what_the_loop_finds(
    blueprints: list[tuple[str, str, str]], path: str, subdomain: str
) -> None:
    rules = rules_of(blueprints)
    expected = agreed(
        routed_path(path),
        readings_of(routed_path(path)),
        lambda reading: one_after_the_other(rules, path_info_of(reading), subdomain),
        rules.paths.serves,
    )
    assert rules.governing_path(path, lambda: subdomain) is expected
    assert rules.governing_path(path, lambda: subdomain) is expected  # as it is remembered
