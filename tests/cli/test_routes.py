"""`flask cors routes`: who may call each route, by which rule."""

from __future__ import annotations

import re

import pytest
from flask import Blueprint
from flask import Flask
from flask.views import MethodView
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from flask_cors import CORS
from flask_cors import cross_origin
from flask_cors.sources import CachedOrigins
from flask_cors.sources import OriginQuery

from .support import ADMIN
from .support import APP
from .support import Said
from .support import flask_cors


def view(**values: object) -> str:
    return "a view"


def make_app() -> Flask:
    app = Flask("tests", static_folder=None)
    CORS(
        app,
        resources={
            "/api/*": {"origins": [APP], "supports_credentials": True, "max_age": 600},
            "/api/public/*": {"origins": "*", "allow_headers": ["X-One", "X-Shop-*"]},
            r"/v\d/.*": {"origins": r"https://\w+\.example\.com", "methods": ["GET", "PUT"]},
        },
    )
    app.add_url_rule("/api/items/<int:number>", "item", view, methods=["GET", "PUT"])
    app.add_url_rule("/api/public/hours", "hours", view)
    app.add_url_rule("/v1/items", "items", view)
    app.add_url_rule("/internal", "internal", view, methods=["POST"])
    decorated = cross_origin(origins=[ADMIN], allow_headers=[])(view)
    app.add_url_rule("/api/report", "report", decorated)
    return app


def rows(said: Said) -> dict[tuple[str, ...], list[str]]:
    """Rule, origins, credentials, headers and max-age, by the route and its methods."""
    routes = said.json["routes"]
    found = {}
    for route in routes:
        policy = route["policy"]
        found[(route["route"], *route["methods"])] = policy and [
            policy["rule"]["text"],
            *policy["origins"],
            policy["supports_credentials"],
            *policy["allow_headers"],
            policy["max_age"],
        ]
    return found


EXPECTED = {
    ("/api/items/<int:number>", "GET", "PUT"): ["resource '/api/*'", APP, True, "*", 600],
    ("/api/public/hours", "GET"): [
        "resource '/api/public/*'", "*", False, "x-one", "x-shop-*", None,
    ],
    ("/api/report", "GET"): ["view 'view'", ADMIN, False, None],
    ("/internal", "POST"): None,
    ("/v1/items", "GET"): [
        r"resource '/v\d/.*'", r"/https://\w+\.example\.com/i", False, "*", None,
    ],
}  # fmt: skip


def test_every_route_with_its_policy() -> None:
    said = flask_cors(make_app(), "routes", "--format", "json")
    assert (said.status, said.err) == (0, "")
    assert said.json["version"] == 1
    assert rows(said) == EXPECTED


@pytest.mark.parametrize(
    ("origin", "reached"),
    [
        pytest.param(
            APP, {"/api/items/<int:number>", "/api/public/hours", "/v1/items"}, id="listed"
        ),
        pytest.param(ADMIN, {"/api/report", "/api/public/hours", "/v1/items"}, id="of a view"),
        pytest.param("https://evil.example", {"/api/public/hours"}, id="any"),
        pytest.param("null", {"/api/public/hours"}, id="opaque"),
    ],
)
def test_routes_that_an_origin_reaches(origin: str, reached: set[str]) -> None:
    said = flask_cors(make_app(), "routes", "--origin", origin, "--format", "json")
    assert {route["route"] for route in said.json["routes"]} == reached


def methods_of(said: Said) -> dict[str, tuple[list[str], list[str]]]:
    """The methods of each route, and those of them that are refused."""
    routes = said.json["routes"]
    return {each["route"]: (each["methods"], each["refused_methods"]) for each in routes}


