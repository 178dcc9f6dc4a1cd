"""What a page hands to ``fetch``, brought to bytes."""

from __future__ import annotations

import collections.abc as cabc
import json as json_module
import typing as t
from urllib.parse import urlencode

from ..protocol.fields import Field
from ..protocol.user_agent import FetchRequest

HeadersInit = cabc.Mapping[str, str] | cabc.Sequence[tuple[str, str]]
BodyInit = str | bytes | cabc.Mapping[str, str]

TEXT = "text/plain;charset=UTF-8"
FORM = "application/x-www-form-urlencoded;charset=UTF-8"


class FetchInit(t.TypedDict, total=False):
    """The members of ``fetch``'s second argument; all may be left out.

    ``body`` is text, bytes, or a mapping that is sent as a form; ``json`` is what
    ``body: JSON.stringify(...)`` and the header ``Content-Type: application/json`` are to a page.

    Source: https://fetch.spec.whatwg.org/#requestinit

    .. versionadded:: 7.0
    """

    method: str
    headers: HeadersInit
    body: BodyInit | None
    json: object
    mode: str
    credentials: str
    redirect: str
    referrer_policy: str


def pairs_of(headers: HeadersInit) -> list[Field]:
    """The headers as pairs."""
    if isinstance(headers, cabc.Mapping):
        return list(headers.items())
    return list(headers)


def body_of(init: FetchInit, headers: list[Field]) -> tuple[bytes | None, str | None]:
    """The bytes of a body, and the Content-Type that its kind brings along.

    Source: https://fetch.spec.whatwg.org/#concept-bodyinit-extract
    """
    if "json" in init:
        if not any(name.lower() == "content-type" for name, _ in headers):
            headers.append(("Content-Type", "application/json"))
        return json_module.dumps(init["json"]).encode(), None
    body = init.get("body")
    if isinstance(body, str):
        return body.encode(), TEXT
    if isinstance(body, cabc.Mapping):
        return urlencode(body).encode(), FORM
    return body, None


def fetch_request(url: str, init: FetchInit) -> FetchRequest:
    """The request that the arguments of ``fetch`` describe."""
    headers = pairs_of(init.get("headers", ()))
    body, body_type = body_of(init, headers)
    return FetchRequest(
        url=url,
        method=init.get("method", "GET"),
        headers=headers,
        body=body,
        body_type=body_type,
        mode=init.get("mode", "cors"),
        credentials=init.get("credentials", "same-origin"),
        redirect=init.get("redirect", "follow"),
        referrer_policy=init.get("referrer_policy", ""),
    )
