"""The extensions of the app, made without an app so that every module can import them."""

from __future__ import annotations

from flask_cors import CORS

cors = CORS()
