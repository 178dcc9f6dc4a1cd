"""What is no pattern of paths: refused; what matches no path: told."""

from __future__ import annotations

import re
import typing as t

import pytest
from flask import Blueprint
from flask import Flask

from flask_cors import CORS
from flask_cors import PolicyError
from tests.support import ADMIN
from tests.support import APP
from tests.support import Options
from tests.support import app_with_extension

from .places import as_config
from .places import as_keyword
from .places import named_values
from .places import problems
from .places import told

MISTAKES = [
    pytest.param("https://app.example.com/*", "path-is-url", id="a URL"),
    pytest.param("https?://app.example.com/.*", "path-is-url", id="a regex of URLs"),
    pytest.param("capacitor://localhost", "path-is-url", id="another scheme's URL"),
    pytest.param("^https?://app.example.com/.*", "path-is-url", id="an anchored regex of URLs"),
    pytest.param("(http|https)://app.example.com/.*", "path-is-url", id="a choice of schemes"),
    pytest.param("(?:https?)://app.example.com/.*", "path-is-url", id="a scheme in a group"),
    pytest.param("/search?q=*", "path-has-query", id="a query"),
    pytest.param("/search?", "path-has-query", id="a final question mark"),
    pytest.param("/users/?", "path-has-optional-slash", id="a slash that may miss"),
    pytest.param("/?", "path-has-optional-slash", id="the slash alone, which may miss"),
    pytest.param("/a/*/?", "path-has-query", id="a star, and a slash that may miss"),
    pytest.param("/page#top", "path-has-query", id="a fragment"),
    pytest.param("?", "path-has-query", id="a question mark alone"),
    pytest.param("#top", "path-has-query", id="a fragment alone"),
    pytest.param("/a/**?", "path-has-query", id="two stars and a question mark"),
    pytest.param("/users/<int:id>?q", "path-has-converter", id="a converter and a query"),
    pytest.param("/users/<path:rest>*", "path-has-converter", id="a converter before a star"),
    pytest.param("/a?q=1,/b", "path-has-query", id="a query with a comma"),
    pytest.param("/a/**,/b?", "paths-joined", id="paths with stars and a query"),
    pytest.param("/a/**,/b", "paths-joined", id="two stars in one of two paths"),
    pytest.param('["/api/*"]', "paths-are-text", id="the text of a list"),
    pytest.param("['/api/*', '/ping']", "paths-are-text", id="the text of a list in Python"),
    pytest.param(' [ "/api/[0-9]" ] ', "paths-are-text", id="the text of a list of regexes"),
    pytest.param("[/api/*, /ping]", "paths-are-text", id="the text of a list without quotes"),
    pytest.param("[/api/*]", "paths-are-text", id="the same with one path"),
    pytest.param("/users/<id>", "path-has-converter", id="a converter without a type"),
    pytest.param("/users/<int:id>", "path-has-converter", id="a converter"),
    pytest.param("/users/<int:id>/*", "path-has-converter", id="a converter and a star"),
    pytest.param("/users/<int:id>/.*", "path-has-converter", id="a converter in a regex"),
    pytest.param("/<any(a, b):kind>", "path-has-converter", id="a converter with arguments"),
    pytest.param("/<path:rest>", "path-has-converter", id="a path converter"),
    pytest.param("/api/**", "path-has-double-star", id="two stars"),
    pytest.param("**", "path-has-double-star", id="two stars alone"),
    pytest.param("/api/**/items", "path-has-double-star", id="two stars between"),
    pytest.param("/api/*,/ping", "paths-joined", id="two paths"),
    pytest.param("/api/*, /ping , /files/*", "paths-joined", id="three paths and blanks"),
    pytest.param("/api/* /ping", "paths-joined", id="two paths and a blank"),
    pytest.param("/api/*;/ping", "paths-joined", id="two paths and a semicolon"),
    pytest.param("/api;/ping", "paths-joined", id="two paths, a semicolon and no star"),
    pytest.param("/api/*|/ping", "paths-joined", id="two paths and a bar, as in a regex"),
    pytest.param("", "path-empty", id="empty"),
    pytest.param("  ", "path-empty", id="white space"),
    pytest.param("/api/(", "path-bad-regex", id="half a group"),
    pytest.param("/api/[a", "path-bad-regex", id="half a class"),
    pytest.param("/api\\", "path-bad-regex", id="a backslash and nothing"),
    pytest.param("/a{99999999999}\\d", "path-bad-regex", id="a count too large"),
    pytest.param(f"/a{{{'9' * 5_000}}}\\d", "path-bad-regex", id="a count of 5,000 digits"),
    pytest.param(None, "path-not-a-string", id="None"),
    pytest.param(5, "path-not-a-string", id="a number"),
    pytest.param(True, "path-not-a-string", id="True"),
    pytest.param(b"/api/*", "path-not-a-string", id="bytes"),
    pytest.param(("/api/*", "/ping"), "path-not-a-string", id="a tuple"),
    pytest.param(re.compile(b"/api/.*"), "path-not-a-string", id="a regex of bytes"),
]

