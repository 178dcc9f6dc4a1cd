"""Locks of small apps."""

from __future__ import annotations

import typing as t
import warnings

from flask import Flask

from flask_cors import CORS
from flask_cors import PolicyWarning
from flask_cors.lock.changes import changes_between
from flask_cors.lock.records import Lock


def app_of(*routes: str, **options: t.Any) -> Flask:
    """An app with these routes and options; options of None are left out, all None: no CORS."""
    app = Flask(__name__, static_folder=None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PolicyWarning)
        if options:
            CORS(app, **options)
    for number, route in enumerate(routes or ("/report",)):
        app.add_url_rule(route, f"view_{number}", lambda **_: "")
    return app


def lock_of(*routes: str, **options: t.Any) -> Lock:
    """The lock of such an app."""
    return Lock.of(app_of(*routes, **options))


def told(old: Lock, new: Lock) -> list[tuple[str, str, str, str]]:
    """The changes, as tuples of words."""
    changes = changes_between(old, new)
    return [(each.route, each.kind.value, each.option, each.text) for each in changes]
