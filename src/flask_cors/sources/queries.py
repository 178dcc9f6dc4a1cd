"""What a source of origins is asked, and what it has to be."""

from __future__ import annotations

import abc
import collections.abc as cabc
import typing as t
from dataclasses import dataclass

_NO_TEXT = "A source of origins is asked with a query, not a text: write query.origin."


@dataclass(frozen=True)
class OriginQuery:
    """The question whether pages on one origin may read the answer to one request.

    In a request everything but `origin` is worked out when it is first looked at, so a source
    that asks for no more pays for no more. It is never equal to a text: to compare it with one,
    or to look for one in it, raises a `TypeError`.

    :param origin: the origin as browsers serialize it: already parsed, and never ``null``.
    :param host: the host that the request names, with its port unless that is the scheme's own.
    :param path: the path that Flask routes on, decoded.
    :param endpoint: the endpoint of the view that serves the request, for a CORS-preflight
        request that of the request to come; None where no view does.
    :param view_args: the values in the URL of that view; None where no view serves it.
    :param preflight: whether the request is a CORS-preflight request.

    Source: https://fetch.spec.whatwg.org/#http-requests

    .. versionadded:: 7.0
    """

    origin: str
    host: str = ""
    path: str = "/"
    endpoint: str | None = None
    view_args: cabc.Mapping[str, object] | None = None
    preflight: bool = False

    def __eq__(self, other: object) -> bool:
        """Whether `other` asks the same, however its parts are worked out.

        :raises TypeError: where `other` is a text: a source would never find its origins.
        """
        if isinstance(other, str):
            raise TypeError(_NO_TEXT)
        return isinstance(other, OriginQuery) and all(
            getattr(self, name) == getattr(other, name) for name in OriginQuery.__match_args__
        )

    def __reduce__(self) -> tuple[type[OriginQuery], tuple[object, ...]]:
        """A copy, or what is pickled, by its parts: all of them, so all count as looked at."""
        return OriginQuery, tuple(getattr(self, name) for name in OriginQuery.__match_args__)

    def __hash__(self) -> int:
        """That of the origin, so that a set of origins compares the query with its own one."""
        return hash(self.origin)

    if not t.TYPE_CHECKING:  # pragma: no branch  (to types a query holds nothing)

        def __contains__(self, _: object) -> t.NoReturn:
            raise TypeError(_NO_TEXT)

        def __getattr__(self, name: str) -> object:
            if hasattr(str, name) and not name.startswith("_"):
                raise AttributeError(_NO_TEXT)
            # A part that raises this itself tells why.
            return object.__getattribute__(self, name)


class Asked(t.Protocol):
    """All that an object needs to be a source."""

    def allows(self, query: OriginQuery, /) -> bool | cabc.Awaitable[bool]:
        """Whether the origin is let in."""
        ...


@t.runtime_checkable
class OriginSource(t.Protocol):
    """What knows, while the app runs, which origins are let in.

    Only `allows` must be written. A class that has nothing to do with this one is a source with
    that method alone, though no `OriginSource` to a type checker; and so is a plain function of
    an `OriginQuery`. It runs in the app context: do not
    count on a request context, which is there at times, and a CORS-preflight request carries
    neither cookie nor token.

    .. versionadded:: 7.0
    """

    @abc.abstractmethod
    def allows(self, query: OriginQuery) -> bool | cabc.Awaitable[bool]:
        """Whether the origin is let in: True or False, nothing else; may be async.

        :param query: the question.
        """
        ...

    def origins(self) -> cabc.Iterable[str]:
        """The origins that are let in, for people, as far as the source can list them."""
        return ()

    def invalidate(self, key: str | None = None) -> None:
        """Forget what is remembered of one origin or key; without one, everything.

        :param key: the origin, or whatever else the source remembers answers by.
        """
        del key  # as it stands a source remembers nothing; an empty body would be abstract


Source = Asked | cabc.Callable[[OriginQuery], bool | cabc.Awaitable[bool]]
"""What can be asked."""
