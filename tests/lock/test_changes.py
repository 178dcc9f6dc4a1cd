"""What a change of a policy means: a table, and the laws behind it."""

from __future__ import annotations

import re
import typing as t

import pytest
from flask import Blueprint
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from flask_cors import CORS
from flask_cors.lock.changes import Kind
from flask_cors.lock.changes import changes_between
from flask_cors.lock.records import Lock
from flask_cors.lock.ruling import RuleData
from flask_cors.lock.ruling import governing
from flask_cors.sources import CachedOrigins
from tests.lock.support import lock_of
from tests.lock.support import told

APP = "https://app.example.com"
EVIL = "https://evil.example"
WITH_COMMENT = r"https://a\.example#|https://[a-z]+\.com"
BASE: dict[str, t.Any] = {"origins": APP, "methods": ["GET"], "allow_headers": ["X-Key"]}


def is_customer(query: object) -> bool:
    """A source."""
    return False


def is_anybody(query: object) -> bool:
    """Another one."""
    return True


CHANGES = [
    pytest.param({}, {}, [], id="nothing"),
    pytest.param(
        {},
        {"origins": [APP, "https://b.example.com"]},
        [("wider", "origins", "+ https://b.example.com")],
        id="an origin comes",
    ),
    pytest.param(
        {"origins": [APP, "https://b.example.com"]},
        {},
        [("narrower", "origins", "- https://b.example.com")],
        id="an origin goes",
    ),
    pytest.param(
        {},
        {"origins": "https://*.example.com"},
        [("wider", "origins", "+ https://*.example.com")],
        id="an origin becomes a pattern around it",
    ),
    pytest.param(
        {"origins": "https://*.example.com"},
        {},
        [("narrower", "origins", "- https://*.example.com")],
        id="a pattern becomes an origin in it",
    ),
    pytest.param(
        {"origins": "https://*.example.com"},
        {"origins": "https://*.shop.example.com"},
        [("narrower", "origins", "- https://*.example.com")],
        id="a pattern becomes one in it",
    ),
    pytest.param(
        {"origins": "https://*.example.com"},
        {"origins": "http://*.example.com"},
        [
            ("wider", "origins", "+ http://*.example.com"),
            ("narrower", "origins", "- https://*.example.com"),
        ],
        id="a pattern becomes one of another scheme",
    ),
    pytest.param(
        {"origins": "http://localhost:3000"},
        {"origins": "http://localhost:*"},
        [("wider", "origins", "+ http://localhost:*")],
        id="a port becomes any port",
    ),
    pytest.param(
        {"origins": "http://*.localhost:*"},
        {"origins": "http://localhost:*"},
        [
            ("wider", "origins", "+ http://localhost:*"),
            ("narrower", "origins", "- http://*.localhost:*"),
        ],
        id="a pattern loses its labels",
    ),
    pytest.param(
        {"origins": "http://localhost:*"},
        {"origins": "http://*.localhost:*"},
        [
            ("wider", "origins", "+ http://*.localhost:*"),
            ("narrower", "origins", "- http://localhost:*"),
        ],
        id="a pattern wins labels",
    ),
    pytest.param(
        {"origins": r"https://[a-z]+\.example\.com"},
        {},
        [("narrower", "origins", r"- /https://[a-z]+\.example\.com/i")],
        id="a regex becomes an origin that it matches",
    ),
    pytest.param(
        {"origins": r"https://[a-z]+\.example\.com"},
        {"origins": r"https://[a-f]+\.example\.com"},
        [
            ("wider", "origins", r"+ /https://[a-f]+\.example\.com/i"),
            ("narrower", "origins", r"- /https://[a-z]+\.example\.com/i"),
        ],
        id="a regex becomes another, which nobody can compare",
    ),
    pytest.param(
        {"origins": re.compile(WITH_COMMENT, re.VERBOSE)},
        {"origins": re.compile(WITH_COMMENT)},
        [
            ("wider", "origins", f"+ /{WITH_COMMENT}/"),
            ("narrower", "origins", f"- /{WITH_COMMENT}/x"),
        ],
        id="a regex loses a flag",
    ),
    pytest.param(
        {"origins": re.compile("https://APP.example.com")},
        {"origins": re.compile("https://APP.example.com", re.IGNORECASE)},
        [
            ("wider", "origins", "+ /https://APP.example.com/i"),
            ("narrower", "origins", "- /https://APP.example.com/"),
        ],
        id="a regex wins a flag",
    ),
    pytest.param(
        {"origins": re.compile(r"https:// app\.example\.com", re.VERBOSE)},
        {},
        [("narrower", "origins", r"- /https:// app\.example\.com/x")],
        id="a regex becomes an origin that it matches by its flag",
    ),
    pytest.param(
        {"origins": re.compile("https://APP.example.com")},
        {},
        [
            ("wider", "origins", f"+ {APP}"),
            ("narrower", "origins", "- /https://APP.example.com/"),
        ],
        id="a regex becomes an origin that it would match with a flag",
    ),
    pytest.param(
        {"allow_headers": [re.compile("x-k ey", re.VERBOSE)]},
        {},
        [("narrower", "allow_headers", "- /x-k ey/x")],
        id="a regex becomes a header that it matches by its flag",
    ),
    pytest.param(
        {"allow_headers": [re.compile("x-[a b]", re.VERBOSE)]},
        {"allow_headers": [re.compile("x-[a b]")]},
        [
            ("wider", "allow_headers", "+ /x-[a b]/"),
            ("narrower", "allow_headers", "- /x-[a b]/x"),
        ],
        id="a regex for headers loses a flag",
    ),
    pytest.param(
        {"allow_headers": [re.compile("x-[ab]")]},
        {"allow_headers": [re.compile("X-[AB]".lower(), re.IGNORECASE)]},
        [],
        id="a regex for headers wins the flag that all of them have",
    ),
    pytest.param(
        {"origins": CachedOrigins(is_customer)},
        {"origins": CachedOrigins(is_anybody)},
        [
            ("wider", "origins", "+ asks CachedOrigins(is_anybody)"),
            ("narrower", "origins", "- asks CachedOrigins(is_customer)"),
        ],
        id="what stands behind a cache becomes another",
    ),
    pytest.param(
        {},
        {"origins": "*"},
        [("wider", "origins", "+ *")],
        id="an origin becomes any",
    ),
    pytest.param(
        {"origins": "*"},
        {"origins": ["null", APP]},
        [("narrower", "origins", "- *")],
        id="any origin becomes two",
    ),
    pytest.param({}, {"origins": [APP, "null"]}, [("wider", "origins", "+ null")], id="null comes"),
    pytest.param({}, {"origins": []}, [("narrower", "route", f"closes to {APP}")], id="nobody"),
    pytest.param(
        {"origins": []},
        {"supports_credentials": True},
        [("wider", "route", f"opens to {APP} with credentials")],
        id="somebody, with credentials",
    ),
    pytest.param(
        {"expose_headers": ["X-Total-Count"]},
        {"expose_headers": ["x-total-count"]},
        [("other", "expose_headers", "X-Total-Count -> x-total-count")],
        id="a response header is written in another case",
    ),
    pytest.param(
        {"supports_credentials": True, "expose_headers": "*"},
        {"supports_credentials": True, "expose_headers": ["X-Secret"]},
        [("wider", "expose_headers", "+ X-Secret")],
        id="a response header is exposed instead of *, which does nothing with credentials",
    ),
    pytest.param(
        {"supports_credentials": True, "expose_headers": ["X-Count"]},
        {"supports_credentials": True, "expose_headers": ["X-Count", "*"]},
        [("other", "expose_headers", "X-Count -> *, X-Count")],
        id="* comes, which does nothing with credentials",
    ),
    pytest.param(
        {"supports_credentials": True, "expose_headers": "*"},
        {"expose_headers": "*"},
        [
            ("wider", "expose_headers", "+ *"),
            ("narrower", "supports_credentials", "True -> False"),
        ],
        id="credentials go, so * exposes everything",
    ),
    pytest.param(
        {"expose_headers": "*"},
        {"expose_headers": ["X-Count"]},
        [("narrower", "expose_headers", "- *")],
        id="a response header is exposed instead of all",
    ),
    pytest.param({"origins": []}, {"origins": []}, [], id="nobody, as before"),
    pytest.param(
        {},
        {"methods": ["GET", "PUT"]},
        [("wider", "methods", "+ PUT")],
        id="a method comes",
    ),
    pytest.param(
        {"methods": "*"},
        {},
        [("narrower", "methods", "- *")],
        id="any method becomes one",
    ),
    pytest.param(
        {},
        {"methods": ["PUT"]},
        [("wider", "methods", "+ PUT"), ("narrower", "methods", "- GET")],
        id="a method becomes another",
    ),
    pytest.param(
        {},
        {"allow_headers": ["X-*"]},
        [("wider", "allow_headers", "+ x-*")],
        id="a header becomes a glob around it",
    ),
    pytest.param(
        {"allow_headers": ["X-*"]},
        {"allow_headers": ["X-Acme-*"]},
        [("narrower", "allow_headers", "- x-*")],
        id="a glob becomes one in it",
    ),
    pytest.param(
        {"allow_headers": ["X-*"]},
        {"allow_headers": [re.compile("x-[ab]")]},
        [("wider", "allow_headers", "+ /x-[ab]/"), ("narrower", "allow_headers", "- x-*")],
        id="a glob becomes a regex, which nobody can compare",
    ),
    pytest.param(
        {"allow_headers": [re.compile("x-[a-z]+")]},
        {},
        [("narrower", "allow_headers", "- /x-[a-z]+/")],
        id="a regex becomes a header that it matches",
    ),
    pytest.param(
        {"allow_headers": [re.compile("x-[ab]")]},
        {},
        [("wider", "allow_headers", "+ x-key"), ("narrower", "allow_headers", "- /x-[ab]/")],
        id="a regex becomes a header that it does not match",
    ),
    pytest.param(
        {"origins": [APP, "https://*.example.com"]},
        {"origins": ["https://*.example.com"]},
        [("other", "origins", f"{APP}, https://*.example.com -> https://*.example.com")],
        id="an origin goes that is let in all the same",
    ),
    pytest.param(
        {},
        {"expose_headers": ["X-Total-Count"]},
        [("wider", "expose_headers", "+ X-Total-Count")],
        id="a response header is exposed",
    ),
    pytest.param(
        {},
        {"supports_credentials": True},
        [("wider", "supports_credentials", "False -> True")],
        id="credentials are allowed",
    ),
    pytest.param(
        {"allow_private_network": True},
        {},
        [("narrower", "allow_private_network", "True -> False")],
        id="the private network is closed",
    ),
    pytest.param({}, {"max_age": 600}, [("wider", "max_age", "None -> 600")], id="a max-age"),
    pytest.param(
        {"max_age": 600}, {"max_age": 60}, [("narrower", "max_age", "600 -> 60")], id="less"
    ),
    pytest.param({}, {"max_age": 5}, [("other", "max_age", "None -> 5")], id="what browsers do"),
    pytest.param(
        {},
        {"vary_header": False, "always_send": False},
        [
            ("other", "vary_header", "True -> False"),
            ("other", "always_send", "True -> False"),
        ],
        id="the manner of answers changes",
    ),
    pytest.param(
        {"automatic_options": False},
        {},
        [("wider", "automatic_options", "False -> True")],
        id="preflights pass that reached the app, which may have refused them",
    ),
    pytest.param(
        {},
        {"automatic_options": False},
        [("narrower", "automatic_options", "True -> False")],
        id="preflights reach the app",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES)
def test_what_a_change_means(
    old: dict[str, t.Any], new: dict[str, t.Any], expected: list[tuple[str, str, str]]
) -> None:
    changes = told(lock_of(**{**BASE, **old}), lock_of(**{**BASE, **new}))
    assert changes == [("/report GET", *each) for each in expected]


def test_routes_open_and_close() -> None:
    before = lock_of("/report", "/gone", origins=APP)
    after = lock_of("/report", "/new", origins=APP)
    assert told(before, after) == [
        ("/gone GET", "narrower", "route", f"closes to {APP}"),
        ("/new GET", "wider", "route", f"opens to {APP}"),
    ]
    assert told(lock_of(), before) == [
        ("/gone GET", "wider", "route", f"opens to {APP}"),
        ("/report GET", "wider", "route", f"opens to {APP}"),
    ]
    assert told(lock_of(), lock_of("/report", "/new")) == []


def test_one_path_of_a_route_opens() -> None:
    before = lock_of("/<path:page>", resources={"/api/*": {"origins": APP}})
    after = lock_of(
        "/<path:page>", resources={"/api/*": {"origins": APP}, "/new": {"origins": APP}}
    )
    assert told(before, after) == [
        ("/<path:page> GET as /new", "wider", "route", f"opens to {APP}")
    ]
    assert [kind for _, kind, _, _ in told(after, before)] == ["narrower"]


@pytest.mark.parametrize("pattern", ["/café/orders", "/café/*", "/caf[é]/.*"])
@pytest.mark.parametrize("route", ["/café/orders", "/<shop>/orders"])
def test_a_path_with_letters_outside_ascii_opens(route: str, pattern: str) -> None:
    before, after = (lock_of(route, resources={pattern: {"origins": who}}) for who in (APP, "*"))
    where = f"{route} GET" if "<" not in route else f"{route} GET as /café/orders"
    assert [(where, "wider", "origins", "+ *")] == told(before, after)


def test_an_inner_rule_outside_ascii_is_compared_with_the_one_around_it() -> None:
    rules = {"/*": {"origins": "*"}, "/café/*": {"origins": APP}}
    before = lock_of("/<path:page>", resources=rules)
    after = lock_of("/<path:page>", resources={**rules, "/café/thé": {"origins": EVIL}})
    where = "/<path:page> GET as /café/thé"
    assert told(before, after) == [
        (where, "wider", "origins", f"+ {EVIL}"),
        (where, "narrower", "origins", f"- {APP}"),
    ]


OLD: dict[str, t.Any] = {"/*": {"origins": "*"}, "/api/*": {"origins": APP}}
INNER = [
    pytest.param(OLD, "/api/admin/*", "/api/admin", id="a subtree in a subtree"),
    pytest.param(
        {"/*": {"origins": "*"}, re.compile("/api/.*"): {"origins": APP}},
        "/api/admin/*",
        "/api/admin",
        id="a glob by another spelling",
    ),
    pytest.param(
        {"/*": {"origins": "*"}, r"/ap[i]/\w+": {"origins": APP}},
        "/api/admin",
        "/api/admin",
        id="a regex around it",
    ),
    pytest.param(
        {"/*": {"origins": "*"}, re.compile("/api/a.min"): {"origins": APP}},
        "/api/admin",
        "/api/admin",
        id="a compiled regex that could be a path",
    ),
    pytest.param(
        {"/*": {"origins": "*"}, re.compile("/API/.+", re.IGNORECASE): {"origins": APP}},
        "/api/admin",
        "/api/admin",
        id="a compiled regex with a flag",
    ),
    pytest.param(
        {"/*": {"origins": "*"}, "(?i)/API/.+": {"origins": APP}},
        "/api/admin",
        "/api/admin",
        id="a regex with a flag of its own",
    ),
    pytest.param(
        {"/*": {"origins": "*"}, re.compile("/api/.+ # all", re.VERBOSE): {"origins": APP}},
        "/api/admin",
        "/api/admin",
        id="a compiled regex with a comment",
    ),
]


@pytest.mark.parametrize(("rules", "inner", "path"), INNER)
def test_an_inner_rule_is_compared_with_the_one_around_it(
    rules: dict[t.Any, t.Any], inner: str, path: str
) -> None:
    before = lock_of("/<path:page>", resources=rules)
    after = lock_of("/<path:page>", resources={**rules, inner: {"origins": EVIL}})
    added, removed = ("origins", f"+ {EVIL}"), ("origins", f"- {APP}")
    where = f"/<path:page> GET as {path}"
    assert told(before, after) == [(where, "wider", *added), (where, "narrower", *removed)]
    back = [("origins", f"+ {APP}"), ("origins", f"- {EVIL}")]
    assert told(after, before) == [(where, "wider", *back[0]), (where, "narrower", *back[1])]


def test_a_blueprints_rule_is_preferred_to_that_of_the_app() -> None:
    locks: list[Lock] = []
    extra: list[dict[t.Any, t.Any]] = [{}, {"/shop/admin": {"origins": EVIL}}]
    for inner in extra:
        app = Flask(__name__, static_folder=None)
        CORS(app, resources={"/*": {"origins": "*"}, "/shop/a*": {"origins": "*"}})
        shop = Blueprint("shop", __name__, url_prefix="/shop")
        shop.add_url_rule("/<page>", "page", lambda page: "")
        CORS(shop, resources={"/shop/*": {"origins": APP}, **inner})
        app.register_blueprint(shop)
        locks.append(Lock.of(app))
    assert [each[1:] for each in told(*locks)] == [
        ("wider", "origins", f"+ {EVIL}"),
        ("narrower", "origins", f"- {APP}"),
    ]


def test_a_path_that_no_rule_may_speak_for() -> None:
    rule: RuleData = {"kind": "paths", "name": "", "under": "", "pattern": "/api/*"}
    assert governing({"api": rule}, "/api/orders") == "api"
    assert governing({"api": rule}, "/admin/../api/orders") is None


def test_one_value_of_a_variable_opens() -> None:
    rules = {"/*": {"origins": APP}}
    before = lock_of("/api/<version>/users", resources=rules)
    after = lock_of("/api/<version>/users", resources={**rules, "/api/v2/*": {"origins": "*"}})
    assert told(before, after) == [
        ("/api/<version>/users GET as /api/v2/users", "wider", "origins", "+ *")
    ]


# The laws: what is added opens up, what is taken away closes, and equal policies are equal.

WORDS = st.text("abcdef", min_size=1, max_size=4)
LISTS = {
    "origins": WORDS.map("https://{}.example".format),
    "methods": WORDS.map(str.upper),
    "allow_headers": WORDS,
    "expose_headers": WORDS,
}


@st.composite
def additions(draw: st.DrawFn) -> tuple[dict[str, list[str]], str, str]:
    """Options, the name of one of them, and what is not in it yet."""
    options = {
        name: draw(st.lists(members, min_size=1, max_size=4, unique=True))
        for name, members in LISTS.items()
    }
    option = draw(st.sampled_from(sorted(LISTS)))
    return options, option, draw(LISTS[option].filter(lambda each: each not in options[option]))


@given(additions())
def test_what_comes_opens_and_what_goes_closes(
    addition: tuple[dict[str, list[str]], str, str],
) -> None:
    options, option, member = addition
    before, after = lock_of(**options), lock_of(**{**options, option: [*options[option], member]})
    (wider,) = changes_between(before, after)
    (narrower,) = changes_between(after, before)
    assert (wider.kind, wider.option) == (Kind.WIDER, option)
    assert (narrower.kind, narrower.option) == (Kind.NARROWER, option)
    assert wider.text.removeprefix("+ ").lower() == member.lower()


@given(additions(), st.randoms(use_true_random=False))
def test_equal_policies_have_no_difference(
    addition: tuple[dict[str, list[str]], str, str], random: t.Any
) -> None:
    options = addition[0]
    shuffled = {name: random.sample(members, len(members)) for name, members in options.items()}
    before, after = lock_of(**options), lock_of(**shuffled)
    assert before == after
    assert before.dumps() == after.dumps()
    assert changes_between(before, after) == []
