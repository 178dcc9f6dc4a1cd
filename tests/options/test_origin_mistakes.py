"""What is no origin: refused at start, wherever it is written, with what to write instead."""

from __future__ import annotations

import enum
import re
import types
import typing as t

import pytest
from flask import Flask

from flask_cors import CORS
from flask_cors import PolicyError
from flask_cors.protocol import origin_reader
from flask_cors.protocol import regex_time
from flask_cors.sources import OriginQuery
from tests.support import APP
from tests.support import Options

from .places import PLACES
from .places import PLACES_AND_CONFIG
from .places import as_config
from .places import as_keyword
from .places import named_values
from .places import problems
from .places import told

MISTAKES = [
    # Not a string.
    pytest.param(None, "origin-not-a-string", id="None"),
    pytest.param(True, "origin-not-a-string", id="True"),
    pytest.param(False, "origin-not-a-string", id="False"),
    pytest.param(5000, "origin-not-a-string", id="a number"),
    pytest.param(b"https://app.example.com", "origin-not-a-string", id="bytes"),
    pytest.param(bytearray(b"*"), "origin-not-a-string", id="a bytearray's numbers"),
    pytest.param([["https://app.example.com"]], "origin-not-a-string", id="a nested list"),
    pytest.param([("https://app.example.com",)], "origin-not-a-string", id="a nested tuple"),
    pytest.param({"https://app.example.com": {}}, "origin-not-a-string", id="a dict"),
    pytest.param([None], "origin-not-a-string", id="None in a list"),
    pytest.param(object, "origin-not-a-string", id="a class"),
    pytest.param(re.compile(rb"https://.*"), "origin-not-a-string", id="a regex of bytes"),
    # Not an origin.
    pytest.param("", "origin-empty", id="empty"),
    pytest.param("   ", "origin-empty", id="white space"),
    pytest.param("https://app.example.com/path", "origin-has-path", id="path"),
    pytest.param("https://app.example.com/*", "origin-has-path", id="a star for a path"),
    pytest.param("https://app.example.com//", "origin-has-path", id="two trailing slashes"),
    pytest.param("https://app.example.com/?q", "origin-has-query", id="slash and query"),
    pytest.param("https://app.example.com?q=1", "origin-has-query", id="query"),
    pytest.param("https://.?example.com", "origin-has-query", id="a dot and a question mark"),
    pytest.param("https://app.example.com#top", "origin-has-query", id="fragment"),
    pytest.param("https://app.example.com?", "origin-ends-in-question-mark", id="a final ?"),
    pytest.param("https://app.example.com/?", "origin-has-query", id="a slash and a final ?"),
    pytest.param("https?://app.example.com?", "origin-ends-in-question-mark", id="https?:// and ?"),
    pytest.param("https://app.example.com?$", "origin-ends-in-question-mark", id="?, anchored"),
    pytest.param(
        r"https://app\.example\.com?(:\d+)?/?$", "origin-ends-in-question-mark", id="? and a port"
    ),
    pytest.param(
        r"https://app\.example\.com?(?::80|:81)", "origin-ends-in-question-mark", id="? and ports"
    ),
    pytest.param("app.example.com", "origin-without-scheme", id="no scheme"),
    pytest.param("//app.example.com", "origin-without-scheme", id="two slashes for a scheme"),
    pytest.param("://app.example.com", "origin-without-scheme", id="a colon and two slashes"),
    pytest.param("https:app.example.com", "origin-without-scheme", id="a scheme without slashes"),
    pytest.param("https:/app.example.com", "origin-without-scheme", id="a scheme and one slash"),
    pytest.param("https", "origin-without-scheme", id="a scheme alone"),
    pytest.param("HTTP:", "origin-without-scheme", id="a scheme and its colon alone"),
    pytest.param("process.env.URL", "origin-without-scheme", id="the name of a variable"),
    pytest.param("https://example,com", "origin-bad-host", id="a comma for a dot"),
    pytest.param("localhost", "origin-without-scheme", id="localhost"),
    pytest.param("any", "origin-without-scheme", id="a word for any origin"),
    pytest.param("true", "origin-without-scheme", id="a word for a switch"),
    pytest.param("None", "origin-without-scheme", id="None as text"),
    pytest.param("localhost:3000", "origin-without-scheme", id="localhost and port"),
    pytest.param("localhost:*", "origin-without-scheme", id="localhost and any port"),
    pytest.param("127.0.0.1:5000", "origin-without-scheme", id="IPv4 and port"),
    pytest.param("[::1]:5000", "origin-without-scheme", id="IPv6 and port"),
    pytest.param("app.example.com/path", "origin-without-scheme", id="no scheme, but a path"),
    pytest.param(".example.com", "origin-without-scheme", id="as in a cookie's domain"),
    pytest.param("*.example.com", "origin-without-scheme", id="a pattern without a scheme"),
    pytest.param("mailto:me@example.com", "origin-without-scheme", id="mailto"),
    pytest.param("about:blank", "origin-without-scheme", id="about:blank"),
    pytest.param("blob:https://app.example.com", "origin-without-scheme", id="blob"),
    pytest.param("https://", "origin-bad-host", id="no host"),
    pytest.param("https:///", "origin-bad-host", id="three slashes"),
    pytest.param("https://:3000", "origin-bad-host", id="a port only"),
    pytest.param("[http://localhost:3000]", "origins-are-text", id="a list without quotes"),
    pytest.param("[]", "origins-are-text", id="an empty list as text"),
    pytest.param("file://", "origin-is-file", id="file"),
    pytest.param("file:///home/me/index.html", "origin-is-file", id="a file"),
    pytest.param("/", "origin-is-path", id="a slash"),
    pytest.param("/api/*", "origin-is-path", id="a path pattern"),
    pytest.param("wss://app.example.com", "origin-is-websocket", id="a WebSocket's URL"),
    pytest.param("Null", "origin-null-misspelt", id="Null"),
    pytest.param("null/", "origin-null-misspelt", id="null with a slash"),
    # Characters.
    pytest.param("https://b\u00fccher.example", "origin-not-ascii", id="Unicode host"),
    pytest.param("https://b\u00fccher.example:8443", "origin-not-ascii", id="Unicode, port"),
    pytest.param("https://b\u00fccher.example/a", "origin-not-ascii", id="Unicode, path"),
    pytest.param("https://" + "\u00fc" * 64 + ".example", "origin-not-ascii", id="Unicode, long"),
    pytest.param("https://\u200bapp.example", "origin-not-ascii", id="a zero-width space"),
    pytest.param("https://app.example\uff0ecom", "origin-not-ascii", id="a full-width dot"),
    pytest.param(" https://app.example.com", "origin-has-white-space", id="a space in front"),
    pytest.param("https://app.example.com\n", "origin-has-white-space", id="a line feed behind"),
    pytest.param("https:// app.example.com", "origin-has-white-space", id="a space within"),
    pytest.param("https://app.example.com\x00", "origin-has-white-space", id="NUL"),
    pytest.param("'https://app.example.com'", "origin-has-quotes", id="quotes"),
    pytest.param('"https://app.example.com"', "origin-has-quotes", id="double quotes"),
    pytest.param("`https://app.example.com`", "origin-has-quotes", id="backticks"),
    pytest.param("\u201chttps://app.example.com\u201d", "origin-has-quotes", id="curly quotes"),
    pytest.param("\u201ehttps://app.example.com\u201c", "origin-has-quotes", id="low quotes"),
    pytest.param("<https://app.example.com>", "origin-has-brackets", id="angle brackets"),
    pytest.param("https://<tenant>.example.com", "origin-has-brackets", id="a place-holder"),
    pytest.param("https://app%2eexample.com", "origin-bad-host", id="percent-encoded"),
    pytest.param("https://app;example.com", "origin-bad-host", id="a semicolon"),
    pytest.param("https://{tenant}.example.com", "origin-bad-host", id="braces"),
    pytest.param("app://{tenant}", "origin-bad-host", id="braces in an opaque host"),
    pytest.param("app://", "origin-bad-host", id="no opaque host"),
    pytest.param("app://" + "a" * 254, "origin-bad-host", id="an opaque host over 253"),
    pytest.param("app://./index.html", "origin-has-path", id="an Electron app's page"),
    # Several in one.
    pytest.param(f"{APP},https://b.example", "origins-joined", id="two, joined by a comma"),
    pytest.param(f"{APP}, https://b.example", "origins-joined", id="two, a comma and a space"),
    pytest.param(f"{APP} https://b.example", "origins-joined", id="two, a space between"),
    pytest.param(f"{APP},", "origins-joined", id="a comma behind"),
    pytest.param(f"{APP} b.example", "origins-joined", id="a host behind an origin"),
    pytest.param("a.example; b.example", "origins-joined", id="two hosts"),
    pytest.param("https://app. example.com", "origin-has-white-space", id="a blank in a host"),
    pytest.param(f"{APP} localhost:3000", "origins-joined", id="this machine behind an origin"),
    pytest.param(f"{APP} and b.example", "origin-has-white-space", id="a word between two"),
    pytest.param("https?://localhost:*", "origin-ends-in-open-regex", id="a star for the port"),
    pytest.param("^http://localhost:*$", "origin-ends-in-open-regex", id="that, anchored"),
    pytest.param(
        r"https?://.*\.example\.com:*", "origin-ends-in-open-regex", id="that, behind a regex"
    ),
    pytest.param(r"https://(a|b)\.example\.com:*", "origin-ends-in-open-regex", id="of one scheme"),
    pytest.param(r"(?i)https?://a\.b:*", "origin-ends-in-open-regex", id="with a flag before"),
    pytest.param("http://(localhost|127.0.0.1:*", "origin-bad-regex", id="behind half a group"),
    pytest.param("^https://*.example.com", "origin-bad-wildcard", id="a pattern, anchored"),
    pytest.param(f"*,{APP}", "origins-joined", id="a star and an origin"),
    pytest.param(f"{APP}https://b.example", "origins-joined", id="two, nothing between"),
    # User-info, port, host.
    pytest.param("https://me@app.example.com", "origin-has-userinfo", id="user name"),
    pytest.param("https://me:secret@app.example.com", "origin-has-userinfo", id="password"),
    pytest.param("https://app.example.com:0", "origin-bad-port", id="port 0"),
    pytest.param("https://app.example.com:65536", "origin-bad-port", id="a port too large"),
    pytest.param("https://app.example.com:080", "origin-bad-port", id="a port with a zero"),
    pytest.param("https://app.example.com:" + "9" * 5000, "origin-bad-port", id="a long port"),
    pytest.param("https://app.example.com:", "origin-bad-port", id="an empty port"),
    pytest.param("https://app.example.com:http", "origin-bad-port", id="a word for a port"),
    pytest.param("https://app.example.com:30*", "origin-bad-port", id="half a port"),
    pytest.param("https://app.example.com:-1", "origin-bad-port", id="a negative port"),
    pytest.param("http://127.1", "origin-bad-ipv4", id="IPv4 with two numbers"),
    pytest.param("http://2130706433", "origin-bad-ipv4", id="IPv4 as one number"),
    pytest.param("http://0x7f.0.0.1", "origin-bad-ipv4", id="IPv4 in hexadecimal"),
    pytest.param("http://127.0.0.01", "origin-bad-ipv4", id="IPv4 in octal"),
    pytest.param("http://256.0.0.1", "origin-bad-ipv4", id="IPv4 out of range"),
    pytest.param("http://*.0.0.1", "origin-bad-ipv4", id="a star for a number"),
    pytest.param("http://127.1:99999", "origin-bad-ipv4", id="IPv4 and no port"),
    pytest.param("http://::1:3000", "origin-bad-host", id="IPv6 without brackets"),
    pytest.param("http://2001:db8::1", "origin-bad-host", id="IPv6 that ends in a number"),
    pytest.param("https://app.example.com:3000:4000", "origin-bad-port", id="two ports"),
    pytest.param("http://[::1]:3000:4000", "origin-bad-port", id="two ports of an address"),
    pytest.param("http://[::1", "origin-bad-regex", id="IPv6 with half its brackets"),
    pytest.param("http://[::1%25eth0]", "origin-bad-host", id="IPv6 with a zone"),
    pytest.param("https://" + "a" * 64 + ".example", "origin-bad-host", id="a label of 64"),
    pytest.param("https://" + "a." * 127 + "example", "origin-bad-host", id="a host over 253"),
    pytest.param("https://app..example.com", "origin-bad-host", id="an empty label"),
    pytest.param("https://app.example.com.", "origin-bad-host", id="a trailing dot"),
    # Wildcards elsewhere.
    pytest.param("**", "origin-bad-wildcard", id="two stars"),
    pytest.param("https://*", "origin-bad-wildcard", id="a star for a host"),
    pytest.param("https://*:3000", "origin-bad-wildcard", id="a star for a host, and a port"),
    pytest.param("https://*example.com", "origin-bad-wildcard", id="a star glued to the host"),
    pytest.param("https://app*.example.com", "origin-bad-wildcard", id="half a label"),
    pytest.param("https://**.example.com", "origin-bad-wildcard", id="two stars for labels"),
    pytest.param("https://*.*.example.com", "origin-bad-wildcard", id="two open labels"),
    pytest.param("https://*.", "origin-bad-wildcard", id="nothing behind the label"),
    pytest.param("*://app.example.com", "origin-bad-wildcard", id="a star for a scheme"),
    pytest.param("http*://app.example.com", "origin-bad-wildcard", id="half a scheme"),
    pytest.param("ht*p://app.example.com", "origin-bad-wildcard", id="a star in a scheme"),
    pytest.param("*://*", "origin-bad-wildcard", id="a star for each part"),
    pytest.param("http[s]?://*.example.com", "origin-bad-wildcard", id="a regex, then a star"),
    pytest.param(
        "https://app.pr-*.example.com:*", "origin-bad-wildcard", id="half a label, a port"
    ),
    pytest.param("chrome-extension://*", "origin-bad-wildcard", id="every extension"),
    # Regexes.
    pytest.param("https?://.*", "origin-ends-in-open-regex", id="every website"),
    pytest.param("http://.*:3000", "origin-ends-in-open-regex", id="every host on a port"),
    pytest.param("capacitor://.*", "origin-ends-in-open-regex", id="every host of an app"),
    pytest.param("https://app.example.com.*", "origin-ends-in-open-regex", id="a final .*"),
    pytest.param("https://app.*", "origin-ends-in-open-regex", id="a final .* for a suffix"),
    pytest.param("http://localhost:.*", "origin-ends-in-open-regex", id="a final .* for a port"),
    pytest.param("http://192.168.1.*:3000", "origin-ends-in-open-regex", id=".* and a port"),
    pytest.param("http://192.168.1.*:*", "origin-ends-in-open-regex", id=".* and any port"),
    pytest.param("https?://app.example.*", "origin-ends-in-open-regex", id="https?:// and .*"),
    pytest.param("^https://app.example.*$", "origin-ends-in-open-regex", id="anchors and .*"),
    pytest.param("https://(app", "origin-bad-regex", id="half a group"),
    pytest.param("https://[app", "origin-bad-regex", id="half a class"),
    pytest.param("https://app\\", "origin-bad-regex", id="a backslash and nothing"),
    pytest.param("(https://app){99999999999}", "origin-bad-regex", id="a count too large"),
    pytest.param(f"(https://app){{{'9' * 5_000}}}", "origin-bad-regex", id="of 5,000 digits"),
    pytest.param(r"https://(a+)+\.com", "origin-regex-nested-quantifiers", id="(a+)+"),
    pytest.param(r"https://(a*)*\.com", "origin-regex-nested-quantifiers", id="(a*)*"),
    pytest.param(r"https://(a|b+)*\.com", "origin-regex-nested-quantifiers", id="(a|b+)*"),
    pytest.param(r"https://(\w+\.?)+com", "origin-regex-nested-quantifiers", id="labels"),
    pytest.param(
        r"https://([a-z0-9-]{1,63}\.?)+\.com", "origin-regex-nested-quantifiers", id="(a{1,63}b?)+"
    ),
    pytest.param(r"https://(?:x?(y+)){4}", "origin-regex-nested-quantifiers", id="(x?(y+)){4}"),
    pytest.param("https://(a+)+.com", "origin-regex-nested-quantifiers", id="with a bare dot"),
    pytest.param(
        re.compile(r"https://(\w+\.?)+"), "origin-regex-nested-quantifiers", id="compiled"
    ),
    pytest.param(r"https://.*-.*-.*-.*-x\.com", "origin-regex-crowd", id="four .* with hyphens"),
    pytest.param(r"https://.*.*.*.*\.example\.com", "origin-regex-crowd", id="four .* in a row"),
]


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize(("value", "code"), MISTAKES)
def test_a_mistake_is_told_wherever_it_is_made(
    value: object, code: str, give: t.Callable[[Options], None]
) -> None:
    (problem,) = problems(give, {"origins": value})
    assert (problem.code, problem.option) == (code, "origins")


