"""The one warning at the start: in debug mode or where the config asks for it, and only then."""

from __future__ import annotations

import collections.abc as cabc
import functools
import logging
import subprocess
import sys
import typing as t

import pytest
from flask import Blueprint
from flask import Flask
from werkzeug.test import Client

from flask_cors import CORS
from flask_cors import PolicyError
from flask_cors.audit import audit

ESCAPED: dict[str, t.Any] = {
    "supports_credentials": True,
    "dangerously_allow_any_origin_with_credentials": True,
}
STARTS = [
    pytest.param({"DEBUG": True}, ESCAPED, 1, id="debug mode"),
    pytest.param({"CORS_AUDIT": True}, ESCAPED, 1, id="switched on"),
    pytest.param({}, ESCAPED, 0, id="production"),
    pytest.param({"DEBUG": True, "CORS_AUDIT": False}, ESCAPED, 0, id="switched off"),
    pytest.param({"DEBUG": True, "CORS_AUDIT": "off"}, ESCAPED, 0, id="switched off by a word"),
    pytest.param({"DEBUG": True, "CORS_AUDIT": None}, ESCAPED, 1, id="not set"),
    pytest.param({"DEBUG": True}, {"origins": "*"}, 0, id="nothing dangerous"),
]


@pytest.mark.parametrize(("config", "options", "warnings"), STARTS)
def test_one_warning(
    config: dict[str, object],
    options: dict[str, t.Any],
    warnings: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = Flask(__name__)
    app.config.update(config)
    CORS(app, resources={"/a": options, "/b": options})
    for _ in range(2):
        app.test_client().get("/a")
    assert len(caplog.records) == warnings
    for record in caplog.records:
        assert record.levelno == logging.WARNING
        assert record.name == "flask_cors"
        assert record.message.count("any-origin-with-credentials at resource '/") == 2
        assert record.message.isprintable()


LATE = [
    pytest.param({}, {"CORS_ORIGINS": "https://a.example"}, ["CORS_ORIGINS"], id="set"),
    pytest.param({"CORS_MAX_AGE": 5}, {"CORS_MAX_AGE": 6}, ["CORS_MAX_AGE"], id="changed"),
    pytest.param({"CORS_MAX_AGE": 5}, {"CORS_MAX_AGE": None}, ["CORS_MAX_AGE"], id="unset"),
    pytest.param(
        {}, {"CORS_ORIGINS": "*", "CORS_METHODS": "GET"}, ["CORS_METHODS, CORS_ORIGINS"], id="two"
    ),
    pytest.param({"CORS_MAX_AGE": 5}, {"CORS_MAX_AGE": 5}, [], id="set again as it was"),
    pytest.param({}, {"CORS_ENABLED": True, "CORS_SHOP": "x"}, [], id="no option"),
    pytest.param({}, {"CORS_ENABLED": False}, ["CORS_ENABLED"], id="the main switch"),
    pytest.param({}, {"CORS_ENABLED": "maybe"}, ["CORS_ENABLED"], id="no value of a switch"),
    pytest.param({}, {"CORS_DEBUG_ERRORS": "1"}, ["CORS_DEBUG_ERRORS"], id="errors in debug"),
    pytest.param({"CORS_DEBUG_ERRORS": "off"}, {"CORS_DEBUG_ERRORS": 0}, [], id="the same"),
    pytest.param({}, {"CORS_AUDIT": False}, [], id="what the first request reads"),
]


@pytest.mark.parametrize(("before", "after", "told"), LATE)
def test_options_that_come_late_are_told_once(
    before: dict[str, object],
    after: dict[str, object],
    told: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Flask-CORS 6 does not know of them either, and lets everybody in without a word."""
    app = Flask(__name__)
    app.config.update(before)
    CORS(app)
    app.config.update(after)
    for _ in range(2):
        app.test_client().get("/")
    assert [record.message.partition(" changed after")[0] for record in caplog.records] == told


@pytest.mark.parametrize("late", [pytest.param(False, id="before"), pytest.param(True, id="late")])
def test_a_blueprint_reads_the_config_where_it_is_registered(
    late: bool, caplog: pytest.LogCaptureFixture
) -> None:
    app, api = Flask(__name__), Blueprint("api", __name__, url_prefix="/api")
    CORS(api)
    if late:
        app.register_blueprint(api)
    app.config["CORS_ORIGINS"] = "https://a.example"
    if not late:
        app.register_blueprint(api)
    app.test_client().get("/api/")
    assert len(caplog.records) == late


def _set(**keys: object) -> cabc.Callable[[Flask], object]:
    return lambda app: app.config.update({f"CORS_{name.upper()}": keys[name] for name in keys})


def _generated(app: Flask) -> None:
    origins = ["https://a.example", "https://b.example"]
    resources = {"/api/*": {"methods": (each for each in ["GET"])}}
    app.config.update(CORS_ORIGINS=iter(origins), CORS_RESOURCES=resources)


def _serve_blueprint(app: Flask) -> None:
    blueprint = Blueprint("blueprint", __name__, url_prefix="/blueprint")
    CORS(blueprint)
    app.register_blueprint(blueprint)


def _fail(app: Flask) -> None:
    with pytest.raises(PolicyError):
        CORS(app, origins="example.com")


APP, LATER = (functools.partial(CORS, resources=path) for path in ("/one/*", "/two/*"))
BLUEPRINT, BROKEN, GENERATED = _serve_blueprint, _fail, _generated
MAX_AGE, OTHER_AGE = _set(max_age=5), _set(max_age=6)
FIVE = functools.partial(CORS, max_age=5)

IN_TURN = [
    pytest.param([MAX_AGE, BLUEPRINT], None, id="a blueprint without CORS(app)"),
    pytest.param([BLUEPRINT, MAX_AGE], "CORS_MAX_AGE", id="after a blueprint"),
    pytest.param([BLUEPRINT, MAX_AGE, LATER], "CORS_MAX_AGE", id="between a blueprint and the app"),
    pytest.param([APP, MAX_AGE, LATER], "CORS_MAX_AGE", id="between two calls"),
    pytest.param([APP, MAX_AGE, BLUEPRINT], "CORS_MAX_AGE", id="between the app and a blueprint"),
    pytest.param([OTHER_AGE, BLUEPRINT, MAX_AGE, APP], "CORS_MAX_AGE", id="changed"),
    pytest.param([FIVE, MAX_AGE], None, id="a keyword goes before it anyway"),
    pytest.param([GENERATED, CORS, BLUEPRINT], None, id="generators, which are read once"),
    pytest.param([GENERATED, BLUEPRINT, CORS], None, id="generators that a blueprint has read"),
    pytest.param([BROKEN, APP, MAX_AGE, LATER], "CORS_MAX_AGE", id="a call that failed"),
    pytest.param([BROKEN, MAX_AGE, APP], None, id="a call that failed before it"),
]


@pytest.mark.parametrize(("steps", "told"), IN_TURN)
def test_options_between_calls(
    steps: list[cabc.Callable[[Flask], object]], told: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """Each rule knows of what the config had when it was read, and whatever reads none is quiet."""
    app = Flask(__name__)
    for step in steps:
        step(app)
    app.test_client().get("/")
    names = [record.message.partition(" changed after")[0] for record in caplog.records]
    assert names == ([] if told is None else [told])


def test_rules_that_are_read_anew_know_of_late_options(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask(__name__)
    cors = CORS(app)
    app.config["CORS_ORIGINS"] = "https://a.example"
    cors.reconfigure()
    refused = app.test_client().get("/", headers={"Origin": "https://b.example"})
    assert "Access-Control-Allow-Origin" not in refused.headers
    assert caplog.records == []


def test_nothing_is_known_of_rules_that_were_refused() -> None:
    app = Flask(__name__)
    app.add_url_rule("/api/x", "x", lambda: "view")
    rule = {"origins": "https://app.example.com"}
    cors = CORS(app, resources={"/api/*": rule})
    for call in (cors.reconfigure, functools.partial(CORS, app)):
        with pytest.raises(PolicyError):
            call(resources={"/api/*": {**rule, "methods": "TRACE"}}, origins="https://b.example")
    assert audit(app) == []


def test_two_threads_that_come_first_warn_once(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask(__name__)
    app.debug = True
    CORS(app, **ESCAPED)
    first = t.cast("t.Any", app.wsgi_app).wsgi_app
    for _ in range(2):
        Client(first).get("/")
    assert len(caplog.records) == 1


def test_an_audit_that_fails_is_no_matter_of_the_request(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Flask) -> t.NoReturn:
        raise LookupError("no such rule")

    monkeypatch.setattr("flask_cors.audit.survey.dangers", fail)
    app = Flask(__name__)
    app.debug = True
    CORS(app)
    assert app.test_client().get("/").status_code == 404
    assert [record.message for record in caplog.records] == ["The audit failed."]


def test_the_audit_is_not_loaded_where_nobody_asks() -> None:
    code = """
import sys
from flask import Flask
from flask_cors import CORS
app = Flask("production")
CORS(app)
app.test_client().get("/")
print(any(name.startswith("flask_cors.audit") for name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
