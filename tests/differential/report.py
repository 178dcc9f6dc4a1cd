"""What a run has found, in figures."""

from __future__ import annotations

import collections
import dataclasses
import typing as t

from flask_cors.protocol.user_agent import Departure
from flask_cors.protocol.user_agent import JavaScriptError
from flask_cors.protocol.user_agent import Kind
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import Step

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from .comparing import Verdict

UNREACHED = {Step.PRIVATE_NETWORK, Step.INVALID_URL}
"""Steps that no case ends at: no browser sends that preflight any more, and fetch() itself refuses
such a URL."""


@dataclasses.dataclass
class Report:
    """The verdicts on all cases of a browser."""

    browser: str
    seed: int
    verdicts: list[Verdict]
    seconds: float

    @property
    def disagreements(self) -> list[Verdict]:
        """The cases in which browser and model differ, and nobody knows why."""
        return [verdict for verdict in self.verdicts if verdict.differences]

    @property
    def explained(self) -> collections.Counter[Departure]:
        """How often each of the browser's departures from the standard showed."""
        return collections.Counter(
            departure
            for verdict in self.verdicts
            if not verdict.differences
            for departure in verdict.departures
        )

    @property
    def steps(self) -> collections.Counter[Step]:
        """How many fetches ended at each step."""
        return collections.Counter(
            result.step for result in self.results() if isinstance(result, NetworkError)
        )

    @property
    def missing_steps(self) -> set[Step]:
        """The steps of the model that no case ended at."""
        return set(Step) - set(self.steps) - UNREACHED

    def results(self) -> cabc.Iterator[t.Any]:
        """What the fetches came to."""
        for verdict in self.verdicts:
            yield from verdict.expected.results

    def lines(self) -> cabc.Iterator[str]:
        """The figures, for people."""
        cases = len(self.verdicts)
        explained = sum(not v.differences and bool(v.departures) for v in self.verdicts)
        wrong = len(self.disagreements)
        yield f"{self.browser}, seed {self.seed}: {cases:,} cases in {self.seconds:.0f} s"
        yield f"  {cases - explained - wrong:>7,} as the standard says"
        yield f"  {explained:>7,} otherwise, as this browser is known to do:"
        yield from (f"          {count:>5,} {d.value}" for d, count in self.explained.most_common())
        yield f"  {wrong:>7,} disagreements"
        yield from self.coverage()
        yield from self.wording()

    def coverage(self) -> cabc.Iterator[str]:
        """What the cases did, so that it is known what they show."""
        fetches = len(list(self.results()))
        yield f"  Of {fetches:,} fetches:"
        for name, count in self.kinds().items():
            yield f"          {count / fetches:>6.1%} {name}"
        yield "  Steps at which fetches ended:"
        yield from (
            f"          {count:>5,} {step.value}" for step, count in self.steps.most_common()
        )

    def kinds(self) -> dict[str, int]:
        """How many fetches did what."""
        verdicts, results = self.verdicts, list(self.results())
        sent = [sent.request for verdict in verdicts for sent in verdict.expected.sent]
        preflights = sum(request.kind is Kind.PREFLIGHT for request in sent)
        return {
            "blocked": sum(isinstance(result, NetworkError) for result in results),
            "refused by JavaScript": sum(isinstance(result, JavaScriptError) for result in results),
            "opaque": sum(getattr(result, "type", "") == "opaque" for result in results),
            "redirected and read": sum(getattr(result, "redirected", False) for result in results),
            "preflights sent": preflights,
            "preflights spared by the cache": sum(v.expected.spared for v in verdicts),
            "from sandboxed frames": sum(
                len(v.outcome.case.fetches) for v in verdicts if v.outcome.case.sandboxed
            ),
            "with cookies": sum(request.include_credentials for request in sent),
        }  # fmt: skip

    def wording(self) -> cabc.Iterator[str]:
        """How well the model knows the console's words."""
        blocked = [v for v in self.verdicts if v.outcome.console]
        same = sum(not verdict.wording for verdict in blocked)
        yield f"  Of {len(blocked):,} cases with something on the console,"
        yield f"          {same:,} word by word as expected"


def describe(verdict: Verdict) -> cabc.Iterator[str]:
    """A case with all that happened, for whoever looks into it."""
    case = verdict.outcome.case
    yield f"case {case.number}: a {'sandboxed frame' if case.sandboxed else 'page'} on {case.page}"
    for fetch in case.fetches:
        yield f"  {fetch}"
    for path, script in case.scripts.items():
        yield from (f"  preflight of {path}: {answer}" for answer in script.preflights)
        yield from (f"  {path}: {answer}" for answer in script.answers)
    for request in verdict.outcome.received:
        yield f"  came: {request}"
    for sent in verdict.expected.sent:
        yield f"  expected: {sent}"
    for seen, result in zip(verdict.outcome.seen, verdict.expected.results, strict=True):
        yield f"  saw {seen}"
        yield f"  expected {result!r}"
    yield from (f"  console: {line}" for line in verdict.outcome.console)
    yield from (
        f"  explained by: {departure.value}"
        for departure in verdict.departures
        if not verdict.differences
    )
    yield from (f"  DIFFERENCE: {line}" for line in verdict.differences)
    yield from (f"  wording: {line}" for line in verdict.wording)
