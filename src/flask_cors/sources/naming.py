"""What tells the answers of one source from those of another, on a back end that they share."""

from __future__ import annotations

import types


def namespace_of(source: object) -> str:
    """What tells a source from others, in every process that runs the same program.

    Empty where nothing does: all that one function makes, and all objects of one class, have
    the same name, though each may answer something else.
    """
    own = getattr(source, "namespace", "")
    if isinstance(own, str) and own:
        return own
    if not isinstance(source, types.FunctionType) or source.__closure__ is not None:
        return ""
    name = f"{source.__module__}.{source.__qualname__}"
    return "" if "<" in name else name
