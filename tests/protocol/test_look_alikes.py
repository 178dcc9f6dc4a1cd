"""Origins that look like an allowed one: none of them is let in, whatever the policy is made of."""

from __future__ import annotations

import re

import pytest

from tests.support import answer
from tests.support import get
from tests.support import preflight

from .conftest import Edge

# Each policy lets in https://app.example.com and means nobody else (the patterns: nobody but
# other labels under example.com, other ports of app.example.com).
POLICIES = [
    pytest.param("https://app.example.com", id="one origin"),
    pytest.param(["https://app.example.com", "https://app.example.org"], id="two origins"),
    pytest.param("https://*.example.com", id="a pattern of labels"),
    pytest.param("https://app.example.com:*", id="a pattern of ports"),
    pytest.param(r"https://app\.example\.com", id="a regex"),
    pytest.param(r"https?://app.example.com", id="a regex without a backslash"),
    pytest.param(r"^https://(app|www)\.example\.com$", id="an anchored regex"),
    pytest.param(re.compile(r"https://[a-z]+\.example\.com"), id="a compiled regex"),
    pytest.param(re.compile(r"HTTPS://APP\.EXAMPLE\.COM", re.IGNORECASE), id="without case"),
]

LOOK_ALIKES = [
    pytest.param("https://evilapp.example.com.evil.example", id="prefix and suffix"),
    pytest.param("https://app.example.com.evil.example", id="suffix, a label"),
    pytest.param("https://app.example.comevil", id="suffix, glued"),
    pytest.param("https://app.example.com-evil.example", id="suffix, a hyphen"),
    pytest.param("https://app.example.co", id="cut short"),
    pytest.param("https://pp.example.co", id="cut at both ends"),
    pytest.param("https://evilexample.com", id="prefix glued to the domain"),
    pytest.param("https://app.evilexample.com", id="prefix glued under a label"),
    pytest.param("https://appxexample.com", id="another character for the first dot"),
    pytest.param("https://app.examplexcom", id="another character for the second dot"),
    pytest.param("https://app-example.com", id="a hyphen for the dot"),
    pytest.param("https://example.com", id="the domain itself"),
    pytest.param("https://.example.com", id="an empty label"),
    pytest.param("https://app..example.com", id="an empty label in the middle"),
    pytest.param("https://app.example.com.", id="trailing dot"),
    pytest.param("https://app.example.com..", id="two trailing dots"),
    pytest.param("https://App.Example.com", id="capitals"),
    pytest.param("HTTPS://app.example.com", id="a scheme in capitals"),
    pytest.param("https://app.example.com:443", id="the default port"),
    pytest.param("https://app.example.com:", id="an empty port"),
    pytest.param("https://app.example.com:0443", id="a port with a zero in front"),
    pytest.param("https://app.example.com:99999", id="a port that is too large"),
    pytest.param("https://app.example.com:8443.evil.example", id="a host behind the port"),
    pytest.param("https://app.example.com:8443@evil.example", id="the host as user-info"),
    pytest.param("https://app.example.com@evil.example", id="the host as a user name"),
    pytest.param("https://user:secret@app.example.com", id="user-info before the host"),
    pytest.param("https://app.example.com/", id="trailing slash"),
    pytest.param("https://app.example.com/.evil.example", id="a host behind a slash"),
    pytest.param("https://app.example.com?.evil.example", id="a host behind a query"),
    pytest.param("https://app.example.com#.evil.example", id="a host behind a fragment"),
    pytest.param("https://evil.example/app.example.com", id="the host as a path"),
    pytest.param("https://evil.example?https://app.example.com", id="the origin as a query"),
    pytest.param("https://evil.example#app.example.com", id="the host as a fragment"),
    pytest.param("https://app.example.com\\.evil.example", id="a backslash"),
    pytest.param("https://app.example.com`.evil.example", id="a backtick"),
    pytest.param("https://app.example.com{.evil.example", id="a brace"),
    pytest.param("https://app.example.com}.evil.example", id="a closing brace"),
    pytest.param("https://app.example.com_.evil.example", id="an underscore"),
    pytest.param("https://app.example.com%60.evil.example", id="%60"),
    pytest.param("https://app.example.com%2eevil.example", id="%2e"),
    pytest.param("https://app.example.com%00.evil.example", id="%00"),
    pytest.param("https://app.example.com|.evil.example", id="a bar"),
    pytest.param("https://app.example.com^.evil.example", id="a caret"),
    pytest.param("https://app.example.com!.evil.example", id="an exclamation mark"),
    pytest.param("https://app.example.com$.evil.example", id="a dollar"),
    pytest.param("https://app.example.com&.evil.example", id="an ampersand"),
    pytest.param("https://app.example.com'.evil.example", id="an apostrophe"),
    pytest.param("https://app.example.com(.evil.example", id="a parenthesis"),
    pytest.param("https://app.example.com*.evil.example", id="a star"),
    pytest.param("https://app.example.com+.evil.example", id="a plus"),
    pytest.param("https://app.example.com,.evil.example", id="a comma"),
    pytest.param("https://app.example.com;.evil.example", id="a semicolon"),
    pytest.param("https://app.example.com=.evil.example", id="an equals sign"),
    pytest.param("https://app.example.com~.evil.example", id="a tilde"),
    pytest.param("https://app.example.com\x0b.evil.example", id="a vertical tab"),
    pytest.param("https://app.example.com\x7f.evil.example", id="DEL"),
    pytest.param("https://app.example.com\x00", id="NUL at the end"),
    pytest.param("https://app.example.com\n", id="a line feed at the end"),
    pytest.param("https://app.example.com\r\nVary: x", id="CR LF and a field"),
    pytest.param("\thttps://app.example.com", id="a tab in front"),
    pytest.param("https://app.example.com ", id="a space at the end"),
    pytest.param(" https://app.example.com", id="a space in front"),
    pytest.param("https://app.example.com, https://app.example.com", id="twice, joined"),
    pytest.param("https://app.example.com,null", id="with null, joined"),
    pytest.param("ftp://app.example.com", id="another scheme"),
    pytest.param("httpsx://app.example.com", id="a longer scheme"),
    pytest.param("https:app.example.com", id="no slashes"),
    pytest.param("https:/app.example.com", id="one slash"),
    pytest.param("https:///app.example.com", id="three slashes"),
    pytest.param("//app.example.com", id="no scheme"),
    pytest.param("app.example.com", id="a bare host"),
    pytest.param("xhttps://app.example.com", id="a letter before the scheme"),
    pytest.param("null", id="null"),
    pytest.param("Null", id="Null"),
    pytest.param("undefined", id="undefined"),
    pytest.param("*", id="the wildcard"),
    pytest.param("https://*.example.com", id="the pattern itself"),
    pytest.param("https://app.example.com:*", id="the pattern of ports itself"),
    pytest.param(r"https://app\.example\.com", id="the regex itself"),
    pytest.param("https://xn--pp-eka.example.xn--cm-fka", id="Punycode that looks alike"),
    pytest.param("https://\u00e0pp.example.com", id="Latin-1 that looks alike"),
    pytest.param("https://\xd0\xb0pp.example.com", id="UTF-8 bytes of a Cyrillic letter"),
    pytest.param("https://app.example.com\xad", id="a soft hyphen"),
    pytest.param("https://[app.example.com]", id="in brackets"),
    pytest.param("https://[::ffff:127.0.0.1]", id="IPv6 with dots"),
    pytest.param("https://[::1%25app.example.com]", id="an IPv6 zone"),
    pytest.param("https://app.example.com]", id="half a bracket"),
]


