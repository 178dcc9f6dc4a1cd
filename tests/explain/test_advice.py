"""What no option mends: the reason is named all the same, and what somebody has to do."""

from __future__ import annotations

import typing as t

import pytest
from flask import Blueprint
from flask import Flask
from flask import Response
from flask import redirect
from werkzeug.middleware.proxy_fix import ProxyFix

from flask_cors import CORS
from flask_cors import Reason
from flask_cors import cross_origin
from flask_cors.diagnosing.diagnosis import Diagnosis
from flask_cors.diagnosing.diagnosis import diagnose
from flask_cors.explaining.playing import play
from flask_cors.protocol.problems import Findings
from flask_cors.protocol.user_agent import FetchRequest
from flask_cors.rules.state import AppState
from flask_cors.sources import OriginQuery

from .setups import ADMIN
from .setups import API
from .setups import APP

ITEMS = FetchRequest(f"{API}/items")


def view() -> str:
    return "view"


def app_with(**options: t.Any) -> Flask:
    app = Flask("tests", static_folder=None)
    app.logger.disabled = True
    CORS(app, **options)
    app.add_url_rule("/items", view_func=view, methods=["GET", "PUT"])
    return app


def app_for_nobody(**config: t.Any) -> Flask:
    app = Flask("tests", static_folder=None)
    app.config.update(config)
    app.add_url_rule("/items", view_func=view)
    return app


