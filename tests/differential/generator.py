"""Cases at random, each from the seed and its number alone, so that any can be had again.

A case starts from an exchange that would pass; then some of it is spoilt. Values drawn without
such a plan would nearly all be blocked at the first step.
"""

from __future__ import annotations

import dataclasses
import random
import re
import typing as t

from . import asking
from . import values
from .cases import Answer
from .cases import Case
from .cases import Fetch
from .cases import Fields
from .cases import Script
from .values import Lines
from .values import weighted

PAGES = {
    "https://app.example.com": 80,
    "https://app.example.com:8443": 5,
    "http://localhost:3000": 15,
}
HTTPS_TARGETS = {
    "https://api.example.com": 52, "https://api.example.net": 17, "https://api.example.com:8443": 8,
    "https://app.example.com": 12, "https://app.example.com:8443": 5, "http://localhost:5000": 5, "https://nobody.example.org": 1,
    "http://api.example.com": 1,
}  # fmt: skip
HTTP_TARGETS = {
    "http://localhost:5000": 40, "http://api.example.com": 15, "http://127.0.0.1:5000": 10,
    "https://api.example.com": 20, "http://localhost:3000": 15,
}  # fmt: skip
STATUSES = {
    200: 70, 201: 3, 202: 1, 203: 1, 204: 4, 205: 1, 206: 2, 299: 1, 300: 1, 304: 1, 305: 1, 400:
    2, 401: 3, 403: 2,
    404: 3, 405: 1, 409: 1, 410: 1, 418: 1, 422: 1, 429: 1, 500: 3, 501: 1, 502: 1, 503: 2, 599: 1,
}  # fmt: skip
PREFLIGHT_STATUSES = {
    200: 55, 204: 28, 201: 1, 206: 1, 299: 1, 300: 1, 301: 1, 302: 1, 303: 1, 304: 1, 307: 1,
    308: 1, 400: 1, 401: 2,
    403: 1, 404: 1, 405: 1, 500: 1, 503: 1,
}  # fmt: skip
REDIRECT_STATUSES = {301: 22, 302: 28, 303: 15, 307: 20, 308: 15}
RESOURCE_POLICIES: dict[Lines, float] = {
    (): 90, ("same-origin",): 4, ("same-site",): 3, ("cross-origin",): 2, ("x",): 1,
}  # fmt: skip
HOPS = {0: 78, 1: 15, 2: 5, 3: 2}
FETCHES = {1: 62, 2: 26, 3: 12}
ODD_LOCATIONS = (
    (), ("",), ("https://[x/",), ("data:text/plain,x",), ("ftp://api.example.com/",),
    ("javascript:1",), ("#a",), ("?a",),
    ("capacitor://localhost",), ("http:/{path}",), ("HTTPS://API.EXAMPLE.COM{path}",),
    ("//api.example.com{path}",),
    ("https://api.example.com:443{path}",), ("https://u:p@api.example.com{path}",), ("https://u@app.example.com{path}",),
    ("\\\\api.example.com{path}",), ("https://api.example.com{path}",
    "https://api.example.com{path}"), (" {path} ",),
    ("https://api.example.com{path}#b",), ("https://api.example.com:1{path}",), ("about:blank",),
    ("blob:x",), ("é",),
    ("https://api.example.com/x/..{path}",),
)  # fmt: skip


def generate(seed: int, number: int) -> Case:
    """The case of that number."""
    case = Generator(random.Random(f"{seed}/{number}"), number).case()
    return varied(case, random.Random(f"{seed}/{number}/varied"))


