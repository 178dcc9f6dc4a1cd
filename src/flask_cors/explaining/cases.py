"""A message, and what else is known of the request that it is about."""

from __future__ import annotations

from dataclasses import dataclass

from ..diagnosing.advice import OF_PREFLIGHT
from ..protocol.fields import Field
from .console_reader import ConsoleMessage


@dataclass(frozen=True)
class Known:
    """What a person knows of a request besides the message; what is not known is None or empty."""

    origin: str | None = None
    method: str | None = None
    headers: tuple[Field, ...] = ()
    credentials: bool = False
    url: str | None = None


@dataclass(frozen=True)
class Case:
    """A message, and what a person knows besides, which goes before what the message names.

    :param message: what the browser has said.
    :param known: what the person knows.
    """

    message: ConsoleMessage
    known: Known

    @property
    def url(self) -> str | None:
        """The URL, as far as it is known."""
        return self.known.url or self.message.facts.get("url")

    @property
    def page(self) -> str | None:
        """The origin of the page, as far as it is known."""
        return self.known.origin or self.message.facts.get("origin")

    @property
    def method(self) -> str | None:
        """The method, as far as it is known."""
        return self.known.method or self.message.facts.get("method")

    @property
    def headers(self) -> list[Field]:
        """The headers that the page has set, as far as they are known."""
        name = self.message.facts.get("header")
        return [*self.known.headers, *([] if name is None else [(name, "1")])]

    @property
    def names_view(self) -> bool:
        """Whether it is known which view is meant."""
        return self.method is not None and self.url is not None

    @property
    def is_of_preflight(self) -> bool:
        """Whether the message is about a preflight, so that what views answer does not matter.

        One that comes after a redirect is no such: a view may have redirected.
        """
        is_of_any = bool(self.message.in_preflight) or self.message.steps <= OF_PREFLIGHT
        return is_of_any and "led_to" not in self.message.facts

    @property
    def is_likelier_of_gateway(self) -> bool:
        """Whether likelier a gateway has answered than the app a page of which nothing is known."""
        return self.message.is_of_gateway and self.page is None
