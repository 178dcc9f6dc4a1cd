"""Which policy governs: that of a view, else of its blueprint, else of the path.

A request asks `state`, which an app has one of: for a view that carries options (`view_options`)
it knows the policy, which `view_policies` has read; for all else it asks `app_rules`, the rules by
now as one value. These are `path_rules`, made of `path_patterns`, for the app and for each of its
`blueprints`; `prefixes` finds the blueprints that a URL is under. Where Flask has not found the
view, as for a preflight, `routing` does, by the app's own URL map (`url_maps`).

A set-up makes rules with `resources`, and has `path_mistakes` look at their patterns, and
`path_regexes` at the regexes among them; `late_keys` are those of the config that changed since.
`hidden_views` finds decorated functions that a view holds and does not show. `closures` tell what a
function holds. `added_method` and `class_views` know what becomes of the methods, and of the class,
of a view that is decorated.
"""
