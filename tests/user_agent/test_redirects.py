"""Redirects: what is followed, what changes on the way, and where it ends.

Source: https://fetch.spec.whatwg.org/#http-redirect-fetch
"""

from __future__ import annotations

import typing as t

import pytest

from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import Response
from flask_cors.protocol.user_agent import Step
from flask_cors.protocol.user_agent import WireResponse

from .support import ALL_ALLOWED
from .support import ALLOWED
from .support import API
from .support import APP
from .support import OTHER
from .support import URL
from .support import Web
from .support import answer
from .support import ask
from .support import sent_field

Init = dict[str, t.Any]
TARGET = f"{API}/there"
ANY = answer(allow_origin="*", allow_headers="x-a, authorization", allow_methods="PUT, PATCH")


def redirect(location: str, status: int = 302, **fields: str) -> WireResponse:
    return answer(status, **({"allow_origin": "*", "location": location} | fields))


def web_with(location: str, status: int = 302, end: WireResponse = ANY, **fields: str) -> Web:
    """A web whose first URL redirects."""
    first = redirect(location, status, **fields)
    answers = dict.fromkeys([TARGET, f"{OTHER}/there", f"{APP}/there"], end)
    return Web({URL: first, f"{APP}/start": first} | answers, preflights=ANY)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_followed(status: int) -> None:
    outcome = ask(web_with("/there", status))
    assert isinstance(outcome, Response)
    assert (outcome.url, outcome.redirected, outcome.status) == (TARGET, True, 200)


@pytest.mark.parametrize("status", [300, 304, 305])
def test_other_statuses_lead_nowhere(status: int) -> None:
    outcome = ask(web_with("/there", status))
    assert isinstance(outcome, Response)
    assert (outcome.status, outcome.redirected) == (status, False)


def test_without_location_a_redirect_is_a_response() -> None:
    outcome = ask(Web(answer(302, allow_origin="*")))
    assert isinstance(outcome, Response)
    assert outcome.status == 302


@pytest.mark.parametrize(
    ("status", "method", "then"),
    [
        *((status, "GET", "GET") for status in (301, 302, 303, 307, 308)),
        *((status, "HEAD", "HEAD") for status in (301, 302, 303, 307, 308)),
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (307, "POST", "POST"),
        (308, "POST", "POST"),
        (301, "PUT", "PUT"),
        (302, "PUT", "PUT"),
        (303, "PUT", "GET"),
        (307, "PUT", "PUT"),
        (308, "PATCH", "PATCH"),
    ],
)
def test_methods(status: int, method: str, then: str) -> None:
    web = web_with("/there", status)
    has_body = method not in {"GET", "HEAD"}
    body: Init = {"body": b"x", "body_type": "text/plain"} if has_body else {}
    assert isinstance(ask(web, method=method, **body), Response)
    last = web.asked[-1]
    assert last.method == then
    assert last.body == (b"x" if has_body and then == method else None)
    assert sent_field(last, "Content-Type") == ("text/plain" if last.body else None)


def test_each_url_has_its_preflight() -> None:
    web = web_with("/there", 308)
    assert isinstance(ask(web, method="PUT"), Response)
    assert web.log == [f"OPTIONS {URL}", f"PUT {URL}", f"OPTIONS {TARGET}", f"PUT {TARGET}"]


def test_a_get_after_a_put_needs_no_preflight() -> None:
    web = web_with("/there", 303)
    assert isinstance(ask(web, method="PUT"), Response)
    assert web.log == [f"OPTIONS {URL}", f"PUT {URL}", f"GET {TARGET}"]


