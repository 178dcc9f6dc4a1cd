"""Policies as data and as a few words."""

from __future__ import annotations

import typing as t

from .protocol.headers import AllowedHeaders
from .protocol.methods import AllowedMethods
from .protocol.origins import OriginPattern
from .protocol.policy import Policy


def policy_data(policy: Policy) -> dict[str, t.Any]:
    """A policy as JSON can have it, under the names of its options, lists sorted."""
    return {
        "rule": policy.rule,
        "origins": origins_of(policy),
        "methods": methods_of(policy.methods),
        "allow_headers": headers_of(policy.allow_headers),
        "expose_headers": list(policy.expose_headers.names),
        "supports_credentials": policy.allow_credentials,
        "max_age": policy.max_age,
        "send_wildcard": policy.send_wildcard,
        "vary_header": policy.vary_header,
        "always_send": policy.always_send,
        "automatic_options": policy.automatic_options,
        "allow_private_network": policy.allow_private_network,
    }


def origins_of(policy: Policy) -> list[str]:
    """The origins that are let in, as they are written in a policy; regexes between slashes."""
    origins = policy.origins
    return [
        *(["*"] if origins.any else ()),
        *sorted(origins.exact),
        *sorted(map(OriginPattern.serialize, origins.patterns)),
        *sorted(f"/{regex.pattern}/" for regex in origins.regexes),
    ]


def methods_of(methods: AllowedMethods) -> list[str]:
    """The methods that are allowed, as they are written in a policy."""
    return [*(["*"] if methods.any else ()), *sorted(methods.names)]


def headers_of(headers: AllowedHeaders) -> list[str]:
    """The request headers that are allowed, as they are written in a policy."""
    return [
        *(["*"] if headers.any else ()),
        *sorted(headers.names),
        *sorted("*".join(glob.pieces) for glob in headers.globs),
        *sorted(f"/{regex.pattern}/" for regex in headers.regexes),
    ]
