"""Why a page cannot read an answer, from what the page asked for and what it got.

`diagnosis` puts what was `played` beside the policy that governs where the browser stopped
(`stops`), and says what is wrong and what to change; `exposing` does so for headers that the page
does not see. Each of the others knows one cause: a rule that is missing (`new_rules`, with a
pattern by `route_patterns`), a host (`trusted_hosts`), a layer (`in_the_way`), an app inside
(`mounted`), a decorator (`misplaced`), options that were refused (`refused_options`), or a server
of which nothing is known but its answer (`advice`).
"""
