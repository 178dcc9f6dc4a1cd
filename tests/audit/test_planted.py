"""A table of programs, each with one fault planted, and what the audit finds in it: that alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from flask_cors.audit.rules import RULES
from tests.audit.support import found_in

VIEW = '\n@app.get("/report")\ndef report():\n    return "42"\n'
NAMED = '"https://app.example.com"'


def wrapped_by(module: str, file: str) -> str:
    """A program in which a decorator from a module stands above `cross_origin`."""
    return f"""
import functools

CODE = "def above(view): return functools.wraps(view)(lambda: view())"
names = {{"functools": functools, "__name__": {module!r}}}
exec(compile(CODE, {file}, "exec"), names)

@app.get("/report")
@names["above"]
@cross_origin(origins={NAMED})
def report():
    return "42"
"""


ROUTES = """
@app.get("/api/news")
@app.get("/api/private")
@app.get("/v2/admin/users")
@app.get("/api/admin/users")
@app.get("/other/private")
def users():
    return []
"""
ANYBODY = '{"origins": "*", "send_wildcard": True}'
ONE = '{"origins": "https://a.example.com"}'
TWO = '{"origins": ["https://a.example.com", "https://b.example.com"]}'
SUBDOMAINS = '{"origins": "https://*.example.com"}'
REGEX = r'{"origins": r"https://[a-z]+\.a\.example\.com"}'
SOURCE = '{"origins": lambda query: False}'
CHOICE = 'r"/(?:api|v2)/admin/.*"'

OVERLAPS = [
    # The rules, what is found, and why.
    (f'"/api/*": {ANYBODY}, {CHOICE}: {ONE}', {"overruled-rule"}, "a choice gives way to any"),
    (f'"/api/*": {ANYBODY}, {CHOICE}: {REGEX}', {"overruled-rule"}, "with a regex"),
    (f'"/api/*": {ANYBODY}, {CHOICE}: {SOURCE}', {"overruled-rule"}, "with a source"),
    (f'"/api/*": {TWO}, {CHOICE}: {ONE}', {"overruled-rule"}, "a choice gives way to two"),
    (f'"/api/*": {SUBDOMAINS}, {CHOICE}: {ONE}', {"overruled-rule"}, "gives way to a pattern"),
    (f'"/api/*": {ANYBODY}, "/*/private": {ONE}', {"overruled-rule"}, "a glob gives way to any"),
    (f'"/api/*": {ONE}, {CHOICE}: {TWO}', set(), "the preferred one lets in fewer"),
    (f'"/api/*": {ONE}, {CHOICE}: {ANYBODY}', set(), "the other one is for anybody"),
    (f'"/api/*": {ONE}, {CHOICE}: {ONE}', set(), "both let in the same"),
    (f'"/api/*": {ONE}, {CHOICE}: {REGEX}', set(), "a regex, which cannot be compared"),
    (f'"/api/*": {ONE}, {CHOICE}: {SOURCE}', set(), "a source, which cannot be compared"),
    (f'"/api/*": {ANYBODY}, "/*": {ONE}', set(), "a rule for every path"),
    (f'"/api/*": {ANYBODY}, "/.*": {ONE}', set(), "a regex for every path"),
    (f'"/api/admin/*": {ANYBODY}, "/api/*": {ONE}', set(), "a part of what is governed"),
    (f'"/api/private": {ANYBODY}, "/*/private": {ONE}', set(), "an exact path"),
    (f'"/api/*": {ANYBODY}, "/v2/*": {ONE}', set(), "rules that have nothing in common"),
]

SLASHES = [
    # The program, what is found, and why.
    (
        f"""
app.url_map.strict_slashes = False
CORS(app, resources={{"/api/*": {TWO}, "/api/private": {ONE}}})
""",
        {"slash-apart"},
        "a slash at the end leads to a wider rule",
    ),
    (
        f"""
CORS(app, resources={{"/api/*": {TWO}, "/api/end/": {ONE}}})
app.add_url_rule("/api/end/", "end", strict_slashes=False)
""",
        {"slash-apart"},
        "the slash left out leads to a wider rule",
    ),
    (
        f"""CORS(app, resources={{"/api/*": {TWO}, "/api/private": {ONE}}})""",
        set(),
        "a slash at the end is not served",
    ),
    (
        f"""
app.url_map.strict_slashes = False
CORS(app, resources={{"/api/*": {TWO}, "/api/private/*": {ONE}}})
app.add_url_rule("/", "index")
""",
        set(),
        "a pattern for both",
    ),
    (
        f"""
app.url_map.strict_slashes = False
CORS(app, resources={{"/api/private": {ONE}}})
""",
        set(),
        "no rule with the slash",
    ),
    (
        f"""
