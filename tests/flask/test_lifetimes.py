"""An app is freed with all that it has, whatever lives on of what it was set up with."""

from __future__ import annotations

import gc
import sys
import threading
import typing as t
import weakref

import pytest
from flask import Blueprint
from flask import Flask
from flask.views import MethodView

from flask_cors import CORS
from flask_cors import PolicyError
from flask_cors import cross_origin

from .support import APP
from .support import BLUEPRINT
from .support import PATH
from .support import SECOND
from .support import VIEW
from .support import allowed
from .support import fetch
from .support import fields_of
from .support import marked
from .support import preflight

Factory = t.Callable[[], Flask]

APPS = 6
PATHS = ("/", "/view", "/class", "/blueprint/x", "/blueprint/inner/x", "/none")


def plain_app(**config: object) -> Flask:
    app = Flask("tests")
    app.config.update(config)
    app.add_url_rule("/", "root", lambda: "root", methods=["GET", "PUT"])
    return app


def blueprint_with(cors: CORS, **options: t.Any) -> Blueprint:
    blueprint = Blueprint("blueprint", "tests", url_prefix="/blueprint")
    blueprint.add_url_rule("/x", "x", lambda: "view")
    cors.init_app(blueprint, **options)
    return blueprint


def one_instance(**config: object) -> Factory:
    cors = CORS(**marked(PATH))

    def create() -> Flask:
        app = plain_app(**config)
        cors.init_app(app)
        return app

    return create


def one_instance_called_twice() -> Factory:
    cors = CORS()

    def create() -> Flask:
        app = plain_app()
        cors.init_app(app, resources={"/": marked(PATH)})
        cors.init_app(app, resources={"/none": marked(SECOND)})
        return app

    return create


def one_instance_whose_keywords_are_refused() -> Factory:
    cors = CORS()

    def create() -> Flask:
        app = plain_app()
        with pytest.raises(PolicyError):
            cors.init_app(app, max_age=-1)
        return app

    return create


def one_instance_with_a_source() -> Factory:
    cors = CORS(origins=lambda query: query.origin == APP)

    def create() -> Flask:
        app = plain_app()
        cors.init_app(app)
        return app

    return create


def one_instance_reconfigured() -> Factory:
    cors = CORS(**marked(PATH))

    def create() -> Flask:
        app = plain_app()
        cors.init_app(app)
        cors.reconfigure(max_age=60)
        return app

    return create


def one_blueprint() -> Factory:
    blueprint = blueprint_with(CORS(**marked(BLUEPRINT)))
    inner = Blueprint("inner", "tests", url_prefix="/inner")
    inner.add_url_rule("/x", "x", lambda: "view")
    CORS(inner, **marked(SECOND))
    blueprint.register_blueprint(inner)

    def create() -> Flask:
        app = plain_app()
        app.register_blueprint(blueprint)
        return app

    return create


def one_instance_for_blueprints_of_apps() -> Factory:
    cors = CORS(**marked(BLUEPRINT))

    def create() -> Flask:
        app = plain_app()
        app.register_blueprint(blueprint_with(cors))
        return app

    return create


def decorated_views() -> Factory:
    decorate = cross_origin(**marked(VIEW))
    view = decorate(lambda: "view")
    of_class = type("Views", (MethodView,), {"get": decorate(lambda _: "view")}).as_view("class")

    def create() -> Flask:
        app = plain_app()
        app.add_url_rule("/view", "view", view)
        app.add_url_rule("/class", view_func=of_class)
        CORS(app, **marked(PATH))
        return app

    return create


FACTORIES = [
    pytest.param(one_instance(), id="an instance"),
    pytest.param(one_instance(CORS_ENABLED=False), id="an instance, switched off"),
    pytest.param(one_instance_called_twice(), id="an instance that is called twice"),
    pytest.param(one_instance_whose_keywords_are_refused(), id="an instance, refused"),
    pytest.param(one_instance_with_a_source(), id="an instance with a source"),
    pytest.param(one_instance_reconfigured(), id="an instance that is reconfigured"),
    pytest.param(one_blueprint(), id="a blueprint with another in it"),
    pytest.param(one_instance_for_blueprints_of_apps(), id="an instance for each app's blueprint"),
    pytest.param(decorated_views(), id="views with policies of their own"),
]


