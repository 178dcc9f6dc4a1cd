"""What a request can cost is bounded; past the bound nothing is granted."""

from __future__ import annotations

from flask import Blueprint
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed

from flask_cors import CORS
from flask_cors.rules.routing import _match

from .support import BLUEPRINT
from .support import NOTHING
from .support import PATH
from .support import allowed
from .support import fetch
from .support import fields_of
from .support import marked


def test_long_path_that_a_prefix_with_variables_might_cover():
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    blueprint = Blueprint("tenant", __name__, url_prefix="/<tenant>/api")
    CORS(blueprint, **marked(BLUEPRINT))
    app.register_blueprint(blueprint)
    client = app.test_client()

    assert fields_of(fetch(client, "/acme/api/none")) == allowed(BLUEPRINT)
    assert fields_of(fetch(client, f"/acme/api/{'x' * 4096}")) == NOTHING


def test_url_map_that_never_settles():
    """A method that it names as valid, and then refuses again, ends the search."""

    class Undecided:
        subdomain = None

        def match(self, *_arguments, **_options):
            raise MethodNotAllowed(valid_methods=["GET"])

    app = Flask(__name__)
    CORS(app, **marked(PATH))
    state = app.extensions["cors"]
    assert _match(state, Undecided(), "PUT", "/x") is state.rules.governing["/x"]
