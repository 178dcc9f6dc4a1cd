"""Calls that may take too long."""

from __future__ import annotations

import os
import threading

import pytest

from flask_cors.sources import deadline
from flask_cors.sources.deadline import Deadline
from flask_cors.sources.forks import renew_all


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
    assert limit._crew.threads == 1


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


def test_threads_that_are_all_held_up(clock: type[Clock], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(deadline, "_MOST_THREADS", 2)
    limit = Deadline(0.05)
    go_on = threading.Event()
    called: list[str] = []
    for _ in range(2):
        with pytest.raises(TimeoutError, match="no answer"):
            limit.run(lambda: go_on.wait(30))
        clock.now += deadline.REST
    with pytest.raises(TimeoutError, match="no answer"):
        limit.run(lambda: called.append("in vain"))
    assert limit._crew.threads == 2
    clock.now += deadline.REST
    limit.seconds = 30
    go_on.set()
    limit.run(lambda: called.append("in time"))
    # What was given up is not done late.
    assert called == ["in time"]


def test_threads_do_not_survive_a_fork():
    limit = Deadline(30)
    assert limit.run(os.getpid) == os.getpid()
    jobs = limit._crew.jobs
    renew_all()
    assert limit.run(lambda: "done") == "done"
    assert limit._crew.jobs is not jobs
    assert limit._crew.threads == 1
