"""Under which names anybody can have a host of his own.

Source: https://publicsuffix.org/list/
"""

from __future__ import annotations

import functools
import re
import typing as t
from pathlib import Path

from ..protocol.origins import ends_in_number

if t.TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def _public_suffixes(host: str, *, of_registries: bool = False) -> PublicSuffixList:
    """A list that knows what can be said of `host`."""
    return _load_public_suffixes(encoded="xn--" in host, of_registries=of_registries)


@functools.cache
def _load_public_suffixes(*, encoded: bool, of_registries: bool) -> PublicSuffixList:
    # Loading the list takes longer than all else at start-up; most apps never need it. To encode
    # the suffixes that are not ASCII is half of that, and only a host with such a label needs it.
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415

    return PublicSuffixList(accept_encoded_idn=encoded, only_icann=of_registries)


def registrable_domain(host: str) -> str | None:
    """The part of `host` that somebody registered; None for a suffix, an address, a bare name."""
    if "." not in host or ends_in_number(host):
        return None
    return _public_suffixes(host).privatesuffix(host)


def is_public_suffix(host: str) -> bool:
    """Whether anybody can register a name directly under `host`."""
    return host != "localhost" and _public_suffixes(host).is_public(host)


def suffix_within(host: str) -> str | None:
    """`host`, or a name under it, if anybody can register a name directly under that one."""
    return host if is_public_suffix(host) else _suffixes_below(encoded="xn--" in host).get(host)


@functools.cache
def reason_against(suffix: str) -> str:
    """Why no name under a public suffix must be left open."""
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415  only where one is refused

    # To the list, every top-level domain that it does not have is a suffix, too.
    if PublicSuffixList(accept_unknown=False).is_public(suffix):
        return f"Anybody can register a name under {suffix}."
    return f"No registry has {suffix}, so on another network anybody may have a name under it."


def suffix_left_open(tail: str) -> str | None:
    """The public suffix under which names are left open, where only the `tail` of a host is fixed.

    At ``example.com``, which whole names end in, that is no suffix: there a dot was forgotten. But
    hosts of projects such as ``vercel.app`` glue names together: ``-my-team.vercel.app``.
    """
    glued, _, domain = tail.partition(".")
    suffix = suffix_within(domain) if domain and not ends_in_number(domain) else None
    if suffix and glued and _public_suffixes(suffix, of_registries=True).is_public(suffix):
        return None
    return suffix


@functools.cache
def _suffixes_below(*, encoded: bool) -> dict[str, str]:
    """For each name above public suffixes one of these."""
    from publicsuffixlist import PSLFILE  # noqa: PLC0415

    rules = Path(PSLFILE).read_text(encoding="utf-8")
    below: dict[str, str] = {}
    for written in re.findall(r"^(?:\*\.)?([^/\s!]+)", rules, re.MULTILINE):
        suffix = written.encode("idna").decode("ascii") if encoded else written
        above = suffix.partition(".")[2]
        while above and above not in below:
            below[above] = suffix
            above = above.partition(".")[2]
    return below
