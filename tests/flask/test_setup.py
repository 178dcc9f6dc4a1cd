"""Setting the extension up: several apps, several instances, later, wrongly, switched off."""

from __future__ import annotations

import copy
import inspect
import itertools
import re
import warnings

import pytest
from flask import Blueprint
from flask import Flask

from flask_cors import CORS
from flask_cors import PolicyError
from flask_cors import PolicyWarning
from flask_cors import cross_origin

from .support import ADMIN
from .support import APP
from .support import BLUEPRINT
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import SECOND
from .support import VIEW
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight


def plain_app(**config):
    app = Flask(__name__)
    app.config.update(config)
    app.add_url_rule("/", "root", lambda: "root", methods=["GET", "PUT"])
    return app


# Where the options come from


def test_order_of_sources():
    """The resource, `init_app`, the constructor, the config, the default."""
    app = plain_app(
        CORS_ORIGINS=[APP, ADMIN],
        CORS_EXPOSE_HEADERS="X-From-Config",
        CORS_METHODS="PATCH",
        CORS_MAX_AGE=1,
        CORS_ALLOW_HEADERS="X-None",
    )
    cors = CORS(expose_headers="X-From-Constructor", methods="POST", max_age=2)
    cors.init_app(
        app, methods="PUT", max_age=3, resources={"/": {"max_age": 4}, "/other": {"origins": EVIL}}
    )
    client = app.test_client()

    assert fields_of(fetch(client, "/")) == {
        "Access-Control-Allow-Origin": APP,
        "Access-Control-Expose-Headers": "X-From-Constructor",
        "Vary": "Origin",
    }
    asked = {"Access-Control-Request-Headers": "X-One"}
    assert_passes(preflight(client, "/", "PUT", headers=asked), passed(4, methods="PUT"))
    assert fields_of(fetch(client, "/other", origin=EVIL)) == {
        "Access-Control-Allow-Origin": EVIL,
        "Access-Control-Expose-Headers": "X-From-Constructor",
    }


class WithDefaults(CORS):
    """An `init_app` that a program overrides, to give its apps defaults of its own."""

    def init_app(self, app, **options):
        super().init_app(app, **{"expose_headers": "X-Rule-1", "origins": "*", **options})


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({}, {**allowed(PATH), "Access-Control-Allow-Origin": EVIL}, id="none"),
        pytest.param({"origins": [APP, ADMIN]}, REFUSED, id="a list"),
        pytest.param({"origins": iter([APP, ADMIN])}, REFUSED, id="a generator"),
        pytest.param({"resources": {"/": {"origins": [APP, ADMIN]}}}, REFUSED, id="resources"),
    ],
)
def test_overridden_init_app_sees_the_keywords_of_the_constructor(options, expected):
    """Else its defaults would go before what the program says."""
    app = plain_app()
    WithDefaults(app, **options)
    client = app.test_client()
    assert fields_of(fetch(client, "/", origin=EVIL)) == expected
    assert fields_of(fetch(client, "/")) == allowed(PATH)


@pytest.mark.filterwarnings("ignore:CORS_RESOURCES=None:flask_cors.PolicyWarning")
def test_none_in_the_config_is_not_set():
    app = plain_app(CORS_ORIGINS=None, CORS_MAX_AGE=None, CORS_RESOURCES=None, CORS_ENABLED=None)
    CORS(app, **marked(PATH))
    assert fields_of(fetch(app.test_client(), "/")) == allowed(PATH)


@pytest.mark.parametrize(
    "resources",
    [
        pytest.param("/api/*", id="a string"),
        pytest.param("/other, /api/*", id="a string with commas"),
        pytest.param(["/api/*"], id="a list"),
        pytest.param({"/api/*": {}}, id="a dict"),
        pytest.param(re.compile("/api/.*"), id="a regex"),
    ],
)
def test_resources_in_the_config(resources):
    app = plain_app(CORS_RESOURCES=resources)
    CORS(app, **marked(PATH))
    client = app.test_client()
    assert fields_of(fetch(client, "/api/x")) == allowed(PATH)
    assert fields_of(fetch(client, "/")) == NOTHING


def test_config_is_read_when_the_app_is_set_up():
    app = plain_app()
    CORS(app, **marked(PATH))
    app.config["CORS_ORIGINS"] = "*"
    app.config["CORS_ENABLED"] = False
    assert fields_of(fetch(app.test_client(), "/")) == allowed(PATH)
    assert fields_of(fetch(app.test_client(), "/", origin=EVIL)) == REFUSED


def test_only_the_effective_policy_is_judged():
    app = plain_app()
    CORS(app, resources={"/": {"origins": APP}}, supports_credentials=True)
    assert fields_of(fetch(app.test_client(), "/")) == {
        "Access-Control-Allow-Origin": APP,
        "Access-Control-Allow-Credentials": "true",
    }


