"""What the audit finds: as data."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field
from pathlib import Path

from ..describing.describe import rule_text
from ..protocol.problems import Problem
from ..protocol.problems import shown
from .rules import RULES
from .rules import AuditRule
from .rules import Severity
from .rules import rule_of_problem

_ORDER = list(Severity)


@dataclass(frozen=True)
class Place:
    """A line of the program.

    :param file: the path of the file.
    :param line: the number of the line, from 1.

    .. versionadded:: 7.0
    """

    file: str
    line: int


@dataclass(frozen=True)
class Finding:
    """One thing that the audit found.

    :param rule: the kind of finding.
    :param where: what it is about: a rule such as ``resource '/api/*'``, a view, a layer.
    :param message: what is the matter there, in one or two sentences.
    :param remedy: what to write instead, and where.
    :param place: the line of the program, where it is known.
    :param clues: texts that stand in the program at that line.

    .. versionadded:: 7.0
    """

    rule: AuditRule
    where: str
    message: str
    remedy: str
    place: Place | None = None
    clues: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def sort_key(self) -> tuple[int, str, str, str]:
        """Sorts the worst first."""
        return _ORDER.index(self.rule.severity), self.rule.id, self.where, self.message


def relative(file: str) -> str:
    """The path of a file from the working directory, if it is below."""
    path, here = Path(file), Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def finding(rule_id: str, where: str, message: str, remedy: str) -> Finding:
    """A finding of the kind `rule_id`."""
    return Finding(RULES[rule_id], where, message, remedy)


def reflected_origin(where: str, message: str) -> Finding:
    """The finding that what stands at `where` writes whatever Origin asks into the response."""
    remedy = 'Leave the field to CORS(app, origins=["https://app.example.com"]).'
    return finding("reflected-origin", where, message, remedy)


def finding_of_problem(problem: Problem) -> Finding:
    """What the set-up refuses or doubts, as a finding."""
    text = problem.value if isinstance(problem.value, str) else ""
    return Finding(
        rule_of_problem(problem.code),
        rule_text(problem.rule),
        f"{problem.option}={shown(problem.value)}: {problem.reason}",
        problem.remedy,
        clues=tuple(filter(None, (text, problem.option))),
    )
