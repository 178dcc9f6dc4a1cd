"""Where browsers depart from the Fetch standard: what they do, and how that was seen."""

from __future__ import annotations

import enum
import typing as t


class Departure(enum.Enum):
    """Something that a browser does otherwise than the Fetch standard says.

    .. versionadded:: 7.0
    """

    WILDCARD_COVERS_AUTHORIZATION = "wildcard covers authorization"


class Evidence(t.NamedTuple):
    """Why a departure is believed to be one.

    :param standard: what the standard says, and where.
    :param browsers: what browsers do instead.
    :param seen: the versions in which it was seen.
    :param advice: what a server does to please both.

    .. versionadded:: 7.0
    """

    standard: str
    browsers: str
    seen: tuple[str, ...]
    advice: str


EVIDENCE: t.Mapping[Departure, Evidence] = {
    Departure.WILDCARD_COVERS_AUTHORIZATION: Evidence(
        standard=(
            "Access-Control-Allow-Headers: * does not cover Authorization "
            "(https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, step 7.6)."
        ),
        browsers=(
            "Without credentials * covers Authorization, too. Firefox says in its console that "
            "it will not always do so."
        ),
        seen=("Chromium 156.0.8078.79", "Firefox 153.7.0"),
        advice="Name Authorization in Access-Control-Allow-Headers.",
    ),
}
"""What is known of each departure."""