@pytest.mark.parametrize(("value", "code"), MISTAKES)
def test_the_problem_holds_the_value_at_fault(value: t.Any, code: str) -> None:
    (problem,) = problems(as_keyword, {"origins": [APP, value] if _is_one(value) else value})
    at_fault = value if _is_one(value) else next(iter(value))
    assert problem.value == (
        at_fault.pattern if isinstance(at_fault, re.Pattern) else at_fault
    ) or (problem.value is at_fault)


def _is_one(value: object) -> bool:
    return not isinstance(value, (list, bytearray))


@pytest.mark.parametrize(("value", "code"), MISTAKES)
def test_what_the_remedy_names_is_accepted(value: object, code: str) -> None:
    (problem,) = problems(as_keyword, {"origins": value})
    named = named_values(problem.remedy)
    assert named or problem.remedy == "Leave it out."
    for remedy in named:
        assert problems(as_keyword, {"origins": remedy}) == ()


@pytest.mark.parametrize(("value", "code"), [*MISTAKES, pytest.param("Null", "", id="Null")])
def test_what_the_remedy_names_is_accepted_with_credentials_unless_it_says_so(
    value: object, code: str
) -> None:
    (problem,) = problems(as_keyword, {"origins": value})
    named = named_values(problem.remedy.replace('a port of "*"', ""))
    found = [
        each
        for remedy in named
        for each in problems(as_keyword, {"origins": remedy, "supports_credentials": True})
    ]
    assert bool(found) == ("without credentials" in problem.remedy)


