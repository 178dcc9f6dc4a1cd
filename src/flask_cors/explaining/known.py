"""What is known of the request that a message is about: by the message, or from a person."""

from __future__ import annotations

from dataclasses import dataclass

from ..diagnosing.advice import OF_PREFLIGHT
from ..protocol.fields import Field
from .console_reader import ConsoleMessage


@dataclass(frozen=True)
class Known:
    """What is known of a request besides the message; what is not is None or empty."""

    origin: str | None = None
    method: str | None = None
    headers: tuple[Field, ...] = ()
    credentials: bool = False
    url: str | None = None


def names_request(message: ConsoleMessage, known: Known) -> bool:
    """Whether it is known which view is meant."""
    return method_of(message, known) is not None and url_of(message, known) is not None


def is_of_preflight(message: ConsoleMessage) -> bool:
    """Whether a message is about a preflight, so that what views answer does not matter."""
    return bool(message.in_preflight) or message.steps <= OF_PREFLIGHT


def url_of(message: ConsoleMessage, known: Known) -> str | None:
    """The URL, as far as it is known."""
    return known.url or message.facts.get("url")


def page_of(message: ConsoleMessage, known: Known) -> str | None:
    """The origin of the page, as far as it is known."""
    return known.origin or message.facts.get("origin")


def method_of(message: ConsoleMessage, known: Known) -> str | None:
    """The method, as far as it is known."""
    return known.method or message.facts.get("method")
