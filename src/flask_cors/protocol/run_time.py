"""Sources of origins: what decides at run time, as far as it can be judged beforehand."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from .problems import OptionFindings

_EXAMPLE = "Write def allows(query): return query.origin in ..., which gives True or False."


def is_source(value: object) -> bool:
    """Whether `value` is asked at run time which origins are let in."""
    return callable(value) or callable(getattr(value, "allows", None))


def asked_of(source: object) -> cabc.Callable[[t.Any], object]:
    """What is called to ask `source`."""
    return t.cast("cabc.Callable[[t.Any], object]", getattr(source, "allows", source))


def check_source(source: object, findings: OptionFindings) -> None:
    """Find what is wrong with `source`, short of asking it."""
    import inspect  # noqa: PLC0415  only needed for a source

    if inspect.isclass(source):
        findings.refuse(
            "origin-source-is-class",
            source,
            "This is a class, not a source made of it.",
            f"Write {source.__name__}(...).",
        )
        return
    asked = asked_of(source)
    try:
        inspect.signature(asked).bind(None)
    except TypeError:
        findings.refuse(
            "origin-source-arguments",
            source,
            "A source is called with one argument, the query.",
            _EXAMPLE,
        )
        return
    except ValueError:
        pass  # written in C, it does not say what it takes
    if inspect.iscoroutinefunction(asked) and not _can_run_async():
        findings.refuse(
            "origin-source-async",
            source,
            "It is async, and Flask runs async functions by a package that is not installed.",
            'Run pip install "flask[async]".',
        )


def _can_run_async() -> bool:
    import importlib.util  # noqa: PLC0415  only needed for an async source

    return importlib.util.find_spec("asgiref") is not None
