"""Referer: what a request tells of where it comes from, and what redirects leave of that.

Source: https://w3c.github.io/webappsec-referrer-policy/
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from flask_cors.protocol.user_agent import STANDARD
from flask_cors.protocol.user_agent import Client
from flask_cors.protocol.user_agent import Departure
from flask_cors.protocol.user_agent import Profile
from flask_cors.protocol.user_agent import WireResponse

from .support import API
from .support import APP
from .support import OTHER
from .support import URL
from .support import Web
from .support import answer
from .support import ask
from .support import sent_field

WHOLE = f"{APP}/a/page?q"
ROOT = f"{APP}/"
LOCAL = "http://localhost:5000"
PLAIN = "http://api.example.com"
PAGE = Client(APP, url=f"{WHOLE}#part")
CLOSED = "no-referrer"
OPEN = "unsafe-url"


def profile(*departures: Departure) -> Profile:
    return Profile("a browser", departures=frozenset(departures))


def told(
    *hops: str,
    page: Client = PAGE,
    policy: str = "",
    redirect_policies: tuple[str, ...] = (),
    profile: Profile = STANDARD,
) -> list[str | None]:
    """The Referer of each request on the way from one origin to the next."""
    urls = [f"{origin}/{number}" for number, origin in enumerate(hops)]
    fields = tuple(("Referrer-Policy", line) for line in redirect_policies)
    answers: dict[str, WireResponse] = dict.fromkeys(urls, answer())
    for here, there in pairwise(urls):
        answers[here] = answer(307, *fields, location=there)
    web = Web(answers)
    ask(web, urls[0], page=page, profile=profile, referrer_policy=policy, mode="no-cors")
    return [sent_field(request, "Referer") for request in web.asked]


@pytest.mark.parametrize(
    ("policy", "at_home", "abroad", "downgraded"),
    [
        ("", WHOLE, ROOT, ROOT),
        ("strict-origin-when-cross-origin", WHOLE, ROOT, ROOT),
        ("no-referrer", None, None, None),
        ("no-referrer-when-downgrade", WHOLE, WHOLE, WHOLE),
        ("same-origin", WHOLE, None, None),
        ("origin", ROOT, ROOT, ROOT),
        ("strict-origin", ROOT, ROOT, ROOT),
        ("origin-when-cross-origin", WHOLE, ROOT, ROOT),
        ("unsafe-url", WHOLE, WHOLE, WHOLE),
    ],
)
def test_policies(
    policy: str, at_home: str | None, abroad: str | None, downgraded: str | None
) -> None:
    for url, expected in {APP: at_home, API: abroad, "http://127.0.0.1:5000": downgraded}.items():
        assert told(url, policy=policy) == [expected], url


@pytest.mark.parametrize(
    ("page", "referrer"),
    [
        pytest.param(Client("http://a.example"), "http://a.example/", id="plain http"),
        pytest.param(Client("http://localhost:3000"), None, id="this machine"),
        pytest.param(Client("null"), None, id="an opaque origin"),
        pytest.param(Client("null", url="http://a.example/"), None, id="a sandboxed frame"),
        pytest.param(Client("capacitor://localhost"), None, id="a scheme of one's own"),
        pytest.param(
            Client("http://a.example", url="http://u:p@a.example/x#y"),
            "http://a.example/",
            id="a user in the URL",
        ),
    ],
)
def test_pages(page: Client, referrer: str | None) -> None:
    assert told("http://b.example", page=page) == [referrer]


@pytest.mark.parametrize(
    ("hops", "policy", "expected"),
    [
        pytest.param((API, APP), "", [ROOT, ROOT], id="home again"),
        pytest.param((APP, API, APP), "", [WHOLE, ROOT, ROOT], id="out and home again"),
        pytest.param((APP, APP), "", [WHOLE, WHOLE], id="at home"),
        pytest.param((API, APP), "same-origin", [None, None], id="nothing abroad, and after that"),
        pytest.param((API, APP), "origin-when-cross-origin", [ROOT, ROOT], id="the origin abroad"),
        pytest.param((API, OTHER, APP), OPEN, [WHOLE] * 3, id="everything to everybody"),
    ],
)
def test_what_a_redirect_has_cut_off_does_not_come_back(
    hops: tuple[str, ...], policy: str, expected: list[str | None]
) -> None:
    assert told(*hops, policy=policy) == expected


@pytest.mark.parametrize(
    ("lines", "then"),
    [
        pytest.param((CLOSED,), None, id="no-referrer"),
        pytest.param(("origin",), ROOT, id="origin"),
        pytest.param(("same-origin",), WHOLE, id="same-origin"),
        pytest.param((" Origin\t",), ROOT, id="in any case, with white space"),
        pytest.param(("origin, whatever",), ROOT, id="the last that is known"),
        pytest.param(("no-referrer, unsafe-url",), WHOLE, id="the last of a list"),
        pytest.param(("origin", CLOSED), None, id="the last of two lines"),
        pytest.param(("origin,",), ROOT, id="an empty member"),
        *(
            pytest.param((line,), WHOLE, id=repr(line))
            for line in ("", "whatever", "never", "'origin'", "origin;", "origin origin")
        ),
    ],
)
def test_a_redirect_may_set_the_policy(lines: tuple[str, ...], then: str | None) -> None:
    assert told(APP, APP, redirect_policies=lines) == [WHOLE, then]


def test_nor_does_a_later_redirect_bring_it_back() -> None:
    web = Web(
        {
            f"{APP}/0": answer(302, ("Referrer-Policy", CLOSED), location="/1"),
            f"{APP}/1": answer(302, ("Referrer-Policy", OPEN), location="/2"),
            f"{APP}/2": answer(),
        }
    )
    ask(web, f"{APP}/0", page=PAGE)
    assert [sent_field(request, "Referer") for request in web.asked] == [WHOLE, None, None]


@pytest.mark.parametrize(("line", "origin"), [(CLOSED, "null"), ("same-origin", "null"), ("", APP)])
def test_a_redirect_to_secrecy_hides_the_origin_of_a_no_cors_request(
    line: str, origin: str
) -> None:
    policy = ("Referrer-Policy", line)
    web = Web({f"{APP}/0": answer(307, policy, location=URL), URL: answer()})
    ask(web, f"{APP}/0", mode="no-cors", method="POST")
    assert [sent_field(request, "Origin") for request in web.asked] == [APP, origin]


def test_a_preflight_tells_what_its_request_does() -> None:
    web = Web({URL: answer(307, allow_origin="*", location=f"{OTHER}/x"), f"{OTHER}/x": answer()})
    ask(web, page=PAGE, method="PUT", referrer_policy=OPEN)
    assert [sent_field(request, "Referer") for request in web.asked] == [WHOLE] * 3


LOCAL_PAGE = Client("http://localhost:3000", url="http://localhost:3000/a")


@pytest.mark.parametrize(
    ("page", "hops", "usual", "seen"),
    [
        pytest.param(PAGE, (LOCAL,), [ROOT], [None], id="from https to localhost"),
        pytest.param(PAGE, (LOCAL, APP), [ROOT, ROOT], [None, None], id="and home again"),
        pytest.param(
            LOCAL_PAGE, (PLAIN,), [None], ["http://localhost:3000/"], id="from localhost to http"
        ),
        pytest.param(
            LOCAL_PAGE,
            (API,),
            ["http://localhost:3000/"],
            ["http://localhost:3000/"],
            id="to https",
        ),
    ],
)
def test_browsers_tell_a_downgrade_by_the_schemes(
    page: Client, hops: tuple[str, ...], usual: list[str | None], seen: list[str | None]
) -> None:
    assert told(*hops, page=page) == usual
    assert told(*hops, page=page, profile=profile(Departure.SCHEMES_TELL_DOWNGRADES)) == seen


@pytest.mark.parametrize(
    ("policy", "hops", "usual", "seen"),
    [
        pytest.param(OPEN, (API,), [WHOLE], [WHOLE], id="the same site"),
        pytest.param(OPEN, (OTHER,), [WHOLE], [ROOT], id="another site"),
        pytest.param(OPEN, (API, OTHER, APP), [WHOLE] * 3, [WHOLE, ROOT, WHOLE], id="home again"),
        pytest.param(
            "origin-when-cross-origin",
            (API, OTHER, APP),
            [ROOT, ROOT, ROOT],
            [ROOT, ROOT, WHOLE],
            id="what was cut off comes back",
        ),
        pytest.param("", (OTHER, APP), [ROOT, ROOT], [ROOT, ROOT], id="a policy that is obeyed"),
    ],
)
def test_firefox_tells_other_sites_the_origin_at_most(
    policy: str, hops: tuple[str, ...], usual: list[str | None], seen: list[str | None]
) -> None:
    strict = profile(Departure.RELAXED_POLICIES_END_AT_SITE)
    assert told(*hops, policy=policy) == usual
    assert told(*hops, policy=policy, profile=strict) == seen


@pytest.mark.parametrize("policy", ["no-referrer-when-downgrade", OPEN])
@pytest.mark.parametrize(
    ("redirect_policy", "usual", "seen"),
    [
        pytest.param(None, WHOLE, WHOLE, id="none: the page's, from the start"),
        pytest.param(OPEN, WHOLE, ROOT, id="unsafe-url"),
        pytest.param("strict-origin-when-cross-origin", WHOLE, ROOT, id="the usual one"),
        pytest.param("same-origin", WHOLE, ROOT, id="same-origin"),
        pytest.param("strict-origin", ROOT, ROOT, id="strict-origin"),
        pytest.param(CLOSED, None, None, id="no-referrer"),
    ],
)
def test_firefox_brings_nothing_back_where_a_redirect_sets_the_policy(
    policy: str, redirect_policy: str | None, usual: str | None, seen: str | None
) -> None:
    """Back at the page's own origin; the redirect comes from another site."""
    strict = profile(Departure.RELAXED_POLICIES_END_AT_SITE)
    lines = () if redirect_policy is None else (redirect_policy,)
    for of, expected in ((STANDARD, [WHOLE, usual]), (strict, [ROOT, seen])):
        hops = ("https://other.example", APP)
        assert told(*hops, policy=policy, redirect_policies=lines, profile=of) == expected


@pytest.mark.parametrize("policy", ["no-referrer-when-downgrade", "origin-when-cross-origin", OPEN])
def test_in_firefox_nothing_is_told_to_localhost(policy: str) -> None:
    departures = {Departure.RELAXED_POLICIES_END_AT_SITE, Departure.SCHEMES_TELL_DOWNGRADES}
    assert told(LOCAL, APP, policy=policy, profile=profile(*departures)) == [None, None]
