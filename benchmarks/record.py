"""Writing a run down for the documentation: the tables as a page to include, and the pictures."""

from __future__ import annotations

from pathlib import Path

from . import timing
from .pictures import Panel
from .pictures import Series
from .pictures import bars
from .pictures import curves
from .report import Results
from .report import tables
from .sides import BARE_FLASK
from .sides import COMPARED
from .sides import PACKAGES
from .sides import SIDES
from .sides import Side
from .workloads import STEPS
from .workloads import WORKLOADS

_SHOWN = "get-no-origin get-one-origin get-production get-refused get-no-rule get-decorated".split()
_PREFLIGHTS = "preflight preflight-refused preflight-decorated preflight-blueprint".split()
_LEAST = 0.1
"""Where the curves end below, in microseconds: less is lost in noise."""


def lacking(results: Results) -> list[str]:
    """The parts that a run has not measured, of those that the page and the pictures show."""
    parts = ("opcodes", "instructions", "times", "start_up", "gunicorn")
    return [part.replace("_", "-") for part in parts if part not in results] + [
        f"the time of {workload.title}"
        for workload in WORKLOADS.values()
        if workload.name not in results.get("times", WORKLOADS)
    ]


def write(results: Results, page: Path) -> list[Path]:
    """Write `page`, and the pictures into ``_static`` beside it; what was written."""
    parts = [".. Written by ``python -m benchmarks --record``; do not edit.", _versions(results)]
    pictures = page.parent / "_static"
    pictures.mkdir(parents=True, exist_ok=True)
    page.write_text("\n\n".join([*parts, *map(str, tables(results)), ""]))
    written = [page]
    for name, picture in _pictures(results).items():
        written.append(pictures / f"performance-{name}.svg")
        written[-1].write_text(picture)
    return written


def _versions(results: Results) -> str:
    mine, theirs = results["versions"]["seven"], results["versions"]["six"]
    names = {"python": "Python", "flask": "Flask", "werkzeug": "Werkzeug"}
    assert all(mine[name] == theirs[name] for name in names), "the environments differ"
    common = ", ".join(f"{title} {mine[name]}" for name, title in names.items())
    return f"Measured with {common}; Flask-CORS {theirs['flask-cors']} and {mine['flask-cors']}."


def _pictures(results: Results) -> dict[str, str]:
    times = results["times"]

    def extra(side: str, name: str) -> float:
        return max(timing.added(times[name][side]), 0)

    def share(side: str, name: str) -> float:
        return 100 * (1 if side == BARE_FLASK.name else timing.share(times[name][side]))

    def grown(side: Side, kind: str, sizes: tuple[int, ...]) -> Series:
        values = [max(extra(side.name, f"{kind}-{size}"), _LEAST) for size in sizes]
        return Series(side.name, side.title, values)

    requests = [
        Series(side.name, side.title, [extra(side.name, name) for name in _SHOWN])
        for side in COMPARED
    ]
    preflights = [
        Series(side.name, side.title, [share(side.name, name) for name in _PREFLIGHTS])
        for side in SIDES
    ]
    panels = [
        Panel(kind, sizes, [grown(side, kind, sizes) for side in PACKAGES])
        for kind, sizes in STEPS.items()
    ]
    return {
        "requests": bars("Added to a request", _titles(_SHOWN), requests, "µs"),
        "preflights": bars(
            "A preflight, beside Flask's own OPTIONS", _titles(_PREFLIGHTS), preflights, "%"
        ),
        "growth": curves("Added to a GET as settings grow, µs", panels),
    }


def _titles(names: list[str]) -> list[str]:
    return [WORKLOADS[name].title for name in names]
