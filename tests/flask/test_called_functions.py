"""Decorated functions that a view without options calls, where the package cannot see that it will.

A rule governs such a view. It does not let in whom the function's own policy keeps out.
"""

from __future__ import annotations

import functools
import sys

import pytest
from flask import Flask
from flask import Response
from flask import request
from werkzeug.utils import cached_property
from werkzeug.utils import import_string

from flask_cors import CORS
from flask_cors import cross_origin

from .support import ADMIN
from .support import APP
from .support import EVIL
from .support import NOTHING
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


def hiding(function):
    def wrapper():
        return function()

    return wrapper


def by_default_argument(function):
    def view(function=function):
        return function()

    return view


def in_a_dict(function):
    functions = {"one": function}
    return lambda: f"{functions['one']()}"


class Slotted:
    __slots__ = ("function",)
    __name__ = "slotted"

    def __init__(self, function):
        self.function = function

    def __call__(self):
        return self.function()


class Holder:
    def __init__(self, function):
        self.function = function

    def view(self):
        return f"{self.function()}"


calling = pytest.mark.parametrize(
    "called_by",
    [
        pytest.param(lambda function: functools.partial(hiding(function)), id="a partial one"),
        pytest.param(by_default_argument, id="its default argument"),
        pytest.param(in_a_dict, id="what it keeps in a dict"),
        pytest.param(Slotted, id="an object with slots"),
        pytest.param(lambda function: Holder(function).view, id="a method"),
        pytest.param(
            lambda function: hiding(hiding(hiding(hiding(hiding(function))))), id="five decorators"
        ),
    ],
)


def serving(called_by, rule, **options):
    app = Flask(__name__)
    CORS(app, **rule)
    function = cross_origin(**options)(lambda: "text")
    app.add_url_rule("/", "view", called_by(function), methods=["GET", "PUT", "OPTIONS"])
    return app.test_client()


@calling
def test_page_that_the_function_keeps_out(called_by):
    client = serving(called_by, marked(PATH), **marked(VIEW, origins=[ADMIN]))

    for method in ("GET", "PUT"):
        assert fields_of(fetch(client, "/", method, APP)) == REFUSED
        assert fields_of(fetch(client, "/", method, ADMIN)) == allowed(PATH, ADMIN)
        assert fields_of(fetch(client, "/", method, EVIL)) == REFUSED
        assert fields_of(fetch(client, "/", method, None)) == REFUSED
        # Nobody knows before that the function will be called.
        assert_passes(preflight(client, "/", method, APP), passed(PATH))


@calling
def test_page_that_the_rule_keeps_out(called_by):
    client = serving(called_by, marked(PATH), **marked(VIEW, origins="*"))

    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/", origin=APP)) == allowed(PATH)


@calling
@pytest.mark.parametrize("rule", [{}, {"send_wildcard": True}], ids=["echoed", "always *"])
def test_rule_whose_answer_is_for_everybody(called_by, rule):
    """A cache would hand it to those, too, whom the function keeps out: so it is for the others."""
    client = serving(called_by, rule, **marked(VIEW, supports_credentials=True))

    assert fields_of(fetch(client, "/", origin=APP)) == {
        "Access-Control-Allow-Origin": APP,
        "Vary": "Origin",
    }
    assert fields_of(fetch(client, "/", origin=EVIL)) == REFUSED
    assert fields_of(fetch(client, "/", origin=None)) == REFUSED
    client = serving(called_by, {"send_wildcard": True}, **marked(VIEW, origins="*"))
    assert fields_of(fetch(client, "/", origin=EVIL)) == {"Access-Control-Allow-Origin": "*"}


@calling
def test_rule_for_one_origin(called_by):
    """Its answer to a request without Origin is that to the one, whom the function keeps out."""
    rule = marked(PATH, origins=APP)
    client = serving(called_by, rule, **marked(VIEW, origins=ADMIN))
    for origin in (APP, ADMIN, EVIL, None):
        assert fields_of(fetch(client, "/", origin=origin)) == REFUSED

    client = serving(called_by, rule, **marked(VIEW))
    for origin in (APP, None):
        assert fields_of(fetch(client, "/", origin=origin)) == {
            "Access-Control-Allow-Origin": APP,
            "Access-Control-Expose-Headers": f"X-Rule-{PATH}",
        }


@pytest.mark.parametrize("rule", [marked(PATH), {}], ids=["two origins", "any origin"])
@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)], ids=["one first", "other"])
def test_several_functions(rule, order):
    """Nobody is let in whom any of them keeps out."""
    app = Flask(__name__)
    CORS(app, **rule)
    functions = [cross_origin(origins=each)(lambda: "text") for each in (APP, ADMIN)][order]
    app.add_url_rule("/", "view", lambda: "".join(each() for each in functions))
    client = app.test_client()

    for origin in (APP, ADMIN, EVIL, None):
        assert fields_of(fetch(client, "/", origin=origin)) == REFUSED