app.url_map.strict_slashes = False
CORS(app, resources={{"/api/*": {TWO}, "/api/private": {ONE}}})
app.add_url_rule("/api/private/", "other")
""",
        set(),
        "another view is there with the slash",
    ),
]

PLANTED = [
    pytest.param(
        f"CORS(app, origins={NAMED}); app.config.update(CORS_ENABLED=False)" + VIEW,
        {"late-configuration"},
        id="switched off too late",
    ),
    pytest.param(
        'app.config["CORS_ENABLED"] = False; CORS(app); app.config["CORS_ENABLED"] = True' + VIEW,
        {"late-configuration"},
        id="switched on too late",
    ),
    pytest.param(
        f"CORS(app, origins={NAMED}); app.config['CORS_MAX_AGE'] = 600" + VIEW,
        {"late-configuration"},
        id="an option that is set too late",
    ),
    pytest.param(
        "CORS(app, supports_credentials=True)" + VIEW,
        {"any-origin-with-credentials"},
        id="any origin with credentials",
    ),
    pytest.param(
        "CORS(app, supports_credentials=True, dangerously_allow_any_origin_with_credentials=True)"
        + VIEW,
        {"any-origin-with-credentials"},
        id="any origin with credentials through the escape",
    ),
    pytest.param(
        """
        @app.get("/report")
        @cross_origin(supports_credentials=True)
        def report():
            return "42"
        """,
        {"any-origin-with-credentials"},
        id="a view's any origin with credentials, found out without CORS(app)",
    ),
    pytest.param(
        'CORS(app, origins="null", supports_credentials=True)' + VIEW,
        {"null-with-credentials"},
        id="null with credentials",
    ),
    pytest.param(
        'CORS(app, origins=["https://app.example.com", "null"])' + VIEW,
        {"null-origin"},
        id="null without credentials",
    ),
    pytest.param(
        'CORS(app, origins="https://*.github.io", supports_credentials=True)' + VIEW,
        {"public-suffix-with-credentials"},
        id="a public suffix with credentials",
    ),
    pytest.param(
        'CORS(app, origins="https://*.github.io", supports_credentials=True,'
        " dangerously_allow_public_suffix_with_credentials=True)" + VIEW,
        {"public-suffix-with-credentials"},
        id="a public suffix with credentials through the escape",
    ),
    pytest.param(
        'CORS(app, origins="https://*.example.com")' + VIEW,
        set(),
        id="a pattern of one's own domain",
    ),
    pytest.param(
        'CORS(app, origins="https://*.co.uk")' + VIEW,
        {"public-suffix-pattern"},
        id="a public suffix without credentials",
    ),
    pytest.param(
        r'CORS(app, origins=r"https://.*example\.com", supports_credentials=True)' + VIEW,
        {"regex-with-credentials"},
        id="a regex that lets a glued prefix in, with credentials",
    ),
    pytest.param(
        r'CORS(app, origins=r"https://.*example\.com")' + VIEW,
        {"wide-regex"},
        id="a regex that lets a glued prefix in",
    ),
    pytest.param(
        r'CORS(app, origins=re.compile(r"https://app\.example\.com.*"))' + VIEW,
        {"wide-regex"},
        id="a regex that lets a glued suffix in",
    ),
    pytest.param(
        'CORS(app, origins=re.compile(r".*"))' + VIEW,
        {"wide-regex"},
        id="a compiled regex that lets everything in",
    ),
    pytest.param(
        r'CORS(app, origins=re.compile(r"https://app.example\.com"))' + VIEW,
        {"regex-bare-dot"},
        id="a dot that is not escaped",
    ),
    pytest.param(
        r'CORS(app, origins=r"https://(a+)+\.example\.com")' + VIEW,
        {"slow-regex"},
        id="a repetition inside a repetition",
    ),
    pytest.param(
        r'CORS(app, origins=r"https://(?:a|a)+\.example\.com")' + VIEW,
        {"slow-regex"},
        id="alternatives that match the same",
    ),
    pytest.param(
        r'CORS(app, origins=r"https://.*.*.*.*\.example\.com")' + VIEW,
        {"slow-regex"},
        id="repetitions side by side that share what they match",
    ),
    pytest.param(
        f'CORS(app, resources={{r"/(.*)-(.*)-(.*)-y": {{"origins": {NAMED}}}}})' + VIEW,
        {"slow-regex"},
        id="the same for paths",
    ),
    pytest.param(
        f'CORS(app, origins={NAMED}, allow_headers=r"x-.*-.*-.*-.*-id")' + VIEW,
        {"slow-regex"},
        id="a slow regex for headers",
    ),
    pytest.param(
        f'CORS(app, resources={{r"/(?:re|[a-z]+)*": {{"origins": {NAMED}}}}})' + VIEW,
        {"slow-regex"},
        id="a slow regex for paths",
    ),
    pytest.param(
        'CORS(app, origins="http://app.example.com", supports_credentials=True)' + VIEW,
        {"clear-text-with-credentials"},
        id="a plain-http origin with credentials",
    ),
    pytest.param(
        f'CORS(app, origins=["http://app.example.com", {NAMED}])' + VIEW,
        {"mixed-schemes"},
        id="http and https of one host",
    ),
    pytest.param(
        f'CORS(app, origins=["http://*.partner.example", {NAMED}])' + VIEW,
        {"mixed-schemes"},
        id="http and https of two hosts",
    ),
    pytest.param(
        f'CORS(app, origins=["http://localhost:3000", {NAMED}])' + VIEW,
        set(),
        id="http of the developer's own machine",
    ),
    pytest.param(
        r'CORS(app, origins=r"https?://app\.example\.com")' + VIEW,
        {"mixed-schemes"},
        id="a regex for http and https",
    ),
    pytest.param(
        'CORS(app, origins="https://app.example.com/")' + VIEW,
        set(),
        id="a final slash, which is no fault",
    ),
    pytest.param(
        'CORS(app, origins="https://app.example.com/page")' + VIEW,
        {"configuration-refused"},
        id="an origin with a path",
    ),
    pytest.param(
        """
        @app.get("/report")
        @cross_origin(origins="https://app.example.com")
        def report():
            return "42"

        @app.after_request
        def echo(response):
            response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
            response.headers["Access-Control-Allow-Credentials"] = "true"
            return response
        """,
        {"reflected-origin"},
        id="a hook that echoes Origin",
    ),
    pytest.param(
        """
        FIELD = "Access-Control-Allow-Origin"

        def allow(response, origin):
            response.headers["Access-Control-Allow-Origin"] = origin

        @app.after_request
        def echo(response):
            allow(response, request.origin)
            return response
        """
        + VIEW.replace("\n", "\n        "),
        {"reflected-origin"},
        id="a hook that lets a function echo Origin",
    ),
    pytest.param(
        """
        class Hook:
            def __call__(self, response):
                return response

        @app.after_request
        def fail(response):
            raise LookupError("no Access-Control-Allow-Origin")

        @app.after_request
        def name_it(response):
            def inner():
                return "Access-Control-Allow-Origin"
            response.headers[inner()] = "https://app.example.com"
            return response

        app.after_request(Hook())
        """,
        set(),
        id="hooks that fail, that name an origin, and that are no functions",
    ),
    pytest.param(
        """
        @app.get("/report")
        def report():
            origin = request.headers.get("Origin") or "*"
            return "42", {"Access-Control-Allow-Origin": origin}
        """,
        {"reflected-origin"},
        id="a view that echoes Origin",
    ),
    pytest.param(
        """
        @app.get("/report")
        def report():
            response = app.make_response("42")
            response.headers.add("Access-Control-Allow-Origin", request.environ["HTTP_ORIGIN"])
            return response
        """,
        {"reflected-origin"},
        id="a view that adds Origin to its headers",
    ),
    pytest.param(
        """
        @app.after_request
        def choose(response):
            origin = request.headers.get("Origin")
            if origin == "https://app.example.com":
                response.headers["Access-Control-Allow-Origin"] = origin
            return response

        @app.get("/list")
        def listed():
            response = app.make_response("42")
            if re.fullmatch(r"https://[a-z]+\\.example\\.com", request.origin):
                response.headers.add("Access-Control-Allow-Origin", request.origin)
            return response

        @app.get("/report")
        def report():
            origin = request.headers["Origin"]
            if origin not in {"https://app.example.com"}:
                return "42"
            return "42", {"Access-Control-Allow-Origin": origin}
        """,
        set(),
        id="code that chooses its origins, which is no echo",
    ),
    pytest.param(
        """
        from fnmatch import fnmatch
        from urllib.parse import urlsplit

        ALLOWED = {"https://app.example.com": "https://app.example.com"}

        def is_allowed():
            return request.headers.get("Origin") in ALLOWED

        def allow(response, origin):
            response.access_control_allow_origin = origin
            return response

        @app.after_request
        def ends(response):
            origin = request.headers.get("Origin", "")
            if origin.endswith(".example.com"):
                response.access_control_allow_origin = origin
            return response

        @app.after_request
        def starts(response):
            origin: str = request.headers.get("Origin", "")
            if origin.lower().startswith("http://localhost:"):
                allow(response, origin)
            return response

        @app.after_request
        def asks(response):
            if is_allowed():
                response.access_control_allow_origin = request.origin
            return response

        @app.get("/host")
        def host():
            host = urlsplit(request.origin).hostname
            if host in ALLOWED or fnmatch(host, "*.example.com"):
                return allow(app.make_response("42"), origin=request.origin)

        @app.get("/parts")
        def parts():
            host = request.origin.split("://")[1]
            if host == "app.example.com":
                return "42", {"Access-Control-Allow-Origin": request.origin}

        @app.get("/match")
        def match():
            match request.headers.get("Origin"):
                case "https://app.example.com" as origin:
                    return "42", {"Access-Control-Allow-Origin": origin}
                case _:
                    return "42", {"Access-Control-Allow-Origin": request.origin}

        @app.get("/table")
        def table():
            known = ALLOWED[request.origin]
            return "42", {"Access-Control-Allow-Origin": request.origin}
        """,
        set(),
        id="code that chooses its origins in other ways",
    ),
    pytest.param(
        """
        def make_app():
            app = Flask(__name__)
            allowed = {"https://app.example.com"}
            later = lambda: unset

            def is_allowed():
                return request.origin in allowed

            @app.get("/report")
            def report():
                response = app.make_response("42")
                if is_allowed():
                    response.access_control_allow_origin = request.origin
                if later:
                    unset
                return response

            return app
            unset = None

        app = make_app()
        """,
        set(),
        id="a factory's code that chooses its origins",
    ),
    pytest.param(
        """
        def add(response):
            response.access_control_allow_origin = request.origin
            return add(response) if response is None else response

        @app.get("/report")
        def report():
            return add(app.make_response("42"))
        """,
        {"reflected-origin"},
        id="a view that lets a function echo Origin",
    ),
    pytest.param(
        """
        def allow(response, origin, *, vary=True):
            if origin != "":
                response.headers.set("Access-Control-Allow-Origin", origin)
            return response

        @app.get("/report")
        def report():
            return allow(app.make_response("42"), request.origin, vary=False, **{})
        """,
        {"reflected-origin"},
        id="a view that hands Origin to a function that sends it",
    ),
    pytest.param(
        """
        import os

        CONF = {"origin": "https://app.example.com"}

        class Settings:
            origin = "https://app.example.com"

        @app.get("/environ")
        def from_environ():
            return "", {"Access-Control-Allow-Origin": os.environ.get("ORIGIN", CONF["origin"])}

        @app.get("/config")
        def from_config():
            return "", {"Access-Control-Allow-Origin": app.config["ORIGIN"] or CONF.get("origin")}

        @app.get("/settings")
        def from_settings():
            tenant = Settings()
            return "", {"Access-Control-Allow-Origin": tenant.origin}
        """,
        set(),
        id="an origin that is configured, and none of a request",
    ),
    pytest.param(
        """
        OK = {"https://app.example.com"}

        class Sites:
            def __getattr__(self, name):
                return lambda *arguments, **filters: self if arguments or filters else None

        sites = Sites()

        @app.get("/in-query")
        def by_query():
            origin = request.headers.get("Origin")
            if sites.execute("select 1 from sites where origin = ?", [(origin, 1)]).first():
                return "", {"Access-Control-Allow-Origin": origin}
            return ""

        @app.get("/by-name")
        def by_name():
            headers = request.headers
            sites.filter(**{"origin": headers.get("Origin")}).first()
            return "", {"Access-Control-Allow-Origin": headers.get("Origin")}

        @app.get("/together")
        def together():
            origin = request.origin
            if {origin} & OK:
                return "", [("Access-Control-Allow-Origin", origin)]
            return ""

        @app.get("/subset")
        def subset():
            if not {request.origin} <= OK:
                return ""
            return "", {"Access-Control-Allow-Origin": request.origin}

        @app.after_request
        def choose(response):
            origin = request.headers.get("Origin", "")
            if sites.filter_by(origin=origin).first():
                response.headers["Access-Control-Allow-Origin"] = origin
            return response
        """,
        set(),
        id="code that asks by keyword or in a collection whether an origin is let in",
    ),
    pytest.param(
        """
        @app.get("/report")
        def report():
            return "42", [("Vary", "Origin"), ("Access-Control-Allow-Origin", request.origin)]
        """,
        {"reflected-origin"},
        id="a view that echoes Origin in a pair",
    ),
    pytest.param(
        """
        from flask import request as asked

        @app.get("/report")
        def report():
            return "", {"Access-Control-Allow-Origin": "%s" % asked.origin}
        """,
        {"reflected-origin"},
        id="a view that echoes Origin of a request with another name",
    ),
    pytest.param(
        """
        @app.get("/report")
        def report():
            headers = request.headers
            origin = headers["Origin"].strip()
            return app.response_class(headers={"Access-Control-Allow-Origin": origin, **{}})
        """,
        {"reflected-origin"},
        id="a view that echoes Origin stripped",
    ),
    pytest.param(
        "CORS(app, origins=lambda query: True)" + VIEW,
        {"reflected-origin"},
        id="a source that lets in whoever asks",
    ),
    pytest.param(
        """
        class Tenants:
            def allows(self, query):
                return query.origin.endswith(".example.com")

        CORS(app, origins=Tenants(), supports_credentials=True)
        """,
        {"source-with-credentials"},
        id="a source that decides about credentials",
    ),
    pytest.param(
        """
        def fails(query):
            raise LookupError("no database")

        CORS(app, origins=[fails, "https://app.example.com"])
        """,
        set(),
        id="a source that fails, and so lets nobody in",
    ),
    pytest.param(
        """
        @app.after_request
        def echo(response):
            response.access_control_allow_origin = request.origin
            return response
        """,
        {"reflected-origin"},
        id="a hook that echoes Origin through Werkzeug's property",
    ),
    pytest.param(
        """
        FIELD = "Access-Control-Allow-Origin"
        ORIGIN = "Origin"

        @app.after_request
        def echo(response):
            if request.path.startswith("/api/") and (origin := request.headers.get(ORIGIN)):
                app.logger.debug("open to %s", origin)
                response.headers[FIELD] = origin
            return response
        """,
        {"reflected-origin"},
        id="a hook for some paths, with the field under a name",
    ),
    pytest.param(
        """
        FIELD = "Access-Control-Allow-Origin"

        @app.after_request
        def echo(response):
            allowed = dict.fromkeys([FIELD], request.environ["HTTP_ORIGIN"])
            response.headers.update(allowed)
            return response
        """,
        {"reflected-origin"},
        id="a hook that only running shows to echo",
    ),
    pytest.param(
        """
        @app.before_request
        def answer():
            if request.method == "OPTIONS":
                origin = request.headers["Origin"] if request.headers else "*"
                return "", {"Access-Control-Allow-Origin": origin}

        @app.before_request
        def nothing():
            return None
        """,
        {"reflected-origin"},
        id="a hook before the request that echoes Origin",
    ),
    pytest.param(
        """
        import functools

        def open_to_all(view):
            @functools.wraps(view)
            def opened(*arguments):
                response = app.make_response(view(*arguments))
                origin = request.origin if request.origin is not None else "*"
                response.headers.set("Access-Control-Allow-Origin", origin)
                return response
            return opened

        @app.get("/report")
        @open_to_all
        def report():
            return "42"
        """,
        {"reflected-origin"},
        id="a decorator of the app's own that echoes Origin",
    ),
    pytest.param(
        """
        from flask.views import MethodView, View

        class Reports(MethodView):
            def get(self):
                return "42"

            def post(self):
                return "42", {"Access-Control-Allow-Origin": request.origin}

        class Page(View):
            def dispatch_request(self):
                return "42"

        app.add_url_rule("/reports", view_func=Reports.as_view("reports"))
        app.add_url_rule("/page", view_func=Page.as_view("page"))
        """,
        {"reflected-origin"},
        id="a method of a class that echoes Origin",
    ),
    pytest.param(
        """
        from flask_cors import cross_origin as allow

        def create_app():
            app = Flask(__name__)

            @allow(origins="https://app.example.com")
            @app.get("/report")
            def report():
                return "42"

            @app.before_request
            @allow(origins="https://app.example.com")
            def log_in():
                return None

            return app

        app = create_app()
        """,
        {"cross-origin-above-route", "cross-origin-on-no-view"},
        id="@cross_origin imported under another name",
    ),
    pytest.param(
        """
        CORS(app, send_wildcard=True)

        @app.get("/deleteUser/<int:number>")
        def gone(number):
            return "gone"
        """,
        {"changing-get"},
        id="a GET that deletes, in camel case",
    ),
    pytest.param(
        """
        from flask import session

        CORS(app, send_wildcard=True)

        @app.get("/bye")
        def bye():
            session.clear()
            return "gone"
        """,
        {"changing-get"},
        id="a GET that clears the session",
    ),
    pytest.param(
        """
        from flask import session

        CORS(app, send_wildcard=True)

        @app.get("/bye")
        def bye():
            del session["user"]
            return "gone"
        """,
        {"changing-get"},
        id="a GET that deletes from the session",
    ),
    pytest.param(
        """
        CORS(app, send_wildcard=True)
        for path in ("add-ons", "change-log", "voteResults", "settings", "address", "Ä"):
            app.add_url_rule(f"/{path}", f"page-{path}", lambda: "a page")
        """,
        set(),
        id="GETs with names of things that begin like a verb",
    ),
    pytest.param(
        """
        app.config.update(SECRET_KEY="made up", SESSION_COOKIE_SECURE=True)
        CORS(app, origins="https://app.example.com", supports_credentials=True)
        """,
        {"session-cookie"},
        id="a session cookie that is Secure, its SameSite left at the default",
    ),
    pytest.param(
        """
        class Echo:
            def __call__(self, response):
                if request.path != "/":
                    response.headers["Access-Control-Allow-Origin"] = f"{request.origin}"
                return response

        app.after_request(Echo())
        """,
        {"reflected-origin"},
        id="a hook that is an object and echoes Origin",
    ),
    pytest.param(
        """
        @app.errorhandler(404)
        def not_found(error):
            return "not here", 404, {"Access-Control-Allow-Origin": request.headers["Origin"]}
        """,
        {"reflected-origin"},
        id="an error handler that echoes Origin",
    ),
    pytest.param(
        """
        class Open(Flask):
            def process_response(self, response):
                response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")
                return super().process_response(response)

        app = Open(__name__)
        """,
        {"reflected-origin"},
        id="an app of its own class that echoes Origin",
    ),
    pytest.param(
        """
        shop = Blueprint("shop", __name__, url_prefix="/shop")
        CORS(shop, origins="https://app.example.com")

        @shop.get("/items")
        def items():
            return []

        @app.get("/shop/staff")
        def staff():
            return ["ada"]

        app.register_blueprint(shop)
        """,
        {"blueprint-governs-others"},
        id="a blueprint's rule that governs a view of the app",
    ),
    pytest.param(
        """
        shop = Blueprint("shop", __name__, url_prefix="/shop")
        CORS(shop, origins="https://app.example.com")

        @shop.get("/items")
        def items():
            return []

        inner = Blueprint("inner", __name__, url_prefix="/inner")
        inner.add_url_rule("/", "view", lambda: "text")
        shop.register_blueprint(inner)

        app.register_blueprint(shop)
        """,
        set(),
        id="a blueprint's rule that governs a blueprint in it",
    ),
    pytest.param(
        """
        shop = Blueprint("shop", __name__, url_prefix="/shop")
        CORS(shop, origins="https://app.example.com")

        @shop.get("/items")
        def items():
            return []

        staff = Blueprint("staff", __name__, url_prefix="/shop/staff")
        staff.add_url_rule("/", "view", lambda: "text")
        CORS(staff, origins="https://staff.example.com")
        app.register_blueprint(staff)

        app.register_blueprint(shop)
        """,
        set(),
        id="a blueprint's rule beside that of another under its prefix",
    ),
    pytest.param(
        """
        shop = Blueprint("shop", __name__, url_prefix="/shop")
        CORS(shop, origins="https://app.example.com")

        @shop.get("/items")
        def items():
            return []

        @app.get("/shop/staff")
        @cross_origin(origins="https://staff.example.com")
        def staff():
            return ["ada"]

        app.register_blueprint(shop)
        """,
        set(),
        id="a blueprint's rule beside a decorated view under its prefix",
    ),
    pytest.param(
        """
        shop = Blueprint("shop", __name__, url_prefix="/shop")
        CORS(shop, origins="https://app.example.com", resources="/shop/items/*")

        @shop.get("/items")
        def items():
            return []

        @app.get("/shop/staff")
        def staff():
            return ["ada"]

        app.register_blueprint(shop)
        """,
        set(),
        id="a blueprint's rule for the paths of its own views",
    ),
    pytest.param(
        """
        CORS(app, resources={
            "/api/*": {"origins": "https://app.example.com"},
            r"/(?:api|web)/users": {"origins": "https://admin.example.com"},
        })

        @app.get("/api/users")
        def users():
            return []
        """,
        {"shadowed-rule"},
        id="a rule that is never preferred",
    ),
    pytest.param(
        """
        CORS(app, resources={
            "/api/*": {"origins": "https://app.example.com"},
            r"/(?:api|web)/users": {"origins": "https://admin.example.com"},
        })

        @app.get("/api/users")
        def users():
            return []

        @app.get("/web/users")
        def web_users():
            return []

        @app.get("/api/orders")
        def orders():
            return []

        @app.get("/api/lists")
        def lists():
            return []
        """,
        set(),
        id="two rules that overlap, of which neither is the wider",
    ),
    pytest.param(
        """
        CORS(app, resources={
            r"/a.*": {"origins": "https://app.example.com"},
            r"/(?:api|bpi)/.*": {"origins": "https://admin.example.com"},
        })

        @app.get("/api/users")
        def users():
            return []

        @app.get("/about")
        def about():
            return "a page"

        @app.get("/bpi/users")
        @cross_origin(origins="https://other.example.com")
        def bpi():
            return "a page"
        """,
        {"shadowed-rule"},
        id="a rule whose routes a wider one and a decorator take",
    ),
    pytest.param(
        """
        CORS(app, resources={
            r"/api.*": {"origins": "https://app.example.com"},
            r"/(?:api/v2|apx)/.*": {"origins": "https://admin.example.com"},
            "/apx/*": {"origins": "https://apx.example.com"},
        })

        @app.get("/api/v2/users")
        def users():
            return []

        @app.get("/api/v1/users")
        def old_users():
            return []
        """,
        {"shadowed-rule", "unused-rule"},
        id="a rule that a wider one takes, and one without a route",
    ),
    pytest.param(
        """
        CORS(app, resources={
            "/*": {"origins": "https://app.example.com"},
            "/api/v2/*": {"origins": "https://new.example.com"},
        })

        @app.get("/api/<version>/users")
        def users(version):
            return []
        """,
        set(),
        id="a rule for one value of a variable that is followed by plain text",
    ),
    pytest.param(
        f'CORS(app, resources={{"/apx/*": {{"origins": {NAMED}}}}})' + VIEW,
        {"unused-rule"},
        id="a rule without a route",
    ),
    pytest.param(
        f"""
        from werkzeug.middleware.dispatcher import DispatcherMiddleware

        app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {{"/shop": Flask("shop")}})
        CORS(app, resources={{"/shop/*": {{"origins": {NAMED}}}}})
        """,
        set(),
        id="a rule without a route, where a layer inside may serve its paths",
    ),
    pytest.param(
        f"""
        from werkzeug.middleware.dispatcher import DispatcherMiddleware

        app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {{"/shop": Flask("shop")}})
        CORS(app, resources={{
            "/shop/*": {{"origins": {NAMED}}},
            "/(?:shop/|)carts": {{"origins": "https://a.example.com"}},
            "/shop/car.+": {{"origins": "https://b.example.com"}},
        }})

        @app.get("/shop/carts")
        @cross_origin(origins="https://other.example.com")
        def carts():
            return []
        """,
        set(),
        id="rules whose route a decorator takes, where a layer inside may serve other paths",
    ),
    pytest.param(
        f"""
        from werkzeug.middleware.dispatcher import DispatcherMiddleware

        app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {{"/shop": Flask("shop")}})
        CORS(app, resources={{
            "/shop/*": {{"origins": {NAMED}}},
            "/(?:shop|shops)/carts": {{"origins": "https://a.example.com"}},
            "/shops/*": {{"origins": "https://b.example.com"}},
        }})

        @app.get("/shop/carts")
        def carts():
            return []
        """,
        {"shadowed-rule"},
        id="a rule that leaves nothing to another one, whoever serves its paths",
    ),
    pytest.param(
        f"""
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(app.wsgi_app)
        CORS(app, resources={{"/apx/*": {{"origins": {NAMED}}}}})
        """,
        {"unused-rule"},
        id="a rule without a route, inside whose layer is one that answers nothing",
    ),
    pytest.param(
        """
        bp = Blueprint("shop", __name__)

        @bp.get("/carts")
        def carts():
            return []

        CORS(bp, resources={"/carts": {"origins": "https://app.example.com"}})
        app.register_blueprint(bp, url_prefix="/shop")
        """,
        {"unused-rule"},
        id="a blueprint's rule that leaves out the prefix",
    ),
    pytest.param(
        f"""
        @cross_origin(origins={NAMED})
        @app.get("/report")
        def report():
            return "42"
        """,
        {"cross-origin-above-route"},
        id="@cross_origin above @app.get",
    ),
    pytest.param(
        f"""
        open_to_app = cross_origin(origins={NAMED})

        @open_to_app
        @app.route("/report")
        def report():
            return "42"
        """,
        {"cross-origin-above-route"},
        id="@cross_origin by another name above @app.route",
    ),
    pytest.param(
        f"""
        import flask_cors

        def create_app():
            app = Flask(__name__)

            @flask_cors.cross_origin(origins={NAMED})
            @app.route("/report")
            def report():
                return "42"

            return app

        app = create_app()
        """,
        {"cross-origin-above-route"},
        id="@cross_origin above @app.route in a factory",
    ),
    pytest.param(
        f"""
        def timed(view):
            def call():
                return view()
            return call

        @app.get("/report", endpoint="report")
        @timed
        @cross_origin(origins={NAMED})
        def report():
            return "42"
        """,
        {"cross-origin-hidden"},
        id="@cross_origin below a decorator without functools.wraps",
    ),
    pytest.param(
        f"""
        def create_app():
            app = Flask(__name__)

            @cross_origin(origins={NAMED})
            def report():
                return "42"

            def once(view):
                return lambda: view()

            app.add_url_rule("/report", "report", once(once(report)))
            return app

        app = create_app()
        """,
        {"cross-origin-hidden"},
        id="@cross_origin below two of them in a factory",
    ),
    pytest.param(
        f"""
        import functools
        from flask import current_app

        @cross_origin(origins={NAMED})
        def report(number):
            return str(number)

        def make():
            app = current_app
            def plain():
                return report_of(42)
            report_of = functools.partial(report)
            return lambda: (app.name, plain)

        app.add_url_rule("/report", "report", functools.partial(report, 42))
        app.add_url_rule("/plain", "plain", make())
        """,
        set(),
        id="a partial of it is a view, another view calls it",
    ),
    pytest.param(
        f"""
        @app.get("/report")
        def report():
            return figures()

        @cross_origin(origins={NAMED})
        def figures():
            return "42"
        """,
        {"cross-origin-on-no-view"},
        id="@cross_origin on a helper",
    ),
    pytest.param(
        """
        admin = Flask("admin")

        @cross_origin(origins="https://app.example.com")
        def report():
            return "42"

        admin.add_url_rule("/report", view_func=report)
        """,
        set(),
        id="a view of another app of the program",
    ),
    pytest.param(
        f"""
        def create_app():
            app = Flask(__name__)

            @app.errorhandler(404)
            @cross_origin(origins={NAMED})
            def not_found(error):
                return "not here", 404

            @app.get("/report")
            def report():
                return "42"

            return app

        def create_another():
            @cross_origin(origins={NAMED})
            def unused():
                return "42"

        app = create_app()
        """,
        {"cross-origin-on-no-view"},
        id="@cross_origin on an error handler in a factory",
    ),
    pytest.param(
        f"""
        from flask.views import MethodView

        class Report(MethodView):
            @cross_origin(origins={NAMED})
            def get(self):
                return "42"

        app.add_url_rule("/report", view_func=Report.as_view("report"))

        @cross_origin(origins={NAMED})
        def figures():
            return "42"

        app.add_url_rule("/figures", view_func=figures)
        """,
        set(),
        id="@cross_origin on a method and on a function that is a view later",
    ),
    pytest.param(
        f"CORS(app, origins={NAMED})"
        + VIEW
        + """
