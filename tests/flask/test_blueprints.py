"""Blueprints: `CORS(blueprint)`, with `CORS(app)` and without."""

from __future__ import annotations

import warnings

import pytest
from flask import Blueprint
from flask import Flask
from flask import abort
from werkzeug.routing import BaseConverter

from flask_cors import CORS
from flask_cors import PolicyError
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
from .support import CopyingLayer
from .support import HoldingLayer
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight
from .support import quiet

ORDERS = {
    # What comes first: the app's own extension, or the blueprint
    "CORS(app) first": (
        lambda app, blueprint: CORS(app, **marked(PATH)),
        lambda app, blueprint: app.register_blueprint(blueprint),
    ),
    "the blueprint first": (
        lambda app, blueprint: app.register_blueprint(blueprint),
        lambda app, blueprint: CORS(app, **marked(PATH)),
    ),
    "no CORS(app)": (lambda app, blueprint: app.register_blueprint(blueprint),),
    "a layer inside": (
        lambda app, blueprint: setattr(app, "wsgi_app", CopyingLayer(app.wsgi_app)),
        lambda app, blueprint: CORS(app, **marked(PATH)),
        lambda app, blueprint: app.register_blueprint(blueprint),
    ),
}
orders = pytest.mark.parametrize("order", list(ORDERS))


def build(order, blueprint):
    app = quiet(Flask(__name__))
    for step in ORDERS[order]:
        step(app, blueprint)
    app.add_url_rule("/plain", "plain", lambda: "plain")
    app.add_url_rule("/api/beside", "beside", lambda: "a view of the app, under the prefix")
    return app.test_client()


def of_app(order, fields=None):
    """What the app's own rule adds, where there is one."""
    return NOTHING if order == "no CORS(app)" else (fields or allowed(PATH))


def fail():
    raise ZeroDivisionError


def api(**options):
    blueprint = Blueprint("api", __name__, **options)
    blueprint.add_url_rule("/items/", "items", lambda: "items", methods=["GET", "PUT"])
    blueprint.add_url_rule("/fail", "fail", fail)
    blueprint.add_url_rule("/abort", "abort", lambda: abort(403))
    view = cross_origin(**marked(VIEW))(lambda: "view")
    blueprint.add_url_rule("/view", "view", view)
    return blueprint


UNDER_THE_PREFIX = [
    pytest.param("GET /api/items/", 200, BLUEPRINT, id="its view"),
    pytest.param("PUT /api/items/", 200, BLUEPRINT, id="its view, PUT"),
    pytest.param("GET /api/items", 308, BLUEPRINT, id="its strict slash"),
    pytest.param("DELETE /api/items/", 405, BLUEPRINT, id="its 405"),
    pytest.param("GET /api/fail", 500, BLUEPRINT, id="its exception"),
    pytest.param("GET /api/abort", 403, BLUEPRINT, id="its abort"),
    pytest.param("GET /api/none", 404, BLUEPRINT, id="its 404"),
    pytest.param("GET /api/", 404, BLUEPRINT, id="the prefix"),
    pytest.param("GET /api", 404, BLUEPRINT, id="the prefix without its slash"),
    pytest.param("GET /api/beside", 200, BLUEPRINT, id="a view of the app under the prefix"),
    pytest.param("GET /api/no%0ane", 404, BLUEPRINT, id="its 404, with a line break"),
    pytest.param("GET /api//none", 404, BLUEPRINT, id="repeated slashes"),
    pytest.param("GET /api/%FF", 404, BLUEPRINT, id="its 404, no UTF-8"),
    pytest.param("GET /api/x/../none", 404, BLUEPRINT, id="its 404, with dot segments"),
    pytest.param("GET /api/view", 200, VIEW, id="its view with a policy of its own"),
    pytest.param("DELETE /api/view", 405, VIEW, id="that view's 405"),
]
NOT_UNDER_IT = [
    pytest.param("GET /plain", 200, id="a view of the app"),
    pytest.param("GET /none", 404, id="404"),
    pytest.param("GET /apix", 404, id="a name that only begins so"),
    pytest.param("GET /api-v2/items/", 404, id="another that begins so"),
    pytest.param("GET /x/api/items/", 404, id="the prefix, deeper"),
]


