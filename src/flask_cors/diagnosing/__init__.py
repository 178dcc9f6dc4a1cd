"""Why a page cannot read an answer, from what the page asked for and what it got.

`diagnosis` puts what was `played` beside the policy that governs, and says what is wrong and what
to change; `exposing` does so for headers that the page does not see. Each of the others knows one
cause: a rule that is missing (`new_rules`), a host (`trusted_hosts`), a layer (`in_the_way`), a
decorator (`misplaced`), or a server of which nothing is known but its answer (`advice`).
"""