class Gate:
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] == "OPTIONS":
            start_response("204 NO CONTENT", [])
            return [b""]
        return self.inner(environ, start_response)

app.wsgi_app = Gate(app.wsgi_app)
""",
        {"preflight-answered-outside"},
        id="a layer outside that answers OPTIONS",
    ),
    pytest.param(
        f"CORS(app, origins={NAMED})"
        + VIEW
        + """
def guarded(inner):
    def guard(environ, start_response):
        if "HTTP_AUTHORIZATION" not in environ:
            start_response("401 UNAUTHORIZED", [])
            return [b"who are you?"]
        return inner(environ, start_response)
    return guard

app.wsgi_app = guarded(app.wsgi_app)
""",
        {"preflight-answered-outside"},
        id="a layer outside that asks preflights for a token",
    ),
    pytest.param(
        f"CORS(app, origins={NAMED})"
        + VIEW
        + """
def failing(inner):
    def fail(environ, start_response):
        raise LookupError("no session")
    return fail

app.wsgi_app = failing(app.wsgi_app)
""",
        {"preflight-answered-outside"},
        id="a layer outside that fails",
    ),
    pytest.param(
        f"CORS(app, origins={NAMED})"
        + VIEW
        + """
def echoing(inner):
    def echo(environ, start_response):
        def start(status, headers, exc_info=None):
            headers = [field for field in headers if "Allow-Origin" not in field[0]]
            headers.append(("Access-Control-Allow-Origin", environ["HTTP_ORIGIN"]))
            return start_response(status, headers, exc_info)
        return inner(environ, start)
    return echo