@pytest.mark.usefixtures("small_heap")
@pytest.mark.parametrize("asked", [True, False], ids=["asked", "never asked"])
@pytest.mark.parametrize("create", FACTORIES)
def test_what_served_an_app_does_not_keep_it(create: Factory, asked: bool):
    """A suite of tests may make a thousand apps with what a module holds."""
    apps = [weakref.ref(app_that_was(asked, create)) for _ in range(APPS)]
    gc.collect()
    assert [app() for app in apps] == [None] * APPS


def app_that_was(asked: bool, create: Factory) -> Flask:
    app = create()
    for path in PATHS if asked else ():
        fetch(app.test_client(), path)
        preflight(app.test_client(), path)
    return app


@pytest.mark.usefixtures("small_heap")
@pytest.mark.parametrize("on", ["app", "blueprint"])
def test_the_apps_that_live_are_reconfigured(on: str):
    cors = CORS(**marked(PATH))
    blueprint = blueprint_with(cors)

    def create() -> Flask:
        app = plain_app()
        if on == "app":
            cors.init_app(app)
        else:
            app.register_blueprint(blueprint)
        return app

    apps = [create() for _ in range(APPS)]
    dead = [weakref.ref(app) for app in apps[::2]]
    del apps[::2]
    gc.collect()
    assert not any(app() for app in dead)
    with pytest.raises(PolicyError, match="max_age"):
        cors.reconfigure(max_age=-1)
    cors.reconfigure(**marked(SECOND))
    for app in (*apps, create()):
        path = "/" if on == "app" else "/blueprint/x"
        assert fields_of(fetch(app.test_client(), path)) == allowed(SECOND)


@pytest.mark.parametrize("switched_on", [True, False])
@pytest.mark.parametrize("on", ["app", "blueprint"])
def test_keywords_count_as_long_as_what_they_were_given_for(on: str, switched_on: bool):
    """Of one that is switched off nothing but the keywords is looked at."""
    app, cors = plain_app(CORS_ENABLED=switched_on), CORS()
    if on == "app":
        cors.init_app(app, origins="*")
    else:
        app.register_blueprint(blueprint_with(cors, origins="*"))
    gc.collect()
    with pytest.raises(PolicyError, match="every website"):
        cors.reconfigure(supports_credentials=True)
    del app
    gc.collect()
    cors.reconfigure(supports_credentials=True)
    with pytest.raises(PolicyError, match="every website"):
        cors.reconfigure(origins="*")


def test_keywords_of_a_blueprint_count_beyond_the_apps_it_was_in():
    cors = CORS()
    blueprint = blueprint_with(cors, origins="*")
    plain_app().register_blueprint(blueprint)
    gc.collect()
    with pytest.raises(PolicyError, match="every website"):
        cors.reconfigure(supports_credentials=True)
    cors.reconfigure(**marked(SECOND))
    app = plain_app()
    app.register_blueprint(blueprint)
    assert fields_of(fetch(app.test_client(), "/blueprint/x")) == allowed(SECOND)


@pytest.mark.usefixtures("small_heap")
def test_apps_are_freed_while_others_are_reconfigured():
    """What a thread frees is not in the way of what another goes through."""
    cors = CORS(**marked(PATH))
    apps = [plain_app() for _ in range(APPS)]
    for app in apps:
        cors.init_app(app)
    stop = threading.Event()

    def make_and_free() -> None:
        while not stop.is_set():
            cors.init_app(plain_app())
            gc.collect()

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    thread = threading.Thread(target=make_and_free)
    thread.start()
    try:
        for mark in (SECOND, PATH) * 40:
            cors.reconfigure(**marked(mark))
            assert fields_of(fetch(apps[-1].test_client(), "/")) == allowed(mark)
    finally:
        stop.set()
        thread.join()
        sys.setswitchinterval(interval)
    assert {str(fields_of(fetch(app.test_client(), "/"))) for app in apps} == {str(allowed(PATH))}
