"""What credentials must not be combined with: refused at start, with its escape spelt out."""

from __future__ import annotations

import re
import typing as t

import pytest

from tests.support import ADMIN
from tests.support import APP
from tests.support import Options

from .places import PLACES
from .places import as_config
from .places import as_decorator
from .places import as_keyword
from .places import problems
from .places import told

ANY = "any-origin-with-credentials"
ESCAPE_ANY = "dangerously_allow_any_origin_with_credentials"
ESCAPE_SUFFIX = "dangerously_allow_public_suffix_with_credentials"

ANY_ORIGIN = [
    pytest.param("*", id="a star"),
    pytest.param(["*"], id="a list of a star"),
    pytest.param(".*", id="as Flask-CORS 6 wrote it"),
    pytest.param([APP, "*"], id="a star beside an origin"),
]


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("origins", ANY_ORIGIN)
def test_any_origin(origins: object, give: t.Callable[[Options], None]) -> None:
    options = {"origins": origins, "supports_credentials": True}
    (problem,) = problems(give, options)
    assert (problem.code, problem.option, problem.value) == (ANY, "supports_credentials", True)
    assert f"{ESCAPE_ANY}=True" in problem.remedy
    assert problems(give, {**options, ESCAPE_ANY: True}) == ()


@pytest.mark.parametrize("give", [give for name, give in PLACES.items() if name[0] != "@"])
def test_no_origins_are_any_origin(give: t.Callable[[Options], None]) -> None:
    """``CORS(app, supports_credentials=True)``: the message shows the fix."""
    (problem,) = problems(give, {"supports_credentials": True})
    assert problem.code == ANY
    assert 'origins=["https://app.example.com"]' in problem.remedy


def test_a_decorator_without_origins_waits_for_its_app() -> None:
    assert problems(as_decorator, {"supports_credentials": True}) == ()


def test_in_the_config() -> None:
    (problem,) = problems(as_config, {"supports_credentials": "true"})
    assert (problem.code, problem.option) == (ANY, "CORS_SUPPORTS_CREDENTIALS")
    assert problems(as_config, {"supports_credentials": True, ESCAPE_ANY: "true"}) == ()


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
def test_the_star_itself_has_no_escape(give: t.Callable[[Options], None]) -> None:
    options = {"origins": "*", "supports_credentials": True, "send_wildcard": True}
    for escaped in (False, True):
        (problem,) = problems(give, {**options, ESCAPE_ANY: escaped})
        assert problem.code == "wildcard-with-credentials"


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("origins", ["null", ["null", APP]])
def test_null_has_no_escape(origins: object, give: t.Callable[[Options], None]) -> None:
    options = {"origins": origins, "supports_credentials": True, ESCAPE_ANY: True}
    (problem,) = problems(give, options)
    assert (problem.code, problem.value) == ("null-with-credentials", "null")


SUFFIXES = [
    pytest.param("https://*.com", id="a top-level domain"),
    pytest.param("https://*.co.uk", id="a suffix of two labels"),
    pytest.param("https://*.github.io", id="a private suffix"),
    pytest.param("https://*.s3.amazonaws.com", id="a private suffix of three labels"),
    pytest.param("https://*.kawasaki.jp", id="every label under it is a suffix"),
    pytest.param("https://*.compute.amazonaws.com", id="every label, of a private suffix"),
    pytest.param("https://*.com:8443", id="with a port"),
    pytest.param("https://*.herokuapp.com:*", id="with any port"),
    pytest.param("https://*.xn--p1ai", id="in Punycode"),
    pytest.param("https://*.xn--55qx5d.cn", id="of two labels, one in Punycode"),
    pytest.param("https://*.amazonaws.com", id="above a suffix: *. stands for several labels, too"),
    pytest.param("https://*.core.windows.net", id="above a private suffix"),
    pytest.param("https://*.windows.net", id="two labels above a suffix"),
    pytest.param("https://*.akershus.no", id="above a suffix in ASCII only"),
    pytest.param("https://*.xn--stfold-9xa.no", id="above a suffix, both in Punycode"),
    pytest.param("https://*.xn--mre-og-romsdal-qqb.no", id="in Punycode, above one that is not"),
]


