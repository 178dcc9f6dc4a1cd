"""The app's config: how text is read, and which keys are options."""

from __future__ import annotations

import typing as t

import pytest
from flask import Flask

from flask_cors import CORS
from flask_cors import PolicyError
from flask_cors import cross_origin
from tests.support import ADMIN
from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import EVIL
from tests.support import Answer
from tests.support import Asked
from tests.support import Options
from tests.support import answer
from tests.support import answered
from tests.support import app_with_decorator
from tests.support import app_with_extension
from tests.support import get
from tests.support import preflight
from tests.support import view

from .places import told

EDGES = {"CORS(app)": app_with_extension, "@cross_origin": app_with_decorator}

READ = [
    # The config, what is asked, and the answer.
    pytest.param({"CORS_ORIGINS": APP}, get(), answer(allow_origin=APP), id="one origin"),
    pytest.param(
        {"CORS_ORIGINS": f"{APP},{ADMIN}"},
        get(ADMIN),
        answer(allow_origin=ADMIN, vary="Origin"),
        id="two origins, a comma between",
    ),
    pytest.param(
        {"CORS_ORIGINS": f" {APP} ,\n{ADMIN}, "},
        get(ADMIN),
        answer(allow_origin=ADMIN, vary="Origin"),
        id="two origins, white space around",
    ),
    pytest.param(
        {"CORS_ORIGINS": f"{APP},"}, get(), answer(allow_origin=APP), id="one, a comma behind"
    ),
    pytest.param(
        {"CORS_ORIGINS": [APP, ADMIN]},
        get(ADMIN),
        answer(allow_origin=ADMIN, vary="Origin"),
        id="a list of origins",
    ),
    pytest.param(
        {"CORS_ORIGINS": r"https://(app|admin)\.example\.com"},
        get(ADMIN),
        answer(allow_origin=ADMIN, vary="Origin"),
        id="a regex",
    ),
    pytest.param(
        {"CORS_ORIGINS": rf"{EVIL},https://[a-n]{{2,5}}\.example\.com"},
        get(ADMIN),
        answer(allow_origin=ADMIN, vary="Origin"),
        id="an origin and a regex with a comma in its braces",
    ),
    pytest.param({"CORS_ORIGINS": "*"}, get(), answer(allow_origin="*"), id="a star"),
    pytest.param({"CORS_ORIGINS": ""}, get(), answer(vary="Origin"), id="an empty string: nobody"),
    pytest.param({"CORS_ORIGINS": " , "}, get(), answer(vary="Origin"), id="a comma: nobody"),
    pytest.param({"CORS_ORIGINS": None}, get(), answer(allow_origin="*"), id="None: not set"),
    pytest.param(
        {"CORS_METHODS": "get, PUT"},
        preflight(EVIL, "PUT"),
        answer(allow_origin=EVIL, allow_methods="GET, PUT", vary="Origin"),
        id="methods",
    ),
    pytest.param(
        {"CORS_ALLOW_HEADERS": "X-A,X-B-*"},
        preflight(EVIL, "PUT", "x-a,x-b-1,x-c"),
        answer(
            allow_origin=EVIL, allow_methods=ALL_METHODS, allow_headers="x-a, x-b-1", vary="Origin"
        ),
        id="allowed headers",
    ),
    pytest.param(
        {"CORS_EXPOSE_HEADERS": "X-B,X-A"},
        get(),
        answer(allow_origin="*", expose_headers="X-A, X-B"),
        id="exposed headers",
    ),
    pytest.param(
        {"CORS_EXPOSE_HEADERS": None}, get(), answer(allow_origin="*"), id="exposed headers: None"
    ),
    pytest.param(
        {"CORS_MAX_AGE": "600"},
        preflight(EVIL),
        answer(allow_origin=EVIL, allow_methods=ALL_METHODS, max_age="600", vary="Origin"),
        id="max-age as digits",
    ),
    pytest.param(
        {"CORS_MAX_AGE": 0},
        preflight(EVIL),
        answer(allow_origin=EVIL, allow_methods=ALL_METHODS, max_age="0", vary="Origin"),
        id="max-age 0",
    ),
    pytest.param(
        {"CORS_MAX_AGE": None},
        preflight(EVIL),
        answer(allow_origin=EVIL, allow_methods=ALL_METHODS, vary="Origin"),
        id="max-age None",
    ),
    pytest.param(
        {"CORS_ORIGINS": APP, "CORS_SUPPORTS_CREDENTIALS": "True"},
        get(),
        answer(allow_origin=APP, allow_credentials="true"),
        id="credentials, true",
    ),
    pytest.param(
        {"CORS_ORIGINS": APP, "CORS_SUPPORTS_CREDENTIALS": "False"},
        get(),
        answer(allow_origin=APP),
        id="credentials, false",
    ),
    pytest.param(
        {"CORS_ORIGINS": APP, "CORS_SUPPORTS_CREDENTIALS": "0"},
        get(),
        answer(allow_origin=APP),
        id="credentials, 0",
    ),
    pytest.param(
        {"CORS_SEND_WILDCARD": "true"}, get(APP), answer(allow_origin="*"), id="send_wildcard"
    ),
    pytest.param(
        {"CORS_VARY_HEADER": "false"}, get(APP), answer(allow_origin=APP), id="vary_header"
    ),
    pytest.param({"CORS_ALWAYS_SEND": "false"}, get(), answer(vary="Origin"), id="always_send"),
    pytest.param(
        {"CORS_ALLOW_PRIVATE_NETWORK": "true", "CORS_ORIGINS": APP},
        get(APP, private_network="true"),
        answer(allow_origin=APP, allow_private_network="true"),
        id="allow_private_network",
    ),
    pytest.param(
        {
            "CORS_SUPPORTS_CREDENTIALS": "1",
            "CORS_DANGEROUSLY_ALLOW_ANY_ORIGIN_WITH_CREDENTIALS": "1",
        },
        get(EVIL),
        answer(allow_origin=EVIL, allow_credentials="true", vary="Origin"),
        id="any origin with credentials, by its escape",
    ),
    pytest.param({"CORS_ENABLED": "false"}, get(APP), answer(), id="everything off"),
    pytest.param({"CORS_ENABLED": False}, get(APP), answer(), id="everything off, by False"),
    pytest.param({"CORS_ENABLED": "true"}, get(), answer(allow_origin="*"), id="everything on"),
    pytest.param({"CORS_ENABLED": None}, get(), answer(allow_origin="*"), id="not switched off"),
    pytest.param(
        {"CORS_ENABLED": "false", "CORS_ORIGINS": "nonsense"},
        get(APP),
        answer(),
        id="unread if off",
    ),
]


