"""Private network access: answered when asked, ``true`` or ``false``, and never unasked."""

from __future__ import annotations

import pytest

from tests.support import ADMIN
from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import EVIL
from tests.support import Answer
from tests.support import Asked
from tests.support import Options
from tests.support import answer
from tests.support import get
from tests.support import preflight
from tests.support import send

from .conftest import Edge

OFF: Options = {"origins": APP}
ON: Options = {"origins": APP, "allow_private_network": True}
TWO: Options = {"origins": [APP, ADMIN], "allow_private_network": True}
ASKS = {"private_network": "true"}


def passed(**others: str) -> Answer:
    return answer(allow_origin=APP, allow_methods=ALL_METHODS, **others)


CASES = [
    pytest.param(ON, preflight(APP, **ASKS), passed(allow_private_network="true"), id="on, asked"),
    pytest.param(ON, preflight(APP), passed(), id="on, not asked"),
    pytest.param(
        OFF, preflight(APP, **ASKS), passed(allow_private_network="false"), id="off, asked"
    ),
    pytest.param(OFF, preflight(APP), passed(), id="off, not asked"),
    pytest.param(
        {**OFF, "allow_private_network": False},
        preflight(APP, **ASKS),
        passed(allow_private_network="false"),
        id="switched off, asked",
    ),
    pytest.param(
        {"allow_private_network": False},
        preflight(APP, **ASKS),
        passed(allow_private_network="false", vary="Origin"),
        id="any origin, off, asked",
    ),
    pytest.param(
        {"allow_private_network": True},
        preflight(APP, **ASKS),
        passed(allow_private_network="true", vary="Origin"),
        id="any origin, on, asked",
    ),
    pytest.param(
        {},
        preflight(APP, **ASKS),
        passed(allow_private_network="false", vary="Origin"),
        id="never by default",
    ),
    pytest.param(ON, preflight(EVIL, **ASKS), answer(403, vary="Origin"), id="another page asks"),
    pytest.param(
        TWO,
        preflight(APP, **ASKS),
        passed(allow_private_network="true", vary="Origin"),
        id="two origins, asked",
    ),
    pytest.param(
        TWO, preflight(EVIL, **ASKS), answer(403, vary="Origin"), id="two origins, another asks"
    ),
    pytest.param(
        {**ON, "methods": "GET"},
        preflight(APP, "PUT", **ASKS),
        answer(allow_origin=APP, allow_private_network="true"),
        id="on, asked with a method that is refused",
    ),
    pytest.param(
        {**ON, "supports_credentials": True},
        preflight(APP, **ASKS),
        passed(allow_private_network="true", allow_credentials="true"),
        id="on, with credentials",
    ),
    pytest.param(
        ON, get(APP, **ASKS), answer(allow_origin=APP, allow_private_network="true"), id="GET asks"
    ),
    pytest.param(
        OFF,
        get(APP, **ASKS),
        answer(allow_origin=APP, allow_private_network="false"),
        id="off, GET asks",
    ),
    pytest.param(
        ON,
        send("OPTIONS", APP, **ASKS),
        answer(allow_origin=APP, allow_private_network="true"),
        id="OPTIONS that is no preflight asks",
    ),
    pytest.param(ON, get(EVIL, **ASKS), answer(vary="Origin"), id="GET from another page asks"),
    pytest.param(ON, preflight(APP, private_network="false"), passed(), id="asks for false"),
    pytest.param(ON, preflight(APP, private_network=""), passed(), id="asks with nothing"),
    pytest.param(ON, preflight(APP, private_network="TRUE"), passed(), id="asks in capitals"),
    pytest.param(ON, preflight(APP, private_network="1"), passed(), id="asks with 1"),
    pytest.param(ON, preflight(APP, private_network="true,true"), passed(), id="asks twice"),
    pytest.param(ON, preflight(APP, private_network="true\r\n"), passed(), id="asks with CR LF"),
]


@pytest.mark.parametrize(("options", "asked", "expected"), CASES)
def test_private_network(options: Options, asked: Asked, expected: Answer, edge: Edge) -> None:
    assert edge(options, asked) == expected
