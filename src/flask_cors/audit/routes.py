"""What is wrong with single routes: who may call them, and who answers their preflights."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import re

from flask_cors.inventory import GovernedRoute

from .findings import Finding
from .findings import finding
from .program import place_of
from .subject import Subject
from .subject import named

_CHANGING = frozenset(
    """activate add approve archive ban block cancel clear close confirm create deactivate delete
    destroy disable drop edit enable erase insert logout modify pay publish purge register remove
    rename reset restart revoke save send shutdown submit subscribe toggle transfer unsubscribe
    update upload upvote vote write""".split()
)


def check_routes(subject: Subject) -> cabc.Iterator[Finding]:
    """What is wrong with the routes, one by one."""
    told: set[tuple[str, str]] = set()
    for route in subject.routes:
        for found in (*_changing_get(route), *_options(subject, route)):
            if (found.rule.id, found.where) not in told:
                told.add((found.rule.id, found.where))
                view = subject.app.view_functions.get(route.rule.endpoint)
                yield dataclasses.replace(found, place=place_of(view))


def _changing_get(route: GovernedRoute) -> cabc.Iterator[Finding]:
    if route.policy is None or not route.policy.origins.any or "GET" not in route.methods:
        return
    function = route.rule.endpoint.rpartition(".")[2]
    words = {*route.rule.rule.lower().split("/"), function.lower()}
    verbs = {verb for word in words if (verb := re.split(r"[-_.]", word)[0]) in _CHANGING}
    if verbs:
        yield finding(
            "changing-get",
            f"route {route.rule.rule!r}",
            f"By its name it changes something ({', '.join(sorted(verbs))}), and a GET asks for "
            "no preflight: any page on the web can send it, and read the answer.",
            'methods=["POST"]',
        )


def _options(subject: Subject, route: GovernedRoute) -> cabc.Iterator[Finding]:
    is_static = route.rule.endpoint.rpartition(".")[2] == "static"
    if route.policy is None or route.policy.automatic_options or is_static:
        return
    others = subject.app.url_map.iter_rules()
    beside = [rule for rule in others if rule.rule == route.rule.rule]
    answered = any(
        "OPTIONS" in (rule.methods or ()) and not getattr(rule, "provide_automatic_options", False)
        for rule in beside
    )
    if not answered:
        yield finding(
            "options-not-answered",
            f"route {route.rule.rule!r}",
            f"automatic_options=False ({named(route.policy)}) leaves preflights to the app, and "
            "no view here answers OPTIONS.",
            "automatic_options=True",
        )
