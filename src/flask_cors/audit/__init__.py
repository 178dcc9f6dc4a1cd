"""The audit: what in an app's CORS set-up is dangerous, does nothing, or is not what it seems.

Each kind of finding has a stable name, listed in `rules`. The modules beside it look for one
family each; none of them calls a view, starts a server or touches a network.
"""

from __future__ import annotations

from .findings import Finding
from .findings import Place
from .rules import AuditRule
from .rules import Severity
from .survey import audit

__all__ = ["AuditRule", "Finding", "Place", "Severity", "audit"]
