"""Sources of origins: what decides at run time, as far as it can be judged beforehand."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import functools
import re
import types
import typing as t

from .problems import OptionFindings

_EXAMPLE = "Write lambda query: query.origin in ALLOWED, where ALLOWED is a set of origins."

_FOR_TEXT = r"(?i)(?!.*query)\**(?:\w*origin|orig\b|o\b|\w+: '?(?:\w+\.)?(?:Optional\[)?str\b)"
"""A parameter as it is written, where it is for a text, as Flask-SocketIO and Express have it.

Flask-CORS 6 took such a function and let in nobody. Here `lambda origin: origin not in BLOCKED`
would let in everybody, since no query is equal to a text.
"""


def _nothing_recalled(_: str) -> bool | None:
    """Have every source asked."""
    return None


class Remembering:
    """A source that can tell what it would answer whatever the rest of the query is.

    .. versionadded:: 7.0
    """

    recall_origin: cabc.Callable[[str], bool | None] = staticmethod(_nothing_recalled)
    """The answer for an origin; None where the source must be asked."""

    def __bool__(self) -> bool:
        """A source, however many answers it remembers."""
        return True

    def __repr__(self) -> str:
        """What it remembers for, as `described` has it."""
        return f"<{described(self)}>"


class RunTimeOrigins:
    """What is asked while the app runs; equal to what asks the same sources.

    :param sources: functions of a query, and objects with such a method ``allows``.

    .. versionadded:: 7.0
    """

    __slots__ = ("failures", "recall", "sources")

    def __init__(self, sources: cabc.Iterable[object]) -> None:
        self.sources = tuple(sources)
        self.recall: cabc.Callable[[str], bool | None] = _nothing_recalled
        """What is remembered of an origin; None where the sources must be asked."""
        first, *others = self.sources
        # The type, since what stands before a source may pass for one in all but `allows`.
        if issubclass(type(first), Remembering) and not others:
            self.recall = t.cast(Remembering, first).recall_origin
        self.failures: dict[int, object] = {}
        """What was told of sources that failed, by the identity of the source."""

    def __eq__(self, other: object) -> bool:
        """Whether `other` asks the same sources."""
        return isinstance(other, RunTimeOrigins) and self.sources == other.sources

    def __hash__(self) -> int:
        """Sources need not be hashable themselves."""
        return len(self.sources)


def is_source(value: object) -> bool:
    """Whether `value` is asked at run time which origins are let in."""
    return callable(getattr(value, "allows", None)) or (
        callable(value) and not isinstance(value, type)
    )


def asked_of(source: object) -> cabc.Callable[[object], object]:
    """What is called to ask `source`."""
    return t.cast("cabc.Callable[[object], object]", getattr(source, "allows", source))


def name_of(source: object) -> str:
    """The name of a source, for people."""
    named = source if hasattr(source, "__qualname__") else type(source)
    return str(getattr(named, "__qualname__", "")).rpartition("<locals>.")[2]


def described(source: object) -> str:
    """The name of a source with what tells it from others of its class, for people.

    That is what it remembers for, or the function that it is a part of; for all others their
    ``label``, a string, if they have one.
    """
    label: object = None
    # What stands before a source may find none now.
    with contextlib.suppress(Exception):
        behind = _behind(source)
        label = getattr(source, "label", None) if behind is None else described(behind)
    return f"{name_of(source)}({label})" if label and isinstance(label, str) else name_of(source)


def _behind(source: object) -> object:
    if isinstance(source, functools.partial):
        return t.cast("functools.partial[object]", source).func
    return getattr(source, "source", None) if isinstance(source, Remembering) else None


def can_be_told(source: object) -> bool:
    """Whether a source, or what it remembers for, has a method that lets an origin in."""
    while isinstance(source, Remembering):
        source = _behind(source)
    return callable(getattr(source, "allow", None))


def lets_in_everybody(source: object) -> bool:
    """Whether `source` can be seen to answer True whatever it is asked.

    It can where it is a function that reads no name, hence nothing of the query, and has a True.
    """
    behind = _behind(source)
    if behind is not None:
        return lets_in_everybody(behind)
    code = getattr(asked_of(source), "__code__", None)
    if not isinstance(code, types.CodeType) or code.co_names or code.co_freevars:
        return False
    return any(constant is True for constant in code.co_consts)


def check_source(source: object, findings: OptionFindings) -> None:
    """Find what is wrong with `source`, short of asking it."""
    import inspect  # noqa: PLC0415  only needed for a source

    if isinstance(source, type):
        findings.refuse(
            "origin-source-is-class",
            source,
            "This is a class, not a source made of it.",
            f"Write {source.__name__}(...).",
        )
        return
    asked = asked_of(source)
    if problem := _problem_of_call(asked):
        findings.refuse(problem[0], source, problem[1], _remedy_for(source, findings.option))
    elif inspect.iscoroutinefunction(asked) and not _can_run_async():
        findings.refuse(
            "origin-source-async",
            source,
            "It is async, and Flask runs async functions by a package that is not installed.",
            'Run pip install "flask[async]".',
        )


def _problem_of_call(asked: cabc.Callable[[object], object]) -> tuple[str, str] | None:
    """Why `asked` cannot be called with a query: a code, and the reason."""
    import inspect  # noqa: PLC0415  as above

    if not callable(t.cast("object", asked)):
        return "origin-source-arguments", "This is no function, and has no method called allows."
    try:
        signature = inspect.signature(asked)
        signature.bind(None)
    except TypeError:
        return "origin-source-arguments", "A source is called with one argument, the query."
    except ValueError:
        return None  # written in C, it does not say what it takes
    parameter = str(next(iter(signature.parameters.values())))
    if re.match(_FOR_TEXT, parameter):
        reason = (
            f"A source is called with a query, and {parameter} looks like the text of an origin."
        )
        return "origin-source-takes-text", reason
    return None


def _remedy_for(source: object, option: str) -> str:
    """What to write instead of a source that cannot be called with a query."""
    import inspect  # noqa: PLC0415  as above

    if isinstance(source, (str, list, tuple, set)):
        return "Write origins=[...] alone: what is written out needs no cache."
    if option == "source" or inspect.iscoroutinefunction(source):
        return _EXAMPLE
    if not isinstance(source, types.FunctionType) or inspect.signature(source).parameters:
        return _EXAMPLE
    return f"{_EXAMPLE} Or call it yourself, if what it returns is a list that stays."


def _can_run_async() -> bool:
    import importlib.util  # noqa: PLC0415  only needed for an async source

    return importlib.util.find_spec("asgiref") is not None