NAMED = [
    pytest.param("app.example.com", ["https://app.example.com"], id="a scheme is added"),
    pytest.param("localhost:3000", ["http://localhost:3000"], id="http for localhost"),
    pytest.param("127.0.0.1:5000", ["http://127.0.0.1:5000"], id="http for 127.0.0.1"),
    pytest.param("*.example.com", ["https://*.example.com"], id="a scheme before a pattern"),
    pytest.param("https://app.example.com/a?b#c", ["https://app.example.com"], id="URL cut"),
    pytest.param("https://.?example.com", ["https://*.example.com"], id="an optional dot"),
    pytest.param("https://app.?example.com", ["https://app.example.com"], id="a dot that may miss"),
    pytest.param("https://me@app.example.com/", ["https://app.example.com"], id="user-info"),
    pytest.param(
        "https://b\u00fccher.example:8443", ["https://xn--bcher-kva.example:8443"], id="Punycode"
    ),
    pytest.param(
        "https://stra\u00dfe.example", ["https://xn--strae-oqa.example"], id="no ss for a sharp s"
    ),
    pytest.param(
        "https://\u03b2\u03cc\u03bb\u03bf\u03c2.example",
        ["https://xn--nxasmm1c.example"],
        id="a final sigma stays",
    ),
    pytest.param(
        "https://*.\uff53tra\u00dfe\u3002example",
        ["https://*.xn--strae-oqa.example"],
        id="full-width letters and dots beside a sharp s",
    ),
    pytest.param(
        "https://\u0646\u0627\u0645\u0647\u200c\u0627\u06cc.example",
        ["https://app.example.com"],
        id="a joiner, of which it is not known whether browsers keep it",
    ),
    pytest.param(
        "https://\u13a0.example",
        ["https://app.example.com"],
        id="a letter that Unicode has come to map to another one",
    ),
    pytest.param("'https://app.example.com'", ["https://app.example.com"], id="quotes"),
    pytest.param("https://app.example.com.", ["https://app.example.com"], id="trailing dot"),
    pytest.param(
        "https://a.example, https://b.example",
        [["https://a.example", "https://b.example"]],
        id="list",
    ),
    pytest.param(
        "https://*example.com:8443",
        [["https://example.com:8443", "https://*.example.com:8443"]],
        id="a star glued to a host",
    ),
    *(
        pytest.param(
            f"https://*example.com{port}",
            [["https://example.com:*", "https://*.example.com:*"]],
            id=f"a star glued to a host, and {port}",
        )
        for port in (":.*", ":30*", ":")
    ),
    pytest.param(
        "https://*example.com$",
        [["https://example.com", "https://*.example.com"]],
        id="a star glued to a host, and a regex's end",
    ),
    pytest.param(
        "chrome-extension://*", ["chrome-extension://[a-z0-9-]+"], id="a scheme without subdomains"
    ),
    pytest.param("http://*127.0.0.1", ["https://*.example.com", "*"], id="glued to an address"),
    pytest.param("https://**.acme.example", ["https://*.acme.example"], id="two stars for labels"),
    pytest.param("https://.acme.example:1", ["https://*.acme.example:1"], id="a dot and no star"),
    pytest.param("https://*.*.acme.example", ["https://*.acme.example"], id="two open labels"),
    pytest.param(
        "https://pr-*.acme.example:8443",
        ["https://pr-[a-z0-9-]+.acme.example:8443"],
        id="half a label",
    ),
    pytest.param(
        "https://app*.acme.example:*",
        ["https://app[a-z0-9-]*.acme.example(:[0-9]+)?"],
        id="half a label, and any port",
    ),
    pytest.param(
        "https://*.pr-*.acme.example",
        ["https://[a-z0-9-]+.pr-[a-z0-9-]+.acme.example"],
        id="half a label, and open ones before",
    ),
    pytest.param("https://acme-*.example", ["https://*.example.com", "*"], id="half a last label"),
    pytest.param("https://pr-*.a!.b.example", ["https://*.example.com", "*"], id="and no host"),
    pytest.param(
        "https://pr-*.acme.example:30*", ["https://*.example.com", "*"], id="and half a port"
    ),
    pytest.param("http://192.168.1.*", ["http://192.168.1.[0-9]+"], id="addresses"),
    pytest.param("10.0.*.*:3000", ["http://10.0.[0-9]+.[0-9]+:3000"], id="two numbers of them"),
    pytest.param(
        "https?://172.16.*:*",
        ["http://172.16.[0-9]+.[0-9]+(:[0-9]+)?"],
        id="two numbers by one star, and any port",
    ),
    pytest.param("https://8.8.8.*", ["https://*.example.com"], id="addresses of anybody"),
    pytest.param("app://10.0.0.*", ["https://*.example.com"], id="no addresses of the web"),
    *(
        pytest.param(
            f"{either}://*.acme.example{behind}",
            [["https://*.acme.example", "http://*.acme.example"]],
            id=f"{either}{behind}",
        )
        for either in (
            "https?",
            "http[s]?",
            "http[s]",
            "http(s)",
            "http(s)?",
            "http(s?)",
            "(http|https)",
            "(?:https|http)",
            "(https?)",
            "^https?",
            "http*",
            "*",
        )
        for behind in ("", "/*", "$")
    ),
    pytest.param(
        "http*://app.example.com:*",
        [["https://app.example.com:*", "http://app.example.com:*"]],
        id="either scheme, any port",
    ),
    pytest.param("http*://acme.example/a", ["https://acme.example"], id="either, and a path"),
    pytest.param(
        "*.a.example, b.example, 127.0.0.1, no_host!",
        [
            [
                "https://*.a.example",
                "https://b.example",
                "http://127.0.0.1:*",
                "https://app.example.com",
            ]
        ],
        id="a list of what has no scheme",
    ),
    pytest.param(
        "https://a.example/http://B.example:80",
        [["https://a.example", "http://b.example"]],
        id="two, a slash between",
    ),
    pytest.param("https://https://a.example", ["https://app.example.com"], id="two schemes"),
    pytest.param("https://a.example/?u=https://b.example", ["https://a.example"], id="two URLs"),
    pytest.param("ALL", ["*"], id="a word for any origin"),
    pytest.param("'self'", ["https://app.example.com"], id="a word of another header"),
    pytest.param("undefined", ["https://app.example.com"], id="what JavaScript writes"),
    pytest.param("frontend", ["https://frontend"], id="a host of one label"),
    *(
        pytest.param(written, ["https://app.example.com"], id=f"no host at all: {written}")
        for written in (
            "https",
            "http:",
            "https://",
            "process.env.FRONTEND_URL",
            "import.meta.env.VITE_URL",
            "https://example,com",
            "https://www.example,de/",
        )
    ),
    pytest.param(
        "https://a,b.example", [["https://a", "https://b.example"]], id="no comma for a dot"
    ),
    pytest.param(
        "\u201chttps://a.example\u201d, \u00abhttp://b.example\u00bb",
        [["https://a.example", "http://b.example"]],
        id="two in quotes of typography",
    ),
    pytest.param("http://::1:3000", ["http://[::1]:3000"], id="an address and a port"),
    pytest.param("http://2001:db8::1", ["http://[2001:db8::1]"], id="an address alone"),
    pytest.param(f"{APP}:3000:4000", [f"{APP}:3000"], id="two ports"),
    *(
        pytest.param(written, [meant], id=f"the address {written}")
        for written, meant in {
            "http://127.1:3000": "http://127.0.0.1:3000",
            "http://192.168.257:8080": "http://192.168.1.1:8080",
            "https://0x7F.1": "https://127.0.0.1",
            "http://2130706433:*": "http://127.0.0.1:*",
            "http://010.0.0.0x": "http://8.0.0.0",
            # Browsers make no address of these.
            "http://256.0.0.1:3000": "http://127.0.0.1:3000",
            "http://10.0.0.256:3000": "http://127.0.0.1:3000",
            "http://08.1:3000": "http://127.0.0.1:3000",
            "http://0x0x1.1:3000": "http://127.0.0.1:3000",
            "http://10.0.0.1.0:3000": "http://127.0.0.1:3000",
            "http://10..1:3000": "http://127.0.0.1:3000",
            "http://*.168.257:3000": "http://127.0.0.1:3000",
        }.items()
    ),
    pytest.param("NULL", ["null"], id="null"),
    pytest.param("app://./index.html", ["app://."], id="an Electron app's page"),
    pytest.param("app://", ["app://localhost"], id="no opaque host"),
    pytest.param(f"null,{APP}", [["null", APP]], id="null in a list"),
]


