"""The rules of a blueprint: for its views, and for every URL under its prefix."""

from __future__ import annotations

import contextlib
import functools
import re
import typing as t

from werkzeug.routing import Map
from werkzeug.routing import Rule

from ..current import in_app_context
from .path_patterns import routed_path
from .path_rules import PathRules

if t.TYPE_CHECKING:
    from flask import Flask
    from flask.blueprints import BlueprintSetupState


_WRITTEN, _PARTLY, _VARIABLE, _SEVERAL, _OPEN = range(5)
_ALONE = re.compile(r"<[^<>]*>")

_REST = "rest_below_the_prefix"
"""A variable, by a name that no prefix has."""


class BlueprintRules:
    """The rules of one registration of a blueprint.

    :param app: the app that it is registered in.
    :param name: the blueprint's full name there, such as ``api.v1``.
    :param prefix: its ``url_prefix`` without a final slash, variables and all.
    :param own_subdomain: the subdomain that it was given, if any.
    :param rules: the rules, by full path.
    """

    def __init__(
        self, app: Flask, name: str, prefix: str, own_subdomain: str | None, rules: PathRules
    ) -> None:
        self.app = app
        self.name = name
        self.prefix = prefix
        self.own_subdomain = own_subdomain
        self.rules = rules

    @classmethod
    def of(cls, app: Flask, setup: BlueprintSetupState, rules: PathRules) -> BlueprintRules:
        """The rules of the registration that `setup` is about."""
        return cls(app, full_name(setup), _own_prefix(app, setup), setup.subdomain, rules)

    def with_rules(self, rules: PathRules) -> BlueprintRules:
        """The same registration with other rules."""
        return BlueprintRules(self.app, self.name, self.prefix, self.own_subdomain, rules)

    @functools.cached_property
    def subdomain(self) -> str | None:
        """The subdomain that its URLs are on, empty for none; None where the app takes all for one.

        Read when a request asks, since an app may be told of subdomains behind its blueprints.
        """
        usual = self.app.url_map.default_subdomain if self.app.subdomain_matching else None
        return self.own_subdomain or usual

    @functools.cached_property
    def has_variables(self) -> bool:
        """Whether there are any in the prefix or the subdomain."""
        return "<" in f"{self.prefix}{self.subdomain}"

    @functools.cached_property
    def urls(self) -> Map:
        """Matches what is under a prefix with variables by Werkzeug's own rules.

        Made when a request asks, since the blueprint may bring its converters later. Nothing is
        under a prefix that no route can have.
        """
        urls = Map(converters=self.app.url_map.converters)
        rule = Rule(f"{self.prefix}/<path:{_REST}>", endpoint="under", subdomain=self.subdomain)
        with contextlib.suppress(Exception):
            in_app_context(self.app, lambda: urls.add(rule))  # which converters may look for
        return urls

    def covers(self, path_info: str, subdomain: str) -> bool:
        """Whether a URL that no view serves is under the prefix."""
        path = routed_path(path_info)
        if not self.prefix:
            return False
        if not self.has_variables:
            is_under = f"{path}/".startswith(f"{self.prefix}/")
            return is_under and self.subdomain in {None, subdomain}
        # A converter of the app's own may raise; then Flask will, and nothing is under here.
        with contextlib.suppress(Exception):
            on = "" if self.subdomain is None else subdomain
            adapter = self.urls.bind("localhost", subdomain=on)
            return adapter.test(path_under(path))
        return False

    def written_out(self, path_info: str) -> int:
        """How much of a path under the prefix is written out there, or in the rule for it."""
        return max(self._written_out, self.rules.written_out[path_info])

    @functools.cached_property
    def _written_out(self) -> int:
        return len(f"{self.prefix}/".partition("<")[0])

    def takes_in(self, endpoint: str) -> bool:
        """Whether a view of others is under the prefix, if its path is.

        Not so on a host of its own, nor where it is a value of the prefix's variables by chance:
        ``/admin/users`` is not under ``/<tenant>``.
        """
        routes = self.app.url_map  # as it is by now: a program may put another in its place
        if routes.host_matching:
            return False
        try:
            return not self.has_variables or all(map(self._begins, routes.iter_rules(endpoint)))
        except KeyError:
            return False  # a view without a route

    def _begins(self, route: Rule) -> bool:
        """Whether a route begins with the prefix as it is written."""
        is_under = f"{route.rule}/".startswith(f"{self.prefix}/")
        return is_under and self.subdomain in {None, route.subdomain}

    @property
    def rank(self) -> tuple[int, list[int]]:
        """Sorts blueprints as Werkzeug looks for a URL, the most specific first.

        What is written out comes before a variable, in the subdomain and part by part of the
        prefix; so does what is partly written out, and a variable for one part before one for
        several; what is on one subdomain before what is on any; the longer prefix before that
        which it begins with.
        """
        parts = [*map(_openness, self.prefix.split("/")), _OPEN]
        return _OPEN if self.subdomain is None else _openness(self.subdomain), parts


def path_under(path: str) -> str:
    """A path under this one, so that one pattern matches a prefix and what is under it."""
    return f"{path.rstrip('/')}/_"


def _openness(part: str) -> int:
    if "<" not in part:
        return _WRITTEN
    if "<path:" in part:
        return _SEVERAL
    return _VARIABLE if _ALONE.fullmatch(part) else _PARTLY


def _own_prefix(app: Flask, setup: BlueprintSetupState) -> str:
    """The ``url_prefix``, unless it is only that of the blueprint around this one."""
    parent = app.blueprints.get(setup.name_prefix)
    for child, options in getattr(parent, "_blueprints", ()):
        given = options.get("url_prefix")
        written = child.url_prefix if given is None else given
        is_this = child is setup.blueprint and options.get("name", child.name) == setup.name
        if is_this and not (written or "").strip("/"):
            return ""
    prefix = (setup.url_prefix or "").rstrip("/")
    return prefix if prefix.startswith("/") else ""  # of others Flask makes no route


def full_name(setup: BlueprintSetupState) -> str:
    """The name of a blueprint in its app, behind those of the blueprints around it."""
    return f"{setup.name_prefix}.{setup.name}".lstrip(".")