@orders
@pytest.mark.parametrize(("asked", "status", "mark"), UNDER_THE_PREFIX)
def test_under_the_prefix(order, asked, status, mark):
    blueprint = api(url_prefix="/api")
    CORS(blueprint, **marked(BLUEPRINT))
    client, (method, path) = build(order, blueprint), asked.split()

    response = fetch(client, path, method)
    assert (response.status_code, fields_of(response)) == (status, allowed(mark))
    assert fields_of(fetch(client, path, method, EVIL)) == REFUSED
    assert fields_of(fetch(client, path, method, None)) == REFUSED
    assert_passes(preflight(client, path, method), passed(mark))
    response = preflight(client, path, method, EVIL)
    assert (response.status_code, fields_of(response)) == (403, REFUSED)


@orders
@pytest.mark.parametrize(("asked", "status"), NOT_UNDER_IT)
def test_not_under_the_prefix(order, asked, status):
    blueprint = api(url_prefix="/api")
    CORS(blueprint, **marked(BLUEPRINT))
    client, (method, path) = build(order, blueprint), asked.split()

    response = fetch(client, path, method)
    assert (response.status_code, fields_of(response)) == (status, of_app(order))
    assert fields_of(preflight(client, path, method)) == of_app(order, passed(PATH))


@orders
@pytest.mark.parametrize(
    ("asked", "status", "mark"),
    [
        pytest.param("GET /items/", 200, BLUEPRINT, id="its view"),
        pytest.param("GET /items", 308, BLUEPRINT, id="its strict slash"),
        pytest.param("DELETE /items/", 405, BLUEPRINT, id="its 405"),
        pytest.param("GET /fail", 500, BLUEPRINT, id="its exception"),
        pytest.param("GET /view", 200, VIEW, id="its view with a policy of its own"),
        pytest.param("GET /plain", 200, None, id="a view of the app"),
        pytest.param("GET /none", 404, None, id="404, which is nobody's"),
    ],
)
def test_without_a_prefix(order, asked, status, mark):
    """It governs its endpoints, nothing else."""
    blueprint = api()
    CORS(blueprint, **marked(BLUEPRINT))
    client, (method, path) = build(order, blueprint), asked.split()

    response = fetch(client, path, method)
    assert response.status_code == status
    assert fields_of(response) == (allowed(mark) if mark else of_app(order))
    if mark:
        assert_passes(preflight(client, path, method), passed(mark))
        assert preflight(client, path, method, EVIL).status_code == 403


@orders
@pytest.mark.parametrize("prefix", ["/api", None])
def test_resources(order, prefix):
    """Only what matches them, by the full path."""
    blueprint = api(url_prefix=prefix)
    before = prefix or ""
    CORS(blueprint, resources={f"{before}/items/*": marked(BLUEPRINT), "/fail": {}})
    client = build(order, blueprint)

    assert fields_of(fetch(client, f"{before}/items/")) == allowed(BLUEPRINT)
    assert_passes(preflight(client, f"{before}/items/", "PUT"), passed(BLUEPRINT))
    assert fields_of(fetch(client, f"{before}/abort")) == of_app(order)
    assert fields_of(fetch(client, f"{before}/view")) == allowed(VIEW)
    if prefix:
        assert fields_of(fetch(client, "/api/fail")) == of_app(order)
        assert fields_of(fetch(client, "/api/items/none")) == allowed(BLUEPRINT)
        assert fields_of(fetch(client, "/items/none")) == of_app(order)


