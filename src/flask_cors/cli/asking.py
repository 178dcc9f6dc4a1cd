"""The parameters by which a person says what a page asks for."""

from __future__ import annotations

import difflib
import typing as t

import click
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import create_environ

from ..describing.describe import printable
from ..diagnosing.played import Played
from ..diagnosing.trusted_hosts import at_trusted_host
from ..explaining.playing import play
from ..inventory.route_hosts import host_of
from ..layer.middleware import CORSMiddleware
from ..layer.stack import inside_proxies
from ..layer.stack import stands_before
from ..protocol.fields import Field
from ..protocol.origins import Origin
from ..protocol.user_agent import FetchRequest
from ..protocol.user_agent import JavaScriptError
from ..protocol.user_agent.referrer import is_trustworthy
from ..protocol.user_agent.urls import URL
from ..rules.url_maps import redirected_path
from ..rules.url_maps import serves
from ..testing.targets import DEFAULT_BASE
from .loading import BadInput

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def _as_field(text: str) -> Field:
    """The value of ``--header``: ``N: V``, or ``N`` alone for any value."""
    name, colon, value = text.partition(":")
    return name.strip(), value.strip() if colon else "1"


HEADERS = click.option(
    "--header", "headers", type=_as_field, metavar="N[: V]", multiple=True, help="A header it sets."
)
CREDENTIALS = click.option("--credentials", is_flag=True, help='With credentials: "include".')


def base_url(app: Flask) -> str:
    """Where the app is taken to be served: as its config says, or as ``flask run`` does."""
    config = t.cast("dict[str, t.Any]", app.config)
    if server := config.get("SERVER_NAME"):
        return f"{config['PREFERRED_URL_SCHEME']}://{server}"
    usual = create_environ(base_url=f"{DEFAULT_BASE}/")
    return f"http://{at_trusted_host(app, usual)['HTTP_HOST']}"


def absolute_url(app: Flask, text: str, origin: str = "") -> str:
    """The URL of a request to the app; a path is one of the app's own.

    :param origin: the page's origin, where it is known: browsers let a page that came over https
        ask for nothing over http, so the app then is taken to be served over https, too.
    :raises BadInput: where it is no URL that a browser asks a server for.
    """
    url = URL.parse(text, URL.parse(f"{base_url(app)}/"))
    if url is None or not url.is_http or not url.host:
        raise BadInput(
            f"{printable(text)} is no URL of an app: write a path such as /api/items, or a URL "
            "such as https://api.example.com/api/items."
        )
    if origin.startswith("https:") and URL.parse(text) is None and not is_trustworthy(url):
        url = t.cast("URL", URL.parse(url.serialize().replace("http:", "https:", 1)))
    return url.serialize(exclude_fragment=True)


def environ_at(url: str) -> WSGIEnvironment:
    """The environ of a GET for a URL, as `absolute_url` makes it."""
    parsed = t.cast("URL", URL.parse(url))
    return create_environ(parsed.target, f"{parsed.origin}/")


def require_route(app: Flask, url: str) -> None:
    """Make sure that the app serves a URL, or redirects from it, for whatever method.

    :raises BadInput: where it does not; the message names the nearest route.
    """
    parsed, environ = t.cast("URL", URL.parse(url)), environ_at(url)
    if serves(app, environ) or _redirects(app, environ) or _may_be_served_inside(app):
        return
    base = base_url(app)
    if serves(app, create_environ(parsed.target, f"{base}/")):
        raise BadInput(
            printable(f"The app serves {parsed.path} at {base}, and not at {parsed.origin}.")
        )
    # Of routes with the same path, one is as near as the others.
    places = {rule.rule: _place(rule) for rule in app.url_map.iter_rules()}
    near = difflib.get_close_matches(parsed.path, places, n=1)
    hint = f"; the nearest is {near[0]}{places[near[0]]}" if near else ""
    where = f" at {parsed.origin}" if any(places.values()) else ""
    raise BadInput(printable(f"No route of the app serves {parsed.path}{where}{hint}."))


def foreign_origin(app: Flask, url: str) -> str | None:
    """The origin of a URL; None where its host is the app's, by the config, or this machine's."""
    asked, own = t.cast("URL", URL.parse(url)), URL.parse(base_url(app))
    origin = Origin.parse(asked.origin)
    is_own = asked.host == (own and own.host) or (origin is not None and origin.is_loopback)
    return None if is_own else asked.origin


def _redirects(app: Flask, environ: WSGIEnvironment) -> bool:
    """Whether Flask redirects any method; it does so only for those that the target serves."""
    methods = {name for rule in app.url_map.iter_rules() for name in rule.methods or ()}
    return any(redirected_path(app, environ, name) is not None for name in methods)


def _place(rule: Rule) -> str:
    """The host or subdomain that a route is limited to, in words; empty where it is none."""
    host = host_of(rule)
    return host and f" {'at' if rule.host else 'on the subdomain'} {host}"


def _may_be_served_inside(app: Flask) -> bool:
    """Whether there may be a layer inside that serves what Flask knows nothing of."""
    return type(inside_proxies(app.wsgi_app)) is not CORSMiddleware and stands_before(app)


def played(app: Flask, asked: FetchRequest, origin: str, **others: bool) -> Played:
    """Play what a page asks for.

    :raises BadInput: where the call throws in the page before anything is sent.
    """
    try:
        return play(app, asked, origin, **others)
    except JavaScriptError as error:
        raise BadInput(printable(f"The page's own call fails: {error}")) from error
