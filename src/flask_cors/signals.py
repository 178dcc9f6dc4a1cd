"""Signals: what programs listen to that count decisions, or write them down.

The sender is the app itself. Receivers get the ``decision`` and the ``environ`` of the request;
what one raises is logged, and the request goes on.
"""

from __future__ import annotations

from blinker import NamedSignal
from blinker import Namespace

_signals = Namespace()

cors_allowed = _signals.signal("cors_allowed")
"""Sent when a CORS request, no preflight, is from an origin that the policy lets in.

.. versionadded:: 7.0
"""

cors_refused = _signals.signal("cors_refused")
"""Sent when a CORS request, or a preflight, asks for what the policy does not allow.

.. versionadded:: 7.0
"""

preflight_answered = _signals.signal("preflight_answered")
"""Sent when a preflight has been answered, whatever the answer.

.. versionadded:: 7.0
"""

CONNECTED: set[str] = set()
"""The names of the signals that have ever had a receiver: as long as it is empty none is sent."""


def _note(signal: NamedSignal, **_: object) -> None:
    CONNECTED.add(signal.name)


for _signal in (cors_allowed, cors_refused, preflight_answered):
    _signal.receiver_connected.connect(_note)
