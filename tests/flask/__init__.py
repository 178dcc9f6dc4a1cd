"""The Flask edge: what a real Flask app answers, whatever it is made of and whatever goes wrong."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.flask.support")
