"""Pictures of a run: SVG, written by hand, with its own background for light and dark pages."""

from __future__ import annotations

import math
import typing as t
from collections import abc as cabc
from html import escape

WIDTH = 720
_STYLE = """
.paper { fill: #fff } .ink { fill: #222 } .faint { fill: #666 } .rule { stroke: #ddd }
text { font: 13px system-ui, sans-serif } .title { font-weight: 600; font-size: 15px }
.bare { fill: #8a8f98; stroke: #8a8f98 } .layer { fill: #5b8c5a; stroke: #5b8c5a }
.after_request { fill: #c08a2d; stroke: #c08a2d } .six { fill: #b5483f; stroke: #b5483f }
.seven { fill: #2b6cb0; stroke: #2b6cb0 } .curve { fill: none; stroke-width: 2.5 }
@media (prefers-color-scheme: dark) {
.paper { fill: #1b1d21 } .ink { fill: #eee } .faint { fill: #aaa } .rule { stroke: #3a3d43 }
.six { fill: #e0776d; stroke: #e0776d } .seven { fill: #69a8e6; stroke: #69a8e6 }
.curve { fill: none } }
"""


class Series(t.NamedTuple):
    """One colour of a picture.

    :param name: the class that gives it its colour.
    :param title: what it is called in the key.
    :param values: one for each label; None leaves a gap.
    """

    name: str
    title: str
    values: cabc.Sequence[float | None]


class Panel(t.NamedTuple):
    """One set of curves.

    :param kind: what grows.
    :param sizes: how many of it there are.
    :param series: the figures for each size.
    """

    kind: str
    sizes: cabc.Sequence[int]
    series: cabc.Sequence[Series]


def bars(title: str, labels: cabc.Sequence[str], series: cabc.Sequence[Series], unit: str) -> str:
    """Horizontal bars, for each label one of each series."""
    left, top, thick, gap = 226, 66, 15, 12
    group = len(series) * thick + gap
    most = max(value for each in series for value in each.values if value is not None)
    scale = (WIDTH - left - 90) / most
    parts = [_text(16, 26, title, "title ink"), *_key(series, 48)]
    for row, label in enumerate(labels):
        y = top + row * group
        parts.append(_text(left - 10, y + (group - gap) / 2 + 5, label, "ink", "end"))
        for number, each in enumerate(series):
            value = each.values[row]
            if value is not None:
                at, long = y + number * thick, max(value * scale, 1)
                parts.append(_box(left, at, long, thick - 2, each.name))
                words = f"{value:,.1f} {unit}" if abs(value) < 10 else f"{value:,.0f} {unit}"
                parts.append(_text(left + long + 6, at + 11, words, "faint"))
    return _picture(top + len(labels) * group, parts)


def curves(title: str, panels: cabc.Sequence[Panel]) -> str:
    """Growth curves side by side, two in a row; both axes are logarithmic, and all alike.

    :param title: what the figures are.
    """
    values = [each for panel in panels for one in panel.series for each in one.values if each]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    wide, tall = WIDTH / 2, 220
    parts = [_text(16, 26, title, "title ink"), *_key(panels[0].series, 50)]
    for number, (kind, sizes, series) in enumerate(panels):
        x, y = number % 2 * wide + 62, number // 2 * tall + 96
        parts.append(_text(x, y - 12, kind, "title ink"))
        place = _placer(x, y, (wide - 90, tall - 70), (low, high))
        for power in range(low, high + 1):
            level = place(1, 10.0**power)[1]
            parts.append(_line(x, level, x + wide - 90, level))
            parts.append(_text(x - 8, level + 4, f"{10.0**power:,.10g}", "faint", "end"))
        parts += [
            _text(place(size, 1)[0], y + tall - 52, f"{size:,}", "faint", "middle")
            for size in sizes
        ]
        parts += [_curve(each, sizes, place) for each in series]
    return _picture(96 + math.ceil(len(panels) / 2) * tall - 20, parts)


Place = t.Callable[[float, float], tuple[float, float]]


def _placer(x: float, y: float, size: tuple[float, float], powers: tuple[int, int]) -> Place:
    def place(across: float, up: float) -> tuple[float, float]:
        share = (math.log10(up) - powers[0]) / (powers[1] - powers[0])
        return x + math.log10(across) / 4 * size[0], y + (1 - share) * size[1]

    return place


def _curve(series: Series, sizes: cabc.Sequence[int], place: Place) -> str:
    pairs = zip(sizes, series.values, strict=True)
    points = [place(size, value) for size, value in pairs if value]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(
        f'<circle class="{series.name}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in points
    )
    return f'<polyline class="{series.name} curve" points="{line}"/>{dots}'


def _key(series: cabc.Sequence[Series], y: float) -> list[str]:
    parts, x = [], 16.0
    for each in series:
        parts += [_box(x, y - 10, 12, 12, each.name), _text(x + 18, y, each.title, "ink")]
        x += 34 + 6.8 * len(each.title)
    return parts


def _text(x: float, y: float, words: str, name: str, anchor: str = "start") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{name}" {place}>{escape(words)}</text>'


def _box(x: float, y: float, wide: float, tall: float, name: str) -> str:
    size = f'width="{wide:.1f}" height="{tall:.1f}"'
    return f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" {size}/>'


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<line class="rule" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'


def _picture(height: float, parts: cabc.Sequence[str]) -> str:
    paper = _box(0, 0, WIDTH, height, "paper")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img">'
    return "\n".join([head, f"<style>{_STYLE}</style>", paper, *parts, "</svg>", ""])