@orders
def test_out_of_the_prefix(order):
    """Where a layer is inside, it may serve what the path says as it came."""
    blueprint = api(url_prefix="/api")
    CORS(blueprint, **marked(BLUEPRINT))
    client = build(order, blueprint)

    may_be_served = order == "a layer inside"
    answer = fetch(client, "/api/..%2fplain")
    assert answer.status_code == 404
    assert fields_of(answer) == (NOTHING if may_be_served else of_app(order))
    answer = preflight(client, "/api/..%2fplain")
    assert fields_of(answer) == (NOTHING if may_be_served else of_app(order, passed(PATH)))


@pytest.mark.parametrize(
    "path", ["/files/a%2f../private/x", "/files/.%2f/private/x", "/files/../files//private/x"]
)
def test_view_of_the_app_whose_path_leads_under_the_prefix(path):
    """No wider rule speaks for what a file system may take the path for."""
    app = Flask(__name__)
    blueprint = Blueprint("private", __name__, url_prefix="/files/private")
    CORS(blueprint, **marked(BLUEPRINT))
    CORS(app, **marked(PATH))
    app.register_blueprint(blueprint)
    app.add_url_rule("/files/<path:name>", "file", lambda name: name)
    client = app.test_client()

    assert fields_of(fetch(client, "/files/private/x")) == allowed(BLUEPRINT)
    assert fields_of(fetch(client, "/files/public/x")) == allowed(PATH)
    response = fetch(client, path)
    assert (response.status_code, fields_of(response)) == (200, NOTHING)
    assert fields_of(preflight(client, path)) == NOTHING


@orders
def test_view_that_dot_segments_lead_out_of(order):
    """No wider rule speaks for a view of the blueprint."""
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    blueprint.add_url_rule("/<path:name>", "file", lambda name: name)
    CORS(blueprint, resources={"/api/*": marked(BLUEPRINT)})
    client = build(order, blueprint)

    for path, fields in (("/api/x", allowed(BLUEPRINT)), ("/api/..%2fx", NOTHING)):
        response = fetch(client, path)
        assert (response.status_code, fields_of(response)) == (200, fields)


@orders
def test_prefix_given_when_registered(order):
    blueprint = api(url_prefix="/wrong")
    CORS(blueprint, **marked(BLUEPRINT))
    app = Flask(__name__)
    if order != "no CORS(app)":
        CORS(app, **marked(PATH))
    app.register_blueprint(blueprint, url_prefix="/right/")
    client = app.test_client()

    assert fields_of(fetch(client, "/right/items/")) == allowed(BLUEPRINT)
    assert fields_of(fetch(client, "/right/none")) == allowed(BLUEPRINT)
    assert fields_of(fetch(client, "/right")) == allowed(BLUEPRINT)
    assert fields_of(fetch(client, "/wrong/none")) == of_app(order)


@pytest.mark.parametrize(
    ("prefix", "under", "beside"),
    [
        pytest.param(
            "/<lang>/api", "/en/api/items/ /en/api/none /en/api", "/en/none /api/none", id="string"
        ),
        pytest.param(
            "/<lang>/api",
            "/en/api/x/../none /en/api/./items/ /en/api//none /en/api/ /plain/../en/api/none",
            "/en/api/../../secret /en/api/..%2f..%2fplain /en/apix",
            id="dot segments",
        ),
        pytest.param("/<int:org>", "/7/items/ /7/none /7", "/seven/none /none", id="int"),
        pytest.param(
            "/<int(max=5):x>", "/5/ /5/none /7/../3/none", "/7 /7/ /7/none", id="refused values"
        ),
        pytest.param(
            "/o/<path:where>/api",
            "/o/a/api/items/ /o/a/b/api/items/ /o/a/b/api/none",
            "/o/api/none /o/a/b/none",
            id="path",
        ),
        pytest.param("/<any(v1, v2):version>", "/v1/items/ /v2/none", "/v3/none /plain", id="any"),
        pytest.param("/a.b", "/a.b/items/ /a.b/none", "/axb/none", id="a dot is a dot"),
        pytest.param("/n\u00e4me", "/n%C3%A4me/items/ /n%C3%A4me/none", "/n/none", id="non-ASCII"),
    ],
)
def test_prefix_with_variables(prefix, under, beside):
    blueprint = Blueprint("api", __name__, url_prefix=prefix)
    blueprint.add_url_rule("/items/", "items", lambda **_: "items")
    CORS(blueprint, **marked(BLUEPRINT))
    app = Flask(__name__)
    app.add_url_rule("/plain", "plain", lambda: "plain")
    CORS(app, **marked(PATH))
    app.register_blueprint(blueprint)
    client = app.test_client()

    for path in under.split():
        assert fields_of(fetch(client, path)) == allowed(BLUEPRINT), path
        assert_passes(preflight(client, path), passed(BLUEPRINT))
    for path in beside.split():
        assert fields_of(fetch(client, path)) == allowed(PATH), path
        assert_passes(preflight(client, path), passed(PATH))


