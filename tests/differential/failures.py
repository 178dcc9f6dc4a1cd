"""One case for each way in which a fetch can fail, to learn what the consoles say about it."""

from __future__ import annotations

import typing as t

from .cases import Answer
from .cases import Case
from .cases import Fetch
from .cases import Script

PAGE = "https://app.example.com"
API = "https://api.example.com"
THIRD = "https://api.example.net"
ORIGIN, CREDENTIALS = "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"
METHODS, HEADERS = "Access-Control-Allow-Methods", "Access-Control-Allow-Headers"
PUT: dict[str, t.Any] = {"method": "PUT"}
NAMED: dict[str, t.Any] = {"headers": (("X-Token", "1"), ("X-Trace", "2"))}
INCLUDE: dict[str, t.Any] = {"credentials": "include"}
Values = tuple[tuple[str, str], ...]

ALLOWED: Values = ((ORIGIN, PAGE), (CREDENTIALS, "true"))


class Failure(t.NamedTuple):
    """A fetch by a page, and the answers to it; `further` are those of the redirects' targets."""

    name: str
    request: dict[str, t.Any]
    answer: Answer = Answer(200)
    preflight: Answer = Answer(200)
    further: tuple[Answer, ...] = ()
    base: str = API
    sandboxed: bool = False

    def case(self, number: int) -> Case:
        """The case, at URLs of its own (``{n}`` in a field stands for its number)."""
        url = f"{self.base}/c/{number}/0"
        scripts = {
            f"/c/{number}/0": Script(
                (filled(self.answer, number),), (filled(self.preflight, number),)
            )
        }
        for index, answer in enumerate(self.further, 1):
            target = filled(answer, number)
            scripts[f"/c/{number}/{index}"] = Script((target,), (filled(self.preflight, number),))
        return Case(number, PAGE, self.sandboxed, (Fetch(url, **self.request),), scripts)


def filled(answer: Answer, number: int) -> Answer:
    """An answer to a case's URL."""
    fields = tuple((name, value.replace("{n}", str(number))) for name, value in answer.fields)
    return Answer(answer.status, fields)


def plain(name: str, *fields: tuple[str, str], status: int = 200, **request: t.Any) -> Failure:
    """A fetch without a preflight."""
    return Failure(name, request, Answer(status, fields))


def preflighted(
    name: str, request: dict[str, t.Any], *fields: tuple[str, str], status: int = 200
) -> Failure:
    """A fetch whose preflight gets that answer."""
    return Failure(name, request, Answer(200, ALLOWED), Answer(status, fields))


def redirected(
    name: str,
    location: str,
    *further: Answer,
    fields: Values = ALLOWED,
    preflight: Values = (*ALLOWED, (METHODS, "PUT")),
    **request: t.Any,
) -> Failure:
    """A fetch that is answered with a redirect."""
    answer = Answer(302, (*fields, ("Location", location)))
    return Failure(name, request, answer, Answer(200, preflight), further)


