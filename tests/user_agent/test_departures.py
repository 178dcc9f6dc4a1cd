"""Where browsers do otherwise than the standard says: each departure, with it and without.

Every one was seen in a real browser: see ``tests/differential``.
"""

from __future__ import annotations

import typing as t

import pytest

from flask_cors.protocol.user_agent import Client
from flask_cors.protocol.user_agent import Departure
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import PreflightCache
from flask_cors.protocol.user_agent import Profile
from flask_cors.protocol.user_agent import Step

from .support import ALL_ALLOWED
from .support import ALLOWED
from .support import API
from .support import APP
from .support import OTHER
from .support import URL
from .support import Time
from .support import Web
from .support import answer
from .support import ask
from .support import sent_field

Init = dict[str, t.Any]

ELSEWHERE = f"{OTHER}/items"
HOME = f"{APP}/items"
SANDBOX = Client("null", url=f"{APP}/")
PUT: Init = {"method": "PUT"}
TOKEN: Init = {"headers": {"Authorization": "x"}}


def profile(*departures: Departure) -> Profile:
    return Profile("a browser", departures=frozenset(departures))


def to(location: str | None, status: int = 302, origin: str = "*") -> t.Any:
    """A redirect that anybody may follow."""
    fields = {} if location is None else {"location": location}
    return answer(status, allow_origin=origin, **fields)


def asked(web: Web, *departures: Departure, **init: t.Any) -> list[str]:
    """What a fetch sends, a word for each request."""
    ask(web, profile=profile(*departures), **init)
    return [request.method for request in web.asked]


def asked_twice(first: Init, second: Init, *departures: Departure, **fields: str) -> list[str]:
    """What the second of two fetches sends that share a cache."""
    cache = PreflightCache(Time())
    named = {"allow_origin": APP, "allow_credentials": "true", "allow_methods": "PUT"} | fields
    for init in (first, second):
        web = Web(init.pop("answers", ALLOWED), answer(**named))
        found = asked(web, *departures, cache=cache, **init)
    return found


ANY = {"allow_methods": "*", "allow_headers": "*", "allow_origin": "*"}
FORBIDDEN = {"redirect": "error", "answers": to("/else", origin=APP)}


@pytest.mark.parametrize(
    ("departure", "first", "second", "fields", "usual"),
    [
        pytest.param(
            Departure.KEEPS_PREFLIGHTS,
            PUT | {"answers": answer()},
            PUT,
            {},
            True,
            id="of a failure",
        ),
        pytest.param(
            Departure.CLEARS_OTHERWISE, PUT | FORBIDDEN, PUT, {}, True, id="of a redirect"
        ),
        pytest.param(Departure.FORGETS_WILDCARDS, PUT, PUT, ANY, False, id="any method"),
        pytest.param(
            Departure.FORGETS_WILDCARDS,
            {"headers": {"X-A": ""}},
            {"headers": {"X-A": ""}},
            ANY,
            False,
            id="any header",
        ),
        pytest.param(
            Departure.CREDENTIALS_APART,
            PUT | {"credentials": "include"},
            PUT,
            {},
            False,
            id="apart",
        ),
        pytest.param(
            Departure.FORGETS_OPAQUE_ORIGINS,
            PUT | {"page": SANDBOX},
            PUT | {"page": SANDBOX},
            {"allow_origin": "null"},
            False,
            id="of a sandboxed frame",
        ),
        pytest.param(
            Departure.HEAD_IS_FORGOTTEN,
            {"method": "HEAD", "headers": {"X-A": ""}},
            {"method": "HEAD", "headers": {"X-A": ""}},
            {"allow_headers": "x-a"},
            False,
            id="HEAD",
        ),
        pytest.param(
            Departure.NEGATIVE_AGE_IS_NONE, PUT, PUT, {"max_age": "-1"}, False, id="a negative age"
        ),
        pytest.param(
            Departure.UNREADABLE_AGE_IS_NONE, PUT, PUT, {"max_age": "x"}, False, id="no age at all"
        ),
    ],
)
def test_what_is_remembered(
    departure: Departure, first: Init, second: Init, fields: dict[str, str], usual: bool
) -> None:
    """`usual` says whether the standard wants the second preflight; the browser wants the other."""
    allowed = answer(allow_origin=fields.get("allow_origin", APP), allow_credentials="true")
    answers = {"answers": allowed}
    once, twice = answers | first, answers | second
    assert ("OPTIONS" in asked_twice({**once}, {**twice}, **fields)) is usual
    assert ("OPTIONS" in asked_twice({**once}, {**twice}, departure, **fields)) is not usual