IN_A_LIST = [
    pytest.param([{"/api/*": {"origins": APP}}], id="a dict"),
    pytest.param([("/api/*", {"origins": APP})], id="a pair"),
    pytest.param(("/api/*", {"origins": APP}), id="what should be a dict"),
]


@pytest.mark.parametrize("resources", IN_A_LIST)
def test_options_in_a_list_are_not_lost(resources: object) -> None:
    """Written without its options, the pattern would let in every origin."""
    (problem,) = problems(as_keyword, {"resources": resources})
    (remedy,) = named_values(problem.remedy)
    assert remedy == {"/api/*": {"origins": APP}}
    assert told(as_keyword, {"resources": remedy}) == []


@pytest.mark.parametrize(("pattern", "code"), MISTAKES)
def test_a_mistake_in_a_dict(pattern: object, code: str) -> None:
    for give, option in ((as_keyword, "resources"), (as_config, "CORS_RESOURCES")):
        (problem,) = problems(give, {"resources": {pattern: {"origins": APP}, "/ok": {}}})
        assert (problem.code, problem.option) == (code, option)
        assert problem.value is pattern


@pytest.mark.parametrize(("pattern", "code"), MISTAKES)
def test_a_mistake_in_a_list(pattern: object, code: str) -> None:
    (problem,) = problems(as_keyword, {"resources": ["/ok", pattern]})
    assert (problem.code, problem.option) == (code, "resources")


@pytest.mark.parametrize(("pattern", "code"), MISTAKES)
def test_what_the_remedy_names_is_accepted(pattern: object, code: str) -> None:
    (problem,) = problems(as_keyword, {"resources": [pattern]})
    named = named_values(problem.remedy)
    assert named
    for remedy in named:
        assert told(as_keyword, {"resources": remedy}) == []


@pytest.mark.parametrize(
    ("pattern", "remedy"),
    [
        pytest.param("/a b,/c", 'Write a list: ["/a b", "/c"].', id="a space in one of two paths"),
        pytest.param("/users/<int:id>?q", 'Write "/users/*".', id="a converter and a query"),
        pytest.param("/a/<id>/.*", 'Write "/a/[^/]+/.*".', id="a converter in a regex"),
        pytest.param(r"/a/<path:p>\.js", r'Write "/a/.+\\.js".', id="one for several segments"),
        pytest.param(
            "/users/?",
            'Write "/users" and "/users/"; or "/users/*" for all that is under it, too.',
            id="a slash that may miss",
        ),
        pytest.param("/a/**?", 'Write "/a/*".', id="two stars and a question mark"),
        pytest.param("['/a', '/b']", 'Write the list, ["/a", "/b"].', id="the text of a list"),
        pytest.param("[/a, /b]", 'Write the list, ["/a", "/b"].', id="that without quotes"),
        pytest.param('["/v[0-9]"]', 'Write the list, ["/v[0-9]"].', id="that of one of regexes"),
    ],
)
def test_all_that_is_wrong_is_mended_at_once(pattern: str, remedy: str) -> None:
    (problem,) = problems(as_keyword, {"resources": [pattern]})
    assert problem.remedy == remedy


@pytest.mark.parametrize("host", ["localhost:5000", "localhost", "api.example.com:443"])
def test_a_url_without_its_scheme(host: str) -> None:
    (message,) = told(as_keyword, {"resources": f"{host}/api/*"})
    assert message.endswith('Write "/api/*".')


