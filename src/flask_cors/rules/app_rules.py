"""The rules of one app as one value, of which a request reads what governs it.

It is replaced and never changed: so a request meets all of the old rules, or all of the new.
"""

from __future__ import annotations

import collections.abc as cabc
import functools
import typing as t

from ..protocol.policy import Policy
from ..protocol.problems import Problem
from .blueprints import BlueprintRules
from .path_patterns import MAX_PATH_LENGTH
from .path_patterns import path_info_of
from .path_patterns import readings_of
from .path_patterns import routed_path
from .path_rules import AMBIGUOUS
from .path_rules import TOO_LONG
from .path_rules import PathRules
from .path_rules import Rule
from .path_rules import agreed
from .prefixes import Prefixes

Owned = cabc.Mapping[object, tuple[Rule, ...]]
"""The rules of one place, by who has given them."""

TakesIn = cabc.Callable[[BlueprintRules], bool]

Subdomain = cabc.Callable[[], "str | None"]
"""Tells which subdomain a request is for; called only where that matters, as it takes a while."""


def takes_in_all(_: BlueprintRules) -> bool:
    """Nothing but what is served at a path can keep a blueprint from governing it."""
    return True


class Reading(t.NamedTuple):
    """What is known of the rules of one place, as they were read last, beside the rules.

    :param config: what the config had for the options that no keyword gave, by its keys.
    :param notes: what does nothing in the rules.
    """

    config: cabc.Mapping[str, object]
    notes: cabc.Sequence[Problem]


NOTHING_READ = Reading({}, ())


class AppRules:
    """The rules of an app and of its blueprints.

    :param paths: those of the app itself.
    :param blueprints: those of its blueprints, by name, in the order of registration.
    :param owned: all of them, as they were given: by the name of the blueprint, empty for the app.
    """

    def __init__(
        self,
        paths: PathRules,
        blueprints: cabc.Mapping[str, BlueprintRules],
        owned: cabc.Mapping[str, Owned],
    ) -> None:
        self.paths = paths
        self.blueprints = blueprints
        self.owned = owned
        self.governing = paths.governing
        """The policy of each path, as far as the app's own rules have a say."""

    @functools.cached_property
    def _on_subdomains(self) -> bool:
        """Whether it matters which subdomain a request is for."""
        return any(each.subdomain is not None for each in self.blueprints.values())

    @functools.cached_property
    def _prefixes(self) -> Prefixes:
        """Made when a request asks, since blueprints are registered one by one."""
        return Prefixes(self.blueprints.values())

    @property
    def everywhere(self) -> list[Rule]:
        """The rules of the app and of its blueprints."""
        sets = (self.paths, *(each.rules for each in self.blueprints.values()))
        return [rule for each in sets for rule in each.rules]

    def with_blueprint(self, added: BlueprintRules) -> AppRules:
        """The same with a blueprint."""
        return AppRules(self.paths, {**self.blueprints, added.name: added}, self.owned)

    def with_place(self, name: str, owned: Owned, rules: PathRules) -> AppRules:
        """The same with other rules of the app or, where it is named, of a blueprint."""
        everywhere = {**self.owned, name: owned}
        if not name:
            return AppRules(rules, self.blueprints, everywhere)
        blueprint = self.blueprints[name].with_rules(rules)
        return AppRules(self.paths, {**self.blueprints, name: blueprint}, everywhere)

    def without(self, owner: object, *names: str) -> AppRules:
        """The same, to add others in place of what `owner` has given: everywhere, or in places."""
        owned = {
            name: {**given, owner: ()} if name in (names or self.owned) else given
            for name, given in self.owned.items()
        }
        return AppRules(self.paths, self.blueprints, owned)

    def governing_path(
        self,
        path_info: str,
        subdomain: Subdomain | None = None,
        takes_in: TakesIn = takes_in_all,
    ) -> Policy | None:
        """The policy for a path: of a blueprint that it is under, or of the app.

        The app's goes first where its pattern has more written out than the blueprint's prefix.

        :param takes_in: tells which blueprints may govern what is served there, which is none of
            their own.
        """
        on = (subdomain and self._on_subdomains and subdomain()) or ""
        if "/." not in path_info and "//" not in path_info:
            return self._governing_plain(path_info, on, takes_in)
        path = routed_path(path_info)
        return agreed(
            path,
            readings_of(path),
            lambda path: self._governing_plain(path_info_of(path), on, takes_in),
            self.paths.serves,
        )

    def _governing_plain(self, path_info: str, on: str, takes_in: TakesIn) -> Policy | None:
        """The policy for a path that no program takes for another."""
        for siblings in self._prefixes[path_info, on]:
            if not takes_in(siblings[0]):
                continue
            if len(path_info) > MAX_PATH_LENGTH and siblings[0].has_variables:
                return TOO_LONG  # it might govern, and trying it is too dear
            if siblings[0].covers(path_info, on):
                for blueprint in siblings:
                    policy = blueprint.rules.governing[path_info]
                    if policy is not None:
                        own, apps = blueprint.written_out(path_info), self.paths.written_out
                        return policy if own >= apps[path_info] else self.governing[path_info]
        return self.governing[path_info]

    def governing_endpoint(
        self, endpoint: str, path_info: str, subdomain: Subdomain | None = None
    ) -> Policy | None:
        """The policy for a view without one of its own: that of its blueprint, or of its path."""
        name = endpoint.rpartition(".")[0]
        while name:
            if (blueprint := self.blueprints.get(name)) is not None:
                if found := blueprint.rules.governing[path_info]:
                    return found
                if blueprint.rules.leads_out(path_info):
                    return AMBIGUOUS
            name = name.rpartition(".")[0]
        return self.governing_path(path_info, subdomain, lambda each: each.takes_in(endpoint))
