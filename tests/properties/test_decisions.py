"""Laws of decisions: what no policy does to any request."""

from __future__ import annotations

import dataclasses
import re
import typing as t

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from flask_cors import Decision
from flask_cors import Policy
from flask_cors import PolicyError
from flask_cors.protocol.requests import CORSRequest
from flask_cors.protocol.requests import Preflight
from flask_cors.protocol.server import decide
from flask_cors.protocol.user_agent import CHROMIUM
from flask_cors.protocol.user_agent import FIREFOX
from flask_cors.protocol.user_agent import STANDARD
from flask_cors.protocol.user_agent import FetchRequest
from flask_cors.protocol.user_agent import Profile
from flask_cors.protocol.user_agent import Response
from tests.protocol import test_any_origin
from tests.protocol import test_credentials
from tests.protocol import test_hostile_requests
from tests.protocol import test_private_network
from tests.protocol import test_vary
from tests.support import Options

from .halves import URL
from .halves import fetch_of
from .halves import fetched
from .halves import may_read
from .strategies import method_values
from .strategies import methods
from .strategies import name_values
from .strategies import names
from .strategies import options
from .strategies import origin_values
from .strategies import policies
from .strategies import policy_of
from .strategies import requested_headers
from .strategies import requested_methods
from .strategies import requested_origins
from .strategies import serialized_origins
from .strategies import web_origins

requests = st.builds(CORSRequest, requested_origins, st.booleans()) | st.builds(
    Preflight,
    requested_origins.filter(lambda origin: origin is not None),
    st.booleans(),
    requested_methods,
    requested_headers,
)

# The tables seed the laws: every policy that they hold.
TABLES = [
    *(case.values[0] for case in test_any_origin.HOW_IT_IS_WRITTEN),
    *(case.values[0] for case in test_hostile_requests.POLICIES),
    *(case.values[0] for case in test_credentials.CASES),
    *(case.values[0] for case in test_private_network.CASES),
    *({**case.values[0], "always_send": False} for case in test_vary.ALWAYS_SEND_OFF),
    *({**case.values[0], "send_wildcard": True} for case in test_vary.SEND_WILDCARD),
]
any_policy = policies() | st.sampled_from(TABLES).map(policy_of)


def fields_of(decision: Decision) -> dict[str, str]:
    fields = dict(decision.fields)
    assert len(fields) == len(decision.fields), "a field comes twice"
    return fields


@given(any_policy, requests)
def test_deciding_never_raises_and_says_what_can_be_sent(
    policy: Policy, request: CORSRequest | Preflight
) -> None:
    for name, value in fields_of(decide(policy, request)).items():
        assert re.fullmatch(r"Vary|Access-Control-[A-Z][A-Za-z-]*", name)
        assert re.fullmatch(r"[\x20-\x7e]+", value)


@given(any_policy, requests)
def test_deciding_again_gives_the_same(policy: Policy, request: CORSRequest | Preflight) -> None:
    """What is remembered is what would be worked out anew."""
    first = decide(policy, request)
    assert decide(policy, request) == first
    assert decide(dataclasses.replace(policy), request) == first


@given(any_policy, requests)
def test_a_star_never_travels_with_credentials(
    policy: Policy, request: CORSRequest | Preflight
) -> None:
    fields = fields_of(decide(policy, request))
    if "Access-Control-Allow-Credentials" in fields:
        assert fields["Access-Control-Allow-Credentials"] == "true"
        for value in fields.values():
            assert "*" not in [member.strip() for member in value.split(",")]


@given(any_policy, requests)
def test_methods_and_headers_are_named_and_never_a_star(
    policy: Policy, request: CORSRequest | Preflight
) -> None:
    fields = fields_of(decide(policy, request))
    for name in ("Access-Control-Allow-Methods", "Access-Control-Allow-Headers"):
        assert "*" not in fields.get(name, "").split(", ")


@given(any_policy, requests)
def test_a_refused_origin_learns_nothing(policy: Policy, request: CORSRequest | Preflight) -> None:
    fields = fields_of(decide(policy, request))
    if "Access-Control-Allow-Origin" not in fields:
        assert fields in ({}, {"Vary": "Origin"})


@given(any_policy, requests, requested_origins.filter(lambda origin: origin is not None))
def test_a_response_without_vary_fits_every_origin(
    policy: Policy, request: CORSRequest | Preflight, other: str
) -> None:
    """A cache hands a response that does not vary to anybody: it must be everybody's own."""
    decision = decide(policy, request)
    if fields_of(decision).get("Vary") == "Origin":
        return
    fresh = decide(policy, request._replace(origin=other))
    for credentials in (False, True):
        replayed = may_read(decision, other, credentials=credentials)
        assert replayed == may_read(fresh, other, credentials=credentials)


@given(any_policy, requests)
def test_private_networks_are_answered_for_when_asked_for(
    policy: Policy, request: CORSRequest | Preflight
) -> None:
    fields = fields_of(decide(policy, request))
    expected = None
    if request.private_network and "Access-Control-Allow-Origin" in fields:
        expected = "true" if policy.allow_private_network else "false"
    assert fields.get("Access-Control-Allow-Private-Network") == expected