@pytest.mark.parametrize(("value", "named"), NAMED)
def test_the_remedy_names_what_was_meant(value: str, named: list[object]) -> None:
    (problem,) = problems(as_keyword, {"origins": value})
    assert named_values(problem.remedy) == named


@pytest.mark.parametrize(("value", "code"), MISTAKES)
def test_a_mistake_in_the_config_is_told_under_its_key(value: object, code: str) -> None:
    # None alone would mean that the key is not set, and a string is split on commas.
    given = [value] if value is None or isinstance(value, str) else value
    (problem,) = problems(as_config, {"origins": given})
    assert (problem.code, problem.option) == (code, "CORS_ORIGINS")


@pytest.mark.parametrize("host", ["http://", "https:///", "https://:3000"])
def test_a_host_that_is_missing(host: str) -> None:
    (problem,) = problems(as_keyword, {"origins": host})
    assert problem.reason == "There is no host in it."


def test_several_mistakes_are_told_at_once() -> None:
    values = ["app.example.com", APP, "https://a.example/b", 5, "https://*", "https://[a"]
    found = problems(as_keyword, {"origins": values})
    assert [problem.value for problem in found] == [values[0], *values[2:]]


class Checking:
    """A source, but for the name of its method."""

    def check(self, query: OriginQuery) -> bool:
        return query.origin == APP