@pytest.mark.parametrize("rule", [marked(PATH), {}], ids=["two origins", "any origin"])
def test_function_that_is_called_before_the_view_that_a_decorator_hides(rule):
    """Whoever is let in is let in by both."""

    def hiding_and_calling(view, function):
        def wrapper():
            return function() and view()

        return wrapper

    app = Flask(__name__)
    CORS(app, **rule)
    user, strict = (cross_origin(origins=each)(lambda: "text") for each in (APP, ADMIN))
    app.add_url_rule("/", "view", hiding_and_calling(strict, user))
    for origin in (APP, ADMIN, EVIL, None):
        assert fields_of(fetch(app.test_client(), "/", origin=origin)) == REFUSED


def test_request_that_is_answered_twice():
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    function = cross_origin(origins=ADMIN)(lambda: "text")
    app.add_url_rule("/", "view", lambda: f"{function()}")
    inside = app.wsgi_app

    def again(environ, start_response):
        list(inside(environ, lambda *_: None))
        return inside(environ, start_response)

    app.wsgi_app = again
    assert fields_of(fetch(app.test_client(), "/")) == REFUSED


def test_request_that_is_handed_on_within_the_app():
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    function = cross_origin(origins=ADMIN)(lambda: "text")
    app.add_url_rule("/in", "in", lambda: f"{function()}")

    def handing_on():
        function()
        return Response.from_app(app, {**request.environ, "PATH_INFO": "/in"})

    app.add_url_rule("/", "view", handing_on)
    response = fetch(app.test_client(), "/")
    assert (response.text, fields_of(response)) == ("text", REFUSED)


def test_source_of_a_function_that_is_called_often():
    """It is asked once, and may call the function that it is asked for."""
    asked = []

    def source(query):
        asked.append(query.origin)
        return bool(function()) and query.origin == APP

    function = cross_origin(origins=source)(lambda: "text")
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.add_url_rule("/", "view", lambda: "".join(function() for _ in range(20)))
    client = app.test_client()

    assert fields_of(fetch(client, "/", origin=APP)) == allowed(PATH)
    assert fields_of(fetch(client, "/", origin=ADMIN)) == REFUSED
    assert asked == [APP, ADMIN]


def test_view_that_a_hook_calls():
    """Its answer is none to the request, so it changes nothing (nor would the hook's own)."""
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    me = cross_origin(origins=ADMIN)(lambda: "me")
    app.add_url_rule("/me", "me", me)
    app.add_url_rule("/", "view", lambda: "text")
    app.before_request(lambda: me() and None)
    client = app.test_client()

    assert fields_of(fetch(client, "/")) == allowed(PATH)
    assert fields_of(fetch(client, "/me")) == REFUSED


@calling
def test_options_of_the_view(called_by):
    client = serving(called_by, marked(PATH), **marked(VIEW, origins=[ADMIN]))

    response = fetch(client, "/", "OPTIONS", APP)
    assert (response.text, fields_of(response)) == ("text", allowed(PATH))


MODULE = """
from flask_cors import cross_origin
from tests.flask.support import marked, VIEW

@cross_origin(**marked(VIEW, origins="*"))
def rates():
    return "rates"

def account():
    return "account, " + rates()
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    """The name of a module that nobody has imported yet."""
    name = "loaded_by_a_request"
    (tmp_path / f"{name}.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    sys.modules.pop(name, None)


class LazyView:
    """A view that is imported by the first request to it, as Flask's documentation has it."""

    def __init__(self, name):
        self.__module__, self.__name__ = name.rsplit(".", 1)
        self.import_name = name

    @cached_property
    def view(self):
        return import_string(self.import_name)

    def __call__(self, *args, **kwargs):
        return self.view(*args, **kwargs)


@pytest.mark.parametrize("rule", [None, marked(PATH)])
def test_module_that_a_request_imports(module, rule):
    """Its functions are decorated for good, and not for that request."""
    app = Flask(__name__)
    if rule:
        CORS(app, **rule)

    def account():
        return import_string(f"{module}.rates")()

    app.add_url_rule("/account", "account", account)
    app.add_url_rule("/lazy", "lazy", LazyView(f"{module}.account"))
    app.add_url_rule("/rates", "rates", LazyView(f"{module}.rates"))
    client = app.test_client()

    for _ in range(2):
        for path in ("/account", "/lazy"):
            response = fetch(client, path, origin=EVIL)
            assert "rates" in response.text
            assert fields_of(response) == (REFUSED if rule else NOTHING)
        open_to_all = {**allowed(VIEW, EVIL)}
        assert fields_of(fetch(client, "/rates", origin=EVIL)) == open_to_all


def test_function_that_is_decorated_in_a_request():
    """It counts for that route (so Flask-RESTful decorates, in each request), and no other."""
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    decorated = []

    def first():
        if not decorated:
            decorated.append(cross_origin(**marked(VIEW, origins="*"))(lambda: "text"))
        return f"{decorated[0]()}"

    app.add_url_rule("/first", "first", first)
    app.add_url_rule("/second", "second", lambda: f"{decorated[0]()}")
    client = app.test_client()

    for _ in range(2):
        assert fields_of(fetch(client, "/first", origin=EVIL)) == allowed(VIEW, EVIL)
        assert fields_of(fetch(client, "/second", origin=EVIL)) == REFUSED
        assert fields_of(fetch(client, "/second", origin=APP)) == allowed(PATH)


