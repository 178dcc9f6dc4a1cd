"""The headers that a page can read."""

from __future__ import annotations

import collections.abc as cabc

from ..protocol.fields import Field


class UnreadableError(KeyError):
    """A header that the page cannot read, and why."""

    def __str__(self) -> str:
        return str(self.args[0])


class ReadableHeaders(cabc.Mapping[str, str]):
    """The headers of a response as a page sees them; names in any case.

    Looking up a header that was sent, and that the page cannot read, is a `KeyError` that says
    how to expose it.

    .. versionadded:: 7.0
    """

    def __init__(self, readable: cabc.Iterable[Field], sent: cabc.Iterable[Field] = ()) -> None:
        self._readable = dict(readable)
        self._sent = {name.lower(): name for name, _ in sent}

    def __getitem__(self, name: str) -> str:
        """The value, combined where the field came several times.

        :raises UnreadableError: where the page cannot read it.
        """
        value = self._readable.get(name.lower())
        if value is None:
            raise UnreadableError(self._why_not(name))
        return value

    def __iter__(self) -> cabc.Iterator[str]:
        """The names, in lower case, sorted."""
        return iter(self._readable)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._readable)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._readable!r})"

    def was_sent(self, name: str) -> bool:
        """Whether the header came, whether or not the page can read it."""
        return name.lower() in self._sent

    def _why_not(self, name: str) -> str:
        spelled = self._sent.get(name.lower())
        if spelled is None:
            return f"The response has no header {name!r}."
        if spelled.lower() in {"set-cookie", "set-cookie2"}:
            return f"{spelled} was sent, but no page can read it."
        return (
            f"{spelled} was sent, but the page cannot read it: "
            f'expose it with expose_headers=["{spelled}"].'
        )
