"""What can be seen to be wrong with a source before it is asked."""

from __future__ import annotations

import functools
import operator
import typing as t
from datetime import timedelta

import pytest
from cachelib import BaseCache
from flask import Flask

from flask_cors import CORS
from flask_cors import PolicyError
from flask_cors import PolicyWarning
from flask_cors import Problem
from flask_cors.protocol import run_time
from flask_cors.protocol.allowed_origins import AllowedOrigins
from flask_cors.protocol.run_time import RunTimeOrigins
from flask_cors.sources import CachedOrigins
from flask_cors.sources import OriginSource
from flask_cors.sources import SQLiteOrigins
from tests.options.places import PLACES
from tests.options.places import problems

from .support import Store
from .support import Table


def source(query: t.Any) -> bool:
    return False


async def async_source(query: t.Any) -> bool:
    return False


class Method:
    def allows(self) -> bool:
        return False


def of_text(text: str) -> bool:
    return False


def of_text_or_none(text: t.Optional[str]) -> bool:  # noqa: UP045  (as it is mostly written)
    return False


class MethodOfText:
    def allows(self, request_origin: t.Any) -> bool:
        return False


MISTAKES = [
    pytest.param(lambda: ["https://a.example"], "origin-source-arguments", id="no argument"),
    pytest.param(lambda one, two: True, "origin-source-arguments", id="two arguments"),
    pytest.param(Method(), "origin-source-arguments", id="a method without one"),
    pytest.param(functools.partial(source, None), "origin-source-arguments", id="given already"),
    pytest.param(lambda origin: True, "origin-source-takes-text", id="of the text"),
    pytest.param(lambda origin, *more: True, "origin-source-takes-text", id="of it and more"),
    pytest.param(lambda o: True, "origin-source-takes-text", id="of the text, in short"),
    pytest.param(of_text, "origin-source-takes-text", id="of a string"),
    pytest.param(of_text_or_none, "origin-source-takes-text", id="of a string or none"),
    pytest.param(MethodOfText(), "origin-source-takes-text", id="a method of the text"),
    pytest.param(SQLiteOrigins, "origin-source-is-class", id="a class"),
    pytest.param(["*", source], "origins-any-with-source", id="beside any origin"),
    pytest.param(Method, "origin-source-is-class", id="a class of one's own"),
]


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize(("value", "code"), MISTAKES)
def test_sources(value, code, give):
    (problem,) = problems(give, {"origins": value})
    assert (problem.code, problem.option.lower().removeprefix("cors_")) == (code, "origins")


@pytest.mark.parametrize(
    "value",
    [
        source,
        async_source,
        functools.partial(source),
        operator.itemgetter("origin"),
        Table(),
        CachedOrigins(source),
        lambda *arguments: arguments[0].origin == "https://a.example",
        lambda query, more=None: bool(more),
        lambda origin_query: origin_query.preflight,
        lambda query: False,
        operator.methodcaller("is_ours"),
    ],
)
def test_sources_that_can_be_asked(value):
    CORS(Flask("tests"), origins=value, supports_credentials=True)
    CORS(Flask("tests"), origins=["https://a.example", value])


async def later() -> list[str]:
    return ["https://a.example"]


@pytest.mark.parametrize(
    ("value", "is_called"),
    [
        pytest.param(lambda: ["https://a.example"], True, id="a function without parameter"),
        pytest.param(later, False, id="an async one, which gives no list"),
        pytest.param(lambda one, two: True, False, id="a function of two"),
        pytest.param(Method(), False, id="an object"),
    ],
)
def test_what_gives_a_list_is_to_be_called(value, is_called):
    (problem,) = problems(PLACES["CORS(app, ...)"], {"origins": value})
    assert ("Or call it yourself" in problem.remedy) == is_called
    with pytest.raises(PolicyError) as raised:
        CachedOrigins(value)
    assert "call it" not in str(raised.value)


ALLOWED = {"https://a.example"}


