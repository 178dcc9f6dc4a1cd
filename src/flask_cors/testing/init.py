"""What a page hands to ``fetch``, brought to bytes."""

from __future__ import annotations

import collections.abc as cabc
import json as json_module
import typing as t
from urllib.parse import urlencode

from ..protocol.fields import Field
from ..protocol.user_agent import FetchRequest
from ..protocol.user_agent.urls import scalar_values

# No `Sequence` for a pair: a text is one, too.
Pairs = cabc.Mapping[str, str | int] | cabc.Iterable[tuple[str, str | int] | list[str]]
HeadersInit = Pairs
BodyInit = str | bytes | bytearray | memoryview | Pairs

TEXT = "text/plain;charset=UTF-8"
FORM = "application/x-www-form-urlencoded;charset=UTF-8"


class FetchInit(t.TypedDict, total=False):
    """The members of ``fetch``'s second argument; all may be left out.

    ``body`` is text, bytes, or a form, a mapping or pairs; ``json`` is what
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


def pairs_of(given: object, what: str = "headers") -> list[Field]:
    """Names and values, which should be `Pairs`, as texts.

    :param what: whose they are, for the message.
    :raises TypeError: where they are none.
    """
    if not isinstance(given, cabc.Iterable):
        raise TypeError(f"{what} are a mapping or pairs, not {given!r}.")
    if isinstance(given, cabc.Mapping):
        given = t.cast("cabc.Mapping[object, object]", given).items()
    return [_pair(pair, what) for pair in t.cast("cabc.Iterable[object]", given)]


def _pair(pair: object, what: str) -> Field:
    match pair:
        case (str() as name, str() | int() as value) if not isinstance(value, bool):
            return name, str(value)
        case _:
            raise TypeError(f"{what} are names and values, as text; {pair!r} is none.")


def body_of(init: FetchInit, headers: list[Field]) -> tuple[bytes | None, str | None]:
    """The bytes of a body, and the Content-Type that its kind brings along.

    Source: https://fetch.spec.whatwg.org/#concept-bodyinit-extract

    :raises TypeError: where it is of no kind that can be sent.
    """
    body = init.get("body")
    if "json" in init:
        if body is not None:
            raise TypeError("There is one body: write body= or json=, not both.")
        if not any(name.lower() == "content-type" for name, _ in headers):
            headers.append(("Content-Type", "application/json"))
        # JSON.stringify makes a text, whose own type counts where no-cors drops the header.
        return _stringified(init["json"]).encode(), TEXT
    if isinstance(body, str):
        return scalar_values(body).encode(), TEXT
    if body is None or isinstance(body, bytes | bytearray | memoryview):
        return None if body is None else bytes(body), None
    try:
        fields = pairs_of(body, "the fields of a form")
    except TypeError as error:
        message = f"body is text, bytes, a mapping or pairs, not {body!r}: {error}"
        raise TypeError(message) from error
    texts = [(scalar_values(name), scalar_values(value)) for name, value in fields]
    return urlencode(texts).encode(), FORM


def _stringified(value: object) -> str:
    """The value as JSON, in which NaN and the infinities are ``null``, as Python writes none.

    Source: https://tc39.es/ecma262/#sec-serializejsonproperty
    """
    text = json_module.dumps(value)
    return json_module.dumps(json_module.loads(text, parse_constant=lambda _: None))


def fetch_request(url: str, init: FetchInit) -> FetchRequest:
    """The request that the arguments of ``fetch`` describe.

    :raises TypeError: where one is of another type than JavaScript could make text of.
    """
    for name in ("method", "mode", "credentials", "redirect", "referrer_policy"):
        if not isinstance(init.get(name, ""), str):
            raise TypeError(f"{name} is text, not {init.get(name)!r}.")
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
