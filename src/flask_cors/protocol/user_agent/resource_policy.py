"""The cross-origin resource policy: a server keeps its responses out of ``no-cors`` requests.

Source: https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header
"""

from __future__ import annotations

from .header_lists import HeaderList
from .header_lists import get
from .outcomes import Failure
from .outcomes import Step
from .requests import Request
from .sites import is_schemelessly_same_site

_NAME = "Cross-Origin-Resource-Policy"


def resource_policy_check(request: Request, headers: HeaderList) -> Failure | None:
    """What the policy of an opaque response forbids, or None.

    Source: https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check
    """
    if request.tainting != "opaque" or request.is_same_origin:
        return None
    policy = get(_NAME, headers)
    if policy == "same-origin" or (policy == "same-site" and not _is_same_site(request)):
        return Failure(Step.RESOURCE_POLICY, _NAME, policy, "cross-origin")
    return None


def _is_same_site(request: Request) -> bool:
    """See https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check."""
    client, url = request.client, request.url
    downgraded = url.scheme == "https" and not client.origin.startswith("https:")
    return is_schemelessly_same_site(client, url) and not downgraded
