"""The source of a program as the page shows it: what runs, not a copy of it."""

from __future__ import annotations

import ast
import collections.abc as cabc
import inspect
import re
import textwrap
import typing as t

IGNORED_BY_CHECKERS = re.compile(r"  # (type|pyright): ignore\b.*")
LAST_RETURN = re.compile(r"\n+return app$")


def shown(
    functions: cabc.Sequence[cabc.Callable[..., object]], values: cabc.Mapping[str, str]
) -> str:
    """Return the bodies of ``functions`` with the values of their parameters filled in.

    The first line of a docstring becomes a comment, so that several bodies can be told apart.
    """
    return "\n\n".join(_body(function, values) for function in functions)


def _body(function: cabc.Callable[..., object], values: cabc.Mapping[str, str]) -> str:
    source = textwrap.dedent(inspect.getsource(function))
    definition = t.cast(ast.FunctionDef, ast.parse(source).body[0])
    docstring = ast.get_docstring(definition)
    first = definition.body[1 if docstring else 0].lineno
    code = textwrap.dedent("\n".join(source.splitlines()[first - 1 :]))
    code = IGNORED_BY_CHECKERS.sub("", LAST_RETURN.sub("", code))
    for name, value in values.items():
        code = re.sub(rf"\b{name}\b", f'"{value}"', code)
    return f"# {docstring.splitlines()[0]}\n{code}" if docstring else code
