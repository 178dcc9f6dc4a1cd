"""What is wrong with a configuration: as data first, as sentences second."""

from __future__ import annotations

import collections.abc as cabc
import typing as t

_LONGEST_VALUE = 120

MOST_LISTED = 5
"""How many members of a list a person reads."""


class Problem(t.NamedTuple):
    """One mistake in a configuration, and what to write instead.

    :param code: a stable name for this kind of mistake, such as ``origin-has-path``.
    :param option: the option at fault, as it is written: ``origins``, ``CORS_MAX_AGE``.
    :param value: the value at fault, as it was given.
    :param reason: one sentence that says why the value cannot stand.
    :param remedy: one sentence that says what to write instead.
    :param rule: the rule that the option belongs to, such as ``resource '/api/*'``.

    .. versionadded:: 7.0
    """

    code: str
    option: str
    value: object
    reason: str
    remedy: str
    rule: str = ""

    @property
    def identity(self) -> tuple[str, str, str]:
        """What makes two problems the same, whichever rules they were found in."""
        return self.code, self.option, shown(self.value)

    def __str__(self) -> str:
        """The problem as sentences: option and value, the reason, the remedy."""
        place = f"{self.rule}: " if self.rule else ""
        return f"{place}{self.option}={shown(self.value)}: {self.reason} {self.remedy}"


class PolicyError(ValueError):
    """A configuration that cannot be used, with every problem that it has.

    :param problems: all that is wrong, in the order in which it was found.

    .. versionadded:: 7.0
    """

    def __init__(self, problems: cabc.Iterable[Problem]) -> None:
        """Keep the problems as data and make one block of text of them."""
        self.problems = tuple(problems)
        super().__init__(_as_block(self.problems))

    def __reduce__(self) -> tuple[type[PolicyError], tuple[tuple[Problem, ...]]]:
        """Pickle the problems, of which the text is made again."""
        return type(self), (self.problems,)


class PolicyWarning(UserWarning):
    """A configuration that works but is probably not what its author meant.

    .. versionadded:: 7.0
    """


PolicyError.__module__ = PolicyWarning.__module__ = "flask_cors"


class Findings:
    """Collects what is found while a configuration is read; never raises on its own.

    :param rule: the rule that is being read; its text is for people.
    :param errors: what makes the configuration unfit, in the order in which it was found.
    :param warnings: what is doubtful in it.
    :param notes: what does nothing in it, and no harm: nobody is told but who asks.
    """

    __slots__ = ("errors", "notes", "rule", "warnings")

    def __init__(
        self,
        rule: object = "",
        errors: list[Problem] | None = None,
        warnings: list[Problem] | None = None,
        notes: list[Problem] | None = None,
    ) -> None:
        self.rule = rule
        self.errors: list[Problem] = [] if errors is None else errors
        self.warnings: list[Problem] = [] if warnings is None else warnings
        self.notes: list[Problem] = [] if notes is None else notes

    def within(self, rule: object) -> Findings:
        """The same collection, for what is found in `rule`."""
        return Findings(rule, self.errors, self.warnings, self.notes)

    def on(self, option: str) -> OptionFindings:
        """The findings on one option, under the name that it was written with."""
        return OptionFindings(self, option)


class OptionFindings(t.NamedTuple):
    """What is found on one option."""

    findings: Findings
    option: str

    def refuse(self, code: str, value: object, reason: str, remedy: str) -> None:
        """Note an error: the configuration will not be accepted."""
        self.findings.errors.append(self._problem(code, value, reason, remedy))

    def warn(self, code: str, value: object, reason: str, remedy: str) -> None:
        """Note a doubt: the configuration will be accepted and its author told."""
        self.findings.warnings.append(self._problem(code, value, reason, remedy))

    def note(self, code: str, value: object, reason: str, remedy: str) -> None:
        """Note what does nothing: the configuration will be accepted without a word."""
        self.findings.notes.append(self._problem(code, value, reason, remedy))

    def _problem(self, code: str, value: object, reason: str, remedy: str) -> Problem:
        return Problem(code, self.option, value, reason, remedy, str(self.findings.rule))


def distinct(problems: cabc.Iterable[Problem]) -> list[Problem]:
    """`problems`, what several rules share told once: for the first of them."""
    told: dict[tuple[str, str, str], Problem] = {}
    for problem in problems:
        told.setdefault(problem.identity, problem)
    return list(told.values())


def shown(value: object) -> str:
    """`value` for a person: its repr in printable ASCII, cut where it is long."""
    try:
        text = ascii(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 3]}..."


def listed(members: cabc.Sequence[str]) -> list[str]:
    """As many of `members` as a person reads, and how many more there are."""
    more = len(members) - MOST_LISTED
    return [*members] if more <= 0 else [*members[:MOST_LISTED], f"and {more} more"]


def _as_block(problems: tuple[Problem, ...]) -> str:
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    lines = [f"This CORS configuration was not accepted ({count}):"]
    lines += [f"  {number}. {problem}" for number, problem in enumerate(problems, 1)]
    return "\n".join(lines)
