"""`CORS`: the extension, for an app or a blueprint.

What it does is loaded when it is first called, not here: so a program pays for importing the
package only where it sets an app up.
"""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    from flask import Blueprint
    from flask import Flask
    from typing_extensions import Unpack

    from .keywords import CORSOptions


class CORS:
    """Lets chosen web pages on other origins call a Flask app, and nobody else.

    Each option comes from the value in `resources`, else a keyword of `init_app`, else a
    keyword given here, else the app's ``CORS_*`` config, else the default. One instance
    serves several apps, and keeps none of them alive; a second instance on the same app adds
    rules.

    :param app: the app or blueprint to serve; None where `init_app` will be called.
    :param options: the keywords of `CORSOptions`, documented at
        https://flask-cors.readthedocs.io/en/latest/options.html.
    :raises PolicyError: where the configuration cannot be used, with every problem it has.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol

    .. versionadded:: 1.0
    """

    def __init__(
        self,
        app: Flask | Blueprint | None = None,
        *positional: t.NoReturn,
        **options: Unpack[CORSOptions],
    ) -> None:
        from .setting_up.instances import Instance  # noqa: PLC0415  see above

        _refuse_positional(positional)
        self._instance = Instance(t.cast("dict[str, object]", options))
        if app is not None:
            # A subclass's own init_app is to see them.
            self.init_app(app, **t.cast("CORSOptions", self._instance.keywords))

    def init_app(
        self, app: Flask | Blueprint, *positional: t.NoReturn, **options: Unpack[CORSOptions]
    ) -> None:
        """Serve an app, or a blueprint wherever it will be registered.

        :param app: the app or blueprint to serve.
        :param options: keywords that go before those of the constructor, for this app only.
        :raises PolicyError: where the configuration cannot be used, with every problem it has.

        .. versionadded:: 1.0
        """
        _refuse_positional(positional)
        self._instance.serve(app, t.cast("dict[str, object]", options))

    def reconfigure(self, **options: Unpack[CORSOptions]) -> None:
        """Replace all the rules of this instance while its apps run.

        The keywords replace those of the same names that were given to the constructor and to
        `init_app`, and all the others stay: what is not repeated opens nothing. The config is
        read again, and a key that is set no more stays what it was. In each app
        one assignment replaces the old rules: every answer is by the old ones or by the new,
        and none by a mixture. Views under `cross_origin`, and rules of other instances, stay
        as they are; so do other processes.

        :param options: the keywords of `CORSOptions`.
        :raises PolicyError: where they cannot be used, with every problem; then the old rules
            stay.

        .. versionadded:: 7.0
        """
        self._instance.serve_anew(t.cast("dict[str, object]", options))

    if not t.TYPE_CHECKING:  # pragma: no branch  a type checker shall know what there is not

        def __getattr__(self, name: str) -> t.Any:
            """Say what is wrong where a program takes this for the app: ``app = CORS(app)``."""
            try:
                return self.__getattribute__(name)  # raises what it has raised before
            except AttributeError as error:
                if name.startswith("_") or error.name != name:
                    raise
                told = f"{error}; if the app is meant, write CORS(app), not app = CORS(app)"
                raise AttributeError(told, name=name, obj=self) from None


def _refuse_positional(values: tuple[object, ...]) -> None:
    """Say what is meant by a value whose option nobody has named: the origins, mostly.

    :raises TypeError: where there is one.
    """
    if values:
        raise TypeError(
            "CORS takes the app, and keywords: write CORS(app, origins=...), or for paths "
            "CORS(app, resources=...)."
        )