app.wsgi_app = echoing(app.wsgi_app)
""",
        {"reflected-origin"},
        id="a layer outside that echoes Origin",
    ),
    pytest.param(
        """
from werkzeug.middleware.proxy_fix import ProxyFix

CORS(app, resources={
    "/a": {"origins": []}, "/b": {"automatic_options": False, "origins": "null"},
    "/c": {"origins": "*", "send_wildcard": True},
})
for path in "abcd":
    app.add_url_rule(f"/{path}", path, lambda: "", methods=["GET", "OPTIONS"])
app.add_url_rule("/c", "other", lambda: "", subdomain="other")
app.wsgi_app = ProxyFix(app.wsgi_app)
""",
        {"null-origin"},
        id="ProxyFix outside of rules of all kinds",
    ),
    pytest.param(
        r"""
from werkzeug.middleware.proxy_fix import ProxyFix

CORS(app, origins=r"https://[a-z]+\.example\.com")
app.wsgi_app = ProxyFix(app.wsgi_app)
""",
        set(),
        id="ProxyFix outside of origins that a regex describes",
    ),
    pytest.param(
        """
from werkzeug.middleware.proxy_fix import ProxyFix

app.config["TRUSTED_HOSTS"] = [".example.com"]
CORS(app, origins="https://app.example.com")
app.wsgi_app = ProxyFix(app.wsgi_app)
""",
        set(),
        id="ProxyFix outside of an app that trusts its own host alone",
    ),
    pytest.param(
        """