def test_methods_that_the_policy_refuses() -> None:
    app = Flask("tests", static_folder=None)
    rules = {"/get": ["GET"], "/put": ["PUT"], "/any": "*"}
    CORS(app, resources={path: {"origins": APP, "methods": names} for path, names in rules.items()})
    for path in (*rules, "/none"):
        app.add_url_rule(path, path, view, methods=["GET", "POST", "PUT"])
    app.add_url_rule("/get/put", "changed", view, methods=["PUT"])
    CORS(app, resources={"/get/put": {"origins": APP, "methods": ["GET"]}})
    said = flask_cors(app, "routes", "--format", "json")
    assert methods_of(said) == {
        "/any": (["GET", "POST", "PUT"], []),
        "/get": (["GET", "POST", "PUT"], ["PUT"]),
        "/get/put": (["PUT"], ["PUT"]),
        "/none": (["GET", "POST", "PUT"], []),
        "/put": (["GET", "POST", "PUT"], []),
    }
    said = flask_cors(app, "routes", "--origin", APP, "--format", "json")
    assert methods_of(said) == {
        "/any": (["GET", "POST", "PUT"], []),
        "/get": (["GET", "POST"], []),
        "/put": (["GET", "POST", "PUT"], []),
    }
    legend = "A method in parentheses is refused"
    told = flask_cors(app, "routes").out
    assert "(PUT)" in told
    assert legend in told
    assert legend not in flask_cors(app, "routes", "--origin", APP).out


def test_a_view_whose_options_cannot_be_used() -> None:
    app = Flask("tests", static_folder=None)
    app.config["CORS_SUPPORTS_CREDENTIALS"] = True
    CORS(app, resources={"/api/*": {"origins": APP}})
    app.add_url_rule("/report", "report", cross_origin()(view))
    app.add_url_rule("/api/items", "items", view)
    said = flask_cors(app, "routes", "--format", "json")
    assert rows(said)["/report", "GET"] == ["view 'view'", False, "*", None]
    assert [each["refused"] for each in said.json["routes"]] == [False, True]
    assert "view 'view', refused" in flask_cors(app, "routes").out


def test_paths_with_letters_outside_ascii() -> None:
    app = Flask("tests", static_folder=None)
    CORS(app, resources={"/café/*": {"origins": APP}})
    app.add_url_rule("/café/orders", "orders", view)
    app.add_url_rule("/cafe/orders", "others", view)
    said = flask_cors(app, "routes", "--origin", APP, "--format", "json")
    assert rows(said) == {
        ("/café/orders", "GET"): ["resource '/caf\\xe9/*'", APP, False, "*", None]
    }


def test_source_of_origins_is_asked() -> None:
    app = Flask("tests", static_folder=None)
    CORS(app, origins=lambda query: query.path == "/b" and query.origin == APP)
    for path in ("/a", "/b"):
        app.add_url_rule(path, path, view)
    said = flask_cors(app, "routes", "--origin", APP, "--format", "json")
    assert [route["route"] for route in said.json["routes"]] == ["/b"]


HOSTS = [
    pytest.param({}, {}, "127.0.0.1:5000", id="where flask run serves it"),
    pytest.param({"SERVER_NAME": "api.example"}, {}, "api.example", id="as the config says"),
    pytest.param(
        {"SERVER_NAME": "api.example", "PREFERRED_URL_SCHEME": "https"},
        {"subdomain": "<tenant>"},
        "x.api.example",
        id="on a subdomain",
    ),
]


@pytest.mark.parametrize(("config", "options", "host"), HOSTS)
def test_source_is_asked_about_the_host(
    config: dict[str, str], options: dict[str, str], host: str
) -> None:
    asked: list[str] = []

    def tenants(query: OriginQuery) -> bool:
        asked.append(query.host)
        return True

    app = Flask("tests", static_folder=None, subdomain_matching=True)
    app.config.update(config)
    CORS(app, origins=tenants)
    app.add_url_rule("/a", "a", view, **options)
    assert flask_cors(app, "routes", "--origin", APP).status == 0
    assert asked == [host]


