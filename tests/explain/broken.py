"""The table of broken set-ups: what a page asks, why it is blocked, and what has to be written.

The remedies are the words of the package. That they help is shown by applying them.
"""

from __future__ import annotations

import dataclasses
import re
import typing as t

from flask_cors import Reason

from .setups import ADMIN
from .setups import APP
from .setups import LOCAL
from .setups import Asked
from .setups import Setup

NO_ORIGIN = Reason.ORIGIN_NOT_ALLOWED
NO_METHOD = Reason.METHOD_NOT_ALLOWED
NO_HEADER = Reason.HEADER_NOT_ALLOWED
NO_CREDENTIALS = Reason.CREDENTIALS_NOT_ALLOWED


@dataclasses.dataclass(frozen=True)
class Broken:
    """A row: the app, what the page asks, why it is blocked, what to write, and where.

    :param page: what the page has to write instead.
    """

    id: str
    setup: Setup
    asked: Asked
    reasons: tuple[Reason, ...]
    remedy: str = ""
    place: str = " in CORS(app, ...)"
    page: dict[str, str] = dataclasses.field(default_factory=dict)


def extension(**cors: t.Any) -> Setup:
    """An app with ``CORS(app, **cors)``."""
    return Setup(cors)


def api(**options: t.Any) -> Setup:
    """An app with one rule, for all below ``/api/``."""
    return Setup({"resources": {"/api/*": options}})


def items(**options: t.Any) -> Setup:
    """An app whose view ``items`` is decorated, and which has the extension for nobody else."""
    return Setup({"origins": ADMIN}, decorated={"items": options})


def shop(**options: t.Any) -> Setup:
    """An app whose blueprint ``shop`` has a policy."""
    return Setup(blueprint=options)


ON_API = ' on the rule "/api/*"'.replace('"', "'")
ON_ITEMS = " in @cross_origin(...) on the view 'items'"
IN_CONFIG = " in the app's config"
JSON = ("Content-Type",)

