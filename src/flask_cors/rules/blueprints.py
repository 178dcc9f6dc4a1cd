"""The rules of a blueprint: for its views, and for every URL under its prefix."""

from __future__ import annotations

import contextlib
import re
import typing as t

from werkzeug.routing import Map
from werkzeug.routing import Rule

from .path_patterns import routed_path
from .path_rules import PathRules

if t.TYPE_CHECKING:
    from flask import Flask
    from flask.blueprints import BlueprintSetupState


_WRITTEN, _PARTLY, _VARIABLE, _SEVERAL, _OPEN = range(5)
_ALONE = re.compile(r"<[^<>]*>")


class BlueprintRules(t.NamedTuple):
    """The rules of one registration of a blueprint.

    :param name: the blueprint's full name in its app, such as ``api.v1``.
    :param rules: the rules, by full path.
    :param prefix: its ``url_prefix`` without a final slash, variables and all.
    :param subdomain: the subdomain that its URLs are on, empty for none; None where the app takes
        all for one.
    :param app_urls: the URL map of the app.
    :param urls: matches what is under the prefix, by Werkzeug's own rules; None where neither the
        prefix nor the subdomain has variables.
    """

    name: str
    rules: PathRules
    prefix: str
    subdomain: str | None
    app_urls: Map
    urls: Map | None

    @classmethod
    def of(cls, app: Flask, setup: BlueprintSetupState, rules: PathRules) -> BlueprintRules:
        """The rules of the registration that `setup` is about."""
        prefix, urls = _own_prefix(app, setup), None
        usual = app.url_map.default_subdomain if app.subdomain_matching else None
        subdomain = setup.subdomain or usual
        if "<" in f"{prefix}{subdomain}":
            under = Rule(f"{prefix}/<path:_>", endpoint="under", subdomain=subdomain)
            urls = Map([under], converters=app.url_map.converters)
        return cls(full_name(setup), rules, prefix, subdomain, app.url_map, urls)

    def covers(self, path_info: str, subdomain: str) -> bool:
        """Whether a URL that no view serves is under the prefix."""
        path = routed_path(path_info)
        if not self.prefix:
            return False
        if self.urls is None:
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
        prefix = f"{self.prefix}/".partition("<")[0]
        return max(len(prefix), self.rules.written_out(path_info))

    def takes_in(self, endpoint: str) -> bool:
        """Whether a view of others is under the prefix, if its path is.

        Not so on a host of its own, nor where it is a value of the prefix's variables by chance:
        ``/admin/users`` is not under ``/<tenant>``.
        """
        if self.app_urls.host_matching:
            return False
        return self.urls is None or all(map(self._begins, self.app_urls.iter_rules(endpoint)))

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
    return (setup.url_prefix or "").rstrip("/")


def full_name(setup: BlueprintSetupState) -> str:
    """The name of a blueprint in its app, behind those of the blueprints around it."""
    return f"{setup.name_prefix}.{setup.name}".lstrip(".")
