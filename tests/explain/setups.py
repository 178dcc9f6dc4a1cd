"""Apps that are described as data, so that a remedy can be applied to them word for word."""

from __future__ import annotations

import copy
import dataclasses
import re
import typing as t
import warnings

from flask import Blueprint
from flask import Flask
from flask import abort
from flask import request

from flask_cors import CORS
from flask_cors import PolicyWarning
from flask_cors import cross_origin
from flask_cors.describing.remedies import Remedy
from flask_cors.diagnosing.played import Played
from flask_cors.explaining.playing import play
from flask_cors.protocol.user_agent import FetchRequest

APP = "https://app.example.com"
ADMIN = "https://admin.example.com"
API = "https://api.example.com"
LOCAL = "http://localhost:3000"

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Options = dict[str, t.Any]


@dataclasses.dataclass
class Setup:
    """An app with the view ``items`` at ``/api/items``, and ``other`` at ``/other/<number>``.

    :param cors: the keywords of ``CORS(app, ...)``; None where it is not called.
    :param config: the app's config.
    :param decorated: the keywords of ``@cross_origin(...)`` on views, by the view's name.
    :param blueprint: the keywords of ``CORS(blueprint, ...)`` for the blueprint ``shop``, which
        has the view ``prices`` at ``/shop/prices``.
    :param routes: other routes that the app has.
    :param guarded: whether a hook answers 401 to what carries no token.
    :param failing: whether the views raise.
    :param statements: what is executed when the app is finished.
    """

    cors: Options | None = None
    config: Options = dataclasses.field(default_factory=dict)
    decorated: dict[str, Options] = dataclasses.field(default_factory=dict)
    blueprint: Options | None = None
    routes: tuple[str, ...] = ()
    guarded: bool = False
    failing: bool = False
    statements: list[str] = dataclasses.field(default_factory=list)

    def app(self) -> Flask:
        """The app; what is only doubtful in it is passed over."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PolicyWarning)
            return self._app()

    def _app(self) -> Flask:
        app = Flask("tests")
        app.config.update(self.config)
        app.logger.disabled = True
        if self.cors is not None:
            CORS(app, **self.cors)
        if self.guarded:
            app.before_request(check_token)
        routes = [("items", "/api/items"), ("other", "/other/<int:number>")]
        for name, rule in (*routes, *((rule.replace(".", "_"), rule) for rule in self.routes)):
            app.add_url_rule(rule, name, self.view(name), methods=METHODS)
        shop = Blueprint("shop", __name__, url_prefix="/shop")
        shop.add_url_rule("/prices", "prices", self.view("prices"), methods=METHODS)
        if self.blueprint is not None:
            CORS(shop, **self.blueprint)
        app.register_blueprint(shop)
        for statement in self.statements:
            exec(statement, {"CORS": CORS, "app": app, "re": re})
        return app

    def view(self, name: str) -> t.Any:
        """A view of that name."""

        def view(**_: object) -> str:
            if self.failing:
                raise RuntimeError("something is wrong")
            return "the view's own text"

        view.__name__ = view.__qualname__ = name
        options = self.decorated.get(name)
        return view if options is None else cross_origin(**options)(view)

    def with_remedy(self, remedy: Remedy) -> Setup:
        """The set-up with the remedy applied as it is written, and not otherwise."""
        cured = copy.deepcopy(self)
        if remedy.python.startswith("CORS(app"):
            cured.statements.append(remedy.python)
            return cured
        options: Options = eval(f"dict({remedy.python})", {"re": re})
        in_config = {name: value for name, value in options.items() if name.startswith("CORS_")}
        cured.config.update(in_config)
        if own := {name: value for name, value in options.items() if name not in in_config}:
            cured.options_of(remedy).update(own)
        return cured

    def options_of(self, remedy: Remedy) -> Options:
        """The options of the rule that the remedy names, where a program has them."""
        rule = remedy.rule
        assert rule is not None
        if rule.kind == "view":
            return self.decorated[rule.name]
        assert self.cors is not None or rule.kind == "blueprint"
        keywords = self.blueprint if rule.kind == "blueprint" else self.cors
        assert keywords is not None
        return t.cast("Options", keywords["resources"][rule.pattern] if rule.pattern else keywords)


def check_token() -> None:
    """Ask for a token, as hooks do that know nothing of preflights."""
    if "Authorization" not in request.headers:
        abort(401)


@dataclasses.dataclass(frozen=True)
class Asked:
    """What a page asks for.

    :param origin: the page's origin; ``null`` for one in a sandboxed frame.
    :param private_network: whether the app is on a more private network than the page.
    """

    origin: str = APP
    path: str = "/api/items"
    method: str = "GET"
    headers: tuple[str, ...] = ()
    credentials: bool = False
    private_network: bool = False

    @property
    def request(self) -> FetchRequest:
        """What the page hands to ``fetch``."""
        return FetchRequest(
            f"{API}{self.path}",
            self.method,
            [field_of(name) for name in self.headers],
            credentials="include" if self.credentials else "same-origin",
        )

    def play(self, app: Flask) -> Played:
        """Let the page ask the app."""
        return play(app, self.request, self.origin, private_network=self.private_network)

    def with_remedy(self, remedy: Remedy) -> Asked:
        """The page with the remedy applied."""
        changes: Options = dict(remedy.page)
        if "credentials" in changes:
            changes["credentials"] = changes["credentials"] == "include"
        return dataclasses.replace(self, **changes)


def field_of(name: str) -> tuple[str, str]:
    """A header as a page would set it."""
    return name, "application/json" if name == "Content-Type" else "1"
