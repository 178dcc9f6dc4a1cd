"""Which rule a policy belongs to."""

from __future__ import annotations

import typing as t

from .problems import shown


class RuleName(t.NamedTuple):
    """Which rule a policy belongs to: as data, and as text for people.

    :param kind: what the rule governs: the paths of an app, those of a blueprint, or a view.
    :param name: the name of the blueprint or view; empty for an app's paths, and for a view
        that is only being decorated.
    :param pattern: the pattern of paths as it was written; empty where every path is governed.

    .. versionadded:: 7.0
    """

    kind: t.Literal["paths", "blueprint", "view"] = "paths"
    name: str = ""
    pattern: str = ""

    def __str__(self) -> str:
        """The rule as problems name it; empty for the only rule of an app."""
        if self.kind == "view":
            return f"view {self.name!r}" if self.name else "@cross_origin"
        names = [f"blueprint {self.name!r}"] if self.name else []
        if self.pattern:
            names.append(f"resource {quoted(self.pattern)}")
        return ", ".join(names)


def quoted(pattern: str) -> str:
    """A pattern for a person, in quotation marks, and with each backslash as it was meant."""
    return shown(pattern).replace(r"\\", "\\")