# Several apps


def test_one_instance_serves_several_apps():
    cors = CORS(expose_headers="X-Rule-1", max_age=PATH)
    clients = []
    for origins in ([APP, ADMIN], [ADMIN, EVIL]):
        app = plain_app()
        cors.init_app(app, origins=origins)
        clients.append(app.test_client())

    assert fields_of(fetch(clients[0], "/")) == allowed(PATH)
    assert fields_of(fetch(clients[1], "/")) == REFUSED
    assert fields_of(fetch(clients[1], "/", origin=EVIL)) == allowed(PATH, EVIL)
    assert_passes(preflight(clients[1], "/", origin=EVIL), passed(PATH, EVIL))


def test_one_instance_serves_apps_and_blueprints():
    cors = CORS(expose_headers="X-Rule-1", max_age=PATH, origins=[APP, ADMIN])
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    cors.init_app(blueprint, origins=[EVIL, ADMIN])
    app = plain_app()
    cors.init_app(app)
    app.register_blueprint(blueprint)
    client = app.test_client()

    assert fields_of(fetch(client, "/")) == allowed(PATH)
    assert fields_of(fetch(client, "/api/x")) == REFUSED
    assert fields_of(fetch(client, "/api/x", origin=EVIL)) == allowed(PATH, EVIL)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(lambda: {"origins": iter([APP, ADMIN])}, id="a keyword"),
        pytest.param(lambda: {"resources": {"/": {"origins": iter([APP, ADMIN])}}}, id="resource"),
        pytest.param(
            lambda: {"resources": iter(["/"]), "origins": [APP, ADMIN]}, id="the resources"
        ),
        pytest.param(
            lambda: {"origins": [APP, ADMIN], "methods": iter(["GET", "PUT"])}, id="methods"
        ),
    ],
)
def test_generators_serve_every_app(options):
    cors = CORS(**options())
    for app in (plain_app(), plain_app()):
        cors.init_app(app)
        client = app.test_client()
        for origin in (APP, ADMIN):
            assert fields_of(fetch(client, "/", origin=origin)) == {
                "Access-Control-Allow-Origin": origin,
                "Vary": "Origin",
            }
        assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
        assert "PUT" in preflight(client, "/", "PUT").headers["Access-Control-Allow-Methods"]


def test_generator_in_a_shared_config():
    config = {"CORS_ORIGINS": itertools.chain([APP], [ADMIN])}
    apps = [plain_app(**config) for _ in range(1)]
    for app in apps:
        CORS(app, expose_headers="X-Rule-1")
        app.add_url_rule("/view", "view", cross_origin(expose_headers="X-Rule-3")(lambda: "view"))
        client = app.test_client()
        assert fields_of(fetch(client, "/")) == allowed(PATH)
        assert fields_of(fetch(client, "/view")) == allowed(VIEW)


def test_changing_a_list_afterwards_changes_nothing():
    origins = [APP, ADMIN]
    app = plain_app()
    CORS(app, **marked(PATH, origins=origins))
    origins.append(EVIL)
    assert fields_of(fetch(app.test_client(), "/", origin=EVIL)) == REFUSED


# Several instances


def test_second_instance_adds_rules():
    app = plain_app()
    CORS(app, resources={"/one/*": marked(PATH)})
    CORS(app, resources={"/two/*": marked(SECOND)})
    CORS(app, resources={"/one/x": marked(VIEW)})
    client = app.test_client()

    assert fields_of(fetch(client, "/one/y")) == allowed(PATH)
    assert fields_of(fetch(client, "/one/x")) == allowed(VIEW)
    assert fields_of(fetch(client, "/two/x")) == allowed(SECOND)
    assert fields_of(fetch(client, "/three")) == NOTHING
    assert_passes(preflight(client, "/two/x"), passed(SECOND))


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(marked(PATH), id="equal options"),
        pytest.param(marked(PATH, origins=[ADMIN, APP]), id="in another order"),
        pytest.param(marked(PATH, origins=[APP.upper(), f"{ADMIN}:443/"]), id="another spelling"),
        pytest.param(marked(PATH, resources="*"), id="all paths, in another spelling"),
    ],
)
def test_second_instance_with_equal_options(again):
    app = plain_app()
    CORS(app, **marked(PATH))
    CORS(app, **again)
    assert fields_of(fetch(app.test_client(), "/")) == allowed(PATH)


def test_second_instance_with_different_options():
    app = plain_app()
    CORS(app, **marked(PATH))
    with pytest.raises(PolicyError, match="by a call before"):
        CORS(app, **marked(SECOND))
    assert fields_of(fetch(app.test_client(), "/")) == allowed(PATH)