@pytest.mark.parametrize(
    ("page", "start", "location", "origins"),
    [
        pytest.param(APP, URL, TARGET, [APP, APP], id="within one origin"),
        pytest.param(APP, URL, f"{OTHER}/there", [APP, "null"], id="on to a third origin"),
        pytest.param(APP, URL, f"{APP}/there", [APP, "null"], id="back home"),
        pytest.param(APP, f"{APP}/start", TARGET, [None, APP], id="from home to another origin"),
        pytest.param(APP, f"{APP}/start", f"{APP}/there", [None, None], id="at home"),
        pytest.param("null", URL, TARGET, ["null", "null"], id="by an opaque origin"),
    ],
)
def test_origin_is_tainted(page: str, start: str, location: str, origins: list[str | None]) -> None:
    web = web_with(location)
    assert isinstance(ask(web, start, page=page), Response)
    assert [sent_field(request, "Origin") for request in web.asked] == origins


def test_a_tainted_origin_is_what_the_check_compares() -> None:
    outcome = ask(web_with(f"{OTHER}/there", end=ALLOWED))
    assert isinstance(outcome, NetworkError)
    assert outcome.step is Step.ALLOW_ORIGIN_MISMATCH
    assert (outcome.wanted, outcome.origin) == ("null", APP)
    assert (outcome.url, outcome.first_url) == (f"{OTHER}/there", URL)


def test_a_redirect_must_pass_the_cors_check() -> None:
    web = Web({URL: answer(302, location="/there"), TARGET: ALLOWED})
    outcome = ask(web)
    assert isinstance(outcome, NetworkError)
    assert outcome.step is Step.ALLOW_ORIGIN_MISSING
    assert web.log == [f"GET {URL}"]


@pytest.mark.parametrize(
    ("location", "kept"),
    [
        pytest.param("/there", "Bearer x", id="the same origin"),
        pytest.param(f"{OTHER}/there", None, id="another origin"),
    ],
)
def test_authorization_does_not_leave_the_origin(location: str, kept: str | None) -> None:
    web = web_with(location)
    headers = {"Authorization": "Bearer x", "X-A": "1"}
    assert isinstance(ask(web, headers=headers), Response)
    assert sent_field(web.asked[-1], "Authorization") == kept
    assert sent_field(web.asked[-1], "X-A") == "1"


@pytest.mark.parametrize(
    ("start", "location", "mode", "step"),
    [
        pytest.param(URL, "ftp://a.example/", "cors", Step.REDIRECT_SCHEME, id="ftp"),
        pytest.param(URL, "data:,x", "cors", Step.REDIRECT_SCHEME, id="data"),
        pytest.param(URL, "data:,x", "no-cors", Step.REDIRECT_SCHEME, id="data, no-cors"),
        pytest.param(URL, "https://[bad/", "cors", Step.REDIRECT_LOCATION, id="no URL"),
        pytest.param(
            URL, "https://u:p@api.example.com/there", "cors", Step.REDIRECT_USERINFO, id="a user"
        ),
        pytest.param(
            URL,
            "https://u@app.example.com/there",
            "cors",
            Step.REDIRECT_USERINFO,
            id="a user, home",
        ),
        pytest.param(
            f"{APP}/start", "https://u@app.example.com/there", "cors", None, id="a user, at home"
        ),
        pytest.param(
            f"{APP}/start", TARGET, "same-origin", Step.SAME_ORIGIN_MODE, id="out of same-origin"
        ),
        pytest.param(
            URL, "http://api.example.com/", "cors", Step.MIXED_CONTENT, id="from https to http"
        ),
        pytest.param(URL, "https://api.example.com:25/", "cors", Step.BAD_PORT, id="a bad port"),
    ],
)
def test_where_it_ends(start: str, location: str, mode: str, step: Step | None) -> None:
    web = web_with(location)
    assert isinstance(web.answers, dict)
    web.answers["https://u@app.example.com/there"] = ALLOWED
    outcome = ask(web, start, mode=mode)
    assert getattr(outcome, "step", None) is step
    assert len(web.asked) == (2 if step is None else 1)


