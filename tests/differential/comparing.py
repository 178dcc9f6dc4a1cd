"""Comparing what a browser did with what the model expects of it."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import typing as t

from flask_cors.protocol.user_agent import Departure
from flask_cors.protocol.user_agent import JavaScriptError
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import Step
from flask_cors.testing.consoles import console_lines
from flask_cors.testing.consoles import warning_lines

from .model import expect

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from flask_cors.protocol.user_agent import Profile

    from .cases import Received
    from .model import Expectation
    from .model import Result
    from .model import Sent
    from .work import Outcome

# WebKit's console cannot be read.
SAID_BY_CORS = {"Chromium": "blocked by CORS policy", "Firefox": "Cross-Origin Request Blocked"}
NOT_CORS = {
    Step.MIXED_CONTENT, Step.BAD_PORT, Step.SAME_ORIGIN_MODE, Step.NO_CORS_REDIRECT_MODE,
    Step.SCHEME, Step.CONNECTION,
    Step.RESOURCE_POLICY, Step.REDIRECT_MODE, Step.REDIRECT_LOCATION, Step.REDIRECT_SCHEME,
    Step.REDIRECT_COUNT,
    Step.REDIRECT_USERINFO,
}  # fmt: skip
"""Steps that fail for other reasons than CORS, whatever a console calls them."""
ABOUT_LOADING = "Failed to load resource: "
"""Chromium's remark on any response that is an error, and on what CORS has blocked."""
PROTOCOL = ("origin", "referer", "access-control-request-method", "access-control-request-headers")
DEPARTURES = list(Departure)


def differences(outcome: Outcome, expected: Expectation, profile: Profile) -> list[str]:
    """What is otherwise than expected, a line each."""
    found = []
    for index, (seen, wanted) in enumerate(zip(outcome.seen, expected.seen, strict=True)):
        keys = sorted({*seen, *wanted} - {"at"})
        found += [
            f"fetch {index}: {key}: saw {seen.get(key)!r}, expected {wanted.get(key)!r}"
            for key in keys
            if seen.get(key) != wanted.get(key)
        ]
    pairs = itertools.zip_longest(outcome.received, expected.sent)
    for index, (received, sent) in enumerate(pairs):
        found += [f"request {index}: {line}" for line in wire_differences(received, sent)]
    return [*found, *naming_differences(outcome, expected, profile)]


def wire_differences(received: Received | None, sent: Sent | None) -> cabc.Iterator[str]:
    """What of a request is otherwise than expected."""
    came = None if received is None else f"{received.method} {received.url}"
    wanted = None if sent is None else f"{sent.request.method} {sent.request.url}"
    if came != wanted:
        yield f"came {came}, expected {wanted}"
    if received is not None and sent is not None:
        yield from field_differences(received.fields, joined(sent.request.headers))
        yield from cookie_differences(received.fields.get("cookie", ""), sent.cookies)


def field_differences(came: dict[str, str], wanted: dict[str, str]) -> cabc.Iterator[str]:
    """Which fields are otherwise, of those that the page or the protocol has set."""
    own = {name for name in came if name.startswith("x-")}
    for name in sorted({*wanted, *own, *PROTOCOL}):
        pair = came.get(name), wanted.get(name)
        if name == "range":  # Chromium reads the value, and writes it anew
            pair = name in came, name in wanted
        if pair[0] != pair[1] and not name.startswith("sec-"):
            yield f"{name}: came {pair[0]!r}, expected {pair[1]!r}"


def cookie_differences(cookie: str, wanted: dict[str, bool | None]) -> cabc.Iterator[str]:
    """Which cookies came along that should not have, and the other way round."""
    names = {pair.partition("=")[0] for pair in cookie.split("; ")}
    for name, travels in wanted.items():
        if travels is not None and travels != (name in names):
            yield f"cookie {name}: came {name in names}, expected {travels}"


def joined(headers: cabc.Iterable[tuple[str, str]]) -> dict[str, str]:
    """Fields by name in lower case, values of one name joined."""
    found: dict[str, str] = {}
    for name, value in headers:
        known = found.get(name.lower())
        found[name.lower()] = value if known is None else f"{known}, {value}"
    return found


def naming_differences(
    outcome: Outcome, expected: Expectation, profile: Profile
) -> cabc.Iterator[str]:
    """Where the console does not name CORS although it is to blame, or does although it is not."""
    if profile.name not in SAID_BY_CORS:
        return
    blamed = sum(SAID_BY_CORS[profile.name] in line for line in outcome.console)
    results = zip(outcome.case.fetches, expected.results, strict=True)
    errors = [(fetch, error) for fetch, error in results if isinstance(error, NetworkError)]
    wanted = sum(error.step not in NOT_CORS and fetch.mode == "cors" for fetch, error in errors)
    if blamed < wanted or (blamed and not errors):
        yield f"console: CORS is named {blamed} times, expected {wanted}: {outcome.console}"


def wording_differences(
    outcome: Outcome, expected: Expectation, profile: Profile
) -> cabc.Iterator[str]:
    """What the console says in other words than the model: counted, but no disagreement."""
    if profile.name not in SAID_BY_CORS:
        return
    wanted = collections.Counter(
        line for result in expected.results for line in console_of(result, profile)
    )
    said = collections.Counter(outcome.console)
    for counter in (wanted, said):
        for line in [line for line in counter if line.startswith(ABOUT_LOADING)]:
            del counter[line]
    yield from (f"console: did not say {line!r}" for line in (wanted - said).elements())
    yield from (f"console: said {line!r}" for line in (said - wanted).elements())


def console_of(result: Result, profile: Profile) -> list[str]:
    """What the model says that the console says."""
    if isinstance(result, NetworkError):
        return console_lines(result, "fetch", profile)
    return [] if isinstance(result, JavaScriptError) else warning_lines(result, profile)


@dataclasses.dataclass
class Verdict:
    """What came of comparing: nothing, differences, or departures that explain them."""

    outcome: Outcome
    expected: Expectation
    differences: list[str]
    wording: list[str]
    departures: tuple[Departure, ...] = ()


def judge(outcome: Outcome, profile: Profile) -> Verdict:
    """Compare with the standard first; then with the fewest of the browser's known departures."""
    times = [seen["at"] for seen in outcome.seen]

    def verdict(departures: cabc.Iterable[Departure]) -> Verdict:
        exact = dataclasses.replace(profile, departures=frozenset(departures))
        expected = expect(outcome.case, exact, times)
        found = differences(outcome, expected, exact)
        wording = list(wording_differences(outcome, expected, profile))
        return Verdict(outcome, expected, found, wording, tuple(departures))

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
