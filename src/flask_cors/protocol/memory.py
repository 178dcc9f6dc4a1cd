"""A small memory for what was worked out before."""

from __future__ import annotations

import contextlib
import typing as t
from weakref import ref

Key = t.TypeVar("Key")
Value = t.TypeVar("Value")

MOST = 1024
"""The entries of one memory."""

MOST_IN_ALL = 16 * MOST
"""The entries of all memories of a process, however many rules there are."""

_LONGEST = 512


class _Forgetting(t.Protocol):
    def clear(self) -> None: ...


_kept: list[ref[_Forgetting]] = []
"""For each entry that was kept since everything was forgotten, the memory that it is in."""


class Memory(dict[Key, Value]):
    """A dictionary that forgets everything when it is full, or when all together are.

    Its keys come from the network, so it must not grow with them. Forgetting all at once
    keeps a look-up as cheap as a dictionary's, and costs an attacker's victim no more than
    one computation for each flood of new keys.
    """

    def keep(self, key: Key, value: Value, length: int) -> Value:
        """Remember `value` under `key` and return it; not where the key's text is too long."""
        if length <= _LONGEST:
            if len(_kept) >= MOST_IN_ALL:
                _forget_all()
            elif len(self) >= MOST:
                self.clear()
            self[key] = value
            _kept.append(ref(self))  # last, so that no entry is there that was not counted
        return value


def _forget_all() -> None:
    with contextlib.suppress(IndexError):  # other threads may be about it too
        while True:
            memory = _kept.pop()()
            if memory is not None:
                memory.clear()