@pytest.mark.parametrize(
    ("prefix", "path", "fields"),
    [
        pytest.param("/api", "/api/" + "x" * 5000, allowed(BLUEPRINT), id="a plain prefix"),
        pytest.param("/api", "/other/" + "x" * 5000, allowed(PATH), id="not under it"),
        pytest.param("/<lang>", "/en/" + "x" * 5000, NOTHING, id="a prefix with a variable"),
    ],
)
def test_path_of_5000_characters(prefix, path, fields):
    """Only what is cheap to try is tried; where more might govern, nobody is let in."""
    blueprint = Blueprint("api", __name__, url_prefix=prefix)
    CORS(blueprint, **marked(BLUEPRINT))
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.register_blueprint(blueprint)
    client = app.test_client()

    response = fetch(client, path)
    assert (response.status_code, fields_of(response)) == (404, fields)


def test_prefix_with_a_converter_that_fails():
    """Whether a URL is under it nobody can tell; the answer is Flask's, and no exception."""

    class Fails(BaseConverter):
        def to_python(self, value):
            raise ZeroDivisionError

    blueprint = Blueprint("api", __name__, url_prefix="/<fails:x>")
    CORS(blueprint, **marked(BLUEPRINT))
    app = Flask(__name__)
    app.url_map.converters["fails"] = Fails
    CORS(app, **marked(PATH))
    app.register_blueprint(blueprint)
    response = fetch(app.test_client(), "/x/none")

    assert response.status_code == 404
    assert fields_of(response) in (allowed(PATH), allowed(BLUEPRINT))


# Nested blueprints


def nested(parent_options, child_options):
    parent = Blueprint("parent", __name__, url_prefix="/parent")
    child = Blueprint("child", __name__, url_prefix="/child")
    grandchild = Blueprint("grandchild", __name__)  # without a prefix of its own
    for blueprint, options in ((parent, parent_options), (child, child_options)):
        if options:
            CORS(blueprint, **options)
    for blueprint in (parent, child):
        blueprint.add_url_rule("/items/", "items", lambda: "items")
    grandchild.add_url_rule("/grand", "grand", lambda: "grand")
    child.register_blueprint(grandchild)
    parent.register_blueprint(child)
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.register_blueprint(parent)
    return app.test_client()


@pytest.mark.parametrize(
    ("parent", "child", "expected"),
    [
        pytest.param(BLUEPRINT, None, (BLUEPRINT, BLUEPRINT), id="the parent alone"),
        pytest.param(None, SECOND, (PATH, SECOND), id="the child alone"),
        pytest.param(BLUEPRINT, SECOND, (BLUEPRINT, SECOND), id="both"),
    ],
)
def test_nested(parent, child, expected):
    client = nested(parent and marked(parent), child and marked(child))
    of_parent, of_child = expected
    paths = {
        "/parent/items/": of_parent,
        "/parent/items": of_parent,
        "/parent/none": of_parent,
        "/parent": of_parent,
        "/parent/childish": of_parent,
        "/parent/child/items/": of_child,
        "/parent/child/items": of_child,
        "/parent/child/none": of_child,
        "/parent/child": of_child,
        "/parent/child/grand": of_child,
        "/child/none": PATH,
        "/none": PATH,
    }
    for path, mark in paths.items():
        assert fields_of(fetch(client, path)) == allowed(mark), path
        assert_passes(preflight(client, path), passed(mark))
        assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED, path