def test_instance_that_is_refused_leaves_the_app_as_it_was():
    app = plain_app()
    CORS(app, resources={"/one": marked(PATH)})
    before = app.wsgi_app
    with pytest.raises(PolicyError):
        CORS(app, resources={"/two": marked(SECOND), "/three": {"origins": "example.com"}})
    client = app.test_client()

    assert app.wsgi_app is before
    assert fields_of(fetch(client, "/one")) == allowed(PATH)
    assert fields_of(fetch(client, "/two")) == NOTHING


def test_first_instance_that_is_refused_leaves_no_layer():
    app = plain_app()
    before = app.wsgi_app
    with pytest.raises(PolicyError):
        CORS(app, origins="example.com")
    assert app.wsgi_app == before
    CORS(app, **marked(PATH))
    assert fields_of(fetch(app.test_client(), "/")) == allowed(PATH)


# Later


def test_instance_without_an_app():
    cors = CORS(**marked(PATH))
    app = plain_app()
    assert fields_of(fetch(app.test_client(), "/")) == NOTHING
    app = plain_app()
    cors.init_app(app)
    assert fields_of(fetch(app.test_client(), "/")) == allowed(PATH)


def test_after_the_views():
    app = plain_app()
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    CORS(blueprint, **marked(BLUEPRINT))
    app.register_blueprint(blueprint)
    CORS(app, **marked(PATH))
    client = app.test_client()

    for path, mark in (("/", PATH), ("/view", VIEW), ("/api/x", BLUEPRINT)):
        assert fields_of(fetch(client, path)) == allowed(mark)
        assert_passes(preflight(client, path), passed(mark))


def test_after_the_first_request():
    app = plain_app()
    client = app.test_client()
    assert fields_of(fetch(client, "/")) == NOTHING
    CORS(app, **marked(PATH))
    assert fields_of(fetch(client, "/")) == allowed(PATH)


def test_after_a_decorated_view_was_asked():
    """The view answered for itself until the layer came; then the layer answers, once."""
    app = plain_app()
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    client = app.test_client()
    assert fields_of(fetch(client, "/view")) == allowed(VIEW)
    CORS(app, **marked(PATH))
    assert fields_of(fetch(client, "/view")) == allowed(VIEW)
    assert fields_of(fetch(client, "/")) == allowed(PATH)


# Wrongly


@pytest.mark.parametrize("app", ["app", 1, object(), Flask, Blueprint, plain_app().wsgi_app])
@pytest.mark.parametrize("later", [True, False])
def test_what_is_no_app(app, later):
    with pytest.raises(TypeError, match="Flask app or a Blueprint"):
        CORS().init_app(app) if later else CORS(app)


def test_init_app_needs_an_app():
    with pytest.raises(TypeError):
        CORS().init_app()
    with pytest.raises(TypeError):
        CORS().init_app(None)


@pytest.mark.parametrize("call", [CORS, CORS().init_app], ids=["CORS", "init_app"])
def test_positional_options(call):
    with pytest.raises(TypeError, match=re.escape("write CORS(app, origins=...)")):
        call(plain_app(), "*")


def test_every_problem_at_once():
    app = plain_app(CORS_ORIGINS="example.com", CORS_MAX_AGE="soon", CORS_ENABLED="perhaps")
    bad = cross_origin(supports_credentials=True, origins=APP)
    app.add_url_rule("/view", "view", bad(lambda: "view"))
    with pytest.raises(PolicyError) as raised:
        CORS(app, originz="*", resources={"/a b": 1, "/ok": {"methodz": "GET"}})
    text = str(raised.value)
    for named in ("CORS_MAX_AGE", "CORS_ENABLED", "originz", "methodz", "CORS_ORIGINS"):
        assert named in text, text


@pytest.mark.parametrize("key", ["CORS_AUDIT", "CORS_ENABLED", "CORS_DEBUG_ERRORS"])
@pytest.mark.parametrize("value", ["perhaps", 2, [], "", "None"])
def test_bad_switches_of_the_package(key, value):
    app = plain_app(**{key: value})
    with pytest.raises(PolicyError, match=key):
        CORS(app, **marked(PATH))


@pytest.mark.parametrize(
    "key", ["CORS_ENABLED", "CORS_DEBUG_ERRORS", "CORS_INSPECTOR", "CORS_PROBE"]
)
def test_keys_of_the_package_are_no_typos(key):
    app = plain_app(**{key: True})
    CORS(app, **marked(PATH))
    assert fields_of(fetch(app.test_client(), "/")) == allowed(PATH)


def test_warnings_come_from_the_line_that_sets_up():
    app = plain_app()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        CORS(app, origins=[])
    (warning,) = caught
    assert warning.category is PolicyWarning
    assert warning.filename == __file__


# Switched off

DISABLED = [False, 0, "false", "no", "off", "0", "False"]
ENABLED = [True, 1, "true", "yes", "on", "1", "True"]