def with_own_fields(path: str = "/*") -> Flask:
    app = app_with(resources={path: {"origins": APP}})

    @app.after_request
    def add_field(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = ADMIN
        return response

    return app


def with_a_layer_outside() -> Flask:
    app = app_with(origins=APP)
    inside = app.wsgi_app

    def outside(environ: t.Any, start_response: t.Any) -> t.Any:
        if environ["REQUEST_METHOD"] != "OPTIONS":
            return inside(environ, start_response)
        start_response("401 UNAUTHORIZED", [])
        return []

    app.wsgi_app = outside  # type: ignore[method-assign]
    return app


def with_a_layer(*, inside: bool) -> Flask:
    """A layer that answers OPTIONS, and a policy of views: a blueprint's without a prefix."""
    app = Flask(__name__)
    blueprint = Blueprint("api", __name__)
    CORS(blueprint, origins=APP)
    blueprint.add_url_rule("/items", "items", lambda: "items", methods=["PUT"])

    def guarded(inner: t.Any) -> t.Any:
        def guard(environ: t.Any, start_response: t.Any) -> t.Any:
            if environ["REQUEST_METHOD"] != "OPTIONS":
                return inner(environ, start_response)
            start_response("401 UNAUTHORIZED", [])
            return []

        return guard

    if inside:
        app.wsgi_app = guarded(app.wsgi_app)
    app.register_blueprint(blueprint)
    if not inside:
        app.wsgi_app = guarded(app.wsgi_app)
    return app


def with_a_gateway() -> Flask:
    app = app_with(origins=APP)
    inside = app.wsgi_app

    def outside(environ: t.Any, start_response: t.Any) -> t.Any:
        def start(status: str, headers: list[tuple[str, str]], *_: t.Any) -> t.Any:
            return start_response(status, [*headers, ("Access-Control-Allow-Origin", APP)])

        return inside(environ, start)

    app.wsgi_app = outside  # type: ignore[method-assign]
    return app


def of_a_view_behind_a_hook(*origins: str, **config: t.Any) -> Flask:
    app = Flask("tests", static_folder=None)
    app.config.update(config)
    app.before_request(lambda: ("", 401))
    decorated = cross_origin(origins=[APP, *origins])(view)
    app.add_url_rule("/items", view_func=decorated, methods=["GET", "PUT"])
    return app


def with_views_of_different_policies() -> Flask:
    app = Flask("tests", static_folder=None)
    app.add_url_rule("/items", "get", cross_origin(origins=APP)(view))
    app.add_url_rule("/items", "put", view, methods=["PUT"])
    CORS(app, resources={"/api/*": {"origins": APP}})
    return app


def that_leads_elsewhere(target: str) -> Flask:
    app = app_with(origins=APP)
    app.add_url_rule("/moved", view_func=lambda: redirect(target), endpoint="moved")
    return app


def that_raises() -> Flask:
    app = app_with(origins=APP)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.add_url_rule("/failing", view_func=lambda: 1 / 0, endpoint="failing")
    return app


def that_raises_without_a_rule() -> Flask:
    return that_raises_in_debug_mode("/api/*")


def that_raises_in_debug_mode(path: str = "/*") -> Flask:
    app = Flask("tests", static_folder=None)
    app.config.update(DEBUG=True, CORS_DEBUG_ERRORS=True)
    CORS(app, resources={path: {"origins": ADMIN}})
    app.add_url_rule("/failing", view_func=lambda: 1 / 0, endpoint="failing")
    return app


def with_a_rule_that_is_a_regex() -> Flask:
    app = Flask("tests")
    CORS(app, resources={r"/api/\d+": {"origins": APP}})
    app.add_url_rule("/api/<number>", "api", lambda number: number)
    app.add_url_rule("/admin/<path:place>", "admin", lambda place: place)
    return app


def with_a_view_of_wrong_options() -> Flask:
    app = app_with(origins=APP)
    decorated = cross_origin(supports_credentials=True)(lambda: "")
    app.add_url_rule("/wrong", view_func=decorated, endpoint="wrong")
    app.add_url_rule("/right", view_func=cross_origin(origins=APP)(view), endpoint="right")
    return app


def with_options_that_are_right_by_now() -> Flask:
    app = with_a_view_of_wrong_options()
    app.test_client().get("/wrong", headers={"Origin": APP})
    app.config["CORS_ORIGINS"] = APP
    return app


def with_a_mistaken_key() -> Flask:
    app = app_for_nobody(CORS_ORIGNS=APP)
    app.add_url_rule("/decorated", "decorated", cross_origin()(lambda: ""))
    return app


def diagnosed(app: Flask, asked: FetchRequest, origin: str = APP) -> Diagnosis:
    diagnosis = diagnose(AppState.of(app, Findings()), play(app, asked, origin))
    assert diagnosis is not None
    return diagnosis


@pytest.mark.parametrize(
    ("app", "asked", "origin", "reasons", "words"),
    [
        pytest.param(
            with_own_fields,
            ITEMS,
            APP,
            [Reason.RESPONSE_HAS_OWN_FIELDS],
            "Take out the CORS fields that the app itself writes.",
            id="the app writes a field of its own",
        ),
        pytest.param(
            with_own_fields,
            ITEMS._replace(credentials="include"),
            APP,
            [Reason.RESPONSE_HAS_OWN_FIELDS, Reason.CREDENTIALS_NOT_ALLOWED],
            "Take out the CORS fields that the app itself writes. Write supports_credentials=True",
            id="the app writes a field of its own, and the policy lacks something",
        ),
        pytest.param(
            lambda: with_own_fields("/api/*"),
            ITEMS,
            APP,
            [Reason.RESPONSE_HAS_OWN_FIELDS, Reason.NOT_GOVERNED],
            "Take out the CORS fields that the app itself writes. Write CORS(app, resources="
            f'{{"/items": {{"origins": ["{APP}"]}}}}).',
            id="the app writes a field of its own where no rule governs",
        ),
        pytest.param(
            with_a_layer_outside,
            ITEMS._replace(method="PUT"),
            APP,
            [Reason.ANSWERED_BY_APP],
            "Wrap what answers around the app before CORS(app) is called.",
            id="a layer around the extension answers the preflight",
        ),
        pytest.param(
            lambda: with_a_layer(inside=False),
            ITEMS._replace(method="PUT"),
            APP,
            [Reason.ANSWERED_BY_APP],
            "Let what answers in place of the app hand preflights on: OPTIONS requests with "
            "Access-Control-Request-Method.",
            id="a layer outside answers the preflight for a view, whose policy has no say in that",
        ),
        pytest.param(
            lambda: with_a_layer(inside=True),
            ITEMS._replace(method="PUT"),
            APP,
            [Reason.ANSWERED_BY_APP],
            "Let what answers in place of the app hand preflights on: OPTIONS requests with "
            "Access-Control-Request-Method.",
            id="a layer inside answers the preflight for a view",
        ),
        pytest.param(
            with_a_gateway,
            ITEMS,
            APP,
            [Reason.RESPONSE_HAS_OWN_FIELDS],
            "let one of the app and whatever stands before it add CORS fields, not both.",
            id="a layer around the extension adds a field of its own",
        ),
        pytest.param(
            of_a_view_behind_a_hook,
            ITEMS._replace(method="PUT"),
            ADMIN,
            [Reason.ANSWERED_BY_APP, Reason.ORIGIN_NOT_ALLOWED],
            f'through to it. Write CORS(app, resources={{"/items": {{"origins": ["{ADMIN}"]}}}}). '
            f'Write origins=["{APP}", "{ADMIN}"] in @cross_origin(...) on the view',
            id="a decorated view behind a hook, without the extension, and it lacks something",
        ),
        pytest.param(
            lambda: of_a_view_behind_a_hook(CORS_AUTOMATIC_OPTIONS=False),
            ITEMS._replace(method="PUT"),
            APP,
            [Reason.ANSWERED_BY_APP],
            "Write automatic_options=True in @cross_origin(...) on the view 'view'.",
            id="a decorated view whose preflights the config leaves to the app",
        ),
        pytest.param(
            lambda: app_for_nobody(CORS_SUPPORTS_CREDENTIALS=True),
            ITEMS,
            "null",
            [Reason.NOT_GOVERNED],
            "serve the page from an origin of its own.",
            id="a sandboxed frame, no rule, and a config with credentials",
        ),
        pytest.param(
            app_for_nobody,
            ITEMS,
            "null",
            [Reason.NOT_GOVERNED],
            "Every website can have this origin: better serve the page from one of its own. Write "
            'CORS(app, origins=["null"]).',
            id="a sandboxed frame, and no rule",
        ),
        pytest.param(
            app_for_nobody,
            ITEMS._replace(credentials="include"),
            "null",
            [Reason.NOT_GOVERNED],
            "Every website can have this origin: better serve the page from one of its own. No "
            "policy with credentials lets the opaque origin in, since every website can have it: "
            'serve the page from an origin of its own. Write CORS(app, origins=["null"]). In the '
            'page, write {"credentials": "same-origin"}',
            id="a sandboxed frame that asks with credentials, and no rule",
        ),
        pytest.param(
            lambda: that_leads_elsewhere("https://elsewhere.example/items"),
            FetchRequest(f"{API}/moved"),
            APP,
            [Reason.LEFT_THE_APP],
            "The app redirects to https://elsewhere.example/items, where another server answers",
            id="a redirect to another server",
        ),
        pytest.param(
            lambda: that_leads_elsewhere("https://api.example.com:8443/items"),
            FetchRequest("https://api.example.com/moved"),
            ADMIN,
            [Reason.ORIGIN_NOT_ALLOWED],
            "origins=",
            id="a redirect by a page that is not let in",
        ),
        pytest.param(
            lambda: app_with(origins=APP),
            ITEMS._replace(headers=[(f"X-{number}", "1") for number in range(200)]),
            APP,
            [Reason.HEADERS_OVER_LIMIT],
            "Send fewer headers: at most 128 names, of 8192 characters in all.",
            id="more headers than are read",
        ),
        pytest.param(
            lambda: app_with(origins=APP, supports_credentials=True),
            ITEMS,
            "null",
            [Reason.ORIGIN_NOT_ALLOWED],
            "serve the page from an origin of its own.",
            id="a sandboxed frame, and a policy with credentials",
        ),
        pytest.param(
            with_views_of_different_policies,
            ITEMS._replace(method="DELETE"),
            APP,
            [Reason.NOT_GOVERNED],
            "No view serves DELETE here, and those for other methods have different policies",
            id="a method that no view serves, between views of different policies",
        ),
        pytest.param(
            with_views_of_different_policies,
            ITEMS._replace(method="PUT"),
            APP,
            [Reason.NOT_GOVERNED],
            f'Write CORS(app, resources={{"/items": {{"origins": ["{APP}"]}}}}).',
            id="a view without a policy beside one that has one",
        ),
        pytest.param(
            that_raises,
            FetchRequest(f"{API}/failing"),
            APP,
            [Reason.APP_FAILED],
            "The app let out ZeroDivisionError, so the server answered 500 by itself",
            id="an exception that the app lets out",
        ),
        pytest.param(
            that_raises_without_a_rule,
            FetchRequest(f"{API}/failing"),
            APP,
            [Reason.APP_FAILED, Reason.NOT_GOVERNED],
            'Mend that. Write CORS(app, resources={"/failing": ',
            id="an exception in debug mode, where no rule governs",
        ),
        pytest.param(
            that_raises_in_debug_mode,
            FetchRequest(f"{API}/failing"),
            APP,
            [Reason.APP_FAILED, Reason.ORIGIN_NOT_ALLOWED],
            f'Mend that. Write origins=["{ADMIN}", "{APP}"] on the rule \'/*\'.',
            id="an exception in debug mode, which another page could read",
        ),
        pytest.param(
            with_a_view_of_wrong_options,
            FetchRequest(f"{API}/wrong"),
            APP,
            [Reason.RULE_NOT_ACCEPTED],
            "supports_credentials=True: The origins are '*', so every website could "
            "read and change what a visitor is logged in to. Name the origins: origins=",
            id="a view whose options are refused",
        ),
        pytest.param(
            with_a_mistaken_key,
            FetchRequest(f"{API}/decorated"),
            APP,
            [Reason.RULE_NOT_ACCEPTED],
            f"CORS_ORIGNS='{APP}': There is no such option, so Flask-CORS does not read it. Did "
            "you mean CORS_ORIGINS?",
            id="a decorated view, and a mistake in the config",
        ),
        pytest.param(
            with_options_that_are_right_by_now,
            FetchRequest(f"{API}/wrong"),
            APP,
            [Reason.RULE_NOT_ACCEPTED],
            "No rule could be used here; the log says why.",
            id="a view whose options were refused",
        ),
        pytest.param(
            with_a_rule_that_is_a_regex,
            FetchRequest(f"{API}/api/{'1' * 4093}"),
            APP,
            [Reason.PATH_TOO_LONG],
            "Ask for a path of at most 4096 characters, or govern it by plain paths and subtrees",
            id="a path that is too long for a regex",
        ),
        pytest.param(
            with_a_rule_that_is_a_regex,
            FetchRequest(f"{API}/admin/..%2fapi/1"),
            APP,
            [Reason.PATH_AMBIGUOUS],
            'Ask for the path without "." and "..", and with single slashes.',
            id="a path that Flask takes for another than the rule does",
        ),
        pytest.param(
            app_with,
            FetchRequest("http://api.example.com/items"),
            APP,
            [Reason.NEVER_ALLOWED],
            "over https",
            id="mixed content",
        ),
        pytest.param(
            app_with,
            ITEMS._replace(mode="same-origin"),
            APP,
            [Reason.NEVER_ALLOWED],
            'Ask with mode="cors"',
            id="the mode same-origin",
        ),
    ],
)
def test_advice(
    app: t.Callable[[], Flask],
    asked: FetchRequest,
    origin: str,
    reasons: list[Reason],
    words: str,
) -> None:
    diagnosis = diagnosed(app(), asked, origin)
    assert list(diagnosis.reasons) == reasons
    assert words in str(diagnosis.remedy)


@pytest.mark.skipif(
    "TRUSTED_HOSTS" not in Flask.default_config, reason="TRUSTED_HOSTS came with Flask 3.1"
)
@pytest.mark.parametrize(
    ("path", "options", "method", "reasons", "words"),
    [
        pytest.param("/*", {}, "GET", [], "", id="nothing else"),
        pytest.param("/*", {}, "PUT", [], "", id="a preflight"),
        pytest.param(
            "/*",
            {"methods": ["GET"]},
            "PUT",
            [Reason.METHOD_NOT_ALLOWED],
            ' Write methods=["GET", "PUT"] on the rule \'/*\'.',
            id="the method is lacking, too",
        ),
        pytest.param(
            "/api/*",
            {},
            "GET",
            [Reason.NOT_GOVERNED],
            f' Write CORS(app, resources={{"/items": {{"origins": ["{APP}"]}}}}).',
            id="no rule governs, either",
        ),
    ],
)
def test_host_that_the_app_does_not_trust(
    path: str, options: dict[str, t.Any], method: str, reasons: list[Reason], words: str
) -> None:
    app = app_with(resources={path: {"origins": APP, **options}})
    app.config["TRUSTED_HOSTS"] = ["trusted.example", ".example.net"]
    diagnosis = diagnosed(app, ITEMS._replace(method=method))
    assert list(diagnosis.reasons) == [Reason.HOST_NOT_TRUSTED, *reasons]
    assert str(diagnosis.remedy) == (
        "Ask the app at a host that it trusts, or write TRUSTED_HOSTS="
        f'["trusted.example", ".example.net", "api.example.com"] in the app\'s config.{words}'
    )


def behind_a_proxy_that_takes_tls_off(*, is_told: bool) -> Flask:
    """Flask redirects to the URL with a slash at its end, over what it takes for the scheme."""
    app = Flask("tests", static_folder=None)
    app.add_url_rule("/things/", view_func=view, methods=["GET", "PUT"])
    if is_told:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1)  # type: ignore[method-assign]
    CORS(app, origins=APP)
    inside = app.wsgi_app

    def proxy(environ: t.Any, start_response: t.Any) -> t.Any:
        scheme = environ["wsgi.url_scheme"]
        told = {"wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": scheme}
        return inside({**environ, **told}, start_response)

    app.wsgi_app = proxy  # type: ignore[method-assign]
    return app


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_redirect_to_http(method: str) -> None:
    """Either half of the advice lets the page in."""
    app = behind_a_proxy_that_takes_tls_off(is_told=False)
    asked = FetchRequest(f"{API}/things", method)
    diagnosis = diagnosed(app, asked)
    assert diagnosis.reasons == (Reason.NEVER_ALLOWED,)
    assert str(diagnosis.remedy) == (
        "The redirect leads to http://api.example.com/things/, and a page that came over https "
        "gets nothing over http. Let it ask for https://api.example.com/things/ itself (mind the "
        "slash at its end); and where a proxy before the app takes TLS off, write app.wsgi_app = "
        "ProxyFix(app.wsgi_app, x_proto=1)."
    )
    assert play(app, asked._replace(url=f"{API}/things/"), APP).outcome.type == "cors"
    mended = behind_a_proxy_that_takes_tls_off(is_told=True)
    assert play(mended, asked, APP).outcome.type == "cors"