def test_function_that_is_decorated_where_no_route_is():
    """An error handler may do so; the rule of the path speaks."""
    app = Flask(__name__)
    CORS(app, **marked(PATH))
    app.register_error_handler(404, lambda _: (cross_origin(origins="*")(lambda: "none")(), 404))
    client = app.test_client()

    for origin, fields in ((APP, allowed(PATH)), (EVIL, REFUSED)):
        response = fetch(client, "/none", origin=origin)
        assert (response.status_code, response.text) == (404, "none")
        assert fields_of(response) == fields


def in_a_factory(function):
    """Such as the factory of an app, which imports the function."""

    def create_app():
        rates = function

        def account():
            return f"account {rates()}"

        return account

    return create_app()


def in_a_factory_as_async(function):
    rates = function

    async def account():
        return f"account {rates()}"

    return account


def in_a_factory_for_variables(function):
    rates = function

    def account(**variables):
        return f"account {rates(**variables)}"

    return account


def in_a_factory_for_a_decorator(function):
    rates = function

    @passing_on_by_name
    def account():
        return f"account {rates()}"

    return account


def passing_on_by_name(view):
    @functools.wraps(view)
    def wrapper(*args, **kwargs):
        return view(*args, **kwargs)

    return wrapper


def as_an_attribute(function):
    class Account:
        __name__ = "account"

        def __init__(self, currency="EUR"):
            self.currency = currency
            self.rates = function

        def __call__(self):
            return f"account {self.currency} {self.rates()}"

    return Account()


def with_a_decorator_in_between(function):
    return in_a_factory(passing_on(function))


def passing_on(view):
    def wrapper(*args, **kwargs):
        return view(*args, **kwargs)

    return wrapper


def passing_on_a_local(view):
    local = passing_on(view)

    def wrapper(*args):
        return local(*args)

    return wrapper


def under_another_name(view):
    local = hiding(view)

    @functools.wraps(repr)
    def wrapper():
        return local()

    return wrapper


class Attribute:
    __name__ = "attribute"

    def __init__(self, view):
        self.view = view

    def __call__(self):
        return self.view()


class OwnAttribute(Attribute):
    def __init__(self, view):
        self._view = view

    def __call__(self):
        return self._view()


class AnyAttribute(Attribute):
    def __init__(self, **functions):
        vars(self).update(functions)

    def __call__(self, *args):
        return self.view(*args)


@pytest.mark.parametrize("rule", [None, marked(PATH)])
@pytest.mark.parametrize(
    ("called_by", "hides"),
    [
        pytest.param(in_a_factory, False, id="what is at hand in a factory"),
        pytest.param(in_a_factory_as_async, False, id="the same, async"),
        pytest.param(in_a_factory_for_variables, False, id="the same, with variables"),
        pytest.param(in_a_factory_for_a_decorator, False, id="the same, decorated"),
        pytest.param(with_a_decorator_in_between, False, id="the same, the function decorated"),
        pytest.param(as_an_attribute, False, id="an attribute"),
        pytest.param(hiding, True, id="the parameter of a decorator"),
        pytest.param(passing_on, True, id="a parameter, passed on to"),
        pytest.param(passing_on_a_local, True, id="a local, passed on to"),
        pytest.param(under_another_name, True, id="a local, behind functools.wraps"),
        pytest.param(Attribute, True, id="the parameter of a class"),
        pytest.param(OwnAttribute, True, id="the same, kept for itself"),
        pytest.param(lambda view: AnyAttribute(view=view), True, id="an attribute, passed on to"),
    ],
)
def test_function_that_is_hidden_or_merely_called(called_by, hides, rule):
    """What a decorator stands around is the view; of what a view calls, none opens it."""
    app = Flask(__name__)
    if rule:
        CORS(app, **rule)
    opening = marked(VIEW, origins="*")
    function = cross_origin(**opening)(lambda **_: "rates")
    app.add_url_rule("/", "view", called_by(function), methods=["GET", "OPTIONS"])
    client = app.test_client()

    kept_out = REFUSED if rule else NOTHING
    for _ in range(2):
        response = fetch(client, "/", origin=EVIL)
        assert "rates" in response.text
        assert fields_of(response) == (allowed(VIEW, EVIL) if hides else kept_out)
        if rule:
            assert fields_of(fetch(client, "/", origin=APP)) == allowed(VIEW if hides else PATH)
    if not rule and not hides:
        assert fields_of(preflight(client, "/", "GET", EVIL)) == NOTHING


def test_hidden_function_that_is_called_twice():
    """It narrows nothing that its own options have let in."""

    def twice(function):
        def wrapper():
            return function() + function()

        return wrapper

    client = serving(twice, marked(PATH), **marked(VIEW))
    for origin, fields in ((APP, allowed(VIEW)), (EVIL, REFUSED)):
        response = fetch(client, "/", origin=origin)
        assert (response.text, fields_of(response)) == ("texttext", fields)
