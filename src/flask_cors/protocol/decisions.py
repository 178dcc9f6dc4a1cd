"""What was decided about a request, and why."""

from __future__ import annotations

import enum
import typing as t

from .fields import Field

if t.TYPE_CHECKING:
    from .policy import Policy


class Outcome(enum.Enum):
    """What becomes of a request.

    .. versionadded:: 7.0
    """

    NOT_CORS = "not a CORS request"
    ALLOWED = "allowed"
    REFUSED = "refused"


class Reason(enum.Enum):
    """A step of the protocol at which a request fails, or a fact that the answer reflects.

    .. versionadded:: 7.0
    """

    ORIGIN_NOT_ALLOWED = "the origin is not one that the policy lets in"
    METHOD_NOT_ALLOWED = "the method is not one that the policy allows"
    HEADER_NOT_ALLOWED = "a requested header is not one that the policy allows"
    HEADERS_OVER_LIMIT = "more header names were requested than are read"
    PRIVATE_NETWORK_NOT_ALLOWED = "the policy does not let pages in from a less private network"
    RESPONSE_HAS_OWN_FIELDS = "the app's response carries CORS fields of its own"
    CREDENTIALS_NOT_ALLOWED = "the policy does not let pages send credentials"
    NOT_GOVERNED = "no rule of the app governs this URL"
    HOST_NOT_TRUSTED = "the app does not trust the host that it is asked at"
    ANSWERED_BY_APP = "the app answered by itself, and its answer does not pass"
    APP_FAILED = "the app failed, and its error page carries no CORS fields"
    LEFT_THE_APP = "the answer comes from another server"
    PATH_TOO_LONG = "the path is too long to be tried against every pattern that may govern it"
    PATH_AMBIGUOUS = "the path may be read in several ways, for which there may be different rules"
    RULE_NOT_ACCEPTED = "the rule that governs this URL was not accepted"
    NEVER_ALLOWED = "the page asks for what no policy can allow"


class Decision(t.NamedTuple):
    """The answer to one request, ready to be written.

    :param policy: the policy that decided.
    :param outcome: what becomes of the request.
    :param reasons: what failed, in the standard's order; empty where nothing did.
    :param fields: the header fields to set, ``Vary`` among them.
    :param status: the status of the answer, where the request is a CORS-preflight request.

    .. versionadded:: 7.0
    """

    policy: Policy
    outcome: Outcome
    reasons: tuple[Reason, ...]
    fields: tuple[Field, ...]
    status: str | None = None
