"""`flask cors check`: what a browser does with one request of one page."""

from __future__ import annotations

import click
from flask import Flask

from ..diagnosing.diagnosis import diagnose
from ..diagnosing.exposing import exposure
from ..protocol.fields import Field
from ..protocol.user_agent import FetchRequest
from ..rules.state import AppState
from .asking import CREDENTIALS
from .asking import HEADERS
from .asking import absolute_url
from .asking import played
from .asking import require_route
from .loading import as_origin
from .loading import with_app
from .output import FORMAT
from .output import say_json
from .played_data import played_data
from .transcript import tell_exchanges
from .transcript import tell_verdict
from .transcript import verdict


@click.command("check", short_help="Play one request of one page, as a browser would.")
@click.argument("url")
@click.option(
    "--origin", type=as_origin, metavar="ORIGIN", required=True, help="The page's origin."
)
@click.option("--method", default="GET", show_default=True, help="The method.")
@HEADERS
@CREDENTIALS
@click.option(
    "--mode",
    type=click.Choice(["cors", "no-cors", "same-origin"]),
    default="cors",
    show_default=True,
    help="The mode of the request.",
)
@click.option("--private-network", is_flag=True, help="The app is on a more private network.")
@FORMAT
@with_app
def command(  # noqa: PLR0913, PLR0917  one for each option
    app: Flask,
    url: str,
    origin: str,
    method: str,
    headers: tuple[Field, ...],
    credentials: bool,
    mode: str,
    private_network: bool,
    form: str,
) -> None:
    """Play what fetch() does in a page: preflight, request, redirects; say what comes of it.

    URL is a path of the app, or a whole URL, whose host then is the app's. The app is asked for
    real, so its view runs: --method DELETE deletes what the view deletes.

    Exit status: 0 where the page can read the response, 1 where it cannot, 2 where the question
    is wrong.
    """
    state = AppState.as_it_is(app)
    asked = FetchRequest(
        absolute_url(app, url, origin),
        method,
        headers,
        mode=mode,
        credentials="include" if credentials else "same-origin",
    )
    require_route(app, asked.url)
    seen = played(app, asked, origin, private_network=private_network)
    diagnosis = diagnose(state, seen) or exposure(state, seen)
    if form == "json":
        say_json({"version": 1, **played_data(seen, diagnosis)})
    else:
        tell_exchanges(seen)
        tell_verdict(seen, diagnosis)
    if verdict(seen) != "readable":
        click.get_current_context().exit(1)
