"""Origins that change while the app runs: who may be asked, and what remembers the answers.

`import flask_cors` loads none of this; an app whose policies name their origins needs none.
"""

from __future__ import annotations

from .cached import CachedOrigins
from .queries import OriginQuery
from .queries import OriginSource
from .sqlite import SQLiteOrigins

for _public in (CachedOrigins, OriginQuery, OriginSource, SQLiteOrigins):
    _public.__module__ = __name__

__all__ = ["CachedOrigins", "OriginQuery", "OriginSource", "SQLiteOrigins"]
