"""`cross_origin`: a policy for one view.

What it does is loaded when it is first called, not here; see `extension`.
"""

from __future__ import annotations

import collections.abc as cabc
import typing as t

if t.TYPE_CHECKING:
    from typing_extensions import Unpack

    from .keywords import CrossOriginOptions

View = t.TypeVar("View", bound="cabc.Callable[..., t.Any]")


@t.overload
def cross_origin(view: View, /) -> View: ...


@t.overload
def cross_origin(**options: Unpack[CrossOriginOptions]) -> cabc.Callable[[View], View]: ...


def cross_origin(*views: object, **options: object) -> t.Any:
    """Give one view a policy of its own: a decorator, below ``@app.route``.

    An option that is not given here comes from the app's ``CORS_*`` config, else the default.
    The view keeps its name, its signature and its return value, and may be async.

    :param options: the keywords of `CrossOriginOptions`, documented at
        https://flask-cors.readthedocs.io/en/latest/options.html.
    :raises PolicyError: where the options cannot be used, with every problem they have. What
        depends on the app's config is judged when ``CORS(app)`` is called; or, failing that,
        at the first request, which then gets no CORS fields.

    Source: https://fetch.spec.whatwg.org/#http-cors-protocol

    .. versionadded:: 1.0
    """
    from .decorating.decorated_views import decorate  # noqa: PLC0415  see above

    return decorate(views, options)