def test_chromium_remembers_the_last_preflight_alone() -> None:
    for departures, last in (((), "PUT"), ((Departure.REPLACES_PREFLIGHTS,), "OPTIONS")):
        cache = PreflightCache(Time())
        for method in ("PUT", "PATCH", "PUT"):
            web = Web(preflights=answer(allow_origin=APP, allow_methods=method))
            found = asked(web, *departures, cache=cache, method=method)
        assert found[0] == last


@pytest.mark.parametrize("age", ["x", "5.5", ""])
def test_what_is_no_number_is_five_seconds_all_the_same(age: str) -> None:
    sent = asked_twice({**PUT}, {**PUT}, Departure.NEGATIVE_AGE_IS_NONE, max_age=age)
    assert sent == ["PUT"]


def test_firefox_forgets_what_led_to_plain_http() -> None:
    firefox = (Departure.CLEARS_OTHERWISE, Departure.PREFLIGHT_NAMES_PAGE)
    for departures, last in (((), "PUT"), (firefox, "OPTIONS")):
        cache = PreflightCache(Time())
        for _ in range(2):
            web = Web(to("http://api.example.com/", 307))
            found = asked(web, *departures, cache=cache, **PUT)
        assert found[0] == last


def test_firefox_forgets_for_the_failure_of_a_plain_request() -> None:
    cache, firefox = PreflightCache(Time()), profile(Departure.CLEARS_OTHERWISE)
    ask(Web(), cache=cache, profile=firefox, **PUT)
    ask(Web(answer()), cache=cache, profile=firefox)
    web = Web()
    ask(web, cache=cache, profile=firefox, **PUT)
    assert [request.method for request in web.asked] == ["OPTIONS", "PUT"]


REPEATED = [("Accept", "a" * 128), ("Accept", "a" * 128)]


@pytest.mark.parametrize(
    ("departure", "headers", "usual", "names"),
    [
        pytest.param(Departure.COMBINES_HEADERS, REPEATED, None, "accept", id="combined, too long"),
        pytest.param(Departure.NO_TOTAL_LIMIT, REPEATED * 5, "accept", None, id="1,280 bytes"),
        pytest.param(Departure.UNSAFE_ABOVE_ASCII, [("Accept", "é")], None, "accept", id="é"),
        pytest.param(
            Departure.RANGES_OF_64_BITS, [("Range", f"bytes=0-{2**63}")], None, "range", id="2**63"
        ),
        pytest.param(
            Departure.RANGES_OF_64_BITS, [("Range", f"bytes=0-{2**63 - 1}")], None, None, id="less"
        ),
        pytest.param(
            Departure.DROPS_USER_AGENT,
            [("user-agent", "mine")],
            "user-agent",
            None,
            id="a User-Agent of the page's",
        ),
        pytest.param(
            Departure.REPEATS_NAMES,
            [("X-A", "1"), ("x-a", "2")],
            "x-a",
            "x-a,x-a",
            id="a name twice",
        ),
    ],
)
def test_what_a_preflight_asks_for(
    departure: Departure, headers: list[tuple[str, str]], usual: str | None, names: str | None
) -> None:
    for departures, wanted in (((), usual), ((departure,), names)):
        web = Web()
        ask(web, profile=profile(*departures), headers=headers)
        assert sent_field(web.asked[0], "Access-Control-Request-Headers") == wanted


def test_firefox_drops_an_accept_above_ascii() -> None:
    web = Web()
    accept: Init = {"mode": "no-cors", "headers": {"Accept": "é"}}
    ask(web, profile=profile(Departure.UNSAFE_ABOVE_ASCII), **accept)
    assert sent_field(web.asked[0], "Accept") == "*/*"


