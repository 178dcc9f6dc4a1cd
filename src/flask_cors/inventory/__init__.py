"""All that is governed in an app, and by what: for the audit, the lock and the command line.

No request and no set-up asks here. `governed_routes` lists the routes, each with its policies,
and `unrouted` a path for each rule that governs also where no route is. The former goes through
`governed_paths`, which asks the rules about paths that a route and a pattern have in common:
`common_paths` finds some, for a route as `route_shapes` reads it. `route_hosts` has the hosts.
"""
