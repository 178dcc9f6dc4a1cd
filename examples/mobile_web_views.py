"""Mobile web views: an app on a phone whose pages live at an origin of their own.

Capacitor and Ionic show their pages in a web view: on iOS at ``capacitor://localhost`` or, with the
older plug-ins, ``ionic://localhost``; on Android at ``https://localhost``. To the API these are
origins like any other, so they are named like any other.

An origin tells which page asks, and every phone that runs such an app says the same one. It does
not tell who asks: that is what the token is for.

Run it::

    flask --app examples/mobile_web_views run --host 0.0.0.0
"""

from __future__ import annotations

from flask import Flask
from flask import abort
from flask import request

from flask_cors import CORS

app = Flask(__name__)
CORS(
    app,
    origins=["capacitor://localhost", "ionic://localhost", "https://localhost"],
    allow_headers=["Authorization"],
)


@app.get("/api/messages")
def messages() -> list[str]:
    """Send the messages of whoever the token names. Any token will do for an example."""
    if request.authorization is None or request.authorization.type != "bearer":
        abort(401)
    return ["Hello from the API"]
