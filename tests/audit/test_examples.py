"""The programs that people copy: nothing is to be said about them, the traps aside."""

from __future__ import annotations

import importlib
import json
import warnings
from pathlib import Path

import pytest
from flask import Flask

from flask_cors import PolicyWarning
from flask_cors.audit import Severity
from flask_cors.audit import audit
from flask_cors.audit.rules import RULES
from tests.audit.support import run

EXAMPLES = """blueprints_and_factory cookies_and_sessions get_only local_front_end mobile_web_views
production_api quick_prototype route_by_route""".split()

TRAPS = [
    pytest.param("any_origin_with_credentials", 1, "any-origin-with-credentials"),
    pytest.param("gateway_adds_cors_too", 1, "preflight-answered-outside"),
    pytest.param("http_origin_for_https_page", 0, "clear-text-with-credentials"),
    pytest.param("options_not_answered", 0, "options-not-answered"),
]


def app_of(name: str, factory: str = "create_app") -> Flask:
    """The app of an example."""
    module = importlib.import_module(f"examples.{name}")
    if not hasattr(module, factory):
        return module.app
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PolicyWarning)
        app = getattr(module, factory)()
    assert isinstance(app, Flask)
    return app


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_found_in_an_example(name: str) -> None:
    said = run(lambda: app_of(name), "audit")
    assert said.status == 0
    assert said.out.startswith("Nothing found")
    assert {each.rule.severity for each in audit(app_of(name))} <= {Severity.NOTE}
    assert run(lambda: app_of(name), "audit", "--strict").status == 0


@pytest.mark.parametrize(("name", "status", "rule"), TRAPS)
def test_a_trap_is_found_and_its_way_out_is_not(name: str, status: int, rule: str) -> None:
    said = run(lambda: app_of(f"traps.{name}"), "audit", "--format", "json")
    assert [each["id"] for each in json.loads(said.out)["findings"]] == [rule]
    assert said.status == status
    assert run(lambda: app_of(f"traps.{name}"), "audit", "--strict").status == 1
    fixed = run(lambda: app_of(f"traps.{name}", "create_fixed_app"), "audit")
    assert (fixed.status, fixed.out) == (0, "Nothing found.\n")


def test_every_rule_has_a_page_and_stands_in_the_list() -> None:
    docs = Path(__file__).parents[2] / "docs"
    pages = {page.stem: page.read_text() for page in docs.joinpath("audit").glob("*.rst")}
    overview = docs.joinpath("audit.rst").read_text()
    assert pages.keys() == RULES.keys()
    for rule in RULES.values():
        assert pages[rule.id].startswith(f"{rule.id}\n{'=' * len(rule.id)}\n")
        told = f"**{rule.severity.value.capitalize()}.** {rule.title}."
        assert told in pages[rule.id]
        assert f":doc:`{rule.id} <audit/{rule.id}>`\n        - {rule.severity.value}\n" in overview
        assert rule.page.endswith(f"/audit/{rule.id}.html")