@pytest.mark.parametrize(
    ("value", "is_hinted"),
    [pytest.param(Checking(), True, id="a program's own"), pytest.param(5, False, id="a number")],
)
def test_an_object_that_is_no_source(value: object, is_hinted: bool) -> None:
    (problem,) = problems(as_keyword, {"origins": value})
    assert ("a source has a method called allows" in problem.reason) == is_hinted


class URL:
    """An object that is written as a URL, as pydantic's are."""

    def __str__(self) -> str:
        return f"{APP}/"


class Pages(enum.Enum):
    """Origins as members of an enum."""

    APP = APP


class Raising:
    """An object without any text."""

    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        pytest.param([URL()], f'Write str(origin) for each, here "{APP}".', id="URLs"),
        pytest.param(Pages, f'Write origin.value for each, here "{APP}".', id="an enum"),
        pytest.param(
            Raising(),
            'Write "https://app.example.com", or a flat list of such strings.',
            id="no text",
        ),
    ],
)
def test_an_object_that_has_an_origin_for_its_text(value: object, remedy: str) -> None:
    (problem,) = problems(as_keyword, {"origins": value})
    assert problem.remedy == remedy


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("https://a.example;https://b.example", id="joined"),
        pytest.param('["https://a.example"]', id="the text of a list"),
        pytest.param("[https://a.example]", id="that without quotes"),
        pytest.param("[https://a.example, https://b.example]", id="that of several"),
    ],
)
def test_how_several_are_written_in_the_environment(text: str) -> None:
    (problem,) = problems(as_config, {"origins": text})
    assert "In the environment write them with commas" in problem.remedy
    (problem,) = problems(as_keyword, {"origins": text})
    assert "environment" not in problem.remedy