@pytest.mark.parametrize("edge", EDGES.values(), ids=EDGES)
@pytest.mark.parametrize(("config", "asked", "expected"), READ)
@pytest.mark.filterwarnings("ignore::flask_cors.PolicyWarning")
def test_what_is_read(
    config: Options, asked: Asked, expected: Answer, edge: t.Callable[..., Flask]
) -> None:
    assert answered(edge({}, config), asked) == expected


RESOURCES = [
    pytest.param("/api/*", id="a string"),
    pytest.param("/v1/*, /api/*", id="two in a string"),
    pytest.param(["/v1/*", "/api/*"], id="a list"),
    pytest.param({"/api/*": {}}, id="a dict"),
    pytest.param(r"/(api|v1)/.{1,9}", id="a regex with a comma in its braces"),
]


@pytest.mark.parametrize("resources", RESOURCES)
def test_resources(resources: object) -> None:
    app = app_with_extension({"origins": APP}, {"CORS_RESOURCES": resources})
    assert answered(app, get(APP, path="/api/x")).fields == answer(allow_origin=APP).fields
    assert answered(app, get(APP, path="/other")).fields == {}


def test_a_generator_in_the_config_may_be_read_for_every_rule() -> None:
    config = {"CORS_ORIGINS": (origin for origin in [APP])}
    app = app_with_extension({"resources": ["/a", "/b"]}, config)
    for path in ("/a", "/b"):
        assert answered(app, get(APP, path=path)).fields == answer(allow_origin=APP).fields


OPTIONS = """origins methods allow_headers expose_headers supports_credentials max_age send_wildcard
    vary_header always_send automatic_options intercept_exceptions allow_private_network
    dangerously_allow_any_origin_with_credentials
    dangerously_allow_public_suffix_with_credentials resources""".split()

