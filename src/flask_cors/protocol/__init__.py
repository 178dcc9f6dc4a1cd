"""Fetch's CORS protocol, as pure functions over header values: the server's half and the browser's.

Nothing here acts: no framework, no logging, no clock, no network, only the standard
library. Whoever imports it can decide, without an app, what an app would answer, and what a
browser would make of it.

`server` decides on `requests` by a `policy`, and makes `decisions`; `user_agent` is the browser. A
policy is made of `methods`, `headers`, `exposed_headers` and `allowed_origins`. Each of them is
read from what people write, with all that is wrong as `problems`; for origins that takes
`origin_reader`, which tells their kinds apart: `origin_syntax` for those that are written out, part
by part by `origin_parts` (`domains`, `ipv4`), `open_ends` and the modules on regexes for others,
`run_time` for what is asked while the app runs; `intentions` guesses what was meant by what is
none, `origin_doubts` tells of what is accepted all the same. `origins` and `fields` are what the
headers are made of, `globs` are names with a star, `rule_names` say whose a policy is, and a
bounded `memory` keeps what was decided. `regexes` parses a regex, `regex_flags` spells its flags,
`samples` and `branches` tell what it lets in, `regex_reach` whether any origin is among that,
`regex_beginnings` what is written out where it begins, `regex_time` whether it can take ages: by
`regex_ambiguity` where a part is repeated, by `regex_crowds` for what stands side by side in
`regex_rows`. `regex_parts` and `regex_places` tell what a part of it takes.

Source: https://fetch.spec.whatwg.org/#http-cors-protocol
"""
