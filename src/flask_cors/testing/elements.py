"""Images, scripts and fonts: what elements ask for, and what comes of it.

Source: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
"""

from __future__ import annotations

from dataclasses import dataclass

from ..protocol.user_agent import FetchRequest
from .responses import PageResponse


@dataclass(frozen=True)
class Element:
    """What an element got.

    :param readable: whether the page may look inside: at the pixels of an image once it is on a
        canvas, at the messages of a script's errors.
    :param response: as a ``fetch`` would have seen it.

    .. versionadded:: 7.0
    """

    readable: bool
    response: PageResponse


def element_request(destination: str, url: str, crossorigin: str | None) -> FetchRequest:
    """The request that an element makes.

    An attribute that is neither empty nor a known word counts as ``anonymous``.

    Source: https://html.spec.whatwg.org/multipage/urls-and-fetching.html#cors-settings-attributes
    """
    if crossorigin is None:
        return FetchRequest(url, mode="no-cors", credentials="include", destination=destination)
    include = crossorigin.lower() == "use-credentials"
    return FetchRequest(
        url, credentials="include" if include else "same-origin", destination=destination
    )


def element_of(response: PageResponse) -> Element:
    """What comes of the response to an element's request."""
    return Element(readable=response.type in {"basic", "cors"}, response=response)
