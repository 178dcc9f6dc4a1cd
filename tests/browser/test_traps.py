"""Traps: what the package says, what the browser makes of it, and that the way out works."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flask_cors import PolicyError
from flask_cors import PolicyWarning

from .harness.programs import EXAMPLES
from .harness.programs import load_example

API = "https://api.example.com"
PAGE = "https://app.example.com"
PUT = {"method": "PUT", "headers": {"Content-Type": "application/json"}, "body": "{}"}
NO_FIELD = "No 'Access-Control-Allow-Origin' header is present on the requested resource."


class TestAnyOriginWithCredentials:
    """``CORS(app, supports_credentials=True)`` does not start."""

    TRAP = "traps/any_origin_with_credentials"
    HEADING = "This CORS configuration was not accepted (1 problem):\n"
    MESSAGE = (
        "supports_credentials=True: The origins are '*', so every website could read and "
        "change what a visitor is logged in to. "
        'Name the origins: origins=["https://app.example.com"]; or leave out '
        "supports_credentials; or, if you mean it, add "
        "dangerously_allow_any_origin_with_credentials=True."
    )

    def test_is_refused_at_start(self):
        with pytest.raises(PolicyError) as caught:
            load_example(self.TRAP)

        assert str(caught.value).startswith(self.HEADING)
        assert str(caught.value).endswith(self.MESSAGE)
        assert [problem.code for problem in caught.value.problems] == [
            "any-origin-with-credentials"
        ]

    def test_is_refused_by_flask_run(self):
        command = [sys.executable, "-m", "flask", "--app", str(EXAMPLES / self.TRAP), "run"]

        done = subprocess.run(
            [*command, "--port", "0"], check=False, capture_output=True, text=True
        )

        assert done.returncode == 1
        assert f"flask_cors.PolicyError: {self.HEADING}" in done.stderr
        assert done.stderr.endswith(f"{self.MESSAGE}\n")

    def test_named_origin_works(self, web, open_page):
        web.serve(API, load_example(f"{self.TRAP}:create_fixed_app"))

        seen = open_page(PAGE).fetch(f"{API}/api/me", credentials="include")

        assert seen.json == {"user": "ada"}


class TestOptionsNotAnswered:
    """``automatic_options=False``, and no view for OPTIONS."""

    TRAP = "traps/options_not_answered"

    def test_browser_gives_up_after_the_preflight(self, web, open_page):
        api = web.serve(API, load_example(self.TRAP))

        seen = open_page(PAGE).fetch(f"{API}/settings", **PUT)

        assert seen.blocked
        assert (
            "Response to preflight request doesn't pass access control check: " + NO_FIELD
        ) in seen.console
        assert api.log == ["OPTIONS /settings -> 405"]
        assert api.exchanges[0].response == {}

    def test_package_answers_by_default(self, web, open_page):
        api = web.serve(API, load_example(f"{self.TRAP}:create_fixed_app"))

        assert open_page(PAGE).fetch(f"{API}/settings", **PUT).json == {"saved": True}
        assert api.log == ["OPTIONS /settings -> 200", "PUT /settings -> 200"]


class TestHttpOriginForHttpsPage:
    """``http://app.example.com`` is not ``https://app.example.com``."""

    TRAP = "traps/http_origin_for_https_page"
    MESSAGE = (
        "origins='http://app.example.com': Whoever shares a network with the visitor can become "
        "this origin. Serve the page over https and write https here."
    )

    def test_warns_at_start_and_the_page_is_refused(self, web, open_page):
        with pytest.warns(PolicyWarning) as caught:
            app = load_example(self.TRAP)
        api = web.serve(API, app)

        seen = open_page(PAGE).fetch(f"{API}/api/me", credentials="include")

        assert len(caught) == 1
        assert str(caught[0].message).endswith(self.MESSAGE)
        # What the person who starts the app sees is the line of their own that is at fault.
        assert caught[0].filename == str(EXAMPLES / f"{self.TRAP}.py")
        assert seen.blocked
        assert NO_FIELD in seen.console
        assert api.exchanges[0].response == {"Vary": "Origin"}

    def test_origin_of_the_page_works(self, web, open_page):
        web.serve(API, load_example(f"{self.TRAP}:create_fixed_app"))

        seen = open_page(PAGE).fetch(f"{API}/api/me", credentials="include")

        assert seen.json == {"user": "ada"}


class TestGatewayAddsCorsToo:
    """Two fields where the browser accepts one."""

    TRAP = "traps/gateway_adds_cors_too"

    def test_browser_refuses_two_fields(self, web, open_page):
        web.serve(API, load_example(self.TRAP))

        seen = open_page(PAGE).fetch(f"{API}/api/news")

        assert seen.blocked
        assert (
            "The 'Access-Control-Allow-Origin' header contains multiple values "
            "'https://app.example.com, https://app.example.com', but only one is allowed."
        ) in seen.console

    def test_package_can_be_turned_off(self, web, open_page):
        api = web.serve(API, load_example(f"{self.TRAP}:create_fixed_app"))

        assert open_page(PAGE).fetch(f"{API}/api/news").json == ["The gateway is up"]
        assert api.exchanges[0].response == {"Access-Control-Allow-Origin": PAGE}
