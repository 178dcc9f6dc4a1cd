"""A small memory for what was worked out before."""

from __future__ import annotations

import typing as t

Key = t.TypeVar("Key")
Value = t.TypeVar("Value")

MOST = 1024
_LONGEST = 512


class Memory(dict[Key, Value]):
    """A dictionary that forgets everything when it is full.

    Its keys come from the network, so it must not grow with them. Forgetting all at once
    keeps a look-up as cheap as a dictionary's, and costs an attacker's victim no more than
    one computation for each flood of new keys.
    """

    def keep(self, key: Key, value: Value, length: int) -> Value:
        """Remember `value` under `key` and return it; not where the key's text is too long."""
        if length <= _LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[key] = value
        return value