def passing(inner):
    return lambda environ, start_response: inner(environ, start_response)

CORS(app, resources={"/gone": {"origins": "null"}})
app.wsgi_app = passing(app.wsgi_app)
""",
        {"layer-outside", "null-origin", "unused-rule"},
        id="a layer outside of nothing",
    ),
    pytest.param(
        """
source = "def report():\\n    return '42'"
exec(source)
app.add_url_rule("/report", view_func=report)
CORS(app, origins="https://app.example.com")
""",
        set(),
        id="a view that stands in no file",
    ),
    pytest.param(
        f"CORS(app, origins={NAMED})"
        + VIEW
        + """
from werkzeug.middleware.proxy_fix import ProxyFix

def page_cache(inner):
    def cached_page(environ, start_response):
        later = lambda: unset
        return inner(environ, start_response)
    return cached_page
    unset = None

app.wsgi_app = ProxyFix(page_cache(app.wsgi_app))
""",
        {"cached-fields", "layer-outside"},
        id="a cache between ProxyFix and the app",
    ),
    pytest.param(
        f"CORS(app, origins={NAMED})"
        + VIEW
        + """
class Short:
    def __init__(self, inner):
        self.on_error = Short.__init__
        self.again = self
        self.inner = inner

    def __call__(self, environ, start_response):
        def start(status, headers, exc_info=None):
            kept = [field for field in headers if "Methods" not in field[0]]
            return start_response(status, kept, exc_info)
        return self.inner(environ, start)

