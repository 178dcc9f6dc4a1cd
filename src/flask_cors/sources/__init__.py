"""Origins that change while the app runs: who may be asked, and what remembers the answers.

`import flask_cors` loads none of this; an app whose policies name their origins needs none.

A request comes to `admission`, which asks each source of a policy (`answering`) with a query that
works out what the source looks at (`queries`, `request_query`). `cached` is a source before
another: it keeps answers by their `keys`, in the process (`local`) or on a back end (`shared`,
`stored`, `deadline`), and has the other asked once at a time (`flights`). `sqlite` is a source by
itself.
"""

from __future__ import annotations

from .cached import CachedOrigins
from .queries import OriginQuery
from .queries import OriginSource
from .sqlite import SQLiteOrigins

for _public in (CachedOrigins, OriginQuery, OriginSource, SQLiteOrigins):
    _public.__module__ = __name__

__all__ = ["CachedOrigins", "OriginQuery", "OriginSource", "SQLiteOrigins"]
