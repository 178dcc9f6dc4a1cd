"""Resources: which pattern governs a path, and with it which policy answers."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.test import create_environ

from tests.support import Asked
from tests.support import Options
from tests.support import app_with_extension
from tests.support import ask
from tests.support import cors_fields
from tests.support import get
from tests.support import preflight

# A resource's origin says which of them governed: https://<its value>.example.


def app_of(patterns: dict[object, str]) -> Flask:
    resources = {
        pattern: {"origins": f"https://{name}.example"} for pattern, name in patterns.items()
    }
    return app_with_extension({"resources": resources})


def governing(app: Flask, path: str) -> str | None:
    """The name of the resource that governs `path`, asked as a GET and as a preflight."""
    names = {_named(app, get(path=path)), _named_by_preflight(app, path)}
    (name,) = names
    return name


def _named(app: Flask, asked: Asked) -> str | None:
    origin = cors_fields(ask(app, asked)).get("Access-Control-Allow-Origin")
    return None if origin is None else origin.removeprefix("https://").removesuffix(".example")


def _named_by_preflight(app: Flask, path: str) -> str | None:
    for name in ("one", "two", "three", "four"):
        response = ask(app, preflight(f"https://{name}.example", path=path))
        if response.status == 200 and cors_fields(response):
            return name
    return None


ONE = [
    # An exact path.
    pytest.param("/ping", "/ping", True, id="exact"),
    pytest.param("/ping", "/ping/", False, id="exact: a slash more"),
    pytest.param("/ping/", "/ping", False, id="exact: a slash less"),
    pytest.param("/ping", "/pingx", False, id="exact: a letter more"),
    pytest.param("/ping", "/pin", False, id="exact: a letter less"),
    pytest.param("/ping", "/PING", False, id="exact: case"),
    pytest.param("/ping", "/x/ping", False, id="exact: elsewhere"),
    pytest.param("/", "/", True, id="exact: the root"),
    pytest.param("/", "/x", False, id="exact: not the root"),
    pytest.param("/a+b", "/a+b", True, id="exact: a plus is a plus"),
    pytest.param("/a+b", "/a b", False, id="exact: and no space"),
    pytest.param("/a.b", "/axb", False, id="exact: a dot is a dot"),
    pytest.param("/v1.0/users", "/v1.0/users", True, id="exact: with dots"),
    pytest.param("/caf\u00e9", "/caf\u00e9", True, id="exact: not ASCII"),
    # Everything under a path.
    pytest.param("/api/*", "/api/users", True, id="subtree"),
    pytest.param("/api/*", "/api/a/b/c", True, id="subtree: deeper"),
    pytest.param("/api/*", "/api/", True, id="subtree: the path with its slash"),
    pytest.param("/api/*", "/api", True, id="subtree: the path itself"),
    pytest.param("/api/*", "/apix", False, id="subtree: a letter more"),
    pytest.param("/api/*", "/apix/users", False, id="subtree: a letter more, and under it"),
    pytest.param("/api/*", "/ap", False, id="subtree: a letter less"),
    pytest.param("/api/*", "/API/users", False, id="subtree: case"),
    pytest.param("/api/*", "/v1/api/users", False, id="subtree: elsewhere"),
    pytest.param("/api/*", "/api-docs", False, id="subtree: a hyphen"),
    pytest.param("*/api/*", "/v1/api/users", True, id="subtree: anywhere"),
    pytest.param("*/api/*", "/api", True, id="subtree: anywhere, at the beginning"),
    pytest.param("*/api/*", "/v1/apix/users", False, id="subtree: anywhere, a letter more"),
    pytest.param("*/*", "/v1/api", True, id="subtree: anywhere, of anything"),
    pytest.param("/api/*", "/api//users", True, id="subtree: two slashes"),
    pytest.param("/a.b/*", "/axb/c", False, id="subtree: a dot is a dot"),
    pytest.param("/a/b/*", "/a/b", True, id="subtree: two segments, itself"),
    pytest.param("/a/b/*", "/a/bc", False, id="subtree: two segments, a letter more"),
    pytest.param("/*", "/anything/at/all", True, id="everything"),
    pytest.param("/*", "/", True, id="everything: the root"),
    pytest.param("*", "/", True, id="everything, by a star"),
    pytest.param(".*", "/anything", True, id="everything, by a regex"),
    pytest.param("/.*", "/anything", True, id="everything, by a regex with a slash"),
    # Globs.
    pytest.param("/api/*/items", "/api/7/items", True, id="glob: one segment"),
    pytest.param("/api/*/items", "/api/7/8/items", True, id="glob: two segments"),
    pytest.param("/api/*/items", "/api//items", True, id="glob: nothing"),
    pytest.param("/api/*/items", "/api/items", False, id="glob: not even the slash"),
    pytest.param("/api/*/items", "/api/7/items/8", False, id="glob: more behind"),
    pytest.param("*.json", "/data.json", True, id="glob: a suffix"),
    pytest.param("*.json", "/a/b/data.json", True, id="glob: a suffix, deeper"),
    pytest.param("*.json", "/dataxjson", False, id="glob: a dot is a dot"),
    pytest.param("*.json", "/data.json/x", False, id="glob: more behind the suffix"),
    pytest.param("/api*", "/apix", True, id="glob: glued to a word"),
    pytest.param("/api*", "/api", True, id="glob: nothing behind the word"),
    pytest.param("/v*/api/*", "/v1/api/users", True, id="glob: and a subtree"),
    pytest.param("/v*/api/*", "/v1/api", True, id="glob: the subtree's own path"),
    pytest.param("/v*/api/*", "/v1/apix", False, id="glob: a letter more"),
    pytest.param("/a+*", "/a+b", True, id="glob: a plus is a plus"),
    pytest.param("/a+*", "/aab", False, id="glob: and no quantifier"),
    pytest.param("/a*c", "/a\nc", True, id="glob: a line feed is a character"),
    # Regexes.
    pytest.param(r"/api/v\d+/.*", "/api/v12/users", True, id="regex"),
    pytest.param(r"/api/v\d+/.*", "/api/vx/users", False, id="regex: no digit"),
    pytest.param(r"/api/v\d+", "/api/v1/users", False, id="regex: whole, more behind"),
    pytest.param(r"api/v\d+", "/api/v1", False, id="regex: whole, more in front"),
    pytest.param(r"^/api/.*$", "/api/users", True, id="regex: anchored"),
    pytest.param(r"/api/.*", "/api", False, id="regex: without the slash"),
    pytest.param(r"/(a|b)", "/b", True, id="regex: alternatives"),
    pytest.param(r"/(a|b)", "/c", False, id="regex: neither"),
    pytest.param(r"/a\d|/b\d", "/b1", True, id="regex: alternatives without a group"),
    pytest.param(r"(?:/a|/b)/\d", "/b/1", True, id="regex: a group in front"),
    pytest.param(r"/[ab]/.+", "/a/x", True, id="regex: a class"),
    pytest.param(r"/[ab]/.+", "/a/", False, id="regex: one character at least"),
    pytest.param(r"/API/.*", "/api/x", False, id="regex: case"),
    pytest.param(r"(?i)/API/.*", "/api/x", True, id="regex: without case"),
    pytest.param(r"/a/.*", "/a/b\nc", True, id="regex: a line feed is a character"),
    pytest.param(r"/a$", "/a\n", False, id="regex: no line feed behind the dollar"),
    pytest.param(r"/a\x62c/.*", "/abc/d", True, id="regex: a character by its number"),
    pytest.param(r"/a/b?/.*", "/a//c", True, id="regex: an optional letter"),
    pytest.param(r"/a{2}/.*", "/aa/c", True, id="regex: a letter counted"),
    pytest.param(r"/a|/b", "/a|/b", True, id="no regex: a bar alone is a character"),
    pytest.param(re.compile(r"/api/\w+"), "/api/users", True, id="compiled"),
    pytest.param(re.compile(r"/api"), "/api/users", False, id="compiled: whole"),
    pytest.param(re.compile(r"/API/\w+", re.IGNORECASE), "/api/users", True, id="compiled: case"),
    pytest.param(
        re.compile(r"/ api / \w+", re.VERBOSE), "/api/users", True, id="compiled: verbose"
    ),
    pytest.param(re.compile(r"/a/.*"), "/a/b\nc", True, id="compiled: a line feed"),
    pytest.param(re.compile(r"/a/.*", re.DOTALL), "/a/b\nc", True, id="compiled: a flag for it"),
    pytest.param(re.compile(r"/a/.*z"), "/a/b/c", False, id="compiled: another end"),
    pytest.param(re.compile(r"/a/.z"), "/a/\nz", True, id="compiled: a dot"),
    # Dot segments.
    pytest.param("/api/*", "/api/../secret", False, id="dots: out of the subtree"),
    pytest.param("/api/*", "/secret/../api/users", True, id="dots: into the subtree"),
    pytest.param("/api/*", "/api/./users", True, id="dots: a single one"),
    pytest.param("/api/*", "/api/users/..", True, id="dots: the subtree itself"),
    pytest.param("/api/*", "/api/..", False, id="dots: above it"),
    pytest.param("/api/*", "/api/.", True, id="dots: a single one at the end"),
    pytest.param("/api/*", "/../../api/users", True, id="dots: above the root"),
    pytest.param("/api/*", "/api/...", True, id="dots: three are a name"),
    pytest.param("/api/*", "/api/.hidden", True, id="dots: a name that begins with one"),
    pytest.param("/api/*", "/api/..%2fsecret", True, id="dots: not decoded twice"),
    pytest.param("/api/*", "/api/a/../../secret", False, id="dots: two levels"),
    pytest.param("/ping", "/x/../ping", True, id="dots: an exact path"),
    pytest.param("/ping", "/.//ping", True, id="dots: and slashes before an exact path"),
    pytest.param(r"/api/\w+", "/api/x/../y", True, id="dots: a regex"),
    # Slashes.
    pytest.param("/api/*", "//api/users", True, id="slashes: two in front"),
    pytest.param("/ping", "ping", True, id="slashes: none in front"),
    pytest.param("/", "", True, id="slashes: none at all"),
]


@pytest.mark.parametrize(("pattern", "path", "governed"), ONE)
@pytest.mark.filterwarnings("ignore::flask_cors.PolicyWarning")
def test_what_a_pattern_governs(pattern: object, path: str, governed: bool) -> None:
    # A WSGI server hands the bytes of the path over as Latin-1.
    path = path.encode().decode("latin-1")
    assert governing(app_of({pattern: "one"}), path) == ("one" if governed else None)


BY_URL = [
    # The URL as it is requested: Werkzeug decodes it once, as every server does.
    pytest.param("/api/..%2fsecret", None, id="an encoded slash behind dots"),
    pytest.param("/api/%2e%2e/secret", None, id="encoded dots"),
    pytest.param("/api/%252e%252e/secret", "one", id="dots encoded twice: a name"),
    pytest.param("/%61pi/users", "one", id="an encoded letter"),
    pytest.param("/api%2fusers", "one", id="an encoded slash"),
    pytest.param("/api%00/users", None, id="an encoded NUL"),
    pytest.param("/api%0a/users", None, id="an encoded line feed"),
    pytest.param("/api/%0d%0a", "one", id="an encoded CR LF"),
    pytest.param("/api/%ff%fe", "one", id="bytes that are no UTF-8"),
    pytest.param("/api?/../secret", "one", id="dots in a query"),
    pytest.param("/secret?/api/users", None, id="the path in a query"),
    pytest.param("/api;v=1/users", None, id="a parameter"),
]


@pytest.mark.parametrize(("url", "name"), BY_URL)
def test_encodings(url: str, name: str | None) -> None:
    app = app_of({"/api/*": "one"})
    environ = create_environ(url)
    assert governing(app, environ["PATH_INFO"]) == name


SPECIFIC = [
    # What is declared, in this order; who governs which path.
    pytest.param({"/a/*": "one", "/a/b": "two"}, "/a/b", "two", id="exact before subtree"),
    pytest.param({"/a/b": "one", "/a/*": "two"}, "/a/b", "one", id="and in the other order"),
    pytest.param({"/a/.+": "one", "/a/b": "two"}, "/a/b", "two", id="exact before regex"),
    pytest.param({"/a/*": "one", "/a": "two"}, "/a", "two", id="exact before the subtree's own"),
    pytest.param({"/a/*": "one", "/a/b/*": "two"}, "/a/b/c", "two", id="longer subtree"),
    pytest.param({"/a/b/*": "one", "/a/*": "two"}, "/a/b/c", "one", id="in the other order"),
    pytest.param({"/a/b/*": "one", "/a/*": "two"}, "/a/c", "two", id="the shorter for the rest"),
    pytest.param({"/a/b/*": "one", "/a/*": "two"}, "/a/bc", "two", id="not by letters"),
    pytest.param({"/a/*": "one", "/a/b/*": "two"}, "/a/b", "two", id="the longer one's own path"),
    pytest.param({r"/a/\w+": "one", "/a/b/*": "two"}, "/a/b", "two", id="longest literal prefix"),
    pytest.param({"/a/*": "one", r"/a/b\w+": "two"}, "/a/bc", "two", id="prefix of a regex"),
    pytest.param({r"/a/b\w+": "one", "/a/*": "two"}, "/a/bc", "one", id="in the other order"),
    pytest.param({r"/a/b\w+": "one", "/a/*": "two"}, "/a/b", "two", id="if the regex matches"),
    pytest.param({"/a/*": "one", "/a/*/c": "two"}, "/a/b/c", "two", id="same prefix: the longer"),
    pytest.param({"/a/*/c": "one", "/a/*": "two"}, "/a/b/c", "one", id="in the other order"),
    pytest.param({"/a/*x": "one", "/a/*yx": "two"}, "/a/yx", "two", id="two globs: the longer"),
    pytest.param({"/a/*yx": "one", "/a/*x": "two"}, "/a/yx", "one", id="in the other order"),
    pytest.param({r"/a/\w": "one", r"/a/\S": "two"}, "/a/b", "one", id="all the same: the first"),
    pytest.param({r"/a/\S": "one", r"/a/\w": "two"}, "/a/b", "one", id="in the other order"),
    pytest.param({"*.json": "one", "/a/*": "two"}, "/a/b.json", "two", id="a glob has no prefix"),
    pytest.param({"/*": "one", "/a/*": "two"}, "/a/b", "two", id="match-all last: /*"),
    pytest.param({"*": "one", "/a": "two"}, "/a", "two", id="match-all last: *"),
    pytest.param({".*": "one", "/a/*": "two"}, "/a/b", "two", id="match-all last: .*"),
    pytest.param({"/.*": "one", "*.json": "two"}, "/b.json", "two", id="match-all last: /.*"),
    pytest.param({"/*": "one", "*.json": "two"}, "/b.json", "two", id="match-all last: a glob"),
    pytest.param({"/*": "one", r".*\.json": "two"}, "/b.json", "two", id="match-all last: a regex"),
    pytest.param({"*.json": "one", "/.*": "two"}, "/b.json", "one", id="in the other order"),
    pytest.param(
        {re.compile("/.*"): "one", "*.json": "two"}, "/b.json", "two", id="match-all, compiled"
    ),
    pytest.param({"^/.*$": "one", "*.json": "two"}, "/b.json", "two", id="match-all, anchored"),
    pytest.param(
        {"/*": "one", "/a/*": "two", "/a/b/*": "three", "/a/b/c": "four"},
        "/a/b/c",
        "four",
        id="four levels: the exact one",
    ),
    pytest.param(
        {"/*": "one", "/a/*": "two", "/a/b/*": "three", "/a/b/c": "four"},
        "/a/b/d",
        "three",
        id="four levels: the third",
    ),
    pytest.param(
        {"/*": "one", "/a/*": "two", "/a/b/*": "three", "/a/b/c": "four"},
        "/a/d",
        "two",
        id="four levels: the second",
    ),
    pytest.param(
        {"/*": "one", "/a/*": "two", "/a/b/*": "three", "/a/b/c": "four"},
        "/d",
        "one",
        id="four levels: the first",
    ),
]


@pytest.mark.parametrize(("patterns", "path", "name"), SPECIFIC)
def test_the_most_specific_pattern_governs(
    patterns: dict[object, str], path: str, name: str
) -> None:
    assert governing(app_of(patterns), path) == name


LONG = [
    pytest.param({"/api/*": "one"}, "/api/", "one", id="a subtree"),
    pytest.param({"/*": "one"}, "/", "one", id="everything"),
    pytest.param({r"/api/\w+": "one"}, "/api/", None, id="a regex that might govern"),
    pytest.param({r"/api/\w+": "one"}, "/other/", None, id="a regex that cannot"),
    pytest.param({r"/api/\w+": "one", "/*": "two"}, "/api/", None, id="it, before everything"),
    pytest.param({r"/api/\w+": "one", "/*": "two"}, "/other/", "two", id="past its prefix"),
    pytest.param({"*.json": "one", "/api/*": "two"}, "/api/", "two", id="a glob, less specific"),
    pytest.param({"/api/*/x": "one", "/api/*": "two"}, "/api/", None, id="a glob, more specific"),
    pytest.param({r"/a\w+": "one", "/api/*": "two"}, "/api/", "two", id="a regex, less specific"),
]


@pytest.mark.parametrize(("patterns", "start", "name"), LONG)
def test_a_path_over_4096_characters_meets_no_regex(
    patterns: dict[object, str], start: str, name: str | None
) -> None:
    """Trying one is too dear there; where one might govern, nobody is let in."""
    assert governing(app_of(patterns), start.ljust(4_097, "a")) == name


def test_a_path_of_4096_characters_meets_every_pattern() -> None:
    assert governing(app_of({r"/api/\w+": "one"}), "/api/".ljust(4_096, "a")) == "one"


def test_a_long_exact_path() -> None:
    path = "/".ljust(5_000, "a")
    assert governing(app_of({path: "one", r"/a+\w": "two"}), path) == "one"


FORMS = [
    pytest.param("/api/*", id="a string"),
    pytest.param(["/api/*", "/ping"], id="a list"),
    pytest.param(("/api/*",), id="a tuple"),
    pytest.param({"/api/*"}, id="a set"),
    pytest.param({"/api/*": {}}, id="a dict"),
    pytest.param(re.compile("/api/.*"), id="a compiled regex"),
    pytest.param([re.compile("/api/.*"), "/ping"], id="a list of both"),
    pytest.param({re.compile("/api/.*"): {}}, id="a dict of a compiled regex"),
]


@pytest.mark.parametrize("resources", FORMS)
def test_forms(resources: object) -> None:
    app = app_with_extension({"resources": resources, "origins": "https://one.example"})
    assert governing(app, "/api/users") == "one"
    assert governing(app, "/other") is None


def test_a_generator_of_patterns() -> None:
    options: Options = {
        "resources": (text for text in ["/api/*"]),
        "origins": "https://one.example",
    }
    assert governing(app_with_extension(options), "/api/users") == "one"


def test_without_resources_every_path_is_governed() -> None:
    app = app_with_extension({"origins": "https://one.example"})
    assert governing(app, "/anything") == "one"


def test_empty_resources_govern_nothing() -> None:
    app = app_with_extension({"origins": "https://one.example", "resources": {}})
    assert governing(app, "/anything") is None


def test_two_hundred_patterns() -> None:
    """Each path finds its own, however many there are."""
    patterns: dict[object, str] = {f"/tenant-{number}/*": "one" for number in range(200)}
    app = app_of({**patterns, "/tenant-7/private/*": "two", "/*": "three"})
    assert governing(app, "/tenant-199/x") == "one"
    assert governing(app, "/tenant-7/private/x") == "two"
    assert governing(app, "/tenant-200/x") == "three"
