"""Every wording is understood: those that the package prints itself, and older ones."""

from __future__ import annotations

import collections.abc as cabc
import html
import itertools
import json

import pytest

from flask_cors.diagnosing.advice import OF_PREFLIGHT
from flask_cors.diagnosing.advice import OF_SERVER
from flask_cors.explaining.console_reader import ConsoleMessage
from flask_cors.explaining.console_reader import read_console_messages
from flask_cors.protocol.user_agent import CHROMIUM
from flask_cors.protocol.user_agent import FIREFOX
from flask_cors.protocol.user_agent import STANDARD
from flask_cors.protocol.user_agent import Departure
from flask_cors.protocol.user_agent import Exchange
from flask_cors.protocol.user_agent import Kind
from flask_cors.protocol.user_agent import NetworkError
from flask_cors.protocol.user_agent import Profile
from flask_cors.protocol.user_agent import Response
from flask_cors.protocol.user_agent import Step
from flask_cors.protocol.user_agent import WireRequest
from flask_cors.protocol.user_agent import WireResponse
from flask_cors.testing.consoles import console_lines
from flask_cors.testing.consoles import dropped_lines
from flask_cors.testing.consoles import warning_lines

from .setups import API
from .setups import APP

URL = f"{API}/items"
PROFILES = [pytest.param(each, id=each.name) for each in (CHROMIUM, FIREFOX)]
STATUSES = {Step.PREFLIGHT_REDIRECT: 302, Step.PREFLIGHT_STATUS: 405}
WANTED = {Step.CONNECTION: "ERR_CONNECTION_REFUSED"}
UNTOLD = {
    ("Chromium", Step.REDIRECT_MODE),
    ("Firefox", Step.INVALID_URL),
    ("Firefox", Step.NO_CORS_REDIRECT_MODE),
    ("Firefox", Step.REDIRECT_MODE),
    ("Firefox", Step.RESOURCE_POLICY),
}
"""Of what no console says why."""
VALUES = [APP, "nonsense", f"{APP}, {APP}", "data:,", "null", None]


def errors(step: Step) -> cabc.Iterator[NetworkError]:
    """What may end at a step, in a preflight or not, whatever the field at fault holds."""
    for value, lines, preflight in itertools.product(VALUES, (1, 2), (False, True)):
        if preflight is (step in OF_PREFLIGHT) or (preflight and step in OF_SERVER):
            fields = (("Access-Control-Allow-Origin", value or ""),) * lines
            request = WireRequest(Kind.PREFLIGHT if preflight else Kind.REQUEST, "GET", URL)
            response = WireResponse(STATUSES.get(step, 200), fields)
            yield NetworkError(
                step,
                URL,
                URL,
                APP,
                f"{APP}/page",
                preflight,
                value=value,
                wanted=WANTED.get(step, "x-one"),
                exchanges=(Exchange(request, response),),
            )


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("step", [pytest.param(each, id=each.value) for each in Step])
def test_what_the_package_prints(step: Step, profile: Profile) -> None:
    """It is one message, about that step or with what it means; that why is not told is none."""
    initiators = ["fetch", "XMLHttpRequest"] if step in OF_SERVER | {Step.SCHEME} else ["fetch"]
    for error, initiator in itertools.product(errors(step), initiators):
        said = console_lines(error, initiator, profile)
        if said in ([], ["Failed to load resource: net::ERR_FAILED"]):
            assert (profile.name, step) in UNTOLD
            continue
        (message,) = read_console_messages("\n".join(said))
        assert message.engine == profile.name.lower()
        assert not message.names_no_step
        assert step in message.steps or message.meaning is not None


@pytest.mark.parametrize("profile", PROFILES)
def test_what_the_package_prints_of_headers_that_are_dropped(profile: Profile) -> None:
    (message,) = read_console_messages("\n".join(dropped_lines(["Origin", "Cookie"], profile)))
    assert message.meaning is not None
    assert "Only the browser sets this header" in message.meaning


def test_what_the_package_warns_of() -> None:
    response = Response("cors", URL, departures=(Departure.WILDCARD_COVERS_AUTHORIZATION,))
    (message,) = read_console_messages("\n".join(warning_lines(response, FIREFOX)))
    assert message.meaning is not None
    assert "name the header there" in message.meaning
    assert warning_lines(response, STANDARD) == []


NO_FIELD = "No 'Access-Control-Allow-Origin' header is present on the requested resource."
NOT_ALLOWED = f"Origin '{APP}' is therefore not allowed access."
BLOCKED = f"Access to fetch at '{URL}' from origin '{APP}' has been blocked by CORS policy: "
DISALLOWS = (
    "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at "
)

