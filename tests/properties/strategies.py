"""What the laws are tried on: origins and what looks like one, options and what looks like some."""

from __future__ import annotations

import re
import string
import typing as t

from hypothesis import strategies as st

from flask_cors import Policy
from flask_cors import PolicyError
from flask_cors.options.layers import keyword_layer
from flask_cors.options.policy_reader import read_policy
from flask_cors.protocol.origins import DEFAULT_PORTS
from flask_cors.protocol.origins import IN_OPAQUE_HOSTS
from flask_cors.protocol.origins import Origin
from flask_cors.protocol.problems import Findings
from flask_cors.protocol.rule_names import RuleName
from tests.support import Options


def policy_of(options: Options) -> Policy:
    """The policy of these options.

    :raises PolicyError: where they are refused.
    """
    findings = Findings()
    policy = read_policy(RuleName(), [keyword_layer(options)], findings)
    if findings.errors:
        raise PolicyError(findings.errors)
    return policy


# Origins

_LABEL = st.from_regex(r"[a-z0-9_]([a-z0-9_-]{0,8}[a-z0-9_])?", fullmatch=True)
_FEW_LABELS = st.sampled_from(["a", "b", "app", "www", "example", "evil", "com", "org", "xn--p1ai"])
_IN_A_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)\Z")

domains = (
    st.lists(_LABEL | _FEW_LABELS, min_size=1, max_size=4)
    .filter(lambda labels: not _IN_A_NUMBER.match(labels[-1]))
    .map(".".join)
)
ipv4_addresses = st.ip_addresses(v=4).map(str)


def serialized_ipv6(pieces: t.Sequence[int]) -> str:
    """The URL standard's serializer, step by step (https://url.spec.whatwg.org/#concept-ipv6-serializer)."""
    best, length = None, 1
    for start in range(8):
        run = next((end for end in range(start, 8) if pieces[end]), 8) - start
        if run > length:
            best, length = start, run
    text, index = "", 0
    while index < 8:
        if index == best:
            text += "::" if index == 0 else ":"
            index += length
            continue
        text += f"{pieces[index]:x}" + (":" if index < 7 else "")
        index += 1
    return text


_PIECE = st.sampled_from([0, 0, 1]) | st.integers(0, 0xFFFF)
ipv6_pieces = st.lists(_PIECE, min_size=8, max_size=8)
ipv6_addresses = ipv6_pieces.map(lambda pieces: f"[{serialized_ipv6(pieces)}]")
hosts = domains | ipv4_addresses | ipv6_addresses
opaque_hosts = st.sampled_from([".", "-", "..", "a.1"]) | (
    st.from_regex(rf"[{IN_OPAQUE_HOSTS}]{{1,12}}", fullmatch=True)
)
schemes = st.sampled_from(["https", "http", "https", "capacitor", "chrome-extension", "ws"]) | (
    st.from_regex(r"[a-z][a-z0-9+.-]{0,6}", fullmatch=True)
)
ports = st.none() | st.sampled_from([80, 443, 3000, 1, 65535]) | st.integers(1, 65535)


@st.composite
def origins(draw: st.DrawFn) -> Origin:
    """Tuple origins."""
    scheme, port = draw(schemes), draw(ports)
    host = draw(hosts if scheme in {*DEFAULT_PORTS, "file"} else hosts | opaque_hosts)
    return Origin(scheme, host, None if port == DEFAULT_PORTS.get(scheme) else port)


serialized_origins = origins().map(Origin.serialize)
configurable_origins = serialized_origins.filter(
    lambda text: text.partition(":")[0] not in {"file", "ws", "wss"}
)
web_origins = st.builds(
    lambda scheme, host, port: Origin(scheme, host, port).serialize(),
    st.sampled_from(["https", "http"]),
    domains,
    st.none() | st.sampled_from([3000, 8443]),
)


@st.composite
def look_alikes(draw: st.DrawFn, text: str) -> str:
    """`text` with a few characters put in, taken out or changed."""
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text)))
        width = draw(st.integers(0, 2))
        new = draw(st.text("./:-_*@%[]\\ ,?#aE0`{", max_size=2))
        text = text[:place] + new + text[place + width :]
    return text


anything = (
    st.text(max_size=40)
    | st.text(string.printable, max_size=40)
    | st.binary(max_size=40).map(lambda data: data.decode("latin-1"))
)
"""What may arrive in a field, and what cannot."""


# What a request carries

methods = st.sampled_from(["GET", "PUT", "PATCH", "DELETE", "patch", "PURGE", "TRACE", "*"])
names = st.sampled_from(["x-a", "X-A", "x-b", "content-type", "authorization", "x-acme-1", "*"])
requested_methods = methods | anything
requested_headers = st.none() | st.lists(names, max_size=5).map(",".join) | anything
requested_origins = st.none() | serialized_origins | web_origins | st.just("null") | anything


# Options

origin_values = web_origins | st.sampled_from(
    [
        "*",
        "null",
        "https://*.example.com",
        "https://*.com",
        "http://localhost:*",
        "https://*.a.example:*",
        r"https://\w+\.example\.org",
        r"https?://(a|b)\.example\.com",
    ]
)
method_values = st.lists(st.sampled_from(["GET", "PUT", "patch", "DELETE", "*"]), max_size=4)
name_values = st.lists(
    st.sampled_from(["X-A", "x-b", "Content-Type", "*", "X-Acme-*", r"Y-\d+"]), max_size=4
)
switches = st.booleans()


@st.composite
def options(draw: st.DrawFn, **fixed: st.SearchStrategy[t.Any]) -> Options:
    """Options that are each well written; together they may still be refused."""
    strategies: dict[str, st.SearchStrategy[t.Any]] = {
        "origins": st.lists(origin_values, max_size=4),
        "methods": method_values,
        "allow_headers": name_values,
        "expose_headers": st.lists(st.sampled_from(["X-Total", "ETag", "*"]), max_size=2),
        "supports_credentials": switches,
        "max_age": st.none() | st.integers(0, 86_400),
        "send_wildcard": switches,
        "always_send": switches,
        "allow_private_network": switches,
        "dangerously_allow_any_origin_with_credentials": switches,
        "dangerously_allow_public_suffix_with_credentials": switches,
        **fixed,
    }
    chosen = draw(st.sets(st.sampled_from(sorted(strategies))))
    return {name: draw(strategies[name]) for name in strategies if name in {*chosen, *fixed}}


@st.composite
def policies(draw: st.DrawFn, **fixed: st.SearchStrategy[t.Any]) -> Policy:
    """Policies of options that are accepted."""
    chosen = draw(options(**fixed))
    try:
        return policy_of(chosen)
    except PolicyError:
        # With credentials much is refused; without them every one of these is accepted.
        return policy_of({**chosen, "supports_credentials": False})
