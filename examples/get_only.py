"""GET only: pages on other origins may look, and not touch.

The browser asks before it sends DELETE or PUT, learns that only GET is allowed, and sends nothing.
A form can send a POST without asking, on any web site: CORS cannot stop that one, it only keeps
the answer from being read. Protect POST with a CSRF token, or take JSON only.

Run it::

    flask --app examples/get_only run
"""

from __future__ import annotations

from flask import Flask

from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins="https://app.example.com", methods=["GET"])


@app.get("/articles/<int:number>")
def read(number: int) -> dict[str, object]:
    """Send an article."""
    return {"id": number, "title": "Look, do not touch"}


@app.put("/articles/<int:number>")
def replace(number: int) -> dict[str, object]:
    """Replace an article; reached from the app's own pages only."""
    return {"id": number, "title": "replaced"}


@app.delete("/articles/<int:number>")
def delete(number: int) -> dict[str, int]:
    """Delete an article; reached from the app's own pages only."""
    return {"deleted": number}