OLDER = [
    pytest.param(
        f"XMLHttpRequest cannot load {URL}. {NO_FIELD} {NOT_ALLOWED}",
        "chromium",
        Step.ALLOW_ORIGIN_MISSING,
        {"url": URL, "origin": APP},
        id="XMLHttpRequest cannot load",
    ),
    pytest.param(
        f"(index):1 Fetch API cannot load {URL}. Response to preflight request doesn't pass access "
        f"control check: {NO_FIELD} {NOT_ALLOWED}",
        "chromium",
        Step.ALLOW_ORIGIN_MISSING,
        {"url": URL, "origin": APP},
        id="Fetch API cannot load",
    ),
    pytest.param(
        f"Failed to load {URL}: {NO_FIELD} {NOT_ALLOWED}",
        "chromium",
        Step.ALLOW_ORIGIN_MISSING,
        {"url": URL, "origin": APP},
        id="Failed to load",
    ),
    pytest.param(
        f"Redirect from '{URL}' to '{API}/others' has been blocked by CORS policy: {NO_FIELD} "
        f"{NOT_ALLOWED}",
        "chromium",
        Step.ALLOW_ORIGIN_MISSING,
        {"url": URL, "origin": APP},
        id="a redirect, whose own answer lacks the field",
    ),
    pytest.param(
        f"Font from origin '{API}' has been blocked from loading by Cross-Origin Resource Sharing "
        f"policy: {NO_FIELD} {NOT_ALLOWED}",
        "chromium",
        Step.ALLOW_ORIGIN_MISSING,
        {"origin": APP},
        id="a font, of which only the origin is named",
    ),
    pytest.param(
        f"Failed to load {URL}: A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' "
        f"header when the credentials flag is true. {NOT_ALLOWED}",
        "chromium",
        Step.ALLOW_ORIGIN_WILDCARD,
        {"url": URL, "origin": APP},
        id="a wildcard with credentials",
    ),
    pytest.param(
        f"Failed to load {URL}: Credentials flag is 'true', but the "
        "'Access-Control-Allow-Credentials' header is ''. It must be 'true' to allow credentials.",
        "chromium",
        Step.ALLOW_CREDENTIALS,
        {"url": URL},
        id="credentials",
    ),
    pytest.param(
        f"Failed to load {URL}: The 'Access-Control-Allow-Origin' header contains multiple values "
        f"'{APP}, *', but only one is allowed. {NOT_ALLOWED}",
        "chromium",
        Step.ALLOW_ORIGIN_MISMATCH,
        {"url": URL, "origin": APP, "value": f"{APP}, *"},
        id="several values",
    ),
    pytest.param(
        f"XMLHttpRequest cannot load {URL}. Response for preflight is invalid (redirect)",
        "chromium",
        Step.PREFLIGHT_REDIRECT,
        {"url": URL},
        id="a preflight that is redirected",
    ),
    pytest.param(
        f"XMLHttpRequest cannot load {URL}. Response for preflight has invalid HTTP status code "
        "405",
        "chromium",
        Step.PREFLIGHT_STATUS,
        {"url": URL},
        id="a preflight that fails",
    ),
    pytest.param(
        f"{DISALLOWS}{URL}. (Reason: CORS preflight channel did not succeed).",
        "firefox",
        Step.PREFLIGHT_STATUS,
        {"url": URL},
        id="Firefox: a preflight that fails",
    ),
    pytest.param(
        f"{DISALLOWS}{URL}. (Reason: CORS request failed).",
        "firefox",
        Step.CONNECTION,
        {"url": URL},
        id="Firefox: no answer",
    ),
    pytest.param(
        f"{DISALLOWS}\u2018{URL}\u2019 . (Reason: Credential is not supported if the CORS header "
        "\u2018Access-Control-Allow-Origin\u2019 is \u2018*\u2019).",
        "firefox",
        Step.ALLOW_ORIGIN_WILDCARD,
        {"url": URL},
        id="Firefox: a blank before the period",
    ),
    pytest.param(
        f"[Error] XMLHttpRequest cannot load {URL}. Origin {APP} is not allowed by "
        "Access-Control-Allow-Origin.",
        "webkit",
        Step.ALLOW_ORIGIN_MISSING,
        {"url": URL, "origin": APP},
        id="Safari: one line",
    ),
    pytest.param(
        f"[Error] Cross-origin redirection to {URL} denied by Cross-Origin Resource Sharing "
        f"policy: Origin {APP} is not allowed by Access-Control-Allow-Origin.\n"
        f"[Error] XMLHttpRequest cannot load {URL} due to access control checks.",
        "webkit",
        Step.ALLOW_ORIGIN_MISSING,
        {"url": URL, "origin": APP},
        id="Safari: a redirect",
    ),
    pytest.param(
        "Cross-origin script load denied by Cross-Origin Resource Sharing policy.",
        "webkit",
        Step.ALLOW_ORIGIN_MISSING,
        {},
        id="Safari: a script",
    ),
    # What has been cut is known by what is left.
    pytest.param(
        f"from origin '{APP}' has been blocked by CORS policy: {NO_FIELD}",
        "chromium",
        Step.ALLOW_ORIGIN_MISSING,
        {},
        id="without its beginning",
    ),
    pytest.param(
        "Reason: CORS header \u2018Access-Control-Allow-Origin\u2019 missing",
        "firefox",
        Step.ALLOW_ORIGIN_MISSING,
        {},
        id="Firefox: the reason alone",
    ),
    pytest.param(
        f"Access to XMLHttpRequest at '{URL}' from origin '{APP}' has been blocked by CORS policy",
        "chromium",
        None,
        {"url": URL, "origin": APP},
        id="without its end",
    ),
    pytest.param(
        f"{DISALLOWS}{URL}. This can be fixed by moving the resource to the same domain or "
        "enabling CORS.",
        "firefox",
        None,
        {"url": URL},
        id="Firefox: without a reason",
    ),
    pytest.param(
        f'Access to fetch at "{URL}" from origin "{APP}" has been blocked by CORS policy: No ...',
        "chromium",
        None,
        {"url": URL, "origin": APP},
        id="in other quotation marks",
    ),
]


