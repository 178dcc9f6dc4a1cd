"""What is doubtful in a policy though every option alone is right."""

from __future__ import annotations

import collections.abc as cabc

from .option_values import Given
from .protocol.policy import Policy
from .protocol.problems import Findings


def doubt(policy: Policy, given: cabc.Mapping[str, Given], findings: Findings) -> None:
    """Doubt options that do nothing, or too much, beside the others.

    :param given: the options that the policy was made of.
    """

    def warn(option: str, code: str, reason: str, remedy: str) -> None:
        given[option].findings(findings).warn(code, given[option].value, reason, remedy)

    if policy.send_wildcard and not policy.origins.any:
        warn(
            "send_wildcard",
            "wildcard-without-any-origin",
            "It does nothing, since the origins are not '*'.",
            "Leave it out.",
        )
    if not (policy.vary_header or policy.is_static):
        warn(
            "vary_header",
            "vary-switched-off",
            "The answer depends on Origin, so a cache will hand it to the wrong page.",
            "Leave it out, unless another layer sends Vary: Origin.",
        )
    if policy.allow_private_network and policy.origins.any:
        warn(
            "allow_private_network",
            "private-network-for-any-origin",
            "Every website can reach this app from the visitor's network.",
            "Name the origins.",
        )
    if policy.allow_credentials and "*" in policy.expose_headers.names:
        warn(
            "expose_headers",
            "expose-all-with-credentials",
            "With credentials * is taken for the name of a header.",
            'Name the headers: expose_headers=["X-Total-Count"].',
        )
