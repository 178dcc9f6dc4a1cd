"""`@cross_origin`: one view's own policy, with `CORS(app)` and without."""

from __future__ import annotations

import functools
import gc
import logging
import re

import pytest
from flask import Blueprint
from flask import Flask
from flask import Response
from flask import abort
from flask import current_app
from flask import make_response
from flask import render_template_string
from flask import request
from flask import stream_with_context
from flask import url_for
from flask.views import MethodView

from flask_cors import CORS
from flask_cors import PolicyError
from flask_cors import PolicyWarning
from flask_cors import cross_origin
from flask_cors.rules.view_options import ViewOptions

from .support import ADMIN
from .support import APP
from .support import EVIL
from .support import NOTHING
from .support import PATH
from .support import REFUSED
from .support import SECOND
from .support import VIEW
from .support import CopyingLayer
from .support import allowed
from .support import assert_passes
from .support import fetch
from .support import fields_of
from .support import marked
from .support import passed
from .support import preflight
from .support import quiet


def without_extension():
    return quiet(Flask(__name__))


def with_extension():
    app = without_extension()
    CORS(app, resources={"/none": marked(PATH)})
    return app


def beside_a_wide_rule():
    app = without_extension()
    CORS(app, origins="*")
    return app


def with_a_layer_inside():
    app = without_extension()
    app.wsgi_app = CopyingLayer(app.wsgi_app)
    CORS(app, origins="*")
    return app


edges = pytest.mark.parametrize(
    "edge", [without_extension, with_extension, beside_a_wide_rule, with_a_layer_inside]
)


def serving(edge, view, **options):
    app = edge()
    app.add_url_rule("/", "view", view, **options)
    return app.test_client()


# The three answers


@edges
@pytest.mark.parametrize(
    ("origin", "fields"),
    [
        pytest.param(APP, allowed(VIEW), id="allowed"),
        pytest.param(ADMIN, allowed(VIEW, ADMIN), id="also allowed"),
        pytest.param(EVIL, REFUSED, id="refused"),
        pytest.param(None, REFUSED, id="no page"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_response(edge, origin, fields, method):
    client = serving(edge, cross_origin(**marked(VIEW))(lambda: "text"), methods=["GET", "POST"])
    response = fetch(client, "/", method, origin)

    assert (response.status_code, fields_of(response)) == (200, fields)
    if method == "OPTIONS":
        assert sorted(response.allow) == ["GET", "HEAD", "OPTIONS", "POST"]


@edges
def test_preflight(edge):
    calls = []
    client = serving(edge, cross_origin(**marked(VIEW))(lambda: calls.append("called") or "x"))

    assert_passes(preflight(client, "/"), passed(VIEW))
    response = preflight(client, "/", origin=EVIL)
    assert (response.status_code, response.data, fields_of(response)) == (403, b"", REFUSED)
    response = preflight(client, "/", "BREW")
    assert_passes(response, {"Access-Control-Allow-Origin": APP, "Vary": "Origin"})
    assert calls == []


# How it is written


@edges
@pytest.mark.parametrize(
    "decorate",
    [
        pytest.param(cross_origin, id="@cross_origin"),
        pytest.param(cross_origin(), id="@cross_origin()"),
        pytest.param(cross_origin(origins="*"), id="the default, written out"),
    ],
)
def test_without_options(edge, decorate):
    client = serving(edge, decorate(lambda: "text"))
    assert fields_of(fetch(client, "/")) == {"Access-Control-Allow-Origin": APP, "Vary": "Origin"}
    assert preflight(client, "/").status_code == 200


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        pytest.param(["*"], {}, id="an origin"),
        pytest.param([[APP]], {}, id="origins"),
        pytest.param([APP, ["GET"]], {}, id="two"),
        pytest.param([lambda: "view"], {"origins": APP}, id="a view and an option"),
        pytest.param([None], {}, id="None"),
    ],
)
def test_takes_keywords_only(arguments, options):
    with pytest.raises(PolicyError) as raised:
        cross_origin(*arguments, **options)
    assert len(raised.value.problems) == len(arguments)
    assert all("keywords only" in str(problem) for problem in raised.value.problems)


@pytest.mark.parametrize(
    ("value", "options", "remedy"),
    [
        pytest.param(APP, {}, f"Write origins='{APP}'.", id="an origin"),
        pytest.param(
            ["https://app.example.com/app", "localhost:8888"],
            {},
            "Write it as origins=, mended: "
            "origins='https://app.example.com/app': An origin has no path. "
            'Write "https://app.example.com" instead. '
            "origins='localhost:8888': An origin begins with a scheme. "
            'Write "http://localhost:8888" instead.',
            id="origins that would be refused",
        ),
        pytest.param(
            [],
            {},
            "Write it as origins=, mended: origins=[]: No origin is let in, so no page on another "
            "origin can call the app. Name the origins of the pages that may.",
            id="origins that are doubtful",
        ),
        pytest.param(Flask("tests"), {}, "write CORS(app).", id="an app"),
        pytest.param(Flask("tests"), {"origins": APP}, "write CORS(app).", id="an app and more"),
        pytest.param(Blueprint("b", "tests"), {}, "write CORS(blueprint).", id="a blueprint"),
        pytest.param(
            lambda: "view", {"origins": APP}, "Write cross_origin(...)(view).", id="a view and more"
        ),
    ],
)
def test_positional_argument(value, options, remedy):
    with pytest.raises(PolicyError) as raised:
        cross_origin(value, **options)
    (problem,) = raised.value.problems
    assert (problem.code, problem.option) == ("positional-argument", "cross_origin")
    assert problem.remedy.endswith(remedy)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("origin", "origins"),
        ("method", "methods"),
        ("support_credentials", "supports_credentials"),
        ("resources", "resources of CORS(app, ...)"),
        ("send_wildcards", "send_wildcard"),
    ],
)
def test_unknown_option(name, near):
    with pytest.raises(PolicyError, match="There is no such option") as raised:
        cross_origin(**{name: "*"})
    assert name in str(raised.value)
    assert near in str(raised.value)


def test_every_problem_is_told_when_it_decorates():
    with pytest.raises(PolicyError) as raised:
        cross_origin(origins=["example.com", "https://a.example/path"], max_age=-1, methodz="GET")
    assert len(raised.value.problems) == 4


def test_class_is_refused():
    with pytest.raises(TypeError, match="decorators = "):
        cross_origin(type("View", (), {}))
    with pytest.raises(TypeError, match="methods"):
        cross_origin(origins=APP)(type("View", (), {}))


def test_view_keeps_its_name_and_signature():
    def list_items(page: int = 1) -> str:
        """Lists items."""
        return str(page)

    decorated = cross_origin(**marked(VIEW))(list_items)
    assert decorated.__name__ == "list_items"
    assert decorated.__doc__ == "Lists items."
    assert decorated.__wrapped__ is list_items
    assert decorated.__annotations__ == list_items.__annotations__


