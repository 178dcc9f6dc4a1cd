"""The server's half of Fetch's CORS protocol, as pure functions over header values.

Nothing here acts: no framework, no logging, no clock, no network, only the standard
library. Whoever imports it can decide, without an app, what an app would answer.

Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""
