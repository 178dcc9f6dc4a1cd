"""Responses that carry CORS fields, or Vary, before the layer sees them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask import Response

from flask_cors import CORS
from flask_cors import Outcome
from flask_cors import Reason
from flask_cors import cross_origin

from .support import ADMIN
from .support import APP
from .support import EVIL
from .support import fetch
from .support import fetch_decided
from .support import fields_of

ORIGIN = "Access-Control-Allow-Origin"
CREDENTIALS = "Access-Control-Allow-Credentials"
EXPOSE = "Access-Control-Expose-Headers"
METHODS = "Access-Control-Allow-Methods"

POLICY = {"origins": [APP, ADMIN], "expose_headers": "X-Total"}
GRANTED = {ORIGIN: APP, EXPOSE: "X-Total", "Vary": "Origin"}


def respond(headers):
    return lambda: Response("text", headers=headers)


def by_extension(options, view):
    app = Flask(__name__)
    CORS(app, **options)
    app.add_url_rule("/", "view", view)
    return app


def by_decorator(options, view):
    app = Flask(__name__)
    app.add_url_rule("/", "view", cross_origin(**options)(view))
    return app


def by_both(options, view):
    app = Flask(__name__)
    CORS(app, origins="https://elsewhere.example")
    app.add_url_rule("/", "view", cross_origin(**options)(view))
    return app


edges = pytest.mark.parametrize(
    "create_app",
    [
        pytest.param(by_extension, id="CORS(app)"),
        pytest.param(by_decorator, id="@cross_origin alone"),
        pytest.param(by_both, id="@cross_origin and CORS(app)"),
    ],
)


@edges
@pytest.mark.parametrize(
    ("own", "fields"),
    [
        # The app has decided: nothing is added but Vary.
        pytest.param([(ORIGIN, "*")], {ORIGIN: "*", "Vary": "Origin"}, id="its own *"),
        pytest.param([(ORIGIN, EVIL)], {ORIGIN: EVIL, "Vary": "Origin"}, id="its own origin"),
        pytest.param(
            [(ORIGIN.lower(), "*")], {ORIGIN.lower(): "*", "Vary": "Origin"}, id="in lower case"
        ),
        pytest.param(
            [(ORIGIN, "*"), ("Vary", "Origin")], {ORIGIN: "*", "Vary": "Origin"}, id="and Vary"
        ),
        pytest.param(
            [(ORIGIN, "*"), (EXPOSE, "X-Own")],
            {ORIGIN: "*", EXPOSE: "X-Own", "Vary": "Origin"},
            id="and what it exposes",
        ),
        # It has not decided: what is missing is added, nothing twice.
        pytest.param(
            [(EXPOSE, "X-Own")],
            {**GRANTED, EXPOSE: f"X-Own, {GRANTED[EXPOSE]}"},
            id="only what it exposes",
        ),
        pytest.param(
            [(EXPOSE.lower(), "X-Own")],
            {ORIGIN: APP, EXPOSE.lower(): f"X-Own, {GRANTED[EXPOSE]}", "Vary": "Origin"},
            id="only what it exposes, in lower case",
        ),
        pytest.param(
            [(EXPOSE, f"X-Own,{GRANTED[EXPOSE].lower()}"), (EXPOSE, "x-own")],
            {**GRANTED, EXPOSE: f"X-Own, {GRANTED[EXPOSE].lower()}"},
            id="only what it exposes, some of it twice",
        ),
        pytest.param([(EXPOSE, "")], GRANTED, id="an empty list"),
        pytest.param([(METHODS, "GET")], {**GRANTED, METHODS: "GET"}, id="only its methods"),
        # Credentials that the policy does not grant go.
        pytest.param([(CREDENTIALS, "true")], GRANTED, id="credentials that are not granted"),
        pytest.param([(CREDENTIALS.lower(), "true")], GRANTED, id="the same in lower case"),
        pytest.param([(CREDENTIALS, "true"), (CREDENTIALS, "true")], GRANTED, id="the same, twice"),
    ],
)
def test_own_cors_fields(create_app, own, fields):
    response, decision = fetch_decided(create_app(POLICY, respond(own)), "/")

    assert fields_of(response) == fields
    assert decision.outcome is Outcome.ALLOWED
    assert decision.reasons == (Reason.RESPONSE_HAS_OWN_FIELDS,)


@edges
@pytest.mark.parametrize(
    ("own", "fields"),
    [
        pytest.param([(CREDENTIALS, "true")], {"Vary": "Origin"}, id="credentials"),
        pytest.param([(ORIGIN, EVIL)], {ORIGIN: EVIL, "Vary": "Origin"}, id="its own origin"),
        pytest.param([(EXPOSE, "X-Own")], {EXPOSE: "X-Own", "Vary": "Origin"}, id="exposed"),
    ],
)
@pytest.mark.parametrize("credentials", [False, True])
def test_own_cors_fields_for_a_refused_origin(create_app, own, fields, credentials):
    """Nothing is granted to this origin, credentials included, whatever others are granted."""
    options = {**POLICY, "supports_credentials": credentials}
    response, decision = fetch_decided(create_app(options, respond(own)), "/", origin=EVIL)

    assert fields_of(response) == fields
    assert decision.outcome is Outcome.REFUSED
    assert decision.reasons == (Reason.ORIGIN_NOT_ALLOWED, Reason.RESPONSE_HAS_OWN_FIELDS)


@edges
def test_own_credentials_that_are_granted(create_app):
    view = respond([(CREDENTIALS, "true")])
    response = fetch(create_app({**POLICY, "supports_credentials": True}, view).test_client(), "/")
    assert fields_of(response) == {**GRANTED, CREDENTIALS: "true"}


@edges
def test_own_origin_with_granted_credentials(create_app):
    view = respond([(ORIGIN, APP), (CREDENTIALS, "true")])
    response = fetch(create_app({**POLICY, "supports_credentials": True}, view).test_client(), "/")
    assert fields_of(response) == {ORIGIN: APP, CREDENTIALS: "true", "Vary": "Origin"}


@edges
def test_own_origin_is_not_given_credentials(create_app):
    """`*` never travels with credentials, though the policy grants them to others."""
    options = {**POLICY, "supports_credentials": True}
    response = fetch(create_app(options, respond([(ORIGIN, "*")])).test_client(), "/")
    assert fields_of(response) == {ORIGIN: "*", "Vary": "Origin"}


@edges
def test_own_origin_with_credentials_that_are_not_granted(create_app):
    """`*` never travels with credentials, and the policy grants none."""
    own = [(ORIGIN, "*"), (CREDENTIALS, "true")]
    response = fetch(create_app(POLICY, respond(own)).test_client(), "/")
    assert fields_of(response) == {ORIGIN: "*", "Vary": "Origin"}


@edges
@pytest.mark.parametrize(
    "own",
    [
        pytest.param([(ORIGIN, APP), (ORIGIN, APP)], id="the same"),
        pytest.param([(ORIGIN, APP), (ORIGIN.lower(), APP)], id="the same in lower case"),
    ],
)
def test_own_origin_twice_is_sent_once(create_app, own):
    fields = fields_of(fetch(create_app(POLICY, respond(own)).test_client(), "/"))
    assert {name.title(): value for name, value in fields.items()} == {
        ORIGIN: APP,
        "Vary": "Origin",
    }


@edges
def test_one_static_origin_needs_no_vary(create_app):
    view = respond([(EXPOSE, "X-Own")])
    response = fetch(create_app({"origins": APP}, view).test_client(), "/")
    assert fields_of(response) == {ORIGIN: APP, EXPOSE: "X-Own"}


# Vary


@edges
@pytest.mark.parametrize(
    ("own", "lines"),
    [
        pytest.param([], ["Origin"], id="none"),
        pytest.param(["Cookie"], ["Cookie", "Origin"], id="another member"),
        pytest.param(["Cookie", "Accept"], ["Cookie", "Accept", "Origin"], id="two lines"),
        pytest.param(["Origin"], ["Origin"], id="already there"),
        pytest.param(["origin"], ["origin"], id="in lower case"),
        pytest.param(["accept-encoding, origin"], ["accept-encoding, origin"], id="in a list"),
        pytest.param(["Accept", " ORIGIN ,Cookie"], ["Accept", "ORIGIN ,Cookie"], id="elsewhere"),
        pytest.param(["Origins"], ["Origins", "Origin"], id="a name that only begins so"),
        pytest.param(["X-Origin"], ["X-Origin", "Origin"], id="a name that only ends so"),
        pytest.param(["*"], ["*"], id="*"),
        pytest.param(["Cookie, *"], ["Cookie, *"], id="* in a list"),
        pytest.param([""], ["", "Origin"], id="empty"),
    ],
)
@pytest.mark.parametrize("origin", [APP, EVIL, None])
def test_vary(create_app, own, lines, origin):
    view = respond([("Vary", value) for value in own])
    response = fetch(create_app(POLICY, view).test_client(), "/", origin=origin)

    # Hooks come after a decorator alone, and of two lines they may keep the first.
    expected = [", ".join(filter(None, lines))] if create_app is by_decorator else lines
    assert [value.strip() for value in response.headers.getlist("Vary")] == expected


def test_name_of_vary_in_any_case():
    view = respond([("vary", "accept-encoding, origin")])
    response = fetch(by_extension(POLICY, view).test_client(), "/")

    assert [value for name, value in response.headers if name.lower() == "vary"] == [
        "accept-encoding, origin"
    ]


@pytest.mark.parametrize("own", [[], [(ORIGIN, APP)]], ids=["no origin", "an origin"])
def test_vary_switched_off(own):
    with pytest.warns(UserWarning, match="vary_header"):
        app = by_extension(
            {"origins": [APP, ADMIN], "vary_header": False}, respond([("Vary", "Cookie"), *own])
        )
    assert fields_of(fetch(app.test_client(), "/")) == {ORIGIN: APP, "Vary": "Cookie"}


@pytest.mark.parametrize("path", ["/a/1", "/a/b/../1"], ids=["one rule", "two rules might"])
def test_vary_where_no_rule_can_be_used(path):
    """The view writes whatever Origin asks, so a cache must keep its answers apart."""
    app = Flask(__name__)
    rules = {"/a/*": {"origins": [APP, ADMIN]}, "/a/b/*": {"origins": [ADMIN, EVIL]}}
    CORS(app, resources=rules)
    app.add_url_rule("/a/<path:rest>", "view", lambda rest: Response(headers=[(ORIGIN, APP)]))
    assert fields_of(fetch(app.test_client(), path)) == {ORIGIN: APP, "Vary": "Origin"}


# What comes after a decorated view


@pytest.mark.parametrize("create_app", [by_extension, by_decorator, by_both])
def test_fields_set_by_a_hook_win(create_app):
    app = create_app(POLICY, lambda: "text")

    @app.after_request
    def add(response):
        response.headers[ORIGIN] = "*"
        return response

    fields = fields_of(fetch(app.test_client(), "/"))
    assert fields[ORIGIN] == "*"


# A decorator alone cannot: its part of a request is over before the hooks run.
@pytest.mark.parametrize("create_app", [by_extension, by_both])
def test_fields_added_by_a_hook_are_not_a_second_set(create_app):
    """A popular snippet: it adds, whatever is there."""
    app = create_app(POLICY, lambda: "text")

    @app.after_request
    def add(response):
        response.headers.add(ORIGIN, "*")
        return response

    values = fetch(app.test_client(), "/").headers.getlist(ORIGIN)
    assert len(values) == 1


@edges
def test_vary_survives_the_session(create_app):
    """Werkzeug rewrites all lines of Vary from the first, when a hook or the session adds one."""

    def view():
        response = Response("text")
        response.headers["Vary"] = "Accept-Language"
        return response

    app = create_app(POLICY, view)

    @app.after_request
    def add(response):
        response.vary.add("Cookie")
        return response

    lines = fetch(app.test_client(), "/").headers.getlist("Vary")
    members = {member.strip() for line in lines for member in line.split(",")}
    assert members == {"Accept-Language", "Cookie", "Origin"}


@pytest.mark.parametrize("create_app", [by_extension, by_decorator, by_both])
def test_one_response_handed_out_again_and_again(create_app):
    """The fields of one exchange must not be found in the next."""
    constant = Response("text")
    client = create_app(POLICY, lambda: constant).test_client()

    assert fields_of(fetch(client, "/", origin=APP)) == GRANTED
    assert fields_of(fetch(client, "/", origin=ADMIN)) == {**GRANTED, ORIGIN: ADMIN}
    assert fields_of(fetch(client, "/", origin=EVIL)) == {"Vary": "Origin"}
    assert list(constant.headers) == [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", "4"),
    ]
