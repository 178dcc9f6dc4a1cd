"""Which blueprints a URL is under by its prefix, found at once however many there are."""

from __future__ import annotations

import collections.abc as cabc
from functools import partial

from werkzeug.routing import Map

from ..current import in_app_context
from ..protocol.memory import Memory
from .blueprints import BlueprintRules
from .blueprints import path_under
from .path_patterns import MAX_PATH_LENGTH
from .path_patterns import paths_above
from .path_patterns import routed_path

Siblings = list[BlueprintRules]
"""The blueprints that share a prefix and a subdomain, in the order of registration."""


class Prefixes(Memory[tuple[str, str], tuple[Siblings, ...]]):
    """The prefixes of an app's blueprints, indexed so that a URL finds those above it at once.

    ``prefixes[path_info, subdomain]`` are the blueprints that a URL may be under, the most
    specific first. Whether it is, `BlueprintRules.covers` tells: dot segments may lead out, and
    a converter may refuse what its regex matches. Paths over `MAX_PATH_LENGTH` may be under the
    first prefix that has variables: it is not tried.

    :param blueprints: the rules of the blueprints, in the order of registration.
    """

    def __init__(self, blueprints: cabc.Iterable[BlueprintRules]) -> None:
        super().__init__()
        at: dict[tuple[str | None, str], Siblings] = {}
        for each in sorted(blueprints, key=lambda each: each.rank):
            if each.prefix:
                at.setdefault((each.subdomain, each.prefix), []).append(each)
        self._ranked = tuple(at.values())
        self._written: dict[tuple[str | None, str], int] = {}
        self._variable: list[int] = []
        self._urls = Map()
        for place, (where, siblings) in enumerate(at.items()):
            if siblings[0].has_variables:
                self._variable.append(place)
                in_app_context(siblings[0].app, partial(self._add, siblings[0].urls, place))
            else:
                self._written[where] = place
        self._longest = max((len(prefix) for _, prefix in self._written), default=0)

    def _add(self, urls: Map, place: int) -> None:
        """Match the URLs of a prefix, too, and know it by a method of its own.

        Werkzeug serves none of these methods, and so names those of all rules that match at once.
        """
        self._urls.converters.update(urls.converters)
        for rule in urls.iter_rules():
            copy = rule.empty()
            copy.methods = {str(place)}
            self._urls.add(copy)

    def __missing__(self, url: tuple[str, str]) -> tuple[Siblings, ...]:
        path_info, subdomain = url
        places = {place for on in (subdomain, None) for place in self._above(path_info, on)}
        found = tuple(self._ranked[place] for place in sorted(places))
        return self.keep(url, found, len(path_info) + len(subdomain))

    def _above(self, path_info: str, on: str | None) -> cabc.Iterator[int]:
        """The places of the prefixes on one subdomain that a path may be under."""
        path = routed_path(path_info)
        for above in paths_above(path, self._longest):
            if (on, above) in self._written:
                yield self._written[on, above]
        if len(path_info) > MAX_PATH_LENGTH:
            yield from self._variable[:1]
        elif self._variable:
            adapter = self._urls.bind("localhost", subdomain=on)
            yield from map(int, adapter.allowed_methods(path_under(path)))
