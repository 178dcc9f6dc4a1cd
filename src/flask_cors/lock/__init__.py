"""The lock: the policy of every route, written down, and what has changed since.

`records` makes the lock of an app, and `files` reads that of a file, in which `ruling` finds the
policy of a path as the app would. `changes` compares two locks; `inclusion` knows whether what one
lists is covered by the other.
"""
