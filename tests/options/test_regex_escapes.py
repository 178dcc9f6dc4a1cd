"""The two options with long names: each allows a regex what it allows a pattern, no more."""

from __future__ import annotations

import collections.abc as cabc
import re

import pytest

from tests.support import APP
from tests.support import Options
from tests.support import answer
from tests.support import answered
from tests.support import app_with_extension
from tests.support import get

from .places import as_config
from .places import as_keyword
from .places import problems
from .places import told

ESCAPE_ANY = "dangerously_allow_any_origin_with_credentials"
ESCAPE_SUFFIX = "dangerously_allow_public_suffix_with_credentials"
ESCAPES = (ESCAPE_ANY, ESCAPE_SUFFIX)

REACHES = [
    pytest.param(
        r"https://.*\.run\.app",
        "https://evil.run.app",
        "run.app",
        id="every name under a public suffix",
    ),
    pytest.param(
        r"https://my-app-[a-z0-9]+-my-team\.vercel\.app",
        "https://my-app-evil-my-team.vercel.app",
        "vercel.app",
        id="what may be a project of one's own",
    ),
    pytest.param(
        r"https://deploy-preview-\d+--mysite\.netlify\.app",
        "https://deploy-preview-8--mysite.netlify.app",
        "netlify.app",
        id="previews of one site",
    ),
    pytest.param(
        r"https://(deploy-preview-\d+--)?mysite\.netlify\.app",
        "https://deploy-preview-8--mysite.netlify.app",
        "netlify.app",
        id="previews, and the site itself",
    ),
    pytest.param(
        r"https://[a-z]+\.com", "https://evil.com", "com", id="every name that can be registered"
    ),
    pytest.param(
        r"https://(a\.com|.*\.com)", "https://evil.com", "com", id="one of them written out, too"
    ),
]


@pytest.mark.parametrize(("regex", "page", "suffix"), REACHES)
def test_names_under_a_public_suffix(regex: str, page: str, suffix: str) -> None:
    options = {"origins": [regex, APP], "supports_credentials": True}
    (problem,) = problems(as_keyword, options)
    assert problem.code == "regex-with-credentials"
    assert problem.reason == (
        f"It lets in {page} too, and anybody can register a name under {suffix}."
    )
    assert problem.remedy.endswith(f"; or, if you mean it, add {ESCAPE_SUFFIX}=True.")
    assert problems(as_keyword, {**options, ESCAPE_ANY: True}) == (problem,)
    assert problems(as_config, {**options, ESCAPE_SUFFIX: "true"}) == ()
    app = app_with_extension({**options, ESCAPE_SUFFIX: True})
    expected = answer(allow_origin=page, allow_credentials="true", vary="Origin")
    assert answered(app, get(page)) == expected
    assert answered(app, get("https://evil.example")) == answer(vary="Origin")


def test_a_suffix_deeper_than_the_name() -> None:
    options = {"origins": r"https://my.*\.core\.windows\.net", "supports_credentials": True}
    (problem,) = problems(as_keyword, options)
    assert problem.reason == "Anybody can register a name under blob.core.windows.net."
    assert problem.remedy.endswith(f"; or, if you mean it, add {ESCAPE_SUFFIX}=True.")
    assert problems(as_keyword, {**options, ESCAPE_SUFFIX: True}) == ()


EVERYBODY = [
    pytest.param(re.compile(".*"), id="everything"),
    pytest.param(re.compile("^.*$"), id="everything, anchored"),
    pytest.param(r"\S+", id="everything but white space"),
    pytest.param(r"https?://[^/]+", id="every page of the web"),
    pytest.param(re.compile("https://.*"), id="every https page"),
]


@pytest.mark.parametrize("regex", EVERYBODY)
def test_every_website(regex: object) -> None:
    options = {"origins": regex, "supports_credentials": True}
    (problem,) = problems(as_keyword, options)
    assert problem.code == "regex-with-credentials"
    assert problem.reason == (
        "It lets in every website, which could read and change what a visitor is logged in to."
    )
    assert problem.remedy.endswith(f"; or, if you mean it, add {ESCAPE_ANY}=True.")
    assert problems(as_keyword, {**options, ESCAPE_SUFFIX: True}) == (problem,)
    app = app_with_extension({**options, ESCAPE_ANY: True})
    expected = answer(allow_origin=APP, allow_credentials="true", vary="Origin")
    assert answered(app, get(APP)) == expected
    assert answered(app, get("null")) == answer(vary="Origin")


NOTHING_HELPS = [
    pytest.param(r"https://.*example\.com", id="a dot forgotten"),
    pytest.param(r"https?://.*\.vercel\.app", id="two schemes"),
    pytest.param(r"https://.*\.vercel\.app.*", id="an open end"),
    pytest.param(r"https://.*\.vercel\.app|https://.*\.example.+", id="another alternative"),
    pytest.param(r"https://(a)\1\.vercel\.app", id="a reference back: cannot be checked"),
]


@pytest.mark.parametrize("regex", NOTHING_HELPS)
def test_neither_covers_a_mistake(regex: str) -> None:
    options: Options = {"origins": regex, "supports_credentials": True}
    (problem,) = problems(as_keyword, {**options, **dict.fromkeys(ESCAPES, True)})
    assert "dangerously" not in problem.remedy
    assert problems(as_keyword, options) == (problem,)


OF_THIS_MACHINE = [
    pytest.param(r"^https?://(localhost|127\.0\.0\.1)(:\d+)?$", "http://localhost:5173", id="two"),
    pytest.param(r"https?://localhost:[0-9]+", "https://localhost:3000", id="https"),
    pytest.param(
        r"http://localhost:\d+|https://app\.example\.com", APP, id="beside an origin of the web"
    ),
]


@pytest.mark.parametrize(("regex", "page"), OF_THIS_MACHINE)
def test_pages_of_this_machine_may_have_either_scheme(regex: str, page: str) -> None:
    """Nobody in between can become one of them, as of a list of such origins."""
    options = {"origins": regex, "supports_credentials": True}
    assert told(as_keyword, options) == []
    expected = answer(allow_origin=page, allow_credentials="true", vary="Origin")
    assert answered(app_with_extension(options), get(page)) == expected


def test_either_scheme_of_another_beside_them() -> None:
    options = {"origins": r"http://(localhost|app\.example\.com)", "supports_credentials": True}
    (message,) = told(as_keyword, options)
    assert "Whoever shares a network" in message


def test_a_slow_regex_has_all_its_problems_told() -> None:
    """By its text alone: asked about a look-alike it would be slow here, too."""
    slow = r"https?://(\w+\.?)+averyveryveryverylongnameofacompany\.example\.com"
    found = problems(as_keyword, {"origins": slow, "supports_credentials": True})
    assert [problem.code for problem in found] == [
        "origin-regex-nested-quantifiers",
        "regex-with-credentials",
    ]
    assert found[1].reason == "It does not fix the scheme: http and https are let in."


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(r".*\.example\.com", id="none is written"),
        pytest.param(r".*://.*\.example\.com", id="any scheme"),
        pytest.param(r"[a-z]*://.*\.example\.com", id="letters"),
        pytest.param(".*localhost.*", id="a name that others may have in theirs"),
    ],
)
@pytest.mark.parametrize("read", [str, re.compile])
def test_an_open_scheme_is_told_of_as_such(source: str, read: cabc.Callable[[str], object]) -> None:
    """A subdomain that is let in, too, is what was meant."""
    (problem,) = problems(as_keyword, {"origins": read(source), "supports_credentials": True})
    assert problem.reason == "It does not fix the scheme: http and https are let in."
