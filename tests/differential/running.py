"""Performing cases in a browser."""

from __future__ import annotations

import contextlib
import itertools
import re
import time
import typing as t

from tests.browser.harness.loop import Loop

from .cases import PAGE
from .engines.chromium import running_chromium
from .engines.firefox import running_firefox
from .engines.webkit import running_webkit
from .web import running_web
from .work import SENTINEL
from .work import Work

if t.TYPE_CHECKING:
    import collections.abc as cabc

    from .cases import Case
    from .engines import Engine
    from .engines import Line
    from .work import Outcome

ENGINES = {"chromium": running_chromium, "firefox": running_firefox, "webkit": running_webkit}
VISITED = (
    "https://app.example.com",
    "https://api.example.com",
    "https://api.example.net",
    "http://localhost:3000",
    "http://api.example.com",
    "http://127.0.0.1:5000",
)
"""A visit to each logs in on all its ports: cookies know none."""
OF_CASE = re.compile(r"/c/([0-9]+)/")
PATIENCE = 300
PORTION = 500
"""Cases between which a browser forgets its preflights: Chromium keeps 1,024, then drops some."""


class Browser:
    """A browser with everything that cases need around it."""

    def __init__(self, engine: Engine, work: Work) -> None:
        """Log in on all hosts."""
        self.engine = engine
        self.work = work
        for host in VISITED:
            engine.open(f"{host}/harness/login")

    def perform(self, cases: cabc.Iterable[Case]) -> cabc.Iterator[Outcome]:
        """Perform cases, page by page, and give what became of them."""
        by_page = sorted(cases, key=lambda case: case.page)
        for page, group in itertools.groupby(by_page, key=lambda case: case.page):
            while portion := list(itertools.islice(group, PORTION)):
                yield from self.perform_on(page, portion)

    def perform_on(self, page: str, cases: list[Case]) -> list[Outcome]:
        """Perform cases of one page."""
        self.work.give(cases)
        self.engine.open(f"{page}{PAGE}")
        self.work.wait()
        outcomes, self.work.outcomes = self.work.outcomes, {}
        for line in self.everything_said() if self.engine.has_console else ():
            of_case = OF_CASE.search(f"{line.text} {line.url}")
            if of_case and (outcome := outcomes.get(int(of_case[1]))):
                outcome.console.append(line.text)
        self.engine.forget()
        return list(outcomes.values())

    def everything_said(self) -> cabc.Iterator[Line]:
        """What the console says, until it names the sentinel."""
        for _ in range(PATIENCE):
            for line in self.engine.console():
                yield line
                if SENTINEL in line.text:
                    return
            time.sleep(0.1)
        raise TimeoutError("the console does not name the sentinel")


@contextlib.contextmanager
def running_browser(name: str, *public_ports: int) -> cabc.Iterator[Browser]:
    """Run a browser and the web that it knows; some ports count as public, if it is Chromium."""
    loop = Loop()
    work = Work()
    try:
        with running_web(loop, work.page) as web:
            web.public_ports = public_ports
            work.web = web
            with ENGINES[name](loop, web) as engine:
                yield Browser(engine, work)
    finally:
        loop.close()
