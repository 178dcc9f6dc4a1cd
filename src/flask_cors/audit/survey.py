"""The audit of one app, from its policies to the layers around it."""

from __future__ import annotations

import collections.abc as cabc
import dataclasses
import typing as t
from pathlib import Path
from traceback import extract_tb

from flask import Flask

from ..protocol.problems import PolicyError
from .blueprints import check_blueprints
from .cached_views import check_cached_views
from .cookies import check_cookies
from .echoes import check_echoes
from .findings import Finding
from .findings import Place
from .findings import finding_of_problem
from .hooks import check_hooks
from .late_config import check_late_config
from .layers import check_layers
from .origins import check_origins
from .overlaps import check_overlaps
from .paths import check_paths
from .policies import check_policy
from .program import PACKAGE
from .program import Program
from .program import place_of
from .routes import check_routes
from .rules import Severity
from .sources import check_sources
from .subject import Subject
from .views import check_views


def audit(app: Flask) -> list[Finding]:
    """What is dangerous, idle or not what it seems in an app's CORS set-up, the worst first.

    No view is called and no server runs. A preflight goes through the WSGI layers around the
    app; hooks that write ``Access-Control-Allow-Origin``, and sources of origins, are called
    once.

    :param app: the app, with all its views and extensions.

    .. versionadded:: 7.0
    """
    subject, program = Subject(app), Program(app)
    found = [
        *_policies(subject),
        *check_late_config(subject),
        *check_sources(subject),
        *check_paths(subject),
        *check_overlaps(subject),
        *check_routes(subject),
        *check_blueprints(subject),
        *check_views(subject, program),
        *check_cached_views(subject, program),
        *check_hooks(subject),
        *check_cookies(subject),
        *check_echoes(subject),
        *check_layers(subject),
    ]
    located = map(program.located, dict.fromkeys(found))
    return sorted(located, key=lambda each: each.sort_key)


def dangers(app: Flask) -> list[Finding]:
    """The worst of what the policies alone show: quick, and without running anything."""
    found = dict.fromkeys(_policies(Subject(app)))
    return [each for each in found if each.rule.severity is Severity.ERROR]


def _policies(subject: Subject) -> cabc.Iterator[Finding]:
    for view, problems in subject.refused:
        for problem in problems:
            yield dataclasses.replace(finding_of_problem(problem), place=place_of(view))
    for each in subject.in_force:
        for found in (
            *check_origins(each.policy, each.where),
            *check_policy(each.policy, each.where),
        ):
            place = place_of(each.view) if each.view else None
            yield dataclasses.replace(found, place=place)


def findings_of_error(error: PolicyError) -> list[Finding]:
    """What is wrong with the configuration of an app that does not start."""
    frames = [
        frame
        for frame in extract_tb(error.__traceback__)
        if not Path(frame.filename).is_relative_to(PACKAGE)
    ]
    place = Place(frames[-1].filename, t.cast("int", frames[-1].lineno)) if frames else None
    found = (finding_of_problem(problem) for problem in error.problems)
    return sorted(
        (dataclasses.replace(each, place=place) for each in found), key=lambda each: each.sort_key
    )
