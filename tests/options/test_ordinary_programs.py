"""The programs that people write: accepted, and nothing is said about them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.support import APP
from tests.support import Options

from .places import PLACES_AND_CONFIG
from .places import as_keyword
from .places import told

PROGRAMS = [
    pytest.param({}, id="quick prototype"),
    pytest.param(
        {
            "resources": {r"/api/*": {"origins": "http://localhost:3000"}},
            "supports_credentials": False,
        },
        id="local front end",
    ),
    pytest.param(
        {
            "origins": ["https://app.example.com", "https://admin.example.com"],
            "methods": ["GET", "POST", "PUT", "DELETE"],
            "allow_headers": ["Content-Type", "Authorization"],
            "expose_headers": ["X-Total-Count"],
            "max_age": timedelta(hours=1),
        },
        id="production API",
    ),
    pytest.param(
        {"origins": "https://app.example.com", "supports_credentials": True},
        id="cookies and sessions",
    ),
    pytest.param(
        {
            "resources": {
                r"/api/private/*": {"origins": ["https://app.example.com"]},
            }
        },
        id="route by route",
    ),
    pytest.param(
        {
            "resources": {
                r"/api/public/*": {"origins": "*"},
                r"/api/internal/*": {"origins": ["https://admin.example.com"]},
            }
        },
        id="blueprints and a factory",
    ),
    pytest.param({"methods": ["GET"]}, id="GET only"),
    pytest.param(
        {"origins": ["capacitor://localhost", "ionic://localhost", "http://localhost"]},
        id="mobile web views",
    ),
    pytest.param({"automatic_options": True}, id="the default written out"),
    pytest.param({"origins": "*", "send_wildcard": True}, id="public API"),
    pytest.param({"origins": "https://*.example.com"}, id="tenants"),
    pytest.param({"origins": re.compile(r"https://.*\.example\.com")}, id="tenants by a regex"),
    pytest.param({"resources": r"/api/*"}, id="a string of resources"),
    pytest.param({"resources": {r"/api/.*": {"origins": APP}}}, id="a regex of resources"),
    pytest.param({"expose_headers": "*"}, id="every header exposed"),
    pytest.param({"max_age": 86_400}, id="a day"),
    pytest.param({"allow_headers": "Content-Type"}, id="one header"),
    pytest.param(
        {"origins": ["http://localhost:*", "http://127.0.0.1:*"], "supports_credentials": True},
        id="development with cookies",
    ),
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_is_said(program: Options) -> None:
    assert told(as_keyword, program) == []


@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_is_said_when_it_stands_in_the_config(program: Options) -> None:
    assert told(PLACES_AND_CONFIG["app.config"], program) == []


@pytest.mark.parametrize(
    "program", [case for case in PROGRAMS if "resources" not in case.values[0]]
)
@pytest.mark.parametrize("place", PLACES_AND_CONFIG)
def test_nothing_is_said_anywhere(program: Options, place: str) -> None:
    assert told(PLACES_AND_CONFIG[place], program) == []