def test_source_is_asked_about_the_host_of_the_route() -> None:
    app = Flask("tests", static_folder=None, host_matching=True)
    CORS(app, origins=lambda query: query.host == "shop.example")
    app.add_url_rule("/a", "a", view, host="shop.example")
    app.add_url_rule("/a", "b", view, host="other.example")
    said = flask_cors(app, "routes", "--origin", APP, "--format", "json")
    assert [route["endpoint"] for route in said.json["routes"]] == ["a"]


def test_nothing_to_show() -> None:
    app = Flask("tests", static_folder=None)
    assert flask_cors(app, "routes").out == "No route.\n"
    app.add_url_rule("/", view_func=view)
    assert flask_cors(app, "routes", "--origin", APP).out == f"No route lets pages of {APP} in.\n"


def test_table() -> None:
    said = flask_cors(make_app(), "routes")
    assert said.status == 0
    head, line, *body = said.out.splitlines()
    assert re.split(r"  +", head) == [
        "Route", "Methods", "Rule", "Origins", "Credentials", "Headers", "Max-Age",
    ]  # fmt: skip
    assert set(line) == {"-", " "}
    (internal,) = (row for row in body if row.startswith("/internal"))
    assert internal.split() == ["/internal", "POST", "none", "none"]
    (report,) = (row for row in body if row.startswith("/api/report"))
    assert report.endswith("no           none")


def test_the_form_has_an_older_name() -> None:
    told = flask_cors(make_app(), "routes")
    assert flask_cors(make_app(), "routes", "--format", "text") == told
    assert flask_cors(make_app(), "routes", "--format", "table") == told
    assert "--format [text|json]" in flask_cors(make_app(), "routes", "--help").out


def test_long_lists_are_cut() -> None:
    app = Flask("tests", static_folder=None)
    CORS(app, origins=[f"https://{number}.example.com" for number in range(10)])
    app.add_url_rule("/" + "very-long/" * 20, view_func=view)
    assert "and 5 more" in flask_cors(app, "routes").out


def test_strange_characters_are_escaped() -> None:
    app = Flask("tests", static_folder=None)
    app.add_url_rule("/\x1b[31mred", view_func=view)
    assert r"/\x1b[31mred" in flask_cors(app, "routes").out


# Which policies a route has


class Items(MethodView):
    @cross_origin(origins=APP)
    def get(self) -> str:
        return "read"

    @cross_origin(origins=ADMIN)
    def put(self) -> str:
        return "written"


def test_methods_with_policies_of_their_own() -> None:
    app = Flask("tests", static_folder=None)
    CORS(app, resources="/nothing")
    app.add_url_rule("/items", view_func=Items.as_view("items"))
    found = rows(flask_cors(app, "routes", "--format", "json"))
    assert found == {
        ("/items", "GET"): ["view 'Items.get'", APP, False, "*", None],
        ("/items", "PUT"): ["view 'Items.put'", ADMIN, False, "*", None],
    }


def test_route_with_a_variable_that_rules_tell_apart() -> None:
    app = Flask("tests", static_folder=None)
    CORS(app, resources={"/api/*": {"origins": APP}, "/shop/*.json": {"origins": ADMIN}})
    app.add_url_rule("/<path:page>", "page", view)
    routes = flask_cors(app, "routes", "--format", "json").json["routes"]
    assert [
        (route["path"], route["policy"] and route["policy"]["origins"]) for route in routes
    ] == [
        ("/1", None),
        ("/api", [APP]),
        ("/shop/1.json", [ADMIN]),
    ]


def test_blueprints_hosts_and_what_is_only_built() -> None:
    app = Flask("tests", static_folder=None, subdomain_matching=True)
    app.config["SERVER_NAME"] = "example.com"
    shop = Blueprint("shop", __name__, url_prefix="/shop", subdomain="<tenant>")
    shop.add_url_rule("/prices", view_func=view)
    CORS(shop, origins=APP)
    app.register_blueprint(shop)
    app.add_url_rule("/built", "built", build_only=True)
    (route,) = flask_cors(app, "routes", "--format", "json").json["routes"]
    assert route["host"] == "<tenant>"
    assert route["policy"]["rule"]["text"] == "blueprint 'shop'"
    assert "<tenant>|/sho" in flask_cors(app, "routes").out