def test_a_place_holder_is_never_taken_for_every_path() -> None:
    (message,) = told(as_keyword, {"resources": "/:id"})
    assert "No text in it tells these paths from all others" in message


@pytest.mark.parametrize("give", [as_keyword, as_config])
def test_the_text_of_a_dict(give: t.Callable[[Options], None]) -> None:
    (problem,) = problems(give, {"resources": f'{{"/api/*": {{"origins": "{APP}"}}}}'})
    assert problem.code == "path-is-dict"
    assert problem.remedy.startswith("Write the dict itself")


@pytest.mark.parametrize(
    ("pattern", "remedy"),
    [
        pytest.param("/users/<int:id>", 'Write "/users/*".', id="a prefix"),
        pytest.param("/<int:id>/edit", 'Write "/*/edit".', id="an end"),
        pytest.param("/<int:id>", "No text in it tells these paths from all others", id="neither"),
        pytest.param("/<a>/<b>/*", "No text in it tells these paths from all others", id="two"),
    ],
)
def test_a_converter_is_never_taken_for_every_path(pattern: str, remedy: str) -> None:
    (problem,) = problems(as_keyword, {"resources": [pattern]})
    assert problem.remedy.startswith(remedy)


NO_PATTERNS = [
    pytest.param(5, id="a number"),
    pytest.param(True, id="True"),
    pytest.param(None, id="None"),
    pytest.param(b"/api/*", id="bytes"),
    pytest.param(object(), id="an object"),
]


@pytest.mark.parametrize("value", NO_PATTERNS)
def test_what_is_no_resources(value: object) -> None:
    (problem,) = problems(as_keyword, {"resources": value})
    assert problem.option == "resources"
    assert problem.value is value


NO_OPTIONS = [
    pytest.param("https://app.example.com", id="an origin"),
    pytest.param(["https://app.example.com"], id="a list of origins"),
    pytest.param("*", id="a star"),
    pytest.param(None, id="None"),
    pytest.param(True, id="True"),
]


@pytest.mark.parametrize("value", NO_OPTIONS)
def test_a_resource_whose_value_is_no_dict(value: object) -> None:
    (problem,) = problems(as_keyword, {"resources": {"/api/*": value}})
    assert (problem.code, problem.option) == ("resource-options-not-a-dict", "resources")
    (remedy,) = named_values(problem.remedy)
    assert problems(as_keyword, {"resources": remedy}) == ()


def test_every_mistake_is_told_with_its_resource() -> None:
    resources = {
        "/a/*": {"origins": "app.example.com", "max_age": -1},
        "/b/*": {"methods": "TRACE"},
        "/c?": {},
        "/d": "x",
    }
    found = problems(as_keyword, {"resources": resources, "send_wildcard": "yes"})
    told_of = {(each.rule, each.code) for each in found}
    assert {
        ("resource '/a/*'", "origin-without-scheme"),
        ("resource '/a/*'", "max-age-not-seconds"),
        ("resource '/b/*'", "method-forbidden"),
    } <= told_of
    assert [each.code for each in found].count("switch-not-boolean") == 1
    assert {each.code for each in found} >= {"path-has-query", "resource-options-not-a-dict"}


@pytest.mark.parametrize("blueprint", ["", "shop"])
def test_a_shared_option_is_told_where_it_stands(blueprint: str) -> None:
    resources = {
        "/api/*": {"origins": APP},
        "/ping": {"origins": ADMIN, "methods": "no, such name"},
    }
    place = Blueprint(blueprint, __name__) if blueprint else Flask(__name__)
    with pytest.raises(PolicyError) as raised:
        CORS(place, resources=resources, max_age="an hour")
    own = f"blueprint '{blueprint}'" if blueprint else ""
    inner = f"{own}, " if own else ""
    assert [(each.option, each.rule) for each in raised.value.problems] == [
        ("max_age", own),
        ("methods", f"{inner}resource '/ping'"),
    ]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param({"max_age": 1}, {"max_age": True}, id="a value"),
        pytest.param({"methods": ["GET"]}, {"methods": ["get it"]}, id="a list"),
        pytest.param({"max_age": 1}, {"max_age": 1, "origin": "*"}, id="one option more"),
    ],
)
def test_options_that_are_almost_alike(right: Options, wrong: Options) -> None:
    (problem,) = problems(as_keyword, {"resources": {"/a/*": right, "/b/*": wrong}})
    assert problem.rule == "resource '/b/*'"


