"""WSGI layers that answer in place of the app, inside this package's own or outside."""

from __future__ import annotations

from ..protocol.policy import Policy
from ..rules.routing import governing_layer
from ..wsgi import DECISION
from ..wsgi import PASSED
from .stops import Stop

_INSIDE = "Wrap what answers around the app before CORS(app) is called."
_HAND_ON = (
    "Let what answers in place of the app hand preflights on: OPTIONS requests with "
    "Access-Control-Request-Method."
)


def advice_on_layer(stop: Stop, policy: Policy) -> str:
    """What to do about a layer, where the policy is not what has answered.

    Inside, only the rules for paths have a say in what a layer answers by itself. So it does not
    help to put it there where the policy is that of a view, nor where it is there already.
    """
    state, environ, asked = stop
    is_its_own = asked.preflight and DECISION not in environ
    is_inside = PASSED in environ
    if is_its_own and (is_inside or governing_layer(state, environ) != policy):
        return _HAND_ON
    return _INSIDE
