"""What strangers send costs little, and leaves nothing behind."""

from __future__ import annotations

import gc
import re
import sys
import tracemalloc
import typing as t
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

import pytest

from benchmarks import start_up
from benchmarks.apps import caller
from benchmarks.apps import requests
from benchmarks.sides import Worker
from benchmarks.workloads import APP
from benchmarks.workloads import BY_REGEX
from benchmarks.workloads import EVIL
from benchmarks.workloads import IN_PRODUCTION
from benchmarks.workloads import TENANTS
from benchmarks.workloads import Ask
from benchmarks.workloads import Workload
from benchmarks.workloads import names_of
from benchmarks.workloads import preflight
from benchmarks.workloads import under_api
from flask_cors.protocol import memory

from .support import app_with
from .support import c_calls
from .support import send

FLOODS = {
    "origins that a regex lets in": (BY_REGEX, preflight(origin="https://t{n}.example.com")),
    "origins that a regex refuses": (BY_REGEX, preflight(origin="https://evil{n}.example")),
    "origins that a set refuses": (IN_PRODUCTION, preflight(origin="https://evil{n}.example")),
    "any origin": ({}, preflight(origin="https://all{n}.example")),
    "long origins": ({}, preflight(origin="https://all{n}." + "a." * 200)),
    "paths": (IN_PRODUCTION, preflight(path="/api/{n}")),
    "long paths": (IN_PRODUCTION, preflight(path="/api/{n}" + "/a" * 2000)),
    "header names": ({}, preflight(headers="x-{n}")),
    "many header names": ({}, preflight(headers="x-{n}," + names_of(2000))),
    "methods": ({}, preflight(wants="M{n}")),
    "GETs": (BY_REGEX, Ask("https://t{n}.example.com", "/api/{n}")),
}


def regex_matches(app: t.Any, ask: Ask, times: int) -> int:
    """How often the configured regex is tried on so many requests."""
    environs = requests(ask)
    call = caller(app)
    call(next(environs))
    calls = c_calls(lambda: [call(next(environs)) for _ in range(times)])
    owners = [getattr(each, "__self__", None) for each in calls]
    regexes = [each for each in owners if isinstance(each, re.Pattern)]
    return sum(each.pattern in {TENANTS, re.compile(TENANTS).pattern} for each in regexes)


@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
@pytest.mark.parametrize("origin", ["https://t{n}.example.com", "https://evil{n}.example"])
def test_a_new_origin_is_matched_once(origin: str, method: str) -> None:
    app = app_with(**under_api(origins=[re.compile(TENANTS)]))
    ask = Ask(origin) if method == "GET" else preflight(origin=origin)
    assert regex_matches(app, ask, 20) == 20


@pytest.mark.parametrize("origin", ["https://t1.example.com", EVIL])
def test_an_origin_that_was_seen_is_not_matched_again(origin: str) -> None:
    app = app_with(**under_api(origins=[re.compile(TENANTS)]))
    assert regex_matches(app, Ask(origin), 20) == 0


@pytest.mark.parametrize(
    "origin", ["https://" + "a" * 400, "https://t1.example.com/", "t{n}", " ", "null", ""]
)
def test_what_is_no_origin_is_not_matched_at_all(origin: str) -> None:
    app = app_with(**under_api(origins=[re.compile(TENANTS)]))
    assert regex_matches(app, Ask(origin), 20) == 0


def memories() -> list[memory.Memory[t.Any, t.Any]]:
    """Everything that is kept for later, of every app that the test makes."""
    return [each for each in gc.get_objects() if isinstance(each, memory.Memory)]


@pytest.mark.usefixtures("small_heap")
@pytest.mark.parametrize(("options", "ask"), FLOODS.values(), ids=FLOODS)
def test_memories_are_bounded(options: dict[str, t.Any], ask: Ask) -> None:
    app = app_with(**options)
    times = memory.MOST + 50 if ask.method == "OPTIONS" else 50
    send(app, ask, times)
    kept = memories()
    assert kept
    assert max(map(len, kept)) <= memory.MOST
    assert sum(map(len, kept)) <= memory.MOST_IN_ALL
    longest = max((len(str(key)) for each in kept for key in each), default=0)
    assert longest <= 2048, "a long text is remembered"


@pytest.mark.parametrize("flood", FLOODS)
def test_floods_leave_no_memory_behind(flood: str) -> None:
    # In an interpreter of its own: threads that other tests have left would be counted too.
    code = f"from tests.speed.test_strangers import left_behind; print(left_behind({flood!r}))"
    # A single text of those lengths is 300 to 4,000.
    assert start_up.ask(sys.executable, code) < 8_000


def left_behind(flood: str) -> int:
    """By how many bytes more is in use after a flood than after the same flood before."""
    memory.MOST = memory.MOST_IN_ALL = 32
    options, ask = FLOODS[flood]
    environs, call = requests(ask), caller(app_with(**options))

    def in_use() -> int:
        for _ in range(10 * 32):  # so that memories are as full afterwards as before
            call(next(environs))
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    for _ in range(4):  # Python 3.10 makes room for its caches at the 1,024th call
        in_use()
    tracemalloc.start()
    in_use()
    before = in_use()
    return in_use() - before


RULES: dict[str, t.Any] = {
    "resources": {f"/rule{number}/*": {"origins": re.compile(TENANTS)} for number in range(100)}
}


