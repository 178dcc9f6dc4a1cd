"""The names that programs written for earlier releases import from `flask_cors.core`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flask_cors import core

NAMES = [
    pytest.param(core.ACL_ORIGIN, "Access-Control-Allow-Origin", id="ACL_ORIGIN"),
    pytest.param(core.ACL_METHODS, "Access-Control-Allow-Methods", id="ACL_METHODS"),
    pytest.param(core.ACL_ALLOW_HEADERS, "Access-Control-Allow-Headers", id="ACL_ALLOW_HEADERS"),
    pytest.param(core.ACL_EXPOSE_HEADERS, "Access-Control-Expose-Headers", id="ACL_EXPOSE_HEADERS"),
    pytest.param(core.ACL_CREDENTIALS, "Access-Control-Allow-Credentials", id="ACL_CREDENTIALS"),
    pytest.param(core.ACL_MAX_AGE, "Access-Control-Max-Age", id="ACL_MAX_AGE"),
    pytest.param(
        core.ACL_RESPONSE_PRIVATE_NETWORK,
        "Access-Control-Allow-Private-Network",
        id="ACL_RESPONSE_PRIVATE_NETWORK",
    ),
    pytest.param(core.ACL_REQUEST_METHOD, "Access-Control-Request-Method", id="ACL_REQUEST_METHOD"),
    pytest.param(
        core.ACL_REQUEST_HEADERS, "Access-Control-Request-Headers", id="ACL_REQUEST_HEADERS"
    ),
    pytest.param(
        core.ACL_REQUEST_HEADER_PRIVATE_NETWORK,
        "Access-Control-Request-Private-Network",
        id="ACL_REQUEST_HEADER_PRIVATE_NETWORK",
    ),
]


@pytest.mark.parametrize(("value", "name"), NAMES)
def test_header_names(value: str, name: str) -> None:
    assert value == name


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("import flask_cors; print(flask_cors.core.ACL_ORIGIN)", "Access-Control-Allow-Origin"),
        ("from flask_cors import logging; print(logging.getLogger('a').name)", "a"),
        ("import flask_cors, logging; print(flask_cors.logging is logging)", "True"),
    ],
)
def test_importing_the_package_is_enough(code: str, printed: str) -> None:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == [printed]


def test_methods_and_keys() -> None:
    assert set(core.ALL_METHODS) == {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}
    assert {"CORS_ORIGINS", "CORS_RESOURCES", "CORS_MAX_AGE"} <= set(core.CONFIG_OPTIONS)