def test_redirect_after_which_the_origin_is_opaque() -> None:
    """From one foreign origin to another: the page has to ask the last URL."""
    app = app_with(origins=APP)
    target = "https://api.example.com:8443/items"
    app.add_url_rule("/moved", view_func=lambda: redirect(target), endpoint="moved")
    asked = FetchRequest(f"{API}/moved")

    diagnosis = diagnosed(app, asked)

    assert diagnosis.reasons == (Reason.ORIGIN_NOT_ALLOWED,)
    assert dict(diagnosis.remedy.page) == {"url": target}
    cured = asked._replace(**diagnosis.remedy.page)
    assert diagnose(AppState.of(app, Findings()), play(app, cured, APP)) is None


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_both_things_that_are_lacking_let_the_page_in(method: str) -> None:
    """The rule for the path is for the sake of the layer: the view keeps its own options."""
    app, asked = of_a_view_behind_a_hook(ADMIN), ITEMS._replace(method=method)
    CORS(app, resources={"/items": {"origins": [ADMIN]}})
    assert diagnose(AppState.of(app, Findings()), play(app, asked, ADMIN)) is None


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"methods": ["GET"]}, id="a method that nobody is allowed"),
        pytest.param({"automatic_options": False}, id="preflights that are left to the app"),
    ],
)
def test_what_never_passes_opens_nothing(options: dict[str, t.Any]) -> None:
    """Nothing is opened for a page that is kept out whatever the options."""
    app = app_with(origins=APP, supports_credentials=True, **options)
    remedy = diagnosed(app, ITEMS._replace(method="PUT"), "null").remedy
    assert (remedy.python, dict(remedy.page)) == ("", {})
    assert str(remedy) == (
        "No policy with credentials lets the opaque origin in, since every website can have it: "
        "serve the page from an origin of its own."
    )