MISTYPED = [
    pytest.param("CORS_ORIGIN", "CORS_ORIGINS", id="singular"),
    pytest.param("CORS_ORGINS", "CORS_ORIGINS", id="a letter missing"),
    pytest.param("CORS_PERMITTED_ORIGINS", "CORS_ORIGINS", id="permitted"),
    pytest.param("CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGINS", id="as in Django"),
    pytest.param("CORS_ORIGIN_REGEX_WHITELIST", "CORS_ORIGINS", id="as in Django once"),
    pytest.param("CORS_ALLOW_ALL", "CORS_ORIGINS", id="all"),
    pytest.param("CORS_URLS_REGEX", "CORS_RESOURCES", id="paths as in Django"),
    pytest.param("CORS_PREFLIGHT_MAX_AGE", "CORS_MAX_AGE", id="preflights as in Django"),
    pytest.param("CORS_METHOD", "CORS_METHODS", id="a method"),
    pytest.param("CORS_ALLOWED_HEADERS", "CORS_ALLOW_HEADERS", id="allowed"),
    pytest.param("CORS_ALLOW_HEADER", "CORS_ALLOW_HEADERS", id="one header"),
    pytest.param("CORS_HEADERS", "CORS_ALLOW_HEADERS", id="as old tutorials have it"),
    pytest.param("CORS_EXPOSED_HEADERS", "CORS_EXPOSE_HEADERS", id="exposed"),
    pytest.param("CORS_SUPPORT_CREDENTIALS", "CORS_SUPPORTS_CREDENTIALS", id="support"),
    pytest.param("CORS_MAXAGE", "CORS_MAX_AGE", id="one word"),
    pytest.param("CORS_SEND_WILDCARDS", "CORS_SEND_WILDCARD", id="plural"),
    pytest.param("CORS_VARY_HEADERS", "CORS_VARY_HEADER", id="vary, plural"),
    pytest.param("CORS_RESOURCE", "CORS_RESOURCES", id="a resource"),
    pytest.param("CORS_ENABLE", "CORS_ENABLED", id="the package's own switch"),
    pytest.param("CORS_DEBUG_ERROR", "CORS_DEBUG_ERRORS", id="the package's other switch"),
]


@pytest.mark.parametrize(("key", "meant"), MISTYPED)
def test_a_mistyped_key_is_an_error(key: str, meant: str) -> None:
    app = Flask("tests")
    app.config[key] = "anything"
    with pytest.raises(PolicyError) as caught:
        CORS(app)
    (problem,) = caught.value.problems
    assert (problem.code, problem.option) == ("config-key-unknown", key)
    assert meant in problem.remedy


@pytest.mark.parametrize(("key", "meant"), MISTYPED)
def test_a_mistyped_key_beside_the_right_one_is_told(key: str, meant: str) -> None:
    """An app may keep a key of its own, from which it makes the keyword."""
    name = meant.removeprefix("CORS_").lower()
    if name not in OPTIONS:
        return
    value = {"resources": "/*", "max_age": 5, "send_wildcard": True, "vary_header": True}
    given = value.get(name, APP if name == "origins" else "GET")
    options = {name: False if name == "supports_credentials" else given}

    def give(options: Options) -> None:
        app = Flask("tests")
        app.config[key] = "anything"
        CORS(app, **options)

    (message,) = told(give, options)
    assert message.startswith(f"{key}=")
    assert meant in message


def test_a_mistyped_key_is_told_where_a_resource_sets_the_option() -> None:
    def give(options: Options) -> None:
        app = Flask("tests")
        app.config["CORS_ORIGIN"] = APP
        CORS(app, **options)

    (message,) = told(give, {"resources": {"/api/*": {"origins": APP}}})
    assert message.startswith("CORS_ORIGIN=")


QUIET = [
    *(f"CORS_{name.upper()}" for name in OPTIONS),
    "CORS_AUDIT",
    "CORS_ENABLED",
    "CORS_DEBUG_ERRORS",
    "CORS_INSPECTOR",
    "CORS_PROBE",
    "CORS_ORIGIN",
    "CORS_FRONTEND_URL",
    "CORS_X",
    "CORS_",
    "CORSORIGINS",
    "MY_CORS_ORIGIN",
    "ORIGINS",
]