ORIGINS = [
    Broken(
        "another origin than the one that is listed",
        extension(origins=APP),
        Asked(ADMIN),
        (NO_ORIGIN,),
        f'origins=["{APP}", "{ADMIN}"]',
    ),
    Broken(
        "127.0.0.1 is not localhost",
        extension(origins=[LOCAL]),
        Asked("http://127.0.0.1:3000"),
        (NO_ORIGIN,),
        f'origins=["{LOCAL}", "http://127.0.0.1:3000"]',
    ),
    Broken(
        "another port",
        extension(origins=[LOCAL]),
        Asked("http://localhost:5000"),
        (NO_ORIGIN,),
        f'origins=["{LOCAL}", "http://localhost:5000"]',
    ),
    Broken(
        "http is not https",
        extension(origins=[APP]),
        Asked("http://app.example.com"),
        (NO_ORIGIN,),
        f'origins=["{APP}", "http://app.example.com"]',
    ),
    Broken(
        "a pattern of subdomains does not cover the domain",
        extension(origins="https://*.example.com"),
        Asked("https://example.com"),
        (NO_ORIGIN,),
        'origins=["https://*.example.com", "https://example.com"]',
    ),
    Broken(
        "a pattern of ports fixes the scheme",
        extension(origins="http://localhost:*"),
        Asked("https://localhost:8443"),
        (NO_ORIGIN,),
        'origins=["http://localhost:*", "https://localhost:8443"]',
    ),
    Broken(
        "a regex matches whole origins",
        extension(origins=r"https://app\d?\.example\.com"),
        Asked("https://app12.example.com"),
        (NO_ORIGIN,),
        r'origins=[re.compile(r"https://app\d?\.example\.com", re.IGNORECASE), "https://app12.example.com"]',
    ),
    Broken(
        "a compiled regex keeps its flags",
        extension(origins=re.compile(r"https://(app|www)\.example\.com", re.IGNORECASE)),
        Asked(ADMIN),
        (NO_ORIGIN,),
        r'origins=[re.compile(r"https://(app|www)\.example\.com", re.IGNORECASE), '
        f'"{ADMIN}"]',
    ),
    Broken(
        "nobody is listed",
        extension(origins=[]),
        Asked(),
        (NO_ORIGIN,),
        f'origins=["{APP}"]',
    ),
    Broken(
        "a sandboxed frame",
        extension(origins=APP),
        Asked("null"),
        (NO_ORIGIN,),
        f'origins=["{APP}", "null"]',
    ),
    Broken(
        "the preflight of another origin",
        extension(origins=APP),
        Asked(ADMIN, method="PUT", headers=JSON),
        (NO_ORIGIN,),
        f'origins=["{APP}", "{ADMIN}"]',
    ),
    Broken(
        "origins in the config",
        Setup({}, {"CORS_ORIGINS": f"{APP}, {LOCAL}"}),
        Asked(ADMIN),
        (NO_ORIGIN,),
        f'CORS_ORIGINS=["{LOCAL}", "{APP}", "{ADMIN}"]',
        IN_CONFIG,
    ),
    Broken(
        "origins of a resource",
        api(origins=APP),
        Asked(ADMIN),
        (NO_ORIGIN,),
        f'origins=["{APP}", "{ADMIN}"]',
        ON_API,
    ),
    Broken(
        "a more specific resource",
        extension(resources={"/api/*": {"origins": "*"}, "/api/items": {"origins": ADMIN}}),
        Asked(),
        (NO_ORIGIN,),
        f'origins=["{ADMIN}", "{APP}"]',
        " on the rule '/api/items'",
    ),
    Broken(
        "a regex of paths",
        extension(resources={r"/api/(items|users)": {"origins": ADMIN}}),
        Asked(),
        (NO_ORIGIN,),
        f'origins=["{ADMIN}", "{APP}"]',
        " on the rule '/api/(items|users)'",
    ),
    Broken(
        "origins of a view",
        items(origins=ADMIN),
        Asked(),
        (NO_ORIGIN,),
        f'origins=["{ADMIN}", "{APP}"]',
        ON_ITEMS,
    ),
    Broken(
        "origins of a blueprint",
        shop(origins=ADMIN),
        Asked(path="/shop/prices"),
        (NO_ORIGIN,),
        f'origins=["{ADMIN}", "{APP}"]',
        " in CORS(...) of the blueprint 'shop'",
    ),
    Broken(
        "origins of a resource of a blueprint",
        shop(resources={"/shop/*": {"origins": ADMIN}}),
        Asked(path="/shop/prices"),
        (NO_ORIGIN,),
        f'origins=["{ADMIN}", "{APP}"]',
        " on the rule '/shop/*'",
    ),
]

METHODS = [
    Broken(
        "a method that is not listed",
        extension(methods=["GET"]),
        Asked(method="PUT"),
        (NO_METHOD,),
        'methods=["GET", "PUT"]',
    ),
    Broken(
        "a method of one's own",
        extension(),
        Asked(method="PURGE"),
        (NO_METHOD,),
        'methods=["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "PURGE"]',
    ),
    Broken(
        "a method in lower case",
        extension(),
        Asked(method="patch"),
        (NO_METHOD,),
        page={"method": "PATCH"},
    ),
    Broken(
        "a method in lower case that is not listed either",
        extension(methods="GET"),
        Asked(method="patch"),
        (NO_METHOD,),
        'methods=["GET", "PATCH"]',
        page={"method": "PATCH"},
    ),
    Broken(
        "JSON by a POST that is not listed, where the console names the header",
        extension(methods="GET"),
        Asked(method="POST", headers=JSON),
        (NO_METHOD,),
        'methods=["GET", "POST"]',
    ),
    Broken(
        "no method is listed",
        extension(methods=[]),
        Asked(method="DELETE"),
        (NO_METHOD,),
        'methods=["DELETE"]',
    ),
    Broken(
        "methods in the config",
        Setup({}, {"CORS_METHODS": "GET, POST"}),
        Asked(method="PUT"),
        (NO_METHOD,),
        'CORS_METHODS=["GET", "POST", "PUT"]',
        IN_CONFIG,
    ),
    Broken(
        "methods of a resource",
        api(methods=["GET", "HEAD"]),
        Asked(method="DELETE"),
        (NO_METHOD,),
        'methods=["GET", "HEAD", "DELETE"]',
        ON_API,
    ),
    Broken(
        "methods of a view",
        items(methods=["GET"]),
        Asked(method="PATCH"),
        (NO_METHOD,),
        'methods=["GET", "PATCH"]',
        ON_ITEMS,
    ),
]

