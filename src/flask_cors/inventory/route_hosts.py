"""The hosts and subdomains that routes are on, with whatever is variable in them."""

from __future__ import annotations

import re

from werkzeug.routing import Map
from werkzeug.routing import MapAdapter
from werkzeug.routing import Rule

VARIABLE = re.compile(r"<[^<>]*>")
"""What is variable in a host, in a subdomain and in a path."""


def host_of(rule: Rule) -> str:
    """The host or subdomain that a route is limited to; empty where it is none."""
    return rule.host or rule.subdomain or ""


def subdomain_of(rule: Rule) -> str:
    """A subdomain that a route is on, whatever is variable in it; empty where it is on none."""
    return filled_host(rule.subdomain)


def filled_host(host: str | None) -> str:
    """A host or subdomain, with what is variable in it filled in."""
    return VARIABLE.sub("x", host or "")


def adapter_of(url_map: Map, rule: Rule) -> MapAdapter:
    """What finds the routes on the host of one of them."""
    if url_map.host_matching:
        return url_map.bind(filled_host(rule.host) or "localhost")
    return url_map.bind("localhost", subdomain=subdomain_of(rule))