@pytest.mark.parametrize("key", QUIET)
def test_a_key_that_is_none_is_not_set(key: str) -> None:
    def give(options: Options) -> None:
        app = Flask("tests")
        app.config[key] = None
        CORS(app)

    opens = key in {"CORS_ORIGINS", "CORS_RESOURCES"}
    assert [text.partition("=")[0] for text in told(give, {})] == [key] * opens


@pytest.mark.parametrize(
    "key",
    [
        "CORS_FRONTEND_URL",
        "CORS_URLS",
        "CORS_X",
        "CORS_",
        "MY_CORS_ORIGIN",
        "CORS_PROBE",
        "CORS_PROXY",
    ],
)
def test_a_key_that_resembles_no_option_is_the_apps_own(key: str) -> None:
    def give(options: Options) -> None:
        app = Flask("tests")
        app.config[key] = "anything"
        CORS(app)

    assert told(give, {}) == []


MISSING = [
    # The config, the keywords, and the keys that are told of.
    pytest.param({"CORS_ORIGINS": None}, {}, ["CORS_ORIGINS"], id="origins"),
    pytest.param({"CORS_RESOURCES": None}, {}, ["CORS_RESOURCES"], id="resources"),
    pytest.param({"CORS_ORIGINS": None}, {"resources": {"/*": {}}}, ["CORS_ORIGINS"], id="a path"),
    pytest.param({"CORS_ORIGINS": None}, {"origins": APP}, [], id="given by a keyword"),
    pytest.param(
        {"CORS_ORIGINS": None}, {"resources": {"/*": {"origins": APP}}}, [], id="given for a path"
    ),
    pytest.param({"CORS_RESOURCES": None}, {"resources": "/*"}, [], id="paths by a keyword"),
    pytest.param({"CORS_METHODS": None, "CORS_MAX_AGE": None}, {}, [], id="what limits nothing"),
    pytest.param({}, {}, [], id="not there"),
]


@pytest.mark.parametrize(("config", "keywords", "keys"), MISSING)
def test_none_that_opens_is_told(
    config: dict[str, object], keywords: Options, keys: list[str], recwarn: pytest.WarningsRecorder
) -> None:
    app = Flask("tests")
    app.config.update(config)
    CORS(app, **keywords)
    told = [str(warned.message) for warned in recwarn]
    assert [text.partition("=")[0] for text in told] == keys
    assert all("A variable of the environment is probably missing" in text for text in told)


@pytest.mark.parametrize(("keywords", "number"), [({}, 1), ({"origins": APP}, 0)])
def test_none_that_opens_is_told_of_a_decorator_alone(
    keywords: Options, number: int, caplog: pytest.LogCaptureFixture
) -> None:
    app = Flask("tests")
    app.config.update(CORS_ORIGINS=None, CORS_RESOURCES=None)
    app.add_url_rule("/", view_func=cross_origin(**keywords)(view))
    app.test_client().get("/", headers={"Origin": APP})
    told = [line for line in caplog.messages if line.startswith("CORS_ORIGINS=None: ")]
    assert len(told) == len(caplog.messages) == number


@pytest.mark.parametrize("key", [1, None, b"CORS_ORIGN", ("CORS_ORIGN",)], ids=repr)
def test_a_key_that_is_no_string_is_the_apps_own(key: t.Any) -> None:
    app = app_with_extension({"origins": APP}, {key: APP})
    assert answered(app, get()) == answer(allow_origin=APP)


@pytest.mark.parametrize("key", ["CORS_AUDIT", "CORS_ENABLED", "CORS_DEBUG_ERRORS"])
@pytest.mark.parametrize("value", ["maybe", "", 2, [], object])
def test_a_package_switch_that_is_neither_true_nor_false(key: str, value: object) -> None:
    app = Flask("tests")
    app.config[key] = value
    with pytest.raises(PolicyError) as caught:
        CORS(app)
    (problem,) = caught.value.problems
    assert (problem.code, problem.option) == ("switch-not-boolean", key)


