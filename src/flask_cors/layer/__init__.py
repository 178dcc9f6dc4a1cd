"""The layer around the app: every request enters here, and every response leaves here.

A request comes to `middleware`. An ordinary one is done with there: the path or the view decides
whose policy it is (`rules.state`, `rules.routing`), `asking` what the policy decides, and
`responses` writes that into the response. An OPTIONS request becomes an `exchange`, since a
preflight is answered here. With another WSGI layer inside, between this one and Flask,
`inner_middleware` takes the place of `middleware` and `inner_exchange` that of `exchange`;
`watching` tells the app's answers from those of the other, by what `receivers` learn of Flask, and
`debuggers` those that no page may read. `telling` tells signals and the log; `debug_errors` is
about exceptions in debug mode. Whether there is another layer, a set-up learns from `stack`.
"""
