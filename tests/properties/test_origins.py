"""Laws of origins: reading and writing, and what a pattern may match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask_cors.protocol.origin_syntax import read_origin
from flask_cors.protocol.origin_syntax import read_plain_origin
from flask_cors.protocol.origins import Origin
from flask_cors.protocol.origins import are_plain

from .strategies import anything
from .strategies import configurable_origins
from .strategies import domains
from .strategies import ipv6_pieces
from .strategies import look_alikes
from .strategies import origins
from .strategies import policy_of
from .strategies import serialized_ipv6
from .strategies import serialized_origins
from .strategies import web_origins


@given(origins())
def test_what_is_written_is_read_back(origin: Origin) -> None:
    assert Origin.parse(origin.serialize()) == origin


@given(st.data())
def test_what_is_read_is_written_back(data: st.DataObject) -> None:
    """So no origin has two spellings, and none can be let in by another one's."""
    near = look_alikes(data.draw(serialized_origins))
    text = data.draw(anything | serialized_origins | near)
    origin = Origin.parse(text)
    assert origin is None or origin.serialize() == text


@given(st.data())
def test_what_needs_no_closer_look_would_stand_it(data: st.DataObject) -> None:
    text = data.draw(web_origins | look_alikes(data.draw(web_origins)))
    if are_plain([text]):
        origin = Origin.parse(text)
        assert origin is not None
        assert origin.scheme in {"http", "https"}
        assert origin.serialize() == text


def test_what_most_programs_write_needs_no_closer_look() -> None:
    assert are_plain(["https://app.example.com", "http://localhost:5173", "https://a_b.xn--p1ai"])
    assert not are_plain(["https://app.example.com", "https://app.example.com/"])
    assert not are_plain(["http://127.0.0.1", "http://a.0x7f"])
    assert not are_plain([f"https://{'a.' * 130}com"])


@given(st.data())
def test_a_pattern_that_needs_no_closer_look_would_stand_it(data: st.DataObject) -> None:
    text = data.draw(web_origins | look_alikes(data.draw(web_origins)))
    text = data.draw(st.sampled_from([text, text.replace("://", "://*.", 1)]))
    plain = read_plain_origin(text)
    assert plain is None or read_origin(text) == plain


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("https://app.example.com", True),
        ("https://app.example.com:8443", True),
        ("http://127.0.0.1:5000", True),
        ("http://[::1]:5000", True),
        ("https://*.example.com", True),
        ("http://*.localhost:3000", True),
        ("https://*.example.com:*", False),
        ("https://*.*.example.com", False),
        ("https://*.example.com.", False),
        ("https://*.127.0.0.1", False),
        ("https://*.[::1]", False),
        ("https://*.", False),
        ("https://*.EXAMPLE.com", False),
        ("capacitor://localhost", False),
    ],
)
def test_which_origins_and_patterns_need_no_closer_look(text: str, is_plain: bool) -> None:
    assert (read_plain_origin(text) is not None) == is_plain


@given(ipv6_pieces)
def test_an_ipv6_address_has_one_spelling(pieces: list[int]) -> None:
    serialized = serialized_ipv6(pieces)
    assert Origin.parse(f"https://[{serialized}]") is not None
    for other in (
        ":".join(f"{piece:x}" for piece in pieces),
        ":".join(f"{piece:04x}" for piece in pieces),
        serialized.upper(),
    ):
        assert (Origin.parse(f"https://[{other}]") is not None) == (other == serialized)
        # Whichever is configured, it is the one that browsers send.
        assert (
            policy_of({"origins": f"https://[{other}]"}).origins.only == f"https://[{serialized}]"
        )


@given(st.data(), configurable_origins)
def test_a_pattern_without_a_star_matches_only_itself(data: st.DataObject, text: str) -> None:
    allowed = policy_of({"origins": [text]}).origins
    other = data.draw(look_alikes(text) | serialized_origins | anything)
    assert allowed.allows(text)
    assert allowed.allows(other) == (other == text)


@given(st.lists(web_origins, min_size=2, max_size=5), web_origins)
def test_a_list_matches_only_its_members(listed: list[str], other: str) -> None:
    allowed = policy_of({"origins": listed}).origins
    assert all(map(allowed.allows, listed))
    assert allowed.allows(other) == (other in listed)


@given(st.data(), domains)
def test_open_labels_are_whole_labels(data: st.DataObject, domain: str) -> None:
    allowed = policy_of({"origins": f"https://*.{domain}"}).origins
    label = data.draw(domains)
    assert allowed.allows(f"https://{label}.{domain}") == (len(f"{label}.{domain}") <= 253)
    glued = data.draw(look_alikes(f"https://{label}.{domain}") | web_origins)
    if allowed.allows(glued):
        labels = glued.removeprefix("https://").removesuffix(f".{domain}")
        assert glued == f"https://{labels}.{domain}"
        assert all(part and set(part) <= _IN_A_LABEL for part in labels.split("."))


_IN_A_LABEL = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.data(), domains)
def test_an_open_port_is_a_port(data: st.DataObject, domain: str) -> None:
    allowed = policy_of({"origins": f"http://{domain}:*"}).origins
    port = data.draw(st.integers(1, 65535))
    assert allowed.allows(f"http://{domain}")
    assert allowed.allows(f"http://{domain}:{port}") == (port != 80)
    other = data.draw(look_alikes(f"http://{domain}:{port}") | web_origins)
    if allowed.allows(other):
        digits = other.removeprefix(f"http://{domain}").removeprefix(":")
        assert digits == "" or 1 <= int(digits) <= 65535
        assert other in {f"http://{domain}", f"http://{domain}:{digits}"}
