"""Decisions and policies, as data and as sentences.

Everything that speaks to a person takes its words from here.
"""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t

from ..protocol.decisions import Decision
from ..protocol.decisions import Outcome
from ..protocol.decisions import Reason
from ..protocol.headers import AllowedHeaders
from ..protocol.methods import AllowedMethods
from ..protocol.policy import Policy
from ..protocol.regex_flags import letters_of
from ..protocol.requests import Preflight
from ..protocol.rule_names import RuleName
from ..protocol.run_time import described
from ..wsgi import read_request
from .needs import needs
from .page_requests import PageRequest
from .remedies import Remedy
from .remedies import written_headers
from .remedies import written_origins

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Data = dict[str, t.Any]
"""What JSON can have."""

OWN_FIELDS = "Take out the CORS fields that the app itself writes."


def reason_data(reason: Reason) -> Data:
    """A reason: a stable name, and its sentence."""
    return {"code": reason.name.lower().replace("_", "-"), "text": reason.value}


def rule_data(rule: RuleName) -> Data:
    """A rule: what it governs, and what people call it."""
    return {**rule._asdict(), "text": rule_text(rule)}


def rule_text(rule: RuleName | str) -> str:
    """What people call a rule; a problem has its name as text."""
    return str(rule) or "every path"


def policy_data(policy: Policy) -> Data:
    """A policy under the names of its options, lists sorted, and where each was given."""
    return {
        "rule": rule_data(policy.rule),
        "origins": origins_of(policy),
        "methods": methods_of(policy.methods),
        "allow_headers": headers_of(policy.allow_headers),
        "expose_headers": list(policy.expose_headers.names),
        "supports_credentials": policy.allow_credentials,
        "max_age": policy.max_age,
        "send_wildcard": policy.send_wildcard,
        "vary_header": policy.vary_header,
        "always_send": policy.always_send,
        "automatic_options": policy.automatic_options,
        "allow_private_network": policy.allow_private_network,
        "sources": {name: source.value for name, source in policy.sources.items()},
    }


def origins_of(policy: Policy) -> list[str]:
    """The origins that are let in, as they are written in a policy; regexes as `regex_text`."""
    sources = policy.run_time.sources if policy.run_time else ()
    asks = (f"asks {described(source)}" for source in sources)
    return [*_texts(written_origins(policy.origins)), *asks]


def methods_of(methods: AllowedMethods) -> list[str]:
    """The methods that are allowed, as they are written in a policy."""
    return [*(["*"] if methods.any else ()), *sorted(methods.names)]


def headers_of(headers: AllowedHeaders) -> list[str]:
    """The request headers that are allowed, as they are written in a policy."""
    # The name of a header has no case, so that flag says nothing.
    texts = _texts(written_headers(headers), implied=re.IGNORECASE)
    return ["*", *texts] if headers.any else texts


def _texts(written: cabc.Sequence[str | re.Pattern[str]], *, implied: int = 0) -> list[str]:
    """What is written in a policy, in text: the regexes, which come last, as `regex_text`."""
    texts = [each for each in written if isinstance(each, str)]
    others = (each for each in written if not isinstance(each, str))
    return [*texts, *sorted(regex_text(each, implied=implied) for each in others)]


def regex_text(regex: re.Pattern[str], *, implied: int = 0) -> str:
    """A regex between slashes, with the letters of its flags behind.

    :param implied: flags that are not told.
    """
    return f"/{regex.pattern}/{letters_of(regex.flags & ~implied)}"


def decision_text(decision: Decision, environ: WSGIEnvironment) -> str:
    """What was asked, and what was decided, in one line."""
    reasons = "; ".join(reason.value for reason in decision.reasons)
    joint = ", since " if decision.outcome is Outcome.REFUSED else "; but "
    by = f" by {rule_text(decision.policy.rule)}" if decision.policy.unusable is None else ""
    why = reasons and f"{joint}{reasons}"
    return f"{_request_text(environ)}: {decision.outcome.value}{by}{why}."


def no_rule_text(environ: WSGIEnvironment) -> str:
    """What was asked that no rule governs, and what to do, in one line."""
    return (
        f"{_request_text(environ)}: the browser blocks this, since {Reason.NOT_GOVERNED.value}. "
        "What to write is told by flask cors check."
    )


def _request_text(environ: WSGIEnvironment) -> str:
    """What was asked, and by whom."""
    asked = read_request(environ)
    preflight = isinstance(asked, Preflight)
    method = asked.method if isinstance(asked, Preflight) else environ["REQUEST_METHOD"]
    return (
        f"{'Preflight for ' if preflight else ''}{printable(method)} "
        f"{printable(environ.get('PATH_INFO', ''))} from {printable(asked.origin or '')}"
    )


def refusal_text(decision: Decision, environ: WSGIEnvironment) -> str:
    """What was refused, why, and what to change, in one line."""
    asked = read_request(environ)
    lacking = needs(decision.policy, PageRequest.of(asked), decision)
    if Reason.RESPONSE_HAS_OWN_FIELDS in decision.reasons:
        lacking.advice.append(OWN_FIELDS)
    return f"{decision_text(decision, environ)} {lacking.remedy(decision.policy)}"


def printable(text: str) -> str:
    """`text` with every character escaped that a terminal would act on."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def remedy_data(remedy: Remedy) -> Data:
    """A remedy: what to write, where, and in a sentence."""
    return {
        "python": remedy.python,
        "rule": None if remedy.rule is None else rule_data(remedy.rule),
        "page": dict(remedy.page),
        "text": str(remedy),
    }