ASKED = "let_in, which is asked while the app runs, has to let it in."
ALLOW = "Write automatic_options=True in CORS(app, ...)."


@pytest.mark.parametrize(
    ("origins", "options", "origin", "remedy"),
    [
        pytest.param([], {}, ADMIN, f"{ASKED} {ALLOW}", id="it is not known what it says"),
        pytest.param([ADMIN], {}, ADMIN, ALLOW, id="it is not asked"),
        pytest.param(
            [],
            {"supports_credentials": True},
            "null",
            "No policy with credentials lets the opaque origin in, since every website can have "
            "it: serve the page from an origin of its own.",
            id="whatever it says",
        ),
        pytest.param(
            [],
            {},
            "null",
            'No source is asked about this origin: list "null" beside let_in in origins. ' + ALLOW,
            id="it is never asked",
        ),
    ],
)
def test_preflights_that_are_left_to_the_app_where_a_function_is_asked(
    origins: list[str], options: dict[str, t.Any], origin: str, remedy: str
) -> None:
    """Nobody has asked the function, as the app has answered before."""

    def let_in(query: OriginQuery) -> bool:
        raise NotImplementedError

    app = app_with(origins=[*origins, let_in], automatic_options=False, **options)
    assert str(diagnosed(app, ITEMS._replace(method="PUT"), origin).remedy) == remedy