def test_options_that_are_alike_are_told_once_and_govern_each() -> None:
    alike = {"origins": APP, "max_age": 90_000}
    options = {"resources": {"/a/*": alike, "/b/*": {**alike}}}
    (message,) = told(as_keyword, options)
    assert message.startswith("resource '/a/*': max_age=90000: ")
    app = app_with_extension(options)
    policies = [policy for _, policy in app.extensions["cors"].rules.paths.rules]
    assert policies[0] == policies[1]
    assert [policy.rule.pattern for policy in policies] == ["/a/*", "/b/*"]


DOUBTS = [
    pytest.param("/odata/$metadata", r'Write "/odata/\\$metadata"', id="a $ inside"),
    pytest.param({r"/a/$batch/(x|y)": {}}, "is the end of the path", id="a $ inside a regex"),
    pytest.param(r"/a/(.*)/(.*)/(.*)/edit", "can take seconds, or ages", id="a crowd"),
    pytest.param({}, "names no path", id="an empty dict"),
    pytest.param([], "names no path", id="an empty list"),
    pytest.param({"api/*": {}}, "begins with a slash", id="no slash in front"),
    pytest.param(["api/*"], "begins with a slash", id="no slash in front, in a list"),
    pytest.param("ping", "begins with a slash", id="no slash in front, in a string"),
    pytest.param({r"api/\d+": {}}, "begins with a slash", id="no slash in front, in a regex"),
    pytest.param({r"^api/.*": {}}, "begins with a slash", id="no slash in front, anchored"),
    pytest.param({".well-known/*": {}}, "begins with a slash", id="a dot in front"),
    pytest.param({"~me/*": {}}, "begins with a slash", id="a tilde in front"),
    pytest.param({" /api/*": {}}, "begins with a slash", id="a space in front"),
    pytest.param({"//api/*": {}}, "begins with one slash", id="two slashes in front"),
    pytest.param({"//": {}}, "begins with one slash", id="two slashes"),
    pytest.param({r"///\d+": {}}, "begins with one slash", id="three slashes, in a regex"),
    pytest.param({r"/v\d/*": {}}, "stands for slashes alone", id="a subtree in a regex"),
    pytest.param({"^/api/*": {}}, "stands for slashes alone", id="a subtree, anchored"),
    pytest.param({r"^/v\d/*$": {}}, "stands for slashes alone", id="anchored at both ends"),
    pytest.param({"/(api|auth)/*": {}}, "stands for slashes alone", id="behind a group"),
    pytest.param({"(/api/*|/auth)": {}}, "stands for slashes alone", id="in a group"),
    pytest.param({"/(api/*)": {}}, "stands for slashes alone", id="at the end of a group"),
    pytest.param({re.compile(r"/v\d/*"): {}}, "stands for slashes alone", id="compiled"),
    pytest.param({"/caf%C3%A9/*": {}}, "against the decoded path", id="encoded with percent signs"),
    pytest.param({"/api/* ": {}}, "White space at the end", id="a space at the end"),
    pytest.param({"/api/:id": {}}, "the path itself", id="a place-holder with a colon"),
    pytest.param({"/users/{user_id}/items": {}}, "the path itself", id="one in braces"),
    pytest.param({r"/{version}/items/\d+": {}}, "the path itself", id="one in a regex"),
    pytest.param({r"/users/:id(\d+)": {}}, 'Write "/users/(', id="one with a regex behind it"),
    pytest.param({"/(a+)+": {}}, "can take ages", id="a repeated repetition"),
    pytest.param({r"/(?:report|[a-z]+)*x": {}}, "can take ages", id="repeated alternatives"),
    pytest.param({re.compile("/(a+)+"): {}}, "can take ages", id="a repeated repetition, compiled"),
    pytest.param({"/files/*.*": {}}, 'Write "/files/*".', id="any name with any ending"),
    pytest.param({"/img/*.(png|jpg)": {}}, 'Write "/img/.*.(png', id="a star before a dot"),
    pytest.param({"/a[/*.]b/*.*": {}}, 'Write "/a[/*.]b/.*"', id="that, behind a class"),
    pytest.param({"'/api/*'": {}}, 'Write "/api/*".', id="quotes"),
    pytest.param({'r"/api/*"': {}}, 'Write "/api/*".', id="quotes as in Python"),
    pytest.param({"^/api": {}}, 'Write "/api/*".', id="a beginning"),
    pytest.param({"^/api/": {}}, 'Write "/api/*".', id="a beginning with a slash"),
    pytest.param({"^/": {}}, 'Write "/*".', id="the slash of all paths"),
    pytest.param({"^/api(?:/|$)": {}}, 'Write "/api/*".', id="a beginning, or the end"),
    pytest.param({r"^/v[12]/": {}}, 'Write "/v[12](?:/.*)?".', id="a beginning with a class"),
    pytest.param({r"^\/api\/": {}}, 'Write "/api/*".', id="slashes as in JavaScript"),
    pytest.param({"^(?:/a|/b)/": {}}, 'Write "(?:/a|/b)(?:/.*)?".', id="a group that begins"),
    pytest.param({"^/a/|^/b/": {}}, 'Write "(?:^/a/|^/b/).*".', id="two beginnings"),
    pytest.param({r"^/a\\/": {}}, r'Write "/a\\\\(?:/.*)?".', id="a backslash before the slash"),
    pytest.param({"^api/": {}}, 'Write "/api/".', id="no slash in front, anchored, and no star"),
    pytest.param({r"^/v[12](/|$)": {}}, 'Write "/v[12](?:/.*)?".', id="that, or the end"),
    pytest.param({re.compile(r"http://a\.example/*"): {}}, "This is a URL", id="a URL, compiled"),
    pytest.param({re.compile(r"^https?:\/\/a/.*"): {}}, "This is a URL", id="one with escapes"),
]


