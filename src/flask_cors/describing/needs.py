"""What a policy lacks for a page's request: the reasons, and the options that would do."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from ..options import credentials
from ..protocol import fields
from ..protocol.decisions import Decision
from ..protocol.decisions import Reason
from ..protocol.methods import FORBIDDEN
from ..protocol.origins import OPAQUE
from ..protocol.origins import Origin
from ..protocol.policy import Policy
from ..protocol.policy import Source
from ..protocol.problems import listed
from ..protocol.rule_names import RuleName
from ..protocol.rule_names import quoted
from ..protocol.user_agent.safelist import SAFELISTED_METHODS
from ..rules.path_patterns import MAX_PATH_LENGTH
from .page_mistakes import advice_on_mistakes
from .page_mistakes import is_mistake
from .page_requests import PageRequest
from .remedies import Remedy
from .remedies import Value
from .remedies import written_headers
from .remedies import written_origins
from .source_advice import advice_on_sources

_OPAQUE_WITH_CREDENTIALS = (
    "No policy with credentials lets the opaque origin in, since every website can have it: serve "
    "the page from an origin of its own."
)
_EVERY_WEBSITE = "Every website can have this origin: better serve the page from one of its own."

_LEFT_OUT = "{} cannot stay in origins with credentials: {}"
_UNUSABLE = {
    Reason.PATH_TOO_LONG: (
        f"Ask for a path of at most {MAX_PATH_LENGTH} characters, or govern it by plain paths and "
        "subtrees such as /api/* alone."
    ),
    Reason.PATH_AMBIGUOUS: 'Ask for the path without "." and "..", and with single slashes.',
    Reason.RULE_NOT_ACCEPTED: "No rule could be used here; the log says why.",
}


@dataclass
class Needs:
    """What is lacking.

    :param reasons: why the request is refused, in the order in which browsers check.
    :param options: what the policy would have to have.
    :param page: what the page would have to write instead.
    :param advice: what neither does.
    """

    reasons: list[Reason] = dataclasses.field(default_factory=list[Reason])
    options: dict[str, Value] = dataclasses.field(default_factory=dict[str, Value])
    page: dict[str, str] = dataclasses.field(default_factory=dict[str, str])
    advice: list[str] = dataclasses.field(default_factory=list[str])

    def remedy(self, policy: Policy) -> Remedy:
        """What to change in the policy's rule, or in the page."""
        given = {policy.sources[name] for name in self.options if name in policy.sources}
        # The config speaks for other rules too, so it is changed for the rule of every path only.
        in_config = policy.rule == RuleName() and given == {Source.CONFIG}
        # What is no option of a policy is one of the package's own keys.
        keys = [name for name in self.options if in_config or name not in policy.sources]
        return Remedy(
            rule=policy.rule,
            options=self.options,
            sources=dict.fromkeys(keys, Source.CONFIG),
            page=self.page,
            advice=" ".join(self.advice),
        )


def needs(policy: Policy, asked: PageRequest, decision: Decision | None = None) -> Needs:
    """What `policy` lacks for a request to pass; nothing where it passes.

    :param decision: what was decided on it, which tells what sources of origins have said.
    """
    if policy.unusable is not None:
        return Needs([policy.unusable], advice=[_UNUSABLE[policy.unusable]])
    lacking = Needs()
    if not _is_admitted(policy, asked.origin, decision):
        _need_origin(policy, asked, lacking)
    _need_credentials(policy, asked, lacking)
    if asked.private_network and not policy.allow_private_network:
        lacking.reasons.append(Reason.PRIVATE_NETWORK_NOT_ALLOWED)
        lacking.options["allow_private_network"] = True
    if asked.preflight:
        _need_method(policy, asked, lacking)
        _need_headers(policy, asked, lacking)
    if is_never_allowed(policy, asked.origin):
        lacking.options.clear()
        lacking.page.clear()
    return lacking