def test_what_is_empty_in_the_environment() -> None:
    (message,) = told(as_config, {"origins": ""})
    assert "a variable of the environment may be empty" in message


WARNINGS = [
    pytest.param([], ["No origin is let in"], id="none"),
    pytest.param((), ["No origin is let in"], id="an empty tuple"),
    pytest.param("null", ["an attacker's too"], id="null"),
    pytest.param(["null", APP], ["an attacker's too"], id="null beside another"),
    pytest.param(
        re.compile(r"https://app.example\.com"), ["any character"], id="a bare dot, compiled"
    ),
    pytest.param(
        [re.compile(r"https://a.b\.c"), re.compile(r"https://a.c\.c")],
        ["any character", "any character"],
        id="two of them",
    ),
    pytest.param("javascript:alert(1)", ["could be found"], id="a regex of no origin"),
    pytest.param("https://app.example.com/(.*)", ["could be found"], id="a regex of paths"),
    pytest.param(r"app\.example\.com", ["could be found"], id="a regex of hosts"),
    pytest.param("htps://a.example", ['Write "https://a.example".'], id="a letter missing"),
    pytest.param("HTTTP://*.A.example:*", ['Write "http://*.a.example:*".'], id="one too many"),
    pytest.param("$FRONTEND_URL", ["nobody has replaced"], id="a variable"),
    pytest.param("https://${HOST}", ["nobody has replaced"], id="a variable in brackets"),
    pytest.param("https://$(hostname)", ["nobody has replaced"], id="a variable in parentheses"),
    pytest.param("https://%(host)s:3000", ["nobody has replaced"], id="a variable of Python"),
    pytest.param("https://$HOST:3000", ["nobody has replaced"], id="a variable and a port"),
    pytest.param("http://${HOST}:*", ["nobody has replaced"], id="a variable and any port"),
    pytest.param("https://$SUB.example.com", ["nobody has replaced"], id="a variable for a label"),
    pytest.param(r"https://[\x80-\xff]\.example\.com", ["could be found"], id="not ASCII"),
    pytest.param(r"https://[a-z]{4294967290}\.com", [], id="longer than any, which is not counted"),
    pytest.param(r"https://(a\d){4294967290}\.com", [], id="so many groups"),
    pytest.param(
        r"https://(?:[a-z]\d){3,5}\.example\.com", [], id="a group that has to come thrice"
    ),
    pytest.param(re.compile("https://app"), [], id="a regex of one label"),
    pytest.param(r".*//localhost:\d+", [], id="one piece for the scheme and the colon"),
    pytest.param(r"https?://\[.*\]:\d+", [], id="a regex of addresses"),
    pytest.param(r"https://([a-z]+)\.\1\.example\.com", [], id="a reference back"),
    pytest.param(r"https://(?=.*shop).*\.example\.com", [], id="a look ahead"),
]


