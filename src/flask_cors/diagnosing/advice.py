"""What to change so that a blocked request passes, by step, where the server is unknown."""

from __future__ import annotations

from ..describing.page_mistakes import advice_on_mistakes
from ..describing.page_mistakes import is_mistake
from ..protocol.user_agent import NetworkError
from ..protocol.user_agent import Step

OF_PREFLIGHT = frozenset(
    {
        Step.PREFLIGHT_REDIRECT,
        Step.PREFLIGHT_STATUS,
        Step.ALLOW_METHODS_SYNTAX,
        Step.ALLOW_HEADERS_SYNTAX,
        Step.METHOD,
        Step.HEADER,
        Step.PRIVATE_NETWORK,
    }
)
"""The steps at which nothing but a preflight can fail."""

OF_SERVER = OF_PREFLIGHT | {
    Step.ALLOW_ORIGIN_MISSING,
    Step.ALLOW_ORIGIN_WILDCARD,
    Step.ALLOW_ORIGIN_MISMATCH,
    Step.ALLOW_CREDENTIALS,
}
"""The steps at which it is the server's fields that do not suffice."""

LEFT = (
    "The app redirects to {url}, where another server answers: let the page ask that URL, and that "
    "server let the page in."
)
"""What to do where it is another server that answers; with its URL."""

_SENTENCES = {
    Step.INVALID_URL: "Ask for a URL; {value!r} is none.",
    Step.MIXED_CONTENT: "Serve {url} over https: a page that came over https gets nothing else.",
    Step.BAD_PORT: "Serve it on another port: browsers open no connection to port {value}.",
    Step.SAME_ORIGIN_MODE: 'Ask with mode="cors": "same-origin" forbids every other origin.',
    Step.NO_CORS_REDIRECT_MODE: 'Ask with mode="cors", or leave redirect at "follow".',
    Step.SCHEME: "Ask for an http:// or https:// URL.",
    Step.CONNECTION: "Nobody answers at {url}: give Browser an app or a server for its origin.",
    Step.ALLOW_ORIGIN_WILDCARD: (
        'Name the origin: CORS(app, origins=["{origin}"], supports_credentials=True); '
        'or ask with credentials="same-origin".'
    ),
    Step.ALLOW_CREDENTIALS: (
        "Allow credentials: CORS(app, ..., supports_credentials=True); "
        'or ask with credentials="same-origin".'
    ),
    Step.PREFLIGHT_REDIRECT: (
        "Ask for the URL that the redirect leads to (mind the slash at its end), or let the "
        "package answer preflights: automatic_options=True."
    ),
    Step.PREFLIGHT_STATUS: (
        "Let the package answer preflights, automatic_options=True; or answer OPTIONS with a "
        "status from 200 to 299, before whatever answers {value} now."
    ),
    Step.ALLOW_METHODS_SYNTAX: "Write a list of methods, separated by commas; {wanted!r} is none.",
    Step.ALLOW_HEADERS_SYNTAX: "Write a list of names, separated by commas; {wanted!r} is none.",
    Step.PRIVATE_NETWORK: "Let pages in from less private networks: allow_private_network=True.",
    Step.RESOURCE_POLICY: (
        "Send Cross-Origin-Resource-Policy: cross-origin, or ask with CORS (crossorigin)."
    ),
    Step.REDIRECT_MODE: 'Ask with redirect="follow", or for the URL that the redirect leads to.',
    Step.REDIRECT_LOCATION: "Send one Location that is a URL; {value!r} is none.",
    Step.REDIRECT_SCHEME: "Redirect to an http:// or https:// URL, not to {value}.",
    Step.REDIRECT_COUNT: "End the redirects: browsers follow {wanted}.",
    Step.REDIRECT_USERINFO: "Redirect to a URL without a user name and a password.",
}

_TO_HTTP = (
    "The redirect leads to {url}, and a page that came over https gets nothing over http. Let it "
    "ask for {over_https} itself (mind the slash at its end); and where a proxy before the app "
    "takes TLS off, write app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1)."
)


def advice_on_error(error: NetworkError) -> str:
    """What to change so that the request passes, in one or two sentences."""
    if error.step in {Step.ALLOW_ORIGIN_MISSING, Step.ALLOW_ORIGIN_MISMATCH}:
        return _allow_origin(error)
    if error.step is Step.METHOD:
        return _allow_method(error.wanted)
    if error.step is Step.HEADER:
        return _allow_headers(error)
    if error.step is Step.MIXED_CONTENT and error.first_url.startswith("https:"):
        over_https = error.url.replace("http:", "https:", 1)
        return _TO_HTTP.format(url=error.url, over_https=over_https)
    return _SENTENCES[error.step].format(
        url=error.url, origin=error.origin, value=error.value, wanted=error.wanted
    )


def advice_on_exception(error: BaseException | None, *, debug: bool = False) -> str:
    """What to do about an exception that the app lets out."""
    told = (
        f"The app let out {type(error).__name__}, so the server answered 500 by itself, without "
        "CORS fields. Mend that"
    )
    if debug:
        return f"{told}."
    return (
        f"{told}; and PROPAGATE_EXCEPTIONS=False, without debug mode, makes Flask answer, so that "
        "pages can read their 500."
    )


def _allow_origin(error: NetworkError) -> str:
    if error.value is not None and "," in error.value:
        return (
            f"{error.field} came with several values: let one of the app and whatever stands "
            "before it add CORS fields, not both."
        )
    if error.wanted == "null" != error.origin:
        return (
            "A redirect that goes on to another origin makes the browser send Origin: null. "
            "Redirect within one origin, or let the page ask the last URL."
        )
    if error.wanted == "null":
        return (
            "The page has no origin of its own (a sandboxed frame, a data: URL, a file). Serve "
            'it from a web server and name that origin; origins=["null"] lets every such page in.'
        )
    return f'Let the origin in: CORS(app, origins=["{error.wanted}"]).'


def _allow_method(method: str) -> str:
    if method != method.upper():
        return f'Ask with method="{method.upper()}": browsers do not change the case of this one.'
    return f'Allow the method: CORS(app, ..., methods=[..., "{method}"]).'


def _allow_headers(error: NetworkError) -> str:
    names = error.wanted.split(",")
    told = advice_on_mistakes(names)
    if meant := [f'"{name}"' for name in names if not is_mistake(name)]:
        listed = ", ".join(meant)
        told.append(f"Allow the request headers: CORS(app, ..., allow_headers=[..., {listed}]).")
    return " ".join(told)