def test_route_under_a_blueprint_on_its_subdomain() -> None:
    app = Flask("tests", static_folder=None, subdomain_matching=True)
    app.config["SERVER_NAME"] = "example.com"
    shop = Blueprint("shop", __name__, url_prefix="/shop", subdomain="eu")
    CORS(shop, origins=APP)
    app.register_blueprint(shop)
    for subdomain in ("eu", "us"):
        app.add_url_rule("/shop/prices", subdomain, view, subdomain=subdomain)
    routes = flask_cors(app, "routes", "--origin", APP, "--format", "json").json["routes"]
    assert [route["host"] for route in routes] == ["eu"]


def test_host_matching() -> None:
    app = Flask("tests", static_folder=None, host_matching=True)
    CORS(app, resources={r"/(api|v1)/x": {"origins": APP}})
    app.add_url_rule("/<a>/x", "a", view, host="api.example.com")
    routes = flask_cors(app, "routes", "--format", "json").json["routes"]
    assert [(route["host"], route["path"]) for route in routes] == [
        ("api.example.com", "/1/x"),
        ("api.example.com", "/api/x"),
    ]


def test_converter_that_raises() -> None:
    from werkzeug.routing import BaseConverter

    class Moody(BaseConverter):
        def to_python(self, value: str) -> str:
            raise RuntimeError(value)

    app = Flask("tests", static_folder=None)
    app.url_map.converters["moody"] = Moody
    CORS(app, resources="/api/*")
    app.add_url_rule("/api/<moody:x>", "moody", view)
    (route,) = flask_cors(app, "routes", "--format", "json").json["routes"]
    assert route["policy"]["rule"]["text"] == "resource '/api/*'"


# Rules for what Flask has no route for


def app_with_a_mount() -> Flask:
    app = Flask("tests", static_folder=None, subdomain_matching=True)
    app.config["SERVER_NAME"] = "example.com"
    app.wsgi_app = DispatcherMiddleware(  # type: ignore[method-assign]
        app.wsgi_app, {"/shop": Flask("shop")}
    )
    CORS(app, resources={"/shop/*": {"origins": APP}, "/api/*": {"origins": ADMIN}})
    admin = Blueprint("admin", __name__, url_prefix="/a", subdomain="admin")
    CORS(admin, origins=ADMIN)
    app.register_blueprint(admin)
    app.add_url_rule("/api/items", "items", view)
    return app


def test_rules_for_inner_layers() -> None:
    said = flask_cors(app_with_a_mount(), "routes")
    rows = [re.split(r"  +", line)[:2] for line in said.out.splitlines() if "inner layers " in line]
    assert rows[:3] == [
        ["admin|inner layers", "blueprint 'admin'"],
        ["inner layers", "/api/*"],
        ["inner layers", "/shop/*"],
    ]
    legend = "What stands for inner layers holds for URLs that Flask has no route for"
    assert legend in said.words


def test_rules_for_inner_layers_as_json() -> None:
    said = flask_cors(app_with_a_mount(), "routes", "--format", "json").json
    assert [each["route"] for each in said["routes"]] == ["/api/items"]
    assert [
        (each["subdomain"], each["path"], each["policy"]["rule"]["text"], each["policy"]["origins"])
        for each in said["inner_layers"]
    ] == [
        ("admin", "/a/...", "blueprint 'admin'", [ADMIN]),
        (None, "/api/...", "resource '/api/*'", [ADMIN]),
        (None, "/shop/...", "resource '/shop/*'", [APP]),
    ]


def test_rules_for_inner_layers_that_an_origin_is_let_in_by() -> None:
    said = flask_cors(app_with_a_mount(), "routes", "--origin", APP, "--format", "json").json
    assert said["routes"] == []
    assert [each["path"] for each in said["inner_layers"]] == ["/shop/..."]


