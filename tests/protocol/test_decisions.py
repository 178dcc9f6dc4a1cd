"""Decisions: what is said about a request besides the fields of its answer."""

from __future__ import annotations

import dataclasses

import pytest

from flask_cors import Outcome
from flask_cors import Policy
from flask_cors import Reason
from flask_cors.protocol.allowed_origins import AllowedOrigins
from flask_cors.protocol.fields import split_list
from flask_cors.protocol.headers import AllowedHeaders
from flask_cors.protocol.methods import AllowedMethods
from flask_cors.protocol.policy import replaced
from flask_cors.protocol.requests import CORSRequest
from flask_cors.protocol.requests import Preflight
from flask_cors.protocol.rule_names import RuleName
from flask_cors.protocol.server import decide
from tests.support import APP
from tests.support import EVIL

STRICT = Policy(
    origins=AllowedOrigins(frozenset({APP})),
    methods=AllowedMethods(frozenset({"PUT"})),
    allow_headers=AllowedHeaders(frozenset({"x-a"})),
    rule=RuleName("paths", pattern="/api/*"),
)

CASES = [
    pytest.param(CORSRequest(None), Outcome.NOT_CORS, (), None, id="no Origin"),
    pytest.param(CORSRequest(APP), Outcome.ALLOWED, (), None, id="allowed origin"),
    pytest.param(
        CORSRequest(EVIL), Outcome.REFUSED, (Reason.ORIGIN_NOT_ALLOWED,), None, id="another origin"
    ),
    pytest.param(
        CORSRequest(APP, private_network=True),
        Outcome.REFUSED,
        (Reason.PRIVATE_NETWORK_NOT_ALLOWED,),
        None,
        id="private network not allowed",
    ),
    pytest.param(
        Preflight(APP, False, "PUT", "x-a"), Outcome.ALLOWED, (), "200 OK", id="preflight passes"
    ),
    pytest.param(
        Preflight(EVIL, False, "GET", "x-b"),
        Outcome.REFUSED,
        (Reason.ORIGIN_NOT_ALLOWED,),
        "403 FORBIDDEN",
        id="preflight from another origin",
    ),
    pytest.param(
        Preflight(APP, False, "GET", "x-a"),
        Outcome.REFUSED,
        (Reason.METHOD_NOT_ALLOWED,),
        "200 OK",
        id="refused method",
    ),
    pytest.param(
        Preflight(APP, False, "PUT", "x-a,x-b"),
        Outcome.REFUSED,
        (Reason.HEADER_NOT_ALLOWED,),
        "200 OK",
        id="refused header",
    ),
    pytest.param(
        Preflight(APP, False, "PUT", "," * 200),
        Outcome.REFUSED,
        (Reason.HEADERS_OVER_LIMIT,),
        "200 OK",
        id="too many headers",
    ),
    pytest.param(
        Preflight(APP, True, "GET", None),
        Outcome.REFUSED,
        (Reason.PRIVATE_NETWORK_NOT_ALLOWED, Reason.METHOD_NOT_ALLOWED),
        "200 OK",
        id="private network and method",
    ),
]


@pytest.mark.parametrize(("request_", "outcome", "reasons", "status"), CASES)
def test_outcome_reasons_and_status(
    request_: CORSRequest | Preflight,
    outcome: Outcome,
    reasons: tuple[Reason, ...],
    status: str | None,
) -> None:
    decision = decide(STRICT, request_)
    assert (decision.outcome, set(decision.reasons)) == (outcome, set(reasons))
    assert decision.status == status
    assert decision.policy is STRICT


def test_the_same_question_gets_the_same_answer() -> None:
    question = Preflight(APP, False, "PUT", "x-a")
    assert decide(STRICT, question) is decide(STRICT, Preflight(*question))


def test_the_memory_of_answers_is_bounded() -> None:
    """Attackers choose what is remembered, so it must not grow with what they send."""
    policy = Policy(origins=AllowedOrigins(any=True))
    for number in range(5_000):
        decide(policy, CORSRequest(f"https://{number}.example"))
    assert 0 < len(policy.decided) <= 1_024


def test_a_policy_that_has_decided_can_be_written_down_whole() -> None:
    """What it remembers, decisions that name it among it, is no part of what it says."""
    policy = Policy(origins=AllowedOrigins(any=True))
    before = dataclasses.asdict(policy)
    assert decide(policy, CORSRequest(APP)).policy is policy
    assert dataclasses.asdict(policy) == before


def test_long_values_are_not_remembered() -> None:
    policy = Policy(origins=AllowedOrigins(any=True))
    decide(policy, Preflight(APP, False, "PUT", "x" * 8_000))
    assert len(policy.decided) == 0


LISTS = [
    pytest.param("", [], id="empty"),
    pytest.param("a", ["a"], id="one"),
    pytest.param("a, b\t,\tc", ["a", "b", "c"], id="three"),
    pytest.param(",, a ,,", ["a"], id="empty members"),
    pytest.param("a\xa0", ["a\xa0"], id="only spaces and tabs are stripped"),
    pytest.param("a," * 128, None, id="129 members, one of them empty"),
    pytest.param("a" * 8_193, None, id="too long"),
]


@pytest.mark.parametrize(("value", "members"), LISTS)
def test_lists(value: str, members: list[str] | None) -> None:
    assert split_list(value) == members


def test_a_policy_says_whether_its_answer_is_static() -> None:
    assert STRICT.is_static
    assert not Policy(origins=AllowedOrigins(any=True)).is_static
    assert Policy(origins=AllowedOrigins(any=True), send_wildcard=True).is_static
    assert not Policy(origins=AllowedOrigins(frozenset({APP, EVIL}))).is_static


def test_a_policy_made_of_another_decides_for_itself() -> None:
    decide(STRICT, CORSRequest(APP))
    rule = RuleName("paths", pattern="/other/*")
    other = replaced(STRICT, {"rule": rule, "allow_credentials": True})
    assert other == dataclasses.replace(STRICT, rule=rule, allow_credentials=True)
    assert other.rule == rule
    assert decide(other, CORSRequest(APP)).policy is other
    assert replaced(other, {}) == other != STRICT
