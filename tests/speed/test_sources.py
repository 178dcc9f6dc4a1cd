"""A remembered answer costs little more than a list; who names the origins pays nothing for it."""

from __future__ import annotations

import json
import subprocess
import sys

from benchmarks.sides import ROOT
from benchmarks.sides import environment

MOST_OVER_A_LIST = 80

PROGRAM = """
import json

from benchmarks.apps import BY_PACKAGE, build, caller, requests
from benchmarks.opcodes import count
from benchmarks.workloads import Ask, Workload, preflight
from flask_cors.sources import CachedOrigins

APP = "https://app.example.com"
LISTED = [APP, "https://admin.example.com"]
ASKS = {
    "allowed": Ask(APP),
    "refused": Ask("https://evil.example"),
    "no Origin": Ask(None),
    "preflight": preflight(),
}
PLACES = {"app": "/api/articles", "blueprint": "/shop/items", "view": "/view"}


def taken(origins, on, ask):
    workload = Workload("sources", "sources", options={"origins": origins}, on=on)
    return count(caller(build(BY_PACKAGE, workload)), requests(ask))


def over(on, ask):
    ask = ask._replace(path=PLACES[on])
    cached = CachedOrigins(lambda query: query.origin in LISTED)
    return taken(cached, on, ask) - taken(LISTED, on, ask)


print(json.dumps({f"{name}, {on}": over(on, ASKS[name]) for name in ASKS for on in PLACES}))
"""


def test_a_remembered_answer():
    """Counted in a process of its own, without coverage and whatever other tests leave behind."""
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    over = json.loads(done.stdout)
    assert len(over) == 12
    assert max(over.values()) <= MOST_OVER_A_LIST, over