@pytest.mark.parametrize("give", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("origins", SUFFIXES)
def test_labels_under_a_public_suffix(origins: str, give: t.Callable[[Options], None]) -> None:
    options = {"origins": [origins, APP], "supports_credentials": True}
    (problem,) = problems(give, options)
    assert problem.code == "public-suffix-with-credentials"
    assert (problem.option, problem.value) == ("origins", origins)
    assert f"{ESCAPE_SUFFIX}=True" in problem.remedy
    assert problems(give, {**options, ESCAPE_ANY: True}) != ()
    assert problems(give, {**options, ESCAPE_SUFFIX: True}) == ()


DANGEROUS = [
    # Each lets in an origin that an attacker can have.
    pytest.param(r"https?://app\.example\.com", id="scheme: http too"),
    pytest.param(r".*\.example\.com", id="scheme: any"),
    pytest.param(r"(https|http)://app\.example\.com", id="scheme: either"),
    pytest.param(r"https://app\.example\.com|http://app\.example\.com", id="scheme: two origins"),
    pytest.param(r"[a-z]+://app\.example\.com", id="scheme: a class"),
    pytest.param(r"https://.*example\.com", id="prefix: dot star"),
    pytest.param(r"https://(ab-){2,3}\w*example\.com", id="prefix: counted, two or three"),
    pytest.param(r"https://.+example\.com", id="prefix: dot plus"),
    pytest.param(r"https://[a-z]*example\.com", id="prefix: a class"),
    pytest.param(r"https://[a-d]*example\.com", id="prefix: a class of few letters"),
    pytest.param(r"https://[x]?example\.com", id="prefix: a class of one letter"),
    pytest.param(r"https://\w+example\.com", id="prefix: word characters"),
    pytest.param(r"https://[^.]*example\.com", id="prefix: all but a dot"),
    pytest.param(r"https://[^/]+example\.com", id="prefix: all but a slash"),
    pytest.param(r"https://(.*\.)?.*example\.com", id="prefix: behind an optional label"),
    pytest.param(r"https://\d*example\.com", id="prefix: digits"),
    pytest.param(r"https://a*example\.com", id="prefix: a letter again and again"),
    pytest.param(r"https://(app|[a-z]+)?\.?example\.com", id="prefix: an optional dot"),
    pytest.param(r"https://(www\.)?(app|[a-z]+)?(\.)?example\.com", id="prefix: two choices"),
    pytest.param(r"https://(x|[0-9]+)(\.|-)example\.com", id="prefix: two choices, digits"),
    pytest.param(r"https://app\.example\.com\S*", id="suffix: all but white space"),
    pytest.param(r"https://app\.example\.com[^/]*", id="suffix: all but a slash"),
    pytest.param(r"https://app\.example\.com(\..+)?", id="suffix: more labels"),
    pytest.param(r"https://app\.example\.com(\.[a-d]+)?", id="suffix: a label of few letters"),
    pytest.param(r"https://app\.example\.com?[a-z]*", id="suffix: more letters"),
    pytest.param(r"(https://app\.example\.com).*", id="suffix: behind a group"),
    pytest.param(r"https://app\.example\.(com|[a-z]+)", id="public suffix: any"),
    pytest.param(r"https://app\.example\..+", id="public suffix: dot plus"),
    pytest.param(r"https://example\.\w{2,3}", id="public suffix: two or three letters"),
    pytest.param(r"https://example\.co\.\w\w", id="public suffix: under co"),
    pytest.param(r"https://[a-z]+\.com", id="registrable name: any under com"),
    pytest.param(r"https://[a-z]+\.co\.uk", id="registrable name: any under co.uk"),
    pytest.param(r"https://[a-z-]+\.github\.io", id="registrable name: under a private suffix"),
    pytest.param(r"https://.+\.compute\.amazonaws\.com", id="registrable name: under a star"),
    pytest.param(r"https://app[0-9]\.com", id="registrable name: a digit"),
    pytest.param(r"https://(\w+\.)?\w+\.com", id="registrable name: two levels"),
    pytest.param(r"https://.*\.com", id="registrable name: dot star under com"),
    pytest.param(r"https://(a|b)\.\1\.example\.com", id="a reference back: cannot be checked"),
    pytest.param(r"https://app\.example\.com/.*", id="no origin at all: cannot be checked"),
    pytest.param(
        r"https://(www\.|[0-9]*)"
        + "".join(rf"({letter}\.)?" for letter in "abcdefghijkl")
        + r"example\.com",
        id="prefix: behind thousands of choices",
    ),
    pytest.param(
        r"https://(?:app\.example\.com|.*(?<=example\.org))",
        id="branch: ends as a look-behind says",
    ),
    pytest.param(
        re.compile(r"https://(?:app\.example\.com|(?P<a>.*)x(?P=a))"), id="branch: refers back"
    ),
    pytest.param(
        r"https://app\.example\.com|https://w*\.+example\d?\.[a-z]+\b.*", id="branch: after a bar"
    ),
    pytest.param(
        re.compile(r"https://example\.com(?![a-z0-9.-]).*"), id="suffix: what a look-ahead leaves"
    ),
    pytest.param(
        re.compile(r"https://(app)?(?(1)\.example\.com|.*)"), id="a condition: cannot be checked"
    ),
    pytest.param(r"https://(www)?\.?example\.com", id="optional: the dot after an optional label"),
    pytest.param(r"https://app\.?example\.com", id="optional: the dot after a label"),
    pytest.param(r"https://app(\.|)example\.com", id="optional: the dot, as an empty alternative"),
    pytest.param(r"https://(www)?example\.com", id="optional: a label, its dot forgotten"),
    pytest.param(re.compile(r"https://example\.com?"), id="optional: the last letter"),
    pytest.param(r"https://example\.com?(:3000|:8000){1}", id="optional: the last letter, ports"),
    pytest.param(r"https://.*\.amazonaws\.com", id="public suffix: deeper than the name"),
    pytest.param(r"https://my.*\.windows\.net", id="public suffix: deeper, with a prefix"),
    pytest.param(r"https://\[::1.*", id="a bracket left open"),
    pytest.param(r"(h\.ttp|https)://app\.example\.com", id="scheme: one that is none, a dot in it"),
    pytest.param("(.*)", id="everything"),
    pytest.param(r"\S+", id="everything but white space"),
    pytest.param(re.compile(r"https://app.example\.com"), id="a bare dot, compiled"),
    pytest.param(re.compile(r"https://.+\.example.com"), id="a bare dot at the end, compiled"),
    pytest.param(re.compile(r"https://.*"), id="every https origin, compiled"),
    pytest.param(re.compile(r".*"), id="every origin, compiled"),
    pytest.param(re.compile(r"HTTPS://.*EXAMPLE\.COM", re.IGNORECASE), id="without case"),
    pytest.param(re.compile(r"https:// [a-z]* example\.com", re.VERBOSE), id="verbose"),
]


@pytest.mark.parametrize("regex", DANGEROUS)
def test_regexes_that_let_an_attacker_in(regex: object) -> None:
    (problem,) = problems(as_keyword, {"origins": regex, "supports_credentials": True})
    assert (problem.code, problem.option) == ("regex-with-credentials", "origins")


REASONS = [
    pytest.param(
        r"https://(www)?\.?example\.com",
        "A part of the name wwwexample.com is optional, so two names are let in, not one.",
        id="an optional dot",
    ),
    pytest.param(
        r"https://my.*\.core\.windows\.net",
        "Anybody can register a name under blob.core.windows.net.",
        id="a public suffix deeper than the name",
    ),
    pytest.param(
        r"https://app\.example\.com|https://(a)\1.*",
        "Its text does not tell whom all it lets in, so it cannot be checked.",
        id="a branch of which no sample can be made",
    ),
]


@pytest.mark.parametrize(("regex", "reason"), REASONS)
def test_what_no_look_alike_shows(regex: str, reason: str) -> None:
    (problem,) = problems(as_keyword, {"origins": regex, "supports_credentials": True})
    assert problem.reason == reason
    assert problem.remedy.startswith("Write the origins out")


UNDER = [
    pytest.param(
        "https://*.internal", "No registry has internal, so on another network", id="a network's"
    ),
    pytest.param(
        r"http://.*\.test",
        "It lets in http://evil.test too, and no registry has test, so on another network",
        id="a regex of names for tests",
    ),
    pytest.param("https://*.com", "Anybody can register a name under com.", id="a registry's"),
]


@pytest.mark.filterwarnings("ignore::flask_cors.PolicyWarning")
@pytest.mark.parametrize(("origins", "reason"), UNDER)
def test_who_can_have_a_name_there(origins: str, reason: str) -> None:
    (problem,) = problems(as_keyword, {"origins": origins, "supports_credentials": True})
    assert problem.reason.startswith(reason)


SAFE = [
    pytest.param(r"https://app\.example\.com", id="one origin"),
    pytest.param(r"https://(app|admin)\.example\.com", id="two origins"),
    pytest.param(r"https://(app\.example\.com|admin\.example\.org)", id="two sites"),
    pytest.param(r"https://a\.com|https://b\.com", id="two sites, written out"),
    pytest.param(r"https://.*\.example\.com", id="labels"),
    pytest.param(r"https://.+\.example\.com", id="one label or more"),
    pytest.param(r"https://[a-z0-9-]+\.example\.com", id="one label"),
    pytest.param(r"https://[a-d]+\.example\.com", id="one label of few letters"),
    pytest.param(r"https://[A-Z]+\.example\.com", id="one label in capitals"),
    pytest.param(r"https://[^.]+\.example\.com", id="one label without dots"),
    pytest.param(r"https://\w+\.example\.com", id="one label of word characters"),
    pytest.param(r"https://pr-\d+\.example\.com", id="a number"),
    pytest.param(r"https://pr-[1-8]\.example\.com", id="a digit"),
    pytest.param(r"https://[xyz]{2}\.example\.com", id="two letters of three"),
    pytest.param(r"https://[0-9a-f]{8}\.example\.com", id="eight digits"),
    pytest.param(r"https://(.*\.)?example\.com", id="the domain and labels under it"),
    pytest.param(r"https://(?:www\.)?example\.com", id="with www or without"),
    pytest.param(r"https://[a-z]+[.]example[.]com", id="dots in brackets"),
    pytest.param(r"^https://app\.example\.com$", id="anchored"),
    pytest.param(r"https://app\.example\.com(:\d+)?", id="any port"),
    pytest.param(r"https://app\.example\.com:(3000|8443)", id="two ports"),
    pytest.param(r"https://app\.example\.com:.+", id="whatever is a port"),
    pytest.param(re.compile(r"https://app\.example\.com:.*"), id="whatever is a port, compiled"),
    pytest.param(r"https://example\.(com|org)", id="two suffixes"),
    pytest.param(r"https://(?!www)[a-z]+\.example\.com", id="a look-ahead"),
    pytest.param(r"https://(?<!x)app\.example\.com", id="a look-behind"),
    pytest.param(r"https://[a-z]+\.example\.com(?<!evil\.example\.com)", id="all but one"),
    pytest.param(r"https://(www\.|app\.|)example\.com", id="one of two labels, or none"),
    pytest.param(r"https://(shop|myshop)\.com", id="two names, one the end of the other"),
    pytest.param(r"https://example\.co(\.uk)?", id="a name whose last label is optional"),
    pytest.param(r"https://(app|)\.example\.com(:\d+)?", id="an empty label, which no host has"),
    pytest.param(r"https://app\.example\.com/?", id="a slash, which no origin has"),
    pytest.param(r"https://app\.example\.com(/.*)?", id="a path, which no origin has"),
    pytest.param(r"https://app\.example\.com(?:[/?#].*)?", id="one, a query, or a fragment"),
    pytest.param(r"https://app\.example\.com\.?", id="an absolute name"),
    pytest.param(r"https://(v\d\.){2}example\.com", id="labels counted"),
    pytest.param(r"https://(v\d\.){1,3}example\.com", id="labels counted, one to three"),
    pytest.param(r"https://(v\d\.){2,3}example\.com", id="labels counted, two or three"),
    pytest.param(r"https://(?:[a-z]\d){3,5}\.example\.com", id="counted, three to five"),
    pytest.param(r"https://([a-f0-9]{2}-){3,7}[a-f0-9]{2}\.example\.com", id="three to seven"),
    pytest.param(r"https://(?:[a-z]+\.){3,}example\.com", id="three or more labels"),
    pytest.param(r"https://(x{0}app|admin)\.example\.com", id="a letter no time"),
    pytest.param(r"https://(^|www\.)example\.com", id="an anchor for no label"),
    pytest.param(r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+example\.com", id="strict"),
    pytest.param(r"(?i)https://APP\.example\.com", id="flags within"),
    pytest.param(r"https://\x61pp\.example\.com", id="a letter by its number"),
    pytest.param(r"https://a{3}\.example\.com", id="a letter counted"),
    pytest.param(r"http://localhost:\d+", id="localhost, any port"),
    pytest.param(r"http://(localhost|127\.0\.0\.1):\d+", id="loopback, any port"),
    pytest.param(r"http://localhost:300[0-9]", id="localhost, ten ports"),
    pytest.param(r"https://EXAMPLE\.com", id="capitals in a string"),
    pytest.param(r"capacitor://localhost(:\d+)?", id="a web view"),
    pytest.param(re.compile(r"https://[a-z]+\.example\.com"), id="compiled"),
    pytest.param(re.compile(r"https://[A-Z]+\.EXAMPLE\.com", re.IGNORECASE), id="without case"),
    pytest.param(re.compile(r"https://\w+ \.example\.com", re.VERBOSE), id="verbose"),
]


@pytest.mark.parametrize("regex", SAFE)
def test_regexes_that_let_nobody_else_in(regex: object) -> None:
    assert told(as_keyword, {"origins": regex, "supports_credentials": True}) == []


CLEAR_TEXT = [
    pytest.param("http://app.example.com", 1, id="plain http"),
    pytest.param(["http://app.example.com", APP], 1, id="plain http beside https"),
    pytest.param(["http://a.example", "http://b.example"], 2, id="two"),
    pytest.param("http://*.example.com", 1, id="a pattern"),
    pytest.param("http://app.example.com:*", 1, id="a pattern of ports"),
    pytest.param(r"http://(app|www)\.example\.com", 1, id="a regex"),
    pytest.param("http://192.168.1.5:3000", 1, id="a private address"),
    pytest.param([APP, ADMIN], 0, id="https"),
    pytest.param("http://localhost:3000", 0, id="localhost"),
    pytest.param("http://localhost:*", 0, id="localhost, any port"),
    pytest.param("http://*.localhost:3000", 0, id="under localhost"),
    pytest.param("http://127.0.0.1:3000", 0, id="127.0.0.1"),
    pytest.param("http://[::1]:3000", 0, id="::1"),
    pytest.param(["capacitor://localhost", "ionic://localhost"], 0, id="web views"),
]


@pytest.mark.parametrize(("origins", "count"), CLEAR_TEXT)
def test_origins_that_travel_in_clear(origins: object, count: int) -> None:
    messages = told(as_keyword, {"origins": origins, "supports_credentials": True})
    assert len(messages) == count
    assert all("https" in message for message in messages)


@pytest.mark.parametrize("origins", ["http://app.example.com", "https?://app.example.com", "*"])
def test_without_credentials_nothing_of_this_matters(origins: str) -> None:
    assert told(as_keyword, {"origins": origins}) == []


def test_only_the_effective_policy_counts() -> None:
    """The app-wide default of any origin governs no path here."""
    options = {"resources": {"/api/*": {"origins": APP}}, "supports_credentials": True}
    assert told(as_keyword, options) == []
    options = {"resources": {"/api/*": {"supports_credentials": False}}}
    assert told(as_keyword, {**options, "supports_credentials": True}) == []
    options = {"resources": {"/api/*": {"origins": APP}, "/*": {}}}
    (problem,) = problems(as_keyword, {**options, "supports_credentials": True})
    assert problem.code == ANY


def test_origins_that_rules_share_are_judged_once() -> None:
    resources = {"/a/*": {"max_age": 1}, "/b/*": {"max_age": 2}}
    options = {"origins": "http://app.example.com", "supports_credentials": True}
    (message,) = told(as_keyword, {**options, "resources": resources})
    assert message.startswith("resource '/a/*': origins='http://app.example.com': ")
