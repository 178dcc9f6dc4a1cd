"""What a page asked for and what came of it, for people."""

from __future__ import annotations

import click
from werkzeug.http import HTTP_STATUS_CODES

from ..describing.describe import headers_of
from ..describing.describe import methods_of
from ..describing.describe import origins_of
from ..describing.describe import rule_text
from ..diagnosing.diagnosis import Diagnosis
from ..diagnosing.exposing import hidden_headers
from ..diagnosing.mounted import Mounted
from ..diagnosing.played import Played
from ..protocol.policy import Policy
from ..protocol.problems import listed
from ..protocol.user_agent import CHROMIUM
from ..protocol.user_agent import FIREFOX
from ..protocol.user_agent import Exchange
from ..protocol.user_agent import Kind
from ..protocol.user_agent import NetworkError
from ..protocol.user_agent import dropped_headers
from ..protocol.user_agent.cache import max_age
from ..testing.consoles import console_lines
from ..testing.consoles import dropped_lines
from .output import say
from .output import wrapped

_COLORS = {"readable": "green", "opaque": "yellow", "blocked": "red"}
_BROWSERS = (CHROMIUM, FIREFOX)
_MARGIN = 10
_DROPPED = (
    "No page can set {}: browsers leave that out. Chromium's console tells so of an XMLHttpRequest "
    "only."
)


def consoles(played: Played) -> dict[str, list[str]]:
    """What the consoles of browsers say of it."""
    outcome, dropped = played.outcome, dropped_headers([*played.asked.headers])
    if not (dropped or isinstance(outcome, NetworkError)):
        return {}
    said: dict[str, list[str]] = {}
    for profile in _BROWSERS:
        said[profile.name] = dropped_lines(dropped, profile)
        if isinstance(outcome, NetworkError):
            said[profile.name] += console_lines(outcome, "fetch", profile)
    return said


def verdict(played: Played) -> str:
    """``blocked``, ``opaque`` or ``readable``."""
    outcome = played.outcome
    if isinstance(outcome, NetworkError):
        return "blocked"
    return "opaque" if outcome.type.startswith("opaque") else "readable"


def asked_text(played: Played) -> str:
    """What the page asked for, in a sentence."""
    asked = played.asked
    names = ", ".join(name for name, _ in asked.headers)
    headers = f" and the header{'s' if len(asked.headers) > 1 else ''} {names}" if names else ""
    return (
        f"A page of {played.origin} asks for {asked.method} {asked.url}, in the mode "
        f"{asked.mode}, with the credentials mode {asked.credentials}{headers}."
    )


def verdict_text(played: Played) -> str:
    """What the browser does, in a sentence."""
    outcome = played.outcome
    if isinstance(outcome, NetworkError):
        when = "the page cannot read the response"
        if outcome.preflight:
            when = "the preflight fails, and the request is not sent"
        elif not outcome.exchanges:
            when = "the request is not sent"
        return f"Blocked: {when} (at the step: {outcome.step.value})."
    if outcome.type.startswith("opaque"):
        return "Opaque: the request is sent, and the page can read nothing of the response."
    return f"Readable: the page gets the response, with status {outcome.status}."


def tell_exchanges(played: Played) -> None:
    """What the page asked for, and what went over the wire, field by field."""
    say(wrapped(asked_text(played)))
    exchanges = played.outcome.exchanges
    for number, exchange in enumerate(exchanges, 1):
        say()
        say(f"{number}. The {exchange.request.kind.value}")
        for line in _lines(exchange, goes_on=number < len(exchanges)):
            say(wrapped(line, "     ", "   "))


def _lines(exchange: Exchange, *, goes_on: bool) -> list[str]:
    request, response = exchange
    lines = [f"> {request.method} {request.url}"]
    lines += [f"> {name}: {value}" for name, value in request.headers]
    if response is None:
        return [*lines, "< no answer"]
    lines.append(f"< {response.status} {HTTP_STATUS_CODES.get(response.status, '')}".rstrip())
    lines += [f"< {name}: {value}" for name, value in response.headers]
    if request.kind is Kind.PREFLIGHT and goes_on:
        chromium, firefox = (f"{max_age(response.headers, each):.0f} s" for each in _BROWSERS)
        lines.append(f"If it passes, Chromium remembers it for {chromium}, Firefox for {firefox}.")
    return lines


def tell_verdict(played: Played, diagnosis: Diagnosis | None) -> None:
    """What the browser does, why, and what to change."""
    say()
    _tell("Verdict", verdict_text(played), _COLORS[verdict(played)])
    for browser, lines in consoles(played).items():
        for line in lines:
            _tell(browser, line)
    if dropped := dropped_headers(played.asked.headers):
        _tell("Dropped", _DROPPED.format(", ".join(dropped)))
    if hidden := hidden_headers(played):
        those = "it" if len(hidden) == 1 else "them"
        _tell("Hidden", f"The page cannot read {', '.join(hidden)}; expose_headers shows {those}.")
    if diagnosis is None:
        return
    if diagnosis.policy is not None:
        _tell("Rule", _policy_text(diagnosis.policy, diagnosis.mounted))
    for reason in diagnosis.reasons:
        _tell("Reason", f"{reason.value[0].upper()}{reason.value[1:]}.")
    _tell("Remedy", str(diagnosis.remedy), "green")


def _tell(label: str, text: str, color: str | None = None) -> None:
    told = wrapped(text, " " * _MARGIN, f"{label + ':':{_MARGIN}}")
    say(click.style(told[:_MARGIN], fg=color, bold=True) + told[_MARGIN:])


def _policy_text(policy: Policy, mounted: Mounted | None) -> str:
    told = {
        "origins": listed(origins_of(policy)),
        "methods": methods_of(policy.methods),
        "allow_headers": listed(headers_of(policy.allow_headers)),
        "supports_credentials": ["yes" if policy.allow_credentials else "no"],
    }
    options = (
        f"{name} {' '.join(value) or 'none'} ({policy.sources[name].value})"
        for name, value in told.items()
        if name in policy.sources
    )
    return f"{rule_text(policy.rule)}{mounted or ''}: {', '.join(options)}."
