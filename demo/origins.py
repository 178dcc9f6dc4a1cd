"""The origins of the demo, all of them on loopback."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Origins:
    """Two ports and two names for the same machine make four origins; a React page has one more.

    ``localhost`` and ``127.0.0.1`` are two sites; another port is another origin on the same site.
    """

    page_port: int
    api_port: int
    react_port: int

    @property
    def page(self) -> str:
        """The page's origin, which the policies name."""
        return f"http://localhost:{self.page_port}"

    @property
    def third(self) -> str:
        """The page's server under its other name: an origin that no policy names."""
        return f"http://127.0.0.1:{self.page_port}"

    @property
    def api(self) -> str:
        """The API on a site of its own."""
        return f"http://127.0.0.1:{self.api_port}"

    @property
    def same_site_api(self) -> str:
        """The API on the page's site, for cookies."""
        return f"http://localhost:{self.api_port}"

    @property
    def react(self) -> str:
        """The React page's origin, on a server of its own; one program's policy names it."""
        return f"http://localhost:{self.react_port}"

    def as_data(self) -> dict[str, str]:
        """Return the origins under the names that exchanges use."""
        return {
            "page": self.page,
            "third": self.third,
            "opaque": "null",
            "api": self.api,
            "sameSiteApi": self.same_site_api,
        }
