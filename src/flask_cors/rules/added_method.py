"""The OPTIONS that `cross_origin` adds to the methods of a view, told from one of the app's own.

Flask keeps one set of methods for each route, whoever has named them.
"""

from __future__ import annotations

import typing as t

from werkzeug.routing import Rule


class _Added(str):
    """A method that a set takes only where it has none of the same name yet."""

    __slots__ = ()

    def upper(self) -> str:
        """Itself: Werkzeug puts the methods of every route in upper case."""
        return self


ADDED: t.Final[str] = _Added("OPTIONS")
"""What is to stand among Flask's ``required_methods`` of a view."""


def is_added(rule: Rule | None) -> bool:
    """Whether a route has OPTIONS among its methods only because it was added."""
    return rule is not None and any(isinstance(each, _Added) for each in rule.methods or ())


def declares_options(rule: Rule) -> bool:
    """Whether the app itself has declared that the view of a route serves OPTIONS."""
    if is_added(rule) or getattr(rule, "provide_automatic_options", False):
        return False
    return rule.methods is None or "OPTIONS" in rule.methods
