"""A policy: who may do what, compiled once."""

from __future__ import annotations

import collections.abc as cabc
import enum
import functools
from dataclasses import dataclass
from dataclasses import field
from dataclasses import fields

from .allowed_origins import AllowedOrigins
from .decisions import Decision
from .decisions import Reason
from .exposed_headers import ExposedHeaders
from .headers import AllowedHeaders
from .memory import Memory
from .methods import DEFAULT
from .methods import AllowedMethods
from .requests import CORSRequest
from .requests import Preflight
from .rule_names import RuleName
from .run_time import RunTimeOrigins

_DEFAULT_METHODS = AllowedMethods(frozenset(DEFAULT))
_EVERY_HEADER = AllowedHeaders(any=True)
_NO_HEADERS = ExposedHeaders()

Asked = CORSRequest | Preflight | tuple[CORSRequest | Preflight, bool]
"""A request; where a source is asked, with whether it has let the origin in."""

AskedByOrigin = str | tuple[str, bool] | None
"""The same where nothing but the Origin matters."""


class Source(enum.Enum):
    """Where an option of a policy was given.

    .. versionadded:: 7.0
    """

    RESOURCE = "resource"
    KEYWORD = "keyword"
    CONFIG = "config"
    DEFAULT = "default"

    def written(self, option: str) -> str:
        """How `option` is written there: ``origins``, or ``CORS_ORIGINS``."""
        return f"CORS_{option.upper()}" if self is Source.CONFIG else option


@dataclass(frozen=True)
class Policy:
    """Who may do what: the options of one rule, parsed and frozen.

    Policies are made by `flask_cors.CORS` and `flask_cors.cross_origin` from their options,
    which are documented at https://flask-cors.readthedocs.io/en/latest/options.html; reading one
    is how a program asks what an app allows.

    :param origins: the origins that are let in.
    :param methods: the methods that a preflight may ask for.
    :param allow_headers: the request headers that a preflight may ask for.
    :param expose_headers: the response headers that pages may read.
    :param allow_credentials: whether pages may send and read with cookies
        (``supports_credentials``).
    :param max_age: how long browsers may remember a preflight, in seconds; None leaves it
        to them.
    :param send_wildcard: whether any origin is answered with the static ``*``.
    :param vary_header: whether ``Vary: Origin`` is sent where the answer depends on it.
    :param always_send: whether responses to requests without Origin carry the fields too.
    :param automatic_options: whether preflights are answered for the app.
    :param allow_private_network: whether pages from less private networks are let in.
    :param rule: the rule that the policy belongs to.
    :param sources: where each option was given, by the name that it has as a keyword.
    :param unusable: why no rule could be used, for which this policy stands in and lets nobody in;
        None where it is that of a rule.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol

    .. versionadded:: 7.0
    """

    origins: AllowedOrigins
    methods: AllowedMethods = _DEFAULT_METHODS
    allow_headers: AllowedHeaders = _EVERY_HEADER
    expose_headers: ExposedHeaders = _NO_HEADERS
    allow_credentials: bool = False
    max_age: int | None = None
    send_wildcard: bool = False
    vary_header: bool = True
    always_send: bool = True
    automatic_options: bool = True
    allow_private_network: bool = False
    rule: RuleName = field(default=RuleName(), compare=False)
    sources: cabc.Mapping[str, Source] = field(
        default_factory=dict[str, Source], repr=False, compare=False
    )
    unusable: Reason | None = field(default=None, repr=False, compare=False)

    @functools.cached_property
    def decided(self) -> Memory[Asked, Decision]:
        """The decisions on requests that were met before."""
        return Memory()

    @functools.cached_property
    def decided_by_origin(self) -> Memory[AskedByOrigin, Decision]:
        """Those of them that need nothing but the Origin."""
        return Memory()

    @property
    def run_time(self) -> RunTimeOrigins | None:
        """What `origins` asks at run time."""
        return self.origins.run_time

    @property
    def is_static(self) -> bool:
        """Whether the answer is the same for every origin that is let in."""
        if self.origins.any:
            return self.send_wildcard and not self.allow_credentials
        return self.origins.only is not None or self.origins.is_empty


_FIELDS = tuple(each.name for each in fields(Policy))


def replaced(policy: Policy, changes: dict[str, object]) -> Policy:
    """The same policy with other values in some fields; what it has decided is not taken along.

    Not `dataclasses.replace`, which takes seven times as long, since a frozen class sets each
    field through a function: there may be thousands of rules.
    """
    values = vars(policy)
    if len(values) > len(_FIELDS):
        values = {name: values[name] for name in _FIELDS}
    other = object.__new__(Policy)
    object.__setattr__(other, "__dict__", values | changes)
    return other