@pytest.mark.parametrize("give", PLACES_AND_CONFIG.values(), ids=PLACES_AND_CONFIG)
@pytest.mark.parametrize(("value", "phrases"), WARNINGS)
def test_what_is_doubtful_is_told(
    value: object, phrases: list[str], give: t.Callable[[Options], None]
) -> None:
    messages = told(give, {"origins": value})
    assert len(messages) == len(phrases)
    for message, phrase in zip(messages, phrases, strict=True):
        assert phrase in message
        assert re.search("origins=", message, re.IGNORECASE)


QUIET = [
    pytest.param("*", id="any origin"),
    pytest.param(".*", id="any origin, as Flask-CORS 6 wrote it"),
    pytest.param(["*", APP], id="a star beside an origin"),
    pytest.param(APP, id="one origin"),
    pytest.param({APP, "http://localhost:3000"}, id="two origins"),
    pytest.param("http://app.example.com", id="plain http without credentials"),
    pytest.param("https://*.example.com", id="labels"),
    pytest.param("https://*.com", id="labels under a public suffix, without credentials"),
    pytest.param("http://localhost:*", id="any port"),
    pytest.param("capacitor://localhost", id="a web view"),
    pytest.param("app://.", id="an Electron app"),
    pytest.param("httpx://app", id="a scheme that is like one of the web"),
    pytest.param("hts://app", id="a short one"),
    pytest.param("safari-web-extension://0A1B2C3D-4E5F", id="an extension's name in capitals"),
    pytest.param(r"https://(app|www)\.example\.com", id="a regex"),
    pytest.param(r"https://.*\.example\.com", id="a regex with a star"),
    pytest.param("https?://app.example.com", id="a regex for two schemes"),
    pytest.param(r"https://a\.com|https://b\.com", id="a regex of alternatives"),
    pytest.param(r"https://[a-z]{2,3}\.example\.com", id="a regex with a comma"),
    pytest.param(r"https?://([-\w]+\.)*example\.com", id="a regex of labels, apart by their dots"),
    pytest.param(re.compile(r"https://.+\.example\.com"), id="a compiled regex"),
    pytest.param(re.compile(r"https://a[.]example[.]com"), id="dots in brackets"),
    pytest.param(re.compile(r"https:// \w+ \.example\.com  # ours", re.VERBOSE), id="verbose"),
    pytest.param(r"https://(?!www)[a-z]+\.example\.com", id="a look-ahead"),
    pytest.param(r"(?i)https://APP\.example\.com", id="flags within"),
]


