"""What the audit leaves alone: hooks, views, the log, and whoever listens to signals."""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from flask_cors import CORS
from flask_cors.audit import audit
from flask_cors.audit import subject
from flask_cors.inventory import governed_routes
from flask_cors.rules.state import AppState
from flask_cors.signals import cors_refused
from flask_cors.signals import preflight_answered


@pytest.mark.parametrize("debug", [False, True])
def test_no_request_lists_the_routes(debug: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = count_listings(monkeypatch)
    app = Flask(__name__)
    app.debug = debug
    CORS(app, resources={"/api/*": {"origins": "https://app.example.com"}})
    app.test_client().get("/")
    assert listed == []


def test_the_audit_lists_the_routes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = count_listings(monkeypatch)
    app = Flask(__name__)
    CORS(app, resources={"/api/*": {"origins": "https://app.example.com"}})
    assert [found.rule.id for found in audit(app)] == ["unused-rule"]
    assert listed == [app]


def count_listings(monkeypatch: pytest.MonkeyPatch) -> list[Flask]:
    """The apps whose routes have been listed from here on."""
    listed: list[Flask] = []

    def governed_paths(state: AppState) -> list[subject.GovernedPath]:
        listed.append(state.app)
        return known(state)

    known = governed_routes.governed_paths
    for module in (governed_routes, subject):
        monkeypatch.setattr(module, "governed_paths", governed_paths)
    return listed


def test_preflights_through_layers_are_unheard(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask(__name__)
    app.debug = True
    CORS(app, origins="https://app.example.com")
    app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    heard: list[str] = []

    def hear(sender: Flask, **_: object) -> None:
        heard.append(sender.name)

    app.before_request(lambda: heard.append("hook"))
    app.add_url_rule("/report", view_func=lambda: heard.append("view") or "42", endpoint="report")
    with (
        caplog.at_level(logging.DEBUG, "flask_cors"),
        cors_refused.connected_to(hear),
        preflight_answered.connected_to(hear),
    ):
        assert audit(app) == []
        assert (heard, caplog.messages) == ([], [])
    assert not logging.getLogger("flask_cors").disabled
