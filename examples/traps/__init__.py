"""Traps: mistakes that many people make once, and what the package says.

Each module holds one trap: ``create_app()`` steps into it, ``create_fixed_app()`` shows the way
out.
"""