@pytest.mark.parametrize(
    ("options", "advice"),
    [
        pytest.param(
            {"supports_credentials": True},
            "CORS(app, ...) refuses what is wrong with any view, so mend this, too: view 'view': "
            "supports_credentials=True: The origins are '*', so every website could read and "
            'change what a visitor is logged in to. Name the origins: origins=["https://app.example'
            '.com"]; or leave out supports_credentials; or, if you mean it, add '
            "dangerously_allow_any_origin_with_credentials=True. Or leave @cross_origin out, where "
            "CORS(...) governs the view: a decorator does not know the keywords of that. ",
            id="a view whose options are wrong",
        ),
        pytest.param({"origins": APP}, "", id="a view whose options are right"),
    ],
)
def test_new_rule_of_an_app_that_has_decorated_views_alone(
    options: dict[str, t.Any], advice: str
) -> None:
    app = app_for_nobody()
    app.add_url_rule("/other", "other", cross_origin(**options)(view))
    diagnosis = diagnose(AppState.as_it_is(app), play(app, ITEMS, ADMIN))
    assert diagnosis is not None
    rule = f'CORS(app, resources={{"/items": {{"origins": ["{ADMIN}"]}}}})'
    assert str(diagnosis.remedy) == f"{advice}Write {rule}."


