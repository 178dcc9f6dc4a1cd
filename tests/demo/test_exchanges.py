"""The table is well-formed: the page and the printed table can rely on it."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError

import pytest

from demo.exchanges import AnyExchange
from demo.exchanges import Fetch
from demo.exchanges import Program
from demo.exchanges import StartUp
from demo.programs import PROGRAMS

ALL = [
    pytest.param(program, exchange, id=f"{program.id}.{exchange.id}")
    for program in PROGRAMS
    for exchange in program.exchanges
]
every_exchange = pytest.mark.parametrize(("program", "exchange"), ALL)


def test_there_are_nine_programs_each_with_its_own_id() -> None:
    assert [program.id for program in PROGRAMS] == [
        "prototype",
        "front-end",
        "production",
        "cookies",
        "routes",
        "blueprints",
        "get-only",
        "mobile",
        "traps",
    ]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.id)
def test_each_program_shows_both_sides_of_its_policy(program: Program) -> None:
    ids = [exchange.id for exchange in program.exchanges]
    verdicts = {exchange.expected for exchange in program.exchanges}

    assert len(ids) == len(set(ids))
    assert {"readable", "blocked"} <= verdicts


@every_exchange
def test_names_are_fit_for_urls_and_titles_for_the_table(
    program: Program, exchange: AnyExchange
) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", exchange.id)
    assert 0 < len(exchange.title) <= 38
    assert exchange.title.isascii()
    assert len({other.title for other in program.exchanges}) == len(program.exchanges)


@every_exchange
def test_the_reason_is_one_sentence(program: Program, exchange: AnyExchange) -> None:
    assert not exchange.why[0].islower()
    assert exchange.why.endswith(".")
    assert "\n" not in exchange.why


@every_exchange
def test_what_crosses_the_wire_fits_the_verdict(program: Program, exchange: AnyExchange) -> None:
    if isinstance(exchange, StartUp):
        assert exchange.expected in {"accepted", "refused"}
        assert exchange.wire == ()
        assert exchange.says or exchange.expected == "accepted"
        return
    assert exchange.path.startswith("/")
    assert "?" not in exchange.path
    stopped_at_the_preflight = exchange.wire == ("OPTIONS",)
    assert exchange.wire in {
        (exchange.method,),
        ("OPTIONS",),
        ("OPTIONS", exchange.method),
    }
    assert exchange.expected == "blocked" or not stopped_at_the_preflight


@every_exchange
def test_a_repeated_url_was_asked_before_with_the_same_request(
    program: Program, exchange: AnyExchange
) -> None:
    if not isinstance(exchange, Fetch) or exchange.again is None:
        return
    earlier = program.exchanges[: program.exchanges.index(exchange)]
    (first,) = [other for other in earlier if other.id == exchange.again]

    assert isinstance(first, Fetch)
    assert (first.api, first.path) == (exchange.api, exchange.path)
    assert (first.method, first.headers) == (exchange.method, exchange.headers)


def test_exchanges_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        PROGRAMS[0].exchanges[0].title = "changed"  # type: ignore[misc]
