"""User agents: what the standard leaves to them, and where they depart from it."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Departure(enum.Enum):
    """Something that a browser does otherwise than the Fetch standard says.

    .. versionadded:: 7.0
    """

    WILDCARD_COVERS_AUTHORIZATION = "wildcard covers authorization"


@dataclass(frozen=True)
class Profile:
    """A kind of user agent.

    :param name: for people.
    :param max_age_limit: the longest that a preflight is remembered, in seconds; None for ever.
    :param private_network_preflights: whether a request into a more private network is asked
        about (https://wicg.github.io/private-network-access/); browsers now ask the person.
    :param departures: where it does otherwise than the standard says.

    .. versionadded:: 7.0
    """

    name: str
    max_age_limit: int | None = None
    private_network_preflights: bool = False
    departures: frozenset[Departure] = frozenset()

    def departs(self, departure: Departure) -> bool:
        """Whether the profile has that departure."""
        return departure in self.departures


STANDARD = Profile("standard", private_network_preflights=True)
CHROMIUM = Profile(
    "Chromium",
    max_age_limit=7200,
    departures=frozenset({Departure.WILDCARD_COVERS_AUTHORIZATION}),
)
FIREFOX = Profile(
    "Firefox",
    max_age_limit=86_400,
    departures=frozenset({Departure.WILDCARD_COVERS_AUTHORIZATION}),
)
