"""Cookies and sessions: a page on another site logs in and reads its own data.

Three things must come together, and each of them alone does nothing:

- the app allows credentials, to origins that it names (``supports_credentials=True``);
- the cookie may travel between sites (``SameSite=None``), which browsers accept over https only
  (``Secure``);
- the page asks for it: ``fetch(url, {credentials: "include"})``, or ``xhr.withCredentials = true``.

A cookie that travels between sites also travels with requests that some other site forged. The log
in below takes JSON only, which no form can send: another site's page would need a preflight, and
that is refused. Give whatever changes data the same treatment, or a CSRF token.

Run it (``pip install cryptography`` for the test certificate)::

    flask --app examples/cookies_and_sessions run --cert adhoc
"""

from __future__ import annotations

import os

from flask import Flask
from flask import abort
from flask import request
from flask import session

from flask_cors import CORS

app = Flask(__name__)
app.config.update(
    SECRET_KEY=os.environ.get("SECRET_KEY", "only good enough for an example"),
    SESSION_COOKIE_SAMESITE="None",
    SESSION_COOKIE_SECURE=True,
)
CORS(app, origins="https://app.example.com", supports_credentials=True)


@app.post("/api/login")
def login() -> dict[str, str]:
    """Open a session. An example asks for no password; yours does."""
    session["user"] = request.get_json()["user"]
    return {"user": session["user"]}


@app.get("/api/me")
def me() -> dict[str, str]:
    """Say who is logged in."""
    if "user" not in session:
        abort(401)
    return {"user": session["user"]}


@app.post("/api/logout")
def logout() -> tuple[str, int]:
    """Close the session."""
    session.clear()
    return "", 204