app.wsgi_app = Short(app.wsgi_app)
""",
        {"preflight-answered-outside"},
        id="a layer outside that drops a field",
    ),
    pytest.param(
        f"CORS(app, origins={NAMED})"
        + VIEW
        + """
class Gate:
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] == "OPTIONS" and environ["PATH_INFO"] == "/report":
            start_response("405 METHOD NOT ALLOWED", [])
            return [b""]
        return self.inner(environ, start_response)

@app.get("/first")
def first():
    return "1"

app.wsgi_app = Gate(app.wsgi_app)
""",
        {"preflight-answered-outside"},
        id="a layer outside that answers OPTIONS for one path",
    ),
    pytest.param(
        f"CORS(app, origins={NAMED})"
        + VIEW
        + """
class ResponseCache:
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        return self.inner(environ, start_response)

app.wsgi_app = ResponseCache(app.wsgi_app)
""",
        {"cached-fields", "layer-outside"},
        id="a cache outside",
    ),
    pytest.param(
        f"""
        import functools

        @app.get("/report")
        @functools.lru_cache
        @cross_origin(origins={NAMED})
        def report():
            return "42"
        """,
        {"cached-fields"},
        id="a cache above @cross_origin",
    ),
    pytest.param(
        wrapped_by("flask_caching.decorators", '"/lib/flask_caching.py"'),
        {"cached-fields"},
        id="a package that seems to cache, above @cross_origin",
    ),
    pytest.param(
        wrapped_by("flask_cachecontrol.cache_control", '"/lib/flask_cachecontrol.py"'),
        set(),
        id="a package that only writes Cache-Control",
    ),
    pytest.param(
        wrapped_by("geocaching.timing", "__file__"),
        set(),
        id="a program that is about caches of another kind",
    ),
    pytest.param(
        f"""
        import functools

        @app.get("/report")
        @cross_origin(origins={NAMED})
        @functools.lru_cache
        def report():
            return "42"
        """,
        set(),
        id="a cache below @cross_origin, where it belongs",
    ),
    pytest.param(
        f"""
        from werkzeug.middleware.proxy_fix import ProxyFix

        CORS(app, origins={NAMED})
        app.wsgi_app = ProxyFix(app.wsgi_app)
        """,
        set(),
        id="ProxyFix outside, which hands everything on",
    ),
    pytest.param(
        """
        CORS(app, send_wildcard=True)

        @app.get("/users/<int:number>/delete")
        def gone(number):
            return "gone"

        @app.get("/deletions")
        def deletions():
            return []
        """,
        {"changing-get"},
        id="a GET that deletes, by its path",
    ),
    pytest.param(
        """
        CORS(app, resources={path: {"send_wildcard": True} for path in ("/purge/*", "/purge/a")})

        @app.get("/purge/<path:page>")
        def page(page):
            return page
        """,
        {"changing-get"},
        id="a GET that two rules govern, told once",
    ),
    pytest.param(
        """
        from flask import session

        CORS(app, send_wildcard=True)

        @app.get("/language")
        def language():
            session["language"] = request.args["to"]
            return "done"
        """,
        {"changing-get"},
        id="a GET that writes to the session",
    ),
    pytest.param(
        """
        from flask.views import MethodView

        class Counter(MethodView):
            def get(self):
                app.db.session.commit()
                return "done"

        CORS(app, send_wildcard=True)
        app.add_url_rule("/counter", view_func=Counter.as_view("counter"))
        """,
        {"changing-get"},
        id="a GET that commits",
    ),
    pytest.param(
        """
        CORS(app, send_wildcard=True)

        @app.get("/users/new")
        def new():
            form = {}
            form["name"] = ""
            return form

        @app.get("/users/edit")
        def edit():
            return "a form"

        @app.post("/users/edit")
        def save():
            return "saved"
        """,
        set(),
        id="a GET that shows a form",
    ),
    pytest.param(
        """
        CORS(app, send_wildcard=True)

        @app.route("/orders/<int:number>")
        def cancel_order(number):
            return "gone"
        """,
        {"changing-get"},
        id="a GET that cancels, by its name",
    ),
    pytest.param(
        f'CORS(app, origins={NAMED}, expose_headers=["authorization"])' + VIEW,
        {"authorization-exposed"},
        id="Authorization exposed",
    ),
    pytest.param(
        f"""
        app.secret_key = "made up"
        CORS(app, origins={NAMED}, supports_credentials=True)
        """
        + VIEW.replace("\n", "\n        "),
        {"session-cookie"},
        id="a session cookie that stays at home",
    ),
    pytest.param(
        f"""
        app.config.update(SECRET_KEY="made up", SESSION_COOKIE_SAMESITE="None")
        CORS(app, origins={NAMED}, supports_credentials=True)
        """,
        {"session-cookie"},
        id="a session cookie that is not Secure",
    ),
    pytest.param(
        f"""
        app.config.update(SECRET_KEY="made up", SESSION_COOKIE_DOMAIN=".example.com")
        CORS(app, origins=[{NAMED}, "https://*.example.com"], supports_credentials=True)
        """,
        set(),
        id="a session cookie of the same site",
    ),
    pytest.param(
        """
        app.secret_key = "made up"
        CORS(app, origins="http://localhost:3000", supports_credentials=True)
        """,
        set(),
        id="a session cookie on the developer's own machine",
    ),
    pytest.param(
        r"""
        app.secret_key = "made up"
        CORS(app, origins=r"https://[a-z]+\.example\.com", supports_credentials=True)
        """,
        {"session-cookie"},
        id="a session cookie for origins that a regex describes",
    ),
    pytest.param(
        """
        app.secret_key = "made up"
        CORS(app, origins=[], supports_credentials=True)
        """,
        set(),
        id="a session cookie for nobody",
    ),
    pytest.param(
        f"CORS(app, origins={NAMED}, max_age=604800)" + VIEW,
        {"max-age-over-a-day"},
        id="a max-age of a week",
    ),
    pytest.param(
        f"CORS(app, origins={NAMED}, max_age=86400)" + VIEW,
        {"max-age-over-two-hours"},
        id="a max-age of a day",
    ),
    pytest.param(
        f'CORS(app, origins=[{NAMED}, "https://b.example.com"], vary_header=False)' + VIEW,
        {"vary-switched-off"},
        id="several origins without Vary",
    ),
    pytest.param(
        "CORS(app, send_wildcard=True, allow_private_network=True)" + VIEW,
        {"private-network-for-any-origin"},
        id="a private network for any origin",
    ),
    pytest.param(
        f"""
        CORS(app, origins={NAMED}, automatic_options=False)

        @app.put("/settings")
        def save():
            return "saved"

        @app.route("/forms", methods=["POST", "OPTIONS"])
        def forms():
            return "saved"
        """,
        {"options-not-answered"},
        id="preflights that are left to nobody",
    ),
    pytest.param(
        f"""
        app.config["CORS_AUTOMATIC_OPTIONS"] = False

        @app.put("/settings")
        @cross_origin(origins={NAMED})
        def save():
            return "saved"

        @app.route("/forms", methods=["POST", "OPTIONS"])
        @cross_origin(origins={NAMED})
        def forms():
            return "saved"
        """,
        {"options-not-answered"},
        id="preflights for a decorated view that are left to nobody",
    ),
    pytest.param(
        "CORS(app)" + VIEW,
        {"send-wildcard"},
        id="any origin, each by its own name",
    ),
    pytest.param(
        f'CORS(app, origins=["*", {NAMED}, "http://localhost:*", r"https://a[.]b"],'
        " send_wildcard=True)" + VIEW,
        {"listed-beside-any"},
        id="origins beside a star",
    ),
    pytest.param(
        f'CORS(app, origins={NAMED}, resources={{"/report": {{"origins": {NAMED}}}}})' + VIEW,
        {"unused-option"},
        id="an option that the only pattern has of its own",
    ),
    pytest.param(
        f"""
        blueprint = Blueprint("shop", __name__, url_prefix="/shop")

        @blueprint.get("/report")
        def report():
            return "42"

        CORS(blueprint, max_age=60, origins={NAMED}, resources={{"/shop/*": {{"max_age": 600}}}})
        app.register_blueprint(blueprint)
        """,
        {"unused-option"},
        id="an option that the only pattern of a blueprint has of its own",
    ),
    pytest.param(
        f"""
        cors = CORS(app, origins="*", resources={{"/report": {{"origins": {NAMED}}}}})
        cors.reconfigure(resources={{"/report": {{}}}}, origins={NAMED})

        @app.get("/report")
        def report():
            return "42"
        """,
        set(),
        id="an option that came to be used",
    ),
    pytest.param(
        f"""
        app.config["CORS_ORIGINS"] = "https://admin.example.com"
        CORS(app, max_age=60, resources={{
            "/report": {{"origins": {NAMED}, "max_age": 600}},
            "/other": {{"origins": {NAMED}}},
        }})

        @app.get("/report")
        @app.get("/other")
        def report():
            return "42"
        """,
        set(),
        id="an option that one pattern lacks, and one of the config",
    ),
    pytest.param(
        """
        CORS(app, origins="https://app.example.com")

        @app.get("/report")
        @cross_origin(origins="*")
        def report():
            return "42"

        @app.get("/hidden")
        @cross_origin(supports_credentials=True, origins="https://app.example.com")
        def hidden():
            return "42"
        """,
        {"send-wildcard"},
        id="a view of its own policy",
    ),
    pytest.param(
        """
        app.config["CORS_ENABLED"] = False
        CORS(app, supports_credentials=True)

        @cross_origin(supports_credentials=True)
        @app.get("/report")
        def report():
            return "42"
        """,
        set(),
        id="everything switched off",
    ),
    pytest.param(
        f"""
        CORS(app, resources={{"/café/*": {{"origins": {NAMED}}}, "/thé": {{"origins": {NAMED}}}}})

        @app.get("/café/orders")
        def orders():
            return "42"
        """,
        {"unused-rule"},
        id="a rule for a path with letters outside ASCII, and one that no route is under",
    ),
    pytest.param(
        """
        from flask import abort

        @app.before_request
        def require_token():
            abort(401)

        @app.get("/report")
        @cross_origin(origins="https://app.example.com")
        def report():
            return "42"
        """,
        {"hook-before-preflights"},
        id="a hook before a decorated view, without CORS(app)",
    ),
    pytest.param(
        """
        @app.get("/items")
        def items():
            return []

        @app.post("/items")
        @cross_origin(origins="https://app.example.com")
        def add():
            return "added"
        """,
        {"options-not-answered"},
        id="a view that gets the preflights of a decorated one behind it, without CORS(app)",
    ),
    pytest.param(
        """
        @app.post("/items")
        @cross_origin(origins="https://app.example.com")
        def add():
            return "added"

        @app.get("/items")
        def items():
            return []
        """,
        set(),
        id="a view behind a decorated one at its URL",
    ),
    pytest.param(
        """
        CORS(app, resources={"/zzz": {"origins": "https://app.example.com"}})

        @app.get("/items")
        def items():
            return []

        @app.post("/items")
        @cross_origin(origins="https://app.example.com")
        def add():
            return "added"
        """,
        {"unused-rule"},
        id="a view before a decorated one, beside a rule for whatever path",
    ),
    pytest.param(
        """
        @app.route("/items", methods=["OPTIONS"])
        def options():
            return ""

        @app.post("/items")
        @cross_origin(origins="https://app.example.com")
        def add():
            return "added"
        """,
        set(),
        id="a view of the program's own for OPTIONS before a decorated one",
    ),
    pytest.param(
        """
        @app.get("/items")
        def items():
            return []

        @app.post("/items")
        @cross_origin(origins="https://app.example.com", automatic_options=False)
        def add():
            return "added"
        """,
        {"options-not-answered"},
        id="a decorated view that leaves preflights to the app, behind another one",
    ),
    pytest.param(
        """
        api = Blueprint("api", __name__, url_prefix="/api")
        inner = Blueprint("inner", __name__)
        shop = Blueprint("shop", __name__, url_prefix="/shop")

        @api.before_request
        def require_token():
            return "no", 401

        @shop.before_request
        def require_login():
            return "no", 401

        for path in ("/a", "/b"):
            view = cross_origin(origins="https://app.example.com")(lambda: "42")
            inner.add_url_rule(path, path.strip("/"), view)
        api.register_blueprint(inner)
        app.register_blueprint(api)
        app.register_blueprint(shop)
        """,
        {"hook-before-preflights"},
        id="a hook of the blueprint around that of decorated views",
    ),
    pytest.param(
        """
        CORS(app, resources={"/api/*": {"origins": "https://app.example.com"}})

        @app.before_request
        def require_token():
            return "no", 401

        @app.get("/api/report")
        @cross_origin(origins="https://app.example.com")
        def report():
            return "42"

        @app.get("/api/other")
        def other():
            return "42"
        """,
        set(),
        id="the same beside CORS(app)",
    ),
    pytest.param(
        """
        @app.before_request
        def require_token():
            if request.method != "OPTIONS":
                return "no", 401

        @app.get("/report")
        @cross_origin(origins="https://app.example.com")
        def report():
            return "42"

        @app.get("/other")
        def other():
            return "42"
        """,
        set(),
        id="a hook that lets OPTIONS through",
    ),
    pytest.param(VIEW, set(), id="an app without CORS"),
    *(
        pytest.param(f"CORS(app, resources={{{rules}}})" + ROUTES, expected, id=name)
        for rules, expected, name in OVERLAPS
    ),
    *(pytest.param(source + ROUTES, expected, id=name) for source, expected, name in SLASHES),
]


@pytest.mark.parametrize(("source", "expected"), PLANTED)
def test_finds_what_is_planted_and_nothing_else(
    source: str, expected: set[str], tmp_path: Path
) -> None:
    assert {found.rule.id for found in found_in(source, tmp_path)} == expected


def test_what_is_said_of_an_option_that_no_rule_takes(tmp_path: Path) -> None:
    source = f'CORS(app, origins="*", resources={{"/report": {{"origins": {NAMED}}}}})' + VIEW
    (found,) = found_in(source, tmp_path)
    assert found.where == "CORS(app, ...)"
    assert found.message == (
        "origins='*': Each pattern in resources has its own, so it does nothing, and opens no "
        "other path."
    )
    told = "Leave it out, unless another app shares it, or a pattern shall take it."
    assert found.remedy == told
    assert found.place is not None


def test_the_table_has_every_rule() -> None:
    planted = {rule for row in PLANTED for rule in row.values[1]}
    assert planted == set(RULES)
    assert len(PLANTED) >= 30
