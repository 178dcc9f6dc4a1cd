"""The audit: what in an app's CORS set-up is dangerous, does nothing, or is not what it seems.

Each kind of finding has a stable name, listed in `rules`. `survey` has one module after the other
look for a family of them, in the `subject`, which is what is in force in the app, and in the
`program`, which is its code; none of them calls a view, starts a server or touches a network. What
is found goes through `ignores` into one of the `reports`.
"""

from __future__ import annotations

from .findings import Finding
from .findings import Place
from .rules import AuditRule
from .rules import Severity
from .survey import audit

__all__ = ["AuditRule", "Finding", "Place", "Severity", "audit"]