HEADERS = [
    Broken(
        "Authorization, where nothing is listed",
        api(allow_headers=[]),
        Asked(headers=("Authorization",)),
        (NO_HEADER,),
        'allow_headers=["authorization"]',
        ON_API,
    ),
    Broken(
        "Content-Type of JSON",
        extension(allow_headers=["Authorization"]),
        Asked(method="POST", headers=JSON),
        (NO_HEADER,),
        'allow_headers=["authorization", "content-type"]',
    ),
    Broken(
        "a header beside a glob",
        extension(allow_headers=["X-Shop-*"]),
        Asked(headers=("X-Trace",)),
        (NO_HEADER,),
        'allow_headers=["x-shop-*", "x-trace"]',
    ),
    Broken(
        "a header beside a regex",
        extension(allow_headers=[r"X-Shop-\d+"]),
        Asked(headers=("X-Shop-Name",)),
        (NO_HEADER,),
        r'allow_headers=[re.compile(r"X-Shop-\d+", re.IGNORECASE), "x-shop-name"]',
    ),
    Broken(
        "two headers of three",
        extension(allow_headers="X-One"),
        Asked(method="PUT", headers=("X-One", "X-Token", "X-Trace")),
        (NO_HEADER,),
        'allow_headers=["x-one", "x-token", "x-trace"]',
    ),
    Broken(
        "headers in the config",
        Setup({}, {"CORS_ALLOW_HEADERS": ["X-One"]}),
        Asked(headers=("X-Two",)),
        (NO_HEADER,),
        'CORS_ALLOW_HEADERS=["x-one", "x-two"]',
        IN_CONFIG,
    ),
    Broken(
        "headers of a view",
        items(allow_headers="X-One"),
        Asked(method="PUT", headers=("X-Two",)),
        (NO_HEADER,),
        'allow_headers=["x-one", "x-two"]',
        ON_ITEMS,
    ),
]

CREDENTIALS = [
    Broken(
        "credentials, with any origin",
        extension(),
        Asked(credentials=True),
        (NO_CREDENTIALS,),
        f'supports_credentials=True, origins=["{APP}"]',
    ),
    Broken(
        "credentials, with the literal *",
        extension(send_wildcard=True),
        Asked(credentials=True),
        (NO_CREDENTIALS,),
        f'supports_credentials=True, origins=["{APP}"], send_wildcard=False',
    ),
    Broken(
        "credentials, with a list",
        extension(origins=[APP, ADMIN]),
        Asked(credentials=True),
        (NO_CREDENTIALS,),
        "supports_credentials=True",
    ),
    Broken(
        "credentials in a preflight",
        extension(origins=APP),
        Asked(method="PUT", credentials=True),
        (NO_CREDENTIALS,),
        "supports_credentials=True",
    ),
    Broken(
        "credentials, with a pattern that may have them",
        extension(origins="https://*.example.com"),
        Asked(credentials=True),
        (NO_CREDENTIALS,),
        "supports_credentials=True",
    ),
    Broken(
        "credentials, with a regex that may not",
        extension(origins=[ADMIN, r"https?://.*\.example\.com"]),
        Asked(credentials=True),
        (NO_CREDENTIALS,),
        f'supports_credentials=True, origins=["{ADMIN}", "{APP}"]',
    ),
    Broken(
        "credentials of a page that is not listed beside a regex that may not have them",
        extension(origins=r"https?://www\.example\..*"),
        Asked(credentials=True),
        (NO_ORIGIN, NO_CREDENTIALS),
        f'origins=["{APP}"], supports_credentials=True',
    ),
    Broken(
        "credentials of a sandboxed frame",
        extension(origins="null"),
        Asked("null", credentials=True),
        (NO_CREDENTIALS,),
        page={"credentials": "same-origin"},
    ),
    Broken(
        "credentials of a resource",
        api(origins=APP),
        Asked(credentials=True),
        (NO_CREDENTIALS,),
        "supports_credentials=True",
        ON_API,
    ),
    Broken(
        "credentials of a view",
        items(origins=APP),
        Asked(method="PUT", credentials=True),
        (NO_CREDENTIALS,),
        "supports_credentials=True",
        ON_ITEMS,
    ),
    Broken(
        "credentials that the config switches off",
        Setup({"origins": APP}, {"CORS_SUPPORTS_CREDENTIALS": "false"}),
        Asked(credentials=True),
        (NO_CREDENTIALS,),
        "CORS_SUPPORTS_CREDENTIALS=True",
        IN_CONFIG,
    ),
    Broken(
        "everything at once",
        extension(origins=ADMIN, methods=["GET"], allow_headers=["X-One"]),
        Asked(method="PUT", headers=("Authorization", "X-One"), credentials=True),
        (NO_ORIGIN, NO_CREDENTIALS, NO_METHOD, NO_HEADER),
        f'origins=["{ADMIN}", "{APP}"], supports_credentials=True, methods=["GET", "PUT"], '
        'allow_headers=["x-one", "authorization"]',
    ),
]

