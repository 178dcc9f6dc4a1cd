"""What the rows of evidence share: versions, standards, advice."""

from __future__ import annotations

CHROMIUM = ("Chromium 156.0.8078.79",)
FIREFOX = ("Firefox 153.7.0",)
NEWER_CHROMIUM = ("Chromium 156.0.8078.108",)
NEWER_FIREFOX = ("Firefox 153.8.0",)
FETCH = "https://fetch.spec.whatwg.org/#"
REFERRER = "https://w3c.github.io/webappsec-referrer-policy/#"
COOKIES = "https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#"
NOTHING = "Nothing: it is the browser's affair."
ONCE = "Nothing but answering the same preflight more often."
