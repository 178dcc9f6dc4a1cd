"""Departures: what the standard says, and what a browser does that departs from it there.

Each row is one scene, played twice: by the standard, and with that one departure.
"""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import typing as t

import pytest

from flask_cors.protocol.user_agent import STANDARD
from flask_cors.protocol.user_agent import Client
from flask_cors.protocol.user_agent import Departure
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import PreflightCache
from flask_cors.protocol.user_agent import Profile
from flask_cors.protocol.user_agent import Response
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

Scene = cabc.Callable[[Profile], object]
PUT: dict[str, t.Any] = {"method": "PUT"}


def result(outcome: Response | NetworkError) -> object:
    """How it ended: the type of the response, or the step."""
    return outcome.type if isinstance(outcome, Response) else outcome.step


def ends(web: Web, **request: t.Any) -> Scene:
    """How one request ends."""
    return lambda profile: result(ask(web, profile=profile, **request))


def methods(answers: t.Any, **request: t.Any) -> Scene:
    """Which methods go over the wire for one request."""

    def scene(profile: Profile) -> object:
        web = Web(answers, preflights=ALL_ALLOWED)
        ask(web, profile=profile, **request)
        return [each.method for each in web.asked]

    return scene


def fields(name: str, web: cabc.Callable[[], Web], **request: t.Any) -> Scene:
    """What a field of each request holds."""

    def scene(profile: Profile) -> object:
        asked = web()
        ask(asked, profile=profile, **request)
        return [sent_field(each, name) for each in asked.asked]

    return scene


def asks_again(*requests: dict[str, t.Any], **preflight: str) -> Scene:
    """Whether the last of several requests sends a preflight."""

    def scene(profile: Profile) -> object:
        cache = PreflightCache(Time())
        named = {"allow_methods": "PUT", "allow_headers": "x-a", "allow_origin": APP} | preflight
        web = Web()
        for request in requests:
            preflights = answer(allow_credentials="true", **named)
            init = dict(request)
            web = Web(init.pop("answers", ALLOWED), preflights=preflights)
            ask(web, profile=profile, cache=cache, **init)
        return web.asked[0].method == "OPTIONS"

    return scene


def together_with(departure: Departure, scene: Scene) -> Scene:
    """A scene in which a second departure of the same browser shows."""

    def played(profile: Profile) -> object:
        both = profile.departures | {departure} if profile.departures else frozenset()
        return scene(dataclasses.replace(profile, departures=both))

    return played


def redirect(location: str, status: int = 302, *more: tuple[str, str]) -> t.Any:
    return answer(status, *more, allow_origin="*", location=location)


ANYTHING = answer(allow_origin="*", allow_methods="PUT", allow_headers="x-a")
HERE, THERE = f"{APP}/start", f"{OTHER}/there"
LEAVING = {HERE: redirect(THERE, 307), THERE: ANYTHING}
GOING_ON = {URL: redirect(THERE, 307), THERE: ANYTHING}
EMPTY = ("Access-Control-Allow-Credentials", "")
FAILING = {"answers": answer()}
NO_CORS = {"mode": "no-cors", "method": "POST"}

