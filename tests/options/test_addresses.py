"""Regexes of addresses with credentials: nobody registers an address."""

from __future__ import annotations

import pytest

from .places import as_keyword
from .places import problems

PRIVATE = [
    pytest.param(r"https://10\.0\.0\.\d+", id="the last number"),
    pytest.param(r"https://10(\.\d{1,3}){3}", id="three numbers"),
    pytest.param(r"https://10\.[\d.]+:8443", id="digits and dots"),
    pytest.param(r"https://127\.\d+\.\d+\.\d+", id="of this machine"),
    pytest.param(r"https://192\.168\.\d{1,3}\.\d{1,3}(:\d+)?", id="any port"),
    pytest.param(r"https://(localhost|192\.168\.1\.[1-9])(:\d+)?", id="beside a name"),
    pytest.param(r"https://172\.(1[6-9]|2\d|3[01])\.\d+\.\d+", id="172.16 to 172.31"),
    pytest.param(r"https://172\.1[6-9]\.[\d.]+", id="172.16 to 172.19"),
    pytest.param(r"https://(127\.0\.0\.1|\[::1\])(:\d+)?", id="written out"),
    pytest.param(r"https://(8\.8\.8\.8|9\.9\.9\.9)(:\d+)?", id="public ones, written out"),
]


@pytest.mark.parametrize("regex", PRIVATE)
def test_addresses_of_a_private_network_may_be_left_open(regex: str) -> None:
    assert problems(as_keyword, {"origins": regex, "supports_credentials": True}) == ()


UNTOLD = "Its text does not tell whom all it lets in"

PUBLIC = [
    pytest.param(r"https://\d+\.\d+\.\d+\.\d+", "It lets in https://8.8.8.8 too", id="any"),
    pytest.param(
        r"https://(localhost|[\d.]+)(:\d+)?", "It lets in https://8.8.8.8 too", id="digits and dots"
    ),
    pytest.param(
        r"https://(?:app\.example\.com|[\d.]+):8443",
        "It lets in https://8.8.8.8:8443 too",
        id="beside a name",
    ),
    pytest.param(
        r"https://(127\.0\.0\.1|\[[0-9a-f:]+\])(:\d+)?",
        "It lets in https://[2606:4700::8] too",
        id="any of IPv6",
    ),
    pytest.param(
        r"https://(localhost|172\.[\d.]+)", "It lets in https://172.8.8.8 too", id="172 and any"
    ),
    pytest.param(
        r"https://172\.[1-3]\d\.\d+\.\d+", "It lets in https://172.38.8.8 too", id="172.10 to 39"
    ),
    pytest.param(r"https://172\.1\d+\.\d+\.\d+", UNTOLD, id="172.1 and more digits"),
    pytest.param(r"https://(localhost|(\d{1,3}\.?){4})", UNTOLD, id="dots that may miss"),
    pytest.param(r"https://(localhost|10\.\d+\.[^/]+)", "It lets in", id="names too"),
    pytest.param(
        r"https://10\.0\.0\.(8|[\d.]+\.x)",
        "It lets in https://10.0.0.8.x too",
        id="a name that ends in letters",
    ),
]


@pytest.mark.parametrize(("regex", "reason"), PUBLIC)
def test_others_may_not(regex: str, reason: str) -> None:
    (problem,) = problems(as_keyword, {"origins": regex, "supports_credentials": True})
    assert problem.code == "regex-with-credentials"
    assert problem.reason.startswith(reason)