@pytest.mark.usefixtures("small_heap")
def test_all_rules_together_keep_no_more_than_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_IN_ALL", 2 * memory.MOST)
    app = app_with(**RULES)
    most = 0
    for number in range(100):
        path = f"/rule{number}/x"
        send(app, Ask("https://t{n}.example.com", path), 20)
        send(app, preflight(origin="https://t{n}.example.com", path=path), 20)
        most = max(most, sum(map(len, memories())))
    assert memory.MOST < most <= memory.MOST_IN_ALL


def test_long_texts_to_many_rules_fill_little() -> None:
    # In an interpreter of its own, as above.
    code = "from tests.speed.test_strangers import most_in_use; print(most_in_use())"
    # 500 entries, each with texts of up to 512 characters in its key and in the answer.
    assert start_up.ask(sys.executable, code) < 500 * 3_000


def most_in_use() -> int:
    """The most bytes that are in use while long texts come to a hundred rules."""
    memory.MOST_IN_ALL = 500
    app = app_with(**RULES)
    send(app, Ask(EVIL, "/rule0/x"), 20)
    tracemalloc.start()
    for number in range(100):
        path = f"/rule{number}/x"
        send(app, Ask("https://{n}" + "a" * 450, path), 20)
        send(app, preflight(headers="x{n}" + "a" * 450, path=path), 20)
    return tracemalloc.get_traced_memory()[1]


def test_an_origin_that_was_seen_is_kept_once() -> None:
    app = app_with(origins=[APP, EVIL])
    send(app, Ask(APP), 2)
    (_, policy), *_ = app.extensions["cors"].rules.paths.rules
    assert (len(policy.decided_by_origin), len(policy.decided)) == (1, 0)


@pytest.mark.parametrize("bound", ["MOST", "MOST_IN_ALL"])
def test_a_memory_is_bounded_at_any_time(monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    monkeypatch.setattr(memory, "_kept", [])
    monkeypatch.setattr(memory, bound, 4)
    kept = memory.Memory[int, int]()
    sizes = [kept.keep(number, number, 1) and len(kept) for number in range(1, 12)]
    assert sizes == [1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3]


def test_threads_that_forget_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_IN_ALL", 8)
    memories: list[memory.Memory[int, int]] = [memory.Memory() for _ in range(4)]

    def flood(mine: memory.Memory[int, int]) -> None:
        for number in range(5_000):
            assert mine.keep(number, number, 1) == number

    with ThreadPoolExecutor(4) as pool:
        [*pool.map(flood, memories)]
    # Each thread may have found room at the same time.
    assert sum(map(len, memories)) <= 8 + 4


GROWING: dict[str, t.Callable[[int], Ask]] = {
    "header names": lambda size: preflight(headers=names_of(size)),
    "one header name": lambda size: preflight(headers="x" * size),
    "commas": lambda size: preflight(headers="," * size),
    "commas and blanks": lambda size: preflight(headers=" ," * (size // 2)),
    "method": lambda size: preflight(wants="M" * size),
    "origin": lambda size: preflight(origin="https://" + "a." * (size // 2)),
    "origin's labels": lambda size: preflight(
        origin="https://" + "a." * min(size // 64, 120) + "b"
    ),
    "segments": lambda size: preflight(path="/api" + "/a" * (size // 2)),
    "slashes": lambda size: preflight(path="/api" + "/" * size),
    "dots": lambda size: preflight(path="/api" + "/." * (size // 2)),
    "double dots": lambda size: preflight(path="/api" + "/a/.." * (size // 5)),
    "dots and slashes": lambda size: preflight(path="/api/a" + "//a/.." * min(size // 99, 8)),
    "bytes that are no text": lambda size: preflight(path="/api/" + "\u00ff" * size),
}
POLICIES = {
    "any": {},
    "list": IN_PRODUCTION,
    "regex": BY_REGEX,
    "patterns": under_api(origins=["https://*.example.com", "https://*.a.example"]),
    "rules": {"resources": {f"/api{'/a' * each}/*": {"origins": "*"} for each in range(50)}},
    "different rules": {"resources": {"/api/*": {"origins": "*"}, "/api/a/*": {"origins": APP}}},
}


@pytest.mark.parametrize("options", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize("ask", GROWING.values(), ids=GROWING)
def test_long_values_cost_no_more_than_flasks_own_answer(
    ask: t.Callable[[int], Ask], options: dict[str, t.Any], bare: Worker, mine: Worker
) -> None:
    workload = Workload("long", "long", options=options)
    asks = [ask(size) for size in (500, 1000, 2000, 4000, 8000, 16000, 32000)]
    for taken, flasks in zip(
        mine.opcodes(workload, *asks), bare.opcodes(workload, *asks), strict=True
    ):
        assert taken <= flasks


@pytest.mark.parametrize("options", POLICIES.values(), ids=POLICIES)
@pytest.mark.parametrize("ask", GROWING.values(), ids=GROWING)
def test_work_grows_at_most_with_length(
    ask: t.Callable[[int], Ask], options: dict[str, t.Any], mine: Worker
) -> None:
    asks = [ask(size) for size in (600, 1200, 2400, 4800, 9600)]  # none is remembered
    app = app_with(**options)
    # Built-in functions are counted too, since one that is called for each character hides work.
    calls = [len(c_calls(partial(send, app, each, 1))) for each in asks]
    for counts in (calls, mine.opcodes(Workload("long", "long", options=options), *asks)):
        assert all(long <= 2.2 * short for short, long in pairwise(counts))
