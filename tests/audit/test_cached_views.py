"""What a cache above `@cross_origin` does, what the audit says of it, and that its remedy helps."""

from __future__ import annotations

import functools

import pytest
from flask import Flask
from flask.views import MethodView

from flask_cors import CORS
from flask_cors import cross_origin
from flask_cors.audit import audit
from tests.support import cors_fields

APP = "https://app.example.com"
ADMIN = "https://admin.example.com"

AN_APP = {"Access-Control-Allow-Origin": APP, "Vary": "Origin"}
AN_ADMIN = {"Access-Control-Allow-Origin": ADMIN, "Vary": "Origin"}
PREFLIGHT = AN_APP | {"Access-Control-Allow-Methods": "GET"}

OF_FUNCTION = (
    "functools.cache keeps what @cross_origin answers, to OPTIONS as well, and hands it to other "
    "pages and to GET."
)
BESIDE_LAYER = (
    "functools.cache keeps what @cross_origin answers to OPTIONS that is no preflight, and hands "
    "it to GET."
)
OF_CLASS = (
    "functools.cache keeps answers without their CORS fields, and hides @cross_origin from "
    "preflights."
)
ABOVE = "Write @cross_origin(...) above the decorator of the cache."
IN_CLASS = "Write cross_origin(...) last in the decorators of the class."


def of_function(app, decorators):
    def report():
        return "42"

    for decorator in decorators:
        report = decorator(report)
    app.add_url_rule("/report", "of_function.report", report)
    return "of_function.<locals>.report"


def of_class(app, decorators):
    class Report(MethodView):
        def get(self):
            return "42"

    Report.decorators = decorators
    app.add_url_rule("/report", view_func=Report.as_view("class_report"))
    return "class_report"


def alone(app):
    """No layer."""


def beside(app):
    """The layer, for a rule that has nothing to do with the view."""
    CORS(app, resources={"/other": {"origins": APP}})


# The view, what is beside it, and what is found; then what comes of three pairs of requests: the
# fields for the second page that reads it, those for a preflight after it was read, and what is
# read, with which fields, by a page after another has sent OPTIONS.
CACHED = [
    pytest.param(
        of_function, alone, (OF_FUNCTION, ABOVE), {}, {}, ("", {}),
        id="a function by itself",
    ),
    pytest.param(
        of_function, beside, (BESIDE_LAYER, ABOVE), AN_ADMIN, PREFLIGHT, ("", AN_ADMIN),
        id="a function beside CORS(app)",
    ),
    pytest.param(
        of_class, alone, (OF_CLASS, IN_CLASS), {}, {}, ("42", AN_ADMIN),
        id="a class by itself",
    ),
    pytest.param(
        of_class, beside, None, AN_ADMIN, PREFLIGHT, ("42", AN_ADMIN),
        id="a class beside CORS(app), where all is well",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("view", "layered", "found", "second", "preflight", "after_options"), CACHED
)
def test_a_cache_above(  # noqa: PLR0917  one for each column
    view, layered, found, second, preflight, after_options
) -> None:
    app, name = create_app(view, layered, [policy(), functools.lru_cache])
    told = [(f"view {name!r}", *found)] if found else []
    assert [(each.where, each.message, each.remedy) for each in cached_fields(app)] == told

    client = app.test_client()
    assert cors_fields(client.get("/report", headers={"Origin": APP})) == AN_APP
    assert cors_fields(client.get("/report", headers={"Origin": ADMIN})) == second
    asked = {"Origin": APP, "Access-Control-Request-Method": "GET"}
    assert cors_fields(client.options("/report", headers=asked)) == preflight

    client = create_app(view, layered, [policy(), functools.lru_cache])[0].test_client()
    client.options("/report", headers={"Origin": APP})
    answer = client.get("/report", headers={"Origin": ADMIN})
    assert (answer.text, cors_fields(answer)) == after_options


@pytest.mark.parametrize("layered", [alone, beside])
@pytest.mark.parametrize("view", [of_function, of_class])
def test_a_cache_below_is_where_it_belongs(view, layered) -> None:
    app, _ = create_app(view, layered, [functools.lru_cache, policy()])
    assert cached_fields(app) == []
    client = app.test_client()
    asked = {"Origin": APP, "Access-Control-Request-Method": "GET"}
    for _ in range(2):
        assert cors_fields(client.options("/report", headers=asked)) == PREFLIGHT
        assert cors_fields(client.get("/report", headers={"Origin": APP})) == AN_APP
        assert cors_fields(client.get("/report", headers={"Origin": ADMIN})) == AN_ADMIN
        assert client.get("/report").text == "42"


def test_a_decorator_that_answers_no_options_leaves_the_cache_none() -> None:
    decorators = [policy(automatic_options=False), functools.lru_cache]
    app, _ = create_app(of_function, beside, decorators)
    assert cached_fields(app) == []


def test_a_cache_is_known_by_the_module_of_its_decorator() -> None:
    library: dict[str, object] = {"__name__": "flask_caching", "wraps": functools.wraps}
    exec("def cached(view): return wraps(view)(lambda: view())", library)
    app, _ = create_app(of_function, alone, [policy(), library["cached"]])
    message = OF_FUNCTION.replace("functools.cache keeps", "flask_caching seems to keep")
    assert [each.message for each in cached_fields(app)] == [message]


def policy(**options):
    return cross_origin(origins=[APP, ADMIN], methods=["GET"], **options)


def create_app(view, layered, decorators):
    """An app with a view, and the view's name for the audit."""
    app = Flask(__name__)
    layered(app)
    return app, view(app, decorators)


def cached_fields(app):
    return [each for each in audit(app) if each.rule.id == "cached-fields"]
