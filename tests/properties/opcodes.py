"""Counting the opcodes that some code runs: its work, without the noise of time."""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import sys
import typing as t


@contextlib.contextmanager
def _traced() -> cabc.Iterator[list[int]]:
    count = [0]

    def trace(frame: t.Any, event: str, argument: object) -> t.Any:
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        count[0] += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield count
    finally:
        sys.settrace(before)


@contextlib.contextmanager
def _monitored() -> cabc.Iterator[list[int]]:
    """From Python 3.12 on `sys.settrace` misses the opcodes of code that is traced anew."""
    count = [0]

    def count_one(code: object, offset: int) -> None:
        count[0] += 1

    monitoring: t.Any = sys.monitoring
    tool, events = 4, monitoring.events
    monitoring.use_tool_id(tool, "opcodes")
    monitoring.register_callback(tool, events.INSTRUCTION, count_one)
    monitoring.set_events(tool, events.INSTRUCTION)
    try:
        yield count
    finally:
        monitoring.set_events(tool, events.NO_EVENTS)
        monitoring.free_tool_id(tool)


counted = _monitored if sys.version_info >= (3, 12) else _traced
"""Counts the opcodes that are run within, as the only member of a list."""