def test_nested_without_prefixes():
    """The child's view is the parent's, too, where the child has no rule."""
    parent, child = Blueprint("parent", __name__), Blueprint("child", __name__)
    CORS(parent, **marked(BLUEPRINT))
    child.add_url_rule("/grand", "grand", lambda: "grand")
    parent.register_blueprint(child)
    app = Flask(__name__)
    app.register_blueprint(parent)
    client = app.test_client()

    assert fields_of(fetch(client, "/grand")) == allowed(BLUEPRINT)
    assert fields_of(fetch(client, "/none")) == NOTHING


@pytest.mark.parametrize("parents_own", [True, False])
def test_child_without_a_prefix_of_its_own(parents_own):
    """It governs its endpoints only, though its parent has a prefix."""
    parent = Blueprint("parent", __name__, url_prefix="/parent")
    child = Blueprint("child", __name__)
    CORS(child, **marked(SECOND))
    if parents_own:
        CORS(parent, **marked(BLUEPRINT))
    parent.add_url_rule("/items", "items", lambda: "items")
    child.add_url_rule("/grand", "grand", lambda: "grand")
    parent.register_blueprint(child)
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.register_blueprint(parent)
    client = app.test_client()

    rest = BLUEPRINT if parents_own else PATH
    for path, mark in (("/parent/grand", SECOND), ("/parent/items", rest), ("/parent/x", rest)):
        assert fields_of(fetch(client, path)) == allowed(mark), path
        assert_passes(preflight(client, path), passed(mark))


def test_one_child_of_two_parents():
    child = Blueprint("child", __name__, url_prefix="/child")
    CORS(child, **marked(SECOND))
    child.add_url_rule("/grand", "grand", lambda: "grand")
    app = Flask(__name__)
    for name in ("one", "two"):
        parent = Blueprint(name, __name__, url_prefix=f"/{name}")
        parent.add_url_rule("/items", "items", lambda: "items")
        parent.register_blueprint(child)
        if name == "two":
            CORS(parent, **marked(BLUEPRINT))
        app.register_blueprint(parent)
    client = app.test_client()

    for name, rest in (("one", NOTHING), ("two", allowed(BLUEPRINT))):
        assert fields_of(fetch(client, f"/{name}/child/grand")) == allowed(SECOND)
        assert fields_of(fetch(client, f"/{name}/child/none")) == allowed(SECOND)
        assert fields_of(fetch(client, f"/{name}/items")) == rest


def test_two_blueprints_under_one_prefix():
    """Their views have their own rules; of the URLs that are nobody's, the first speaks."""
    app = Flask(__name__)
    for name, mark in (("one", BLUEPRINT), ("two", SECOND)):
        blueprint = Blueprint(name, __name__, url_prefix="/api")
        CORS(blueprint, **marked(mark))
        blueprint.add_url_rule(f"/{name}", "view", lambda: "view")
        app.register_blueprint(blueprint)
    client = app.test_client()

    assert fields_of(fetch(client, "/api/one")) == allowed(BLUEPRINT)
    assert fields_of(fetch(client, "/api/two")) == allowed(SECOND)
    assert fields_of(fetch(client, "/api/none")) == allowed(BLUEPRINT)