@pytest.mark.parametrize("give", PLACES_AND_CONFIG.values(), ids=PLACES_AND_CONFIG)
@pytest.mark.parametrize("value", QUIET)
def test_nothing_is_said_of_what_is_right(value: object, give: t.Callable[[Options], None]) -> None:
    assert told(give, {"origins": value}) == []


def test_the_value_that_is_told_of_is_the_one_that_was_given() -> None:
    (message,) = told(as_keyword, {"origins": "https://app.example.com/(.*)"})
    assert "origins='https://app.example.com/(.*)'" in message


def test_an_option_that_every_resource_overrides_is_not_judged() -> None:
    """Only the effective policy of each rule is."""
    options = {"origins": "nonsense", "resources": {"/a/*": {"origins": APP}}}
    assert told(as_keyword, options) == []


@pytest.mark.parametrize("option", ["origins", "allow_headers", "resources"])
@pytest.mark.parametrize("depth", [100, 450, 9_000])
def test_groups_in_groups_are_read_or_refused(option: str, depth: int) -> None:
    """How deep Python's own parser goes depends on its version and on the stack."""
    found = problems(as_keyword, {option: ["(" * depth + "a" + ")" * depth]})
    assert [problem.option for problem in found] in ([], [option])


@pytest.mark.parametrize(
    ("module", "name"), [(regex_time, "is_ambiguous"), (origin_reader, "lets_in_any")]
)
def test_a_regex_too_deep_to_be_judged_is_refused(
    module: types.ModuleType, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is on some of the Pythons that can read it."""

    def fail(_: object) -> bool:
        raise RecursionError

    monkeypatch.setattr(module, name, fail)
    (problem,) = problems(as_keyword, {"origins": r"https://(app|admin)+\d?\.example\.com"})
    assert problem.code == "origin-regex-nested-quantifiers"


@pytest.mark.filterwarnings("error::FutureWarning")
@pytest.mark.parametrize(
    ("option", "source", "code"),
    [
        ("origins", r"https://[[a-z]+\.example\.com", "origin-bad-regex"),
        ("allow_headers", r"X-[[a-z]+\d", "header-bad-regex"),
        ("resources", r"/api/[[a-z]+\d", "path-bad-regex"),
    ],
)
def test_a_regex_whose_syntax_will_change(option: str, source: str, code: str) -> None:
    """Where a program has warnings raised, it is told as any other mistake."""
    re.purge()  # what was read before warns no more
    with pytest.raises(PolicyError) as raised:
        CORS(Flask(__name__), **{option: [source]})
    assert [problem.code for problem in raised.value.problems] == [code]


@pytest.mark.filterwarnings("error::FutureWarning")
@pytest.mark.parametrize(
    ("option", "source"),
    [
        ("origins", r"https://[[a-z]+\.example\.com"),
        ("origins", r"https://(?:[[a-z]+\.)+example\.com"),
        ("resources", r"/api/(?:[[a-z]+/)+"),
    ],
)
def test_a_compiled_regex_whose_syntax_will_change(option: str, source: str) -> None:
    """Python has warned of it where it was compiled."""
    re.purge()
    with pytest.warns(FutureWarning):
        regex = re.compile(source)
    CORS(Flask(__name__), **{option: [regex]})
    CORS(Flask(__name__), **{"origins": APP, "supports_credentials": True, option: [regex]})
