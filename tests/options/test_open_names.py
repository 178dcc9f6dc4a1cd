"""What a regex leaves open of scheme and name, told from its branches, without any sample."""

from __future__ import annotations

import re

import pytest

from flask_cors.options.open_names import what_is_open

UNTOLD = "Its text does not tell whom all it lets in, so it cannot be checked."
SCHEMES = "It does not fix the scheme: http and https are let in."

OPEN = [
    pytest.param(r"https://.*\.example\.com", None, id="labels"),
    pytest.param(r"https://x.*x\.example\.com", None, id="a part of a label"),
    pytest.param(r"https://.*\.example\.com:.*", None, id="labels and a port"),
    pytest.param(r"https://app\.(example|example)\.com", None, id="alternatives"),
    pytest.param(r"https://.*\.example\.com|https:\.*//.*/x", UNTOLD, id="a scheme half written"),
    pytest.param(r"https?://app\.example\.com", SCHEMES, id="two schemes"),
    pytest.param(r"https?://(localhost|127\.0\.0\.1)(:\d+)?", None, id="of this machine"),
    pytest.param(r"https?://localhost\.example\.com", SCHEMES, id="of what only looks like it"),
    pytest.param(r".*://app\.example\.com", UNTOLD, id="any scheme"),
    pytest.param(r"https", None, id="no origin, written out"),
    pytest.param(r"https:.*", UNTOLD, id="no slashes"),
    pytest.param(r"https://.*/.*", None, id="no origin, since it has a slash"),
    pytest.param(r"https://[/?]+", None, id="no origin, since it has nothing else"),
    pytest.param(r"https://.*example\.com", UNTOLD, id="what may be the end of a name"),
    pytest.param(
        r"https://.*\.com", "Anybody can register a name under com.", id="a public suffix"
    ),
    pytest.param(
        r"https://.*\.c(o)?re\.windows\.net",
        "Anybody can register a name under blob.core.windows.net.",
        id="above a public suffix, a letter of it optional",
    ),
    pytest.param(r"https://example\.com.*", UNTOLD, id="an open end"),
    pytest.param(r"https://[a-z]+", UNTOLD, id="nothing written out"),
    pytest.param(r"https://.*\.8\.8", UNTOLD, id="the end of an address"),
    pytest.param(r"https://\[::1\](:\d+)?", None, id="an address in brackets"),
    pytest.param(r"https://\[.*:.*\]", UNTOLD, id="any address in brackets"),
    pytest.param(r"https://\[::1.*", UNTOLD, id="a bracket left open"),
    pytest.param(r"https://10\.\d+", None, id="a private network"),
    pytest.param(r"https://(10|192\.168)\.[0-9]{2}\.\d\.\d", None, id="two private networks"),
    pytest.param(r"https://10\.999\.\d+\.\d", None, id="what is no address"),
    pytest.param(r"https://\d\d\d\d\.\d+", UNTOLD, id="more beginnings than are tried"),
    pytest.param(r"https://[\d.]*", UNTOLD, id="any address"),
    pytest.param(r"https://a(b{70}){2}\.example\.com", None, id="more letters than are laid out"),
    pytest.param(r"https://a(bc){70}example\.com", UNTOLD, id="more than are laid out, glued"),
    pytest.param("https://" + r"(a|b)" * 12 + r"\.example\.com", UNTOLD, id="too many branches"),
    pytest.param(r"https://(a)\1\.example\.com", UNTOLD, id="a reference back"),
    pytest.param(r"https://\141\.example\.com", UNTOLD, id="a letter by its octal number"),
    pytest.param(r"https://(?x: a )\.example\.com", UNTOLD, id="white space within"),
    pytest.param(r"https://(?#ours)app\.example\.com", UNTOLD, id="a comment"),
    pytest.param(r"https://(?i:APP)\.example\.com", None, id="without case within"),
    pytest.param(r"https://(?P<label>\w+)\.example\.com", None, id="a name for a part"),
]


@pytest.mark.parametrize(("source", "reason"), OPEN)
def test_what_is_open(source: str, reason: str | None) -> None:
    assert what_is_open(re.compile(source)) == reason


UNDER_SUFFIXES = [
    pytest.param(r"https://.*\.vercel\.app", None, id="any name"),
    pytest.param(r"https://my-app-\w+-my-team\.vercel\.app", None, id="names of a project"),
    pytest.param(r"https://(pr-\d+--)?mysite\.netlify\.app", None, id="and the project's own"),
    pytest.param(r"https://.*\.com", None, id="any name that somebody registered"),
    pytest.param(r"https://.*example\.com", UNTOLD, id="a dot forgotten"),
    pytest.param(r"https://.*\.(vercel|netlify)\.app", None, id="two suffixes"),
    pytest.param(r"https://.*", UNTOLD, id="more than names"),
    pytest.param(r"https://.*\.8\.8", UNTOLD, id="an address is no name"),
    pytest.param(r".*\.vercel\.app", UNTOLD, id="any scheme"),
]


@pytest.mark.parametrize(("source", "reason"), UNDER_SUFFIXES)
def test_what_is_open_besides_names_under_public_suffixes(source: str, reason: str | None) -> None:
    assert what_is_open(re.compile(source), under_suffixes=True) == reason


def test_white_space_is_left_out_where_it_means_nothing() -> None:
    source = r"""https://  # our labels (all of them)
        (?: [a-z\ ]+ | [0-9#]+ ) \. example\.com  # and our domain"""
    assert what_is_open(re.compile(source, re.VERBOSE)) is None
