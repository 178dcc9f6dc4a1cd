"""Other rules while the app runs: all of them at once, or none."""

from __future__ import annotations

import sys
import threading
import typing as t
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Blueprint
from flask import Flask

from flask_cors import CORS
from flask_cors import PolicyError
from flask_cors import PolicyWarning
from flask_cors import cross_origin
from flask_cors.setting_up import instances

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
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight


def app_with_views() -> Flask:
    app = Flask("tests")
    for path in ("/api/x", "/other"):
        app.add_url_rule(path, path, lambda: "view")
    app.add_url_rule("/view", "view", cross_origin(**marked(VIEW))(lambda: "view"))
    return app


def asked(app: Flask, path: str, **others: t.Any) -> dict[str, str]:
    return fields_of(fetch(app.test_client(), path, **others))


def test_all_rules_are_replaced():
    app = app_with_views()
    cors = CORS(app, resources={"/api/*": marked(PATH), "/other": marked(PATH)})
    assert asked(app, "/api/x") == asked(app, "/other") == allowed(PATH)
    cors.reconfigure(resources={"/api/*": marked(SECOND)})
    assert asked(app, "/api/x") == allowed(SECOND)
    assert fields_of(preflight(app.test_client(), "/api/x")) == passed(SECOND)
    assert asked(app, "/other") == NOTHING
    assert asked(app, "/view") == allowed(VIEW)


def test_options_that_a_program_has_changed_since_are_as_they_were_given():
    app = app_with_views()
    options = marked(PATH)
    cors = CORS(app, resources={"/api/*": options})
    options["origins"] = "*"
    cors.reconfigure(max_age=60)
    assert asked(app, "/api/x", origin=EVIL) == REFUSED
    assert asked(app, "/api/x") == allowed(PATH)


def test_what_was_decided_is_forgotten():
    app = app_with_views()
    cors = CORS(app, origins=[APP, ADMIN])
    for origins, expected in (([ADMIN, EVIL], False), ([APP, EVIL], True)):
        cors.reconfigure(origins=origins)
        for _ in range(2):
            assert ("Access-Control-Allow-Origin" in asked(app, "/other")) is expected
            answer = preflight(app.test_client(), "/other")
            assert answer.status_code == (200 if expected else 403)


def test_what_is_not_repeated_stays():
    app = app_with_views()
    app.config["CORS_EXPOSE_HEADERS"] = "X-Config"
    cors = CORS(max_age=1, supports_credentials=True, origins=[APP, ADMIN])
    cors.init_app(app, max_age=2)
    cors.reconfigure(origins=[APP, EVIL])
    assert asked(app, "/other") == {
        "Access-Control-Allow-Origin": APP,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": "X-Config",
        "Vary": "Origin",
    }
    assert fields_of(preflight(app.test_client(), "/other"))["Access-Control-Max-Age"] == "2"
    cors.reconfigure(max_age=3)
    assert "Access-Control-Allow-Origin" not in asked(app, "/other", origin=ADMIN)
    assert fields_of(preflight(app.test_client(), "/other"))["Access-Control-Max-Age"] == "3"


def test_nothing_is_opened_by_what_is_not_repeated():
    source = CORS(origins=lambda query: query.origin == APP)
    listed = CORS(origins=[APP])
    on_paths = CORS(resources={"/api/*": {"origins": [APP]}})
    for cors in (source, listed, on_paths):
        app = app_with_views()
        cors.init_app(app)
        for _ in range(2):
            cors.reconfigure(max_age=600)
            assert asked(app, "/api/x")["Access-Control-Allow-Origin"] == APP
            assert "Access-Control-Allow-Origin" not in asked(app, "/api/x", origin=EVIL)
            assert "Access-Control-Allow-Origin" not in asked(app, "/other", origin=EVIL)