class Generator:
    """Makes one case."""

    def __init__(self, chance: random.Random, number: int) -> None:
        """Draw where the page is."""
        self.chance = chance
        self.number = number
        self.page = weighted(chance, PAGES)
        self.sandboxed = chance.random() < 0.14
        self.targets = HTTPS_TARGETS if self.page.startswith("https") else HTTP_TARGETS
        # Half of the servers know what they do, but for a slip now and then.
        self.slips = weighted(chance, {1.0: 50, 0.06: 50})
        self.scripts: dict[str, Script] = {}
        self.base = self.fetch()

    def case(self) -> Case:
        """Draw what is asked and answered."""
        fetches = [self.base]
        count = weighted(self.chance, FETCHES)
        while len(fetches) < count:
            fetches.append(self.variation(self.chance.choice(fetches)))
        self.script(0, weighted(self.chance, HOPS), count)
        return Case(self.number, self.page, self.sandboxed, tuple(fetches), self.scripts)

    def fetch(self) -> Fetch:
        """Draw a call of ``fetch``."""
        chance = self.chance
        method = weighted(chance, asking.METHODS)
        may_have_body = method.upper() not in {"GET", "HEAD"} or chance.random() < 0.01
        mark = weighted(chance, {"": 95, "?a=b&c": 3, "#part": 2})
        return Fetch(
            url=f"{weighted(chance, self.targets)}/c/{self.number}/0{mark}",
            method=method,
            headers=asking.header_fields(chance),
            credentials=weighted(chance, asking.CREDENTIALS),
            mode=weighted(chance, asking.MODES),
            redirect=weighted(chance, asking.REDIRECTS),
            body=weighted(chance, asking.BODIES) if may_have_body else None,
        )

    def variation(self, fetch: Fetch) -> Fetch:
        """Draw a fetch of the same URL, for what the preflight cache knows to matter."""
        other = dataclasses.replace(self.fetch(), url=fetch.url)
        changes: dict[str, dict[str, t.Any]] = {
            "nothing": {},
            "method": {"method": other.method, "body": other.body},
            "headers": {"headers": other.headers},
            "fewer headers": {"headers": fetch.headers[1:]},
            "credentials": {"credentials": other.credentials},
            "all": dataclasses.asdict(other),
        }
        kind = self.chance.choice(list(changes))
        varied = dataclasses.replace(fetch, **changes[kind])
        bodiless = varied.method.upper() in {"GET", "HEAD"}
        return dataclasses.replace(varied, body=None) if bodiless else varied

    def script(self, hop: int, hops: int, count: int) -> None:
        """Draw what is answered at a hop, and at those that it redirects to."""
        times = weighted(self.chance, {1: 70, count: 30})
        preflights = tuple(self.preflight() for _ in range(times))
        answers = [self.answer() for _ in range(times)]
        if hops > 0:
            location = self.location(hop + 1)
            status = weighted(self.chance, REDIRECT_STATUSES)
            answers = [
                Answer(status, (*answer.fields, *(("Location", value) for value in location)))
                for answer in answers
            ]
        self.scripts[f"/c/{self.number}/{hop}"] = Script(tuple(answers), preflights)
        if hops > 0:
            self.script(hop + 1, hops - 1, count)

    def location(self, hop: int) -> tuple[str, ...]:
        """Draw the lines of Location of a redirect to a hop."""
        kind = weighted(self.chance, {"url": 74, "path": 12, "odd": 13, "loop": 1})
        path = f"/c/{self.number}/{hop}"
        if kind == "path":
            return (path,)
        if kind == "loop":
            return (f"/c/{self.number}/0",)
        if kind == "odd":
            return tuple(
                value.replace("{path}", path) for value in self.chance.choice(ODD_LOCATIONS)
            )
        return (f"{weighted(self.chance, self.targets)}{path}",)

    def preflight(self) -> Answer:
        """Draw an answer to a preflight."""
        chance, base = self.chance, self.base
        names = [name for name, _ in base.headers if is_token(name)]
        method = base.method if is_token(base.method) else "PUT"
        methods = f"{method}, GET, PUT, DELETE, PATCH"
        lines = {
            "Access-Control-Allow-Origin": self.allow_origin(),
            "Access-Control-Allow-Credentials": self.allow_credentials(),
            "Access-Control-Allow-Methods": self.drawn((methods,), values.allow_methods, method),
            "Access-Control-Allow-Headers": self.drawn(
                (", ".join([*names, *asking.CUSTOM]),), values.allow_headers, names
            ),
            "Access-Control-Max-Age": self.drawn(("600",), values.max_age),
            "Set-Cookie": self.cookie(),
        }
        status = weighted(chance, PREFLIGHT_STATUSES) if self.slip() else 204
        lines["Location"] = ("/",) if status // 100 == 3 else ()
        return Answer(status, self.shuffled(lines))

    def answer(self) -> Answer:
        """Draw an answer to the request itself."""
        lines = {
            "Access-Control-Allow-Origin": self.allow_origin(),
            "Access-Control-Allow-Credentials": self.allow_credentials(),
            "Access-Control-Expose-Headers": values.expose_headers(self.chance),
            "X-Total-Count": ("5",),
            "X-Other": ("a", "b"),
            "ETag": ('"1"',),
            "Cross-Origin-Resource-Policy": weighted(self.chance, RESOURCE_POLICIES),
            "Content-Language": ("de",),
            "Last-Modified": ("Mon, 01 Jan 2024 00:00:00 GMT",),
            "Set-Cookie": self.cookie(),
        }
        return Answer(weighted(self.chance, STATUSES), self.shuffled(lines))

    def slip(self) -> bool:
        """Draw whether the server does something wrong now, or at least unusual."""
        return self.chance.random() < self.slips

    def drawn(self, good: Lines, draw: t.Callable[..., Lines], *arguments: t.Any) -> Lines:
        """The good lines, or drawn ones."""
        return draw(self.chance, *arguments) if self.slip() else good

    def allow_origin(self) -> Lines:
        """Draw Access-Control-Allow-Origin."""
        own = "null" if self.sandboxed else self.page
        origin = weighted(self.chance, {own: 90, "null": 5, self.page: 5})
        any_origin = self.base.credentials != "include" and self.chance.random() < 0.5
        return self.drawn(("*",) if any_origin else (own,), values.allow_origin, origin)

    def allow_credentials(self) -> Lines:
        """Draw Access-Control-Allow-Credentials."""
        return self.drawn(("true",), values.allow_credentials)

    def cookie(self) -> Lines:
        """Draw a cookie that this case alone gets to see."""
        if self.chance.random() > 0.04:
            return ()
        return (f"own=1; Path=/c/{self.number}/; Max-Age=10; SameSite=None; Secure",)

    def shuffled(self, lines: dict[str, Lines]) -> Fields:
        """The lines in another order of names."""
        names = list(lines)
        self.chance.shuffle(names)
        return tuple((name, value) for name in names for value in lines[name])


def is_token(text: str) -> bool:
    """Whether the text may stand in a list of names."""
    return re.fullmatch(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", text) is not None


def varied(case: Case, chance: random.Random) -> Case:
    """Draw what is told of the page, and client hints, by a chance that changes nothing else."""
    fetches = [
        dataclasses.replace(
            fetch,
            referrer_policy=weighted(chance, values.REFERRER_POLICIES),
            headers=asking.with_hint(chance, fetch.headers),
        )
        for fetch in case.fetches
    ]
    scripts = {
        path: dataclasses.replace(
            script, answers=tuple(with_policy(answer, chance) for answer in script.answers)
        )
        for path, script in case.scripts.items()
    }
    return dataclasses.replace(case, fetches=tuple(fetches), scripts=scripts)


def with_policy(answer: Answer, chance: random.Random) -> Answer:
    """The answer, with a Referrer-Policy now and then."""
    lines = values.referrer_policy(chance)
    further = tuple(("Referrer-Policy", line) for line in lines)
    return Answer(answer.status, (*answer.fields, *further))