def test_rules_without_inner_layers() -> None:
    said = flask_cors(make_app(), "routes", "--format", "json").json
    assert said["inner_layers"] == []
    assert "inner" not in flask_cors(make_app(), "routes").out


# What depends on the URL


def by_values(query: OriginQuery) -> bool:
    return (query.view_args or {}).get("tenant") == "acme"


def by_path(query: OriginQuery) -> bool:
    return query.path.startswith("/acme/")


def by_host(query: OriginQuery) -> bool:
    return query.host.startswith("acme.")


def but_for_one(query: OriginQuery) -> bool:
    return not by_path(query)


def by_endpoint(query: OriginQuery) -> bool:
    return query.endpoint == "things" and not query.preflight


def failing(query: OriginQuery) -> bool:
    raise LookupError(query.path)


DEPENDING = [
    pytest.param(by_values, {"/<tenant>/things", "<tenant>|/things"}, set(), id="values"),
    pytest.param(by_path, {"/<tenant>/things"}, set(), id="the path"),
    pytest.param(
        but_for_one, {"/<tenant>/things"}, {"/things", "<tenant>|/things"}, id="the path but one"
    ),
    pytest.param(by_host, {"<tenant>|/things"}, set(), id="the host"),
    pytest.param(failing, {"/<tenant>/things"}, set(), id="what it fails at"),
    pytest.param(by_endpoint, set(), {"/<tenant>/things"}, id="the endpoint"),
]


@pytest.mark.parametrize("remember", [lambda source: source, CachedOrigins])
@pytest.mark.parametrize(("source", "depending", "others"), DEPENDING)
def test_routes_at_which_it_depends_on_the_url(source, depending, others, remember) -> None:
    app = Flask("tests", static_folder=None, subdomain_matching=True)
    app.config["SERVER_NAME"] = "example.com"
    CORS(app, origins=remember(source))
    app.add_url_rule("/things", "fixed", view)
    app.add_url_rule("/<tenant>/things", "things", view, methods=["POST"])
    app.add_url_rule("/things", "by_host", view, subdomain="<tenant>")
    for _ in range(2):  # asked once, an answer is remembered
        said = flask_cors(app, "routes", "--origin", APP, "--format", "json")
        found = {
            (f"{route['host']}|" if route["host"] else "") + route["route"]: route["depends_on_url"]
            for route in said.json["routes"]
        }
        assert found == {**dict.fromkeys(depending, True), **dict.fromkeys(others, False)}
    told = flask_cors(app, "routes", "--origin", APP).words
    assert ("A source of origins looks at what is variable in the URL" in told) is bool(depending)
    assert (f"ask flask cors check URL --origin {APP}." in told) is bool(depending)


def test_no_route_depends_on_the_url_where_no_origin_is_asked_about() -> None:
    app = Flask("tests", static_folder=None)
    CORS(app, origins=by_path)
    app.add_url_rule("/<tenant>/things", "things", view)
    (route,) = flask_cors(app, "routes", "--format", "json").json["routes"]
    assert route["depends_on_url"] is False
    assert "looks at" not in flask_cors(app, "routes").out


def test_inner_layers_where_it_depends_on_the_url() -> None:
    app = Flask("tests", static_folder=None)
    app.wsgi_app = DispatcherMiddleware(  # type: ignore[method-assign]
        app.wsgi_app, {"/shop": Flask("shop")}
    )
    CORS(app, resources={"/shop/*": {"origins": by_path}, "/exact": {"origins": by_path}})
    said = flask_cors(app, "routes", "--origin", APP, "--format", "json").json
    assert [(each["path"], each["depends_on_url"]) for each in said["inner_layers"]] == [
        ("/shop/...", True)
    ]
    assert "in the URL of inner layers, so" in flask_cors(app, "routes", "--origin", APP).words
