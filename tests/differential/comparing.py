"""Comparing what a browser did with what the model expects of it."""

from __future__ import annotations

import dataclasses
import itertools
import typing as t

from flask_cors.protocol.user_agent import Departure
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import Step

from .model import expect

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from flask_cors.protocol.user_agent import Profile

    from .cases import Received
    from .model import Expectation
    from .model import Sent
    from .work import Outcome

SAID_BY_CORS = {"Chromium": "blocked by CORS policy", "Firefox": "Cross-Origin Request Blocked"}
NOT_CORS = {
    Step.MIXED_CONTENT, Step.BAD_PORT, Step.SAME_ORIGIN_MODE, Step.NO_CORS_REDIRECT_MODE, Step.SCHEME, Step.CONNECTION,
    Step.RESOURCE_POLICY, Step.REDIRECT_MODE, Step.REDIRECT_LOCATION, Step.REDIRECT_SCHEME, Step.REDIRECT_COUNT,
}  # fmt: skip
"""Steps that fail for other reasons than CORS, whatever a console calls them."""


EARLIER = "net::ERR_INVALID_REDIRECT"
"""Chromium reads Location before it checks the redirect that carries it."""
DEPARTURES = list(Departure)


def differences(engine: str, outcome: Outcome, expected: Expectation) -> list[str]:
    """What is otherwise than expected, a line each."""
    found = []
    for index, (seen, wanted) in enumerate(zip(outcome.seen, expected.seen, strict=True)):
        seen = {key: value for key, value in seen.items() if key != "at"}
        keys = sorted({*seen, *wanted})
        found += [
            f"fetch {index}: {key}: saw {seen.get(key)!r}, expected {wanted.get(key)!r}"
            for key in keys
            if seen.get(key) != wanted.get(key)
        ]
    pairs = itertools.zip_longest(outcome.received, expected.sent)
    for index, (received, sent) in enumerate(pairs):
        found += [f"request {index}: {line}" for line in wire_differences(received, sent)]
    return [*found, *console_differences(engine, outcome, expected)]


def wire_differences(received: Received | None, sent: Sent | None) -> cabc.Iterator[str]:
    """What of a request is otherwise than expected."""
    if received is None or sent is None:
        came = None if received is None else f"{received.method} {received.url}"
        wanted = None if sent is None else f"{sent.request.method} {sent.request.url}"
        yield f"came {came}, expected {wanted}"
        return
    request = sent.request
    if (received.method, received.url) != (request.method, request.url):
        yield f"came {received.method} {received.url}, expected {request.method} {request.url}"
    wanted_fields = joined(request.headers)
    asked = {"origin", "access-control-request-method", "access-control-request-headers"}
    for name in sorted(
        {*wanted_fields, *asked, *(n for n in received.fields if n.startswith("x-"))}
    ):
        if name == "referer" or name.startswith("sec-"):  # what a browser says beside CORS
            continue
        came, wanted = received.fields.get(name), wanted_fields.get(name)
        if name == "range":  # Chromium reads the value, and writes it anew
            came, wanted = came and "set", wanted and "set"
        if came != wanted:
            yield f"{name}: came {came!r}, expected {wanted!r}"
    cookies = {pair.partition("=")[0] for pair in received.fields.get("cookie", "").split("; ")}
    for name, wanted_cookie in sent.cookies.items():
        if wanted_cookie is not None and wanted_cookie != (name in cookies):
            yield f"cookie {name}: came {name in cookies}, expected {wanted_cookie}"


def joined(headers: cabc.Iterable[tuple[str, str]]) -> dict[str, str]:
    """Fields by name in lower case, values of one name joined."""
    found: dict[str, str] = {}
    for name, value in headers:
        known = found.get(name.lower())
        found[name.lower()] = value if known is None else f"{known}, {value}"
    return found


def console_differences(engine: str, outcome: Outcome, expected: Expectation) -> cabc.Iterator[str]:
    """Where the console does not name CORS although it is to blame, or does although it is not."""
    blamed = sum(SAID_BY_CORS[engine] in line or EARLIER in line for line in outcome.console)
    results = zip(outcome.case.fetches, expected.results, strict=True)
    errors = [(fetch, error) for fetch, error in results if isinstance(error, NetworkError)]
    wanted = sum(error.step not in NOT_CORS and fetch.mode == "cors" for fetch, error in errors)
    if blamed < wanted or (blamed and not errors):
        yield f"console: CORS is named {blamed} times, expected {wanted}: {outcome.console}"


@dataclasses.dataclass
class Verdict:
    """What came of comparing: nothing, differences, or departures that explain them."""

    outcome: Outcome
    expected: Expectation
    differences: list[str]
    departures: tuple[Departure, ...] = ()


def judge(engine: str, outcome: Outcome, profile: Profile) -> Verdict:
    """Compare with the standard first; then with the fewest of the browser's known departures."""
    times = [seen["at"] for seen in outcome.seen]

    def verdict(departures: cabc.Iterable[Departure]) -> Verdict:
        exact = dataclasses.replace(profile, departures=frozenset(departures))
        expected = expect(outcome.case, exact, times)
        found = differences(engine, outcome, expected)
        return Verdict(outcome, expected, found, tuple(departures))

    standard, departing = verdict(()), verdict(sorted(profile.departures, key=DEPARTURES.index))
    if not standard.differences:
        return standard
    if departing.differences:
        return departing
    return next(
        explained
        for count in range(1, len(departing.departures) + 1)
        for some in itertools.combinations(departing.departures, count)
        if not (explained := verdict(some)).differences
    )