SCENES = [
    pytest.param(
        Departure.WILDCARD_COVERS_AUTHORIZATION,
        ends(
            Web(preflights=answer(allow_origin=APP, allow_headers="*")),
            headers={"Authorization": "x"},
        ),
        Step.HEADER,
        "cors",
        id="* for Authorization",
    ),
    pytest.param(
        Departure.KEEPS_PREFLIGHTS,
        asks_again(PUT, PUT | FAILING, PUT),
        True,
        False,
        id="after a failure",
    ),
    pytest.param(
        Departure.CLEARS_OTHERWISE,
        asks_again(PUT, PUT | {"redirect": "error", "answers": redirect("/")}, PUT),
        True,
        False,
        id="after a redirect that the page forbids",
    ),
    pytest.param(
        Departure.CLEARS_OTHERWISE,
        asks_again(PUT, FAILING, PUT),
        False,
        True,
        id="after the failure of a request that needed no preflight",
    ),
    pytest.param(
        Departure.CLEARS_OTHERWISE,
        together_with(
            Departure.PREFLIGHT_NAMES_PAGE,
            asks_again(PUT, PUT | {"answers": redirect("http://api.example.com/", 307)}, PUT),
        ),
        False,
        True,
        id="after a redirect to plain http",
    ),
    pytest.param(
        Departure.FORGETS_OPAQUE_ORIGINS,
        asks_again(*[PUT | {"page": "null", "answers": ANYTHING}] * 2, allow_origin="*"),
        False,
        True,
        id="a sandboxed frame asks twice",
    ),
    pytest.param(
        Departure.FORGETS_WILDCARDS,
        asks_again(PUT, PUT, allow_methods="*"),
        False,
        True,
        id="* for methods",
    ),
    pytest.param(
        Departure.FORGETS_WILDCARDS,
        asks_again(*[{"headers": {"X-B": "1"}}] * 2, allow_headers="*"),
        False,
        True,
        id="* for headers",
    ),
    pytest.param(
        Departure.CREDENTIALS_APART,
        asks_again(PUT | {"credentials": "include"}, PUT),
        False,
        True,
        id="with credentials, then without",
    ),
    pytest.param(
        Departure.HEAD_IS_FORGOTTEN,
        asks_again(*[{"method": "HEAD", "headers": {"X-A": "1"}}] * 2),
        False,
        True,
        id="HEAD twice",
    ),
    pytest.param(
        Departure.NEGATIVE_AGE_IS_NONE,
        asks_again(PUT, PUT, max_age="-1"),
        False,
        True,
        id="a negative max-age",
    ),
    pytest.param(
        Departure.UNREADABLE_AGE_IS_NONE,
        asks_again(PUT, PUT, max_age="soon"),
        False,
        True,
        id="a max-age that is no number",
    ),
    pytest.param(
        Departure.PREFLIGHT_NAMES_PAGE,
        fields("Origin", lambda: Web(GOING_ON, preflights=ANYTHING), **PUT),
        [APP, APP, "null", "null"],
        [APP, APP, APP, "null"],
        id="a preflight after a redirect between foreign origins",
    ),
    pytest.param(
        Departure.PREFLIGHT_NAMES_PAGE,
        ends(
            Web(
                {URL: redirect(HERE, 307), HERE: ANYTHING},
                preflights={URL: ANYTHING, HERE: answer(allow_methods="PUT")},
            ),
            **PUT,
        ),
        Step.ALLOW_ORIGIN_MISSING,
        "cors",
        id="a preflight back home is not checked",
    ),
    pytest.param(
        Departure.PREFLIGHTS_STICK,
        methods({URL: redirect("/there", 303), f"{API}/there": ANYTHING}, **PUT),
        ["OPTIONS", "PUT", "GET"],
        ["OPTIONS", "PUT", "OPTIONS", "GET"],
        id="PUT that a redirect makes GET",
    ),
    pytest.param(
        Departure.REPEATS_NAMES,
        fields("Access-Control-Request-Headers", Web, headers=[("X-A", "1"), ("X-A", "2")]),
        ["x-a", None],
        ["x-a,x-a", None],
        id="a name twice",
    ),
    pytest.param(
        Departure.COMBINES_HEADERS,
        methods(ALLOWED, headers=[("Accept", "a" * 80), ("Accept", "b" * 80)]),
        ["GET"],
        ["OPTIONS"],
        id="Accept twice, too long together",
    ),
    pytest.param(
        Departure.NO_TOTAL_LIMIT,
        methods(ALLOWED, headers=[("Accept", "a" * 128)] * 9),
        ["OPTIONS"],
        ["GET"],
        id="more than 1,024 bytes",
    ),
    pytest.param(
        Departure.UNSAFE_ABOVE_ASCII,
        methods(ALLOWED, headers={"Accept": "\u00e9"}),
        ["GET"],
        ["OPTIONS"],
        id="a byte above 0x7F in Accept",
    ),
    pytest.param(
        Departure.RANGES_OF_64_BITS,
        methods(ALLOWED, headers={"Range": f"bytes=0-{2**63}"}),
        ["GET"],
        ["OPTIONS"],
        id="a range beyond 64 bits",
    ),
    pytest.param(
        Departure.DROPS_EMPTY_LINES,
        ends(
            Web(
                answer(
                    200,
                    ("Access-Control-Allow-Credentials", ""),
                    allow_origin=APP,
                    allow_credentials="true",
                )
            ),
            credentials="include",
        ),
        Step.ALLOW_CREDENTIALS,
        "cors",
        id="an empty line beside another",
    ),
    pytest.param(
        Departure.DROPS_EMPTY_LINES,
        ends(Web(answer(200, ("Access-Control-Allow-Origin", ""), allow_origin=APP))),
        Step.ALLOW_ORIGIN_MISMATCH,
        Step.ALLOW_ORIGIN_MISMATCH,
        id="an empty line beside Access-Control-Allow-Origin",
    ),
    pytest.param(
        Departure.REDIRECT_NEEDS_LOCATION,
        ends(Web(answer(302, allow_origin="*")), redirect="error"),
        Step.REDIRECT_MODE,
        "cors",
        id="a redirect to nowhere",
    ),
    pytest.param(
        Departure.READS_LOCATION_FIRST,
        ends(Web(redirect("https://[broken/")), redirect="manual"),
        "opaqueredirect",
        Step.REDIRECT_LOCATION,
        id="a broken Location that is not followed",
    ),
    pytest.param(
        Departure.NO_USERINFO,
        ends(
            Web({HERE: redirect("https://u@app.example.com/end"), f"{APP}/end": ANYTHING}), url=HERE
        ),
        "basic",
        Step.REDIRECT_USERINFO,
        id="a user in a Location at home",
    ),
    pytest.param(
        Departure.REDIRECTS_HIDE_ORIGIN,
        fields("Origin", lambda: Web(LEAVING), url=HERE, **NO_CORS),
        [APP, APP],
        [APP, "null"],
        id="POST, no-cors, redirected away from home",
    ),
    pytest.param(
        Departure.LOCALHOST_IS_NO_DOWNGRADE,
        fields("Origin", Web, url="http://127.0.0.1:5000/", **NO_CORS),
        ["null"],
        [APP],
        id="POST, no-cors, to this machine",
    ),
]


def keeps_cookies(profile: Profile) -> object:
    web = Web(LEAVING)
    ask(web, HERE, page=Client(APP), mode="no-cors", profile=profile)
    return [each.include_credentials for each in web.asked]


SCENES.append(
    pytest.param(
        Departure.KEEPS_COOKIES, keeps_cookies, [True, False], [True, True], id="cookies, no-cors"
    )
)


@pytest.mark.parametrize(("departure", "scene", "standard", "browser"), SCENES)
def test_scene(departure: Departure, scene: Scene, standard: object, browser: object) -> None:
    assert scene(STANDARD) == standard
    assert scene(Profile("departs", departures=frozenset({departure}))) == browser


def test_every_departure_has_its_scene() -> None:
    assert {row.values[0] for row in SCENES} == set(Departure)
