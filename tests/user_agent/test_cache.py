"""The CORS-preflight cache: when a second preflight is sent, and when none.

Source: https://fetch.spec.whatwg.org/#concept-cache
"""

from __future__ import annotations

import typing as t

import pytest

from flask_cors.protocol.user_agent import CHROMIUM
from flask_cors.protocol.user_agent import FIREFOX
from flask_cors.protocol.user_agent import STANDARD
from flask_cors.protocol.user_agent import Client
from flask_cors.protocol.user_agent import PreflightCache
from flask_cors.protocol.user_agent import Profile

from .support import ALLOWED
from .support import API
from .support import APP
from .support import URL
from .support import Time
from .support import Web
from .support import answer
from .support import ask

Init = dict[str, t.Any]


def preflights_of(
    first: Init,
    second: Init,
    *,
    wait: float = 0,
    profile: Profile = STANDARD,
    **fields: str,
) -> list[bool]:
    """Whether each of two requests sends a preflight, `wait` seconds apart."""
    time = Time()
    cache = PreflightCache(time)
    named = {"allow_methods": "PUT, DELETE", "allow_headers": "x-a, x-b"} | fields
    sent: list[bool] = []
    for init in (first, second):
        web = Web(ALLOWED, preflights=answer(allow_origin=APP, allow_credentials="true", **named))
        ask(web, cache=cache, profile=profile, **init)
        sent.append(any(request.method == "OPTIONS" for request in web.asked))
        time.now += wait
    return sent


@pytest.mark.parametrize(
    ("profile", "max_age", "wait", "again"),
    [
        pytest.param(STANDARD, None, 4.9, False, id="5 s by default"),
        pytest.param(STANDARD, None, 5, True, id="and no longer"),
        pytest.param(STANDARD, "0", 0, True, id="not at all"),
        pytest.param(STANDARD, "600", 599, False, id="10 min"),
        pytest.param(STANDARD, "600", 600, True, id="10 min are over"),
        pytest.param(STANDARD, "-1", 4, False, id="what is no number counts as 5"),
        pytest.param(STANDARD, "5.5", 5, True, id="a fraction is no number"),
        pytest.param(STANDARD, "", 5, True, id="an empty value is none, either"),
        pytest.param(STANDARD, "10, 10", 5, True, id="nor are two"),
        pytest.param(STANDARD, "99999999", 99_999_998, False, id="the standard has no limit"),
        pytest.param(CHROMIUM, "86400", 7199, False, id="Chromium: 2 h"),
        pytest.param(CHROMIUM, "86400", 7200, True, id="Chromium: no more than 2 h"),
        pytest.param(FIREFOX, "99999", 86_399, False, id="Firefox: 24 h"),
        pytest.param(FIREFOX, "99999", 86_400, True, id="Firefox: no more than 24 h"),
    ],
)
def test_age(profile: Profile, max_age: str | None, wait: float, again: bool) -> None:
    put = {"method": "PUT"}
    fields = {} if max_age is None else {"max_age": max_age}
    assert preflights_of(put, put, wait=wait, profile=profile, **fields) == [True, again]


PUT: Init = {"method": "PUT"}
ONE: Init = {"headers": {"X-A": "1"}}
COOKIES: Init = {"credentials": "include"}


@pytest.mark.parametrize(
    ("first", "second", "again"),
    [
        pytest.param(PUT, PUT, False, id="the same"),
        pytest.param(PUT, {"method": "DELETE"}, False, id="another method of the list"),
        pytest.param(PUT, ONE, False, id="a header of the list"),
        pytest.param(PUT, PUT | {"headers": {"X-B": ""}}, False, id="both"),
        pytest.param(PUT, {"method": "PURGE"}, True, id="a method that is not in the list"),
        pytest.param(PUT, {"headers": {"X-C": "1"}}, True, id="a header that is not"),
        pytest.param(PUT, PUT | {"url": f"{URL}?page=2"}, True, id="another query"),
        pytest.param(PUT, PUT | {"url": f"{URL}#part"}, True, id="another fragment"),
        pytest.param(PUT, PUT | {"page": Client("https://a.example")}, True, id="another origin"),
        pytest.param(
            PUT, PUT | {"page": Client(APP, partition="x")}, True, id="another site around it"
        ),
        pytest.param(PUT | COOKIES, PUT, False, id="without credentials, after with"),
        pytest.param(PUT, PUT | COOKIES, True, id="with credentials, after without"),
        pytest.param(PUT | COOKIES, PUT | COOKIES, False, id="with credentials, twice"),
        pytest.param(PUT, {"upload_listeners": True}, True, id="GET whose upload is listened to"),
    ],
)
def test_what_is_the_same(first: Init, second: Init, again: bool) -> None:
    assert preflights_of(first, second) == [True, again]


@pytest.mark.parametrize(
    ("first", "second", "again"),
    [
        pytest.param(PUT, {"method": "PURGE"}, False, id="any method"),
        pytest.param(ONE, {"headers": {"X-C": "1"}}, False, id="any header"),
        pytest.param(ONE, {"headers": {"Authorization": "x"}}, True, id="not Authorization"),
    ],
)
def test_a_star_is_remembered(first: Init, second: Init, again: bool) -> None:
    stars = {"allow_methods": "*", "allow_headers": "*"}
    assert preflights_of(first, second, **stars) == [True, again]


@pytest.mark.parametrize("second", [COOKIES, {}], ids=["with credentials", "without"])
def test_a_star_learnt_with_credentials_is_none(second: Init) -> None:
    stars = {"allow_methods": "PUT, *", "allow_headers": "x-a, *"}
    assert preflights_of(PUT | COOKIES, {"method": "PURGE"} | second, **stars) == [True, True]
    header = {"headers": {"X-C": "1"}}
    assert preflights_of(ONE | COOKIES, header | second, **stars) == [True, True]


def test_a_star_that_covers_authorization_is_not_remembered_so() -> None:
    fields = {"allow_headers": "*"}
    token = {"headers": {"Authorization": "x"}}
    assert preflights_of(token, token, profile=CHROMIUM, **fields) == [True, True]


def test_a_failed_fetch_is_forgotten() -> None:
    cache, web = PreflightCache(Time()), Web()
    ask(web, cache=cache, method="PUT")
    ask(web, f"{API}/else", cache=cache, method="PUT")
    web.answers = answer()
    ask(web, cache=cache, method="PUT")
    web.answers = ALLOWED
    web.asked.clear()
    ask(web, cache=cache, method="PUT")
    ask(web, f"{API}/else", cache=cache, method="PUT")
    assert web.log == [f"OPTIONS {URL}", f"PUT {URL}", f"PUT {API}/else"]


def test_a_preflight_that_fails_leaves_nothing() -> None:
    cache = PreflightCache(Time())
    web = Web(preflights=answer(allow_origin=APP, allow_methods="DELETE"))
    ask(web, cache=cache, method="PUT")
    ask(web, cache=cache, method="DELETE")
    assert web.log == [f"OPTIONS {URL}", f"OPTIONS {URL}", f"DELETE {URL}"]
