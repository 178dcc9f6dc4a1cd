"""What makes a regex of origins unfit for credentials, and which option allows it all the same."""

from __future__ import annotations

import re
import typing as t

from ..protocol.origins import Origin
from ..protocol.regex_time import slowness_of
from ..protocol.samples import samples_of
from .look_alikes import Admitted
from .look_alikes import admitted
from .look_alikes import strangers
from .open_names import WEB
from .open_names import unfixed
from .open_names import what_is_open
from .public_suffixes import reason_against
from .public_suffixes import suffix_left_open
from .values import ESCAPE_ANY
from .values import ESCAPE_SUFFIX

_WEBSITES = [
    [f"{scheme}://{host}" for scheme in ("https", "http")]
    for host in ("evil.com", "www.evil.org", "app-8.evil.co.uk")
]
"""Origins that have nothing in common, each with either scheme."""


_NONE_FOUND = "No origin that it lets in could be made from its text, so it cannot be checked."
_TOO_MANY = "It has more alternatives than can be checked."


class Danger(t.NamedTuple):
    """What a regex lets in that it should not.

    :param reason: one sentence.
    :param escape: the option that allows it; empty where none does.
    """

    reason: str
    escape: str = ""

    @property
    def remedy(self) -> str:
        """What to write instead; never what lets in more than the regex does."""
        escape = f"; or, if you mean it, add {self.escape}=True" if self.escape else ""
        return f'Write the origins out, or use a pattern such as "https://*.example.com"{escape}.'


def judged(regex: re.Pattern[str]) -> tuple[list[Admitted], Danger | None]:
    """Samples of `regex` that are origins, and what is dangerous in it.

    A regex that can take ages is asked about nothing: its text alone is judged.
    """
    if slowness_of(regex):
        return [], _left_open(regex)
    found = admitted(regex)
    return found, _shown_by(regex, found)


def _shown_by(regex: re.Pattern[str], found: list[Admitted]) -> Danger | None:
    if all(any(map(regex.fullmatch, origins)) for origins in _WEBSITES):
        reason = (
            "It lets in every website, which could read and change what a visitor is logged in to."
        )
        return Danger(reason, ESCAPE_ANY)
    if not found:
        return Danger(_TOO_MANY if samples_of(regex) is None else _NONE_FOUND)
    abroad = [origin for _, origin in found if not origin.is_loopback]
    if several := unfixed({*_schemes_of_web(regex, abroad), *(each.scheme for each in abroad)}):
        return Danger(several)
    left_open = _left_open(regex)
    for sample, tail in strangers(regex, found):
        reason = f"It lets in {sample.text} too"
        if not (left_open and left_open.escape):
            return Danger(f"{reason}.")
        if suffix := suffix_left_open(tail):
            why = reason_against(suffix)
            return left_open._replace(reason=f"{reason}, and {why[0].lower()}{why[1:]}")
    return left_open


def _schemes_of_web(regex: re.Pattern[str], origins: list[Origin]) -> set[str]:
    """With which of the web's schemes a regex lets in any of these origins."""
    tried = [origin._replace(scheme=scheme) for origin in origins for scheme in WEB]
    return {each.scheme for each in tried if regex.fullmatch(each.serialize())}


def _left_open(regex: re.Pattern[str]) -> Danger | None:
    if reason := what_is_open(regex, under_suffixes=True):
        return Danger(reason)
    reason = what_is_open(regex)
    return Danger(reason, ESCAPE_SUFFIX) if reason else None