@edges
def test_above_route_it_has_no_effect(edge):
    """Flask registered the view itself; what the decorator makes of it nobody calls."""
    app = edge()

    @cross_origin(**marked(VIEW))
    @app.route("/")
    def view():
        return "text"

    client = app.test_client()
    response = fetch(client, "/")
    assert response.data == b"text"
    assert "X-Rule" not in str(fields_of(response))
    assert sorted(fetch(client, "/", "OPTIONS").allow) == ["GET", "HEAD", "OPTIONS"]


@edges
def test_a_lambda_and_a_partial(edge):
    def view(word):
        return word

    app = edge()
    app.add_url_rule("/lambda", "lambda", cross_origin(**marked(VIEW))(lambda: "lambda"))
    partial = functools.partial(view, "partial")
    app.add_url_rule("/partial", "partial", cross_origin(**marked(SECOND))(partial))
    client = app.test_client()

    for path, mark in (("/lambda", VIEW), ("/partial", SECOND)):
        response = fetch(client, path)
        assert (response.data, fields_of(response)) == (path[1:].encode(), allowed(mark))
        assert_passes(preflight(client, path), passed(mark))


@edges
def test_partial_of_a_decorated_view(edge):
    """It is seen before it is called, too, wherever there is a layer to see it."""
    view = functools.partial(cross_origin(**marked(VIEW))(lambda word: word), "text")
    client = serving(edge, view)

    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
    if edge is not without_extension:
        assert_passes(preflight(client, "/"), passed(VIEW))


@edges
def test_a_callable_object(edge):
    class View:
        def __call__(self):
            return "text"

    client = serving(edge, cross_origin(**marked(VIEW))(View()))
    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    assert_passes(preflight(client, "/"), passed(VIEW))


@edges
def test_below_another_decorator(edge):
    def labelled(view):
        @functools.wraps(view)
        def wrapper(*args, **kwargs):
            return view(*args, **kwargs), {"X-Label": "above"}

        return wrapper

    client = serving(edge, labelled(cross_origin(**marked(VIEW))(lambda: "text")))
    response = fetch(client, "/", origin=EVIL)
    assert (response.headers["X-Label"], fields_of(response)) == ("above", REFUSED)
    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    assert_passes(preflight(client, "/"), passed(VIEW))


@edges
def test_below_a_decorator_that_answers_itself(edge):
    """Where the extension is, its layer answers whatever the decorator does."""

    def ask_for_token(view):
        @functools.wraps(view)
        def wrapper(*args, **kwargs):
            return view(*args, **kwargs) if "Authorization" in request.headers else ("no", 401)

        return wrapper

    client = serving(edge, ask_for_token(cross_origin(**marked(VIEW))(lambda: "text")))
    if edge is not without_extension:
        response = fetch(client, "/")
        assert (response.status_code, fields_of(response)) == (401, allowed(VIEW))
        assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
        assert_passes(preflight(client, "/"), passed(VIEW))
    response = fetch(client, "/", headers={"Authorization": "token"})
    assert (response.data, fields_of(response)) == (b"text", allowed(VIEW))


@edges
def test_below_a_decorator_that_hides_it(edge):
    """Without `functools.wraps` the view's options are not seen before it is called."""

    def hide(view):
        def wrapper():
            return view()

        return wrapper

    client = serving(edge, hide(cross_origin(**marked(VIEW))(lambda: "text")))
    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/")) == allowed(VIEW)


@edges
def test_above_another_decorator(edge):
    def upper(view):
        return lambda: view().upper()

    client = serving(edge, cross_origin(**marked(VIEW))(upper(lambda: "text")))
    response = fetch(client, "/")
    assert (response.data, fields_of(response)) == (b"TEXT", allowed(VIEW))


def labelled(view):
    @functools.wraps(view)
    def wrapper():
        return view()

    return wrapper


INNER = cross_origin(**marked(VIEW))
OUTER = cross_origin(origins="*")


@edges
@pytest.mark.parametrize(
    "decorate",
    [
        pytest.param(lambda view: OUTER(INNER(view)), id="one on the other"),
        pytest.param(lambda view: OUTER(labelled(INNER(view))), id="another decorator between"),
        pytest.param(lambda view: OUTER(OUTER(INNER(view))), id="three"),
    ],
)
@pytest.mark.filterwarnings("ignore:.*the innermost alone counts")
def test_twice_on_one_view(edge, decorate):
    """The inner one is the view's, as with Flask-CORS 6; what the outer one lets in is not."""
    client = serving(edge, decorate(lambda: "text"))

    for method in ("GET", "OPTIONS"):
        assert fields_of(fetch(client, "/", method, EVIL)) == REFUSED
        assert fields_of(fetch(client, "/", method)) == allowed(VIEW)
    assert_passes(preflight(client, "/"), passed(VIEW))
    assert preflight(client, "/", origin=EVIL).status_code == 403


@edges
@pytest.mark.filterwarnings("ignore:.*the innermost alone counts")
def test_on_a_partial_of_a_decorated_view(edge):
    client = serving(edge, OUTER(functools.partial(INNER(lambda word: word), "text")))

    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    # Without the extension nothing answers for a view that Flask's own OPTIONS comes before.
    assert fields_of(preflight(client, "/")) == (
        NOTHING if edge is without_extension else passed(VIEW)
    )


@edges
def test_above_one_that_is_hidden(edge):
    """Only the outer one is seen before the view is called: preflight and answer are its own."""

    def hide(view):
        return lambda: view()  # noqa: PLW0108  another function, without the attributes

    client = serving(edge, INNER(hide(OUTER(lambda: "text"))))
    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    assert_passes(preflight(client, "/"), passed(VIEW))


