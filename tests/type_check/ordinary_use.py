"""Programs as people write them. An ignored error is one that the types must find."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Blueprint
from flask import Flask
from flask.typing import ResponseReturnValue
from flask.views import MethodView
from typing_extensions import assert_type

from flask_cors import CORS
from flask_cors import CrossOriginOptions
from flask_cors import Policy
from flask_cors import PolicyError
from flask_cors import Problem
from flask_cors import cross_origin
from flask_cors.sources import CachedOrigins
from flask_cors.sources import OriginQuery
from flask_cors.sources import OriginSource
from flask_cors.sources import SQLiteOrigins

app = Flask(__name__)
api = Blueprint("api", __name__, url_prefix="/api")

CORS(app)
CORS(api, origins="https://app.example.com")
CORS(app, resources=r"/api/*")
CORS(app, resources=["/api/*", re.compile("/v[0-9]+/.*")])
CORS(
    app,
    origins={"https://app.example.com", "https://*.example.com"},
    methods=("GET", "PATCH"),
    allow_headers=["Authorization", re.compile("X-.*")],
    expose_headers=["X-Total-Count"],
    max_age=timedelta(hours=1),
    supports_credentials=True,
)

cors = CORS()
cors.init_app(
    app,
    resources={
        "/api/public/*": {"origins": "*", "send_wildcard": True},
        "/api/internal/*": {"origins": (f"https://{name}.example.com" for name in ("a", "b"))},
    },
)

RESOURCES: dict[str, CrossOriginOptions] = {"/api/*": {"origins": "*"}}
CORS(app, resources=RESOURCES)
CORS(app, "https://app.example.com")  # type: ignore[arg-type]
CORS(app, origin="https://app.example.com")  # type: ignore[call-arg]
CORS(app, max_age=1.5)  # type: ignore[arg-type]
CORS(app, supports_credentials="false")  # type: ignore[arg-type]
cross_origin(resources="/api/*")  # type: ignore[call-overload]
cross_origin("https://app.example.com")  # type: ignore[call-overload]


@app.get("/plain/<int:number>")
@cross_origin(origins="*", max_age=600)
def plain(number: int) -> dict[str, int]:
    """Keep the view's own type."""
    return {"number": number}


@app.get("/bare")
@cross_origin
async def bare() -> str:
    """Take an async view, and no options."""
    return ""


assert_type(plain(1), dict[str, int])
plain("1")  # type: ignore[arg-type]


class Items(MethodView):
    """Decorate a view class, and one of its methods."""

    decorators = [cross_origin(origins="https://app.example.com")]  # noqa: RUF012

    @cross_origin(methods=["POST"])
    def post(self, number: int) -> ResponseReturnValue:
        """Keep the method's own type."""
        return str(number), 201


def explain() -> list[Problem]:
    """Read what is wrong as data."""
    try:
        CORS(app, origins="https://app.example.com/")
    except PolicyError as error:
        return [problem for problem in error.problems if problem.code and problem.remedy]
    return []


def allows_credentials(policy: Policy) -> bool:
    """Read a policy."""
    return policy.allow_credentials


async def is_customers(query: OriginQuery) -> bool:
    """Decide while the app runs."""
    return query.origin.endswith(".customer.example") and not query.preflight


class Customers(OriginSource):
    """Decide in a class, and leave out what is optional."""

    def allows(self, query: OriginQuery) -> bool:
        """Look at what is in the URL."""
        return query.view_args is not None and query.origin in query.view_args.values()


class Plain:
    """A source that has nothing to do with `OriginSource`."""

    def allows(self, query: OriginQuery) -> bool:
        """Whether the origin is let in."""
        return query.host == "a"


class AsyncPlain:
    """The same, async."""

    async def allows(self, query: OriginQuery) -> bool:
        """Whether the origin is let in."""
        return query.host == "a"


CORS(app, origins=is_customers)
CORS(app, origins=Plain())
CORS(app, origins=[AsyncPlain(), "https://app.example.com"])
CORS(app, origins=CachedOrigins(Plain(), namespace="customers"))
source: OriginSource = CachedOrigins(AsyncPlain())
CORS(app, origins=source)
CORS(app, origins=["https://app.example.com", Customers(), lambda query: query.host == "a"])
CORS(app, origins=CachedOrigins(SQLiteOrigins("origins.db"), ttl=timedelta(minutes=1)))
CORS(app, origins=CachedOrigins(is_customers, key=lambda query: (query.host, 1)))
CORS(app, origins=3)  # type: ignore[arg-type]
CachedOrigins("https://app.example.com")  # type: ignore[arg-type]
cors.reconfigure(origins="https://app.example.com")
cors.reconfigure(origin="https://app.example.com")  # type: ignore[call-arg]
