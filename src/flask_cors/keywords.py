"""The types of the keywords that `CORS` and `cross_origin` take."""

from __future__ import annotations

import collections.abc as cabc
import re
import typing as t
from datetime import timedelta

if t.TYPE_CHECKING:
    from .sources.queries import Source

Pattern = t.Union[str, "re.Pattern[str]"]
Resources = t.Union[
    Pattern,
    "cabc.Sequence[Pattern]",
    "cabc.Set[Pattern]",
    # A Pattern; but a dict of texts is no mapping of patterns, whose keys may be regexes, too.
    "cabc.Mapping[t.Any, CrossOriginOptions]",
]


class CrossOriginOptions(t.TypedDict, total=False):
    """The keywords of `cross_origin`, and of each value in ``resources``.

    They are documented at https://flask-cors.readthedocs.io/en/latest/options.html.

    .. versionadded:: 7.0
    """

    origins: Pattern | Source | cabc.Iterable[Pattern | Source]
    methods: str | cabc.Iterable[str] | None
    allow_headers: Pattern | cabc.Iterable[Pattern] | None
    expose_headers: str | cabc.Iterable[str] | None
    supports_credentials: bool
    max_age: timedelta | int | str | None
    send_wildcard: bool
    vary_header: bool
    always_send: bool
    automatic_options: bool
    intercept_exceptions: bool
    allow_private_network: bool
    dangerously_allow_any_origin_with_credentials: bool
    dangerously_allow_public_suffix_with_credentials: bool


class CORSOptions(CrossOriginOptions, total=False):
    """The keywords of `CORS` and of `CORS.init_app`.

    .. versionadded:: 7.0
    """

    resources: Resources
