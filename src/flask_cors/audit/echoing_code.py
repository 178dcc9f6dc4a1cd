"""Reading functions that write the Origin of a request into Access-Control-Allow-Origin."""

from __future__ import annotations

import ast
import collections.abc as cabc

from flask_cors.protocol import fields

from .program import Function
from .program import name_of

FIELD = fields.ALLOW_ORIGIN.lower()
PROPERTY = FIELD.replace("-", "_")
"""What Werkzeug calls the field on its responses."""

_ORIGIN = frozenset({"origin", "http_origin"})
_LOGGING = frozenset({"critical", "debug", "error", "exception", "info", "log", "print", "warning"})

Names = cabc.Mapping[str, object]


def sends_what_it_got(definition: Function, known: Names) -> bool:
    """Whether a function writes the Origin of the request into the field, unseen.

    :param known: the names around the function.
    """
    reader = _Reader(definition, known)
    return not reader.compares and any(map(reader.is_origin, reader.written()))


class _Reader:
    """One function, and the names in it that hold the Origin."""

    def __init__(self, definition: Function, known: Names) -> None:
        self._known = known
        self._nodes = list(ast.walk(definition))
        self._got: set[str] = set()
        for node in self._nodes:
            if isinstance(node, ast.Assign):
                self._note(node.targets, node.value)
            elif isinstance(node, ast.NamedExpr):
                self._note([node.target], node.value)

    def _note(self, targets: cabc.Iterable[ast.expr], value: ast.expr) -> None:
        if self.is_origin(value):
            self._got |= {target.id for target in targets if isinstance(target, ast.Name)}

    @property
    def compares(self) -> bool:
        """Whether the Origin is held against something, so that not every one passes."""
        return any(map(self._compares, self._nodes))

    def _compares(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Call) and node.args:
            is_use = self._text(node.args[0]) == FIELD or name_of(node.func) in _LOGGING
            return not is_use and any(map(self.is_origin, node.args))
        if not isinstance(node, ast.Compare):
            return False
        sides = (node.left, *node.comparators)
        is_none = any(isinstance(side, ast.Constant) and side.value is None for side in sides)
        return not is_none and any(map(self.is_origin, sides))

    def written(self) -> cabc.Iterator[ast.expr]:
        """What is written into the field: by subscript, by a property, by a call, in a dict."""
        for node in self._nodes:
            if isinstance(node, ast.Assign) and any(map(self._is_field, node.targets)):
                yield node.value
            elif isinstance(node, ast.Call) and self._text(next(iter(node.args), node)) == FIELD:
                yield from node.args[1:]
            elif isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                yield from (value for key, value in pairs if key and self._text(key) == FIELD)

    def _is_field(self, target: ast.expr) -> bool:
        if isinstance(target, ast.Subscript):
            return self._text(target.slice) == FIELD
        return isinstance(target, ast.Attribute) and target.attr == PROPERTY

    def is_origin(self, node: ast.expr) -> bool:
        """Whether an expression is the Origin of the request, or a name that holds it."""
        if parts := _parts(node):
            return any(map(self.is_origin, parts))
        if isinstance(node, ast.Name):
            return node.id in self._got
        if isinstance(node, ast.Subscript):
            return self._text(node.slice) in _ORIGIN
        if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute):
            return node.func.attr == "get" and self._text(node.args[0]) in _ORIGIN
        return isinstance(node, ast.Attribute) and node.attr == "origin"

    def _text(self, node: ast.expr) -> str:
        """The text that an expression is, by itself or by name; in lower case."""
        value = getattr(node, "value", None)
        if isinstance(node, ast.Name):
            value = self._known.get(node.id)
        return value.lower() if isinstance(value, str) else ""


def _parts(node: ast.expr) -> cabc.Sequence[ast.expr]:
    """The expressions of which another one has the value of one, or is made up."""
    if isinstance(node, ast.BoolOp | ast.JoinedStr):
        return node.values
    if isinstance(node, ast.IfExp):
        return node.body, node.orelse
    return [node.value] if isinstance(node, ast.FormattedValue) else []