@pytest.mark.parametrize("value", DISABLED)
@pytest.mark.parametrize("extension", [True, False])
def test_disabled(value, extension):
    """Everything: rules, views, blueprints; OPTIONS is still answered as Flask would."""
    app = plain_app(CORS_ENABLED=value)
    before = app.wsgi_app
    if extension:
        CORS(app, **marked(PATH))
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    CORS(blueprint, **marked(BLUEPRINT))
    blueprint.add_url_rule("/items", "items", lambda: "items")
    app.register_blueprint(blueprint)
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    own = cross_origin(**marked(VIEW, automatic_options=False))(lambda: "own")
    app.add_url_rule("/own", "own", own, methods=["GET", "OPTIONS"])
    client = app.test_client()

    assert app.wsgi_app == before
    for path in ("/", "/view", "/own", "/api/items", "/none"):
        assert fields_of(fetch(client, path)) == NOTHING
        assert fields_of(preflight(client, path)) == NOTHING
        assert fields_of(fetch(client, path, "OPTIONS")) == NOTHING
    for path in ("/view", "/api/items"):
        for response in (preflight(client, path), fetch(client, path, "OPTIONS")):
            assert response.status_code == 200
            assert sorted(response.allow) == ["GET", "HEAD", "OPTIONS"]
    assert preflight(client, "/own").data == b"own"
    assert fetch(client, "/view").data == b"view"


@pytest.mark.parametrize("value", ENABLED)
def test_enabled(value):
    app = plain_app(CORS_ENABLED=value)
    CORS(app, **marked(PATH))
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    assert fields_of(fetch(app.test_client(), "/")) == allowed(PATH)
    assert fields_of(fetch(app.test_client(), "/view")) == allowed(VIEW)


def test_disabled_for_one_app_only():
    cors = CORS(**marked(PATH))
    off, on = plain_app(CORS_ENABLED=False), plain_app()
    cors.init_app(off)
    cors.init_app(on)
    assert fields_of(fetch(off.test_client(), "/")) == NOTHING
    assert fields_of(fetch(on.test_client(), "/")) == allowed(PATH)


def test_own_fields_of_a_gateway_are_left_alone_when_disabled():
    app = plain_app(CORS_ENABLED=False)
    CORS(app)
    own = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "false"}
    app.add_url_rule("/own", "own", lambda: ("own", own))
    response = fetch(app.test_client(), "/own")
    assert {name: response.headers[name] for name in own} == own


# The façade of header names


def test_core_has_the_names_that_programs_import():
    from flask_cors import core

    assert core.ACL_ORIGIN == "Access-Control-Allow-Origin"
    assert core.ACL_METHODS == "Access-Control-Allow-Methods"
    assert core.ACL_ALLOW_HEADERS == "Access-Control-Allow-Headers"
    assert core.ACL_EXPOSE_HEADERS == "Access-Control-Expose-Headers"
    assert core.ACL_CREDENTIALS == "Access-Control-Allow-Credentials"
    assert core.ACL_MAX_AGE == "Access-Control-Max-Age"
    assert core.ACL_RESPONSE_PRIVATE_NETWORK == "Access-Control-Allow-Private-Network"
    assert core.ACL_REQUEST_METHOD == "Access-Control-Request-Method"
    assert core.ACL_REQUEST_HEADERS == "Access-Control-Request-Headers"
    assert core.ACL_REQUEST_HEADER_PRIVATE_NETWORK == "Access-Control-Request-Private-Network"
    assert set(core.ALL_METHODS) == {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
    assert {"CORS_ORIGINS", "CORS_RESOURCES", "CORS_ALWAYS_SEND"} <= set(core.CONFIG_OPTIONS)


@pytest.mark.parametrize("name", ["route", "config", "register", "run"])
def test_extension_that_is_taken_for_the_app(name):
    app = CORS(Flask(__name__))
    with pytest.raises(AttributeError, match=r"write CORS\(app\), not app = CORS\(app\)") as raised:
        getattr(app, name)
    assert str(raised.value).startswith(f"'CORS' object has no attribute '{name}'; if ")
    assert (raised.value.name, raised.value.obj) == (name, app)


def test_extension_has_what_it_has():
    cors = CORS()
    assert not hasattr(cors, "route")
    assert not callable(cors)
    assert getattr(cors, "__html__", None) is None
    assert vars(copy.copy(cors)) == vars(cors)
    assert dir(CORS.__new__(CORS))  # before its constructor has run
    inspect.getmembers(cors)
    with pytest.raises(AttributeError, match=r"object has no attribute '_app'$"):
        _ = cors._app


def test_extension_says_what_a_property_of_a_subclass_lacks():
    class Mine(CORS):
        @property
        def allowed(self):
            return self._allowed

    with pytest.raises(AttributeError, match=r"'Mine' object has no attribute '_allowed'$"):
        _ = Mine().allowed
