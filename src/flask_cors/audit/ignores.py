"""Findings that a program has decided to live with: ``pyproject.toml`` says which, and why."""

from __future__ import annotations

import collections.abc as cabc
import difflib
import importlib
import re
import typing as t
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from .findings import Finding
from .findings import relative
from .rules import RULES

TABLE = "[[tool.flask-cors.audit.ignore]]"
_KEYS = ("id", "where", "reason")
_QUOTED = re.compile(r"""(['"])(.*?)\1""")


class IgnoresError(ValueError):
    """A ``pyproject.toml`` that cannot be used, in one sentence."""


@dataclass(frozen=True)
class Ignore:
    """A kind of finding that is left unsaid at some place.

    :param id: the name of the rule.
    :param where: what the finding is about, or the file; ``*`` stands for any characters.
    :param reason: why.
    """

    id: str
    where: str
    reason: str

    def covers(self, found: Finding) -> bool:
        """Whether it is this finding that is left unsaid."""
        files = (found.place.file, relative(found.place.file)) if found.place else ()
        _, _, name = found.where.partition(" ")
        quoted = (text for _, text in _QUOTED.findall(found.where))
        texts = (found.where, name, *quoted, *files)
        return self.id == found.rule.id and any(
            text == self.where or fnmatchcase(text, self.where) for text in texts
        )


class Sorted(t.NamedTuple):
    """Findings, by whether they are left unsaid."""

    told: list[Finding]
    ignored: list[tuple[Finding, Ignore]]
    unused: list[Ignore]


def sort_out(found: cabc.Sequence[Finding], ignores: cabc.Sequence[Ignore]) -> Sorted:
    """Tell the findings that are ignored, and the ignores that are needed, from the others."""
    first = [next((each for each in ignores if each.covers(one)), None) for one in found]
    ignored = [(one, by) for one, by in zip(found, first, strict=True) if by is not None]
    told = [one for one, by in zip(found, first, strict=True) if by is None]
    return Sorted(told, ignored, [each for each in ignores if not any(map(each.covers, found))])


def read_ignores(folder: Path) -> list[Ignore]:
    """The ignores of the nearest ``pyproject.toml``, in `folder` or above.

    :raises IgnoresError: where it cannot be read, or says something else.
    """
    files = (each / "pyproject.toml" for each in (folder, *folder.parents))
    file = next((each for each in files if each.is_file()), None)
    if file is None:
        return []
    section = _audit_section(file)
    entries = section.pop("ignore", [])
    if section:
        raise IgnoresError(
            f"[tool.flask-cors.audit] in {file.name} has only ignore, not {next(iter(section))}."
        )
    if not isinstance(entries, list):
        raise IgnoresError(f"ignore in {file.name} is a list of tables: write {TABLE}.")
    return [_read(entry) for entry in t.cast("list[object]", entries)]


def _audit_section(file: Path) -> dict[str, object]:
    text = file.read_text(encoding="utf-8", errors="replace")
    if "[tool.flask_cors" in text:
        raise IgnoresError(f"The table in {file.name} is written with a hyphen: {TABLE}.")
    if "flask-cors" not in text:
        return {}
    section = _parse(text, file)
    for name in ("tool", "flask-cors", "audit"):
        inner = section.get(name, {})
        if not isinstance(inner, dict):
            raise IgnoresError(f"{name} in {file.name} is no table: write {TABLE}.")
        section = t.cast("dict[str, object]", inner)
    return dict(section)


def _parse(text: str, file: Path) -> dict[str, object]:
    for name in ("tomllib", "tomli"):
        try:
            toml = importlib.import_module(name)
        except ImportError:
            continue
        try:
            return t.cast("dict[str, object]", toml.loads(text))
        except ValueError as error:
            raise IgnoresError(f"{file.name} is no TOML: {error}.") from error
    raise IgnoresError(
        f"Python 3.10 reads no TOML by itself, and {file.name} mentions flask-cors: "
        'pip install "flask-cors[audit]".'
    )


def _read(entry: object) -> Ignore:
    values = t.cast("dict[str, object]", entry) if isinstance(entry, dict) else {}
    if unknown := [key for key in values if key not in _KEYS]:
        raise IgnoresError(f"{TABLE} has id, where and reason, not {unknown[0]}.")
    texts = {key: _text(values, key) for key in _KEYS}
    if texts["id"] not in RULES:
        near = difflib.get_close_matches(texts["id"], RULES, n=1)
        hint = f"Did you mean {near[0]}?" if near else "The documentation lists them."
        raise IgnoresError(f"{TABLE}: there is no rule {texts['id']!a}. {hint}")
    return Ignore(**texts)


def _text(values: cabc.Mapping[str, object], key: str) -> str:
    value = values.get(key)
    if isinstance(value, str) and value.strip():
        return value.strip()
    why = {
        "id": "the name of a rule",
        "where": 'what the finding is about, or "*" for everywhere',
        "reason": "why the finding is no matter",
    }
    known = f" (id {values['id']!a})" if "id" in values and key != "id" else ""
    raise IgnoresError(f"{TABLE}{known} needs {key}: {why[key]}.")