@pytest.mark.parametrize(
    ("key", "value"),
    [("CORS_ORIGINS", [APP]), ("CORS_RESOURCES", {"/api/*": {"origins": [APP]}})],
)
@pytest.mark.parametrize("is_left", [False, True])
def test_nor_by_a_key_of_the_config_that_is_gone(key: str, value: object, is_left: bool):
    app, blueprint = app_with_views(), Blueprint("inner", __name__, url_prefix="/inner")
    blueprint.add_url_rule("/", "index", lambda: "inner")
    app.config[key] = value
    cors = CORS(app)
    if key == "CORS_ORIGINS":  # the paths in a config are the app's
        cors.init_app(blueprint)
        app.register_blueprint(blueprint)
    app.config.pop(key)
    if is_left:
        app.config[key] = None
    for _ in range(2):
        cors.reconfigure(max_age=600)
        assert asked(app, "/api/x")["Access-Control-Allow-Origin"] == APP
        for path in ("/api/x", "/other", "/inner/"):
            assert "Access-Control-Allow-Origin" not in asked(app, path, origin=EVIL)
    cors.reconfigure(origins="*", resources="/api/*")
    assert asked(app, "/api/x", origin=EVIL)["Access-Control-Allow-Origin"] == EVIL


def test_nor_before_there_is_an_app():
    app, cors = app_with_views(), CORS(origins=[APP])
    cors.reconfigure(supports_credentials=True)
    with pytest.raises(PolicyError, match="every website"):
        cors.reconfigure(origins="*")
    cors.init_app(app)
    assert "Access-Control-Allow-Origin" not in asked(app, "/other", origin=EVIL)


def test_apps_that_come_later_get_the_new_rules():
    first, later = app_with_views(), app_with_views()
    cors = CORS(first, **marked(PATH))
    cors.reconfigure(**marked(SECOND))
    cors.init_app(later)
    assert asked(first, "/other") == asked(later, "/other") == allowed(SECOND)


def test_before_there_is_an_app():
    cors = CORS(**marked(PATH))
    with pytest.raises(PolicyError, match="max_age"):
        cors.reconfigure(max_age=-1)
    cors.reconfigure(**marked(SECOND))
    app = app_with_views()
    cors.init_app(app)
    assert asked(app, "/other") == allowed(SECOND)


def test_rules_of_others_stay():
    app = app_with_views()
    CORS(app, resources={"/other": marked(PATH)})
    cors = CORS(app, resources={"/api/*": marked(PATH)})
    cors.reconfigure(resources={"/api/*": marked(SECOND)})
    assert (asked(app, "/api/x"), asked(app, "/other")) == (allowed(SECOND), allowed(PATH))
    with pytest.raises(PolicyError, match="given before"):
        cors.reconfigure(resources={"/other": marked(SECOND)})
    assert (asked(app, "/api/x"), asked(app, "/other")) == (allowed(SECOND), allowed(PATH))


def test_the_same_instance_twice():
    app = app_with_views()
    cors = CORS(app, resources={"/other": marked(PATH)})
    cors.init_app(app, resources={"/api/*": marked(PATH)})
    assert asked(app, "/other") == asked(app, "/api/x") == allowed(PATH)
    cors.reconfigure(resources={"/api/*": marked(SECOND)})
    assert (asked(app, "/api/x"), asked(app, "/other")) == (allowed(SECOND), NOTHING)


def test_the_same_instance_twice_with_resources_of_their_own():
    app = app_with_views()
    cors = CORS(app, resources={"/other": {}}, **marked(PATH))
    cors.init_app(app, resources={"/api/*": {}})
    cors.reconfigure(**marked(SECOND))
    assert asked(app, "/other") == asked(app, "/api/x") == allowed(SECOND)


def test_blueprints():
    cors = CORS()
    apps = [app_with_views() for _ in range(2)]
    blueprint = Blueprint("blueprint", "tests", url_prefix="/blueprint")
    blueprint.add_url_rule("/x", "x", lambda: "view")
    cors.init_app(blueprint, **marked(BLUEPRINT))
    CORS(blueprint, resources={"/blueprint/other": marked(PATH)})
    cors.reconfigure(**marked(SECOND))  # before it is registered
    for app in apps:
        app.register_blueprint(blueprint)
        assert asked(app, "/blueprint/x") == allowed(SECOND)
    cors.reconfigure(**marked(BLUEPRINT))
    for app in apps:
        assert asked(app, "/blueprint/x") == asked(app, "/blueprint/none") == allowed(BLUEPRINT)
        assert fields_of(preflight(app.test_client(), "/blueprint/x")) == passed(BLUEPRINT)
        assert asked(app, "/blueprint/other") == allowed(PATH)
        assert asked(app, "/other") == NOTHING


