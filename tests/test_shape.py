"""The shape of the package: what is installed, exported, imported, documented and shipped."""

from __future__ import annotations

import dataclasses
import email
import importlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import flask_cors
import flask_cors.protocol.user_agent
import flask_cors.testing
from flask_cors.audit.rules import OVERVIEW

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "flask_cors"
FILES = sorted(path.relative_to(SOURCE) for path in SOURCE.rglob("*.py"))

PAGES = sorted(ROOT.glob("*.md")) + sorted((ROOT / "examples").glob("*.md"))


def run(*arguments: str, cwd: Path = ROOT) -> str:
    """Run a module or some code in a fresh interpreter, isolated from this one's environment."""
    command = [sys.executable, "-I", *arguments]
    done = subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# What is under test


def test_the_tests_run_against_this_checkout() -> None:
    """A Python may carry another ``flask_cors`` in its site-packages."""
    installed = Path(flask_cors.__file__).parent
    assert installed == SOURCE or installed.is_relative_to(sys.prefix)
    assert sorted(path.relative_to(installed) for path in installed.rglob("*.py")) == FILES
    for file in FILES:
        assert (installed / file).read_bytes() == (SOURCE / file).read_bytes(), file


# Names


def test_exports() -> None:
    exported = set(flask_cors.__all__)
    assert len(exported) == len(flask_cors.__all__)
    assert {"CORS", "Policy", "PolicyError", "__version__", "cross_origin"} <= exported
    assert all(hasattr(flask_cors, name) for name in exported)


def test_names_are_listed_before_they_are_loaded() -> None:
    code = "import flask_cors; print(*dir(flask_cors)); from flask_cors import *; print(Policy)"
    listed, loaded = run("-c", code).splitlines()
    assert set(flask_cors.__all__) <= set(listed.split()) <= set(dir(flask_cors))
    assert loaded == str(flask_cors.Policy)


def test_there_is_no_other_name() -> None:
    with pytest.raises(AttributeError, match="'flask_cors' has no attribute 'Cors'"):
        flask_cors.Cors  # type: ignore[attr-defined]  # noqa: B018


def test_the_modules_that_programs_import_from() -> None:
    assert importlib.import_module("flask_cors.extension").CORS is flask_cors.CORS
    assert importlib.import_module("flask_cors.decorator").cross_origin is flask_cors.cross_origin


PUBLIC = [
    pytest.param(getattr(module, name), id=f"{module.__name__}.{name}")
    for module in (flask_cors, flask_cors.testing, flask_cors.protocol.user_agent)
    for name in module.__all__
    if name[0] != "_" and not name.isupper()
]


@pytest.mark.parametrize("public", PUBLIC)
def test_public_objects_say_what_they_are_and_since_when(public: object) -> None:
    # The object's own text: an inherited docstring describes something else.
    assert ".. versionadded:: " in (public.__doc__ or "")


def test_a_policy_cannot_be_changed() -> None:
    policy = flask_cors.Policy
    assert dataclasses.is_dataclass(policy)
    assert policy.__dataclass_params__.frozen  # type: ignore[attr-defined]


# Imports


def test_the_import_graph() -> None:
    run("-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())")


@pytest.mark.parametrize("file", FILES, ids=str)
def test_modules_are_short(file: Path) -> None:
    assert len((SOURCE / file).read_text().splitlines()) <= 200


# Pages


@pytest.mark.parametrize("option", sorted(flask_cors.CORSOptions.__annotations__))
def test_options_are_documented(option: str) -> None:
    page = (ROOT / "docs" / "options.rst").read_text()
    assert f"`{option}`" in page
    assert f"``CORS_{option.upper()}``" in page


@pytest.mark.parametrize("key", ["CORS_AUDIT", "CORS_DEBUG_ERRORS", "CORS_ENABLED"])
def test_config_keys_that_are_no_options_are_documented(key: str) -> None:
    assert f"``{key}``" in (ROOT / "docs" / "options.rst").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


# The wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    run("-m", "flit_core.wheel", "--outdir", str(folder))
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_package_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    info = f"flask_cors-{flask_cors.__version__}.dist-info"
    shipped = {name for name in wheel.namelist() if not name.startswith(info)}
    assert shipped == {f"flask_cors/{file.as_posix()}" for file in FILES} | {"flask_cors/py.typed"}
    assert f"{info}/licenses/LICENSE" in wheel.namelist()


def test_the_wheel_says_what_it_needs(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
    metadata = email.message_from_bytes(wheel.read(name))
    assert metadata["Name"] == "Flask-CORS"
    assert metadata["Version"] == flask_cors.__version__
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.10"
    needed = {each for each in metadata.get_all("Requires-Dist", []) if "extra ==" not in each}
    assert needed == {"flask>=2.3", "publicsuffixlist>=1.0"}
    assert metadata.get_all("Project-URL") == [
        f"Documentation, {OVERVIEW.removesuffix('audit.html')}"
    ]
    assert {"Framework :: Flask", "Typing :: Typed"} <= set(metadata.get_all("Classifier", []))
