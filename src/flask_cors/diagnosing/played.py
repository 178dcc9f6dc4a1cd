"""What a page asked for, and what came of it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..describing.page_requests import PageRequest
from ..protocol import fields
from ..protocol.user_agent.header_lists import get
from ..wsgi import DECISION

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from ..protocol.decisions import Decision
    from ..protocol.user_agent import FetchRequest
    from ..protocol.user_agent import NetworkError
    from ..protocol.user_agent import Response


@dataclass(frozen=True)
class Played:
    """What a page asked for, and what came of it.

    :param asked: what the page handed to ``fetch``; its URL is absolute.
    :param origin: the serialized origin of the page.
    :param outcome: what the page got.
    :param environs: the requests that the app got, as they were when it had answered.
    :param error: what the app raised, if it did.
    :param assumed: the lower-case names of headers that only stand for what is not known, so that
        nothing follows from them.
    :param assumes_method: whether the method only stands for one that is not known.
    """

    asked: FetchRequest
    origin: str
    outcome: Response | NetworkError
    environs: tuple[WSGIEnvironment, ...]
    error: BaseException | None
    assumed: frozenset[str] = frozenset()
    assumes_method: bool = False

    @property
    def decision(self) -> Decision | None:
        """What was decided on the last request that the app got; None where nothing was."""
        return self.environs[-1].get(DECISION) if self.environs else None

    @property
    def last_status(self) -> int | None:
        """The status of the last response; None where there is none."""
        exchanges = self.outcome.exchanges
        response = exchanges[-1].response if exchanges else None
        return None if response is None else response.status

    def page_request(self, error: NetworkError) -> PageRequest:
        """What the last request on the wire asks of the server, or announces."""
        wire = error.exchanges[-1].request
        names = (get(fields.REQUEST_HEADERS, wire.headers) or "") if error.preflight else ""
        method = get(fields.REQUEST_METHOD, wire.headers) if error.preflight else None
        return PageRequest(
            origin=get(fields.ORIGIN, wire.headers) or error.origin,
            method=method or wire.method,
            headers=tuple(name for name in names.split(",") if name and name not in self.assumed),
            credentials=self.asked.credentials == "include",
            preflight=error.preflight,
            private_network=get(fields.REQUEST_PRIVATE_NETWORK, wire.headers) is not None,
        )