HINTS = {
    "DPR": ({"2", "1.5", "0", "00"}, {"-1", "x", "", "1e3", "2, 3", ".5", "1.", "+1"}),
    "Device-Memory": ({"8", "0.5"}, {"inf", "1" * 129}),
    "Downlink": ({"1", "9223372036854775808"}, {"fast", "-0"}),
    "RTT": ({"50"}, {"1.5", "0x1"}),
    "Width": ({"100"}, {"1.5", "100px"}),
    "Viewport-Width": ({"5"}, {"1.5", "1 2"}),
    "ECT": ({"4g", "3g", "2g", "slow-2g"}, {"4G", "5g", "", "slow-3g"}),
    "Save-Data": ({"on", "ON", " on "}, {"off", "on, on", "1", ""}),
    "Viewport-Height": (set[str](), {"5"}),
}


@pytest.mark.parametrize("name", HINTS)
def test_chromium_sends_client_hints_unasked(name: str) -> None:
    for values, methods in zip(HINTS[name], (["GET"], ["OPTIONS", "GET"]), strict=True):
        for value in values:
            web = Web(preflights=answer(allow_origin=APP, allow_headers=name))
            init: Init = {"headers": {name: value}}
            assert asked(web, Departure.CLIENT_HINTS_ARE_SAFE, **init) == methods, value
            assert asked(Web(), **init)[0] == "OPTIONS", value


@pytest.mark.parametrize(
    ("first", "last", "left"),
    [
        pytest.param(HOME, f"{APP}/else", {"DPR", "Save-Data"}, id="at home"),
        pytest.param(URL, HOME, {"DPR", "Save-Data"}, id="home"),
        pytest.param(HOME, URL, {"Save-Data"}, id="abroad"),
        pytest.param(URL, f"{API}/else", {"Save-Data"}, id="abroad, on one origin"),
    ],
)
def test_chromium_takes_client_hints_away_where_a_redirect_leads_abroad(
    first: str, last: str, left: set[str]
) -> None:
    hints = {"DPR": "2", "Save-Data": "on"}
    fields = {"allow_origin": "*", "allow_headers": "dpr, save-data"}
    for departures, kept in (((), {*hints}), ((Departure.CLIENT_HINTS_ARE_SAFE,), left)):
        web = Web({first: to(last), last: answer(200, **fields)}, answer(200, **fields))
        ask(web, first, profile=profile(*departures), headers=hints)
        assert {name for name in hints if sent_field(web.asked[-1], name)} == kept


@pytest.mark.parametrize(
    ("method", "body", "listened"),
    [
        pytest.param("GET", None, False, id="GET"),
        pytest.param("POST", None, False, id="without a body"),
        pytest.param("POST", b"", True, id="an empty body"),
        pytest.param("POST", b"x", True, id="a body"),
    ],
)
def test_chromium_hears_no_upload_without_a_body(
    method: str, body: bytes | None, listened: bool
) -> None:
    init: Init = {"method": method, "body": body, "upload_listeners": True}
    assert asked(Web(), **init) == ["OPTIONS", method]
    departing = asked(Web(), Departure.NO_BODY_NO_UPLOAD, **init)
    assert departing == (["OPTIONS", method] if listened else [method])


EMPTY = ("Access-Control-Allow-Credentials", "")


def test_firefox_drops_empty_lines() -> None:
    response = answer(
        200, EMPTY, ("X-A", "1"), ("X-A", ""), allow_origin=APP, allow_credentials="true"
    )
    init: Init = {"credentials": "include"}
    failed = ask(Web(response), **init)
    assert isinstance(failed, NetworkError)
    assert failed.step is Step.ALLOW_CREDENTIALS
    exposing = response._replace(
        headers=(*response.headers, ("Access-Control-Expose-Headers", "x-a"))
    )
    read = ask(Web(exposing), profile=profile(Departure.DROPS_EMPTY_LINES), **init)
    assert not isinstance(read, NetworkError)
    assert dict(read.headers)["x-a"] == "1"


def test_firefox_refuses_two_lines_of_the_origin_all_the_same() -> None:
    response = answer(200, ("Access-Control-Allow-Origin", ""), allow_origin=APP)
    failed = ask(Web(response), profile=profile(Departure.DROPS_EMPTY_LINES))
    assert isinstance(failed, NetworkError)