OPAQUE = (
    "If an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the "
    "resource with CORS disabled."
)


@pytest.mark.parametrize("said", [NO_FIELD, f"The response is redirected. {NO_FIELD}"])
@pytest.mark.parametrize(
    "end", [OPAQUE, f"Have the server send the header with a valid value, or, {OPAQUE}"]
)
def test_what_chromium_ends_with_is_nothing_that_firefox_says(said: str, end: str) -> None:
    whole = f"{BLOCKED}{said} {end}"
    assert read_console_messages(whole) == read_console_messages(f"{BLOCKED}{said}")
    assert read_console_messages(end) == []


@pytest.mark.parametrize(("text", "engine", "step", "facts"), OLDER)
def test_what_others_said(text: str, engine: str, step: Step | None, facts: dict[str, str]) -> None:
    (message,) = read_console_messages(text)
    assert (message.engine, message.facts) == (engine, facts)
    assert message.names_no_step is (step is None)
    assert step is None or step in message.steps


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        pytest.param(
            f"{BLOCKED}Permission was denied for this request to access the `loopback` address "
            "space.",
            "Chromium asks the person whether a page may reach their own machine or network",
            id="the person has not allowed it",
        ),
        pytest.param(
            f"{BLOCKED}Request had a target IP address space of `local` yet the resource is in "
            "address space `loopback`.",
            "Chromium asks the person whether a page may reach their own machine or network",
            id="the page names another network",
        ),
        pytest.param(
            f"{BLOCKED}The request client is not a secure context and the resource is in "
            "more-private address space `local`.",
            "A page that came over http may not ask servers on a more private network",
            id="the page came over http",
        ),
        pytest.param(
            f"XMLHttpRequest cannot load {URL}. The request was redirected to '{API}/others', "
            "which is disallowed for cross-origin requests that require preflight.",
            "An older Chromium says so, which followed no redirect",
            id="a redirect after a preflight",
        ),
        pytest.param(
            f"{DISALLOWS}{URL}. (Reason: CORS disabled).",
            "CORS is switched off in this Firefox",
            id="switched off",
        ),
        pytest.param(
            f"Loading module from \u201c{URL}\u201d was blocked because of a disallowed MIME type "
            f"(\u201ctext/html\u201d).\n{DISALLOWS}{URL}. (Reason: CORS request did not succeed). "
            "Status code: (null).",
            "What came instead of the module is no script by its Content-Type",
            id="a module that is a page",
        ),
        pytest.param(
            "Uncaught SecurityError: Failed to construct 'Worker': Script at "
            f"'{URL}' cannot be accessed from origin 'https://app.example.com'.",
            "Workers, and what <use> shows in SVG, come from the page's own origin alone",
            id="a worker, Chromium",
        ),
        pytest.param(
            f"Security Error: Content at https://app.example.com/ may not load data from {URL}.",
            "Workers, and what <use> shows in SVG, come from the page's own origin alone",
            id="a worker, or a request, Firefox",
        ),
        pytest.param(
            f"Unsafe attempt to load URL {URL} from frame with URL https://app.example.com/. "
            "Domains, protocols and ports must match.",
            "Workers, and what <use> shows in SVG, come from the page's own origin alone",
            id="<use>, or a request, Chromium",
        ),
        pytest.param(
            f'Fetch API cannot load {URL}. Request mode is "same-origin" but the URL\'s origin is '
            "not same as the request origin https://app.example.com.",
            'The page asks with mode "same-origin"',
            id="a request, Chromium",
        ),
        pytest.param(
            f"GET {URL} net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin 200 (OK)",
            "The page asks without CORS for what its server keeps to its own pages",
            id="what is kept to a site, Chromium",
        ),
        pytest.param(
            f"The resource at \u201c{URL}\u201d was blocked due to its "
            "Cross-Origin-Resource-Policy header (or lack thereof). See https://developer.mozilla"
            ".org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#",
            "The page asks without CORS for what its server keeps to its own pages",
            id="what is kept to a site, Firefox",
        ),
        pytest.param(
            f"[Error] Cancelled load to {URL} because it violates the resource's "
            "Cross-Origin-Resource-Policy response header.",
            "The page asks without CORS for what its server keeps to its own pages",
            id="what is kept to a site, Safari",
        ),
    ],
)
def test_what_no_app_leads_to(said: str, meaning: str) -> None:
    (message,) = read_console_messages(said)
    assert message.steps == frozenset()
    assert message.meaning is not None
    assert message.meaning.startswith(meaning)


