"""What a page is not told: why its request failed."""

from __future__ import annotations

from ..diagnosing.advice import advice_on_error
from ..diagnosing.advice import advice_on_exception
from ..diagnosing.diagnosis import diagnosis_of
from ..diagnosing.played import Played
from ..protocol.user_agent import FetchRequest
from ..protocol.user_agent import NetworkError
from ..protocol.user_agent import Step
from ..rules.state import AppState
from .exchanges import Exchange
from .no_answers import on_no_answer


class Blocked(Exception):
    """The browser kept a response from the page, or did not even ask for it.

    A page learns nothing but ``TypeError: Failed to fetch``; this says all that the browser
    knows. Where the app raised, its exception is the cause.

    .. versionadded:: 7.0
    """

    def __init__(
        self,
        error: NetworkError,
        console: tuple[str, ...],
        exchanges: tuple[Exchange, ...],
        asked: FetchRequest | None = None,
    ) -> None:
        self.error = error
        """The network error, with all that the browser knows of it."""
        self.console = "\n".join(console)
        """What the browser's console says of it."""
        self.exchanges = exchanges
        """What went over the wire, in order."""
        self._asked = asked
        super().__init__(error, console, exchanges, asked)

    @property
    def step(self) -> Step:
        """The step of the Fetch standard at which the request ended."""
        return self.error.step

    @property
    def field(self) -> str | None:
        """The name of the header field at fault, or None."""
        return self.error.field

    @property
    def value(self) -> str | None:
        """What that field holds; None where it is absent."""
        return self.error.value

    @property
    def preflight(self) -> bool:
        """Whether it was the preflight that failed, so that the request was never sent."""
        return self.error.preflight

    @property
    def escaped(self) -> bool:
        """Whether the app let an exception out, so that the last answer is a server's bare 500."""
        return bool(self.exchanges) and self.exchanges[-1].escaped

    @property
    def remedy(self) -> str:
        """What to change so that the request passes.

        Of an app's own rules it says what ``flask cors check`` says.
        """
        last = self.exchanges[-1] if self.exchanges else None
        if last is not None and last.server and self.step is Step.CONNECTION:
            return on_no_answer(last.server, last.exception)
        if last is not None and self._asked and last.app is not None and last.environ is not None:
            raised = last.exception if last.escaped else None
            played = Played(self._asked, self.error.origin, self.error, (last.environ,), raised)
            return str(diagnosis_of(AppState.as_it_is(last.app), played, self.error).remedy)
        if last is not None and last.escaped:
            return advice_on_exception(last.exception)
        return advice_on_error(self.error)

    def __repr__(self) -> str:
        return f"<Blocked at {self.step.value}: {self.error.url}>"

    def __str__(self) -> str:
        lines = [
            f"A page on {self.error.origin} cannot have {self.error.url}. Step: {self.step.value}.",
            self.console,
        ]
        if self.field is not None:
            value = "is not there" if self.value is None else f"is {self.value!r}"
            lines.append(f"At fault: {self.field} {value}.")
        lines += [f"Remedy: {self.remedy}", *map(str, self.exchanges)]
        return "\n".join(filter(None, lines))
