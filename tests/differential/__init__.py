"""The model of the browser against real browsers, case by case: ``python -m tests.differential``.

``generator`` makes cases (with ``asking`` and ``values``), ``running`` performs them in a browser
of ``engines``, on pages that take their ``work`` from a ``web`` of scripted servers; ``model`` says
what the package's own browser makes of the same cases, ``comparing`` compares, ``report`` counts,
``recording`` writes the figures down.
``failures`` and ``console_messages`` write down what browsers say about each kind of failure.
"""