def test_an_app_and_its_blueprint_get_other_resources():
    app, cors = app_with_views(), CORS()
    blueprint = Blueprint("blueprint", "tests", url_prefix="/blueprint")
    blueprint.add_url_rule("/x", "x", lambda: "view")
    for place in (app, blueprint):
        cors.init_app(place, **marked(PATH))
    app.register_blueprint(blueprint)
    cors.reconfigure(resources={"/api/*": marked(SECOND), "/blueprint/x": marked(BLUEPRINT)})
    cors.reconfigure(max_age=60)
    assert asked(app, "/api/x") == allowed(SECOND)
    assert asked(app, "/blueprint/x") == allowed(BLUEPRINT)
    assert asked(app, "/other") == asked(app, "/blueprint/none") == NOTHING


MISTAKES = [
    pytest.param({"max_age": -1}, "max_age", id="an option"),
    pytest.param({"originz": "*"}, "originz", id="a name"),
    pytest.param({"resources": {"/api/**": {}}}, "resources", id="a pattern"),
    pytest.param(
        {"supports_credentials": True, "origins": "*"}, "every website", id="options together"
    ),
]


@pytest.mark.parametrize(("options", "told"), MISTAKES)
def test_a_mistake_changes_nothing(options: dict[str, t.Any], told: str):
    apps = [app_with_views() for _ in range(2)]
    cors = CORS()
    for app in apps:
        cors.init_app(app, **marked(PATH))
    for _ in range(2):
        with pytest.raises(PolicyError, match=told):
            cors.reconfigure(**options)
        for app in apps:
            assert asked(app, "/other") == allowed(PATH)
            assert fields_of(preflight(app.test_client(), "/other")) == passed(PATH)


def test_a_mistake_that_only_one_app_makes():
    apps = [app_with_views() for _ in range(2)]
    apps[1].config["CORS_SUPPORTS_CREDENTIALS"] = True
    cors = CORS(**marked(PATH))
    for app in apps:
        cors.init_app(app)
    with pytest.raises(PolicyError, match="every website"):
        cors.reconfigure(origins="*")
    assert asked(apps[0], "/other") == allowed(PATH)


def test_a_doubt_is_told():
    app = app_with_views()
    cors = CORS(app, **marked(PATH))
    with pytest.warns(PolicyWarning, match="No origin is let in"):
        cors.reconfigure(origins=[])
    assert asked(app, "/other") == REFUSED


def test_where_everything_is_switched_off():
    app = app_with_views()
    app.config["CORS_ENABLED"] = False
    cors = CORS(app, **marked(PATH))
    cors.reconfigure(**marked(SECOND))
    assert asked(app, "/other") == NOTHING


def at_every_call(look: t.Callable[[], None], call: t.Callable[[], None]) -> None:
    """Look whenever a function begins or ends that `call` calls, as another thread might."""

    def profile(*_: t.Any) -> None:
        sys.setprofile(None)
        look()
        sys.setprofile(profile)

    sys.setprofile(profile)
    try:
        call()
    finally:
        sys.setprofile(None)