NOT_GOVERNED = [
    Broken(
        "no extension",
        Setup(),
        Asked(),
        (Reason.NOT_GOVERNED,),
        f'CORS(app, origins=["{APP}"])',
        "",
    ),
    Broken(
        "no extension, and a preflight",
        Setup(),
        Asked(method="PUT", headers=JSON),
        (Reason.NOT_GOVERNED,),
        f'CORS(app, origins=["{APP}"])',
        "",
    ),
    Broken(
        "a path that no pattern matches",
        api(origins=APP),
        Asked(path="/other/1"),
        (Reason.NOT_GOVERNED,),
        f'CORS(app, resources={{"/other/*": {{"origins": ["{APP}"]}}}})',
        "",
    ),
    Broken(
        "a path below one that is written without a star",
        extension(resources={"/api": {"origins": APP}}),
        Asked(),
        (Reason.NOT_GOVERNED,),
        f'CORS(app, resources={{"/api/items": {{"origins": ["{APP}"]}}}})',
        "",
    ),
    Broken(
        "a path that no pattern matches, with credentials",
        api(origins=APP),
        Asked(path="/other/1", method="PUT", headers=("X-One",), credentials=True),
        (Reason.NOT_GOVERNED,),
        f'CORS(app, resources={{"/other/*": {{"origins": ["{APP}"], '
        '"supports_credentials": True}})',
        "",
    ),
    Broken(
        "a path that no pattern matches, where the config narrows",
        Setup({"resources": "/api/*"}, {"CORS_METHODS": "GET", "CORS_ALLOW_HEADERS": "X-One"}),
        Asked(path="/other/1", method="PUT", headers=("X-Two",)),
        (Reason.NOT_GOVERNED,),
        f'CORS(app, resources={{"/other/*": {{"origins": ["{APP}"], "methods": ["GET", "PUT"], '
        '"allow_headers": ["x-one", "x-two"]}})',
        "",
    ),
    Broken(
        "a view beside one that is decorated",
        Setup(decorated={"items": {"origins": APP}}),
        Asked(path="/other/1"),
        (Reason.NOT_GOVERNED,),
        f'CORS(app, resources={{"/other/*": {{"origins": ["{APP}"]}}}})',
        "",
    ),
    Broken(
        "a view beside a blueprint with a policy",
        shop(origins=APP),
        Asked(),
        (Reason.NOT_GOVERNED,),
        f'CORS(app, resources={{"/api/items": {{"origins": ["{APP}"]}}}})',
        "",
    ),
    Broken(
        "a URL that nobody serves",
        api(origins=APP),
        Asked(path="/nowhere"),
        (Reason.NOT_GOVERNED,),
        f'CORS(app, resources={{"/nowhere": {{"origins": ["{APP}"]}}}})',
        "",
    ),
    Broken(
        "all of it switched off",
        Setup({"origins": APP}, {"CORS_ENABLED": "off"}),
        Asked(),
        (Reason.NOT_GOVERNED,),
        "CORS_ENABLED=True",
        IN_CONFIG,
    ),
]

