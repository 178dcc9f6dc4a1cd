"""What the audit says to write, and where: written there, it is found no more."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from tests.audit.support import found_in

REPORT = """

@app.get("/api/v1/report")
def report():
    return "42"
"""


def rule_for(written: str) -> str:
    """A program with one rule for paths, and a route."""
    return f'CORS(app, resources={{{written}: {{"origins": "https://app.example.com"}}}}){REPORT}'


# What is found, what the remedy says of it, what stands in the program and what goes there instead.
REMEDIES = [
    *(
        pytest.param("unused-rule", remedy, rule_for(written), written, instead, id=written)
        for written, remedy, instead in (
            ('r"^/api/"', 'Write "/api/*".', '"/api/*"'),
            ('"/api"', 'Write "/api/*".', '"/api/*"'),
            ('"/api/"', 'Write "/api/*".', '"/api/*"'),
            ('re.compile("/api")', 'Write "/api/*".', '"/api/*"'),
            (r'r"^/api/v\d/"', "Put .* at the end of the regex.", r'r"^/api/v\d/.*"'),
            ('r"^/ap"', "Put .* at the end of the regex.", 'r"^/ap.*"'),
        )
    ),
    pytest.param(
        "shadowed-rule",
        "Leave it out; or take away what views and blueprints have of their own, which goes first.",
        """
        CORS(app, resources={"/api/*": {"origins": "https://app.example.com"}})

        @app.get("/api/users")
        @cross_origin(origins="https://other.example.com")
        def users():
            return []
        """,
        '@cross_origin(origins="https://other.example.com")\ndef',
        "def",
        id="a rule before whose view its own policy goes",
    ),
    pytest.param(
        "session-cookie",
        'If they share its site, name it: app.config["SERVER_NAME"] = "api.example.com" (before '
        "Flask 3.1 the app then answers that host alone: let the audit ignore this there). If not: "
        'app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)',
        """
        app.config.update(SECRET_KEY="made up")
        CORS(app, origins="https://app.example.com", supports_credentials=True)
        """,
        'SECRET_KEY="made up"',
        'SECRET_KEY="made up", SERVER_NAME="api.example.com"',
        id="a session cookie, where the app's own site is not known",
    ),
    pytest.param(
        "session-cookie",
        'app.config.update(SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True)',
        """
        app.config.update(SECRET_KEY="made up", SERVER_NAME="api.example.net")
        CORS(app, origins="https://app.example.com", supports_credentials=True)
        """,
        'SERVER_NAME="api.example.net"',
        'SERVER_NAME="api.example.net", SESSION_COOKIE_SAMESITE="None", SESSION_COOKIE_SECURE=True',
        id="a session cookie of another site",
    ),
    pytest.param(
        "changing-get",
        'Write @app.post("/orders/<int:number>/cancel") on the view, in place of what serves it '
        "to GET.",
        """
        CORS(app)

        @app.get("/orders/<int:number>/cancel")
        def cancel(number):
            return "cancelled"
        """,
        '@app.get("/orders/<int:number>/cancel")',
        '@app.post("/orders/<int:number>/cancel")',
        id="a view of the app",
    ),
    pytest.param(
        "changing-get",
        "Write @blueprint.post(...) on the view, in place of what serves it to GET.",
        """
        blueprint = Blueprint("shop", __name__, url_prefix="/shop")
        CORS(app)

        @blueprint.route("/cancel")
        def cancel():
            return "cancelled"

        app.register_blueprint(blueprint)
        """,
        '@blueprint.route("/cancel")',
        '@blueprint.post("/cancel")',
        id="a view of a blueprint, whose paths lack its prefix",
    ),
    pytest.param(
        "changing-get",
        "Write def post in place of def get in the class 'Cancel'.",
        """
        from flask.views import MethodView

        class Cancel(MethodView):
            def get(self):
                return "cancelled"

        CORS(app)
        app.add_url_rule("/cancel", view_func=Cancel.as_view("cancel"))
        """,
        "def get",
        "def post",
        id="a view whose methods are those of a class",
    ),
    pytest.param(
        "changing-get",
        """Write methods = ["POST"] in the class 'Cancel'.""",
        """
        from flask.views import View

        class Cancel(View):
            methods = ["GET"]

            def dispatch_request(self):
                return "cancelled"

        CORS(app)
        app.add_url_rule("/cancel", view_func=Cancel.as_view("cancel"))
        """,
        'methods = ["GET"]',
        'methods = ["POST"]',
        id="a view that is a class of one method",
    ),
    pytest.param(
        "options-not-answered",
        "Write automatic_options=True in CORS(app, ...).",
        """
        CORS(app, origins="https://app.example.com", automatic_options=False)

        @app.put("/settings")
        def save():
            return "saved"
        """,
        "automatic_options=False",
        "automatic_options=True",
        id="a keyword of CORS",
    ),
    pytest.param(
        "options-not-answered",
        "Write CORS_AUTOMATIC_OPTIONS=True in the app's config.",
        """
        app.config["CORS_AUTOMATIC_OPTIONS"] = False
        CORS(app, origins="https://app.example.com")

        @app.put("/settings")
        def save():
            return "saved"
        """,
        '["CORS_AUTOMATIC_OPTIONS"] = False',
        '["CORS_AUTOMATIC_OPTIONS"] = True',
        id="a key of the config",
    ),
    pytest.param(
        "options-not-answered",
        "Put 'add' before 'items', or call CORS(app, ...): then each view's own options answer.",
        """
        @app.get("/items")
        def items():
            return []

        @app.post("/items")
        @cross_origin(origins="https://app.example.com")
        def add():
            return "added"

        CORS  # the last line
        """,
        "CORS  # the last line",
        'CORS(app, resources={"/items": {"origins": "https://app.example.com"}})',
        id="a view before a decorated one, without CORS(app)",
    ),
    pytest.param(
        "send-wildcard",
        "Write send_wildcard=True in CORS(app, ...).",
        "CORS(app)",
        "CORS(app)",
        "CORS(app, send_wildcard=True)",
        id="an option that is not there yet",
    ),
    pytest.param(
        "send-wildcard",
        "Write send_wildcard=True in @cross_origin(...) on the view 'report'.",
        """
        @app.get("/report")
        @cross_origin()
        def report():
            return "42"
        """,
        "@cross_origin()",
        "@cross_origin(send_wildcard=True)",
        id="a view of its own policy",
    ),
    pytest.param(
        "send-wildcard",
        "Write send_wildcard=True in CORS(...) of the blueprint 'shop'.",
        """
        blueprint = Blueprint("shop", __name__, url_prefix="/shop")
        CORS(blueprint)
        app.register_blueprint(blueprint)
        """,
        "CORS(blueprint)",
        "CORS(blueprint, send_wildcard=True)",
        id="a blueprint",
    ),
    pytest.param(
        "max-age-over-a-day",
        "Write max_age=7200 on the rule '/api/*'.",
        """
        CORS(app, resources={"/api/*": {"origins": "https://app.example.com", "max_age": 604800}})
        """,
        '"max_age": 604800',
        '"max_age": 7200',
        id="an option of one rule",
    ),
    pytest.param(
        "max-age-over-two-hours",
        "Write max_age=7200 in CORS(app, ...).",
        'CORS(app, origins="https://app.example.com", max_age=86400)',
        "max_age=86400",
        "max_age=7200",
        id="a max-age of a day",
    ),
    pytest.param(
        "regex-bare-dot",
        r'Write origins=[re.compile(r"https://app\.example\.com")] in CORS(app, ...).',
        r'CORS(app, origins=re.compile(r"https://app.example\.com"))',
        r'origins=re.compile(r"https://app.example\.com")',
        r'origins=[re.compile(r"https://app\.example\.com")]',
        id="a dot that is not escaped",
    ),
    pytest.param(
        "wide-regex",
        'Write origins=["https://*.example.com"] in CORS(app, ...).',
        r'CORS(app, origins=r"https://.*example\.com")',
        r'origins=r"https://.*example\.com"',
        'origins=["https://*.example.com"]',
        id="a regex that lets look-alikes in",
    ),
    pytest.param(
        "slow-regex",
        'Write a pattern without a regex in resources, such as "/api/*".',
        r'CORS(app, resources={r"/(?:re|[a-z]+)*": {"origins": "https://app.example.com"}})',
        r'r"/(?:re|[a-z]+)*"',
        '"/api/*"',
        id="a slow regex for paths",
    ),
    pytest.param(
        "mixed-schemes",
        'Write origins=["https://*.partner.example"] in CORS(app, ...).',
        'CORS(app, origins=["http://*.partner.example", "https://*.partner.example"])',
        'origins=["http://*.partner.example", "https://*.partner.example"]',
        'origins=["https://*.partner.example"]',
        id="http beside https",
    ),
    pytest.param(
        "reflected-origin",
        'Leave the field to CORS(app, origins=["https://app.example.com"]).',
        """
        CORS(app, origins="https://app.example.com")

        @app.after_request
        def echo(response):
            response.access_control_allow_origin = request.origin
            return response
        """,
        "response.access_control_allow_origin = request.origin",
        "pass",
        id="a hook that echoes Origin",
    ),
]


# The origins of a policy, and what is to be written in place of them; all that are fit stay.
FIT = '"https://*.example.com", "https://new.example.net"'
ORIGINS = [
    pytest.param(
        "mixed-schemes",
        '["http://old.example.net", "https://new.example.net"]',
        '["https://new.example.net", "https://old.example.net"]',
        id="http beside https of another host",
    ),
    pytest.param(
        "mixed-schemes",
        f'["http://a.example.net", "http://*.b.example.net", "http://localhost:3000", {FIT}]',
        '["http://localhost:3000", "https://new.example.net", "https://*.example.com", '
        '"https://*.b.example.net", "https://a.example.net"]',
        id="several of http",
    ),
    pytest.param(
        "mixed-schemes",
        rf'[r"https?://(a|b)\.example\.net", {FIT}]',
        r'["https://new.example.net", "https://*.example.com", '
        r're.compile(r"https://(a|b)\.example\.net", re.IGNORECASE)]',
        id="a regex for both schemes",
    ),
    pytest.param(
        "mixed-schemes",
        rf'[r"(?:http|https)://(a|b)\.example\.net", {FIT}]',
        r'["https://new.example.net", "https://*.example.com", '
        r're.compile(r"https://(a|b)\.example\.net", re.IGNORECASE)]',
        id="a regex for both schemes in a group",
    ),
    pytest.param(
        "mixed-schemes",
        rf'[r"http(?:s|)://a\.example\.net", {FIT}]',
        '["https://new.example.net", "https://*.example.com"]',
        id="a regex that nobody can mend",
    ),
    pytest.param(
        "null-origin",
        f'["null", {FIT}]',
        '["https://new.example.net", "https://*.example.com"]',
        id="null beside others",
    ),
    pytest.param("null-origin", '"null"', '["https://app.example.com"]', id="null alone"),
    pytest.param("null-origin", '["null", "*"]', '["*"]', id="null beside any origin"),
    pytest.param(
        "public-suffix-pattern",
        f'["https://*.github.io", {FIT}]',
        '["https://new.example.net", "https://*.example.com"]',
        id="a public suffix beside others",
    ),
    pytest.param(
        "public-suffix-pattern",
        '"https://*.github.io"',
        '["https://*.example.com"]',
        id="a public suffix alone",
    ),
    pytest.param(
        "wide-regex",
        rf'[r"https://.*example\.com", {FIT}]',
        '["https://new.example.net", "https://*.example.com"]',
        id="a wide regex beside others",
    ),
    pytest.param(
        "regex-bare-dot",
        rf'[re.compile(r"https://a.example\.net"), {FIT}]',
        r'["https://new.example.net", "https://*.example.com", '
        r're.compile(r"https://a\.example\.net")]',
        id="a dot that is not escaped, beside others",
    ),
]


@pytest.mark.parametrize(("rule", "origins", "instead"), ORIGINS)
def test_other_origins_stay(rule: str, origins: str, instead: str, tmp_path: Path) -> None:
    (found,) = [
        each for each in found_in(f"CORS(app, origins={origins})", tmp_path) if each.rule.id == rule
    ]
    assert found.remedy == f"Write origins={instead} in CORS(app, ...)."
    assert rule not in {
        each.rule.id for each in found_in(f"CORS(app, origins={instead})", tmp_path)
    }


UNWRITTEN = [
    pytest.param(
        "null-origin",
        '["null", *(f"https://{number}.example" for number in range(6))]',
        "Leave 'null' out of origins.",
        id="many others",
    ),
    pytest.param(
        "null-origin",
        '["null", lambda query: False]',
        "Leave 'null' out of origins.",
        id="a source, which cannot be written here",
    ),
    pytest.param(
        "mixed-schemes",
        '["http://old.example.net", "https://new.example.net", lambda query: False]',
        "Leave 'http://old.example.net' out of origins. Write \"https://old.example.net\" there.",
        id="another one beside a source",
    ),
]


@pytest.mark.parametrize(("rule", "origins", "remedy"), UNWRITTEN)
def test_others_that_are_not_written(rule: str, origins: str, remedy: str, tmp_path: Path) -> None:
    (found,) = [
        each for each in found_in(f"CORS(app, origins={origins})", tmp_path) if each.rule.id == rule
    ]
    assert found.remedy == remedy


def test_a_public_suffix_goes_with_credentials_and_others_stay(tmp_path: Path) -> None:
    program = (
        f'CORS(app, origins=["https://*.github.io", {FIT}], supports_credentials=True, '
        "dangerously_allow_public_suffix_with_credentials=True)"
    )
    (found,) = [
        each
        for each in found_in(program, tmp_path)
        if each.rule.id == "public-suffix-with-credentials"
    ]
    written = 'origins=["https://new.example.net", "https://*.example.com"]'
    assert found.remedy == f"Write {written} in CORS(app, ...)."


@pytest.mark.parametrize(("rule", "remedy", "program", "written", "instead"), REMEDIES)
def test_what_to_write_is_found_no_more(  # noqa: PLR0917  one for each column
    rule: str, remedy: str, program: str, written: str, instead: str, tmp_path: Path
) -> None:
    program = textwrap.dedent(program)
    assert program.count(written) == 1
    (found,) = [each for each in found_in(program, tmp_path) if each.rule.id == rule]
    assert found.remedy == remedy
    for path in tmp_path.glob("*.py"):
        path.unlink()  # the audit reads the files beside the program, too
    mended = found_in(program.replace(written, instead), tmp_path)
    assert rule not in {each.rule.id for each in mended}