def test_longer_prefix_wins():
    app = Flask(__name__)
    for name, prefix, mark in (("one", "/api", BLUEPRINT), ("two", "/api/v2", SECOND)):
        blueprint = Blueprint(name, __name__, url_prefix=prefix)
        CORS(blueprint, **marked(mark))
        app.register_blueprint(blueprint)
    client = app.test_client()

    assert fields_of(fetch(client, "/api/none")) == allowed(BLUEPRINT)
    assert fields_of(fetch(client, "/api/v2/none")) == allowed(SECOND)
    assert fields_of(fetch(client, "/api/v23")) == allowed(BLUEPRINT)


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    ("wide", "strict", "path"),
    [
        pytest.param("/<string:tenant>", "/admin", "/admin/x", id="written out, not the longer"),
        pytest.param("/<tenant>/api/v1", "/admin", "/admin/api/v1/x", id="from the left"),
        pytest.param("/a/<x>/c", "/a/b", "/a/b/c/x", id="part by part"),
        pytest.param("/<tenant>", "/<tenant>/api", "/t/api/x", id="both variable: the longer"),
        pytest.param("/<path:rest>", "/a/<x>", "/a/b/x", id="a variable for several parts"),
        pytest.param("/<path:rest>", "/<tenant>", "/t/x", id="a variable for one part"),
        pytest.param("/<tenant>", "/v<int:number>", "/v1/x", id="partly written out"),
    ],
)
def test_prefix_that_is_written_out_wins(wide, strict, path, order):
    """As with Werkzeug's routes: a wider blueprint does not speak for a stricter one."""
    app = Flask(__name__)
    blueprints = [(wide, BLUEPRINT), (strict, SECOND)][::order]
    for prefix, mark in blueprints:
        blueprint = Blueprint(f"b{mark}", __name__, url_prefix=prefix)
        CORS(blueprint, **marked(mark))
        app.register_blueprint(blueprint)
    app.add_url_rule(f"{strict}/<path:_>/view", "view", lambda **_: "view")
    client = app.test_client()

    for asked in (path, f"{path}/view"):
        assert fields_of(fetch(client, asked)) == allowed(SECOND)
        assert_passes(preflight(client, asked), passed(SECOND))


# One blueprint, several times


def test_child_registered_twice_with_one_parent():
    """Each registration has its own prefix, or none."""
    parent = Blueprint("parent", __name__, url_prefix="/parent")
    child = Blueprint("child", __name__)
    CORS(child, **marked(BLUEPRINT))
    parent.register_blueprint(child)
    parent.register_blueprint(child, url_prefix="/again", name="again")
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.register_blueprint(parent)
    client = app.test_client()

    assert fields_of(fetch(client, "/parent/none")) == allowed(PATH)
    assert fields_of(fetch(client, "/parent/again/none")) == allowed(BLUEPRINT)


def test_registered_twice_by_other_names():
    blueprint = Blueprint("api", __name__)
    CORS(blueprint, **marked(BLUEPRINT))
    blueprint.add_url_rule("/items", "items", lambda: "items")
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.register_blueprint(blueprint, url_prefix="/one")
    app.register_blueprint(blueprint, url_prefix="/two", name="again")
    client = app.test_client()

    for prefix in ("/one", "/two"):
        for path in (f"{prefix}/items", f"{prefix}/none"):
            assert fields_of(fetch(client, path)) == allowed(BLUEPRINT)
            assert_passes(preflight(client, path), passed(BLUEPRINT))
    assert fields_of(fetch(client, "/three/items")) == allowed(PATH)


def test_on_two_apps():
    """Each app's config has its say."""
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    CORS(blueprint, expose_headers="X-Rule-2", max_age=2)
    blueprint.add_url_rule("/items", "items", lambda: "items")
    clients = []
    for origins in ([APP, ADMIN], [ADMIN, EVIL]):
        app = Flask(__name__)
        app.config["CORS_ORIGINS"] = origins
        app.register_blueprint(blueprint)
        clients.append(app.test_client())

    assert fields_of(fetch(clients[0], "/api/items")) == allowed(BLUEPRINT)
    assert fields_of(fetch(clients[1], "/api/items")) == REFUSED
    assert fields_of(fetch(clients[1], "/api/items", origin=EVIL)) == allowed(BLUEPRINT, EVIL)


