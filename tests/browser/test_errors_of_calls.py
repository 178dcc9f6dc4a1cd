"""The errors of wrong calls: the browser half throws what Chromium throws, word for word."""

from __future__ import annotations

import pytest

from tests.user_agent.test_bad_input import ERRORS
from tests.user_agent.test_bad_input import FAILED

PAGE = "https://app.example.com"


@pytest.fixture
def page(web, open_page):
    return open_page(PAGE)


def test_chromium_throws_the_same(page):
    for row in ERRORS:
        init, message = row.values
        body = {"body": init["body"].decode()} if "body" in init else {}
        asked = {"url": PAGE} | {name.replace("r_p", "rP"): init[name] for name in init} | body
        assert page.fetch(**asked).error == f"TypeError: {FAILED}{message}", row.id