def passes(policy: Policy, request: Preflight, *, credentials: bool) -> bool:
    """Whether a browser lets a page do what it would send this preflight for."""
    asked = fetch_of(request, credentials=credentials)
    return isinstance(fetched(policy, request.origin, asked), Response)


page_origins = web_origins | st.sampled_from(["https://a.example.com", "https://b.example.org"])
page_methods = methods.filter(lambda method: method != "TRACE") | st.sampled_from(["HEAD", "POST"])
page_preflights = st.builds(
    Preflight,
    page_origins,
    st.just(value=False),
    page_methods,
    st.lists(names, max_size=3).map(",".join),
)


class Addition(t.NamedTuple):
    """An option, the values that it has, and one more."""

    option: str
    values: st.SearchStrategy[list[str]]
    added: st.SearchStrategy[str]


ADDITIONS = [
    pytest.param(Addition("origins", st.lists(origin_values), origin_values), id="origin"),
    pytest.param(Addition("origins", st.lists(origin_values), st.just("*")), id="every origin"),
    pytest.param(
        Addition("methods", method_values, st.sampled_from(["PUT", "PURGE"])), id="method"
    ),
    pytest.param(Addition("methods", method_values, st.just("*")), id="every method"),
    pytest.param(
        Addition("allow_headers", name_values, st.sampled_from(["X-B", "X-*"])), id="header"
    ),
    pytest.param(Addition("allow_headers", name_values, st.just("*")), id="every header"),
]


@pytest.mark.parametrize("addition", ADDITIONS)
@given(data=st.data(), request=page_preflights, credentials=st.booleans())
def test_adding_to_an_option_takes_nothing_away(
    data: st.DataObject, request: Preflight, credentials: bool, addition: Addition
) -> None:
    option = addition.option
    fewer: Options = data.draw(options(**{option: addition.values}))
    more = {**fewer, option: [*fewer[option], data.draw(addition.added)]}
    try:
        before, after = policy_of(fewer), policy_of(more)
    except PolicyError:
        return  # with credentials, more may be too much
    if passes(before, request, credentials=credentials):
        assert passes(after, request, credentials=credentials)
    if readable(before, request.origin, credentials=credentials):
        assert readable(after, request.origin, credentials=credentials)


def readable(policy: Policy, origin: str, *, credentials: bool) -> bool:
    """Whether a page with that origin may read what the app answers."""
    return may_read(decide(policy, CORSRequest(origin)), origin, credentials=credentials)


# The browser half accepts exactly what the policy permits


class Asked(t.NamedTuple):
    """What a page asks for."""

    origin: str
    method: str
    names: list[str]
    credentials: str

    @property
    def needs_preflight(self) -> bool:
        return self.method not in {"GET", "HEAD", "POST"} or bool(self.names)

    def is_permitted(self, policy: Policy) -> bool:
        """What the policy says, in its own words."""
        let_in = policy.origins.allows(self.origin)
        if policy.allow_credentials and policy.origins.any:
            let_in &= self.origin != "null"
        if not let_in or (self.credentials == "include" and not policy.allow_credentials):
            return False
        # Without a preflight CORS cannot stop a request.
        return not self.needs_preflight or (
            policy.methods.allows(self.method) and all(map(policy.allow_headers.allows, self.names))
        )

    def is_readable(self, policy: Policy, name: str) -> bool:
        """Whether the policy exposes a response header."""
        exposed = {each.lower() for each in policy.expose_headers.names}
        return name in exposed or ("*" in exposed and not policy.allow_credentials)


page_requests = st.builds(
    Asked,
    page_origins | serialized_origins | st.just("null"),
    page_methods,
    st.lists(names, max_size=3),
    st.sampled_from(["omit", "same-origin", "include"]),
)
SENT = (("X-Total", "3"), ("ETag", '"1"'), ("X-Secret", "s"), ("Set-Cookie", "a=b"))


@pytest.mark.parametrize("profile", [STANDARD, CHROMIUM, FIREFOX], ids=lambda each: each.name)
@settings(max_examples=min(5 * settings.default.max_examples, 10_000))
@given(policy=any_policy, asked=page_requests)
def test_a_browser_accepts_exactly_what_the_policy_permits(
    policy: Policy, asked: Asked, profile: Profile
) -> None:
    """No browser departs from the standard where this server answers."""
    assume(asked.origin != URL.partition("/items")[0])
    request = FetchRequest(
        URL,
        method=asked.method,
        headers=[(name, "application/made-up") for name in asked.names],
        credentials=asked.credentials,
    )
    outcome = fetched(policy, asked.origin, request, *SENT, profile=profile)
    if not isinstance(outcome, Response):
        assert not asked.is_permitted(policy), outcome
        # What is refused is refused before it is sent, wherever the browser asks first.
        assert outcome.preflight == asked.needs_preflight
        return
    assert asked.is_permitted(policy)
    assert outcome.departures == ()
    read = dict(outcome.headers)
    assert "set-cookie" not in read
    for name in ("x-total", "etag", "x-secret"):
        assert (name in read) == asked.is_readable(policy, name)
