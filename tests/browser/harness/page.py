"""What a page can do with another origin, and what it gets to see."""

from __future__ import annotations

import dataclasses
import itertools
import json
import typing as t

if t.TYPE_CHECKING:
    from playwright.async_api import ConsoleMessage
    from playwright.async_api import Frame

    from .loop import Loop

FETCH = """
async ([url, init]) => {
  try {
    const response = await fetch(url, init);
    const {status, url: final, type} = response;
    return {status, url: final, type, headers: [...response.headers], body: await response.text()};
  } catch (error) {
    return {error: `${error.name}: ${error.message}`};
  }
}
"""
XHR = """
([url, {method = "GET", headers = {}, body = null, withCredentials = false}]) =>
  new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    xhr.withCredentials = withCredentials;
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.onerror = () => resolve({error: "TypeError: XMLHttpRequest failed"});
    xhr.onload = () => resolve({
      status: xhr.status,
      url: xhr.responseURL,
      type: "xhr",
      headers: xhr.getAllResponseHeaders().split("\\r\\n").filter(Boolean).map(
        (line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
      body: xhr.responseText,
    });
    xhr.send(body);
  })
"""
SANDBOX = """
() => new Promise((resolve) => {
  const frame = document.createElement("iframe");
  frame.sandbox = "allow-scripts";
  frame.srcdoc = "<!doctype html>";
  frame.onload = resolve;
  document.body.append(frame);
})
"""


@dataclasses.dataclass(frozen=True)
class Seen:
    """What a page saw of its request, and what the console said meanwhile."""

    console: str
    status: int | None = None
    url: str | None = None
    type: str | None = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    body: str | None = None
    error: str | None = None

    @property
    def json(self) -> t.Any:
        """The body, read as JSON."""
        assert self.body is not None, self
        return json.loads(self.body)

    @property
    def readable(self) -> bool:
        """Whether the page got the response, whatever its status."""
        return self.error is None and self.type != "opaque"

    @property
    def blocked(self) -> bool:
        """Whether it was CORS that kept the response from the page.

        A request can fail for many reasons, and the page learns none of them; the console does.
        """
        return (
            self.error is not None
            and self.error.startswith("TypeError")
            and "blocked by CORS policy" in self.console
        )


class Page:
    """A page (or a frame in one) that makes requests.

    Made in the thread of its loop, since Playwright must not be touched from any other.
    """

    markers = map("harness marker {}".format, itertools.count())

    def __init__(self, loop: Loop, frame: Frame) -> None:
        """Listen to the console of a page."""
        self.loop = loop
        self.frame = frame
        self.console: list[str] = []
        frame.page.on("console", self.note)

    def note(self, message: ConsoleMessage) -> None:
        """Keep a line of the console."""
        self.console.append(message.text)

    def fetch(self, url: str, **init: t.Any) -> Seen:
        """Call ``fetch``; the keywords are members of its ``RequestInit``."""
        return self.loop.run(self.request(FETCH, url, init))

    def xhr(self, url: str, **init: t.Any) -> Seen:
        """Send an ``XMLHttpRequest``: ``method``, ``headers``, ``body``, ``withCredentials``."""
        return self.loop.run(self.request(XHR, url, init))

    async def request(self, script: str, url: str, init: dict[str, t.Any]) -> Seen:
        """Make a request, and wait until the console has said all there is to say."""
        self.console.clear()
        seen = await self.frame.evaluate(script, [url, init])
        marker = next(self.markers)
        async with self.frame.page.expect_console_message(lambda line: line.text == marker):
            await self.frame.evaluate("(marker) => console.debug(marker)", marker)
        seen["headers"] = dict(seen.get("headers", []))
        said = [line for line in self.console if not line.startswith("harness marker")]
        return Seen(console="\n".join(said), **seen)

    def sandboxed_frame(self) -> Page:
        """Add a frame that is on an opaque origin, which browsers send as ``null``."""
        return self.loop.run(self.add_frame(SANDBOX))

    async def add_frame(self, script: str) -> Page:
        """Run a script that adds a frame."""
        await self.frame.evaluate(script)
        return Page(self.loop, self.frame.child_frames[-1])

    def texts(self, selector: str, *, count: int) -> list[str]:
        """Wait until so many elements are there, and give their texts."""
        return self.loop.run(self.read_texts(selector, count))

    async def read_texts(self, selector: str, count: int) -> list[str]:
        """Do what ``texts`` says."""
        elements = self.frame.locator(selector)
        await elements.nth(count - 1).wait_for()
        return await elements.all_inner_texts()

    def submit(self, *, label: str, value: str, button: str) -> None:
        """Fill in a field, and press a button."""
        self.loop.run(self.fill_and_press(label, value, button))

    async def fill_and_press(self, label: str, value: str, button: str) -> None:
        """Do what ``submit`` says."""
        await self.frame.get_by_label(label).fill(value)
        await self.frame.get_by_role("button", name=button).click()