def test_a_function_of_the_text_as_the_remedy_has_it():
    with pytest.raises(PolicyError) as raised:
        CORS(Flask("tests"), origins=lambda origin: origin in ALLOWED)
    (problem,) = raised.value.problems
    written = problem.remedy.removeprefix("Write ").partition(", where ")[0]
    app = Flask("tests")
    CORS(app, origins=eval(written, {"ALLOWED": ALLOWED}))
    answers = [
        app.test_client().get("/", headers={"Origin": each}).access_control_allow_origin
        for each in ("https://a.example", "https://evil.example")
    ]
    assert answers == ["https://a.example", None]


async def everybody(query: t.Any) -> bool:
    return True


class Everybody(OriginSource):
    def allows(self, query: t.Any) -> bool:
        return True


OPEN = [
    pytest.param(lambda query: True, id="a function"),
    pytest.param(lambda *_: True, id="a function of anything"),
    pytest.param(everybody, id="an async function"),
    pytest.param(Everybody(), id="an object"),
    pytest.param(CachedOrigins(lambda query: True), id="one that is remembered"),
    pytest.param(functools.partial(lambda more, query: True, 1), id="a partial function"),
    pytest.param(["https://a.example", lambda query: True], id="beside an origin"),
]


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("value", OPEN)
def test_a_source_that_lets_in_everybody_is_any_origin(value, give):
    escape = "dangerously_allow_any_origin_with_credentials"
    (problem,) = problems(give, {"origins": value, "supports_credentials": True})
    assert (problem.code, problem.option) == ("any-origin-with-credentials", "supports_credentials")
    assert escape in problem.remedy
    assert problems(give, {"origins": value}) == ()
    assert problems(give, {"origins": value, "supports_credentials": True, escape: True}) == ()


def test_a_source_that_does_not_say_what_it_takes(monkeypatch):
    class Mute:
        __signature__ = property(lambda self: 1)

        def __call__(self, query):
            return True

    def refuse(asked):
        raise ValueError("no signature found")

    monkeypatch.setattr("inspect.signature", refuse)
    CORS(Flask("tests"), origins=Mute())


def test_an_async_source_without_what_runs_it(monkeypatch):
    monkeypatch.setattr(run_time, "_can_run_async", lambda: False)
    with pytest.raises(PolicyError, match=r"flask\[async\]"):
        CORS(Flask("tests"), origins=async_source)


def test_vary_cannot_be_done_without():
    with pytest.warns(PolicyWarning, match="the wrong page"):
        CORS(Flask("tests"), origins=source, vary_header=False)


def test_the_same_rule_twice():
    app = Flask("tests")
    CORS(app, origins=source)
    CORS(app, origins=source)
    with pytest.raises(PolicyError, match="by a call before"):
        CORS(app, origins=lambda query: True)


def test_policies_of_one_source_are_alike():
    """Sources need not be hashable, nor need they be compared by more than themselves."""
    unhashable: t.Any = type("Unhashable", (Method,), {"__hash__": None})()
    one, other = (AllowedOrigins(run_time=RunTimeOrigins([unhashable])) for _ in range(2))
    assert (one, hash(one)) == (other, hash(other))
    assert one != AllowedOrigins(run_time=RunTimeOrigins([source]))
    assert one != AllowedOrigins()


def test_a_source_must_answer():
    class Silent(OriginSource):
        pass

    with pytest.raises(TypeError, match="abstract"):
        Silent()  # type: ignore[abstract]


def test_what_is_a_whole_source():
    assert isinstance(Table(), OriginSource)
    assert isinstance(CachedOrigins(source), OriginSource)
    assert not isinstance(source, OriginSource)


def test_a_source_need_not_do_more():
    class Least(OriginSource):
        def allows(self, query: t.Any) -> bool:
            return True

    assert [*Least().origins()] == []
    assert Least().invalidate() is None  # type: ignore[func-returns-value]


# CachedOrigins


def found(**keywords: t.Any) -> list[Problem]:
    keywords.setdefault("namespace", "tests")
    with pytest.raises(PolicyError) as raised:
        CachedOrigins(keywords.pop("source", source), **keywords)
    assert str(raised.value).count("CachedOrigins: ") == len(raised.value.problems)
    return [*raised.value.problems]


