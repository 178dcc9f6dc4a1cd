"""Calls that may take too long."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from flask_cors.sources import deadline
from flask_cors.sources.deadline import Deadline


class Clock:
    now = 0.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    Clock.now = 0.0
    monkeypatch.setattr(deadline, "monotonic", lambda: Clock.now)
    return Clock


def fail() -> None:
    raise LookupError("gone")


def test_what_is_in_time():
    limit = Deadline(30)
    for number in range(3):
        assert limit.run(lambda number=number: number) == number  # type: ignore[misc]
        with pytest.raises(LookupError, match="gone"):
            limit.run(fail)
    assert len({limit.run(threading.get_ident) for _ in range(3)}) == 1


def test_what_is_not(clock: type[Clock]):
    limit = Deadline(0.05)
    go_on = threading.Event()
    called: list[int] = []

    def hang() -> None:
        called.append(1)
        go_on.wait(30)

    with pytest.raises(TimeoutError, match=r"no answer within 0\.05 seconds"):
        limit.run(hang)
    # It is left alone for a while: nobody else need wait to find the same.
    with pytest.raises(TimeoutError, match="left alone"):
        limit.run(hang)
    assert len(called) == 1
    # Then one finds out, and the others go on without.
    clock.now += deadline.REST
    with pytest.raises(TimeoutError, match="no answer"):
        limit.run(hang)
    clock.now += deadline.REST / 2
    with pytest.raises(TimeoutError, match="left alone"):
        limit.run(hang)
    go_on.set()
    clock.now += deadline.REST
    limit.seconds = 30
    assert limit.run(lambda: "back") == "back"
    assert limit.run(lambda: "there") == "there"


@pytest.mark.parametrize("many", [1, 2, 5])
def test_calls_that_hang_stand_in_nobodys_way(
    many: int, clock: type[Clock], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(deadline, "_MOST_THREADS", 2)
    limit = Deadline(0.05)
    go_on = threading.Event()
    ended = threading.Semaphore(0)

    def hang() -> None:
        go_on.wait(30)
        ended.release()

    for _ in range(many):
        with pytest.raises(TimeoutError, match="no answer"):
            limit.run(hang)
        clock.now += deadline.LONG_REST
    # Those that answer are answered while the others hang, and once they have come back.
    limit.seconds = 30
    first = limit.run(threading.get_ident)
    assert limit.run(threading.get_ident) == first
    go_on.set()
    for _ in range(many):
        assert ended.acquire(timeout=30)
    assert limit.run(threading.get_ident) == first


def test_once_many_hang_it_is_tried_seldom(clock: type[Clock], monkeypatch: pytest.MonkeyPatch):
    """Each try may leave a thread behind for good."""
    monkeypatch.setattr(deadline, "_MOST_THREADS", 2)
    limit = Deadline(0.05)
    hanging: list[threading.Event] = []
    ended: list[threading.Thread] = []

    def hang() -> None:
        ended.append(threading.current_thread())
        hanging.append(threading.Event())
        hanging[-1].wait(30)

    def try_again(told: str) -> None:
        with pytest.raises(TimeoutError, match=told):
            limit.run(hang)

    try_again("no answer")
    clock.now += deadline.REST
    try_again("no answer")
    clock.now += deadline.LONG_REST - 1
    try_again("left alone")
    clock.now += 1
    try_again("no answer")
    clock.now += deadline.REST
    try_again("left alone")
    assert len(hanging) == 3
    # Some have come back, so it may be worth trying.
    limit.seconds = 30
    for event, thread in zip(hanging[:2], ended[:2], strict=True):
        event.set()
        thread.join(30)
    assert limit.run(lambda: "there") == "there"
    hanging[2].set()


def test_calls_that_find_no_place_in_time_are_not_done_late(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(deadline, "_MOST_THREADS", 1)
    limit = Deadline(30)
    began, go_on = threading.Event(), threading.Event()
    called: list[str] = []

    def work() -> str:
        began.set()
        go_on.wait(30)
        return "done"

    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(limit.run, work)
        assert began.wait(30)
        limit.seconds = 0.05
        with pytest.raises(TimeoutError, match="no answer"):
            limit.run(lambda: called.append("in vain"))
        go_on.set()
        assert busy.result() == "done"
    limit.seconds = 30
    limit.run(lambda: called.append("in time"))
    assert called == ["in time"]


def test_calls_that_are_given_up_before_a_thread_begins_are_not_done(
    clock: type[Clock], monkeypatch: pytest.MonkeyPatch
):
    late: list[threading.Thread] = []
    limit = Deadline(0.05)
    called: list[str] = []
    start = threading.Thread.start

    def start_late(thread: threading.Thread) -> None:
        late.append(thread)

    with monkeypatch.context() as busy:
        busy.setattr(threading.Thread, "start", start_late)
        with pytest.raises(TimeoutError, match="no answer"):
            limit.run(lambda: called.append("in vain"))
    for thread in late:
        start(thread)
        thread.join(30)
    clock.now += deadline.REST
    limit.seconds = 30
    limit.run(lambda: called.append("in time"))
    assert called == ["in time"]


def test_calls_that_end_just_when_they_are_given_up(monkeypatch: pytest.MonkeyPatch):
    limit = Deadline(30)

    class Late(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            """As if the time had passed before it was set."""
            super().wait(timeout)
            return False

    monkeypatch.setattr("flask_cors.sources.deadline.threading.Event", Late)
    assert [limit.run(lambda: "done") for _ in range(3)] == ["done"] * 3
    assert limit._crew.rest == deadline.REST


def test_threads_do_not_survive_a_fork(monkeypatch: pytest.MonkeyPatch):
    """Whoever forks: uWSGI does without Python's own hooks."""
    limit = Deadline(30)
    assert limit.run(os.getpid) == os.getpid()
    before = limit.run(threading.get_ident)
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert limit.run(lambda: "done") == "done"
    assert limit.run(threading.get_ident) != before
