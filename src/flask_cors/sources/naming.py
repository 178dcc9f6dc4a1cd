"""What tells a source from the others of a program, for people."""

from __future__ import annotations

import types


def namespace_of(source: object) -> str:
    """What tells a source from others, in every process of one program; another may have the same.

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