CORS_CHECK = [
    plain("no Access-Control-Allow-Origin"),
    plain("another origin", (ORIGIN, "https://other.example.com")),
    plain("a trailing slash", (ORIGIN, f"{PAGE}/")),
    plain("an upper-case host", (ORIGIN, "https://APP.example.com")),
    plain("a host without a scheme", (ORIGIN, "app.example.com")),
    plain("no origin at all", (ORIGIN, "yes")),
    plain("an empty value", (ORIGIN, "")),
    plain("the value null", (ORIGIN, "null")),
    plain("a pattern", (ORIGIN, "https://*.example.com")),
    plain("two values in one line", (ORIGIN, f"{PAGE}, {API}")),
    plain("two values with a space", (ORIGIN, f"{PAGE} {API}")),
    plain("two lines", (ORIGIN, PAGE), (ORIGIN, PAGE)),
    plain("two lines, * and the origin", (ORIGIN, "*"), (ORIGIN, PAGE)),
    plain("an error page without fields, 404", status=404),
    plain("an error page without fields, 500", status=500),
    plain("* with credentials", (ORIGIN, "*"), (CREDENTIALS, "true"), **INCLUDE),
    plain("no Access-Control-Allow-Credentials", (ORIGIN, PAGE), **INCLUDE),
    plain("credentials True", (ORIGIN, PAGE), (CREDENTIALS, "True"), **INCLUDE),
    plain("credentials false", (ORIGIN, PAGE), (CREDENTIALS, "false"), **INCLUDE),
    plain("credentials twice", *ALLOWED, (CREDENTIALS, "true"), **INCLUDE),
    Failure("a sandboxed frame", {}, Answer(200, ALLOWED), sandboxed=True),
    Failure("XMLHttpRequest", {"via": "xhr"}),
    Failure("an image", {"via": "img"}),
    Failure("a script", {"via": "script"}),
    Failure("a font", {"via": "font"}),
]
PREFLIGHT_CHECK = [
    preflighted("preflight: no Access-Control-Allow-Origin", PUT),
    preflighted("preflight: another origin", PUT, (ORIGIN, "https://other.example.com")),
    preflighted("preflight: no origin at all", PUT, (ORIGIN, "yes")),
    preflighted("preflight: an empty value", PUT, (ORIGIN, "")),
    preflighted("preflight: two values in one line", PUT, (ORIGIN, f"{PAGE}, {API}")),
    preflighted("preflight: two lines", PUT, (ORIGIN, PAGE), (ORIGIN, PAGE)),
    preflighted(
        "preflight: * with credentials", PUT | INCLUDE, (ORIGIN, "*"), (CREDENTIALS, "true")
    ),
    preflighted("preflight: no Access-Control-Allow-Credentials", PUT | INCLUDE, (ORIGIN, PAGE)),
    preflighted(
        "preflight: credentials True", PUT | INCLUDE, (ORIGIN, PAGE), (CREDENTIALS, "True")
    ),
    *(
        preflighted(f"preflight: status {status}", PUT, *ALLOWED, (METHODS, "PUT"), status=status)
        for status in (304, 400, 401, 403, 404, 405, 500, 503)
    ),
    *(
        preflighted(
            f"preflight: redirect {status}",
            PUT,
            *ALLOWED,
            (METHODS, "PUT"),
            ("Location", "/"),
            status=status,
        )
        for status in (301, 302, 307, 308)
    ),
    preflighted("preflight: redirect without fields", PUT, ("Location", "/"), status=302),
    preflighted("preflight: status 404 without fields", PUT, status=404),
    preflighted("method: no Access-Control-Allow-Methods", PUT, *ALLOWED),
    preflighted("method: others", PUT, *ALLOWED, (METHODS, "GET, POST, DELETE")),
    preflighted("method: put for PUT in the list", PUT, *ALLOWED, (METHODS, "put")),
    preflighted(
        "method: patch asked, PATCH in the list", {"method": "patch"}, *ALLOWED, (METHODS, "PATCH")
    ),
    preflighted("method: * with credentials", PUT | INCLUDE, *ALLOWED, (METHODS, "*")),
    preflighted("method: a list that cannot be read", PUT, *ALLOWED, (METHODS, "PUT; GET")),
    preflighted("header: no Access-Control-Allow-Headers", NAMED, *ALLOWED),
    preflighted("header: others", NAMED, *ALLOWED, (HEADERS, "X-Other")),
    preflighted("header: one of two", NAMED, *ALLOWED, (HEADERS, "X-Token")),
    preflighted("header: * with credentials", NAMED | INCLUDE, *ALLOWED, (HEADERS, "*")),
    preflighted(
        "header: a list that cannot be read", NAMED, *ALLOWED, (HEADERS, "X-Token X-Trace")
    ),
    preflighted(
        "header: Content-Type for JSON",
        {"method": "POST", "headers": (("Content-Type", "application/json"),), "body": "{}"},
        *ALLOWED,
    ),
    preflighted(
        "header: * for Authorization",
        {"headers": (("Authorization", "Bearer 1"),)},
        *ALLOWED,
        (HEADERS, "*"),
    ),
    preflighted(
        "header: * for Authorization, with credentials",
        {"headers": (("Authorization", "Bearer 1"),)} | INCLUDE,
        *ALLOWED,
        (HEADERS, "*"),
    ),
    Failure(
        "the request after a good preflight",
        PUT,
        Answer(200),
        Answer(200, (*ALLOWED, (METHODS, "PUT"))),
    ),
    Failure(
        "a sandboxed frame's preflight",
        PUT,
        Answer(200, ALLOWED),
        Answer(200, (*ALLOWED, (METHODS, "PUT"))),
        sandboxed=True,
    ),
    Failure("XMLHttpRequest's preflight", {"via": "xhr"} | PUT),
]
REDIRECTS = [
    redirected(
        "redirect: no fields on the redirect",
        f"{API}/c/{{n}}/1",
        Answer(200, ALLOWED),
        fields=(),
    ),
    redirected("redirect: no fields on the target", f"{API}/c/{{n}}/1", Answer(200)),
    redirected("redirect: another origin without fields", f"{THIRD}/c/{{n}}/1", Answer(200)),
    redirected(
        "redirect: another origin that allows the page",
        f"{THIRD}/c/{{n}}/1",
        Answer(200, ALLOWED),
    ),
    redirected("redirect: back to the page's origin", f"{PAGE}/c/{{n}}/1", Answer(200)),
    redirected(
        "redirect: user and password in the URL",
        "https://u:p@api.example.com/c/{n}/1",
        Answer(200, ALLOWED),
    ),
    redirected("redirect: no http at all", "data:text/plain,x"),
    redirected("redirect: another scheme", "ftp://api.example.com/"),
    redirected("redirect: to plain http", "http://api.example.com/c/{n}/1", Answer(200, ALLOWED)),
    redirected("redirect: a broken Location", "https://[broken/"),
    redirected("redirect: forbidden by the page", f"{API}/c/{{n}}/1", redirect="error"),
    redirected("redirect: without end", f"{API}/c/{{n}}/0"),
    redirected(
        "redirect: of a preflighted request, target without fields",
        f"{API}/c/{{n}}/1",
        Answer(200),
        method="PUT",
    ),
    redirected(
        "redirect: of a same-origin request", f"{API}/c/{{n}}/1", Answer(200), mode="same-origin"
    )._replace(base=PAGE),
]
OTHERS = [
    plain("mode same-origin", mode="same-origin"),
    plain("mode no-cors with a method of its own", mode="no-cors", method="PUT"),
    plain("mode no-cors with redirect: manual", mode="no-cors", redirect="manual"),
    plain("a forbidden method", method="TRACE"),
    plain("no method at all", method="G T"),
    Failure("nobody listens", {}, base="https://api.example.com:4443"),
    Failure("nobody listens, with a preflight", PUT, base="https://api.example.com:4443"),
    Failure("plain http", {}, Answer(200, ALLOWED), base="http://api.example.com"),
    Failure("a bad port", {}, base="https://api.example.com:1"),
    Failure("another scheme", {}, base="capacitor://localhost"),
    Failure("user and password in the URL", {}, base="https://u:p@api.example.com"),
]
PRIVATE = Failure("into a more private network", {}, Answer(200, ALLOWED), base=f"{API}:8443")
"""Where the page's own port counts as public: the person is asked, and here nobody answers."""
FAILURES = [*CORS_CHECK, *PREFLIGHT_CHECK, *REDIRECTS, *OTHERS, PRIVATE]
