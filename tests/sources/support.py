"""Sources that can be told what to say, and the clock that remembered answers go by."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import typing as t

import pytest
from flask import Flask

from flask_cors import CORS
from flask_cors.sources import OriginQuery
from flask_cors.sources import OriginSource
from tests.flask.support import APP
from tests.flask.support import fields_of

ALLOWED = {"Access-Control-Allow-Origin": APP, "Vary": "Origin"}
REFUSED = {"Vary": "Origin"}

COPIES = [
    pytest.param(lambda query: query, id="as it is"),
    pytest.param(copy.copy, id="a copy"),
    pytest.param(copy.deepcopy, id="a deep copy"),
    pytest.param(lambda query: pickle.loads(pickle.dumps(query)), id="pickled, for a process pool"),
    pytest.param(dataclasses.replace, id="made anew"),
]
"""What a source may do with a query before it looks at it."""


def asked_about(origin: str = APP, **others: t.Any) -> OriginQuery:
    """A query as a program makes one to ask a source by itself."""
    return OriginQuery(origin, **others)


class Table(OriginSource):
    """A source that lets in what stands in a set, and keeps count of what it is asked."""

    def __init__(self, *origins: str) -> None:
        self.allowed = set(origins)
        self.asked: list[str] = []
        self.forgotten: list[object] = []
        self.error: Exception | None = None

    def allows(self, query: OriginQuery) -> bool:
        self.asked.append(query.origin)
        if self.error is not None:
            raise self.error
        return query.origin in self.allowed

    def origins(self) -> list[str]:
        return sorted(self.allowed)

    def invalidate(self, key: object = None) -> None:
        self.forgotten.append(key)


class Clock:
    """A clock that stands still until it is moved on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


class Store:
    """A back end without more than what is asked of one, on which a clock tells the time."""

    def __init__(self, clock: t.Callable[[], float] = lambda: 0.0) -> None:
        self.values: dict[str, tuple[t.Any, float]] = {}
        self.now = clock
        self.calls = 0
        self.error: Exception | None = None
        self.takes = True
        self.full = False

    @property
    def answers(self) -> list[str]:
        """The answers among what is stored; marks are numbers."""
        return [value for value, _ in self.values.values() if isinstance(value, str)]

    def get(self, key: str) -> object:
        self.calls += 1
        if self.error is not None:
            raise self.error
        value, until = self.values.get(key, (None, 0.0))
        return value if self.now() < until else None

    def get_many(self, *keys: str) -> list[object]:
        self.calls -= len(keys) - 1
        return [self.get(key) for key in keys]

    def set(self, key: str, value: int | str, timeout: int) -> bool | None:
        self.calls += 1
        if self.error is not None:
            raise self.error
        if self.full:
            raise OSError("full")
        assert type(value) in {int, str}
        assert type(timeout) is int
        assert timeout > 0
        self.values[key] = (value, self.now() + timeout)
        return self.takes

    def delete(self, key: str) -> bool:
        self.calls += 1
        return self.values.pop(key, None) is not None


def app_asking(source: t.Any, **options: t.Any) -> Flask:
    """An app that asks `source`, with views at ``/``, ``/items/<number>`` and ``/slash/``."""
    app = Flask("tests")
    CORS(app, origins=source, **options)
    app.add_url_rule("/", "home", lambda: "home", methods=["GET", "PUT"])
    app.add_url_rule("/items/<int:number>", "item", lambda number: "item", methods=["GET", "PUT"])
    app.add_url_rule("/slash/", "slash", lambda: "slash")
    return app


def fields(response: t.Any) -> dict[str, str]:
    """The CORS fields of a response without those that tell what a preflight grants."""
    return {name: value for name, value in fields_of(response).items() if "-Methods" not in name}
