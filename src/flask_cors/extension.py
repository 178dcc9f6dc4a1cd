"""`CORS`: the extension, for an app or a blueprint."""

from __future__ import annotations

import threading
import typing as t

from flask import Blueprint
from flask import Flask

from .current import unwrapped
from .options import keyword_layer
from .protocol.problems import Findings
from .serving import Served
from .serving import check_keywords
from .settling import settle

if t.TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState
    from typing_extensions import Unpack

    from .keywords import CORSOptions

_one_at_a_time = threading.Lock()
"""Held while rules are read anew and put in place."""


class CORS:
    """Lets chosen web pages on other origins call a Flask app, and nobody else.

    Each option comes from the value in `resources`, else a keyword of `init_app`, else a
    keyword given here, else the app's ``CORS_*`` config, else the default. One instance
    serves several apps; a second instance on the same app adds rules.

    :param app: the app or blueprint to serve; None where `init_app` will be called.
    :param options: the keywords of `CORSOptions`, documented in ``docs/options.rst``.
    :raises PolicyError: where the configuration cannot be used, with every problem it has.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol

    .. versionadded:: 1.0
    """

    def __init__(
        self, app: Flask | Blueprint | None = None, **options: Unpack[CORSOptions]
    ) -> None:
        self._layer = keyword_layer(t.cast("dict[str, object]", options))
        self._served: list[Served] = []
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask | Blueprint, **options: Unpack[CORSOptions]) -> None:
        """Serve an app, or a blueprint wherever it will be registered.

        :param app: the app or blueprint to serve.
        :param options: keywords that go before those of the constructor, for this app only.
        :raises PolicyError: where the configuration cannot be used, with every problem it has.

        .. versionadded:: 1.0
        """
        app = unwrapped(app)
        served = Served(self, [keyword_layer(t.cast("dict[str, object]", options)), self._layer])
        findings = Findings()
        if isinstance(app, Blueprint):
            check_keywords(served.layers, findings, app.name)
            settle(Findings(errors=findings.errors))
            app.record(lambda setup: _register(served, setup))
        elif isinstance(t.cast("object", app), Flask):
            put = served.serve_app(app, findings)
            settle(findings)
            put()
        else:
            raise TypeError(f"CORS serves a Flask app or a Blueprint, not {type(app).__name__}.")
        self._served.append(served)

    def reconfigure(self, **options: Unpack[CORSOptions]) -> None:
        """Replace all the rules of this instance while its apps run.

        The keywords stand for all that were given to the constructor and to `init_app`; what
        they leave open comes from each app's config, else the default, as ever. In each app
        one assignment replaces the old rules: every answer is by the old ones or by the new,
        and none by a mixture. Views under `cross_origin`, and rules of other instances, stay
        as they are; so do other processes.

        :param options: the keywords of `CORSOptions`.
        :raises PolicyError: where they cannot be used, with every problem; then the old rules
            stay.

        .. versionadded:: 7.0
        """
        layer = keyword_layer(t.cast("dict[str, object]", options))
        findings = Findings()
        with _one_at_a_time:
            changes = [served.serve_anew([layer], findings) for served in self._served]
            if not changes:
                check_keywords([layer], findings)
            settle(findings)
            self._layer = layer
            for put in changes:
                put()


def _register(served: Served, setup: BlueprintSetupState) -> None:
    findings = Findings()
    put = served.serve_blueprint(setup, findings)
    settle(findings)
    put()
