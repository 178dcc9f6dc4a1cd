"""A `@cross_origin` that does not reach the view it was written for."""

from __future__ import annotations

import ast
import functools

from ..audit.program import Program
from ..audit.program import place_of
from ..audit.subject import Subject
from ..audit.views import check_views
from ..rules.url_maps import view_at
from ..rules.view_options import own_options
from .stops import Stop

_CAUSES = frozenset({"cross-origin-above-route", "cross-origin-hidden"})
"""The findings of the audit that say so."""


class _Unread(Program):
    """A program in whose files nothing is looked for that is no view, which takes long."""

    @functools.cached_property
    def files(self) -> dict[str, ast.Module]:
        """None."""
        return {}


def advice_on_decorator(stop: Stop) -> str:
    """What the audit says of it, for the view at the URL; empty where the decorator is in place."""
    app, method = stop.state.app, stop.asked.method
    endpoint, _ = view_at(app, stop.environ, method)
    view = app.view_functions.get(endpoint or "")
    if view is None or own_options(view, method) is not None:
        return ""
    findings = check_views(Subject(app), _Unread(app))
    told = (
        f"{each.message} {each.remedy}"
        for each in findings
        if each.rule.id in _CAUSES and each.place == place_of(view)
    )
    return next(told, "")
