"""How many Python opcodes a request takes: the same on every machine and in every run.

They leave out what C code does (a regex, a sort), so they are read beside times, not instead.
"""

from __future__ import annotations

import collections
import collections.abc as cabc
import contextlib
import gc
import itertools
import sys
import types
import typing as t

from .apps import Call
from .apps import Environ

_WARM_UP = 5

# A code object itself would be a slow key: its hash is made of all that it holds, each time.
_Counter = collections.Counter[tuple[str, str]]
"""How often a function ran an opcode, by its file and its name."""


def count(call: Call, environs: cabc.Iterator[Environ], warm_up: int = _WARM_UP) -> int:
    """The opcodes of one call, after some that settle what is only done once."""
    return sum(by_function(call, environs, warm_up).values())


def by_function(
    call: Call, environs: cabc.Iterator[Environ], warm_up: int = _WARM_UP
) -> collections.Counter[str]:
    """The opcodes of one call, by file and function."""
    for environ in itertools.islice(environs, warm_up):
        call(environ)
    counter: _Counter = collections.Counter()
    environ = next(environs)
    collects = gc.isenabled()
    gc.disable()  # else what is told of another app's end would count
    try:
        with _monitored(counter) if hasattr(sys, "monitoring") else _traced(counter):
            call(environ)
    finally:
        if collects:
            gc.enable()
    own = {__file__, contextlib.__file__}
    return collections.Counter(
        {f"{file}:{name}": times for (file, name), times in counter.items() if file not in own}
    )


@contextlib.contextmanager
def _traced(counter: _Counter) -> cabc.Iterator[None]:
    def trace(frame: types.FrameType, event: str, argument: t.Any) -> t.Any:
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        if event == "opcode":
            code = frame.f_code
            counter[code.co_filename, code.co_name] += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


@contextlib.contextmanager
def _monitored(counter: _Counter) -> cabc.Iterator[None]:
    """The same by Python 3.12's own means; from 3.13 on a trace function misses most opcodes."""

    def count_one(code: types.CodeType, _: int) -> None:
        counter[code.co_filename, code.co_name] += 1

    monitoring = sys.monitoring
    tool = monitoring.PROFILER_ID
    monitoring.use_tool_id(tool, "opcodes")
    instruction = monitoring.events.INSTRUCTION
    monitoring.register_callback(tool, instruction, count_one)
    monitoring.set_events(tool, instruction)
    try:
        yield
    finally:
        monitoring.set_events(tool, monitoring.events.NO_EVENTS)
        monitoring.register_callback(tool, instruction, None)
        monitoring.free_tool_id(tool)
