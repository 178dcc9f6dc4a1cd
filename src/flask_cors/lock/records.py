"""The policies of an app's routes, as ``cors.lock.json`` has them.

One line for each route and method, so that a person can review it; every list sorted, so that
it is the same on every machine.
"""

from __future__ import annotations

import json
import shlex
import typing as t
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from flask_cors.describing.describe import policy_data
from flask_cors.describing.describe import rule_text
from flask_cors.rules.inventory import GovernedRoute
from flask_cors.rules.inventory import governed_routes
from flask_cors.rules.inventory import hosts_of
from flask_cors.rules.state import AppState

from .ruling import governing
from .ruling import is_rule
from .ruling import rule_data

FILE = "cors.lock.json"
VERSION = 1
_LISTS = ("origins", "methods", "allow_headers", "expose_headers")
SWITCHES = tuple(
    """supports_credentials allow_private_network send_wildcard vary_header always_send
    automatic_options""".split()
)
_OPTIONS = (*_LISTS, *SWITCHES, "max_age")

PolicyData = dict[str, t.Any]


class LockError(ValueError):
    """A lock file that cannot be used, in one sentence."""


@dataclass(frozen=True)
class Lock:
    """The policies of an app's routes.

    :param policies: what each policy allows, by the name of its rule.
    :param routes: the name of the policy of each route, None where pages on other origins get
        nothing; by path and method, as in ``/users GET``, with `` as /users/me`` behind it for
        a path of the route that another policy governs.
    """

    policies: dict[str, PolicyData]
    routes: dict[str, str | None]

    @classmethod
    def of(cls, app: Flask) -> Lock:
        """The policies in force in an app."""
        state = AppState.as_it_is(app)
        policies: dict[str, PolicyData] = {}
        routes: dict[str, str | None] = {}
        with app.app_context():  # of which sources may tell where their files are
            for route in governed_routes(state):
                name = _name(route, policies) if state.enabled else None
                for method in route.methods:
                    key = f"{hosts_of(route.rule)}{route.rule.rule} {method}"
                    routes[key if key not in routes else f"{key} as {route.path}"] = name
        return cls(dict(sorted(policies.items())), dict(sorted(routes.items())))

    @property
    def declared(self) -> frozenset[str]:
        """The routes as they were declared, whatever methods and policies each has."""
        return frozenset(key.partition(" as ")[0].rpartition(" ")[0] for key in self.routes)

    def policy_of(self, key: str) -> PolicyData | None:
        """What is allowed at a route, or at a path of it that need not be listed."""
        name = self.routes[key] if key in self.routes else self._governing(key)
        return None if name is None else self.policies[name]

    def _governing(self, key: str) -> str | None:
        """The name of the policy that governs the path behind `` as ``."""
        route, _, path = key.partition(" as ")
        names = [name for each, name in self.routes.items() if each.partition(" as ")[0] == route]
        return governing({name: self.policies[name]["rule"] for name in names if name}, path)

    def dumps(self) -> str:
        """The text of the file."""
        data = {"version": VERSION, "policies": self.policies, "routes": self.routes}
        return json.dumps(data, indent=2) + "\n"


def _name(route: GovernedRoute, policies: dict[str, PolicyData]) -> str | None:
    """The name under which the policy of a route stands in `policies`, where it is added."""
    if route.policy is None:
        return None
    known = policy_data(route.policy)
    data = {option: known[option] for option in _OPTIONS}
    data["rule"] = rule_data(route.policy.rule, route.pattern)
    rule = rule_text(route.policy.rule)
    if route.is_refused:
        rule = f"{rule}, refused"
    name, number = rule, 1
    while policies.setdefault(name, data) != data:
        number += 1
        name = f"{rule} ({number})"
    return name


def command_for(file: Path) -> str:
    """What to run to have a lock file written, between backticks."""
    named = "" if file == Path(FILE) else f" --file {shlex.quote(str(file))}"
    return f"`flask cors lock{named}`"


def read_lock(file: Path) -> Lock:
    """Read a lock file.

    :raises LockError: where it cannot be read, or is no lock file.
    """
    writes = f"{command_for(file)} writes"
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise LockError(f"There is no {file}: {writes} it.") from None
    except (OSError, ValueError, RecursionError) as error:
        raise LockError(f"{file} cannot be read: {error}. {writes} it anew.") from error
    if not isinstance(data, dict) or "version" not in data:
        raise LockError(f"{file} is no lock file: {writes} one.")
    known = t.cast("dict[str, t.Any]", data)
    if known["version"] != VERSION:
        raise LockError(
            f"{file} has version {known['version']!a}, and this Flask-CORS reads {VERSION}: use "
            f"the Flask-CORS that wrote it, or write it anew with {command_for(file)}."
        )
    fault = _fault(known)
    if fault:
        raise LockError(f"{file} was changed by hand: {fault}. {writes} it anew.")
    return Lock(known["policies"], known["routes"])


def _fault(data: dict[str, t.Any]) -> str:
    policies, routes = data.get("policies"), data.get("routes")
    if not isinstance(policies, dict) or not isinstance(routes, dict):
        return "policies or routes are missing"
    for name, policy in t.cast("dict[str, object]", policies).items():
        if not _is_policy(policy):
            return f"the policy {name!a} is not whole"
    for route, rule in t.cast("dict[str, object]", routes).items():
        if rule is not None and rule not in [*policies]:
            return f"the route {route!a} has the policy {rule!a}, which is not there"
    return ""


def _is_policy(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    policy = t.cast("PolicyData", value)
    return (
        all(_is_list(policy.get(name)) for name in _LISTS)
        and all(isinstance(policy.get(name), bool) for name in SWITCHES)
        and isinstance(policy.get("max_age", ""), int | None)
        and is_rule(policy.get("rule"))
    )


def _is_list(value: object) -> bool:
    members = t.cast("list[object]", value) if isinstance(value, list) else [None]
    return all(isinstance(each, str) for each in members)
