"""What to do about an origin that sources, which are asked while the app runs, do not let in."""

from __future__ import annotations

import shlex

from ..protocol.origins import OPAQUE
from ..protocol.policy import Policy
from ..protocol.run_time import can_be_told
from ..protocol.run_time import name_of


def advice_on_sources(policy: Policy, origin: str) -> list[str]:
    """What neither an option nor the page does; nothing where it does not hang on a source."""
    if policy.run_time is None or policy.origins.allows(origin):
        return []
    names = " or ".join(map(name_of, policy.run_time.sources))
    if origin == OPAQUE:
        return [f'No source is asked about this origin: list "null" beside {names} in origins.']
    advice = f"{names}, which is asked while the app runs, has to let it in"
    if any(map(can_be_told, policy.run_time.sources)):
        return [f"{advice}: run `flask cors origins allow {shlex.quote(origin)}`."]
    return [f"{advice}."]