@pytest.mark.parametrize("origins", POLICIES)
def test_the_genuine_one_is_let_in(origins: object, edge: Edge) -> None:
    response = edge({"origins": origins}, get("https://app.example.com"))
    assert response.fields["Access-Control-Allow-Origin"] == "https://app.example.com"


@pytest.mark.parametrize("origins", POLICIES)
@pytest.mark.parametrize("origin", LOOK_ALIKES)
def test_a_page_that_looks_alike_reads_nothing(origins: object, origin: str, edge: Edge) -> None:
    assert edge({"origins": origins}, get(origin)) == answer(vary="Origin")


@pytest.mark.parametrize("origin", LOOK_ALIKES)
def test_its_preflight_is_refused(origin: str, edge: Edge) -> None:
    options = {"origins": ["https://app.example.com", r"https://x\.example\.com"]}
    assert edge(options, preflight(origin, "PUT", "x-a")) == answer(403, vary="Origin")


ADDRESSES = [
    pytest.param("http://127.0.0.1:5000", "http://127.1:5000", id="IPv4 with two numbers"),
    pytest.param("http://127.0.0.1:5000", "http://2130706433:5000", id="IPv4 as one number"),
    pytest.param("http://127.0.0.1:5000", "http://0x7f.0.0.1:5000", id="IPv4 in hexadecimal"),
    pytest.param("http://127.0.0.1:5000", "http://0177.0.0.1:5000", id="IPv4 in octal"),
    pytest.param("http://127.0.0.1:5000", "http://127.0.0.1.:5000", id="IPv4 with a final dot"),
    pytest.param("http://127.0.0.1:5000", "http://127.0.0.10:5000", id="IPv4, a digit more"),
    pytest.param("http://127.0.0.1:5000", "http://127.0.0.1.nip.io:5000", id="IPv4 as labels"),
    pytest.param("http://127.0.0.1:5000", "http://[::ffff:7f00:1]:5000", id="IPv4 in IPv6"),
    pytest.param("http://127.0.0.1:5000", "http://localhost:5000", id="localhost for 127.0.0.1"),
    pytest.param("http://localhost:5000", "http://localhost:50000", id="a digit more in the port"),
    pytest.param("http://localhost:5000", "http://localhost", id="no port"),
    pytest.param("http://localhost:5000", "https://localhost:5000", id="https for http"),
    pytest.param("http://localhost:5000", "http://localhost.evil.example:5000", id="a suffix"),
    pytest.param("http://[::1]:5000", "http://[0:0:0:0:0:0:0:1]:5000", id="IPv6 written out"),
    pytest.param("http://[::1]:5000", "http://[::01]:5000", id="IPv6 with a zero in front"),
    pytest.param("http://[::1]:5000", "http://[::1%25lo]:5000", id="IPv6 with a zone"),
    pytest.param("http://[::1]:5000", "http://[::1%lo]:5000", id="IPv6 with a bare zone"),
    pytest.param("http://[::1]:5000", "http://::1:5000", id="IPv6 without brackets"),
    pytest.param("http://[2001:db8::1]", "http://[2001:DB8::1]", id="IPv6 in capitals"),
    pytest.param("http://[::ffff:7f00:1]", "http://[::ffff:127.0.0.1]", id="IPv6 with dots"),
]


@pytest.mark.parametrize(("listed", "origin"), ADDRESSES)
def test_an_address_that_looks_alike_reads_nothing(listed: str, origin: str, edge: Edge) -> None:
    assert edge({"origins": listed}, get(origin)) == answer(vary="Origin")