@pytest.mark.parametrize(("resources", "phrase"), DOUBTS)
def test_what_matches_no_path_is_told(resources: object, phrase: str) -> None:
    (message,) = told(as_keyword, {"resources": resources})
    assert message.startswith("resources=")
    assert phrase in message
    named = named_values(message.partition("Write ")[2])
    assert named
    for remedy in named:
        assert told(as_keyword, {"resources": remedy}) == []


@pytest.mark.parametrize("resources", ["/${PREFIX}/*", "^/${PREFIX}/.*", r"/${a}/\d+"])
def test_a_variable_that_nobody_has_replaced(resources: str) -> None:
    (message,) = told(as_keyword, {"resources": resources})
    assert message.endswith("so it matches no path. Write its value.")


def test_groups_that_are_too_deep_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """As they are on some of the Pythons that can read them."""

    def fail(_: object) -> bool:
        raise RecursionError

    monkeypatch.setattr("flask_cors.protocol.regex_time.is_ambiguous", fail)
    (message,) = told(as_keyword, {"resources": "/((a)*)*"})
    assert "can take ages" in message


QUIET = [
    pytest.param({r"/odata/\$metadata": {}}, id="a $ that is meant"),
    pytest.param({"/odata/[$]metadata": {}}, id="a $ in a class"),
    pytest.param({r"/odata/\${id}": {}}, id="a $ that is meant, and braces"),
    pytest.param({"^/api$": {}}, id="a path, anchored"),
    pytest.param({"/a//*b.*": {}}, id="slashes that are meant"),
    pytest.param({"/*.*": {}}, id="every path, for which nothing begins alike"),
    pytest.param({"^/a/|^/b": {}}, id="a beginning, or a path"),
    pytest.param({"/api/*/.*": {}}, id="a star before a slash"),
    pytest.param({"^/api/*(?:$|/.*)": {}}, id="a star before a slash, or the end"),
    pytest.param({r"/files/[\w/*.]+": {}}, id="a star in a class"),
    pytest.param({r"^/api/(?:\d+/)?$": {}}, id="a slash that may come, anchored"),
    pytest.param({r"^/users/\d+": {}}, id="a number at the end"),
    pytest.param({r"/users/\d+/": {}}, id="a slash at the end"),
    pytest.param({"(/a$|/b/.*)$": {}}, id="a $ at each end"),
    pytest.param({r"/a/([^/]+)/([^/]+)/([^/]+)/edit": {}}, id="parts that a slash parts"),
    pytest.param({r"/a/(.*)/(.*)/edit": {}}, id="two that share everything"),
    pytest.param({"/api/*": {}}, id="a subtree"),
    pytest.param({"*": {}}, id="a star"),
    pytest.param({"*.json": {}}, id="a glob without a slash"),
    pytest.param({"*/items": {}}, id="a glob that may begin with a slash"),
    pytest.param({r".*\.json": {}}, id="a regex that begins with anything"),
    pytest.param({r"(/a|/b)/.*": {}}, id="a regex that begins with a group"),
    pytest.param({r"[/]api/.*": {}}, id="a regex that begins with a class"),
    pytest.param({r"/users/(?P<id>\d+)": {}}, id="a regex with a named group"),
    pytest.param({r"/a?b\d": {}}, id="a regex with a question mark"),
    pytest.param({re.compile("/api/.*"): {}}, id="a compiled regex"),
    pytest.param({r"/v\d/*items": {}}, id="a regex with slashes within"),
    pytest.param("/ping", id="one path"),
    pytest.param("/items:batch", id="a colon within"),
    pytest.param("/:8080/{1}", id="a colon and braces about numbers"),
    pytest.param(r"/(?:a|b)/[a-z]{2}", id="a regex with a colon and braces"),
    pytest.param(r"/(?:[a-z]+/)*\d+", id="a repetition in which each character tells"),
    pytest.param(r"/(?:v\d)+", id="a repeated group"),
]


