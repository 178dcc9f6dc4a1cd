"""Images, scripts and fonts: what elements ask for, and what comes of it.

Source: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..protocol.user_agent import FetchRequest
from ..protocol.user_agent.urls import URL
from .exchanges import Exchange
from .responses import PageResponse


@dataclass(frozen=True, repr=False)
class Element:
    """What an element got.

    :param readable: whether the page may look inside: at the pixels of an image once it is on a
        canvas, at the messages of a script's errors.
        A script or a font whose status is none of success is not loaded, so there is nothing.
    :param response: as a ``fetch`` would have seen it.

    .. versionadded:: 7.0
    """

    readable: bool
    response: PageResponse

    def __repr__(self) -> str:
        readable = "readable" if self.readable else "not readable"
        return f"<Element {readable} {self.response!r}>"

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """What went over the wire for it, in order."""
        return self.response.exchanges


def element_url(url: str, base: URL | None) -> str | None:
    """What an element asks for; None where it is no URL, which is an error event to it.

    Source: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#encoding-parsing-a-url
    """
    parsed = URL.parse(url, base)
    return parsed and parsed._replace(username="", password="").serialize()


def element_request(destination: str, url: str, crossorigin: str | None) -> FetchRequest:
    """The request that an element makes.

    An attribute that is neither empty nor a known word counts as ``anonymous``.

    Source: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#cors-settings-attributes

    :raises TypeError: where the attribute is no text.
    """
    given = t.cast("object", crossorigin)
    if given is not None and not isinstance(given, str):
        words = '"anonymous", "use-credentials" or None'
        raise TypeError(f"crossorigin is {words}, not {given!r}.")
    if crossorigin is None:
        return FetchRequest(url, mode="no-cors", credentials="include", destination=destination)
    include = crossorigin.lower() == "use-credentials"
    return FetchRequest(
        url, credentials="include" if include else "same-origin", destination=destination
    )


def element_of(response: PageResponse, destination: str) -> Element:
    """What comes of the response to an element's request.

    Images are shown whatever the status is
    (https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-classic-script asks for it).
    """
    is_loaded = response.ok or destination == "image"
    readable = is_loaded and response.type in {"basic", "cors"}
    return Element(readable=readable, response=response)
