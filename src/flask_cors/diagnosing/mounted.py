"""An app inside another: mounted in it, or called by a layer of it."""

from __future__ import annotations

import typing as t

from ..layer.stack import stands_before
from ..protocol.problems import shown
from ..rules.routing import governing_url
from ..rules.state import AppState
from ..rules.url_maps import serves
from ..wsgi import DECISION

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from ..protocol.decisions import Decision


class Mounted(t.NamedTuple):
    """An app inside another.

    :param name: its name.
    :param path: where it is mounted; empty where it sees the paths that were asked for.
    """

    name: str
    path: str

    def __str__(self) -> str:
        """What tells a rule of it from one of the app around."""
        return f" of the app {shown(self.name)}{self.path and f' at {self.path}'}"

    @property
    def told(self) -> str:
        """That it is the one to be changed, in a sentence."""
        where = self.path and f", mounted at {self.path},"
        return f"The app {shown(self.name)}{where} answers here; what follows is for that one."


def answering_inside(state: AppState, environ: WSGIEnvironment, method: str) -> AppState | None:
    """The rules of the app inside that has answered; None where it is seen to be none of them."""
    if not stands_before(state.app):
        return None
    from ..audit.layer_chains import other_apps  # noqa: PLC0415  since most apps hold no other

    decision: Decision | None = environ.get(DECISION)
    for inner in map(AppState.as_it_is, other_apps(state.app)):
        if decision is not None:
            has_answered = decision.policy is governing_url(inner, environ, method)
        else:
            is_led_there = environ["SCRIPT_NAME"] or not serves(state.app, environ)
            has_answered = is_led_there and serves(inner.app, environ)
        if has_answered:
            return inner
    return None