ANSWERED_BY_APP = [
    Broken(
        "preflights left to the app",
        extension(origins=APP, automatic_options=False),
        Asked(method="PUT"),
        (Reason.ANSWERED_BY_APP,),
        "automatic_options=True",
    ),
    Broken(
        "preflights left to the app by its config",
        Setup({"origins": APP}, {"CORS_AUTOMATIC_OPTIONS": False}),
        Asked(method="PUT"),
        (Reason.ANSWERED_BY_APP,),
        "CORS_AUTOMATIC_OPTIONS=True",
        IN_CONFIG,
    ),
    Broken(
        "preflights left to a view, with credentials",
        items(origins=APP, automatic_options=False),
        Asked(method="PUT", credentials=True),
        (Reason.ANSWERED_BY_APP, NO_CREDENTIALS),
        "supports_credentials=True, automatic_options=True",
        ON_ITEMS,
    ),
    Broken(
        "a hook before a view that is decorated, without the extension",
        Setup(decorated={"items": {"origins": APP}}, guarded=True),
        Asked(method="PUT", headers=("Authorization",)),
        (Reason.ANSWERED_BY_APP,),
        f'CORS(app, resources={{"/api/items": {{"origins": ["{APP}"]}}}})',
        "",
    ),
    Broken(
        "a hook that answers instead of a decorated view, without the extension",
        Setup(decorated={"items": {"origins": APP}}, guarded=True),
        Asked(),
        (Reason.ANSWERED_BY_APP,),
        f'CORS(app, resources={{"/api/items": {{"origins": ["{APP}"]}}}})',
        "",
    ),
    Broken(
        "an exception in debug mode",
        Setup({"origins": APP}, {"DEBUG": True}, failing=True),
        Asked(),
        (Reason.APP_FAILED,),
        "CORS_DEBUG_ERRORS=True",
        IN_CONFIG,
    ),
]

PRIVATE_NETWORK = [
    Broken(
        "a page from a less private network",
        extension(origins=APP),
        Asked(method="PUT", private_network=True),
        (Reason.PRIVATE_NETWORK_NOT_ALLOWED,),
        "allow_private_network=True",
    ),
]
"""Browsers now ask the person instead, so none of them says anything about it."""


def new_rule(id: str, setup: Setup, path: str, resources: str, method: str = "GET") -> Broken:  # noqa: A002
    """A path that no rule governs, and the resources of the rule that it needs."""
    asked = Asked(path=path, method=method)
    remedy = f"CORS(app, resources={resources.replace('%', ORIGINS_ARE)})"
    return Broken(id, setup, asked, (Reason.NOT_GOVERNED,), remedy, "")


def beside_a_view(*routes: str) -> Setup:
    """An app with these routes, where one view has a policy."""
    return Setup(decorated={"items": {"origins": ADMIN}}, routes=routes)


def beside_a_rule(*routes: str) -> Setup:
    """An app with these routes, where one rule is for other paths."""
    return Setup({"resources": {"/api/*": {"origins": APP}}}, routes=routes)


ORIGINS_ARE = f'{{"origins": ["{APP}"]}}'
BOTH = f'["/things", "/things/"], origins=["{APP}"]'

REDIRECTED = [
    new_rule(
        "a slash is missing, beside a rule",
        beside_a_rule("/things/"),
        "/things",
        BOTH,
    ),
    new_rule(
        "a slash is missing in a preflight, beside a rule",
        beside_a_rule("/things/"),
        "/things",
        BOTH,
        "PUT",
    ),
    Broken(
        "a slash is missing before a decorated view, without the extension",
        Setup(decorated={"/things/": {"origins": APP}}, routes=("/things/",)),
        Asked(path="/things"),
        (Reason.ANSWERED_BY_APP,),
        f"CORS(app, resources={BOTH})",
        "",
    ),
    Broken(
        "a slash is missing in a preflight of a decorated view, without the extension",
        Setup(decorated={"/things/": {"origins": APP}}, routes=("/things/",)),
        Asked(path="/things", method="PUT"),
        (Reason.ANSWERED_BY_APP,),
        f"CORS(app, resources={BOTH})",
        "",
    ),
]
"""What Flask redirects by itself, which Firefox tells twice."""