def _need_origin(policy: Policy, asked: PageRequest, lacking: Needs) -> None:
    lacking.reasons.append(Reason.ORIGIN_NOT_ALLOWED)
    if is_never_allowed(policy, asked.origin):
        lacking.advice.append(_OPAQUE_WITH_CREDENTIALS)
    elif asked.origin != OPAQUE and Origin.parse(asked.origin) is None:
        lacking.advice.append("No browser sends such an Origin.")
    elif policy.run_time is None:
        lacking.options["origins"] = [*written_origins(policy.origins), asked.origin]
    else:
        lacking.advice += advice_on_sources(policy, asked.origin)
    if asked.origin == OPAQUE and not policy.allow_credentials:
        lacking.advice.append(_EVERY_WEBSITE)


def _is_admitted(policy: Policy, origin: str, decision: Decision | None) -> bool:
    if is_never_allowed(policy, origin):
        return False
    if policy.run_time is not None:
        return decision is None or Reason.ORIGIN_NOT_ALLOWED not in decision.reasons
    return policy.origins.allows(origin)


def is_never_allowed(policy: Policy, origin: str) -> bool:
    """Whether no option of `policy` could let `origin` in."""
    return origin == OPAQUE and policy.allow_credentials


def _need_credentials(policy: Policy, asked: PageRequest, lacking: Needs) -> None:
    if not asked.credentials or policy.allow_credentials:
        return
    lacking.reasons.append(Reason.CREDENTIALS_NOT_ALLOWED)
    if asked.origin == OPAQUE:
        lacking.page["credentials"] = "same-origin"
        lacking.advice.append(_OPAQUE_WITH_CREDENTIALS)
        return
    lacking.options["supports_credentials"] = True
    if policy.origins.any:
        lacking.options["origins"] = [asked.origin]
        if policy.send_wildcard:
            lacking.options["send_wildcard"] = False
    elif policy.run_time is None and (unfit := credentials.unfit_origins(policy)):
        fit = policy.origins.without([each.value for each in unfit])
        new = [] if fit.allows(asked.origin) else [asked.origin]
        lacking.options["origins"] = [*written_origins(fit), *new]
        lacking.advice += listed(
            [_LEFT_OUT.format(quoted(str(each.value)), each.reason) for each in unfit]
        )


def _need_method(policy: Policy, asked: PageRequest, lacking: Needs) -> None:
    # A method that needs no leave passes by itself; but for one that is not configured no
    # header is allowed.
    by_itself = asked.method in SAFELISTED_METHODS and not asked.headers
    if by_itself or policy.methods.allows(asked.method):
        return
    lacking.reasons.append(Reason.METHOD_NOT_ALLOWED)
    name = asked.method.upper()
    if not _can_be_allowed(name) or name in FORBIDDEN:
        lacking.advice.append("No rule can allow a method of this name.")
        return
    if asked.method != name:
        lacking.page["method"] = name
        lacking.advice.append(
            "Methods are compared byte by byte, and a browser leaves this one as it is."
        )
    if not policy.methods.allows(name):
        lacking.options["methods"] = [*sorted(policy.methods.names), name]


def _can_be_allowed(name: str) -> bool:
    """Whether a method or header of this name can be allowed; the answer ``*`` would mean all."""
    return fields.is_token(name) and name != "*"


def _need_headers(policy: Policy, asked: PageRequest, lacking: Needs) -> None:
    if fields.split_list(",".join(asked.headers)) is None:
        lacking.reasons.append(Reason.HEADERS_OVER_LIMIT)
        lacking.advice.append(
            f"Send fewer headers: at most {fields.MAX_LIST_MEMBERS} names, of "
            f"{fields.MAX_LIST_LENGTH} characters in all."
        )
        return
    missing = [name for name in asked.headers if not policy.allow_headers.allows(name)]
    if missing:
        lacking.reasons.append(Reason.HEADER_NOT_ALLOWED)
    lacking.advice += advice_on_mistakes(missing)
    meant = [name for name in missing if not is_mistake(name)]
    named = [name for name in meant if _can_be_allowed(name)]
    if len(named) < len(meant):
        lacking.advice.append(
            'No rule can allow a header called "*", nor one whose name is no token.'
        )
    if named:
        lacking.options["allow_headers"] = [*written_headers(policy.allow_headers), *named]