def test_generators_serve_every_app_that_registers_the_blueprint():
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    options = marked(BLUEPRINT, origins=(each for each in (APP, ADMIN)))
    CORS(blueprint, resources={"/api/*": options})
    for _ in range(2):
        app = Flask(__name__)
        app.register_blueprint(blueprint)
        client = app.test_client()
        assert fields_of(fetch(client, "/api/none")) == allowed(BLUEPRINT)
        assert fields_of(fetch(client, "/api/none", origin=ADMIN)) == allowed(BLUEPRINT, ADMIN)


def test_second_extension_on_one_blueprint_adds_rules():
    blueprint = api(url_prefix="/api")
    CORS(blueprint, resources={"/api/items/*": marked(BLUEPRINT)})
    CORS(blueprint, resources={"/api/fail": marked(SECOND)})
    app = quiet(Flask(__name__))
    app.register_blueprint(blueprint)
    client = app.test_client()

    assert fields_of(fetch(client, "/api/items/")) == allowed(BLUEPRINT)
    assert fields_of(fetch(client, "/api/fail")) == allowed(SECOND)
    assert fields_of(fetch(client, "/api/none")) == NOTHING


def test_same_pattern_twice_on_one_blueprint():
    def register(*marks):
        blueprint = api(url_prefix="/api")
        for mark in marks:
            CORS(blueprint, **marked(mark))
        app = Flask(__name__)
        app.register_blueprint(blueprint)
        return app

    client = register(BLUEPRINT, BLUEPRINT).test_client()
    assert fields_of(fetch(client, "/api/items/")) == allowed(BLUEPRINT)
    with pytest.raises(PolicyError, match="by a call before"):
        register(BLUEPRINT, SECOND)


def test_init_app_on_a_blueprint():
    cors = CORS(expose_headers="X-Rule-2")
    blueprint = api(url_prefix="/api")
    cors.init_app(blueprint, origins=[APP, ADMIN], max_age=BLUEPRINT)
    app = Flask(__name__)
    cors.init_app(app, **marked(PATH))
    app.register_blueprint(blueprint)
    client = app.test_client()

    assert fields_of(fetch(client, "/api/items/")) == allowed(BLUEPRINT)
    assert fields_of(fetch(client, "/plain")) == allowed(PATH)


# What is wrong with them


def test_wrong_options_are_told_at_once():
    with pytest.raises(PolicyError) as raised:
        CORS(api(), origins="example.com", max_age=-1, methodz="GET")
    assert len(raised.value.problems) == 3


def test_what_the_apps_config_makes_wrong_is_told_when_it_is_registered():
    blueprint = api(url_prefix="/api")
    CORS(blueprint)
    app = Flask(__name__)
    app.config["CORS_SUPPORTS_CREDENTIALS"] = True
    with pytest.raises(PolicyError, match="CORS_SUPPORTS_CREDENTIALS") as raised:
        app.register_blueprint(blueprint)
    assert "blueprint 'api'" in str(raised.value)


def test_credentials_with_origins_from_the_apps_config():
    blueprint = api(url_prefix="/api")
    CORS(blueprint, supports_credentials=True)
    app = Flask(__name__)
    app.config["CORS_ORIGINS"] = APP
    app.register_blueprint(blueprint)

    assert fields_of(fetch(app.test_client(), "/api/items/")) == {
        "Access-Control-Allow-Origin": APP,
        "Access-Control-Allow-Credentials": "true",
    }


def test_mistyped_config_key_is_an_error_without_cors_app_too():
    blueprint = api(url_prefix="/api")
    CORS(blueprint)
    app = Flask(__name__)
    app.config["CORS_ORIGIN"] = APP
    with pytest.raises(PolicyError, match="CORS_ORIGINS"):
        app.register_blueprint(blueprint)