NO_LENGTHS = [-1, float("nan"), float("inf"), "60", True, timedelta(seconds=-1), [60]]


@pytest.mark.parametrize(
    ("keyword", "value", "code"),
    [
        *[("ttl", value, "not-seconds") for value in (0, None, timedelta(0), *NO_LENGTHS)],
        *[("negative_ttl", value, "not-seconds") for value in (None, *NO_LENGTHS)],
        *[("stale_if_error", value, "not-seconds") for value in (None, *NO_LENGTHS)],
        *[("backend_timeout", value, "not-seconds") for value in (0, None, *NO_LENGTHS)],
        *[("maxsize", value, "not-a-count") for value in (0, -1, 1.5, True, "10", None)],
        *[("backend", value, "backend-unknown") for value in ("redis", dict, {}, object(), 0)],
        *[("key", value, "key-not-callable") for value in ("host", 0)],
        ("source", 3, "origin-source-arguments"),
        ("source", "https://a.example", "origin-source-arguments"),
        ("source", Table, "origin-source-is-class"),
        ("source", lambda: True, "origin-source-arguments"),
    ],
)
def test_cached_origins(keyword, value, code):
    (problem,) = found(**{keyword: value})
    assert (problem.option, problem.code) == (keyword, code)
    assert problem.reason
    assert problem.remedy


@pytest.mark.parametrize(
    "listed", [["https://a.example"], {"https://a.example"}, "https://a.example"]
)
def test_a_list_needs_no_cache(listed):
    (problem,) = found(source=listed)
    assert problem.reason.startswith("This is no function")
    assert problem.remedy.startswith("Write origins=[...] alone")


def test_a_class_for_a_back_end():
    from cachelib import SimpleCache

    (problem,) = found(backend=SimpleCache)
    assert problem.code == "backend-unknown"


def test_an_extension_for_a_back_end():
    class Cache(BaseCache):
        """As Flask-Caching's is one, with the methods of a cache."""

        def init_app(self, app):
            """Serve an app."""

    (problem,) = found(backend=Cache())
    assert problem.code == "backend-is-extension"
    assert "backend=cache.cache" in problem.remedy


@pytest.mark.parametrize("name", ["SimpleCache", "NullCache"])
@pytest.mark.parametrize("its_own", [False, True])
def test_a_back_end_is_shared(name, its_own):
    import cachelib

    kind = getattr(cachelib, name)
    kind = type("Mine", (kind,), {}) if its_own else kind
    (problem,) = found(backend=kind())
    assert problem.code == "backend-not-shared"


@pytest.mark.parametrize(
    ("keyword", "code"),
    [("ttl", "ttl-too-short"), ("negative_ttl", "negative-ttl-too-short")],
)
def test_a_back_end_counts_in_seconds(keyword, code):
    (problem,) = found(backend=Store(), **{keyword: 0.9})
    assert (problem.option, problem.code) == (keyword, code)
    CachedOrigins(source, **{keyword: 0.9})
    CachedOrigins(source, **{keyword: 1}, backend=Store(), namespace="tests")


@pytest.mark.parametrize(
    ("namespace", "code"), [(5, "namespace-not-a-string"), ("", "namespace-missing")]
)
def test_a_namespace_is_a_string(namespace, code):
    (problem,) = found(backend=Store(), namespace=namespace)
    assert problem.code == code


def test_every_problem_at_once():
    problems = found(
        source=3, ttl=0, negative_ttl=-1, maxsize=0, backend="redis", key="host", namespace=5
    )
    assert [problem.option for problem in problems] == [
        "source",
        "ttl",
        "negative_ttl",
        "maxsize",
        "backend",
        "namespace",
        "key",
    ]


def test_what_can_be_given():
    cached = CachedOrigins(
        source,
        ttl=timedelta(minutes=1),
        negative_ttl=0,
        stale_if_error=0.0,
        maxsize=1,
        key=lambda query: query.host,
    )
    assert cached.ttl == 60
    assert cached.source is source
