"""Where a blueprint's rule ends: at views of others, and at rules that are for just these paths."""

from __future__ import annotations

import typing as t

import pytest
from flask import Blueprint
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from flask_cors import CORS

from .support import APP
from .support import BLUEPRINT
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import SECOND
from .support import Fields
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight


def view(**_: object) -> str:
    return "view"


def governed(app: Flask, path: str, **asked: t.Any) -> Fields:
    """The fields of an answer; a preflight's are by the same rule, or there are none."""
    client = app.test_client()
    fields = fields_of(fetch(client, path, **asked))
    if fields == NOTHING:
        assert fields_of(preflight(client, path, **asked)) == NOTHING
    else:
        mark = int(fields["Access-Control-Expose-Headers"].rpartition("-")[2])
        assert_passes(preflight(client, path, **asked), passed(mark))
    return fields


# A prefix with variables


def with_tenants(prefix: str, **place: t.Any) -> Flask:
    app = Flask(__name__, subdomain_matching="subdomain" in place)
    shop = Blueprint("shop", __name__, url_prefix=prefix, **place)
    CORS(shop, **marked(BLUEPRINT))
    shop.add_url_rule("/items", view_func=view)
    app.register_blueprint(shop)
    return app


@pytest.mark.parametrize(
    ("prefix", "route", "path", "fields"),
    [
        pytest.param("/<t>", "/admin/users", "/admin/users", NOTHING, id="by chance a tenant"),
        pytest.param("/<t>", "/<name>/users", "/admin/users", NOTHING, id="another variable"),
        pytest.param("/<t>", "/<t>/users", "/a/users", allowed(BLUEPRINT), id="written under it"),
        pytest.param("/<t>", "/<t>", "/a", allowed(BLUEPRINT), id="the prefix itself"),
        pytest.param("/<t>", "/<t>s/x", "/as/x", NOTHING, id="written another way"),
        pytest.param("/a/<t>", "/a/<t>/b", "/a/1/b", allowed(BLUEPRINT), id="partly written out"),
        pytest.param("/a/<t>", "/a/b/c", "/a/b/c", NOTHING, id="partly written out, by chance"),
        pytest.param("/<t>", "/static/<n>", "/static/x.js", NOTHING, id="static files"),
        pytest.param("/<t>", "/else", "/a/none", allowed(BLUEPRINT), id="a 404"),
        pytest.param("/<t>", "/else", "/a/items", allowed(BLUEPRINT), id="its own view"),
    ],
)
def test_view_that_is_no_tenants(prefix: str, route: str, path: str, fields: Fields) -> None:
    """Werkzeug has given the URL to another route: it is not under the prefix."""
    app = with_tenants(prefix)
    app.add_url_rule(route, "other", view)
    assert governed(app, path) == fields


def test_view_with_one_route_of_a_tenant_and_one_of_nobody() -> None:
    app = with_tenants("/<t>")
    app.add_url_rule("/<t>/users", "users", view)
    app.add_url_rule("/admin/users", "users", view)
    assert governed(app, "/admin/users") == NOTHING


def test_405_of_a_view_that_is_no_tenants() -> None:
    app = with_tenants("/<t>")
    app.add_url_rule("/admin/users", "users", view, methods=["PUT"])
    assert fields_of(fetch(app.test_client(), "/admin/users")) == NOTHING


def test_subdomain_with_a_variable() -> None:
    app = with_tenants("/api", subdomain="<t>")
    app.config["SERVER_NAME"] = "example.com"
    app.add_url_rule("/api/me", "me", view, subdomain="staff")
    app.add_url_rule("/api/mine", "mine", view, subdomain="<t>")

    on_one = {"base_url": "http://staff.example.com"}
    assert governed(app, "/api/me", **on_one) == NOTHING
    for path in ("/api/items", "/api/mine", "/api/none"):
        assert governed(app, path, **on_one) == allowed(BLUEPRINT)


def mount_staff(app: Flask, at: str) -> None:
    staff = Flask("staff")
    staff.add_url_rule("/me", "me", view)
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {at: staff})  # type: ignore[method-assign]


def test_app_that_is_mounted_inside() -> None:
    app = with_tenants("/<t>")
    mount_staff(app, "/staff")
    assert governed(app, "/staff/me") == NOTHING


# Hosts