# What came through a web page

MISSING = "(Reason: CORS header \u2018Access-Control-Allow-Origin\u2019 missing)."
PLAIN = [
    f"{BLOCKED}{NO_FIELD}",
    f"{BLOCKED.replace(URL, f'{URL}?a=1&copy=2&b=it')}{NO_FIELD}",
    f"{DISALLOWS}{URL}?a=1&lt=2. {MISSING}",
    'Blocked loading mixed active content "http://api.example.com/"',
]


@pytest.mark.parametrize(
    "escape",
    [
        pytest.param(html.escape, id="as Python, and Sentry"),
        pytest.param(lambda text: html.escape(html.escape(text)), id="twice"),
        pytest.param(lambda text: html.escape(text).replace("&#x27;", "&#39;"), id="decimal"),
        pytest.param(lambda text: html.escape(text).replace("&#x27;", "&#X27;"), id="upper case"),
        pytest.param(lambda text: html.escape(text).replace("&#x27;", "&apos;"), id="as XML"),
        pytest.param(lambda text: html.escape(text).replace(" ", "&nbsp;"), id="blanks"),
        pytest.param(
            lambda text: text.replace("\u2018", "&lsquo;").replace("\u2019", "&rsquo;"),
            id="nothing but curly quotation marks",
        ),
        pytest.param(json.dumps, id="as JSON"),
        pytest.param(
            lambda text: json.dumps(text).replace("'", r"\u0027").replace("&", r"\u0026"),
            id="as JSON, safe for HTML",
        ),
        pytest.param(lambda text: text.replace("'", r"\'").replace('"', r"\""), id="as a string"),
        pytest.param(str, id="not at all"),
    ],
)
@pytest.mark.parametrize("plain", PLAIN)
def test_escapes_are_read_as_what_they_stand_for(
    plain: str, escape: cabc.Callable[[str], str]
) -> None:
    (message,) = read_console_messages(escape(plain))
    assert [message] == read_console_messages(plain)
    assert message.facts.get("url", URL) in {URL, f"{URL}?a=1&copy=2&b=it", f"{URL}?a=1&lt=2"}


def test_escape_without_end_is_none() -> None:
    assert read_console_messages(f"&#{'1' * 9999};") == []


# Several messages

OTHER = f"{API}/others"
LONG = f"{URL}?ids={'1,2,' * 400}"
HEADER = "Request header field {} is not allowed by Access-Control-Allow-Headers"
SAFARI = f"[Error] Origin {APP} is not allowed by Access-Control-Allow-Origin. Status code: 200"
CANNOT_LOAD = "[Error] Fetch API cannot load {} due to access control checks."
INSECURE = f"The page at https://a.example/ requested insecure content from {URL}. This content was"
NO_SCRIPT = (
    f"Loading module from \u201c{URL}\u201d was blocked because of a disallowed MIME type "
    "(\u201ctext/html\u201d)."
)
AGAIN = "(Reason: CORS request did not succeed). Status code: (null)."