def test_what_never_passes_cannot_read_errors_either() -> None:
    app = app_with(origins=APP, supports_credentials=True)
    app.debug = True
    app.add_url_rule("/failing", view_func=lambda: 1 / 0, endpoint="failing")
    diagnosis = diagnosed(app, FetchRequest(f"{API}/failing"), "null")
    assert diagnosis.reasons == (Reason.APP_FAILED, Reason.ORIGIN_NOT_ALLOWED)
    assert diagnosis.remedy.python == ""


FIT = [ADMIN, "https://*.example.com", r"https://(a|b)\.example\.org"]
UNFIT = ["null", "https://*.github.io", r"https?://www\.example\..*"]
THE_FIT = (
    f'origins=["{ADMIN}", "https://*.example.com", '
    r're.compile(r"https://(a|b)\.example\.org", re.IGNORECASE)'
)


@pytest.mark.filterwarnings("ignore::flask_cors.PolicyWarning")
@pytest.mark.parametrize(
    ("origin", "written"),
    [
        pytest.param(APP, f"{THE_FIT}]", id="a page that those let in which stay"),
        pytest.param(
            "https://octocat.github.io",
            f'{THE_FIT}, "https://octocat.github.io"]',
            id="a page that one lets in which goes",
        ),
    ],
)
def test_origins_that_are_fit_for_credentials_stay(origin: str, written: str) -> None:
    app, asked = app_with(origins=[*FIT, *UNFIT]), ITEMS._replace(credentials="include")
    diagnosis = diagnosed(app, asked, origin)
    assert diagnosis.reasons == (Reason.CREDENTIALS_NOT_ALLOWED,)
    assert str(diagnosis.remedy) == (
        "'null' cannot stay in origins with credentials: Every website can send this origin from "
        "a sandboxed frame. 'https://*.github.io' cannot stay in origins with credentials: Anybody "
        "can register a name under github.io. 'https?://www\\.example\\..*' cannot stay in "
        "origins with credentials: It does not fix the scheme: http and https are let in. "
        f"Write supports_credentials=True, {written} in CORS(app, ...)."
    )
    mended = app_with(**diagnosis.remedy.options)
    assert diagnose(AppState.of(mended, Findings()), play(mended, asked, origin)) is None


def test_nothing_to_mend() -> None:
    app = app_with(origins=APP)
    assert diagnose(AppState.of(app, Findings()), play(app, ITEMS, APP)) is None
