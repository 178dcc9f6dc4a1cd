"""Werkzeug's debugger, where it stands inside the layer: no page may read what it answers.

Its console runs whatever it is sent, and its pages hold the secret that it is sent with. No
layer can tell for sure which others are inside, and one of them may start the response when the
exception is long gone: so wherever a program has loaded the debugger, whatever may be an answer
of it counts as that, unless it is the app's own.
"""

from __future__ import annotations

import collections.abc as cabc
import sys
import typing as t
from urllib.parse import parse_qsl

from ..protocol.fields import Field
from ..rules.path_patterns import routed_path
from .stack import held_by
from .stack import is_layer

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_CONSOLE = "/console"
_MOST_LAYERS = 8


def may_be_debuggers(
    layer: object, asked: WSGIEnvironment, status: str, headers: cabc.Iterable[Field]
) -> bool:
    """Whether an answer that is not the app's own may be one of Werkzeug's debugger.

    :param layer: the outermost of the layers inside.
    :param asked: the request, as it came to them.
    """
    if "werkzeug.debug" not in sys.modules:
        return False
    return is_error_page(status, headers) or _is_for_debugger(layer, asked)


def is_error_page(status: str, headers: cabc.Iterable[Field]) -> bool:
    """Whether an answer is a page that tells of an error."""
    return status.startswith("500") and any(
        name.lower() == "content-type" and value.lower().startswith("text/html")
        for name, value in headers
    )


def _is_for_debugger(layer: object, asked: WSGIEnvironment) -> bool:
    """Whether a debugger inside would answer a request, and not hand it on.

    A mount may stand before it, which takes off what the path begins with.
    """
    path = routed_path(asked.get("PATH_INFO", ""))
    if path.endswith((_CONSOLE, *_console_paths(layer))):
        return True
    arguments = parse_qsl(asked.get("QUERY_STRING", ""))
    return any(name == "__debugger__" for name, _ in arguments)


def _console_paths(layer: object) -> cabc.Iterator[str]:
    """The paths of the consoles inside, as far as layers show what they hold."""
    found = {id(layer): layer}
    for _ in range(_MOST_LAYERS):
        inside = [held for each in list(found.values()) for held in held_by(each)]
        found.update({id(each): each for each in inside if is_layer(each)})
    paths = (getattr(each, "console_path", None) for each in found.values())
    yield from (path for path in paths if isinstance(path, str))
