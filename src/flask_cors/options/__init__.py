"""Options: read from keywords and `app.config` into policies, with all that is wrong with them.

Each source of options becomes one of the `layers`, which are none of WSGI; `config` reads that of
the app. `policy_reader` takes each option from the first layer that has it, and makes a policy of
the values that `readers` and `values` read. Then it judges the whole: `doubts`, and for a policy
with credentials `credentials`, for which `regex_dangers` finds out what a regex lets in
(`look_alikes`, `open_names`, `public_suffixes`). What was found goes to `settling`, which raises
and warns.
"""
