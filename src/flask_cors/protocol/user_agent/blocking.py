"""What is kept from the network, whatever the server would say.

Source: https://fetch.spec.whatwg.org/#port-blocking and
https://www.w3.org/TR/mixed-content/#should-block-fetch
"""

from __future__ import annotations

from ..origins import ends_in_number
from .outcomes import Failure
from .outcomes import Step
from .referrer import is_trustworthy
from .requests import Request
from .urls import URL

BAD_PORTS = frozenset(
    map(
        int,
        """0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104
        109 110 111 113 115 117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515
        526 530 531 532 540 548 554 556 563 587 601 636 989 990 993 995 1719 1720 1723 2049
        3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080""".split(),
    )
)
"""https://fetch.spec.whatwg.org/#bad-port"""


def blocked(request: Request) -> Failure | None:
    """What keeps the request from being sent at all, or None.

    Source: https://fetch.spec.whatwg.org/#concept-main-fetch
    """
    failure = _blocked_url(request)
    if failure is not None or request.is_basic or request.url.scheme == "data":
        return failure
    if request.mode == "same-origin":
        return Failure(Step.SAME_ORIGIN_MODE, None, request.url.origin, request.client.origin)
    if request.mode == "no-cors" and request.redirect != "follow":
        return Failure(Step.NO_CORS_REDIRECT_MODE, None, request.redirect, "follow")
    return None if request.url.is_http else Failure(Step.SCHEME, None, request.url.scheme)


def is_mixed(request: Request) -> bool:
    """Whether a page that came over https asks for something over plain http.

    Source: https://www.w3.org/TR/mixed-content/#should-block-fetch
    """
    plain = request.url.scheme == "http" and not is_trustworthy(request.url)
    return plain and request.client.prohibits_mixed_content


def upgraded(request: Request) -> URL:
    """The URL, over https where the request is for an image of a page that came over https.

    Source: https://www.w3.org/TR/mixed-content/#upgrade-algorithm
    """
    host = request.url.host or ""
    is_image = request.destination == "image"
    if not is_image or not is_mixed(request) or ends_in_number(host) or host.startswith("["):
        return request.url
    return request.url._replace(scheme="https")


def _blocked_url(request: Request) -> Failure | None:
    """See https://fetch.spec.whatwg.org/#block-bad-port."""
    url = request.url
    if url.is_http and url.port in BAD_PORTS:
        return Failure(Step.BAD_PORT, None, str(url.port))
    if is_mixed(request):
        return Failure(Step.MIXED_CONTENT, None, url.scheme)
    return None
