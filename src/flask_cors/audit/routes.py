"""What is wrong with single routes: who may call them, and who answers their preflights."""

from __future__ import annotations

import ast
import collections.abc as cabc
import dataclasses
import re

from werkzeug.routing import Rule

from ..describing.describe import rule_text
from ..inventory.governed_routes import GovernedRoute
from ..rules.added_method import declares_options
from .findings import Finding
from .findings import finding
from .policies import instead
from .program import definition_of
from .program import name_of
from .program import place_of
from .subject import Subject

_CHANGING = frozenset(
    """accept activate add approve ban cancel change clear confirm create deactivate decrement
    delete demote deny destroy disable drop edit enable erase execute follow grant increment insert
    logout modify pay promote publish purge register reject remove rename replace reset restart
    revert revoke save send set shutdown submit subscribe toggle transfer unfollow unsubscribe
    update upload upvote vote write""".split()
)
_THINGS = frozenset(
    """add-on add-ons change-history change-log change-logs edit-history update-history update-log
    vote-count vote-counts vote-result vote-results""".split()
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_CALLS = frozenset({"commit", "login_user", "logout_user"})
_SESSION_CALLS = frozenset({"clear", "pop", "setdefault", "update"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def check_routes(subject: Subject) -> cabc.Iterator[Finding]:
    """What is wrong with the routes, one by one."""
    told: set[tuple[str, str]] = set()
    for route in subject.routes:
        for found in (*_changing_get(subject, route), *_options(subject, route)):
            if (found.rule.id, found.where) not in told:
                told.add((found.rule.id, found.where))
                view = subject.app.view_functions.get(route.rule.endpoint)
                yield dataclasses.replace(found, place=place_of(view))


def _changing_get(subject: Subject, route: GovernedRoute) -> cabc.Iterator[Finding]:
    if route.policy is None or not route.policy.origins.any or "GET" not in route.methods:
        return
    methods = {method for rule in _beside(subject, route) for method in rule.methods or ()}
    # Where there is another method for the change, GET shows the form for it.
    if methods <= _SAFE and (sign := _name(route) or _deed(subject, route)):
        yield finding(
            "changing-get",
            f"route {route.rule.rule!r}",
            f"It seems to change something ({sign}), and a GET asks for no preflight: any page on "
            "the web can send it, and read the answer.",
            _as_post(subject, route),
        )


def _as_post(subject: Subject, route: GovernedRoute) -> str:
    """How the view is reached by a POST instead."""
    view = subject.app.view_functions.get(route.rule.endpoint)
    if view_class := getattr(view, "view_class", None):
        by_method = hasattr(view_class, "get")
        what = "def post in place of def get" if by_method else 'methods = ["POST"]'
        return f"Write {what} in the class {view_class.__qualname__!r}."
    # A blueprint's own paths lack the prefixes of whatever it is registered on.
    in_blueprint = "." in route.rule.endpoint
    post = "@blueprint.post(...)" if in_blueprint else f'@app.post("{route.rule.rule}")'
    return f"Write {post} on the view, in place of what serves it to GET."


def _beside(subject: Subject, route: GovernedRoute) -> list[Rule]:
    """The rules of the same URLs, that of the route among them."""
    return [rule for rule in subject.app.url_map.iter_rules() if rule.rule == route.rule.rule]


def _name(route: GovernedRoute) -> str:
    """What a route is called, if that is a verb of change."""
    function = route.rule.endpoint.rpartition(".")[2]
    return next(filter(_is_deed, [*route.rule.rule.split("/"), function]), "")


def _is_deed(name: str) -> bool:
    words = [word.lower() for word in _WORD.findall(name)]
    return words[:1] != [] and words[0] in _CHANGING and "-".join(words) not in _THINGS


def _deed(subject: Subject, route: GovernedRoute) -> str:
    """What the code of a view does, if that is a change for sure."""
    view = subject.app.view_functions.get(route.rule.endpoint)
    handler = getattr(getattr(view, "view_class", None), "get", view)
    nodes = ast.walk(definition_of(handler) or ast.Module([], []))
    return next((change for node in nodes if (change := _change(node))), "")


def _change(node: ast.AST) -> str:
    if isinstance(node, ast.Call):
        name = name_of(node.func)
        owner = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        if name in _SESSION_CALLS and isinstance(owner, ast.Name) and owner.id == "session":
            return f"session.{name}()"
        return f"{name}()" if name in _CALLS else ""
    targets = node.targets if isinstance(node, ast.Assign | ast.Delete) else []
    items = (target for target in targets if isinstance(target, ast.Subscript))
    return "session[...]" if any(name_of(each.value) == "session" for each in items) else ""


def _options(subject: Subject, route: GovernedRoute) -> cabc.Iterator[Finding]:
    is_static = route.rule.endpoint.rpartition(".")[2] == "static"
    if route.policy is None or route.policy.automatic_options or is_static:
        return
    if not any(map(declares_options, _beside(subject, route))):
        yield finding(
            "options-not-answered",
            f"route {route.rule.rule!r}",
            f"automatic_options=False ({rule_text(route.policy.rule)}) leaves preflights to the "
            "app, and no view here answers OPTIONS.",
            instead(route.policy, "automatic_options", True),
        )
