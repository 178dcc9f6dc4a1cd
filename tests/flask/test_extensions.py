"""Other extensions: Flask-RESTful, Flask-RESTX, Flask-Smorest."""

from __future__ import annotations

import warnings

import pytest
from flask import Flask
from flask import abort
from flask.views import MethodView

from flask_cors import CORS
from flask_cors import cross_origin

from .support import EVIL
from .support import PATH
from .support import REFUSED
from .support import VIEW
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight
from .support import quiet

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # theirs, when they are imported
    import flask_restful
    import flask_restx
    import flask_smorest


def fail():
    raise ZeroDivisionError


def restful(app):
    api = flask_restful.Api(app)

    class Items(flask_restful.Resource):
        def get(self):
            return {"items": []}

        def put(self):
            return {"put": 1}, 201

    class Failing(flask_restful.Resource):
        def get(self):
            fail()

    class Aborting(flask_restful.Resource):
        def get(self):
            flask_restful.abort(422, message="no")

    class ByMethod(flask_restful.Resource):
        @cross_origin(**marked(VIEW))
        def get(self):
            return {"own": 1}

    class ByClass(flask_restful.Resource):
        method_decorators = (cross_origin(**marked(VIEW)),)

        def get(self):
            return {"own": 1}

    api.add_resource(Items, "/items")
    api.add_resource(Failing, "/fail")
    api.add_resource(Aborting, "/abort")
    api.add_resource(ByMethod, "/own")
    api.add_resource(ByClass, "/own-class")


def restx(app):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        api = flask_restx.Api(app, doc="/doc")

        @api.route("/items")
        class Items(flask_restx.Resource):
            def get(self):
                return {"items": []}

            def put(self):
                return {"put": 1}, 201

        @api.route("/fail")
        class Failing(flask_restx.Resource):
            def get(self):
                fail()

        @api.route("/abort")
        class Aborting(flask_restx.Resource):
            def get(self):
                api.abort(422, "no")

        @api.route("/own")
        class ByMethod(flask_restx.Resource):
            @cross_origin(**marked(VIEW))
            def get(self):
                return {"own": 1}

        @api.route("/own-class")
        class ByClass(flask_restx.Resource):
            method_decorators = (cross_origin(**marked(VIEW)),)

            def get(self):
                return {"own": 1}


def smorest(app):
    app.config.update(API_TITLE="Items", API_VERSION="v1", OPENAPI_VERSION="3.0.3")
    api = flask_smorest.Api(app)
    blueprint = flask_smorest.Blueprint("items", "items")

    @blueprint.route("/items")
    class Items(MethodView):
        @blueprint.response(200)
        def get(self):
            return {"items": []}

        @blueprint.response(201)
        def put(self):
            return {"put": 1}

    blueprint.add_url_rule("/fail", "fail", fail)
    blueprint.add_url_rule("/abort", "abort", lambda: abort(422))

    @blueprint.route("/own")
    class ByMethod(MethodView):
        @cross_origin(**marked(VIEW))
        @blueprint.response(200)
        def get(self):
            return {"own": 1}

    @blueprint.route("/own-class")
    class ByClass(MethodView):
        decorators = (cross_origin(**marked(VIEW)),)

        @blueprint.response(200)
        def get(self):
            return {"own": 1}

    api.register_blueprint(blueprint)


def before(app, extension, **options):
    CORS(app, **(options or marked(PATH)))
    extension(app)


def after(app, extension, **options):
    extension(app)
    CORS(app, **(options or marked(PATH)))


extensions = pytest.mark.parametrize("extension", [restful, restx, smorest])
orders = pytest.mark.parametrize("order", [before, after])


def create_app(order, extension, **options):
    app = quiet(Flask(__name__))
    order(app, extension, **options)
    return app


@extensions
@orders
@pytest.mark.parametrize(
    ("asked", "status", "mark"),
    [
        pytest.param("GET /items", 200, PATH, id="GET"),
        pytest.param("HEAD /items", 200, PATH, id="HEAD"),
        pytest.param("PUT /items", 201, PATH, id="PUT"),
        pytest.param("OPTIONS /items", 200, PATH, id="OPTIONS that is no preflight"),
        pytest.param("DELETE /items", 405, PATH, id="405"),
        pytest.param("GET /none", 404, PATH, id="404"),
        pytest.param("GET /fail", 500, PATH, id="an exception"),
        pytest.param("GET /abort", 422, PATH, id="abort"),
        pytest.param("GET /own", 200, VIEW, id="a decorated method"),
    ],
)
def test_answers(extension, order, asked, status, mark):
    client, (method, path) = create_app(order, extension).test_client(), asked.split()
    response = fetch(client, path, method)
    assert (response.status_code, fields_of(response)) == (status, allowed(mark))
    assert fields_of(fetch(client, path, method, EVIL)) == REFUSED
    if method != "OPTIONS":
        assert_passes(preflight(client, path, method), passed(mark))
        assert preflight(client, path, method, EVIL).status_code == 403


@extensions
@orders
def test_decorated_class_beside_a_wide_rule(extension, order):
    """Restful and RESTX decorate a method at every request, where no layer can see it before."""
    client = create_app(order, extension, origins="*").test_client()
    for path in ("/own", "/own-class"):
        for _ in range(2):
            assert fields_of(fetch(client, path)) == allowed(VIEW)
            assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED


@extensions
def test_decorated_class_without_the_extension(extension):
    app = quiet(Flask(__name__))
    extension(app)
    client = app.test_client()
    for path in ("/own", "/own-class"):
        assert fields_of(fetch(client, path)) == allowed(VIEW)
        assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED
    assert "X-Rule" not in str(fields_of(fetch(client, "/items")))


@pytest.mark.parametrize("resource", [flask_restful, flask_restx], ids=["restful", "restx"])
@pytest.mark.parametrize("with_layer", [True, False])
def test_method_goes_before_what_is_decorated_anew_in_each_request(resource, with_layer):
    """In a request nobody is warned of two, which are not two on one function."""

    class Items(resource.Resource):
        method_decorators = (cross_origin(origins="*"),)

        @cross_origin(**marked(VIEW))
        def get(self):
            return {"own": 1}

        def put(self):
            return {"put": 1}

    app = quiet(Flask(__name__))
    if with_layer:
        CORS(app, **marked(PATH))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        resource.Api(app).add_resource(Items, "/items")
    client = app.test_client()

    for _ in range(2):
        response = fetch(client, "/items")
        assert (response.status_code, fields_of(response)) == (200, allowed(VIEW))
        assert fields_of(fetch(client, "/items", origin=EVIL)) == REFUSED
        assert fields_of(fetch(client, "/items", "PUT", EVIL)) == {
            "Access-Control-Allow-Origin": EVIL,
            "Vary": "Origin",
        }
    if with_layer:
        assert_passes(preflight(client, "/items"), passed(VIEW))


@extensions
def test_preflights_do_not_reach_hooks(extension):
    app = create_app(before, extension)
    app.before_request(lambda: abort(401))
    client = app.test_client()
    assert_passes(preflight(client, "/items", "PUT"), passed(PATH))
    response = fetch(client, "/items", "PUT")
    assert (response.status_code, fields_of(response)) == (401, allowed(PATH))


def test_restx_describes_itself():
    """Its page and its description are views like any other."""
    client = create_app(after, restx).test_client()
    response = fetch(client, "/swagger.json")
    assert (response.status_code, fields_of(response)) == (200, allowed(PATH))
