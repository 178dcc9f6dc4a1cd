"""Reading functions that write the Origin of a request into Access-Control-Allow-Origin.

What a function calls by name in its own package is read along with it.
"""

from __future__ import annotations

import ast
import collections.abc as cabc
import functools
import types

from .origin_expressions import FIELD
from .origin_expressions import Expressions
from .origin_expressions import Names
from .origin_expressions import arguments
from .program import Function
from .program import definitions_of
from .program import name_of

PROPERTY = FIELD.replace("-", "_")
"""What Werkzeug calls the field on its responses."""

_LOGGING = frozenset({"critical", "debug", "error", "exception", "info", "log", "print", "warning"})
_COMPARING = frozenset({"endswith", "startswith"})
_DEEPEST = 2


def sends_what_it_got(definition: Function, known: Names) -> bool:
    """Whether a function writes the Origin of the request into the field, unseen.

    :param known: the names around the function.
    """
    readers = list(_Reader(definition, known).with_helpers())
    compares = any(reader.compares for reader in readers)
    return not compares and any(reader.writes_origin for reader in readers)


class _Reader:
    """One function, and the names in it that hold the Origin or something made of it.

    :param got: the parameters that hold the Origin.
    """

    def __init__(
        self, definition: Function, known: Names, got: cabc.Iterable[str] = (), depth: int = 0
    ) -> None:
        self._known = known
        self._nodes = list(ast.walk(definition))
        self._depth = depth
        self._names = Expressions(self._nodes, known, got)

    def with_helpers(self) -> cabc.Iterator[_Reader]:
        """This function, and those that it calls."""
        yield self
        for helpers in self._helpers.values():
            for helper in helpers:
                yield from helper.with_helpers()

    @functools.cached_property
    def _helpers(self) -> dict[ast.Call, list[_Reader]]:
        """The functions of the same package that are called by name."""
        calls = (node for node in self._nodes if isinstance(node, ast.Call))
        found = {call: list(self._called(call)) for call in calls if self._depth < _DEEPEST}
        return {call: helpers for call, helpers in found.items() if helpers}

    def _called(self, call: ast.Call) -> cabc.Iterator[_Reader]:
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        function = self._known.get(name)
        if isinstance(function, types.FunctionType) and _package(function) == self._package:
            for definition, known in definitions_of(function):
                got = self._parameters_of_origin(call, definition)
                yield _Reader(definition, known, got, self._depth + 1)

    def _parameters_of_origin(self, call: ast.Call, definition: Function) -> cabc.Iterator[str]:
        arguments = definition.args
        parameters = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
        given = [*zip(parameters, call.args, strict=False)]
        given += [(each.arg, each.value) for each in call.keywords if each.arg]
        return (name for name, value in given if self._names.is_origin(value))

    @property
    def _package(self) -> str:
        return str(self._known.get("__name__")).partition(".")[0]

    @property
    def compares(self) -> bool:
        """Whether the Origin is held against something, so that not every one passes."""
        return any(map(self._compares, self._nodes))

    def _compares(self, node: ast.AST) -> bool:
        if isinstance(node, ast.Call):
            return self._asks(node)
        if isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            is_there = any(isinstance(side, ast.Constant) and not side.value for side in sides)
            return not is_there and any(map(self._names.is_made_of_it, sides))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.Sub):
            return self._names.is_made_of_it(node)
        if isinstance(node, ast.Subscript):
            return isinstance(node.ctx, ast.Load) and self._names.is_made_of_it(node.slice)
        return isinstance(node, ast.Match) and self._names.is_made_of_it(node.subject)

    def _asks(self, call: ast.Call) -> bool:
        """Whether a call may judge the Origin, as far as is not read along."""
        if isinstance(call.func, ast.Attribute) and call.func.attr in _COMPARING:
            return self._names.is_made_of_it(call.func.value)
        is_use = call.args and self._names.text(call.args[0]) == FIELD
        is_seen = is_use or name_of(call.func) in _LOGGING or self._hands_on(call)
        return not is_seen and any(map(self._names.is_made_of_it, arguments(call)))

    def _hands_on(self, call: ast.Call) -> bool:
        """Whether what is called writes the field itself."""
        readers = (each for helper in self._helpers.get(call, ()) for each in helper.with_helpers())
        return any(list(reader.written()) for reader in readers)

    @property
    def writes_origin(self) -> bool:
        """Whether the Origin is written into the field."""
        return any(map(self._names.is_origin, self.written()))

    def written(self) -> cabc.Iterator[ast.expr]:
        """What is written into the field: by subscript, by a property, by a call, in a pair."""
        for node in self._nodes:
            if isinstance(node, ast.Assign) and any(map(self._is_field, node.targets)):
                yield node.value
            elif (
                isinstance(node, ast.Call)
                and self._names.text(next(iter(node.args), node)) == FIELD
            ):
                yield from node.args[1:]
            elif isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                yield from (value for key, value in pairs if key and self._names.text(key) == FIELD)
            elif isinstance(node, ast.Tuple) and self._names.is_pair(node):
                yield node.elts[1]

    def _is_field(self, target: ast.expr) -> bool:
        if isinstance(target, ast.Subscript):
            return self._names.text(target.slice) == FIELD
        return isinstance(target, ast.Attribute) and target.attr == PROPERTY


def _package(function: types.FunctionType) -> str:
    return function.__module__.partition(".")[0]