@pytest.mark.parametrize(
    ("departure", "location", "init", "usual", "seen"),
    [
        pytest.param(
            Departure.REDIRECT_NEEDS_LOCATION, "", {}, Step.REDIRECT_COUNT, 302, id="empty"
        ),
        pytest.param(
            Departure.REDIRECT_NEEDS_LOCATION,
            None,
            {"redirect": "error"},
            Step.REDIRECT_MODE,
            302,
            id="none",
        ),
        pytest.param(
            Departure.REDIRECT_NEEDS_LOCATION,
            None,
            {"redirect": "manual"},
            0,
            0,
            id="none, but it would not be followed",
        ),
        pytest.param(
            Departure.READS_LOCATION_FIRST,
            "https://[x/",
            {"credentials": "include"},
            Step.ALLOW_ORIGIN_WILDCARD,
            Step.REDIRECT_LOCATION,
            id="unreadable",
        ),
        pytest.param(
            Departure.READS_LOCATION_FIRST,
            "/else",
            {"redirect": "manual"},
            0,
            0,
            id="readable",
        ),
        pytest.param(
            Departure.NO_USERINFO,
            "https://u@api.example.com/else",
            {"mode": "no-cors"},
            0,
            Step.REDIRECT_USERINFO,
            id="with a user",
        ),
        pytest.param(
            Departure.NO_USERINFO,
            "https://u@app.example.com/items",
            {"url": f"{APP}/start"},
            200,
            Step.REDIRECT_USERINFO,
            id="with a user, at home",
        ),
        pytest.param(
            Departure.NO_USERINFO,
            "https://u@app.example.com/items",
            {"url": f"{APP}/start", "is_xhr": True},
            200,
            200,
            id="with a user, at home, for an XMLHttpRequest",
        ),
        pytest.param(
            Departure.NO_USERINFO,
            "https://u@api.example.com/else",
            {"is_xhr": True},
            Step.REDIRECT_USERINFO,
            Step.REDIRECT_USERINFO,
            id="with a user, abroad, for an XMLHttpRequest",
        ),
    ],
)
def test_redirects(
    departure: Departure, location: str | None, init: Init, usual: Step | int, seen: Step | int
) -> None:
    elsewhere = dict.fromkeys([f"{API}/else", ELSEWHERE, HOME], ALLOWED)
    for departures, wanted in (((), usual), ((departure,), seen)):
        web = Web(dict.fromkeys([URL, f"{APP}/start"], to(location)) | elsewhere)
        outcome = ask(web, profile=profile(*departures), **init)
        found = outcome.step if isinstance(outcome, NetworkError) else outcome.status
        assert found == wanted


def test_firefox_names_the_page_in_every_preflight() -> None:
    for departures, wanted in (((), "null"), ((Departure.PREFLIGHT_NAMES_PAGE,), APP)):
        web = Web({URL: to(ELSEWHERE, 307), ELSEWHERE: answer(allow_origin="null")})
        outcome = ask(web, profile=profile(*departures), **PUT)
        preflight = [request for request in web.asked if request.method == "OPTIONS"][-1]
        assert sent_field(preflight, "Origin") == wanted
        assert isinstance(outcome, NetworkError) is not bool(departures)


def test_firefox_does_not_check_preflights_on_the_pages_own_origin() -> None:
    allowing = answer(allow_origin=APP, allow_methods="PUT")
    web = Web(
        {URL: to(HOME, 307), HOME: answer(allow_origin="null")},
        {URL: allowing, HOME: answer(allow_methods="PUT")},
    )
    outcome = ask(web, profile=profile(Departure.PREFLIGHT_NAMES_PAGE), **PUT)
    assert not isinstance(outcome, NetworkError)


EVERYBODY = answer(allow_origin="*", allow_methods="PUT", allow_headers="x-a, authorization")