ROUTES = [
    new_rule(
        "a slash is missing, beside a view with a policy",
        beside_a_view("/things/"),
        "/things",
        BOTH,
    ),
    new_rule(
        "a slash is missing in a preflight, beside a view with a policy",
        beside_a_view("/things/"),
        "/things",
        BOTH,
        "PUT",
    ),
    new_rule(
        "a slash is missing, and what has the slash is governed",
        Setup({"resources": {"/things/": {"origins": APP}}}, routes=("/things/",)),
        "/things",
        '{"/things": %}',
        "PUT",
    ),
    new_rule(
        "a slash is missing behind something variable",
        beside_a_rule("/things/<int:number>/"),
        "/things/1",
        '{"/things/*": %}',
    ),
    new_rule(
        "a slash is missing behind something variable in the middle",
        beside_a_view("/things/<int:number>/parts/"),
        "/things/1/parts",
        f'["/things/*/parts", "/things/*/parts/"], origins=["{APP}"]',
    ),
    new_rule(
        "a slash too many",
        beside_a_view("/things/all"),
        "/things//all",
        f'["/things//all", "/things/all"], origins=["{APP}"]',
    ),
    new_rule(
        "something variable at the start",
        beside_a_rule("/<tenant>/report"),
        "/first/report",
        '{"/*/report": %}',
    ),
    new_rule(
        "nothing but what is variable",
        beside_a_rule("/<tenant>/<int:number>"),
        "/first/1",
        '{"/first/1": %}',
    ),
    new_rule(
        "parentheses around something variable",
        beside_a_rule("/Items(<int:number>)"),
        "/Items(3)",
        r'{"/Items\\(.*\\)": %}',
    ),
    new_rule(
        "a dot before something variable",
        beside_a_rule("/v1.<int:number>/things"),
        "/v1.5/things",
        r'{"/v1\\..*/things": %}',
    ),
    new_rule(
        "characters that patterns read otherwise",
        beside_a_rule("/v1/a.+b"),
        "/v1/a.+b",
        r'{"/v1/a\\.\\+b": %}',
    ),
    new_rule(
        "characters that no pattern of plain characters has, in a URL that nobody serves",
        beside_a_rule(),
        "/a%3Fb%2Ac,/%3Cd%3E%23$",
        r'{"/a\\?b\\*c\\,/\\<d\\>\\#\\$": %}',
    ),
    new_rule(
        "a star in the path",
        beside_a_rule("/things/*"),
        "/things/*",
        r'{"/things/\\*": %}',
    ),
    new_rule(
        "a character of the upper planes",
        beside_a_rule("/\N{HAMBURGER}"),
        "/%F0%9F%8D%94",
        r"{'/\U0001f354': %}",
    ),
    Broken(
        "preflights left to the app by its config, and no rule",
        Setup({"resources": "/api/*"}, {"CORS_AUTOMATIC_OPTIONS": False}),
        Asked(path="/other/1", method="PUT"),
        (Reason.NOT_GOVERNED,),
        f'CORS(app, resources={{"/other/*": {{"origins": ["{APP}"], "automatic_options": True}}}})',
        "",
    ),
]
"""Whatever a route is like, the rule is for it and for little else; browsers see no difference."""

PLACES = [
    Broken(
        "a view without credentials, which the config has switched off for all",
        Setup(
            config={"CORS_SUPPORTS_CREDENTIALS": False}, decorated={"items": {"origins": [ADMIN]}}
        ),
        Asked(credentials=True),
        (NO_ORIGIN, NO_CREDENTIALS),
        f'origins=["{ADMIN}", "{APP}"], supports_credentials=True',
        ON_ITEMS,
    ),
    Broken(
        "a rule for some paths, whose methods stand in the config",
        Setup({"resources": {"/api/*": {"origins": APP}}}, {"CORS_METHODS": ["GET"]}),
        Asked(method="PUT"),
        (NO_METHOD,),
        'methods=["GET", "PUT"]',
        " on the rule '/api/*'",
    ),
    Broken(
        "every path, partly by keyword and partly by config",
        Setup({"origins": ADMIN}, {"CORS_METHODS": ["GET"]}),
        Asked(method="PUT"),
        (NO_ORIGIN, NO_METHOD),
        f'origins=["{ADMIN}", "{APP}"], methods=["GET", "PUT"]',
    ),
]
"""Where it is written: the config speaks for other rules, too, so it is left alone."""

RECORDED = [
    *ORIGINS,
    *METHODS,
    *HEADERS,
    *CREDENTIALS,
    *NOT_GOVERNED,
    *ANSWERED_BY_APP,
    *REDIRECTED,
    *PLACES,
]
"""What real browsers were asked, too."""

BROKEN = [*RECORDED, *PRIVATE_NETWORK, *ROUTES]