@pytest.mark.parametrize("resources", QUIET)
def test_nothing_is_said_of_what_is_right(resources: object) -> None:
    assert told(as_keyword, {"resources": resources}) == []


TWICE = [
    pytest.param({"*": {"origins": APP}, "/*": {"origins": ADMIN}}, id="a star and /*"),
    pytest.param({"/*": {"origins": APP}, "/.*": {"origins": ADMIN}}, id="/* and /.*"),
    pytest.param(
        {re.compile("/a/.*"): {"origins": APP}, re.compile("/a/.*", re.DOTALL): {"origins": ADMIN}},
        id="compiled, with and without a flag that makes no difference",
    ),
]


@pytest.mark.parametrize("resources", TWICE)
def test_one_pattern_with_two_policies(resources: dict[str, t.Any]) -> None:
    (problem,) = problems(as_keyword, {"resources": resources})
    assert (problem.code, problem.option) == ("pattern-twice", "resources")


def test_one_pattern_with_equal_policies_is_one_rule() -> None:
    resources = {"*": {"origins": [APP]}, "/*": {"origins": {f"{APP}/"}}}
    assert told(as_keyword, {"resources": resources}) == []
    assert told(as_keyword, {"resources": ["/a", "/a"]}) == []


def test_the_same_pattern_in_a_second_extension() -> None:
    app = Flask("tests")
    CORS(app, resources={"/api/*": {"origins": APP}})
    CORS(app, resources={"/api/*": {"origins": [APP]}, "/other/*": {}})
    with pytest.raises(PolicyError, match="pattern"):
        CORS(app, resources={"/api/*": {"origins": ADMIN}})


def test_every_path_in_a_second_extension() -> None:
    """The pattern stands nowhere in the program, so the message does not name it."""
    app = Flask("tests")
    CORS(app)
    with pytest.raises(PolicyError, match="resources=None: Without it every path is governed"):
        CORS(app, origins=APP)


def test_the_same_pattern_in_a_blueprint() -> None:
    app, shop = Flask("tests"), Blueprint("shop", __name__, url_prefix="/shop")
    CORS(shop, resources={"/shop/*": {"origins": APP}})
    CORS(shop, resources={"/shop/*": {"origins": ADMIN}})
    with pytest.raises(PolicyError, match=r"1. blueprint 'shop': resources='/shop/\*': This patt"):
        app.register_blueprint(shop)


@pytest.mark.parametrize(
    ("first", "second"), [("*", "/.*"), ("/*", "*"), (".*", "/*")], ids=lambda text: text
)
def test_patterns_that_mean_the_same_are_named_as_they_are_written(first: str, second: str) -> None:
    resources = {first: {"origins": APP}, second: {"origins": "*"}}
    (problem,) = problems(as_keyword, {"resources": resources})
    assert problem.value == second
    assert problem.reason == f"This pattern was given before, as {first!r}, with other options."
