"""What Firefox says, which names no page: the cause is told, not a page that nobody has asked for.

The messages are those that Firefox 153 writes, with straight quotation marks.
"""

from __future__ import annotations

import typing as t

import pytest
from flask import Flask
from flask import Response
from flask import redirect
from flask import request

from flask_cors import CORS
from flask_cors import Reason
from flask_cors.diagnosing.diagnosis import diagnose
from flask_cors.explaining.cases import Case
from flask_cors.explaining.cases import Known
from flask_cors.explaining.console_reader import read_console_messages
from flask_cors.explaining.guessing import SOMEBODY
from flask_cors.explaining.reproducing import reproduce
from flask_cors.protocol.problems import Findings
from flask_cors.rules.state import AppState

from .setups import API
from .setups import APP

if t.TYPE_CHECKING:
    from flask_cors.diagnosing.played import Played

LINE = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
    f"{API}/items. (Reason: {{}})."
)
MISSING = LINE.format("CORS header 'Access-Control-Allow-Origin' missing") + " Status code: {}."
FAILED = LINE.format("CORS request did not succeed") + " Status code: (null)."
SEVERAL = LINE.format("Multiple CORS header 'Access-Control-Allow-Origin' not allowed")
ALLOW_ORIGIN = "Access-Control-Allow-Origin"

Layer = t.Callable[[t.Any, t.Any, t.Any], t.Any]


def answering(view: t.Callable[[], t.Any] = lambda: "", **cors: t.Any) -> Flask:
    app = Flask("tests", static_folder=None)
    CORS(app, **{"origins": APP, **cors})
    app.add_url_rule("/items", "items", view, methods=["GET", "PUT", "OPTIONS"])
    return app


def behind(layer: Layer, **cors: t.Any) -> Flask:
    app = answering(**cors)
    inside = app.wsgi_app
    app.wsgi_app = lambda *call: layer(inside, *call)  # type: ignore[method-assign]
    return app


def gateway(inside: t.Any, environ: t.Any, start: t.Any) -> t.Any:
    return inside(environ, lambda status, fields: start(status, [*fields, (ALLOW_ORIGIN, APP)]))


def to_https(_inside: t.Any, _environ: t.Any, start: t.Any) -> t.Any:
    start("301 MOVED PERMANENTLY", [("Location", f"{API}/items")])
    return []


def at_another_host() -> Flask:
    app = answering()
    app.config["TRUSTED_HOSTS"] = ["trusted.example"]
    return app


def redirecting_preflights() -> t.Any:
    return redirect("/login") if request.method == "OPTIONS" else ""


def explained(app: Flask, text: str) -> tuple[Played, tuple[Reason, ...], str] | None:
    (message,), state = read_console_messages(text), AppState.of(app, Findings())
    played = reproduce(state, Case(message, Known()), [f"{API}/items"])
    if played is None:
        return None
    diagnosis = diagnose(state, played)
    assert diagnosis is not None
    return played, diagnosis.reasons, str(diagnosis.remedy)


