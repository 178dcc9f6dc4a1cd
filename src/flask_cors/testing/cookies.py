"""Cookies: what a server may set, and where it is sent back.

Source: RFC 6265bis, https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from dataclasses import dataclass

from ..protocol.user_agent.urls import URL


@dataclass(frozen=True)
class Cookie:
    """A cookie that the browser keeps.

    :param name: the name; empty where it has none.
    :param value: the value, as it was set.
    :param domain: the host that set it, or the domain that it is for.
    :param path: the path that it goes to, and to all below.
    :param host_only: whether it goes to that very host only.
    :param secure: whether it goes over https only, or to this machine.
    :param http_only: whether no script can read it.
    :param same_site: ``Lax``, ``Strict`` or ``None``; ``Lax`` where the server did not say.
    :param expires: when it goes, in seconds since the epoch; None with the browser.
    :param partition: the site whose pages alone it is kept for, where it is ``Partitioned``
        (https://github.com/privacycg/CHIPS); otherwise empty.

    .. versionadded:: 7.0
    """

    name: str
    value: str
    domain: str
    path: str = "/"
    host_only: bool = True
    secure: bool = False
    http_only: bool = False
    same_site: str = "Lax"
    expires: float | None = None
    partition: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """What a later cookie has in common with the one that it replaces."""
        return self.name, self.domain, self.host_only, self.path, self.partition

    def goes_to(self, url: URL, *, cross_site: bool, trustworthy: bool) -> bool:
        """Whether a request for a resource at that URL carries it.

        Source: https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-retrieval-algorithm
        """
        if cross_site and self.same_site != "None":
            return False
        host = url.host or ""
        at_home = host == self.domain if self.host_only else domain_matches(host, self.domain)
        return at_home and path_matches(url.path, self.path) and (trustworthy or not self.secure)


class Refused(t.NamedTuple):
    """A cookie that the browser did not take.

    :param header: the value of Set-Cookie.
    :param reason: one sentence that says why.

    .. versionadded:: 7.0
    """

    header: str
    url: str
    reason: str

    def __str__(self) -> str:
        return f"{self.header!r} from {self.url}: {self.reason}"


class CookieJar:
    """The cookies of a browser.

    .. versionadded:: 7.0
    """

    def __init__(self, clock: t.Callable[[], float]) -> None:
        self._clock = clock
        self._cookies: dict[tuple[object, ...], Cookie] = {}
        self.refused: list[Refused] = []
        """The cookies that were not taken, in the order in which they came."""

    def __iter__(self) -> t.Iterator[Cookie]:
        """All cookies that have not expired, the oldest first."""
        return iter([each for each in [*self._cookies.values()] if self._lives(each)])

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)

    def __getitem__(self, name: str) -> Cookie:
        """The newest cookie of that name.

        :raises KeyError: where there is none; it says why, where one was refused.
        """
        for cookie in reversed(list(self)):
            if cookie.name == name:
                return cookie
        refused = [str(each) for each in self.refused if each.header.startswith(f"{name}=")]
        raise KeyError(" ".join([f"There is no cookie {name!r}.", *refused]))

    def __contains__(self, name: object) -> bool:
        """Whether there is a cookie of that name."""
        return any(cookie.name == name for cookie in self)

    def __repr__(self) -> str:
        return f"<CookieJar {', '.join(cookie.name for cookie in self)}>"

    def overwrites_secure(self, cookie: Cookie) -> bool:
        """Whether a Secure one of its name goes to where it would go, too.

        Source: https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-storage-model
        """
        return any(
            known.secure
            and known.name == cookie.name
            and (
                domain_matches(known.domain, cookie.domain)
                or domain_matches(cookie.domain, known.domain)
            )
            and path_matches(cookie.path, known.path)
            for known in self
        )

    def add(self, cookie: Cookie) -> None:
        """Keep a cookie, in place of its predecessor; one that has expired leaves no place."""
        known = self._cookies.get(cookie.key)
        if known is not None and not self._lives(known):
            self._cookies.pop(cookie.key, None)
        self._cookies[cookie.key] = cookie

    def clear(self) -> None:
        """Forget everything."""
        self._cookies.clear()
        self.refused.clear()

    def matching(
        self, url: URL, *, cross_site: bool, trustworthy: bool, partitions: cabc.Container[str]
    ) -> list[Cookie]:
        """The cookies of those partitions that go to a URL, in the order in which they are sent."""
        found = [
            each
            for each in self
            if each.partition in partitions
            and each.goes_to(url, cross_site=cross_site, trustworthy=trustworthy)
        ]
        return sorted(found, key=lambda cookie: -len(cookie.path))

    def _lives(self, cookie: Cookie) -> bool:
        return cookie.expires is None or self._clock() < cookie.expires


def domain_matches(host: str, domain: str) -> bool:
    """https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-domain-matching."""
    return host == domain or (host.endswith(f".{domain}") and host[0] != "[")


def path_matches(path: str, cookie_path: str) -> bool:
    """https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-paths-and-path-match."""
    return path == cookie_path or (
        path.startswith(cookie_path)
        and (cookie_path.endswith("/") or path[len(cookie_path)] == "/")
    )
