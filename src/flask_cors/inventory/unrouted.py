"""Paths that show what governs a URL where Flask has no route.

There a layer inside this package's may answer (a mounted app, Flask-SocketIO), or a hook; or
the app, with a 404.
"""

from __future__ import annotations

import collections.abc as cabc
from dataclasses import dataclass

from ..protocol.policy import Policy
from ..protocol.samples import samples_of
from ..rules.blueprints import BlueprintRules
from ..rules.path_patterns import PathPattern
from ..rules.path_patterns import path_info_of
from ..rules.path_rules import PathRules
from ..rules.state import AppState
from .route_hosts import VARIABLE
from .route_hosts import filled_host

# The first reads as what it stands for; but a converter may want a number, and a more specific
# rule may govern just there.
_FILLERS = ("...", "1", "x", "~")


@dataclass(frozen=True)
class UnroutedPath:
    """A path at which a rule governs whatever is there without a route.

    :param path: the path; where none is found, the pattern of the rule.
    :param subdomain: the subdomain, as it was declared, that the rule is limited to; else empty.
    :param policy: the policy of the rule.
    :param pattern: its pattern.
    :param is_found: whether the rule does govern the path.
    """

    path: str
    subdomain: str
    policy: Policy
    pattern: PathPattern
    is_found: bool

    def host_on(self, server: str) -> str:
        """A host that the rule is for, whatever is variable in it.

        :param server: the host of the app.
        """
        return f"{filled_host(self.subdomain)}.{server}".lstrip(".")


def unrouted_paths(state: AppState) -> list[UnroutedPath]:
    """One path for each rule of an app and its blueprints, or one for each branch of a regex.

    They are in the order of the paths. A blueprint without a prefix governs its views alone, so
    its rules have none.
    """
    if not state.enabled:
        return []
    blueprints = (each for each in state.rules.blueprints.values() if each.prefix)
    places: list[tuple[BlueprintRules | None, PathRules]] = [(None, state.rules.paths)]
    places += [(each, each.rules) for each in blueprints]
    found = [
        UnroutedPath(path, (blueprint and blueprint.subdomain) or "", policy, pattern, is_found)
        for blueprint, rules in places
        for pattern, policy in rules.rules
        for path, is_found in _paths_of(state, blueprint, pattern, policy)
    ]
    return sorted(found, key=lambda each: (each.path, each.subdomain))


def _paths_of(
    state: AppState, blueprint: BlueprintRules | None, pattern: PathPattern, policy: Policy
) -> list[tuple[str, bool]]:
    subdomain = filled_host(blueprint.subdomain) if blueprint else ""

    def is_governed(path: str) -> bool:
        return state.rules.governing_path(path_info_of(path), lambda: subdomain) is policy

    above = blueprint.prefix if blueprint and pattern.text == "/*" else pattern.subtree
    branches = _branches(pattern, above)
    found = [next(filter(is_governed, branch), None) for branch in branches]
    paths = [(path, True) for path in found if path is not None]
    return paths or [(pattern.text if above is None else f"{above}/*", False)]


def _branches(pattern: PathPattern, above: str | None) -> cabc.Iterable[cabc.Iterable[str]]:
    """Paths that a pattern may match, by what it spells out.

    :param above: the path above those that it matches, where it is a subtree.
    """
    if pattern.exact is not None:
        return [[pattern.exact]]
    if above is not None:
        return [[f"{VARIABLE.sub(filler, above)}/{filler}" for filler in _FILLERS]]
    if pattern.globs:
        return [[filler.join(pattern.globs[0].pieces) for filler in _FILLERS]]
    branches: dict[str, list[str]] = {}
    for sample in (pattern.regex and samples_of(pattern.regex)) or ():
        spelt_out = "".join(char for char, own in zip(*sample, strict=True) if own)
        branches.setdefault(spelt_out, []).append(sample.text)
    return branches.values()
