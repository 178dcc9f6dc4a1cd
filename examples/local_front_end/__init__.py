"""Local front end: a page on http://localhost:3000 calls an API on http://127.0.0.1:5000.

Another port is another origin, so the browser asks the API before the page may read anything. Only
what is under ``/api/`` is open to the page: ``/health`` is not, and neither is ``/apix``, which
merely starts alike.

Run the API::

    flask --app examples/local_front_end run --port 5000

and the page, a React application that Vite serves (Node 20.19 or later)::

    cd examples/local_front_end/page
    npm install
    npm run dev

Without Node there is a plain page that does the same, at http://localhost:3000/plain.html::

    python -m http.server 3000 --directory examples/local_front_end
"""

from __future__ import annotations

from flask import Flask
from flask import request

from flask_cors import CORS


def create_app() -> Flask:
    """Build the API, with a list of tasks of its own."""
    app = Flask(__name__, static_folder=None)
    CORS(
        app,
        resources={r"/api/*": {"origins": "http://localhost:3000"}},
        supports_credentials=False,
    )
    tasks = ["Read the documentation", "Write the page"]

    @app.get("/api/tasks")
    def list_tasks() -> list[str]:
        return tasks

    @app.post("/api/tasks")
    def add_task() -> tuple[list[str], int]:
        tasks.append(str(request.get_json()["title"]))
        return tasks, 201

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "up"}

    @app.get("/apix")
    def apix() -> dict[str, str]:
        return {"message": "not under /api/"}

    return app
