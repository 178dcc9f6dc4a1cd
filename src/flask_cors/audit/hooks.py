"""What gets preflights before `@cross_origin` does, since no `CORS(app)` is there: hooks, views."""

from __future__ import annotations

import ast
import collections.abc as cabc
import dataclasses

from ..inventory.governed_paths import GovernedPath
from ..inventory.governed_paths import route_serving
from ..inventory.route_hosts import adapter_of
from ..rules.added_method import declares_options
from ..rules.view_options import options_of_view
from .findings import Finding
from .findings import finding
from .program import definitions_of
from .program import place_of
from .subject import Subject
from .subject import View

_REMEDY = 'CORS(app, resources={"/api/*": {"origins": ["https://app.example.com"]}})'


def check_hooks(subject: Subject) -> cabc.Iterator[Finding]:
    """Hooks that can refuse the preflights of decorated views, and views that get them."""
    if subject.state.layer is None and subject.state.enabled:
        yield from _before_views(subject)
        yield from _at_their_urls(subject)


def _before_views(subject: Subject) -> cabc.Iterator[Finding]:
    behind: dict[View, list[str]] = {}
    for endpoint, view in sorted(subject.app.view_functions.items()):
        if options_of_view(view):
            for hook in _before(subject, endpoint):
                behind.setdefault(hook, []).append(endpoint)
    for hook, (first, *others) in behind.items():
        if _knows_of_options(hook):
            continue
        views = f"{first!r} and {len(others)} more" if others else repr(first)
        found = finding(
            "hook-before-preflights",
            f"before_request hook {getattr(hook, '__qualname__', repr(hook))!r}",
            f"Without CORS(app) it runs before @cross_origin answers the preflights of {views}. "
            "They carry neither cookie nor token, so a hook that asks for one refuses them.",
            _REMEDY,
        )
        yield dataclasses.replace(found, place=place_of(hook))


def _at_their_urls(subject: Subject) -> cabc.Iterator[Finding]:
    """Views that Flask gives the preflights of a decorated one, as they stand before it."""
    views = subject.app.view_functions
    decorated = {each.rule.endpoint: each for each in subject.paths if _answers(each)}
    for name, each in decorated.items():
        first = route_serving(adapter_of(subject.app.url_map, each.rule), each.path, "OPTIONS")
        taker = views.get(first.endpoint) if first and not declares_options(first) else None
        if first and taker and not options_of_view(taker):
            found = finding(
                "options-not-answered",
                f"route {each.rule.rule!r}",
                f"Without CORS(app) Flask gives the preflights of {name!r} to {first.endpoint!r}, "
                "which stands before it at this URL and is not decorated.",
                f"Put {name!r} before {first.endpoint!r}, or call CORS(app, ...): then each view's "
                "own options answer.",
            )
            yield dataclasses.replace(found, place=place_of(views[name]))


def _answers(path: GovernedPath) -> bool:
    """Whether the decorator of a view is to answer its preflights."""
    return any(policy and policy.automatic_options for policy in path.policies.values())


def _before(subject: Subject, endpoint: str) -> cabc.Iterator[View]:
    """The hooks that run before a view: those of the app, and of its blueprints."""
    hooks = subject.app.before_request_funcs
    yield from hooks.get(None, ())
    name = endpoint.rpartition(".")[0]
    while name:
        yield from hooks.get(name, ())
        name = name.rpartition(".")[0]


def _knows_of_options(hook: View) -> bool:
    """Whether the code of a hook names the method, as one does that lets preflights through."""
    nodes = (node for definition, _ in definitions_of(hook) for node in ast.walk(definition))
    return any(isinstance(node, ast.Constant) and node.value == "OPTIONS" for node in nodes)
