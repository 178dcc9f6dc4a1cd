"""What a policy with credentials must not let in.

With credentials a page acts as the visitor, so an origin let in by mistake is an account
taken over. Any origin, the opaque origin, and everything that an attacker can register under
what the policy spells out is refused when the app starts.
"""

from __future__ import annotations

import collections.abc as cabc
import functools
import re
import typing as t

from ..protocol.origins import OPAQUE
from ..protocol.origins import Origin
from ..protocol.origins import ends_in_number
from ..protocol.policy import Policy
from ..protocol.problems import OptionFindings
from ..protocol.samples import Sample
from ..protocol.samples import samples_of
from .values import ESCAPE_ANY
from .values import ESCAPE_SUFFIX

if t.TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

Admitted = tuple[Sample, Origin]
"""A sample, and the origin that it is."""

_PATTERN = 'Write the origins out, or use a pattern such as "https://*.example.com".'


def _public_suffixes(host: str) -> PublicSuffixList:
    """A list that knows what can be said of `host`."""
    return _load_public_suffixes(encoded="xn--" in host)


@functools.cache
def _load_public_suffixes(*, encoded: bool) -> PublicSuffixList:
    # Loading the list takes longer than all else at start-up; most apps never need it. To encode
    # the suffixes that are not ASCII is half of that, and only a host with such a label needs it.
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415

    return PublicSuffixList(accept_encoded_idn=encoded)


def registrable_domain(host: str) -> str | None:
    """The part of `host` that somebody registered; None for a suffix, an address, a bare name."""
    if "." not in host or ends_in_number(host):
        return None
    return _public_suffixes(host).privatesuffix(host)


def is_public_suffix(host: str) -> bool:
    """Whether anybody can register a name directly under `host`."""
    return host != "localhost" and _public_suffixes(host).is_public(host)


def judge_any_origin(policy: Policy, findings: OptionFindings, *, escaped: bool) -> None:
    """Refuse any origin with credentials, in all its shapes."""
    if policy.origins.any and policy.send_wildcard:
        findings.refuse(
            "wildcard-with-credentials",
            True,
            "The literal * never goes with credentials: browsers refuse the answer.",
            "Leave out send_wildcard, and name the origins that may use credentials.",
        )
    elif policy.origins.any and not escaped:
        findings.refuse(
            "any-origin-with-credentials",
            True,
            "The origins are '*', so every website could read and change what a visitor is "
            "logged in to.",
            'Name the origins: origins=["https://app.example.com"]; or leave out '
            f"supports_credentials; or, if you mean it, add {ESCAPE_ANY}=True.",
        )


def judge_origins(policy: Policy, findings: OptionFindings, *, suffix_escaped: bool) -> None:
    """Refuse origins that an attacker can have, and doubt those that travel in clear."""
    if OPAQUE in policy.origins.exact:
        findings.refuse(
            "null-with-credentials",
            OPAQUE,
            "Every website can send this origin from a sandboxed frame.",
            "Name the origin of a web server instead.",
        )
    for pattern in policy.origins.patterns:
        if pattern.subdomains and not suffix_escaped and is_public_suffix(pattern.origin.host):
            findings.refuse(
                "public-suffix-with-credentials",
                pattern.serialize(),
                f"Anybody can register a name under {pattern.origin.host}.",
                f"Name your own domain; or, if you mean it, add {ESCAPE_SUFFIX}=True.",
            )
    by_regexes: dict[str, Origin] = {}
    for regex in policy.origins.regexes:
        found = admitted(regex)
        if found:
            by_regexes[regex.pattern] = found[-1][1]
        if reason := _danger(regex, found):
            findings.refuse("regex-with-credentials", regex.pattern, reason, _PATTERN)
    _doubt_clear_text(policy, by_regexes, findings)


def _doubt_clear_text(
    policy: Policy, by_regexes: dict[str, Origin], findings: OptionFindings
) -> None:
    in_clear = (text for text in policy.origins.exact if text.startswith("http://"))
    written = {text: Origin.parse(text) for text in sorted(in_clear)}
    written |= {each.serialize(): each.origin for each in policy.origins.patterns}
    written |= by_regexes
    for text, origin in written.items():
        if origin and origin.scheme == "http" and not origin.is_loopback:
            findings.warn(
                "clear-text-with-credentials",
                text,
                "Whoever shares a network with the visitor can become this origin.",
                "Serve the page over https and write https here.",
            )


def admitted(regex: re.Pattern[str]) -> list[Admitted]:
    """Samples of `regex` that are origins; none where it has too many alternatives."""
    pairs = ((sample, Origin.parse(sample.text)) for sample in samples_of(regex) or ())
    return [(sample, origin) for sample, origin in pairs if origin]


def _danger(regex: re.Pattern[str], found: list[Admitted]) -> str | None:
    """What makes `regex` unfit for credentials."""
    schemes = {origin.scheme for _, origin in found}
    if not schemes:
        return "No origin that it lets in could be made from its text, so it cannot be checked."
    if len(schemes) > 1:
        return f"It does not fix the scheme: {' and '.join(sorted(schemes))} are let in."
    stranger = look_alike(regex, found)
    return f"It lets in {stranger} too." if stranger else None


def look_alike(regex: re.Pattern[str], found: list[Admitted]) -> str | None:
    """An origin of somebody else's that `regex` lets in, found by asking it about some.

    :param found: those of its samples that are origins.
    """
    for sample, origin in found:
        for probe in (sample, *_look_alikes(sample, origin)):
            read = Origin.parse(probe.text) if regex.fullmatch(probe.text) else None
            if read and not _is_spelt_out(probe, read):
                return probe.text
    return None


def _look_alikes(sample: Sample, origin: Origin) -> cabc.Iterator[Sample]:
    """A prefix glued to the host, suffixes added, another scheme."""
    text, own = sample
    scheme, host = len(origin.scheme), len(origin.scheme) + len("://")
    other = "http" if origin.scheme == "https" else "https"
    yield Sample(f"{text[:host]}evil{text[host:]}", own[:host] + bytes(4) + own[host:])
    for tail in (".evil.com", "evil.com", "evil", ".cc", "z"):
        yield Sample(text + tail, own + bytes(len(tail)))
    yield Sample(other + text[scheme:], bytes(len(other)) + own[scheme:])


def _is_spelt_out(sample: Sample, origin: Origin) -> bool:
    """Whether the regex itself spells out the scheme and the name that somebody registered.

    An address is no registered name; only one of a private network can be left open.
    """
    start = len(origin.scheme) + len("://")
    end = start + len(origin.host)
    if not all(sample.own[:start]):
        return False
    if ends_in_number(origin.host):
        import ipaddress  # noqa: PLC0415  only needed for the rare regex of addresses

        if ipaddress.ip_address(origin.host).is_private:
            return True
    name = registrable_domain(origin.host) or origin.host
    return all(sample.own[end - len(name) : end])
