"""What is measured: a table of requests, each with the settings of the app that it goes to.

Every variant of the app gets the same requests. `budgets` holds the package to its promises on
these very rows.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from dataclasses import field

APP = "https://app.example.com"
PRODUCTION: t.Final[dict[str, t.Any]] = {
    "origins": [APP, "https://admin.example.com"],
    "methods": ["GET", "POST", "PUT", "DELETE"],
    "allow_headers": ["Authorization", "Content-Type"],
    "expose_headers": ["X-Total-Count"],
    "supports_credentials": True,
    "max_age": 3600,
}
TENANTS = r"https://t\d+\.example\.com"


class Ask(t.NamedTuple):
    """A request; ``{n}`` in its origin or path stands for a number that is new in each call."""

    origin: str | None = APP
    path: str = "/api/articles"
    method: str = "GET"
    wants: str | None = None
    headers: str | None = None


@dataclass(frozen=True)
class Workload:
    """A request and the settings of the app it goes to.

    :param name: what it is called on the command line and in results.
    :param title: what it is called in tables.
    :param ask: the request.
    :param options: keywords of ``CORS``, or of ``cross_origin``.
    :param on: what the options are given to: the app, a blueprint, or one view (beside a plain
        ``CORS(app)``).
    :param options_of_6: keywords that say the same to Flask-CORS 6, where they differ.
    :param routes: how many routes the app has besides its own few.
    :param blueprints: the prefixes of blueprints besides its own, each with ``CORS``.
    :param own: the fields that the app's answer has besides those that every answer has.
    """

    name: str
    title: str
    ask: Ask = field(default_factory=Ask)
    options: dict[str, t.Any] = field(default_factory=dict)
    on: t.Literal["app", "blueprint", "view"] = "app"
    options_of_6: dict[str, t.Any] | None = None
    routes: int = 0
    blueprints: tuple[str, ...] = ()
    own: tuple[tuple[str, str], ...] = ()


def under_api(**options: t.Any) -> dict[str, t.Any]:
    """Options that hold for what is under ``/api/``."""
    return {"resources": {"/api/*": options}}


def preflight(**changes: t.Any) -> Ask:
    """A preflight as browsers send it; `changes` are fields of `Ask`."""
    usual = Ask(method="OPTIONS", wants="PUT", headers="authorization,content-type")
    return usual._replace(**changes)


EVIL = "https://evil.example"
IN_PRODUCTION = under_api(**PRODUCTION)
OF_A_SESSION = (("Set-Cookie", "session=x"), ("Vary", "Cookie"), ("X-Total-Count", "1"))
BY_REGEX = under_api(origins=[TENANTS])

REQUESTS = [
    Workload("get-no-origin", "GET without Origin, CORS(app)", Ask(None)),
    Workload("get-one-origin", "GET, one origin", options=under_api(origins=APP)),
    Workload("get-production", "GET, production options", options=IN_PRODUCTION),
    Workload("get-session", "GET, with a session", options=IN_PRODUCTION, own=OF_A_SESSION),
    Workload("get-refused", "GET refused", Ask(EVIL), IN_PRODUCTION),
    Workload("get-404", "GET, 404", Ask(path="/api/none"), IN_PRODUCTION),
    Workload("get-404-routed", "GET, 404, decorated views", Ask(path="/none"), PRODUCTION, "view"),
    Workload("get-no-rule", "GET, path without a rule", Ask(path="/other"), IN_PRODUCTION),
    Workload("get-decorated", "GET, decorated view", Ask(path="/view"), PRODUCTION, "view"),
    Workload("get-blueprint", "GET, blueprint", Ask(path="/shop/items"), PRODUCTION, "blueprint"),
    Workload("regex-seen", "GET, regex, origin seen", Ask("https://t1.example.com"), BY_REGEX),
    Workload("regex-new", "GET, regex, origin new", Ask("https://t{n}.example.com"), BY_REGEX),
    Workload("options", "OPTIONS, no preflight", Ask(method="OPTIONS"), IN_PRODUCTION),
    Workload("preflight", "preflight", preflight(), IN_PRODUCTION),
    Workload("preflight-refused", "preflight refused", preflight(origin=EVIL), IN_PRODUCTION),
    Workload(
        "preflight-decorated", "preflight, decorated", preflight(path="/view"), PRODUCTION, "view"
    ),
    Workload(
        "preflight-blueprint",
        "preflight, blueprint",
        preflight(path="/shop/items"),
        PRODUCTION,
        "blueprint",
    ),
]


def names_of(length: int) -> str:
    """Distinct header names that make `length` characters."""
    return ",".join(f"x-{number:05}" for number in range(length // 8 + 1))[:length].rstrip(",")


HOSTILE = [
    Workload("names-1k", "1 KB of names, list", preflight(headers=names_of(1000)), IN_PRODUCTION),
    Workload("names-1k-any", "1 KB of names, any", preflight(headers=names_of(1000))),
    Workload("names-8k", "8 KB of names, list", preflight(headers=names_of(8000)), IN_PRODUCTION),
    Workload("names-8k-any", "8 KB of names, any", preflight(headers=names_of(8000))),
    Workload("names-16k-any", "16 KB of names, any", preflight(headers=names_of(16000))),
    Workload("name-8k-any", "one name of 8 KB, any", preflight(headers="x" * 8000)),
    Workload("commas-8k", "8 KB of commas", preflight(headers="," * 8000), IN_PRODUCTION),
    Workload("commas-16k", "16 KB of commas", preflight(headers="," * 16000), IN_PRODUCTION),
    Workload("origin-16k", "Origin of 16 KB", preflight(origin="https://" + "a." * 8000), BY_REGEX),
    Workload("path-8k", "path of 8 KB", preflight(path="/api" + "/a" * 4000), IN_PRODUCTION),
    Workload("dots-8k", "path of 8 KB of dots", preflight(path="/api" + "/.." * 2700), BY_REGEX),
    Workload("paths-new", "paths never seen", preflight(path="/api/{n}"), IN_PRODUCTION),
]


def growth(kind: str, size: int, ask: Ask | None = None) -> Workload:
    """One step of a growth curve: as many `kind` as `size`, and the last of them is asked for."""
    ask = ask or Ask()
    last = size - 1
    name, title = f"{kind}-{size}", f"{size:,} {kind}"
    if kind == "origins":
        options = under_api(origins=[f"https://app{number}.example.com" for number in range(size)])
        return Workload(name, title, ask._replace(origin=f"https://app{last}.example.com"), options)
    if kind == "patterns":
        names = [f"tenant{number}.example" for number in range(size)]
        options = under_api(origins=[f"https://*.{each}" for each in names])
        regexes = [rf"https://[^.]+\.{each}".replace(".example", r"\.example") for each in names]
        asked = ask._replace(origin=f"https://app.tenant{last}.example")
        return Workload(name, title, asked, options, options_of_6=under_api(origins=regexes))
    if kind == "rules":
        rules = {f"/api{number}/*": {"origins": APP} for number in range(size)}
        asked = ask._replace(path=f"/api{last}/articles")
        return Workload(name, title, asked, {"resources": rules})
    if kind == "blueprints":
        prefixes = tuple(f"/blueprint{number}" for number in range(size))
        asked = ask._replace(path=f"/blueprint{last}/items")
        return Workload(name, title, asked, under_api(origins=APP), blueprints=prefixes)
    return Workload(name, title, ask, under_api(origins=APP), routes=size)


STEPS = {
    "origins": (1, 10, 100, 1000, 10000),
    "patterns": (1, 10, 100, 1000),
    "rules": (1, 10, 100, 1000),
    "routes": (10, 100, 1000, 10000),
    "blueprints": (1, 10, 100, 1000),
}
GROWTH = [growth(kind, size) for kind, sizes in STEPS.items() for size in sizes]

WORKLOADS = {each.name: each for each in (*REQUESTS, *HOSTILE, *GROWTH)}
