"""Sources of origins: what decides at run time, as far as it can be judged beforehand."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

from .problems import OptionFindings

_EXAMPLE = "Write def allows(query): return query.origin in ..., which gives True or False."


class RunTimeOrigins(t.NamedTuple):
    """What is asked while the app runs.

    :param sources: functions of a query, and objects with such a method ``allows``.
    :param recall: what is remembered of an origin: True, False, or None where a source must be
        asked. Only what is remembered of a lone source is enough.
    """

    sources: tuple[object, ...]
    recall: cabc.Callable[[str], bool | None]

    @classmethod
    def of(cls, sources: cabc.Sequence[object]) -> RunTimeOrigins | None:
        """The sources, if there are any."""
        if not sources:
            return None
        recall = getattr(sources[0], "recall_origin", None) if len(sources) == 1 else None
        return cls(tuple(sources), recall or _nothing_recalled)


def _nothing_recalled(_: str) -> None:
    """Have every source asked."""


def is_source(value: object) -> bool:
    """Whether `value` is asked at run time which origins are let in."""
    return callable(getattr(value, "allows", None)) or (
        callable(value) and not isinstance(value, type)
    )


def asked_of(source: object) -> cabc.Callable[[object], object]:
    """What is called to ask `source`."""
    return t.cast("cabc.Callable[[object], object]", getattr(source, "allows", source))


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