def test_a_decorator_alone_lets_nobody_in_by_a_wrong_config(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Too late to refuse it: the request gets no CORS fields, and the log says why."""
    config = {"CORS_SUPPORTS_CREDENTIALS": "true"}
    app = app_with_decorator({}, config)
    for asked in (get(APP), get(), get("null")):
        assert answered(app, asked).fields in ({}, {"Vary": "Origin"})
    assert answered(app, preflight(APP)).status == 403
    (record,) = caplog.records
    assert record.levelname == "ERROR"
    assert "origins" in record.getMessage()
    assert "CORS_SUPPORTS_CREDENTIALS" in record.getMessage()


EVERY_HEADER = answer(
    allow_origin=APP,
    allow_methods=ALL_METHODS,
    allow_headers="authorization, content-type",
    vary="Origin",
)
NOBODY = answer(status=403)

MISTYPED_BESIDE_A_DECORATOR = [
    # The config, what the log says, and the answer to a preflight.
    pytest.param({"CORS_HEADERS": "Content-Type"}, "WARNING", EVERY_HEADER, id="headers"),
    pytest.param({"CORS_SUPPORT_CREDENTIALS": True}, "WARNING", EVERY_HEADER, id="credentials"),
    pytest.param({"CORS_RESOURCE": "/api/*"}, "WARNING", EVERY_HEADER, id="resources"),
    pytest.param({"CORS_ORIGIN": APP}, "ERROR", NOBODY, id="origins"),
    pytest.param({"CORS_METHOD": "GET"}, "ERROR", NOBODY, id="methods"),
    pytest.param({"CORS_ENABLE": False}, "ERROR", NOBODY, id="the switch"),
]


@pytest.mark.parametrize(("config", "level", "expected"), MISTYPED_BESIDE_A_DECORATOR)
def test_a_mistyped_key_beside_a_decorator_alone(
    config: Options, level: str, expected: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    """Too late to refuse it: it closes the view where otherwise more would be open than meant."""
    app = app_with_decorator({}, config)
    asked = preflight(APP, "POST", "authorization,content-type")
    assert [answered(app, asked), answered(app, asked)] == [expected] * 2
    (record,) = caplog.records
    assert record.levelname == level
    assert next(iter(config)) in record.getMessage()


def test_a_mistyped_key_is_told_once_for_all_views(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask("tests")
    app.config["CORS_HEADERS"] = "Content-Type"
    for path in ("/one", "/two"):
        app.add_url_rule(path, path, cross_origin()(view))
    for path in ("/one", "/two"):
        assert answered(app, get(APP, path=path)) == answer(allow_origin=APP, vary="Origin")
    (record,) = caplog.records
    assert record.levelname == "WARNING"


def test_a_key_of_old_tutorials_as_the_remedy_has_it() -> None:
    """It let in every header, and deleted it still does."""
    app = Flask("tests")
    app.config["CORS_HEADERS"] = "Content-Type"
    with pytest.raises(PolicyError, match=r"Content-Type.*Leave it out"):
        CORS(app)
    del app.config["CORS_HEADERS"]
    CORS(app)
    asked = preflight(APP, "POST", "authorization,content-type")
    assert answered(app, asked) == EVERY_HEADER


def test_a_key_of_ones_own_as_the_remedy_has_it() -> None:
    def give(options: Options) -> None:
        app = Flask("tests")
        app.config.update(options)
        CORS(app, origins=next(iter(options.values())))

    (message,) = told(give, {"CORS_ALLOWED_ORIGINS": APP})
    assert "name it without CORS_" in message
    assert told(give, {"ALLOWED_ORIGINS": APP}) == []


def test_a_decorator_is_judged_against_its_apps_config_when_the_extension_comes() -> None:
    app = Flask("tests")
    app.config["CORS_SUPPORTS_CREDENTIALS"] = True
    app.add_url_rule("/", view_func=cross_origin(methods=["GET"])(lambda: "x"), endpoint="x")
    with pytest.raises(PolicyError) as caught:
        CORS(app, origins=APP)
    (problem,) = caught.value.problems
    assert problem.code == "any-origin-with-credentials"
    assert problem.option == "CORS_SUPPORTS_CREDENTIALS"
