"""What `CORS` does: the extension's set-up, for an app or a blueprint, at first and anew."""

from __future__ import annotations

import collections.abc as cabc
import threading
import typing as t

from flask import Blueprint
from flask import Flask

from .current import unwrapped
from .options import Layer
from .protocol.problems import Findings
from .serving import Read
from .serving import Served
from .serving import check_keywords
from .settling import settle

if t.TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState

_one_at_a_time = threading.Lock()
"""Held while rules are read anew and put in place."""


def set_up(owner: object, app: Flask | Blueprint, keyword_layers: list[Layer]) -> Served:
    """Do what `CORS.init_app` is called for.

    :param owner: the `CORS`.
    :param keyword_layers: the keywords of all calls, those that go before first.
    """
    app = unwrapped(app)
    served = Served(owner, keyword_layers)
    findings = Findings()
    if isinstance(app, Blueprint):
        check_keywords(keyword_layers, findings, app.name)
        settle(Findings(errors=findings.errors))
        app.record(lambda setup: _register(served, setup))
    elif isinstance(t.cast("object", app), Flask):
        put = served.serve_app(app, findings)
        settle(findings)
        put()
    else:
        raise TypeError(f"CORS serves a Flask app or a Blueprint, not {type(app).__name__}.")
    return served


def _register(served: Served, setup: BlueprintSetupState) -> None:
    findings = Findings()
    put = served.serve_blueprint(setup, findings)
    settle(findings)
    put()


def set_up_anew(served: cabc.Iterable[Served], layer: Layer) -> None:
    """Do what `CORS.reconfigure` is called for.

    :param served: what the `CORS` serves.
    :param layer: the keywords, those that stay among them where it serves nothing.
    """
    findings, read = Findings(), Read()
    with _one_at_a_time:
        changes = [each.serve_anew(layer, findings, read) for each in served]
        if not changes:
            check_keywords([layer], findings)
        settle(findings)
        for put in changes:
            put()