def test_same_path_on_another_host() -> None:
    app = Flask(__name__, host_matching=True, static_folder=None)
    shop = Blueprint("shop", __name__, url_prefix="/api")
    CORS(shop, **marked(BLUEPRINT))
    shop.add_url_rule("/me", "me", view, host="shop.example")
    app.add_url_rule("/api/me", "staff", view, host="staff.example")
    app.register_blueprint(shop)

    assert governed(app, "/api/me", base_url="http://shop.example") == allowed(BLUEPRINT)
    assert governed(app, "/api/me", base_url="http://staff.example") == NOTHING


def test_mounted_app_on_another_host() -> None:
    app = Flask(__name__, host_matching=True, static_folder=None)
    mount_staff(app, "/api/staff")
    shop = Blueprint("shop", __name__, url_prefix="/api")
    CORS(shop, **marked(BLUEPRINT))
    shop.add_url_rule("/me", "me", view, host="shop.example")
    app.register_blueprint(shop)

    assert governed(app, "/api/staff/me", base_url="http://staff.example") == NOTHING
    assert governed(app, "/api/me", base_url="http://shop.example") == allowed(BLUEPRINT)


@pytest.mark.parametrize(
    ("usual", "mine"),
    [pytest.param("", "example.com", id="no subdomain"), ("www", "www.example.com")],
)
def test_same_path_on_a_subdomain(usual: str, mine: str) -> None:
    """A blueprint without a subdomain is on the app's own, and on no other."""
    app = Flask(__name__, subdomain_matching=True, static_folder=None)
    app.config["SERVER_NAME"] = "example.com"
    app.url_map.default_subdomain = usual
    shop = Blueprint("shop", __name__, url_prefix="/api")
    CORS(shop, **marked(BLUEPRINT))
    shop.add_url_rule("/me", "me", view)
    app.add_url_rule("/api/me", "staff", view, subdomain="staff")
    app.register_blueprint(shop)

    for path in ("/api/me", "/api/none"):
        assert governed(app, path, base_url=f"http://{mine}") == allowed(BLUEPRINT)
        assert governed(app, path, base_url="http://staff.example.com") == NOTHING


# Rules of the app


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("prefix", "resources", "pattern", "mark"),
    [
        pytest.param("/api", "/*", "/api/admin/*", PATH, id="the app's begins with more"),
        pytest.param("/api", "/*", "/api/*", BLUEPRINT, id="as much"),
        pytest.param("/api", "/*", "/*", BLUEPRINT, id="less"),
        pytest.param("/api", "/*", "/api/admin/users", PATH, id="an exact path"),
        pytest.param("/api", "/*", r"/api/adm\w+/.*", PATH, id="a regex"),
        pytest.param("/api", "/*", "(?i)/API/admin/.*", PATH, id="in capitals or not"),
        pytest.param("/api", "/*", r"^((?:/api/admin)/.*)$", PATH, id="in groups"),
        pytest.param("/api", "/*", r"/api/admin/users|/api/admin/\d+", PATH, id="a choice"),
        pytest.param("/api", "/*", r"/api/(?:admin|staff)/.*", BLUEPRINT, id="that begins as much"),
        pytest.param("/api", "/*", r"(?:/api/admin|/x)/.*", BLUEPRINT, id="or with less"),
        pytest.param("/api", "/api/admin/*", "/api/admin/*", BLUEPRINT, id="its own is as long"),
        pytest.param("/api", "/api/admin/users", "/api/admin/*", BLUEPRINT, id="or longer"),
        pytest.param("/<t>/admin", "/*", "/api/*", PATH, id="behind a variable nothing counts"),
    ],
)
def test_longer_rule_of_the_app(
    prefix: str, resources: str, pattern: str, mark: int, order: int
) -> None:
    """At a view of others the more specific rule decides; a blueprint's own are its alone."""
    app = Flask(__name__)
    public = Blueprint("public", __name__, url_prefix=prefix)
    CORS(public, resources={resources: marked(BLUEPRINT)})
    public.add_url_rule("/admin/own", "own", view)
    admin = Blueprint("admin", __name__, url_prefix=f"{prefix}/admin")
    admin.add_url_rule("/users", "users", view)
    steps = [
        lambda: CORS(app, resources={pattern: marked(PATH)}),
        lambda: (app.register_blueprint(public), app.register_blueprint(admin)),
    ]
    for step in steps[::order]:
        step()
    assert governed(app, "/api/admin/users") == allowed(mark)


