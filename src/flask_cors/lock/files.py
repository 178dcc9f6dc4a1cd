"""The lock file that is read: whether it can be used, and what to run where it cannot."""

from __future__ import annotations

import json
import shlex
import typing as t
from pathlib import Path

from .records import LISTS
from .records import SWITCHES
from .records import VERSION
from .records import Lock
from .records import PolicyData
from .ruling import is_rule

FILE = "cors.lock.json"


class LockError(ValueError):
    """A lock file that cannot be used, in one sentence."""


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
        all(_is_list(policy.get(name)) for name in LISTS)
        and all(isinstance(policy.get(name), bool) for name in SWITCHES)
        and isinstance(policy.get("max_age", ""), int | None)
        and is_rule(policy.get("rule"))
    )


def _is_list(value: object) -> bool:
    members = t.cast("list[object]", value) if isinstance(value, list) else [None]
    return all(isinstance(each, str) for each in members)
