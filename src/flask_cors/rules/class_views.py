"""Views made of classes, which `View.as_view` finishes after it has decorated them."""

from __future__ import annotations

import collections.abc as cabc
import functools
import typing as t


class ClassView:
    """A decorated `View.as_view`, which goes on answering OPTIONS itself.

    `as_view` copies the class's `provide_automatic_options`, None as a rule, onto whatever its
    decorators return; Flask would then answer OPTIONS before the view is asked.
    """

    def __init__(self, view: cabc.Callable[..., t.Any]) -> None:
        functools.update_wrapper(self, view)
        self._view = view
        self._automatic = False

    def __call__(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
        return self._view(*args, **kwargs)

    @property
    def provide_automatic_options(self) -> bool:
        """Whether Flask answers OPTIONS; only a class that says so lets it."""
        return self._automatic

    @provide_automatic_options.setter
    def provide_automatic_options(self, value: bool | None) -> None:
        self._automatic = bool(value)


def name_of_view(view: object) -> str:
    """The name of a view for people.

    All views that Flask makes of classes share one qualified name; the other is the endpoint.
    """
    return str(getattr(view, "__name__" if is_made_of_class(view) else "__qualname__", repr(view)))


def is_made_of_class(view: object) -> bool:
    """Whether `view` comes from `View.as_view`."""
    return getattr(view, "__qualname__", "").endswith(".as_view.<locals>.view")