def test_twenty_are_followed() -> None:
    answers = {f"{API}/{number}": redirect(f"/{number + 1}") for number in range(20)}
    assert isinstance(ask(Web(answers | {f"{API}/20": ALLOWED}), f"{API}/0"), Response)


def test_one_more_is_too_many() -> None:
    web = Web(redirect(URL))
    outcome = ask(web)
    assert isinstance(outcome, NetworkError)
    assert outcome.step is Step.REDIRECT_COUNT
    assert len(web.asked) == 21


@pytest.mark.parametrize(
    ("locations", "step"),
    [
        pytest.param(["/there", "/there"], None, id="equal"),
        pytest.param(["/there", "/else"], Step.REDIRECT_LOCATION, id="different"),
    ],
)
def test_several_locations(locations: list[str], step: Step | None) -> None:
    fields = tuple(("Location", location) for location in locations)
    web = Web({URL: answer(302, *fields, allow_origin="*"), TARGET: ALLOWED})
    outcome = ask(web)
    assert getattr(outcome, "step", None) is step
    assert step is None or getattr(outcome, "value", None) == "/there"


def test_location_is_utf_8() -> None:
    location = "/th\u00e9re".encode().decode("latin-1")
    target = f"{API}/th%C3%A9re"
    assert isinstance(ask(Web({URL: redirect(location), target: ALLOWED})), Response)


@pytest.mark.parametrize(
    ("location", "lines"),
    [("/there", "GET"), ("/there#end", "GET")],
    ids=["the fragment is handed on", "a fragment of its own"],
)
def test_fragments_stay_in_the_browser(location: str, lines: str) -> None:
    web = web_with(location)
    outcome = ask(web, f"{URL}#start")
    assert web.log == [f"{lines} {URL}", f"{lines} {TARGET}"]
    assert isinstance(outcome, Response)
    assert outcome.url == TARGET


@pytest.mark.parametrize("mode", ["cors", "same-origin"])
def test_redirect_mode_error(mode: str) -> None:
    start = URL if mode == "cors" else f"{APP}/start"
    outcome = ask(web_with("/there"), start, redirect="error", mode=mode)
    assert isinstance(outcome, NetworkError)
    assert (outcome.step, outcome.value) == (Step.REDIRECT_MODE, "/there")


def test_redirect_mode_manual() -> None:
    outcome = ask(web_with("/there"), redirect="manual")
    assert outcome == Response("opaqueredirect", url=URL)


def test_redirect_mode_manual_still_checks() -> None:
    outcome = ask(Web(answer(302, location="/there")), redirect="manual")
    assert isinstance(outcome, NetworkError)
    assert outcome.step is Step.ALLOW_ORIGIN_MISSING


@pytest.mark.parametrize("redirect_mode", ["error", "manual"])
def test_no_cors_follows_or_does_not_ask(redirect_mode: str) -> None:
    web = Web()
    outcome = ask(web, mode="no-cors", redirect=redirect_mode)
    assert isinstance(outcome, NetworkError)
    assert outcome.step is Step.NO_CORS_REDIRECT_MODE
    assert web.asked == []


def test_a_preflight_after_a_redirect_carries_the_tainted_origin() -> None:
    web = Web({URL: redirect(f"{OTHER}/there", 307), f"{OTHER}/there": ANY}, preflights=ALL_ALLOWED)
    outcome = ask(web, method="PUT")
    assert isinstance(outcome, NetworkError)
    assert (outcome.preflight, outcome.wanted) == (True, "null")
    assert [sent_field(request, "Origin") for request in web.asked] == [APP, APP, "null"]


def test_a_request_says_what_has_led_to_it() -> None:
    """For cookies, which are the network's business."""
    web = Web(
        {f"{APP}/0": redirect(URL, 307), URL: redirect(f"{OTHER}/there"), f"{OTHER}/there": ANY}
    )
    ask(web, f"{APP}/0")
    assert [request.redirected_by for request in web.asked] == [(), (APP,), (APP, API)]
