"""Whether a regex spells out whom it lets in: the scheme, and the name that somebody registered.

That is told from all its branches, however unlikely what they match. A look-alike is only an
example of what is left open.
"""

from __future__ import annotations

import itertools
import re
import string

from ..protocol.branches import Branch
from ..protocol.branches import UnreadableError
from ..protocol.branches import branches_of
from ..protocol.origins import Origin
from .public_suffixes import reason_against
from .public_suffixes import registrable_domain
from .public_suffixes import suffix_left_open
from .public_suffixes import suffix_within

_OF_ADDRESSES = frozenset(f"{string.digits}.")
_AFTER_SCHEME = frozenset(f"{string.ascii_lowercase}{string.digits}-._:[]")
_PRIVATE = ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
_MOST_BEGINNINGS = 256

WEB = ("http", "https")
"""The schemes of the web's pages."""

_SEAM = "|"
_SEAM_AT_A_DOT = re.compile(r"(?<![^.])\|+|\|+(?![^.])")

_UNTOLD = "Its text does not tell whom all it lets in, so it cannot be checked."


def what_is_open(regex: re.Pattern[str], *, under_suffixes: bool = False) -> str | None:
    """Why `regex` does not spell out whom it lets in; None where it does.

    :param under_suffixes: whether names directly under public suffixes may be left open.
    """
    try:
        divided = [_divided(branch) for branch in branches_of(regex) if _may_be_origin(branch)]
    except UnreadableError:
        return _UNTOLD
    abroad = {scheme for scheme, authority in divided if not _is_of_this_machine(scheme, authority)}
    if reason := unfixed(abroad):
        return reason
    reasons = (
        _open_in(scheme, _host_of(authority), under_suffixes=under_suffixes)
        for scheme, authority in divided
    )
    return next(filter(None, reasons), None)


def unfixed(schemes: set[str]) -> str | None:
    """What is wrong where a regex lets in all of these schemes; nothing where it is one."""
    if len(schemes) < 2:
        return None
    if not all(schemes):
        return _UNTOLD
    one, other = sorted(schemes, key=lambda scheme: (scheme not in WEB, scheme))[:2]
    return f"It does not fix the scheme: {one} and {other} are let in."


def _may_be_origin(branch: Branch) -> bool:
    """Whether anything that the branch matches is perhaps an origin."""
    if all(place.is_certain for place in branch):
        return Origin.parse("".join(place.text for place in branch)) is not None
    scheme, authority = _divided(branch)
    return not scheme or all(place.chars & _AFTER_SCHEME for place in authority if place.least)


def _divided(branch: Branch) -> tuple[str, Branch]:
    """The scheme, empty where the branch does not begin with it, and what follows."""
    certain = itertools.takewhile(lambda place: place.is_certain, branch)
    for end, begun in enumerate(itertools.accumulate(place.text for place in certain), 1):
        if begun.endswith("://"):
            return begun.removesuffix("://"), branch[end:]
    return "", branch


def _host_of(authority: Branch) -> Branch:
    """What stands before the port: only there, and in brackets, an origin has a colon."""
    texts = [place.text for place in authority]
    bracket = texts.index("]") if "]" in texts else 0
    return authority[: texts.index(":", bracket) if ":" in texts[bracket:] else None]


def _is_of_this_machine(scheme: str, authority: Branch) -> bool:
    """Whether a branch that is written out is of this machine, whose schemes are no matter."""
    host = _host_of(authority)
    is_certain = all(place.is_certain for place in host)
    return is_certain and Origin(scheme, "".join(place.text for place in host)).is_loopback


def _open_in(scheme: str, host: Branch, *, under_suffixes: bool) -> str | None:
    if not scheme:
        return _UNTOLD
    if _is_in_private_network(host):
        return None
    certain = itertools.takewhile(lambda place: place.is_certain, reversed(host))
    tail = "".join(place.text or _SEAM for place in certain)[::-1]
    written = _SEAM_AT_A_DOT.sub("", tail).removesuffix(".")
    if len(tail) == len(host):
        return _open_in_whole(scheme, written)
    # The first label of the tail may be the end of a longer one.
    above = written.partition(".")[2]
    suffix = suffix_left_open(written) if _SEAM not in above else None
    if suffix is None:
        return _open_under(above)
    return None if under_suffixes else reason_against(suffix)


def _open_in_whole(scheme: str, host: str) -> str | None:
    """What is optional in a host that is written out."""
    domain = host.replace(_SEAM, "")
    if Origin.parse(f"{scheme}://{domain}") is None:
        return _UNTOLD if "[" in domain else None
    return _optional_in(host, registrable_domain(domain) or domain)


def _open_under(host: str) -> str | None:
    """What is open where any labels may stand before `host`."""
    domain = host.replace(_SEAM, "")
    name = registrable_domain(domain)
    if name is None:
        return _UNTOLD
    if suffix := suffix_within(domain):
        return reason_against(suffix)
    return _optional_in(host, name)


def _optional_in(host: str, name: str) -> str | None:
    """What is optional in the `name`, with which `host` ends and which somebody registered."""
    if _SEAM in ".".join(host.split(".")[-1 - name.count(".") :]):
        return f"A part of the name {name} is optional, so two names are let in, not one."
    return None


def _is_in_private_network(host: Branch) -> bool:
    """Whether all that the host stands for are addresses that nobody can have on the internet."""
    if any(place.chars & _AFTER_SCHEME - _OF_ADDRESSES for place in host):
        return False
    begun = [""]
    for place in host:
        chars = place.chars & _OF_ADDRESSES or {""}
        if place.least != place.most or len(begun) * len(chars) > _MOST_BEGINNINGS:
            break
        begun = [f"{beginning}{char * place.least}" for beginning in begun for char in chars]
    return all(_is_private(beginning.split(".")[:-1]) for beginning in begun)


def _is_private(octets: list[str]) -> bool:
    """Whether no public address begins with these octets."""
    import ipaddress  # noqa: PLC0415  only needed for the rare regex of addresses

    missing = 4 - len(octets)
    try:
        network = ipaddress.IPv4Network(f"{'.'.join(octets + ['0'] * missing)}/{8 * len(octets)}")
    except ValueError:
        return True  # no address at all
    return any(network.subnet_of(ipaddress.IPv4Network(private)) for private in _PRIVATE)