def test_warnings_are_told_once():
    blueprint = api(url_prefix="/api")
    app = Flask(__name__)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        CORS(blueprint, origins="null")
        app.register_blueprint(blueprint)
    assert [warning.filename for warning in caught] == [__file__]


def test_blueprint_that_is_registered_already():
    blueprint = api(url_prefix="/api")
    Flask(__name__).register_blueprint(blueprint)
    with pytest.raises(AssertionError, match=r"CORS comes too late .* already been registered"):
        CORS(blueprint)


# Priorities


@pytest.mark.parametrize(
    ("path", "mark"),
    [
        pytest.param("/api/view", VIEW, id="the view goes first"),
        pytest.param("/api/items/", BLUEPRINT, id="then its blueprint"),
        pytest.param("/api/none", BLUEPRINT, id="the blueprint's prefix"),
        pytest.param("/plain", PATH, id="then the path"),
    ],
)
def test_priorities(path, mark):
    """A path's rule is the last, however specific it is."""
    blueprint = api(url_prefix="/api")
    CORS(blueprint, **marked(BLUEPRINT))
    app = Flask(__name__)
    CORS(
        app, resources={"/api/view": marked(PATH), "/api/items/": marked(PATH), "/*": marked(PATH)}
    )
    app.register_blueprint(blueprint)
    client = app.test_client()

    assert fields_of(fetch(client, path)) == allowed(mark)
    assert_passes(preflight(client, path), passed(mark))


@pytest.mark.parametrize("path", ["/api/items/", "/api/none", "/api/items", "/api/beside"])
def test_strict_blueprint_beside_a_wide_rule(path):
    for layer in (None, CopyingLayer, HoldingLayer):
        blueprint = api(url_prefix="/api")
        CORS(blueprint, **marked(BLUEPRINT))
        app = Flask(__name__)
        if layer:
            app.wsgi_app = layer(app.wsgi_app)
        CORS(app, origins="*")
        app.register_blueprint(blueprint)
        app.add_url_rule("/api/beside", "beside", lambda: "beside")
        client = app.test_client()
        assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED
        assert fields_of(fetch(client, path)) == allowed(BLUEPRINT)


def test_static_files_of_a_blueprint(tmp_path):
    (tmp_path / "notes.txt").write_text("static", encoding="utf-8")
    blueprint = Blueprint(
        "api", __name__, static_folder=str(tmp_path), static_url_path="/files", url_prefix="/api"
    )
    CORS(blueprint, **marked(BLUEPRINT))
    app = Flask(__name__)
    app.register_blueprint(blueprint)

    with fetch(app.test_client(), "/api/files/notes.txt") as response:
        assert (response.data, fields_of(response)) == (b"static", allowed(BLUEPRINT))


def test_automatic_options_switched_off():
    blueprint = Blueprint("api", __name__, url_prefix="/api")
    CORS(blueprint, **marked(BLUEPRINT, automatic_options=False))
    blueprint.add_url_rule("/own", "own", lambda: "own", methods=["GET", "OPTIONS"])
    blueprint.add_url_rule("/none", "none", lambda: "none")
    app = Flask(__name__)
    app.register_blueprint(blueprint)
    client = app.test_client()

    response = preflight(client, "/api/own")
    assert (response.data, fields_of(response)) == (b"own", passed(BLUEPRINT))
    assert fields_of(preflight(client, "/api/none")) == NOTHING
    assert fields_of(fetch(client, "/api/none")) == allowed(BLUEPRINT)


def test_switched_off_by_the_apps_config():
    blueprint = api(url_prefix="/api")
    CORS(blueprint, **marked(BLUEPRINT))
    app = Flask(__name__)
    app.config["CORS_ENABLED"] = False
    app.register_blueprint(blueprint)
    client = app.test_client()

    assert fields_of(fetch(client, "/api/items/")) == NOTHING
    assert fields_of(preflight(client, "/api/items/")) == NOTHING
    assert fields_of(fetch(client, "/api/view")) == NOTHING
