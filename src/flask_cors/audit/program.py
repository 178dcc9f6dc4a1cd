"""The program that an app is made by: its files, and where in them something stands."""

from __future__ import annotations

import ast
import collections.abc as cabc
import dataclasses
import functools
import inspect
import sys
import types
import typing as t
from pathlib import Path

from flask import Flask

from ..rules.closures import enclosed_by
from .findings import Finding
from .findings import Place

_SET_UP = frozenset({"CORS", "init_app", "cross_origin"})
PACKAGE = Path(__file__).parents[1]
"""The folder of this package, which is no part of a program."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Program:
    """The files of a program that have been imported, read when they are first asked for.

    :param app: the app that the program makes.
    """

    def __init__(self, app: Flask) -> None:
        self._roots = [Path(app.root_path), *(Path(bp.root_path) for bp in app.blueprints.values())]

    @functools.cached_property
    def files(self) -> dict[str, ast.Module]:
        """The syntax tree of each file."""
        trees = {file: tree for file in self._modules if (tree := _tree(file))}
        return dict(sorted(trees.items()))

    def names_in(self, file: str) -> cabc.Mapping[str, object]:
        """The names that stand for something throughout a file."""
        return vars(self._modules[file])

    @functools.cached_property
    def _modules(self) -> dict[str, types.ModuleType]:
        modules: dict[str, types.ModuleType] = {}
        for module in list(sys.modules.values()):
            file = getattr(module, "__file__", None)
            if isinstance(file, str) and self._owns(Path(file)):
                modules[file] = module
        return modules

    def _owns(self, file: Path) -> bool:
        return (
            file.suffix == ".py"
            and "site-packages" not in file.parts
            and not file.is_relative_to(PACKAGE)
            and any(file.is_relative_to(root) for root in self._roots)
        )

    def wrote(self, function: object) -> bool:
        """Whether the code of a function is the program's own, whatever it wraps."""
        code = getattr(function, "__code__", None)
        return self._owns(Path(getattr(code, "co_filename", "")))

    def located(self, found: Finding) -> Finding:
        """`found` with the line of the program that its clues lead to."""
        if found.place is not None or not found.clues:
            return found
        return dataclasses.replace(found, place=self._place_of_clues(found.clues))

    def _place_of_clues(self, clues: tuple[str, ...]) -> Place | None:
        """The first clue that stands in a call that sets CORS up; else anywhere; else the call."""
        for texts in (self._in_set_up, self._anywhere):
            for clue in clues:
                if clue in texts:
                    return texts[clue]
        return next(iter(self._in_set_up.values()), None)

    @functools.cached_property
    def _in_set_up(self) -> dict[str, Place]:
        """Texts and keywords in the calls that set CORS up, each with its first place."""
        places: dict[str, Place] = {}
        for file, tree in self.files.items():
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and name_of(node.func) in _SET_UP:
                    places.setdefault(f"{name_of(node.func)}()", Place(file, node.lineno))
                    _note_texts(node, file, places)
        return places

    @functools.cached_property
    def _anywhere(self) -> dict[str, Place]:
        places: dict[str, Place] = {}
        for file, tree in self.files.items():
            _note_texts(tree, file, places)
        return places


def _note_texts(tree: ast.AST, file: str, places: dict[str, Place]) -> None:
    for node in ast.walk(tree):
        text: object = None
        if isinstance(node, ast.Constant):
            text = node.value
        elif isinstance(node, ast.keyword):
            text = node.arg
        if isinstance(text, str):
            places.setdefault(text, Place(file, t.cast("ast.keyword", node).lineno))


@functools.lru_cache(maxsize=256)
def _tree(file: str) -> ast.Module | None:
    try:
        return ast.parse(Path(file).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None


def name_of(node: ast.expr) -> str:
    """The last name in an expression such as ``flask_cors.cross_origin``; empty where none."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    return str(getattr(node, "attr", "") or getattr(node, "id", ""))


def definition_of(view: object) -> Function | None:
    """The definition of a function in its file, the decorators included."""
    place = place_of(view)
    return _definitions(place.file).get(place.line) if place else None


def definitions_of(view: object) -> list[tuple[Function, cabc.Mapping[str, object]]]:
    """The definitions of a function, of what wraps it, and of all methods of a class.

    Each comes with the names around it.
    """
    found: list[tuple[Function, cabc.Mapping[str, object]]] = []
    for outer in (view, vars(type(view)).get("__call__"), *_methods(view)):
        layer: object = outer
        while layer is not None:
            code = getattr(layer, "__code__", None)
            definition = code and _definitions(code.co_filename).get(code.co_firstlineno)
            if definition:
                found.append((definition, _names_around(t.cast("types.FunctionType", layer))))
            layer = getattr(layer, "__wrapped__", None)
    return found


def _names_around(function: types.FunctionType) -> cabc.Mapping[str, object]:
    inner = dict(enclosed_by(function))
    return {**function.__globals__, **inner} if inner else function.__globals__


@functools.lru_cache(maxsize=256)
def _definitions(file: str) -> dict[int, Function]:
    """The functions in a file, by the line that each begins at."""
    tree = _tree(file) or ast.Module([], [])
    functions = (node for node in ast.walk(tree) if isinstance(node, Function))
    return {first_line(node): node for node in functions}


def first_line(definition: Function) -> int:
    """The line at which a definition begins, for Python: that of the first decorator."""
    return min([definition.lineno, *(each.lineno for each in definition.decorator_list)])


def place_of(view: object) -> Place | None:
    """Where a function is defined."""
    code = getattr(_innermost(view), "__code__", None)
    return Place(code.co_filename, code.co_firstlineno) if code else None


def _innermost(view: object) -> object:
    while isinstance(view, functools.partial):
        view = view.func
    method = next(iter(_methods(view)), view)
    return inspect.unwrap(t.cast("cabc.Callable[..., t.Any]", method))


def _methods(view: object) -> list[object]:
    """What a view that is made from a class answers with."""
    view_class = getattr(view, "view_class", None)
    names = sorted(getattr(view_class, "methods", None) or ())
    methods = (getattr(view_class, name.lower(), None) for name in names)
    return [*filter(None, (*methods, getattr(view_class, "dispatch_request", None)))]
