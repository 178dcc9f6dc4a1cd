"""What is doubtful in a policy though every option alone is right."""

from __future__ import annotations

import collections.abc as cabc

from ..protocol.policy import Policy

Doubt = tuple[str, str, str, str]
"""An option that does nothing, or too much, beside the others; code, reason and remedy."""


def doubts(policy: Policy) -> cabc.Iterator[Doubt]:
    """All that is doubtful in `policy`."""
    if policy.send_wildcard and not policy.origins.any:
        yield (
            "send_wildcard",
            "wildcard-without-any-origin",
            "It does nothing, since the origins are not '*'.",
            "Leave it out.",
        )
    if not (policy.vary_header or policy.is_static):
        yield (
            "vary_header",
            "vary-switched-off",
            "The answer depends on Origin, so a cache will hand it to the wrong page.",
            "Leave it out, unless another layer sends Vary: Origin.",
        )
    if policy.allow_private_network and policy.origins.any:
        yield (
            "allow_private_network",
            "private-network-for-any-origin",
            "Every website can reach this app from the visitor's network.",
            "Name the origins.",
        )
    if policy.allow_credentials and "*" in policy.expose_headers.names:
        yield (
            "expose_headers",
            "expose-all-with-credentials",
            "With credentials * is taken for the name of a header.",
            'Name the headers: expose_headers=["X-Total-Count"].',
        )
