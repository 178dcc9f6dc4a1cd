"""What an exchange is: one thing tried on a program, and the verdict that must come out.

There are three kinds. A ``Fetch`` is sent by the visitor's browser, a ``RawRequest`` by the demo's
own server for origins that no desktop browser can have, and a ``StartUp`` is a line of Python that
sets up a policy. They are data: the page and the ``--check`` table know no exchange by name.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t
from dataclasses import dataclass
from dataclasses import field

from flask import Flask

from demo.origins import Origins

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Verdict = t.Literal["readable", "blocked", "accepted", "refused"]
Sender = t.Literal["page", "third", "opaque"]
Api = t.Literal["api", "sameSiteApi"]


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """What all kinds have in common.

    :param id: unique within its program; letters, digits and hyphens.
    :param title: what is tried, in at most 38 characters.
    :param why: one sentence that gives the reason for the verdict.
    :param expected: the verdict that a correct package and a correct browser give.
    :param unfolded: whether the page shows the details at once.
    """

    id: str
    title: str
    why: str
    expected: Verdict
    unfolded: bool = False


@dataclass(frozen=True, kw_only=True)
class Fetch(Exchange):
    """A request that a page makes from the visitor's browser.

    :param sender: which document asks: the page, one on a third origin, or a sandboxed one whose
        origin is opaque (``null``).
    :param api: the API's URL as a site of its own, or as one on the page's site.
    :param path: the path below the program's mount point.
    :param through: the browser interface that the page uses.
    :param wire: the methods that must cross the wire, in order; ``OPTIONS`` is the preflight.
    :param status: the status that the page must be able to read, if the verdict is readable.
    :param reads: response fields and what the page must see in each, ``None`` for hidden.
    :param again: the id of an earlier exchange whose URL is asked once more; browsers remember
        preflights by URL.
    """

    path: str
    wire: tuple[str, ...]
    method: str = "GET"
    headers: cabc.Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    credentials: t.Literal["omit", "same-origin", "include"] = "same-origin"
    through: t.Literal["fetch", "XMLHttpRequest"] = "fetch"
    sender: Sender = "page"
    api: Api = "api"
    status: int = 200
    reads: cabc.Mapping[str, str | None] = field(default_factory=dict)
    again: str | None = None
    kind: t.Literal["fetch"] = field(default="fetch", init=False)


@dataclass(frozen=True, kw_only=True)
class RawRequest(Exchange):
    """A request that the demo's server sends in the name of ``origin``.

    :param wire: as for ``Fetch``; with ``OPTIONS`` in front, a preflight is sent first.
    """

    origin: str
    path: str
    wire: tuple[str, ...]
    method: str = "GET"
    headers: cabc.Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    kind: t.Literal["raw"] = field(default="raw", init=False)


@dataclass(frozen=True, kw_only=True)
class StartUp(Exchange):
    """A policy that is set up on a new app, to see what the package says.

    :param attempt: the set-up; the page shows its source.
    :param says: what the message must contain.
    """

    attempt: cabc.Callable[[Flask], object]
    says: tuple[str, ...] = ()
    wire: tuple[str, ...] = field(default=(), init=False)
    kind: t.Literal["startup"] = field(default="startup", init=False)


AnyExchange = Fetch | RawRequest | StartUp


@dataclass(frozen=True, kw_only=True)
class Program:
    """A Flask program and what is tried on it.

    :param id: the path under which the API mounts it.
    :param story: what the program wants, in one or two sentences.
    :param create_app: makes the program for pages of the given origins.
    :param shown: the functions whose source the page shows as the policy.
    :param has_react_page: whether a React page calls the program, too.
    """

    id: str
    title: str
    story: str
    create_app: cabc.Callable[..., WSGIApplication]
    shown: tuple[cabc.Callable[..., object], ...]
    exchanges: tuple[AnyExchange, ...]
    has_react_page: bool = False

    def pages(self, origins: Origins) -> dict[str, str]:
        """Return the origins of the program's pages by the names of its parameters."""
        pages = {"page_origin": origins.page}
        if self.has_react_page:
            pages["react_origin"] = origins.react
        return pages
