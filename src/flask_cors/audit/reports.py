"""What was found, for programs: plain JSON, SARIF 2.1.0, and annotations on GitHub."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from .findings import Finding
from .findings import relative
from .ignores import Ignore
from .ignores import Sorted
from .rules import OVERVIEW
from .rules import AuditRule
from .rules import Severity


@dataclass(frozen=True)
class Report:
    """What an audit came to.

    :param found: the findings, by whether they are left unsaid.
    :param strict: whether warnings fail, and notes are told.
    """

    found: Sorted
    strict: bool = False

    @property
    def told(self) -> list[Finding]:
        """The findings that are told."""
        return [each for each in self.found.told if self._tells(each)]

    @property
    def ignored(self) -> list[tuple[Finding, Ignore]]:
        """The findings that would be told, had they not been ignored."""
        return [(each, by) for each, by in self.found.ignored if self._tells(each)]

    @property
    def fails(self) -> bool:
        """Whether the findings are too bad to go on."""
        failing = {Severity.ERROR, Severity.WARNING} if self.strict else {Severity.ERROR}
        unused = self.strict and bool(self.found.unused)
        return unused or any(each.rule.severity in failing for each in self.told)

    def _tells(self, found: Finding) -> bool:
        return self.strict or found.rule.severity is not Severity.NOTE


def as_data(report: Report) -> dict[str, t.Any]:
    """The report as JSON can have it."""
    return {
        "version": 1,
        "fails": report.fails,
        "findings": [_finding(each) for each in report.told],
        "ignored": [{**_finding(each), "reason": by.reason} for each, by in report.ignored],
        "unused_ignores": [
            {"id": each.id, "where": each.where, "reason": each.reason}
            for each in report.found.unused
        ],
    }


def _finding(found: Finding) -> dict[str, t.Any]:
    return {
        "id": found.rule.id,
        "severity": found.rule.severity.value,
        "title": found.rule.title,
        "where": found.where,
        "message": found.message,
        "remedy": found.remedy,
        "file": relative(found.place.file) if found.place else None,
        "line": found.place.line if found.place else None,
        "page": found.rule.page,
    }


def as_sarif(report: Report) -> dict[str, t.Any]:
    """The report in the Static Analysis Results Interchange Format.

    Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
    """
    told = [(each, None) for each in report.told]
    results: list[tuple[Finding, Ignore | None]] = [*told, *report.ignored]
    rules = list(dict.fromkeys(each.rule for each, _ in results))
    notifications = [
        {
            "level": "warning",
            "message": {"text": f"Nothing is found that this ignores: {each.id} at {each.where}"},
        }
        for each in report.found.unused
    ]
    run = {
        "tool": {
            "driver": {
                "name": "Flask-CORS",
                "version": metadata.version("flask-cors"),
                "informationUri": OVERVIEW,
                "rules": [_sarif_rule(rule) for rule in rules],
            }
        },
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notifications}],
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(each, by, rules.index(each.rule)) for each, by in results],
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }


def _sarif_rule(rule: AuditRule) -> dict[str, t.Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "helpUri": rule.page,
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _sarif_result(found: Finding, by: Ignore | None, index: int) -> dict[str, t.Any]:
    location: dict[str, t.Any] = {"logicalLocations": [{"fullyQualifiedName": found.where}]}
    if found.place is not None:
        location["physicalLocation"] = {
            "artifactLocation": {"uri": _uri(found.place.file)},
            "region": {"startLine": found.place.line},
        }
    suppressed = by and {"suppressions": [{"kind": "external", "justification": by.reason}]}
    return {
        "ruleId": found.rule.id,
        "ruleIndex": index,
        "level": found.rule.severity.value,
        "message": {"text": f"{found.where}: {found.message} Remedy: {found.remedy}"},
        "locations": [location],
        **(suppressed or {}),
    }


def _uri(file: str) -> str:
    path = relative(file)
    if Path(path).is_absolute():
        return Path(path).as_uri()
    return Path("/", path).as_uri().removeprefix("file:///")


def as_annotations(report: Report) -> list[str]:
    """The report as workflow commands, which GitHub shows beside the lines."""
    lines: list[str] = []
    for found in report.told:
        level = "notice" if found.rule.severity is Severity.NOTE else found.rule.severity.value
        place = (
            {"file": relative(found.place.file), "line": found.place.line} if found.place else {}
        )
        properties = {**place, "title": found.rule.id}
        lines.append(
            _command(level, properties, f"{found.where}: {found.message} Remedy: {found.remedy}")
        )
    for each in report.found.unused:
        told = f"Nothing is found that this ignores: {each.id} at {each.where}"
        lines.append(_command("warning", {"file": "pyproject.toml"}, told))
    return lines


def _command(name: str, properties: dict[str, t.Any], message: str) -> str:
    pairs = ",".join(
        f"{key}={_escaped(str(value), more=True)}" for key, value in properties.items()
    )
    return f"::{name} {pairs}::{_escaped(message)}"


def _escaped(text: str, *, more: bool = False) -> str:
    for char in "%\r\n:," if more else "%\r\n":
        text = text.replace(char, f"%{ord(char):02X}")
    return text
