"""Quick prototype: any page may call this API.

``CORS(app)`` without options lets a page on any origin read every answer, and sends no cookies
along. That suits a prototype and a public, read-only API. Name your origins before anything that
only some people may see goes behind it.

Run it::

    flask --app examples/quick_prototype run

then, in the console of a browser that shows any other page::

    await (await fetch("http://127.0.0.1:5000/ping")).json()
"""

from __future__ import annotations

from flask import Flask

from flask_cors import CORS

app = Flask(__name__)
CORS(app)


@app.get("/ping")
def ping() -> dict[str, str]:
    """Say that the API is there."""
    return {"message": "pong"}
