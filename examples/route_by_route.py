"""Route by route: rules by path for most of an app, a decorator for the odd view out.

``resources`` names the paths that are open, and to whom. A view with ``@cross_origin`` has a policy
of its own, whatever the paths say. A view that neither governs stays closed to other origins.

Run it::

    flask --app examples/route_by_route run
"""

from __future__ import annotations

from flask import Flask

from flask_cors import CORS
from flask_cors import cross_origin

app = Flask(__name__)
CORS(app, resources={r"/api/private/*": {"origins": "https://app.example.com"}})


@app.get("/api/private/report")
def report() -> dict[str, int]:
    """Only pages on https://app.example.com read this: the path rule says so."""
    return {"visitors": 1024}


@app.get("/api/private/status")
@cross_origin(origins="*")
def status() -> dict[str, str]:
    """Any page reads this, although the path rule covers it: the decorator goes first."""
    return {"status": "up"}


@app.get("/api/time-zones")
@cross_origin(origins="*")
def time_zones() -> list[str]:
    """Any page reads this."""
    return ["Europe/Lisbon", "UTC"]


@app.get("/internal")
def internal() -> dict[str, str]:
    """No page on another origin reads this: nothing governs it."""
    return {"message": "for our own pages"}