@edges
def test_view_that_calls_another_decorated_view(edge):
    """The view that was asked answers, whatever the one that it calls lets in."""
    app = edge()
    wide = cross_origin(origins="*")(lambda: "text")

    @app.route("/strict")
    @cross_origin(**marked(VIEW))
    def strict():
        return wide()

    app.add_url_rule("/wide", "wide", wide)
    client = app.test_client()

    assert fields_of(fetch(client, "/strict", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/strict")) == allowed(VIEW)
    assert fields_of(fetch(client, "/wide", origin=EVIL)) == {
        "Access-Control-Allow-Origin": EVIL,
        "Vary": "Origin",
    }


@pytest.mark.parametrize("asynchronous", [True, False])
@pytest.mark.parametrize("layer_inside", [True, False])
@pytest.mark.parametrize(
    ("rule", "allow", "refuse"),
    [
        pytest.param("/account", allowed(PATH), REFUSED, id="under a path rule"),
        pytest.param("/other", NOTHING, NOTHING, id="under no rule"),
    ],
)
def test_plain_view_that_calls_a_decorated_view(rule, allow, refuse, layer_inside, asynchronous):
    """It is the view that is served which counts; its preflight says the same."""
    app = Flask(__name__)
    if layer_inside:
        app.wsgi_app = CopyingLayer(app.wsgi_app)
    CORS(app, resources={rule: marked(PATH)})
    rates = cross_origin(origins="*")(lambda: "text")
    app.add_url_rule("/rates", "rates", rates)

    async def account():
        return rates()

    app.add_url_rule("/account", "account", account if asynchronous else lambda: f"{rates()}")
    client = app.test_client()

    for _ in range(2):
        assert fields_of(fetch(client, "/account", origin=EVIL)) == refuse
        assert fields_of(fetch(client, "/account")) == allow
        assert fields_of(fetch(client, "/rates", origin=EVIL)) == {
            "Access-Control-Allow-Origin": EVIL,
            "Vary": "Origin",
        }
    if allow:
        assert_passes(preflight(client, "/account"), passed(PATH))


@edges
def test_plain_view_that_calls_a_decorated_view_for_options(edge):
    """The decorator does not answer in its place."""
    app = edge()
    decorated = cross_origin(**marked(VIEW))(lambda: "text")
    app.add_url_rule("/decorated", "decorated", decorated)
    app.add_url_rule("/own", "own", lambda: f"{decorated()}", methods=["OPTIONS"])

    assert fetch(app.test_client(), "/own", "OPTIONS").text == "text"


@edges
@pytest.mark.parametrize("method", ["OPTIONS", "options", "Options"])
@pytest.mark.parametrize(
    "view",
    [
        pytest.param(lambda: cross_origin(**marked(VIEW))(private), id="a function"),
        pytest.param(lambda: Private.as_view("view"), id="a class"),
    ],
)
def test_no_view_runs_for_options_in_whatever_case_it_comes(edge, method, view):
    """Flask reads methods without regard to case, and guards of views let OPTIONS pass."""
    app = edge()
    app.add_url_rule("/", "view", view(), methods=["GET"])
    client = app.test_client()

    assert fetch(client, "/").status_code == 401
    response = client.open("/", environ_overrides={"REQUEST_METHOD": method})
    assert (response.status_code, response.data) == (200, b"")
    assert set(response.allow) == {"GET", "HEAD", "OPTIONS"}


def private():
    if request.method != "OPTIONS":
        abort(401)
    return "a secret"


class Private(MethodView):
    decorators = (cross_origin(**marked(VIEW)),)

    def get(self):
        return private()


def page():
    """A view that all kinds of hooks are called for."""
    url_for("view")
    return render_template_string("text")


async def passing():
    """A hook that lets the request pass."""


def hidden(function):
    def wrapper():
        return function()

    return wrapper


hooks_that_pass = pytest.mark.parametrize(
    ("kind", "hook"),
    [
        pytest.param("before_request", lambda: None, id="before_request"),
        pytest.param("before_request", passing, id="before_request, async"),
        pytest.param("url_value_preprocessor", lambda *_: "ignored", id="url_value_preprocessor"),
        pytest.param("url_defaults", lambda *_: "ignored", id="url_defaults"),
        pytest.param("context_processor", lambda: {"a": 1}, id="context_processor"),
        pytest.param("after_request", lambda response: response, id="after_request"),
        pytest.param("teardown_request", lambda _: "ignored", id="teardown_request"),
    ],
)


@edges
@hooks_that_pass
def test_hook_does_not_speak_for_a_decorated_view(edge, kind, hook):
    app = edge()
    getattr(app, kind)(cross_origin(origins="*")(hook))
    app.add_url_rule("/", "view", cross_origin(**marked(VIEW))(page))
    client = app.test_client()

    for _ in range(2):
        assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
        assert fields_of(fetch(client, "/")) == allowed(VIEW)
        assert fields_of(fetch(client, "/", "OPTIONS")) == allowed(VIEW)
    assert_passes(preflight(client, "/"), passed(VIEW))
    assert preflight(client, "/", origin=EVIL).status_code == 403


@edges
@hooks_that_pass
def test_hook_does_not_speak_for_a_plain_view(edge, kind, hook):
    app = edge()
    getattr(app, kind)(cross_origin(**marked(VIEW))(hook))
    app.add_url_rule("/", "view", page)
    client = app.test_client()

    by_rule = {"Access-Control-Allow-Origin": APP, "Vary": "Origin"}
    expected = NOTHING if edge in {without_extension, with_extension} else by_rule
    for method in ("GET", "OPTIONS"):
        assert fields_of(fetch(client, "/", method)) == expected
    assert ("Access-Control-Allow-Origin" in fields_of(preflight(client, "/"))) is bool(expected)


@pytest.mark.parametrize("edge", [without_extension, with_extension])
def test_hidden_hook_does_not_speak_for_a_plain_view(edge):
    """It is held by no view and is no hook that can be seen: so even its answer has no fields."""
    app = edge()
    app.before_request(hidden(cross_origin(**marked(VIEW))(lambda: request.args.get("answer"))))
    app.add_url_rule("/", "view", lambda: "text")
    client = app.test_client()

    assert fields_of(fetch(client, "/")) == NOTHING
    assert fields_of(fetch(client, "/?answer=hook")) == NOTHING


@pytest.mark.parametrize("with_rule", [False, True])
def test_decorated_call_of_an_object(with_rule):
    class View:
        __name__ = "view"

        @cross_origin(**marked(VIEW))
        def __call__(self):
            return "text"

    app = Flask(__name__)
    if with_rule:
        CORS(app, **marked(PATH))
    app.add_url_rule("/", "view", View())
    assert fields_of(fetch(app.test_client(), "/")) == allowed(VIEW)
    assert fields_of(fetch(app.test_client(), "/", origin=EVIL)) == REFUSED


def calling_a_decorated_function(decorate=lambda view: view, *hooks):
    """An app whose view calls one, as the local runner of a cloud function does."""

    @cross_origin(**marked(SECOND))
    def function():
        return "text"

    def runner():
        return function()

    app = Flask(__name__)
    app.add_url_rule("/", "runner", decorate(runner))
    for hook in hooks:
        app.before_request(hook(function))
    return app


def test_what_a_view_calls_is_told_of_once(caplog):
    client = calling_a_decorated_function().test_client()
    assert fetch(client, "/", origin=None).status_code == 200
    assert caplog.records == []
    assert [fields_of(fetch(client, "/")) for _ in range(2)] == [NOTHING] * 2
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert "'runner'" in record.getMessage()
    assert "function" in record.getMessage()


def test_what_each_view_calls_is_told_of(caplog):
    app = calling_a_decorated_function()
    app.add_url_rule("/two", "two", app.view_functions["runner"])
    for path in ("/", "/two", "/", "/two"):
        assert fields_of(fetch(app.test_client(), path)) == NOTHING
    assert ["'two'" in each.getMessage() for each in caplog.records] == [False, True]


def test_what_a_view_calls_is_not_told_of_to_its_own_page(caplog):
    """Browsers send an Origin with the POSTs of an app's own pages, which read the answer."""
    client = calling_a_decorated_function().test_client()
    fetch(client, "/", origin="http://localhost")
    assert caplog.records == []
    fetch(client, "/")
    assert len(caplog.records) == 1


def test_what_a_view_calls_is_not_told_of_where_the_view_writes_the_fields(caplog):
    def answer(view):
        return lambda: Response(view(), headers={"Access-Control-Allow-Origin": "*"})

    client = calling_a_decorated_function(answer).test_client()
    assert fields_of(fetch(client, "/")) == {"Access-Control-Allow-Origin": "*"}
    assert caplog.records == []


def test_what_a_view_calls_as_the_remedy_has_it(caplog):
    client = calling_a_decorated_function(cross_origin(**marked(VIEW))).test_client()
    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    assert_passes(preflight(client, "/"), passed(VIEW))
    assert caplog.records == []


@pytest.mark.parametrize(
    ("config", "options", "expected"),
    [
        pytest.param({}, marked(PATH), allowed(PATH), id="a rule governs"),
        pytest.param({"CORS_ENABLED": False}, {}, NOTHING, id="everything off"),
    ],
)
def test_what_a_view_calls_is_not_told_of_where(config, options, expected, caplog):
    app = calling_a_decorated_function()
    app.config.update(config)
    CORS(app, **options)
    assert fields_of(fetch(app.test_client(), "/")) == expected
    assert caplog.records == []


def test_what_is_called_where_no_view_is_is_not_told_of(caplog):
    app = calling_a_decorated_function(
        lambda view: view, lambda function: lambda: function() and None
    )
    assert fields_of(fetch(app.test_client(), "/nowhere")) == NOTHING
    assert caplog.records == []


helper = cross_origin(**marked(VIEW))(lambda: "text")


def view_with_a_helper_of_the_module():
    return lambda: helper()  # noqa: PLW0108  it is looked up when it is called


def view_with_a_helper_beside_it():
    mine = cross_origin(**marked(VIEW))(lambda: "text")
    return lambda: mine()  # noqa: PLW0108  as above


def view_with_a_helper_of_another_app():
    other = Flask("other")
    other.add_url_rule("/", "helper", helper)
    return lambda: f"{other.view_functions['helper']()}"


class Inheriting(MethodView):
    def get(self):
        return DecoratedBase.get(self)


class DecoratedBase(MethodView):
    @cross_origin(**marked(VIEW))
    def get(self):
        return "text"


@pytest.mark.parametrize("edge", [without_extension, with_extension])
@pytest.mark.parametrize(
    "view",
    [
        pytest.param(view_with_a_helper_of_the_module, id="of the module"),
        pytest.param(view_with_a_helper_beside_it, id="beside it in a factory"),
        pytest.param(view_with_a_helper_of_another_app, id="a view of another app"),
        pytest.param(lambda: Inheriting.as_view("view"), id="a method of a base class"),
    ],
)
@pytest.mark.parametrize("where", ["view", "before_request", "after_request", "errorhandler"])
def test_decorated_helper_does_not_speak_for_who_calls_it(edge, view, where):
    app, calls = edge(), view()
    app.add_url_rule("/", "view", calls if where == "view" else lambda: "text")
    if where == "before_request":
        app.before_request(lambda: calls() and None)
    elif where == "after_request":
        app.after_request(lambda response: response if calls() else None)
    elif where == "errorhandler":
        app.register_error_handler(404, lambda error: calls())
    client = app.test_client()
    assert fields_of(fetch(client, "/nowhere" if where == "errorhandler" else "/")) == NOTHING


def answer_401():
    return "who are you?", 401


async def answer_401_later():
    return answer_401()


@edges
@pytest.mark.parametrize("view", ["decorated", "plain"])
@pytest.mark.parametrize(
    "hook",
    [
        pytest.param(answer_401, id="returns"),
        pytest.param(answer_401_later, id="returns, async"),
        pytest.param(lambda: abort(401), id="raises"),
    ],
)
def test_hook_that_answers(edge, hook, view):
    """It has a say only where no rule governs, for a view without a policy, on no preflight."""
    app = edge()
    app.before_request(cross_origin(**marked(SECOND))(hook))
    decorate = cross_origin(**marked(VIEW)) if view == "decorated" else lambda function: function
    app.add_url_rule("/", "view", decorate(lambda: "text"))
    client = app.test_client()

    by_rule = {"Access-Control-Allow-Origin": APP, "Vary": "Origin"}
    expected = {
        ("plain", without_extension): allowed(SECOND),
        ("plain", with_extension): allowed(SECOND),
        ("plain", beside_a_wide_rule): by_rule,
        ("plain", with_a_layer_inside): by_rule,
        ("decorated", without_extension): NOTHING,
    }.get((view, edge), allowed(VIEW))
    response = fetch(client, "/")
    assert (response.status_code, fields_of(response)) == (401, expected)
    if edge is without_extension or expected == allowed(SECOND):
        response = preflight(client, "/")
        assert (response.status_code, fields_of(response)) == (401, NOTHING)


@pytest.mark.parametrize("edge", [without_extension, with_extension])
def test_hook_that_calls_a_decorated_function(edge):
    """Nobody speaks for the view, then, but each does its work."""
    users = []
    user = cross_origin(origins="*")(lambda: "user")
    app = edge()
    app.before_request(cross_origin(**marked(VIEW))(lambda: users.append(user())))
    app.add_url_rule("/", "view", lambda: "text", methods=["GET", "OPTIONS"])
    client = app.test_client()

    assert fields_of(fetch(client, "/")) == NOTHING
    assert users == ["user"]


@edges
def test_error_handler_does_not_speak_for_a_decorated_view(edge):
    app = edge()
    app.before_request(lambda: abort(401))
    app.register_error_handler(401, cross_origin(origins="*")(lambda _: ("none", 401)))
    app.add_url_rule("/", "view", cross_origin(**marked(VIEW))(lambda: "text"))
    client = app.test_client()

    # Without the extension nothing answers for a view that is not called.
    refuse, allow = (NOTHING, NOTHING) if edge is without_extension else (REFUSED, allowed(VIEW))
    assert fields_of(fetch(client, "/", origin=EVIL)) == refuse
    assert fields_of(fetch(client, "/")) == allow


def test_called_outside_of_a_request():
    assert cross_origin(origins="*")(lambda number: number + 1)(1) == 2


@edges
def test_view_that_calls_itself(edge):
    app = edge()

    @app.route("/")
    @app.route("/<int:number>")
    @cross_origin(**marked(VIEW))
    def count(number=0):
        return count(number - 1) if number else "done"

    client = app.test_client()
    for path in ("/", "/3"):
        assert fields_of(fetch(client, path, origin=EVIL)) == REFUSED
        assert fields_of(fetch(client, path)) == allowed(VIEW)


@edges
def test_one_view_function_at_two_urls(edge):
    app = edge()
    view = cross_origin(**marked(VIEW))(lambda: "text")
    app.add_url_rule("/one", "one", view)
    app.add_url_rule("/two", "two", view, methods=["POST"])
    client = app.test_client()

    assert fields_of(fetch(client, "/one")) == allowed(VIEW)
    assert fields_of(fetch(client, "/two", "POST")) == allowed(VIEW)
    assert_passes(preflight(client, "/two", "POST"), passed(VIEW))


@edges
def test_one_function_with_two_policies(edge):
    """To decorate is to make another view; the function itself stays as it was."""

    def view():
        return "text"

    app = edge()
    app.add_url_rule("/one", "one", cross_origin(**marked(VIEW))(view))
    app.add_url_rule("/two", "two", cross_origin(**marked(SECOND))(view))
    app.add_url_rule("/plain", "plain", view)
    client = app.test_client()

    assert fields_of(fetch(client, "/one")) == allowed(VIEW)
    assert fields_of(fetch(client, "/two")) == allowed(SECOND)
    assert "X-Rule" not in str(fields_of(fetch(client, "/plain")))
    assert sorted(fetch(client, "/plain", "OPTIONS").allow) == ["GET", "HEAD", "OPTIONS"]


@edges
def test_error_handler(edge):
    """It has a say only where no rule governs the URL."""
    app = edge()
    app.register_error_handler(404, cross_origin(**marked(VIEW))(lambda _: ("none", 404)))
    client = app.test_client()

    for origin, fields in ((APP, allowed(VIEW)), (EVIL, REFUSED)):
        response = fetch(client, "/missing", origin=origin)
        assert response.status_code == 404
        if edge in {without_extension, with_extension}:
            assert fields_of(response) == fields
        else:
            assert fields_of(response) == {"Access-Control-Allow-Origin": origin, "Vary": "Origin"}


@pytest.mark.parametrize("scope", ["app", "blueprint"])
@pytest.mark.parametrize("kind", ["before_request", "after_request", "errorhandler"])
def test_hook_beside_a_plain_view(kind, scope):
    """It does not speak for the view, whose preflight would not know of it."""
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    blueprint = Blueprint("shop", __name__)
    register = getattr(app if scope == "app" else blueprint, kind)
    register = register(418) if kind == "errorhandler" else register
    wide = cross_origin(origins="*")
    if kind == "before_request":
        register(wide(lambda: None))
    else:
        register(wide(lambda response: response))
    blueprint.add_url_rule("/", "view", lambda: abort(418))
    app.register_blueprint(blueprint)
    client = app.test_client()

    for _ in range(2):
        assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
        assert fields_of(fetch(client, "/")) == allowed(PATH)
    assert_passes(preflight(client, "/"), passed(PATH))


# What it returns


@edges
@pytest.mark.parametrize(
    ("returned", "status", "body", "header"),
    [
        pytest.param("text", 200, b"text", None, id="str"),
        pytest.param(b"bytes", 200, b"bytes", None, id="bytes"),
        pytest.param({"a": 1}, 200, b'{"a":1}\n', None, id="dict"),
        pytest.param([1, 2], 200, b"[1,2]\n", None, id="list"),
        pytest.param(("text", 201), 201, b"text", None, id="body and status"),
        pytest.param(("text", {"X-One": "1"}), 200, b"text", "1", id="body and headers"),
        pytest.param(("text", 202, {"X-One": "1"}), 202, b"text", "1", id="all three"),
        pytest.param(Response("own", 203), 203, b"own", None, id="Response"),
        pytest.param((Response("own"), 203), 203, b"own", None, id="Response and status"),
        pytest.param(("", 204), 204, b"", None, id="nothing"),
    ],
)
def test_return_value(edge, returned, status, body, header):
    client = serving(edge, cross_origin(**marked(VIEW))(lambda: returned))
    for _ in range(2):
        response = fetch(client, "/")
        assert (response.status_code, response.data) == (status, body)
        assert response.headers.get("X-One") == header
        assert fields_of(response) == allowed(VIEW)


def test_return_value_is_the_views_own():
    """Another decorator above sees what the view returned, not a response made of it."""
    value = object()
    decorated = cross_origin(**marked(VIEW))(lambda: value)
    app = Flask(__name__)
    CORS(app)
    with app.test_request_context("/"):
        assert decorated() is value


@edges
def test_generator(edge):
    def view():
        yield "one "
        yield "two"

    client = serving(edge, cross_origin(**marked(VIEW))(view))
    response = fetch(client, "/")
    assert (response.data, fields_of(response)) == (b"one two", allowed(VIEW))


@edges
def test_stream_with_context(edge):
    def view():
        return stream_with_context(iter([request.method, " ", request.path]))

    client = serving(edge, cross_origin(**marked(VIEW))(view))
    response = fetch(client, "/")
    assert (response.data, fields_of(response)) == (b"GET /", allowed(VIEW))


@edges
def test_response_with_cookies(edge):
    cookies = ["one=1", "two=2"]

    def view():
        response = make_response("text")
        for cookie in cookies:
            response.headers.add("Set-Cookie", cookie)
        return response

    client = serving(edge, cross_origin(**marked(VIEW))(view))
    response = fetch(client, "/")
    assert response.headers.getlist("Set-Cookie") == cookies
    assert fields_of(response) == allowed(VIEW)


@edges
def test_url_values(edge):
    client = serving(edge, lambda: "")
    client.application.add_url_rule(
        "/<int:number>/<word>",
        "values",
        cross_origin(**marked(VIEW))(lambda number, word: f"{number + 1} {word}"),
    )
    response = fetch(client, "/6/seven")
    assert (response.data, fields_of(response)) == (b"7 seven", allowed(VIEW))


# Errors in the view


def fail():
    raise ZeroDivisionError


@edges
@pytest.mark.parametrize(
    ("view", "status"),
    [
        pytest.param(fail, 500, id="an exception"),
        pytest.param(lambda: abort(403), 403, id="abort"),
        pytest.param(lambda: abort(make_response("teapot", 418)), 418, id="abort with a response"),
        pytest.param(lambda: None, 500, id="nothing returned"),
        pytest.param(lambda: request.form["missing"], 400, id="a missing field"),
    ],
)
def test_error(edge, view, status):
    client = serving(edge, cross_origin(**marked(VIEW))(view))
    response = fetch(client, "/")
    assert (response.status_code, fields_of(response)) == (status, allowed(VIEW))
    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED


@edges
def test_exception_that_propagates(edge):
    client = serving(edge, cross_origin(**marked(VIEW))(fail))
    client.application.testing = True
    with pytest.raises(ZeroDivisionError):
        fetch(client, "/")


# Async views


async def text():
    return "text"


async def fail_later():
    raise ZeroDivisionError


@edges
@pytest.mark.parametrize(("view", "status"), [(text, 200), (fail_later, 500)])
def test_async_view(edge, view, status):
    client = serving(edge, cross_origin(**marked(VIEW))(view))
    response = fetch(client, "/")
    assert (response.status_code, fields_of(response)) == (status, allowed(VIEW))
    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
    assert_passes(preflight(client, "/"), passed(VIEW))
    plain = fetch(client, "/", "OPTIONS")
    assert sorted(plain.allow) == ["GET", "HEAD", "OPTIONS"]
    assert fields_of(plain) == allowed(VIEW)


# Two views on one URL


@edges
def test_two_views_on_one_url(edge):
    app = edge()
    app.add_url_rule("/", "get", cross_origin(**marked(VIEW))(lambda: "got"))
    put = cross_origin(**marked(SECOND, methods=["PUT"]))(lambda: "put")
    app.add_url_rule("/", "put", put, methods=["PUT"])
    client = app.test_client()

    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    assert fields_of(fetch(client, "/", "PUT")) == allowed(SECOND)
    assert_passes(preflight(client, "/", "GET"), passed(VIEW))
    assert_passes(preflight(client, "/", "PUT"), passed(SECOND, methods="PUT"))
    assert sorted(fetch(client, "/", "OPTIONS").allow) == ["GET", "HEAD", "OPTIONS", "PUT"]


# automatic_options, and OPTIONS among the methods


@edges
def test_options_among_the_methods(edge):
    calls = []
    view = cross_origin(**marked(VIEW))(lambda: calls.append(request.method) or "text")
    client = serving(edge, view, methods=["GET", "OPTIONS"])

    assert_passes(preflight(client, "/"), passed(VIEW))
    assert fields_of(fetch(client, "/", "OPTIONS")) == allowed(VIEW)
    assert calls == []


@edges
@pytest.mark.parametrize("asked", ["preflight", "OPTIONS"])
def test_own_options_view(edge, asked):
    """The view answers; its response is only decorated."""
    view = cross_origin(**marked(VIEW, automatic_options=False))(lambda: f"own {request.method}")
    client = serving(edge, view, methods=["GET", "OPTIONS"])

    ask = preflight if asked == "preflight" else functools.partial(fetch, method="OPTIONS")
    fields = passed(VIEW) if asked == "preflight" else allowed(VIEW)
    response = ask(client, "/")
    assert (response.data, fields_of(response)) == (b"own OPTIONS", fields)
    response = ask(client, "/", origin=EVIL)
    assert (response.data, fields_of(response)) == (b"own OPTIONS", REFUSED)
    assert fields_of(fetch(client, "/")) == allowed(VIEW)


@edges
def test_no_options_view_of_its_own(edge):
    """Nobody answers for the view: Flask's own answer carries no CORS fields."""
    view = cross_origin(**marked(VIEW, automatic_options=False))(lambda: "text")
    client = serving(edge, view)

    for response in (preflight(client, "/"), fetch(client, "/", "OPTIONS")):
        assert sorted(response.allow) == ["GET", "HEAD", "OPTIONS"]
        assert fields_of(response) == NOTHING
    assert fields_of(fetch(client, "/")) == allowed(VIEW)


@edges
def test_automatic_options_switched_off_in_the_config(edge):
    """The view was made for GET; it must not be called for OPTIONS."""
    calls = []
    app = quiet(Flask(__name__))
    app.config["CORS_AUTOMATIC_OPTIONS"] = False
    if edge is not without_extension:
        CORS(app, resources={"/none": {}})
    view = cross_origin(**marked(VIEW))(lambda: calls.append(request.method) or "text")
    app.add_url_rule("/", "view", view)
    client = app.test_client()

    for response in (preflight(client, "/"), fetch(client, "/", "OPTIONS")):
        assert fields_of(response) == NOTHING
    assert calls == []
    assert fields_of(fetch(client, "/")) == allowed(VIEW)


class OfItsOwn(MethodView):
    def get(self):
        return "got"

    def options(self):
        return "own OPTIONS"


class WithDecorators(OfItsOwn):
    decorators = (cross_origin(**marked(VIEW)),)


class WithDecoratedMethods(OfItsOwn):
    get = cross_origin(**marked(VIEW))(OfItsOwn.get)
    options = cross_origin(**marked(SECOND))(OfItsOwn.options)


def own_view():
    return f"own {request.method}"


@edges
@pytest.mark.parametrize(
    ("view", "methods", "answering"),
    [
        pytest.param(
            cross_origin(**marked(VIEW))(own_view), ["GET", "OPTIONS"], VIEW, id="a function"
        ),
        pytest.param(WithDecorators.as_view("class"), None, VIEW, id="a class"),
        pytest.param(WithDecoratedMethods.as_view("methods"), None, SECOND, id="a method"),
    ],
)
def test_own_options_view_by_the_config(edge, view, methods, answering):
    """As with the keyword; the preflight is about GET, and other OPTIONS requests are not."""
    app = edge()
    app.config["CORS_AUTOMATIC_OPTIONS"] = False
    app.add_url_rule("/", "view", view, methods=methods)
    client = app.test_client()

    for origin, asked, other in (
        (APP, passed(VIEW), allowed(answering)),
        (EVIL, REFUSED, REFUSED),
    ):
        response = preflight(client, "/", origin=origin)
        assert (response.data, fields_of(response)) == (b"own OPTIONS", asked)
        response = fetch(client, "/", "OPTIONS", origin=origin)
        assert (response.data, fields_of(response)) == (b"own OPTIONS", other)
    assert fields_of(fetch(client, "/")) == allowed(VIEW)


def test_own_options_view_where_all_is_switched_off():
    app = Flask(__name__)
    app.config["CORS_ENABLED"] = False
    own = cross_origin(**marked(VIEW))(own_view)
    app.add_url_rule("/", "view", own, methods=["GET", "OPTIONS"])

    response = preflight(app.test_client(), "/")
    assert (response.data, fields_of(response)) == (b"own OPTIONS", NOTHING)


@edges
def test_automatic_options_switched_on_for_one_view(edge):
    """The decorator's keyword goes before the app's config."""
    app = quiet(Flask(__name__))
    app.config["CORS_AUTOMATIC_OPTIONS"] = "false"
    if edge is not without_extension:
        CORS(app, resources={"/none": {}})
    app.add_url_rule("/", "on", cross_origin(**marked(VIEW, automatic_options=1))(lambda: "text"))

    assert_passes(preflight(app.test_client(), "/"), passed(VIEW))


def test_two_views_one_of_which_answers_for_itself():
    """Without the extension OPTIONS comes to one of them, whichever the preflight is about."""
    app = Flask(__name__)
    get = cross_origin(**marked(VIEW))(lambda: "got")
    put = cross_origin(**marked(SECOND, automatic_options=False))(lambda: "put")
    app.add_url_rule("/", "get", get, methods=["GET"])
    app.add_url_rule("/", "put", put, methods=["PUT"])
    client = app.test_client()

    assert_passes(preflight(client, "/", "GET"), passed(VIEW))
    assert "Access-Control-Allow-Methods" not in fields_of(preflight(client, "/", "PUT", EVIL))


# What the app's config has to say


def test_options_come_from_the_config():
    app = Flask(__name__)
    app.config["CORS_ORIGINS"] = f"{APP}, {ADMIN}"
    app.config["CORS_EXPOSE_HEADERS"] = "X-From-Config"
    app.config["CORS_MAX_AGE"] = "60"
    app.add_url_rule("/", "all", cross_origin(lambda: "text"))
    own = cross_origin(expose_headers="X-Rule-3", max_age=3)
    app.add_url_rule("/own", "own", own(lambda: "text"))
    client = app.test_client()

    assert fields_of(fetch(client, "/")) == {
        **allowed(VIEW),
        "Access-Control-Expose-Headers": "X-From-Config",
    }
    assert_passes(preflight(client, "/"), passed(60))
    assert fields_of(fetch(client, "/own")) == allowed(VIEW)
    assert_passes(preflight(client, "/own"), passed(VIEW))


@edges
@pytest.mark.parametrize(
    ("options", "answer", "answer_to_preflight"),
    [
        pytest.param({}, allowed(VIEW), passed(VIEW), id="the config is read once"),
        pytest.param(
            {"origins": lambda query: query.origin in current_app.config["CORS_ORIGINS"]},
            REFUSED,
            REFUSED,
            id="a function looks there each time",
        ),
    ],
)
def test_config_that_changes_while_the_app_runs(edge, options, answer, answer_to_preflight):
    app = edge()
    app.config["CORS_ORIGINS"] = [APP, ADMIN]
    view = cross_origin(expose_headers="X-Rule-3", max_age=3, **options)(lambda: "text")
    app.add_url_rule("/", "view", view)
    client = app.test_client()

    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    assert_passes(preflight(client, "/"), passed(VIEW))
    app.config["CORS_ORIGINS"] = [ADMIN]
    assert fields_of(fetch(client, "/")) == answer
    assert fields_of(preflight(client, "/")) == answer_to_preflight
    assert fields_of(fetch(client, "/", origin=ADMIN)) == allowed(VIEW, ADMIN)


def test_keywords_of_the_extension_are_not_the_decorators():
    """An option comes from the decorator, the config, the default: in this order."""
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.add_url_rule("/", "view", cross_origin(origins=[APP, ADMIN])(lambda: "text"))

    assert fields_of(fetch(app.test_client(), "/")) == {
        "Access-Control-Allow-Origin": APP,
        "Vary": "Origin",
    }


def test_one_view_in_two_apps():
    view = cross_origin(expose_headers="X-Rule-3", max_age=3)(lambda: "text")
    clients = []
    for origins in ([APP, ADMIN], [EVIL, ADMIN]):
        app = Flask(__name__)
        app.config["CORS_ORIGINS"] = origins
        CORS(app)
        app.add_url_rule("/", "view", view)
        clients.append(app.test_client())

    assert fields_of(fetch(clients[0], "/")) == allowed(VIEW)
    assert fields_of(fetch(clients[1], "/")) == REFUSED
    assert fields_of(fetch(clients[1], "/", origin=EVIL)) == allowed(VIEW, EVIL)
    assert fields_of(fetch(clients[0], "/", origin=EVIL)) == REFUSED
    assert fields_of(fetch(clients[0], "/")) == allowed(VIEW)


# Any origin with credentials

NO_FIELDS = (NOTHING, REFUSED)
"""Whether Vary is sent makes no difference where nobody is let in."""

BOTH = re.compile("supports_credentials.*origins", re.IGNORECASE | re.DOTALL)


def test_any_origin_with_credentials_is_refused_when_it_decorates():
    with pytest.raises(PolicyError, match=BOTH) as raised:
        cross_origin(origins="*", supports_credentials=True)
    assert "CORS(...)" not in str(raised.value)


def test_any_origin_with_credentials_is_refused_at_cors_app():
    app = Flask(__name__)
    app.add_url_rule("/", "view", cross_origin(supports_credentials=True)(lambda: "text"))
    with pytest.raises(PolicyError, match=BOTH) as raised:
        CORS(app, resources={"/api/*": {"origins": APP}})
    assert "view" in str(raised.value)


def test_any_origin_with_credentials_beside_named_origins_of_the_app(caplog):
    """A decorator knows nothing of them; without it they would govern the view."""
    app = Flask(__name__)
    CORS(app, origins=APP, supports_credentials=True)
    view = cross_origin(supports_credentials=True)(lambda: "text")
    app.add_url_rule("/", "view", view)
    app.add_url_rule("/bare", "bare", lambda: "text")
    client = app.test_client()

    assert fields_of(fetch(client, "/")) in NO_FIELDS
    (record,) = caplog.records
    assert record.getMessage().endswith(
        "Or leave @cross_origin out, where CORS(...) governs the view: a decorator does not know "
        "the keywords of that."
    )
    assert fields_of(fetch(client, "/bare")) == {
        "Access-Control-Allow-Origin": APP,
        "Access-Control-Allow-Credentials": "true",
    }


def test_credentials_from_the_config_are_judged_too():
    app = Flask(__name__)
    app.config["CORS_SUPPORTS_CREDENTIALS"] = True
    app.add_url_rule("/", "view", cross_origin(lambda: "text"))
    with pytest.raises(PolicyError, match="CORS_SUPPORTS_CREDENTIALS"):
        CORS(app, resources={"/api/*": {"origins": APP}})


DOUBTS_WITH_THE_CONFIG = [
    pytest.param({"allow_private_network": True}, {}, "allow_private_network", id="any origin"),
    pytest.param({"vary_header": False}, {}, "vary_header", id="no Vary"),
    pytest.param({"vary_header": False}, {"CORS_ORIGINS": [APP, EVIL]}, "vary_header", id="two"),
    pytest.param({"send_wildcard": True}, {"CORS_ORIGINS": APP}, "send_wildcard", id="wildcard"),
    pytest.param(
        {"expose_headers": "*", "origins": APP},
        {"CORS_SUPPORTS_CREDENTIALS": True},
        "expose_headers",
        id="all headers with credentials",
    ),
    pytest.param(
        {"supports_credentials": True},
        {"CORS_ORIGINS": "http://app.example.com"},
        "CORS_ORIGINS",
        id="credentials in clear",
    ),
    pytest.param({}, {"CORS_ORIGINS": "null"}, "CORS_ORIGINS", id="null"),
]


@pytest.mark.parametrize(("options", "config", "option"), DOUBTS_WITH_THE_CONFIG)
def test_doubts_that_the_config_decides_are_told_at_cors_app(options, config, option):
    app = Flask(__name__)
    app.config.update(config)
    app.add_url_rule("/", "view", cross_origin(**options)(lambda: "text"))
    # The extension's own rule must not be doubtful.
    keywords = {"origins": "https://other.example", "supports_credentials": False}
    with pytest.warns(PolicyWarning) as caught:
        CORS(app, **keywords)
    (message,) = [str(warning.message) for warning in caught]
    assert f"{option}=" in message


@edges
@pytest.mark.parametrize(("options", "config", "option"), DOUBTS_WITH_THE_CONFIG)
def test_doubts_that_the_config_decides_are_logged_once(edge, options, config, option, caplog):
    """Where the view comes after the extension, or without it."""
    app = edge()
    app.config.update(config)
    app.add_url_rule("/", "view", cross_origin(**options)(lambda: "text"))
    client = app.test_client()

    for _ in range(3):
        assert fetch(client, "/").status_code == 200
    # The extension's own rule did not know of the config, which is told, too.
    (record,) = [each for each in caplog.records if "changed after CORS(" not in each.message]
    assert (record.name, record.levelname) == ("flask_cors", "WARNING")
    assert f"{option}=" in record.getMessage()


def test_credentials_with_origins_from_the_config():
    app = Flask(__name__)
    app.config["CORS_ORIGINS"] = APP
    app.add_url_rule("/", "view", cross_origin(supports_credentials=True)(lambda: "text"))
    CORS(app)

    assert fields_of(fetch(app.test_client(), "/")) == {
        "Access-Control-Allow-Origin": APP,
        "Access-Control-Allow-Credentials": "true",
    }


def errors_logged(caplog):
    return [record for record in caplog.records if record.levelno >= logging.ERROR]


@edges
@pytest.mark.parametrize(
    ("config", "options"),
    [
        pytest.param({}, {"supports_credentials": True}, id="from the decorator"),
        pytest.param({"CORS_SUPPORTS_CREDENTIALS": "yes"}, {}, id="from the config"),
        pytest.param({"CORS_ORIGINS": "*"}, {"supports_credentials": True}, id="one from each"),
    ],
)
def test_any_origin_with_credentials_at_the_first_request(edge, config, options, caplog):
    """Fails closed: no CORS fields, one ERROR line that names both options, never a 500."""
    app = edge()
    app.config.update(config)
    app.add_url_rule("/", "view", cross_origin(**options)(lambda: "text"))
    client = app.test_client()

    for _ in range(3):
        for origin in (APP, EVIL, None):
            response = fetch(client, "/", origin=origin)
            assert (response.status_code, response.data) == (200, b"text")
            assert fields_of(response) in NO_FIELDS
        response = preflight(client, "/")
        assert response.status_code in (200, 403)
        assert fields_of(response) in NO_FIELDS
        assert fields_of(fetch(client, "/", "OPTIONS")) in NO_FIELDS
    (error,) = errors_logged(caplog)
    assert error.name.startswith("flask_cors")
    assert error.levelname == "ERROR"
    assert BOTH.search(error.getMessage())
    assert "\n" not in error.getMessage()


def test_one_wrong_view_does_not_shut_out_the_others(caplog):
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.add_url_rule("/bad", "bad", cross_origin(supports_credentials=True)(lambda: "text"))
    app.add_url_rule("/good", "good", cross_origin(**marked(VIEW))(lambda: "text"))
    client = app.test_client()

    assert fields_of(fetch(client, "/bad")) in NO_FIELDS
    assert fields_of(fetch(client, "/good")) == allowed(VIEW)
    assert fields_of(fetch(client, "/none")) == allowed(PATH)
    assert len(errors_logged(caplog)) == 1


def test_bad_config_at_the_first_request(caplog):
    """Without `CORS(app)` nothing is checked when the app starts."""
    app = Flask(__name__)
    app.config["CORS_ORIGINS"] = "example.com"
    app.add_url_rule("/", "view", cross_origin(lambda: "text"))
    response = fetch(app.test_client(), "/")

    assert response.status_code == 200
    assert fields_of(response) in NO_FIELDS
    (error,) = errors_logged(caplog)
    assert "CORS_ORIGINS" in error.getMessage()


@pytest.mark.parametrize(
    ("options", "config", "levels"),
    [
        pytest.param({"max_age": 5}, {}, ["ERROR"], id="set nowhere else"),
        pytest.param({"max_age": 5, "origins": APP}, {}, ["WARNING"], id="set by the decorator"),
        pytest.param({}, {"CORS_ORIGINS": APP}, ["WARNING"], id="set under the right key, too"),
    ],
)
def test_mistyped_config_key_at_the_first_request(options, config, levels, caplog):
    """Fails closed where the option that was meant would let in anybody."""
    app = Flask(__name__)
    app.config.update(config, CORS_ORIGIN=APP)
    app.add_url_rule("/", "view", cross_origin(**options)(lambda: "text"))
    client = app.test_client()

    expected = NOTHING if levels == ["ERROR"] else {"Access-Control-Allow-Origin": APP}
    for _ in range(2):
        assert fields_of(fetch(client, "/", origin=EVIL)) in NO_FIELDS
        assert fields_of(fetch(client, "/")) == expected
    assert [record.levelname for record in caplog.records] == levels
    assert "CORS_ORIGINS" in caplog.records[0].getMessage()


def test_bad_switch_of_the_package_at_the_first_request(caplog):
    app = Flask(__name__)
    app.config["CORS_ENABLED"] = "perhaps"
    app.add_url_rule("/", "view", cross_origin(**marked(VIEW))(lambda: "text"))
    client = app.test_client()

    for _ in range(2):
        response = fetch(client, "/")
        assert response.status_code == 200
        assert fields_of(response) in NO_FIELDS
        assert fields_of(preflight(client, "/")) in NO_FIELDS
    (error,) = errors_logged(caplog)
    assert "CORS_ENABLED" in error.getMessage()


@pytest.mark.usefixtures("small_heap")
@edges
def test_decorating_at_every_request(edge):
    """Flask-RESTful's `method_decorators` do it: what is remembered of it must be bounded."""
    decorate = cross_origin(**marked(VIEW))

    def view():
        return decorate(lambda: "text")()

    client = serving(edge, view)
    assert fields_of(fetch(client, "/")) == allowed(VIEW)
    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
    for _ in range(1100):
        client.get("/")
    gc.collect()
    assert sum(isinstance(each, ViewOptions) for each in gc.get_objects()) < 1100
    assert fields_of(fetch(client, "/")) == allowed(VIEW)
