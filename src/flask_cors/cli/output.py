"""Text for people: tables that fit the page, colours where they are wanted, and JSON.

What the terminal cannot show is replaced, so that no character ends a command.
"""

from __future__ import annotations

import collections.abc as cabc
import contextlib
import itertools
import json
import os
import sys
import textwrap
import typing as t

import click

from ..describing.describe import printable
from ..explaining.console_sayings import STRAIGHT

WIDTH = 100
"""The columns that all output fits in."""

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)

_STDOUT = "flask_cors.stdout"
_GAP = "  "
_NARROWEST = 6


class Unwritten(click.ClickException):
    """The answer cannot be written: one line on stderr, and exit status 3, which is no verdict."""

    exit_code = 3

    def show(self, file: t.IO[str] | None = None) -> None:
        """Tell it, if that can be written."""
        with contextlib.suppress(OSError):
            super().show(file)


@contextlib.contextmanager
def with_answers_alone() -> cabc.Generator[None, None, None]:
    """Leave stdout to what is said here; whatever else is printed meanwhile goes to stderr.

    An app prints what it likes, when it is imported and when it answers, and a document for
    programs is none with that before it.
    """
    click.get_current_context().meta[_STDOUT] = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        yield


def _stdout() -> t.TextIO | None:
    """Where answers go; None in a program whose output is closed."""
    return t.cast("t.TextIO | None", click.get_current_context().meta.get(_STDOUT, sys.stdout))


def say(text: str = "") -> None:
    """Print lines; colours go where they are not wanted (https://no-color.org) or not shown.

    :raises Unwritten: where that fails, as on a full disk.
    """
    try:
        with contextlib.redirect_stdout(_stdout()):
            click.echo(_encodable(text), color=False if os.environ.get("NO_COLOR") else None)
    except BrokenPipeError:
        raise  # nobody reads on, of which click makes a quiet end
    except OSError as error:
        with contextlib.suppress(OSError):
            t.cast(
                "t.TextIO", _stdout()
            ).close()  # else Python tries once more at its own end, and tells of that, too
        raise Unwritten(f"The output cannot be written: {error.strerror}.") from error


def say_json(document: object) -> None:
    """Print a document as JSON, in ASCII."""
    say(json.dumps(document, indent=2))


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """A paragraph within the width, its lines behind `indent`; the first one behind `first`."""
    return textwrap.fill(
        _showable(text),
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def table(head: cabc.Sequence[str], rows: cabc.Iterable[cabc.Sequence[str]]) -> str:
    """Columns that fit the width; a cell may have lines, and goes on below where it is long."""
    cells = [[list(map(_showable, cell.split("\n"))) for cell in row] for row in (head, *rows)]
    widths = _widths(cells)
    titles, *body = (_lines(row, widths) for row in cells)
    rule = _GAP.join("-" * width for width in widths)
    return "\n".join([*titles, rule, *itertools.chain.from_iterable(body)])


def _showable(text: str) -> str:
    """`text` in characters that the terminal shows, each as wide as it will be."""
    return _encodable(printable(text))


def _encodable(text: str) -> str:
    """`text` with what the output's encoding lacks replaced: quotation marks, or by escapes."""
    encoding = getattr(_stdout(), "encoding", None) or "utf-8"  # a text in memory has none
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(STRAIGHT).encode(encoding, "backslashreplace").decode(encoding)
    return text


def _widths(rows: list[list[list[str]]]) -> list[int]:
    columns = zip(*rows, strict=True)
    widths = [max(len(line) for cell in column for line in cell) for column in columns]
    while sum(widths) + len(_GAP) * (len(widths) - 1) > WIDTH and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(row: list[list[str]], widths: list[int]) -> list[str]:
    folded = [
        [part for line in cell for part in textwrap.wrap(line, width, break_on_hyphens=False)]
        for cell, width in zip(row, widths, strict=True)
    ]
    return [
        _GAP.join(f"{part:{width}}" for part, width in zip(parts, widths, strict=True)).rstrip()
        for parts in itertools.zip_longest(*folded, fillvalue="")
    ]
