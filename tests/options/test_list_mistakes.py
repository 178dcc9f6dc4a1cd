"""What is no method or header name: refused; what does nothing: told."""

from __future__ import annotations

import re
import typing as t
from collections import UserString

import pytest
from flask import Flask

from flask_cors import CORS
from flask_cors import PolicyWarning
from flask_cors.protocol.headers import AllowedHeaders
from flask_cors.protocol.methods import AllowedMethods
from tests.support import APP
from tests.support import Options

from .places import PLACES
from .places import PLACES_AND_CONFIG
from .places import as_config
from .places import as_keyword
from .places import named_values
from .places import problems
from .places import told


class LazyText:
    """A text that is worked out late, as of translations: no `str`, and iterable like one."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text

    def __iter__(self) -> t.Iterator[str]:
        return iter(self._text)


METHODS = [
    pytest.param('["GET"]', "method-not-a-token", id="the text of a list"),
    pytest.param("CONNECT", "method-forbidden", id="CONNECT"),
    pytest.param(["GET", "TRACE"], "method-forbidden", id="TRACE"),
    pytest.param("TRACK, GET", "method-forbidden", id="TRACK"),
    pytest.param(["trace"], "method-forbidden", id="trace in lower case"),
    pytest.param(["*", "CONNECT"], "method-forbidden", id="CONNECT beside a star"),
    pytest.param("GET PUT", "method-not-a-token", id="a space between"),
    pytest.param("GET;PUT", "method-not-a-token", id="a semicolon between"),
    pytest.param(["GET,PUT"], "method-not-a-token", id="a comma within a member"),
    pytest.param([""], "method-not-a-token", id="an empty member"),
    pytest.param(["G\u00cbT"], "method-not-a-token", id="not ASCII"),
    pytest.param(["GET\n"], "method-not-a-token", id="a line feed"),
    pytest.param([b"GET"], "method-not-a-token", id="bytes in a list"),
    pytest.param(b"GET", "method-not-a-token", id="bytes"),
    pytest.param([None], "method-not-a-token", id="None in a list"),
    pytest.param(5, "method-not-a-token", id="a number"),
    pytest.param(True, "method-not-a-token", id="True"),
    pytest.param([["GET"]], "method-not-a-token", id="a nested list"),
    pytest.param({"GET": 1}, "method-not-a-token", id="a dict"),
    pytest.param(re.compile("GET"), "method-not-a-token", id="a regex"),
    pytest.param(LazyText("GET"), "method-not-a-token", id="a lazy string"),
    pytest.param(UserString("GET"), "method-not-a-token", id="a string of another type"),
    pytest.param(["PUT.*"], "method-has-wildcard", id="a star in a name"),
    pytest.param(".*", "method-has-wildcard", id="a regex as a string"),
]
ALLOW_HEADERS = [
    pytest.param('["X-A"]', "header-not-a-name", id="the text of a list"),
    pytest.param(["X Token"], "header-not-a-name", id="a space"),
    pytest.param(["X-Token:"], "header-not-a-name", id="a colon"),
    pytest.param(["X-Token: 1"], "header-not-a-name", id="a value too"),
    pytest.param("X-Token; X-Other", "header-not-a-name", id="a semicolon"),
    pytest.param(["X-A,X-B"], "header-not-a-name", id="a comma within a member"),
    pytest.param(["X-Token?"], "header-not-a-name", id="a final question mark"),
    pytest.param(["X-Tok?en"], "header-not-a-name", id="a question mark"),
    pytest.param([""], "header-not-a-name", id="an empty member"),
    pytest.param(["X-T\u00f6ken"], "header-not-a-name", id="not ASCII"),
    pytest.param(["X-Token\r\n"], "header-not-a-name", id="CR LF"),
    pytest.param([b"X-Token"], "header-not-a-name", id="bytes"),
    pytest.param([None], "header-not-a-name", id="None in a list"),
    pytest.param(5, "header-not-a-name", id="a number"),
    pytest.param(True, "header-not-a-name", id="True"),
    pytest.param([["X-Token"]], "header-not-a-name", id="a nested list"),
    pytest.param({"X-Token": 1}, "header-not-a-name", id="a dict"),
    pytest.param([re.compile(b"X-.*")], "header-not-a-name", id="a regex of bytes"),
    pytest.param(["X-(A"], "header-bad-regex", id="half a group"),
    pytest.param(["X-[A"], "header-bad-regex", id="half a class"),
    pytest.param(["X-\\"], "header-bad-regex", id="a backslash and nothing"),
    pytest.param([r"X-(*)"], "header-bad-regex", id="a star that repeats nothing"),
    pytest.param(["(" * 9_000 + "a"], "header-bad-regex", id="9,000 groups"),
    pytest.param([f"(X-A){{{'9' * 5_000}}}"], "header-bad-regex", id="a count of 5,000 digits"),
    pytest.param([r"(X-?\w+)*"], "header-regex-nested-quantifiers", id="nested quantifiers"),
    pytest.param(
        [r"X-(\w{1,20}-?)+"], "header-regex-nested-quantifiers", id="a bounded one repeated"
    ),
    pytest.param([r"X-.*-.*-.*-.*-id"], "header-regex-crowd", id="four side by side"),
    pytest.param([r"X-(?:[a-z]{2,3})+-id"], "header-regex-nested-quantifiers", id="twice three"),
    pytest.param(
        [r"X-(?:[a-z]?){40}-id"], "header-regex-nested-quantifiers", id="rounds that may be empty"
    ),
    pytest.param(
        [re.compile(r"(X-?\w+)*")], "header-regex-nested-quantifiers", id="nested, compiled"
    ),
]
EXPOSE_HEADERS = [
    pytest.param('["X-A"]', "exposed-header-not-a-name", id="the text of a list"),
    pytest.param(["X Total"], "exposed-header-not-a-name", id="a space"),
    pytest.param("X-Total;X-Other", "exposed-header-not-a-name", id="a semicolon"),
    pytest.param(["X-A,X-B"], "exposed-header-not-a-name", id="a comma within a member"),
    pytest.param(["X-*"], "exposed-header-not-a-name", id="a glob"),
    pytest.param(["X-.*"], "exposed-header-not-a-name", id="a regex that is a token"),
    pytest.param([r"X-\w+"], "exposed-header-not-a-name", id="a regex"),
    pytest.param([re.compile("X")], "exposed-header-not-a-name", id="a compiled regex"),
    pytest.param([""], "exposed-header-not-a-name", id="an empty member"),
    pytest.param(["X-T\u00f6tal"], "exposed-header-not-a-name", id="not ASCII"),
    pytest.param(["X-Total\r\nX: y"], "exposed-header-not-a-name", id="CR LF"),
    pytest.param([None], "exposed-header-not-a-name", id="None in a list"),
    pytest.param(5, "exposed-header-not-a-name", id="a number"),
    pytest.param(False, "exposed-header-not-a-name", id="False"),
    pytest.param(b"X-Total", "exposed-header-not-a-name", id="bytes"),
    pytest.param({"X-Total": 1}, "exposed-header-not-a-name", id="a dict"),
]
MISTAKES = [
    pytest.param(option, *case.values, id=f"{option}: {case.id}")
    for option, cases in (
        ("methods", METHODS),
        ("allow_headers", ALLOW_HEADERS),
        ("expose_headers", EXPOSE_HEADERS),
    )
    for case in cases
]


IN_ENVIRONMENT = " In the environment write them with commas between, without brackets and quotes."


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize(("option", "value", "code"), MISTAKES)
def test_a_mistake_is_told_wherever_it_is_made(
    option: str, value: object, code: str, give: t.Callable[[Options], None]
) -> None:
    assert code in {problem.code for problem in problems(give, {option: value})}


@pytest.mark.parametrize("option", ["methods", "allow_headers", "expose_headers"])
@pytest.mark.parametrize("between", [",", ", ", ";", " ", ",\n"], ids=repr)
def test_names_in_one_member_are_told_apart(option: str, between: str) -> None:
    (problem,) = problems(as_keyword, {option: [f"GET{between}PUT"]})
    assert named_values(problem.remedy) == [["GET", "PUT"]]


@pytest.mark.parametrize("option", ["methods", "allow_headers", "expose_headers"])
@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        pytest.param('["PUT"]', 'Write the list, ["PUT"].', id="JSON"),
        pytest.param("['GET', 'PUT']", 'Write the list, ["GET", "PUT"].', id="Python"),
        pytest.param("[GET, PUT]", 'Write the list, ["GET", "PUT"].', id="YAML"),
        pytest.param("[GET]", 'Write the list, ["GET"].', id="YAML, one"),
    ],
)
def test_text_of_a_list(option: str, text: str, remedy: str) -> None:
    for give, more in ((as_keyword, ""), (as_config, IN_ENVIRONMENT)):
        (problem,) = problems(give, {option: text})
        assert problem.reason == "This is the text of a list, not a list."
        assert problem.remedy == remedy + more


@pytest.mark.parametrize(
    ("option", "text", "remedy"),
    [
        pytest.param("methods", "GET PUT", 'Write ["GET", "PUT"].', id="methods"),
        pytest.param("allow_headers", "X-A; X-B", 'Write ["X-A", "X-B"].', id="headers"),
        pytest.param("resources", "/a/*;/b", 'Write a list: ["/a/*", "/b"].', id="paths"),
        pytest.param("resources", '["/a", "/b"]', 'Write the list, ["/a", "/b"].', id="JSON"),
    ],
)
def test_list_of_the_environment_is_one_with_commas(option: str, text: str, remedy: str) -> None:
    (problem,) = problems(as_config, {option: text})
    assert problem.remedy == remedy + IN_ENVIRONMENT


def test_names_that_are_none_are_told_of_without_a_list() -> None:
    (problem,) = problems(as_config, {"methods": "[a b, c@d]"})
    assert problem.reason == "This is the text of a list, not a list."
    assert IN_ENVIRONMENT not in problem.remedy


@pytest.mark.parametrize(("option", "value", "code"), MISTAKES)
def test_what_the_remedy_names_is_accepted(option: str, value: object, code: str) -> None:
    for problem in problems(as_keyword, {option: value}):
        assert (problem.code, problem.option) == (code, option)
        named = named_values(problem.remedy)
        assert named or problem.remedy == "Leave it out."
        for remedy in named:
            assert problems(as_keyword, {option: remedy}) == ()


DOUBTS = [
    pytest.param("methods", [], ["every preflight will fail"], id="no method"),
    pytest.param("methods", "", ["every preflight will fail"], id="no method, an empty string"),
    pytest.param("allow_headers", ["Origin"], ["No page can set"], id="Origin"),
    pytest.param("allow_headers", "cookie", ["No page can set"], id="cookie"),
    pytest.param("allow_headers", ["HOST", "X-A"], ["No page can set"], id="HOST"),
    pytest.param("allow_headers", ["Sec-Fetch-Mode"], ["No page can set"], id="Sec-Fetch-Mode"),
    pytest.param("allow_headers", ["Sec-*"], ["No page can set"], id="Sec-*"),
    pytest.param(
        "allow_headers", "Access-Control-Request-Method", ["No page can set"], id="a preflight's"
    ),
    pytest.param(
        "allow_headers", ["Access-Control-Allow-Origin"], ["by mistake"], id="a response's"
    ),
    pytest.param("allow_headers", ["Access-Control-*"], ["by mistake"], id="Access-Control-*"),
    pytest.param("allow_headers", "Access-Control-Request-X", ["by mistake"], id="of no preflight"),
    pytest.param("allow_headers", ["any"], ['Write "*"'], id="a word for every header"),
    pytest.param("allow_headers", "ALL, X-A", ['Write "*"'], id="and in capitals"),
    pytest.param("methods", "all", ['Write "*"'], id="a word for every method"),
    pytest.param("methods", "GET|POST", ['Write ["GET", "POST"]'], id="two methods in one"),
    pytest.param(
        "methods", ["GETPOST"], ['Write ["GET", "POST"]'], id="two methods without a comma"
    ),
    pytest.param("methods", "getPutHead", ['["GET", "PUT", "HEAD"]'], id="three of them"),
    pytest.param("methods", ["OPTION"], ['Write "OPTIONS"'], id="a letter missing"),
    pytest.param("methods", "PTCH, posts", ['"PATCH"', '"POST"'], id="two misspelt"),
    pytest.param(
        "allow_headers",
        ["Content-TypeAuthorization"],
        ['Write ["Content-Type", "Authorization"].'],
        id="two headers without a comma",
    ),
    pytest.param("methods", ["ANY", "GET"], ['Write "*"'], id="beside a method"),
    pytest.param("allow_headers", ["^X-"], ['Write "X-*" for all these.'], id="a beginning"),
    pytest.param("allow_headers", ["[Xx]-"], ['Write "[Xx]-.*" for all'], id="that is a regex"),
    pytest.param(
        "allow_headers", [re.compile("x-acme-")], ['Write "x-acme-*"'], id="that is compiled"
    ),
    pytest.param(
        "allow_headers",
        ["^X-Acme"],
        ['Write "X-Acme*" for all these, or "X-Acme" for this one.'],
        id="a beginning that may be the whole",
    ),
    pytest.param("allow_headers", ["Proxy-Auth"], ["No page can set"], id="Proxy-Auth"),
    pytest.param("allow_headers", ["Host", "Origin"], ["No page", "No page"], id="two of them"),
    pytest.param("expose_headers", ["Set-Cookie"], ["No page can read"], id="Set-Cookie"),
    pytest.param("expose_headers", "set-cookie", ["No page can read"], id="set-cookie"),
    pytest.param("expose_headers", ["Cookie", "X-A"], ["request header"], id="Cookie"),
    pytest.param("expose_headers", ["Origin"], ["request header"], id="Origin, exposed"),
    pytest.param("expose_headers", ["User-Agent"], ["request header"], id="User-Agent"),
]


@pytest.mark.parametrize("give", PLACES_AND_CONFIG.values(), ids=PLACES_AND_CONFIG)
@pytest.mark.parametrize(("option", "value", "phrases"), DOUBTS)
def test_what_does_nothing_is_told(
    option: str, value: object, phrases: list[str], give: t.Callable[[Options], None]
) -> None:
    messages = told(give, {option: value})
    assert len(messages) == len(phrases)
    for message, phrase in zip(messages, phrases, strict=True):
        assert phrase in message
        assert re.search(rf"{option}=", message, re.IGNORECASE)


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize(("option", "kind"), [("methods", "method"), ("allow_headers", "header")])
def test_none_is_an_empty_list(option: str, kind: str, give: t.Callable[[Options], None]) -> None:
    """As in Flask-CORS 6: packages hand on what their own users have left out."""
    (message,) = told(give, {option: None})
    assert f"{option}=None: No {kind} is allowed" in message


def test_what_none_allows() -> None:
    with pytest.warns(PolicyWarning, match="=None: "):
        CORS(app := Flask(__name__), methods=None, allow_headers=None)
    ((_, policy),) = app.extensions["cors"].rules.paths.rules
    assert (policy.methods, policy.allow_headers) == (AllowedMethods(frozenset()), AllowedHeaders())


QUIET = [
    pytest.param("methods", "*", id="every method"),
    pytest.param("methods", ["get", "PURGE"], id="methods in both cases"),
    pytest.param("methods", "GET,POST", id="methods in a string"),
    pytest.param(
        "methods", ["BATCH", "READ", "MGET", "PROPFIND", "REPORT", "QUERY"], id="methods of others"
    ),
    pytest.param("allow_headers", ["X-Content-Type", "Accept-Range"], id="headers of others"),
    pytest.param("allow_headers", "*", id="every header"),
    pytest.param("allow_headers", [], id="no header"),
    pytest.param("allow_headers", ["Authorization", "Content-Type"], id="headers"),
    pytest.param("allow_headers", "X-A, X-B-*", id="headers in a string"),
    pytest.param("allow_headers", [r"X-\w+", re.compile("X-.")], id="regexes"),
    pytest.param("allow_headers", ["Accept", "Range"], id="safelisted headers"),
    pytest.param("allow_headers", ["^X-Acme$", "^X-.*", re.compile("X-Acme")], id="whole names"),
    pytest.param("expose_headers", "*", id="every header exposed"),
    pytest.param("expose_headers", [], id="no header exposed"),
    pytest.param("expose_headers", None, id="no header exposed, by None"),
    pytest.param("expose_headers", ["ETag", "Content-Length", "Date"], id="headers exposed"),
    pytest.param("expose_headers", ["Authorization"], id="a header with a token, exposed"),
    pytest.param("expose_headers", ["Accept", "Accept-Encoding"], id="what a server takes"),
]


@pytest.mark.parametrize("give", PLACES_AND_CONFIG.values(), ids=PLACES_AND_CONFIG)
@pytest.mark.parametrize(("option", "value"), QUIET)
def test_nothing_is_said_of_what_is_right(
    option: str, value: object, give: t.Callable[[Options], None]
) -> None:
    assert told(give, {option: value}) == []


def test_a_star_exposed_with_credentials_is_told() -> None:
    options = {"expose_headers": "*", "origins": APP, "supports_credentials": True}
    (message,) = told(as_keyword, options)
    assert message.startswith("expose_headers='*': ")
