"""Checking what a `CachedOrigins` is given, in the manner of the options of a policy."""

from __future__ import annotations

import collections.abc as cabc
import math
import typing as t
from datetime import timedelta

from ..protocol.problems import Findings
from ..protocol.problems import OptionFindings
from ..protocol.problems import PolicyError
from ..protocol.problems import shown
from ..protocol.run_time import check_source

_OF_ONE_PROCESS = frozenset({"NullCache", "SimpleCache"})
"""The caches of cachelib, and of packages that add to it, which are of one process."""


class Times(t.NamedTuple):
    """Seconds that answers count.

    :param ttl: for a yes.
    :param negative: for a no.
    :param stale: for a yes beyond its time, while the source fails.
    """

    ttl: float
    negative: float
    stale: float


def read_times(given: cabc.Mapping[str, object], findings: Findings) -> Times:
    """The times among the keywords of `CachedOrigins`."""
    return Times(
        as_seconds(given["ttl"], findings.on("ttl")),
        as_seconds(given["negative_ttl"], findings.on("negative_ttl"), zero="not at all"),
        as_seconds(given["stale_if_error"], findings.on("stale_if_error"), zero="not at all"),
    )


def check(source: object, given: cabc.Mapping[str, object]) -> tuple[Times, float]:
    """The times, and the time limit of the back end.

    :raises PolicyError: where something cannot be used, with every problem there is.
    """
    found = Findings("CachedOrigins")
    check_source(source, found.on("source"))
    times = read_times(given, found)
    limit = as_seconds(given["backend_timeout"], found.on("backend_timeout"))
    check_count(given["maxsize"], found.on("maxsize"))
    if given["backend"] is not None:
        check_backend(given["backend"], found.on("backend"))
        check_namespace(given["namespace"], source, found.on("namespace"))
        check_shared_times(times, given, found)
    check_key(given["key"], found.on("key"))
    if found.errors:
        raise PolicyError(found.errors)
    return times, limit


def as_seconds(value: object, findings: OptionFindings, *, zero: str = "") -> float:
    """A length of time: seconds, or a timedelta.

    :param zero: what 0 stands for, where it is allowed.
    """
    seconds = value.total_seconds() if isinstance(value, timedelta) else value
    if isinstance(seconds, (int, float)) and not isinstance(seconds, bool):
        in_range = 0 < seconds < math.inf or (zero and seconds == 0)
        if in_range:
            return seconds
    least = f"0 (for {zero}) or more" if zero else "more than 0"
    findings.refuse(
        "not-seconds",
        value,
        f"This is a number of seconds, {least}.",
        f"Write {findings.option}=60, or timedelta(minutes=1).",
    )
    return 1.0


def check_count(value: object, findings: OptionFindings) -> None:
    """Find out whether `value` says how many answers are remembered at most."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        findings.refuse(
            "not-a-count",
            value,
            "This is a whole number, 1 or more.",
            f"Write {findings.option}=10_000.",
        )


def check_backend(backend: object, findings: OptionFindings) -> None:
    """Find out whether `backend` can be used."""
    methods = (getattr(backend, name, None) for name in ("get", "get_many", "set", "delete"))
    if hasattr(backend, "init_app"):
        findings.refuse(
            "backend-is-extension",
            backend,
            "This is a Flask extension: it pickles what is stored, or has a cache for each app.",
            "Write the cache that is in it: backend=cache.cache, for the Cache of Flask-Caching.",
        )
    elif isinstance(backend, type) or not all(map(callable, methods)):
        findings.refuse(
            "backend-unknown",
            backend,
            "A back end is a cache object of the cachelib package.",
            'Write backend=RedisCache("127.0.0.1"), after from cachelib import RedisCache.',
        )
    elif _OF_ONE_PROCESS & {kind.__qualname__ for kind in type(backend).__mro__}:
        findings.refuse(
            "backend-not-shared",
            backend,
            "No other process shares what it remembers, nor can tell it what was revoked.",
            "Leave backend out, or write RedisCache(...), which all processes share.",
        )


def check_shared_times(times: Times, given: cabc.Mapping[str, object], findings: Findings) -> None:
    """Find out whether a back end can count so short."""
    for option, seconds in (("ttl", times.ttl), ("negative_ttl", times.negative)):
        if 0 < seconds < 1:
            findings.on(option).refuse(
                f"{option.replace('_', '-')}-too-short",
                given[option],
                "A back end counts in whole seconds.",
                f"Write {option}=1 or more.",
            )


def check_namespace(namespace: object, source: object, findings: OptionFindings) -> None:
    """Find out whether it is known whose answers they are."""
    if not isinstance(namespace, str):
        findings.refuse(
            "namespace-not-a-string", namespace, "This is a name.", 'Write namespace="customers".'
        )
    elif not namespace:
        findings.refuse(
            "namespace-missing",
            namespace,
            f"Nothing tells the answers of {shown(source)} from those of another source, or of "
            "another program, on the same back end: its name may be the same there.",
            'Write namespace="shop: customers", another one for each program and each source.',
        )


def check_key(key: object, findings: OptionFindings) -> None:
    """Find out whether `key` can be asked."""
    if key is not None and not callable(key):
        findings.refuse(
            "key-not-callable",
            key,
            "A key is worked out for each query.",
            "Write key=lambda query: query.host.",
        )