def told(messages: list[ConsoleMessage]) -> list[tuple[str | None, str | None, bool]]:
    """Of each message the URL, the header, and whether it is about the origin."""
    return [
        (
            each.facts.get("url"),
            each.facts.get("header"),
            Step.ALLOW_ORIGIN_MISSING in each.steps and not each.names_no_step,
        )
        for each in messages
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            [
                f"{BLOCKED}{NO_FIELD}",
                f"GET {URL} net::ERR_FAILED 200 (OK)",
                BLOCKED.replace(URL, OTHER) + HEADER.format("x-one") + " in preflight response.",
                f"PUT {OTHER} net::ERR_FAILED",
            ],
            [(URL, None, True), (OTHER, "x-one", False)],
            id="Chromium",
        ),
        pytest.param(
            [BLOCKED, f"{BLOCKED.replace(URL, OTHER)}{NO_FIELD}"],
            [(URL, None, False), (OTHER, None, True)],
            id="Chromium: the first one cut",
        ),
        pytest.param(
            [f"{BLOCKED}{NO_FIELD}"] * 3,
            [(URL, None, True)],
            id="Chromium: a page that tries again",
        ),
        pytest.param(
            [f"GET {OTHER} net::ERR_CONNECTION_REFUSED", f"{BLOCKED}{NO_FIELD}"],
            [(OTHER, None, False), (URL, None, True)],
            id="Chromium: nobody answers at another URL",
        ),
        pytest.param(
            [
                f"{DISALLOWS}{URL}. {MISSING} Status code: 403.[Learn More]",
                f"{DISALLOWS}{URL}. {AGAIN}",
                f"{DISALLOWS}{OTHER}. {AGAIN}",
            ],
            [(URL, None, True), (OTHER, None, False)],
            id="Firefox, which says again that a request failed",
        ),
        pytest.param(
            [
                NO_SCRIPT,
                f"{DISALLOWS}{URL}. {AGAIN}",
                f"{DISALLOWS}{OTHER}. {MISSING} Status code: 200.",
            ],
            [(URL, None, False), (OTHER, None, True)],
            id="Firefox, which says again of a module that it is not loaded",
        ),
        pytest.param(
            [
                f"{DISALLOWS}{LONG}"[:1000],
                f"{DISALLOWS}{LONG}"[:1000],
                f"{DISALLOWS}{OTHER}. {MISSING} Status code: 200.",
            ],
            [(LONG[: 1000 - len(DISALLOWS)], None, False), (OTHER, None, True)],
            id="Firefox, which cuts long URLs",
        ),
        pytest.param(
            [
                SAFARI,
                CANNOT_LOAD.format(URL),
                f"[Error] Failed to load resource: {SAFARI[8:]}",
                f"[Error] {HEADER.format('X-One')}.",
                CANNOT_LOAD.format(OTHER),
            ],
            [(URL, None, True), (OTHER, "X-One", False)],
            id="Safari, which says again that a resource is not loaded",
        ),
        pytest.param(
            [CANNOT_LOAD.format(URL), HEADER.format("X-One"), CANNOT_LOAD.format(OTHER), SAFARI],
            [(URL, "X-One", False), (OTHER, None, True)],
            id="Safari, the halves turned round",
        ),
        pytest.param(
            [
                f"[Warning] [blocked] {INSECURE} blocked and must be served over HTTPS. (a.js)",
                "[Error] Not allowed to request resource",
                CANNOT_LOAD.format(URL),
                "[Error] TypeError: Load failed",
            ],
            [(URL, None, False)],
            id="Safari: mixed content, and that it is not loaded",
        ),
        pytest.param(
            [
                f"The page at https://a.example/ was allowed to run insecure content from {URL}.",
                f"{INSECURE} automatically upgraded and should be served over HTTPS.",
                f"{INSECURE} not upgraded to HTTPS and must be served from the local host.",
            ],
            [],
            id="Safari: mixed content that is not blocked",
        ),
        pytest.param(["Access to the shop", "Uncaught TypeError"], [], id="none"),
    ],
)
def test_each_of_several_messages_is_read_by_itself(
    lines: list[str], expected: list[tuple[str | None, str | None, bool]]
) -> None:
    assert told(read_console_messages("\n".join(lines))) == expected
