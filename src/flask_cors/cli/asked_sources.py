"""The sources that an app asks, each with the caches before it, by what they are called."""

from __future__ import annotations

import collections.abc as cabc
import itertools
import shlex
import types
from collections import Counter

from flask import Flask

from ..describing.describe import printable
from ..describing.describe import rule_text
from ..protocol.policy import Policy
from ..protocol.run_time import described
from ..protocol.run_time import name_of
from ..rules.state import AppState
from ..rules.view_options import options_of_view
from ..sources.cached import CachedOrigins
from .loading import BadInput


def the_one(app: Flask, name: str | None, method: str) -> tuple[object, list[CachedOrigins]]:
    """The one source that the app asks and that has such a method, and the caches before it.

    :param name: what it is called, where that is said.
    :param method: the name of the method: ``allow``, ``revoke`` or ``origins``.
    :raises BadInput: where there is none, or several and no name says which.
    """
    able = [
        each
        for each in _with_caches(_sources(_policies(app)))
        if callable(getattr(each[0], method, None))
    ]
    if not able:
        raise BadInput(
            f"The app asks no source with a method {method}, such as SQLiteOrigins(...)."
        )
    found = [each for each in able if name in {None, *_names(*each)}]
    if len(found) == 1:
        return found[0]
    reason = "The app asks several sources"
    if not found:
        reason = f"The app asks no source {printable(name or '')} with a method {method}"
    raise BadInput(_which_there_are(reason, [_names(*each) for each in found or able]))


def rules_that_list(app: Flask, origin: str) -> list[str]:
    """The rules that let an origin in whatever a source says of it, as people call them."""
    rules = (policy.rule for policy in _policies(app) if policy.origins.allows(origin))
    return list(dict.fromkeys(map(rule_text, rules)))


def asks_several(app: Flask) -> bool:
    """Whether the app asks more than one source, so that none has the last word."""
    return len(_with_caches(_sources(_policies(app)))) > 1


def goes_with_credentials(app: Flask, source: object) -> bool:
    """Whether a page that a source lets in may use the visitor's credentials anywhere."""
    asked = _sources(policy for policy in _policies(app) if policy.allow_credentials)
    return any(_identity(_behind_caches(each)[0]) == _identity(source) for each in asked)


def _with_caches(asked: cabc.Iterable[object]) -> list[tuple[object, list[CachedOrigins]]]:
    """Each source once, with all the caches before it, whichever rules they belong to.

    Two objects of one namespace are one source: they answer the same.
    """
    found: dict[object, tuple[object, list[CachedOrigins]]] = {}
    for source, caches in map(_behind_caches, asked):
        _, known = found.setdefault(_identity(source), (source, []))
        known += [cache for cache in caches if cache not in known]
    return [*found.values()]


def _which_there_are(reason: str, sources: list[list[str]]) -> str:
    uses = Counter(itertools.chain.from_iterable(map(dict.fromkeys, sources)))
    told = [next((name for name in names if uses[name] == 1), "") for names in sources]
    if not all(told):
        return "The app asks several sources of one name: give each of them a namespace."
    names = ", ".join(shlex.quote(printable(name)) for name in sorted(told))
    return f"{reason}: say --source with {'one of ' if len(told) > 1 else ''}{names}."


def _names(source: object, caches: list[CachedOrigins]) -> list[str]:
    """What a source is called, from the shortest on; a cache before it has its names."""
    shown = map(described, (source, *caches))
    return [name_of(source), *shown, *filter(None, [namespace_of(source)])]


def _sources(policies: cabc.Iterable[Policy]) -> cabc.Iterator[object]:
    """All that policies ask."""
    for policy in policies:
        if policy.run_time is not None:
            yield from policy.run_time.sources


def _policies(app: Flask) -> cabc.Iterator[Policy]:
    """Those of the paths, of the blueprints, and of the views."""
    state = AppState.as_it_is(app)
    yield from (policy for _, policy in state.rules.everywhere)
    for view in app.view_functions.values():
        yield from map(state.view_policy, options_of_view(view))


def _behind_caches(source: object) -> tuple[object, list[CachedOrigins]]:
    caches: list[CachedOrigins] = []
    while isinstance(source, CachedOrigins):
        caches.append(source)
        source = source.source
    return source, caches


def _identity(source: object) -> object:
    return namespace_of(source) or id(source)


def namespace_of(source: object) -> str:
    """What tells a source from others, in every process of one program; another may have the same.

    Empty where nothing does: all that one function makes, and all objects of one class, have
    the same name, though each may answer something else.
    """
    own = getattr(source, "namespace", "")
    if isinstance(own, str) and own:
        return own
    if not isinstance(source, types.FunctionType) or source.__closure__ is not None:
        return ""
    name = f"{source.__module__}.{source.__qualname__}"
    return "" if "<" in name else name
