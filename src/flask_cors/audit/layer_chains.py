"""The WSGI layers around an app, one in the other, as far as they show what they hold."""

from __future__ import annotations

import collections.abc as cabc

from flask.app import Flask

from ..layer.middleware import CORSMiddleware
from ..layer.stack import held_by
from ..layer.stack import is_layer

_DEEPEST = 5


def layers_outside(app: Flask) -> list[object]:
    """The layers from the outermost to this package's own, the latter included."""
    return _chain(app.wsgi_app, lambda layer: isinstance(layer, CORSMiddleware))


def other_layers(app: Flask) -> list[object]:
    """The layers from the outermost to Flask, but for this package's own."""
    chain = _chain(app.wsgi_app, lambda layer: isinstance(getattr(layer, "__self__", None), Flask))
    return [layer for layer in chain[:-1] if not isinstance(layer, CORSMiddleware)]


def other_apps(app: Flask) -> list[Flask]:
    """The apps that its layers hold, and those that the layers of these do."""
    return [each for each in dict.fromkeys(_apps(app)) if each is not app]


def name_of_layer(layer: object) -> str:
    """The name of a layer, for people."""
    return str(getattr(layer, "__name__", type(layer).__name__))


def _chain(layer: object, is_last: cabc.Callable[[object], bool], depth: int = 0) -> list[object]:
    """The layers from one to the last; empty if that is not seen."""
    if is_last(layer):
        return [layer]
    if depth < _DEEPEST:
        for held in held_by(layer):
            if not is_layer(held) or isinstance(held, Flask):
                continue
            if inner := _chain(held, is_last, depth + 1):
                return [layer, *inner]
    return []


def _apps(layer: object, depth: int = 0) -> cabc.Iterator[Flask]:
    bound = getattr(layer, "__self__", None)
    if isinstance(layer, Flask):
        yield layer
        yield from _apps(layer.wsgi_app, depth)
    elif isinstance(bound, Flask):
        yield bound
    elif depth < _DEEPEST:
        for held in held_by(layer):
            if is_layer(held):
                yield from _apps(held, depth + 1)