def test_own_view_of_a_blueprint_beside_a_longer_rule_of_the_app() -> None:
    app = Flask(__name__)
    CORS(app, resources={"/api/items": marked(PATH)})
    api = Blueprint("api", __name__, url_prefix="/api")
    CORS(api, **marked(BLUEPRINT))
    api.add_url_rule("/items", "items", view)
    app.register_blueprint(api)
    assert governed(app, "/api/items") == allowed(BLUEPRINT)


def test_rule_of_the_app_that_is_not_tried_on_a_long_path() -> None:
    """It might be for just this path, so the blueprint's does not speak instead."""
    app = Flask(__name__)
    CORS(app, resources={r"/api/x/\d+": marked(PATH)})
    api = Blueprint("api", __name__, url_prefix="/api")
    CORS(api, **marked(BLUEPRINT))
    app.register_blueprint(api)
    assert governed(app, "/api/x/" + "1" * 5000) == NOTHING
    assert governed(app, "/api/y") == allowed(BLUEPRINT)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        pytest.param("/api/", allowed(BLUEPRINT), id="that it cannot be for"),
        pytest.param("/API/admin/", NOTHING, id="that it might be for"),
    ],
)
def test_rule_in_capitals_or_not_that_is_not_tried_on_a_long_path(
    path: str, fields: Fields
) -> None:
    app = Flask(__name__)
    CORS(app, resources={"(?i)/api/admin/.*": marked(PATH)})
    for prefix in ("/api", "/API"):
        api = Blueprint(prefix.strip("/"), __name__, url_prefix=prefix)
        CORS(api, **marked(BLUEPRINT))
        app.register_blueprint(api)
    assert governed(app, path + "1" * 5000) == fields


@pytest.mark.parametrize("with_app", [True, False])
@pytest.mark.parametrize("pattern", ["/*", "/admin/*", "/other/*"])
def test_resources_of_the_config_are_the_apps(pattern: str, with_app: bool) -> None:
    """They are not the blueprint's own options, which would give way to them."""
    app = Flask(__name__)
    app.config["CORS_RESOURCES"] = {pattern: {**marked(PATH), "origins": "*"}}
    app.config["CORS_ALWAYS_SEND"] = False  # which is its default, as any other key
    if with_app:
        CORS(app)
    admin = Blueprint("admin", __name__, url_prefix="/admin")
    CORS(admin, **marked(BLUEPRINT))
    admin.add_url_rule("/users", "users", view)
    app.register_blueprint(admin)

    assert governed(app, "/admin/users") == allowed(BLUEPRINT)
    assert fields_of(fetch(app.test_client(), "/admin/users", origin=EVIL)) == REFUSED
    rules = app.extensions["cors"].rules.blueprints["admin"].rules.rules
    assert [policy.always_send for _, policy in rules] == [False]


# Blueprints around it


@pytest.mark.parametrize(
    ("written", "registered"),
    [
        pytest.param(None, {}, id="none"),
        pytest.param("", {}, id="empty"),
        pytest.param("/", {}, id="a slash"),
        pytest.param("/x", {"url_prefix": ""}, id="registered with an empty one"),
        pytest.param("/x", {"url_prefix": "/"}, id="registered with a slash"),
    ],
)
def test_child_whose_prefix_is_the_parents(written: str | None, registered: dict[str, str]) -> None:
    app = Flask(__name__)
    api = Blueprint("api", __name__, url_prefix="/api")
    api.add_url_rule("/private", "private", view)
    public = Blueprint("public", __name__, url_prefix=written)
    CORS(public, **marked(SECOND))
    public.add_url_rule("/items", "items", view)
    api.register_blueprint(public, **registered)
    app.register_blueprint(api)

    assert governed(app, "/api/items") == allowed(SECOND)
    assert governed(app, "/api/private") == NOTHING
    assert APP in governed(app, "/api/items").values()


@pytest.mark.parametrize(("registered", "path"), [({"url_prefix": None}, "/api/x/items")])
def test_child_registered_with_no_other_prefix(registered: dict[str, None], path: str) -> None:
    app = Flask(__name__)
    api = Blueprint("api", __name__, url_prefix="/api")
    public = Blueprint("public", __name__, url_prefix="/x")
    CORS(public, **marked(SECOND))
    public.add_url_rule("/items", "items", view)
    api.register_blueprint(public, **registered)
    app.register_blueprint(api)
    assert governed(app, path) == governed(app, "/api/x/none") == allowed(SECOND)