def test_all_places_of_an_app_are_changed_at_once():
    """Behind a public rule, each place is served by a call of its own."""
    app, strict = app_with_views(), CORS()
    CORS(app, origins="*")
    blueprint = Blueprint("blueprint", "tests", url_prefix="/blueprint")
    blueprint.add_url_rule("/x", "x", lambda: "view")
    strict.init_app(app, resources="/api/*", **marked(PATH))
    strict.init_app(app, resources="/other", **marked(PATH))
    strict.init_app(blueprint, **marked(PATH))
    app.register_blueprint(blueprint)
    client = app.test_client()
    seen: list[t.Any] = []

    def look() -> None:
        answers = [fields_of(fetch(client, path)) for path in ("/api/x", "/other", "/blueprint/x")]
        refusals = [fields_of(fetch(client, path, origin=EVIL)) for path in ("/api/x", "/other")]
        if seen[-1:] != [(answers, refusals)]:
            seen.append((answers, refusals))

    at_every_call(look, lambda: strict.reconfigure(**marked(SECOND)))
    assert seen == [([allowed(mark)] * 3, [REFUSED] * 2) for mark in (PATH, SECOND)]


THREADS = 6


def test_no_torn_answers():
    """Each configuration says its number in four fields; no answer may hold two numbers."""
    app = app_with_views()
    names = [f"https://app{number}.example.com" for number in range(4)]

    def options(number: int) -> dict[str, t.Any]:
        return {
            "resources": {
                path: {
                    "origins": [*names, APP],
                    "expose_headers": f"X-{number}",
                    "allow_headers": f"X-{number}",
                    "methods": ["GET", f"M{number}"],
                    "max_age": number,
                }
                for path in ("/api/*", "/other")
            }
        }

    cors = CORS(app, **options(0))
    stop, start = threading.Event(), threading.Barrier(THREADS + 1)
    seen: set[int] = set()

    def ask(seed: int) -> int:
        client, count = app.test_client(), 0
        start.wait()
        while not stop.is_set():
            path = ("/api/x", "/other")[count % 2]
            origin = names[(seed + count) % 4]
            fields = fields_of(fetch(client, path, origin=origin))
            number = int(fields["Access-Control-Expose-Headers"].removeprefix("X-"))
            assert fields == {
                "Access-Control-Allow-Origin": origin,
                "Access-Control-Expose-Headers": f"X-{number}",
                "Vary": "Origin",
            }
            fields = fields_of(preflight(client, path, origin=origin))
            number = int(fields["Access-Control-Max-Age"])
            assert fields["Access-Control-Allow-Methods"] == f"GET, M{number}"
            seen.add(number)
            count += 1
        return count

    with ThreadPoolExecutor(THREADS) as pool:
        asking = [pool.submit(ask, seed) for seed in range(THREADS)]
        start.wait()
        try:
            for number in range(1, 300):
                cors.reconfigure(**options(number))
                with pytest.raises(PolicyError):
                    cors.reconfigure(resources={"/other": {"max_age": -number}})
        finally:
            stop.set()
        assert min(each.result() for each in asking) > 0
    assert len(seen) > 1
    assert asked(app, "/other")["Access-Control-Expose-Headers"] == "X-299"


def test_two_threads_change_different_options(monkeypatch: pytest.MonkeyPatch):
    """What one has changed the other does not undo, in apps that come later neither."""
    apps = [app_with_views() for _ in range(2)]
    cors = CORS(apps[0], **marked(PATH))
    other = threading.Thread(target=cors.reconfigure, kwargs={"max_age": 7})
    monkeypatch.setattr(instances, "settle", lambda _: other.ident or other.start())
    cors.reconfigure(expose_headers="X-New")
    other.join()
    cors.init_app(apps[1])
    for app in apps:
        assert asked(app, "/other") == allowed(PATH) | {"Access-Control-Expose-Headers": "X-New"}
        assert fields_of(preflight(app.test_client(), "/other")) == passed(PATH) | {
            "Access-Control-Max-Age": "7"
        }


def test_two_threads_reconfigure():
    app = app_with_views()
    cors = CORS(app, **marked(PATH))
    start = threading.Barrier(4)

    def swap(mark: int) -> None:
        start.wait()
        for _ in range(50):
            cors.reconfigure(resources={"/api/*": marked(mark), "/other": marked(mark)})

    with ThreadPoolExecutor(4) as pool:
        [*pool.map(swap, (PATH, BLUEPRINT, VIEW, SECOND))]
    assert asked(app, "/api/x") == asked(app, "/other")
