"""Fetch's CORS protocol, as pure functions over header values: the server's half and the browser's.

Nothing here acts: no framework, no logging, no clock, no network, only the standard
library. Whoever imports it can decide, without an app, what an app would answer, and what a
browser would make of it.

Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""