@pytest.mark.parametrize(
    ("app", "text", "page", "reason", "remedy"),
    [
        pytest.param(
            lambda: behind(gateway),
            SEVERAL,
            APP,
            Reason.RESPONSE_HAS_OWN_FIELDS,
            "Access-Control-Allow-Origin came with several values: let one of the app and whatever "
            "stands before it add CORS fields, not both.",
            id="a gateway writes the field, too",
        ),
        pytest.param(
            lambda: behind(gateway, origins=r"https://.*\.example\.com"),
            SEVERAL,
            "https://a.example.com",
            Reason.RESPONSE_HAS_OWN_FIELDS,
            "Access-Control-Allow-Origin came with several values: let one of the app and whatever "
            "stands before it add CORS fields, not both.",
            id="a gateway writes the field, too, and the origins are a regex",
        ),
        pytest.param(
            lambda: behind(to_https),
            f"{MISSING.format(301)}\n{FAILED}",
            APP,
            Reason.ANSWERED_BY_APP,
            "Wrap what answers around the app before CORS(app) is called.",
            id="a layer outside redirects to https",
        ),
        pytest.param(
            lambda: answering(redirecting_preflights, automatic_options=False),
            "\n".join(
                [
                    LINE.format("CORS request external redirect not allowed"),
                    LINE.format("CORS preflight response did not succeed") + " Status code: 302.",
                    FAILED,
                ]
            ),
            APP,
            Reason.ANSWERED_BY_APP,
            "Write automatic_options=True in CORS(app, ...).",
            id="the view for OPTIONS redirects",
        ),
        pytest.param(
            lambda: answering(lambda: Response(headers={ALLOW_ORIGIN: "https://x.example"})),
            LINE.format(
                "CORS header 'Access-Control-Allow-Origin' does not match 'https://x.example'"
            ),
            APP,
            Reason.RESPONSE_HAS_OWN_FIELDS,
            "Take out the CORS fields that the app itself writes.",
            id="the view writes the origin of another page",
        ),
        pytest.param(
            lambda: answering(redirecting_preflights, resources="/api/*"),
            MISSING.format(200),
            SOMEBODY,
            Reason.NOT_GOVERNED,
            f'Write CORS(app, resources={{"/items": {{"origins": ["{SOMEBODY}"]}}}}).',
            id="no rule governs, so that none names a page",
        ),
        pytest.param(
            answering,
            MISSING.format(200),
            SOMEBODY,
            Reason.ORIGIN_NOT_ALLOWED,
            f'Write origins=["{APP}", "{SOMEBODY}"] in CORS(app, ...).',
            id="nothing keeps a page out that is let in",
        ),
        pytest.param(
            at_another_host,
            MISSING.format(400),
            APP,
            Reason.HOST_NOT_TRUSTED,
            "Ask the app at a host that it trusts, or write "
            'TRUSTED_HOSTS=["trusted.example", "api.example.com"] in the app\'s config.',
            marks=pytest.mark.skipif(
                "TRUSTED_HOSTS" not in Flask.default_config,
                reason="TRUSTED_HOSTS came with Flask 3.1",
            ),
            id="the app does not trust the host",
        ),
    ],
)
def test_cause(
    app: t.Callable[[], Flask], text: str, page: str, reason: Reason, remedy: str
) -> None:
    found = explained(app(), text)
    assert found is not None
    played, reasons, told = found
    assert (played.origin, reasons, told) == (page, (reason,), remedy)


def test_status_tells_a_redirect_from_what_comes_before_it() -> None:
    """GET is let through here, and only what makes the browser ask first is redirected."""
    app = Flask("tests", static_folder=None)
    app.add_url_rule("/items", "items", redirecting_preflights, methods=["GET", "OPTIONS"])
    for text, in_preflight in (
        (f"{MISSING.format(302)}\n{FAILED}", True),
        (MISSING.format(200), False),
    ):
        found = explained(app, text)
        assert found is not None
        assert found[0].outcome.preflight is in_preflight  # type: ignore[union-attr]


def test_several_values_are_more_than_one_that_does_not_match() -> None:
    app = answering(lambda: Response(headers={ALLOW_ORIGIN: "https://x.example"}))
    assert explained(app, SEVERAL) is None


@pytest.mark.parametrize(
    ("text", "in_preflight", "status"),
    [
        pytest.param(MISSING.format(200), None, 200, id="one line"),
        pytest.param(f"{MISSING.format(403)}\n{FAILED}", True, 403, id="a preflight fails, too"),
        pytest.param(f"{MISSING.format(308)}\n{FAILED}", None, 308, id="or it is a redirect"),
        pytest.param(LINE.format("CORS header 'Access-Control-Allow-Origin' missing"), None, None,
            id="no status"),
    ],
)  # fmt: skip
def test_what_the_lines_say(text: str, in_preflight: bool | None, status: int | None) -> None:
    (message,) = read_console_messages(text)
    assert (message.in_preflight, message.status) == (in_preflight, status)
