"""Route by route: rules by path, and the decorator for the view that differs."""

from __future__ import annotations

import pytest

from examples.route_by_route import app
from flask_cors.testing import Browser
from flask_cors.testing import assert_blocked
from flask_cors.testing import assert_readable

OURS = "https://app.example.com"
ANY = "https://www.example.org"


@pytest.mark.parametrize(
    ("path", "page", "readable"),
    [
        ("/api/private/report", OURS, True),
        ("/api/private/report", ANY, False),
        ("/api/private/status", ANY, True),
        ("/api/time-zones", ANY, True),
        ("/internal", OURS, False),
    ],
)
@pytest.mark.parametrize("headers", [{}, {"X-A": "1"}], ids=["", "after a preflight"])
def test_who_reads_what(path: str, page: str, readable: bool, headers: dict[str, str]) -> None:
    opened = Browser(app).page(page)
    if readable:
        assert_readable(opened, path, headers=headers, status=200)
    else:
        assert_blocked(opened, path, headers=headers)
