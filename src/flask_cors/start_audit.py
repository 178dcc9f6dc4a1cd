"""One warning at the start, for what the audit finds dangerous in the policies."""

from __future__ import annotations

import logging
import typing as t

from flask import Flask

from .config import package_switch
from .protocol.problems import Findings

logger = logging.getLogger("flask_cors")


def warn_of_dangers(app: Flask) -> None:
    """Tell in one line what is dangerous in an app's policies, if anything is.

    To be called once, when the views are there: at the first request. It is done in debug mode,
    or wherever ``CORS_AUDIT`` says so; else the audit is not even imported. Nothing of the app
    is run for it.
    """
    config = t.cast("dict[str, object]", app.config)
    if package_switch(config, "CORS_AUDIT", Findings(), default=app.debug):
        from .audit.survey import dangers  # noqa: PLC0415  only where it is asked for

        found = dangers(app)
        if found:
            told = "; ".join(f"{each.rule.id} at {each.where}: {each.message}" for each in found)
            logger.warning("`flask cors audit` finds the CORS set-up dangerous: %s", told)
