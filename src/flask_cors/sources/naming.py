"""What tells the answers of one source from those of another, on a back end that they share."""

from __future__ import annotations

import types
import typing as t


def name_of(source: object) -> str:
    """What tells a source from others, in every process that runs the same program."""
    own = getattr(source, "namespace", "")
    named = t.cast("type", source if hasattr(source, "__qualname__") else type(source))
    name = own or f"{named.__module__}.{named.__qualname__}"
    if name.endswith("<lambda>"):
        # All lambdas of a module have the same name.
        code = t.cast("types.FunctionType", source).__code__
        name = f"{name} {code.co_firstlineno} {code.co_names} {code.co_code.hex()}"
    return name