@pytest.mark.parametrize(
    ("init", "status", "names"),
    [
        pytest.param(PUT, 303, None, id="PUT becomes GET"),
        pytest.param(TOKEN, 302, None, id="Authorization is taken away"),
        pytest.param(PUT | {"headers": {"X-A": ""}}, 303, "x-a", id="PUT, but not its header"),
    ],
)
def test_in_firefox_a_request_that_was_preflighted_stays_so(
    init: Init, status: int, names: str | None
) -> None:
    web = Web({URL: to(ELSEWHERE, status), ELSEWHERE: answer(allow_origin="*")}, EVERYBODY)
    sent = asked(web, Departure.PREFLIGHTS_STICK, **init)
    assert sent[-2:] == ["OPTIONS", "GET"]
    assert sent_field(web.asked[-2], "Access-Control-Request-Headers") == names


def test_in_firefox_it_is_remembered_nevertheless() -> None:
    cache = PreflightCache(Time())
    for wanted in (["OPTIONS", "PUT", "OPTIONS", "GET"], ["PUT", "GET"]):
        web = Web(
            {URL: to(f"{API}/else", 303), f"{API}/else": answer(allow_origin="*")}, ALL_ALLOWED
        )
        assert asked(web, Departure.PREFLIGHTS_STICK, cache=cache, **PUT) == wanted


def test_in_firefox_what_needed_no_preflight_needs_none_later() -> None:
    web = Web({HOME: to(URL, 303), URL: answer(allow_origin="*")}, EVERYBODY)
    ask(web, HOME, profile=profile(Departure.PREFLIGHTS_STICK), **PUT)
    assert [request.method for request in web.asked] == ["PUT", "GET"]


def test_chromium_remembers_no_preflight_of_an_origin_that_redirects_made_opaque() -> None:
    for departures, usual in (((), True), ((Departure.FORGETS_OPAQUE_ORIGINS,), False)):
        web = Web({URL: to(ELSEWHERE, 307), ELSEWHERE: to("#a", 307)}, EVERYBODY)
        cache = PreflightCache(Time())
        sent = asked(web, *departures, cache=cache, **PUT)  # till the redirects are too many
        assert (sent.count("OPTIONS") == sent.count("PUT")) is not usual


def test_chromium_keeps_sending_cookies_in_no_cors_mode() -> None:
    for departures, wanted in (((), False), ((Departure.KEEPS_COOKIES,), True)):
        web = Web({HOME: to(URL), URL: answer()})
        ask(web, HOME, profile=profile(*departures), mode="no-cors")
        assert web.asked[-1].include_credentials is wanted


@pytest.mark.parametrize(
    ("departure", "first", "last", "usual", "seen"),
    [
        pytest.param(
            Departure.REDIRECTS_HIDE_ORIGIN, HOME, URL, APP, "null", id="after a redirect"
        ),
        pytest.param(
            Departure.POLICIES_HIDE_NO_ORIGIN,
            "http://localhost:5000/",
            None,
            "null",
            APP,
            id="to plain http",
        ),
        pytest.param(Departure.POLICIES_HIDE_NO_ORIGIN, URL, None, APP, APP, id="to https"),
    ],
)
def test_the_origin_of_no_cors_requests(
    departure: Departure, first: str, last: str | None, usual: str, seen: str
) -> None:
    answers = {first: answer() if last is None else to(last, 307), last or first: answer()}
    for departures, wanted in (((), usual), ((departure,), seen)):
        web = Web({**answers, first: to(last, 307) if last else answer()})
        ask(web, first, profile=profile(*departures), mode="no-cors", method="POST")
        assert sent_field(web.asked[-1], "Origin") == wanted


def test_every_request_has_a_url_without_the_user() -> None:
    web = Web({HOME: to("https://u:p@app.example.com/else"), f"{APP}/else": answer()})
    ask(web, HOME)
    assert web.asked[-1].url == f"{APP}/else"


@pytest.mark.parametrize(("length", "forgotten"), [(1023, False), (1024, True)])
@pytest.mark.parametrize("departs", [True, False])
def test_long_urls(length: int, forgotten: bool, departs: bool) -> None:
    departures = [Departure.FORGETS_LONG_URLS] if departs else []
    url = f"{URL}?".ljust(length, "q")
    found = asked_twice(PUT | {"url": url}, PUT | {"url": url}, *departures)
    assert found == (["OPTIONS", "PUT"] if forgotten and departs else ["PUT"])
