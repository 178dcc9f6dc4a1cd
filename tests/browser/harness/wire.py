"""What went over the wire, as seen from outside the whole app."""

from __future__ import annotations

import dataclasses
import typing as t

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from _typeshed.wsgi import StartResponse
    from _typeshed.wsgi import WSGIApplication
    from _typeshed.wsgi import WSGIEnvironment

REQUEST_FIELDS = (
    "Origin",
    "Access-Control-Request-Method",
    "Access-Control-Request-Headers",
    "Access-Control-Request-Private-Network",
)


@dataclasses.dataclass(frozen=True)
class Exchange:
    """A request and its response, reduced to what CORS is about.

    A field that occurs twice is joined with a comma, which is how a browser reads it.
    """

    method: str
    path: str
    request: dict[str, str]
    status: int
    response: dict[str, str]

    @property
    def is_preflight(self) -> bool:
        """Whether this is a CORS-preflight request, as the Fetch standard defines it."""
        return (
            self.method == "OPTIONS"
            and {
                "Origin",
                "Access-Control-Request-Method",
            }
            <= self.request.keys()
        )

    def __str__(self) -> str:
        """Read like a line of a log: ``PUT /articles/1 -> 200``."""
        return f"{self.method} {self.path} -> {self.status}"


class Recorder:
    """The outermost WSGI layer: notes every exchange, and changes none."""

    def __init__(self, app: WSGIApplication) -> None:
        """Listen in front of an app."""
        self.app = app
        self.exchanges: list[Exchange] = []

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> cabc.Iterable[bytes]:
        """Pass the request on, and note the head of the response."""
        # Now: what is inside may change the environ.
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        request = request_fields(environ)

        def note(status: str, headers: list[tuple[str, str]], *args: t.Any) -> t.Any:
            self.exchanges.append(
                Exchange(
                    method=method,
                    path=path,
                    request=request,
                    status=int(status.split(" ", 1)[0]),
                    response=response_fields(headers),
                )
            )
            return start_response(status, headers, *args)

        return self.app(environ, note)


def request_fields(environ: WSGIEnvironment) -> dict[str, str]:
    """Give the fields of a request that CORS reads."""
    keys = {name: "HTTP_" + name.upper().replace("-", "_") for name in REQUEST_FIELDS}
    return {name: environ[key] for name, key in keys.items() if key in environ}


def response_fields(headers: cabc.Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the fields of a response that CORS writes, ``Vary`` among them."""
    found: dict[str, list[str]] = {}
    for name, value in headers:
        if name.title().startswith("Access-Control-") or name.title() == "Vary":
            found.setdefault(name.title(), []).append(value)
    return {name: ", ".join(values) for name, values in found.items()}
