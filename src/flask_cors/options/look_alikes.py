"""Origins of somebody else's that a regex lets in, found by asking it about some."""

from __future__ import annotations

import collections.abc as cabc
import re

from ..protocol.origins import Origin
from ..protocol.origins import is_canonical_ipv4
from ..protocol.samples import Sample
from ..protocol.samples import samples_of
from .public_suffixes import registrable_domain

Admitted = tuple[Sample, Origin]
"""A sample, and the origin that it is."""


def admitted(regex: re.Pattern[str]) -> list[Admitted]:
    """Samples of `regex` that are origins; none where it has too many alternatives."""
    pairs = ((sample, Origin.parse(sample.text)) for sample in samples_of(regex) or ())
    return [(sample, origin) for sample, origin in pairs if origin]


def look_alike(regex: re.Pattern[str], found: list[Admitted]) -> str | None:
    """An origin of somebody else's that `regex` lets in, found by asking it about some.

    :param found: those of its samples that are origins.
    """
    return next((sample.text for sample, _ in strangers(regex, found)), None)


def strangers(regex: re.Pattern[str], found: list[Admitted]) -> cabc.Iterator[tuple[Sample, str]]:
    """Origins of somebody else's that `regex` lets in, and the end of the host that it spells out.

    That is empty where the scheme is not spelt out either.
    """
    for sample, origin in found:
        for probe in (sample, *_look_alikes(sample, origin)):
            read = Origin.parse(probe.text) if regex.fullmatch(probe.text) else None
            if read and not _is_spelt_out(probe, read):
                yield probe, _tail(probe, read)


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

    An address is no registered name; only one of a private network can be left open. Of this
    machine's pages it is no matter which of the web's schemes they have.
    """
    start, end = _host_in(origin)
    is_local = origin.is_loopback and origin.scheme in {"http", "https"}
    if not (is_local or all(sample.own[:start])):
        return False
    if is_canonical_ipv4(origin.host):
        import ipaddress  # noqa: PLC0415  only needed for the rare regex of addresses

        if ipaddress.ip_address(origin.host).is_private:
            return True
    name = registrable_domain(origin.host) or origin.host
    return all(sample.own[end - len(name) : end])


def _host_in(origin: Origin) -> tuple[int, int]:
    """Where in the text of an origin its host begins and ends."""
    start = len(origin.scheme) + len("://")
    return start, start + len(origin.host)


def _tail(sample: Sample, origin: Origin) -> str:
    start, end = _host_in(origin)
    if not all(sample.own[:start]):
        return ""
    return sample.text[sample.own.rfind(0, start, end) + 1 : end]
