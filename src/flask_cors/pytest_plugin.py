"""The fixture of pytest: ``cors_browser``, a browser for the app that the fixture ``app`` makes.

pytest loads this module whenever it starts, so it loads nothing else until a test asks.
"""

from __future__ import annotations

import typing as t

import pytest

if t.TYPE_CHECKING:
    from .testing import Browser


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the setting ``cors_base``."""
    parser.addini("cors_base", "The origin at which cors_browser puts the app.", default="")


@pytest.fixture
def cors_browser(request: pytest.FixtureRequest) -> Browser:
    """A `flask_cors.testing.Browser` for the app of your fixture ``app``.

    It answers at the origin that the setting ``cors_base`` names; by default at
    ``http://127.0.0.1:5000``.

    .. versionadded:: 7.0
    """
    from .testing import Browser  # noqa: PLC0415  pytest loads this module, always

    try:
        app = request.getfixturevalue("app")
    except pytest.FixtureLookupError as error:
        if error.argname != "app":
            raise
        pytest.fail(
            "cors_browser needs a fixture named app, which returns the app under test. "
            "Or make one yourself: flask_cors.testing.Browser(app)."
        )
    return Browser(app, request.config.getini("cors_base") or None)
