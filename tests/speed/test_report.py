"""The tables and pictures of a run."""

from __future__ import annotations

import random
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import gunicorn_rate
from benchmarks import record
from benchmarks import report
from benchmarks import start_up
from benchmarks.sides import COMPARED
from benchmarks.sides import PACKAGES
from benchmarks.sides import SIDES
from benchmarks.timing import Turn
from benchmarks.workloads import REQUESTS
from benchmarks.workloads import WORKLOADS


@pytest.fixture
def results() -> report.Results:
    """A run with made-up figures, some of which are large."""
    draw = random.Random(7)
    names = [side.name for side in SIDES]

    def figures(most: int) -> list[int]:
        return [draw.randint(1, most) for _ in range(3)]

    versions = {"python": "3", "flask": "3", "werkzeug": "3", "flask-cors": "0"}
    return {
        "versions": dict.fromkeys(names, versions),
        "opcodes": {
            each: {name: draw.randint(3_000, 9_999) for name in names} for each in WORKLOADS
        },
        "instructions": {each.name: {name: figures(10**6) for name in names} for each in REQUESTS},
        "times": {
            each: {
                side.name: [[*map(Turn, figures(10**8), figures(10**6))] for _ in range(2)]
                for side in COMPARED
            }
            for each in WORKLOADS
        },
        "start_up": {
            each: {side.name: figures(10**9) for side in PACKAGES} for each in start_up.QUESTIONS
        },
        "gunicorn": {
            each: {name: [*map(float, figures(9999))] for name in names}
            for each in gunicorn_rate.ASKED
        },
    }


def test_tables_fit_a_page(results: report.Results) -> None:
    tables = [str(table) for table in report.tables(results)]
    assert len(tables) == 9
    assert max(len(line) for table in tables for line in table.splitlines()) <= 100


def test_a_run_may_be_partial(results: report.Results) -> None:
    (table,) = report.tables({"gunicorn": results["gunicorn"]})
    assert "preflight" in str(table)


def test_what_is_recorded(results: report.Results, tmp_path: Path) -> None:
    (tmp_path / "_static").mkdir()
    page, *pictures = record.write(results, tmp_path / "figures.rst")
    assert "Python 3, Flask 3" in page.read_text()
    assert len(pictures) == 3
    for picture in pictures:
        assert ET.parse(picture).getroot().tag.endswith("svg")
