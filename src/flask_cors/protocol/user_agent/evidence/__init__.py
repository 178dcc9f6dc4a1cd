"""What is known of each departure: data, gathered by asking browsers (``tests/differential``).

`docs/browsers.rst` says how, and which generated case shows each of them.
"""

from __future__ import annotations

import typing as t

from ..departures import Departure
from ..departures import Evidence
from .preflights import OF_PREFLIGHTS
from .requests import OF_REQUESTS

EVIDENCE: t.Mapping[Departure, Evidence] = {**OF_PREFLIGHTS, **OF_REQUESTS}
"""What is known of each departure."""
