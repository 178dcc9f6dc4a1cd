"""What is kept of a run: all of it as JSON, and the times in the form of ``python -m pyperf``."""

from __future__ import annotations

import json
import typing as t
from pathlib import Path

from . import timing
from .report import Results
from .sides import ROOT
from .timing import Turn

FOLDER = ROOT / "benchmarks" / "results"
_RESULTS = FOLDER / "results.json"
_TIMES = FOLDER / "times.json"


def keep(results: Results) -> None:
    """Keep a run; what it did not measure stays from the one before."""
    FOLDER.mkdir(exist_ok=True)
    before = kept() if exist() else {}
    _RESULTS.write_text(json.dumps({**before, **results}))
    if "times" in results:
        write_for_pyperf(results["times"], _TIMES)


def exist() -> bool:
    """Whether a run was kept."""
    return _RESULTS.exists()


def kept() -> Results:
    """The run that was kept last."""
    results = t.cast("Results", json.loads(_RESULTS.read_text()))
    for by_side in results.get("times", {}).values():
        for side, turns in by_side.items():
            # JSON has lists only
            by_side[side] = [[Turn(*turn) for turn in process] for process in turns]
    return results


def write_for_pyperf(times: timing.Times, path: Path) -> None:
    """Write what was measured for ``python -m pyperf stats`` and its like."""
    import pyperf  # noqa: PLC0415  tables and pictures do without

    benchmarks = [
        pyperf.Benchmark(
            [
                pyperf.Run(
                    [turn.taken / 1e9 for turn in process],
                    metadata={"name": f"{workload}: {side}", "unit": "second"},
                    collect_metadata=False,
                )
                for process in turns
            ]
        )
        for workload, by_side in times.items()
        for side, turns in by_side.items()
    ]
    pyperf.BenchmarkSuite(benchmarks).dump(str(path), replace=True)
