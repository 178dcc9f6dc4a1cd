"""Tables as text, in the form that reStructuredText reads too."""

from __future__ import annotations

import typing as t

WIDEST = 100


class Table(t.NamedTuple):
    """A table and what it shows.

    :param title: one line.
    :param heads: the heads of the columns; the first column is text, the others are figures.
    :param rows: as many cells as there are heads.
    """

    title: str
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]

    def __str__(self) -> str:
        """The table as a reStructuredText simple table under its title."""
        lines = [self.heads, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        rule = "  ".join("=" * width for width in widths)
        written = [_line(cells, widths) for cells in lines]
        assert len(rule) <= WIDEST, f"{self.title}: {len(rule)} characters"
        underline = "~" * len(self.title)
        return "\n".join([self.title, underline, "", rule, written[0], rule, *written[1:], rule])


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    first, *others = (
        cell.rjust(width) if number else cell.ljust(width)
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join([first, *others]).rstrip()


def plain(value: float) -> str:
    """A figure with as many digits as say something."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def added(value: float) -> str:
    """What is added, or saved."""
    return f"{'-' if value < 0 else '+'}{plain(abs(value))}"
