"""The app that a subcommand is about, and what it says where the question is wrong."""

from __future__ import annotations

import collections.abc as cabc
import functools
import traceback
import typing as t
from pathlib import Path

import click
from flask import Flask
from flask.cli import NoAppException
from flask.cli import ScriptInfo

from ..describing.describe import printable
from ..protocol.origins import OPAQUE
from ..protocol.origins import Origin
from ..protocol.problems import PolicyError
from ..protocol.user_agent.urls import URL
from .output import with_answers_alone

Parameters = t.ParamSpec("Parameters")
Answer = t.TypeVar("Answer")


class BadInput(click.ClickException):
    """The question is wrong: one line on stderr, and exit status 2."""

    exit_code = 2


def as_origin(text: str) -> str:
    """The value of a parameter that is an origin, as browsers serialize it.

    As in `origins`, what has only one meaning is taken for that: another case, the scheme's own
    port, a final slash.

    :raises BadInput: where it is none.
    """
    if text == OPAQUE or Origin.parse(text) is not None:
        return text
    url = URL.parse(text)
    if url is None or not url.is_http or Origin.parse(url.origin) is None:
        raise BadInput(
            f"{printable(text)} is no origin: write scheme, host and, unless it is the scheme's "
            "default, port, as in https://app.example.com, or null."
        )
    if url.serialize() != f"{url.origin}/":
        raise BadInput(
            f"{printable(text)} is no origin: a page of that URL has the origin {url.origin}."
        )
    return url.origin


def with_app(
    command: cabc.Callable[t.Concatenate[Flask, Parameters], Answer],
) -> cabc.Callable[Parameters, Answer]:
    """Hand `command` the app that ``flask`` is about, in its context, before its parameters.

    :raises BadInput: where there is none.
    """

    @functools.wraps(command)
    def call(*arguments: Parameters.args, **keywords: Parameters.kwargs) -> Answer:
        context = click.get_current_context()
        app = load(context.ensure_object(ScriptInfo))
        context.with_resource(app.app_context())
        return command(app, *arguments, **keywords)

    return call


def load(info: ScriptInfo) -> Flask:
    """The app that ``flask`` is about; from now on stdout is for answers alone.

    :raises BadInput: where there is none; its cause is the `PolicyError`, if that is why.
    """
    click.get_current_context().with_resource(with_answers_alone())
    try:
        return info.load_app()
    except PolicyError as error:
        raise BadInput(str(error)) from error
    except NoAppException as error:
        # Flask puts the traceback of an ImportError into the message; its last line says it all.
        cause = error.__context__
        raise BadInput(_told(cause) if isinstance(cause, ImportError) else _flat(error)) from error
    except (Exception, SystemExit) as error:
        raise BadInput(_told(error)) from error


def _flat(error: BaseException) -> str:
    return printable(" ".join(str(error).split()))


def _told(error: BaseException) -> str:
    what = f"{type(error).__name__}: {_flat(error)}"
    here = f"{Path.cwd()}/"
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith(here) and "site-packages" not in frame.filename
    ]
    if not frames or isinstance(error, SyntaxError):
        return f"The app does not import: {what}"
    place = frames[-1].filename.removeprefix(here)
    return f"The app does not import: {what} ({printable(place)}, line {frames[-1].lineno})"
