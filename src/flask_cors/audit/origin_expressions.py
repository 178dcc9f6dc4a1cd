"""Expressions in a function's code that are the Origin of a request, or are made of it."""

from __future__ import annotations

import ast
import collections.abc as cabc

import flask

from ..protocol import fields
from .program import name_of

FIELD = fields.ALLOW_ORIGIN.lower()

_HEADERS = "headers"
_REQUESTS = frozenset({"req", "request"})
_OF_ENVIRON = "http_origin"
_AS_IT_IS = frozenset({"lower", "rstrip", "strip"})

Names = cabc.Mapping[str, object]


class Expressions:
    """What the expressions of one function stand for.

    :param nodes: the function's syntax tree.
    :param known: the names around the function.
    :param got: the parameters that hold the Origin.
    """

    def __init__(self, nodes: list[ast.AST], known: Names, got: cabc.Iterable[str]) -> None:
        self._known = known
        self._got = set(got)
        self._made_of_it: set[str] = set()
        self._headers = {_HEADERS}
        for node in nodes:
            if isinstance(node, ast.Assign):
                self._note(node.targets, node.value)
            elif isinstance(node, ast.NamedExpr | ast.AnnAssign) and node.value is not None:
                self._note([node.target], node.value)

    def _note(self, targets: cabc.Iterable[ast.expr], value: ast.expr) -> None:
        names = {target.id for target in targets if isinstance(target, ast.Name)}
        if isinstance(value, ast.Attribute) and value.attr == _HEADERS:
            self._headers |= names
        elif self.is_origin(value):
            self._got |= names
        elif self.is_made_of_it(value):
            self._made_of_it |= names

    def is_origin(self, node: ast.expr) -> bool:
        """Whether an expression is the Origin of the request, or a name that holds it."""
        if parts := _parts(node):
            return any(map(self.is_origin, parts))
        if isinstance(node, ast.Name):
            return node.id in self._got
        if isinstance(node, ast.Subscript):
            return self._names_it(node.value, node.slice)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if node.func.attr == "get" and node.args:
                return self._names_it(owner, node.args[0])
            return node.func.attr in _AS_IT_IS and self.is_origin(owner)
        return (
            isinstance(node, ast.Attribute)
            and node.attr == "origin"
            and self._is_request(node.value)
        )

    def _names_it(self, owner: ast.expr, key: ast.expr) -> bool:
        """Whether what is looked up is the Origin: in the headers of a request, or its environ."""
        name = self.text(key)
        return name == _OF_ENVIRON or (name == "origin" and name_of(owner) in self._headers)

    def _is_request(self, node: ast.expr) -> bool:
        name = name_of(node)
        return name in _REQUESTS or self._known.get(name) is flask.request

    def is_made_of_it(self, node: ast.expr) -> bool:
        """Whether an expression is the Origin, a part of it, holds it, or is made of it."""
        if isinstance(node, ast.Name) and node.id in self._made_of_it:
            return True
        return self.is_origin(node) or any(map(self.is_made_of_it, self._inner(node)))

    def _inner(self, node: ast.expr) -> cabc.Sequence[ast.expr]:
        """What an expression is made of, but for what is written into the field."""
        if isinstance(node, ast.Attribute | ast.Subscript):
            return [node.value]
        if isinstance(node, ast.Call):
            return [node.func, *arguments(node)]
        if isinstance(node, ast.BinOp):
            return node.left, node.right
        if isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            return [value for key, value in pairs if key is None or self.text(key) != FIELD]
        if isinstance(node, ast.Tuple | ast.List | ast.Set) and not self.is_pair(node):
            return node.elts
        return ()

    def is_pair(self, node: ast.Tuple | ast.List | ast.Set) -> bool:
        """Whether it is the name of the field and its value."""
        return len(node.elts) == 2 and self.text(node.elts[0]) == FIELD

    def text(self, node: ast.expr) -> str:
        """The text that an expression is, by itself or by name; in lower case."""
        value = getattr(node, "value", None)
        if isinstance(node, ast.Name):
            value = self._known.get(node.id)
        return value.lower() if isinstance(value, str) else ""


def arguments(call: ast.Call) -> list[ast.expr]:
    """All that a call is given."""
    return [*call.args, *(each.value for each in call.keywords)]


def _parts(node: ast.expr) -> cabc.Sequence[ast.expr]:
    """The expressions of which another one has the value of one, or is made up."""
    if isinstance(node, ast.BoolOp | ast.JoinedStr):
        return node.values
    if isinstance(node, ast.IfExp):
        return node.body, node.orelse
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return node.left, node.right
    return [node.value] if isinstance(node, ast.FormattedValue) else []
