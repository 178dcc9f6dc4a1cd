"""What a message says to write, followed to the letter: the page that was meant is let in."""

from __future__ import annotations

import pytest

from tests.support import APP
from tests.support import EVIL
from tests.support import answer
from tests.support import answered
from tests.support import app_with_extension
from tests.support import get

from .places import as_config
from .places import as_keyword
from .places import named_values
from .places import problems

LOCAL = "http://localhost:3000"
EXTENSION = "moz-extension://0a1b-2c"

REMEDIES = [
    # What was written, what the message names, a page that was meant, one that was not.
    pytest.param("/*", ["*"], APP, None, id="as a path: every origin"),
    pytest.param("^.*$", ["*"], APP, None, id="an anchored open end: every origin"),
    pytest.param(
        r"/^https?:\/\/.*\.example\.com$/",
        [r"https?://.*\.example\.com"],
        "https://app.example.com",
        "https://app.example.org",
        id="a regex as JavaScript writes it",
    ),
    pytest.param(
        r"/https:\/\/(?:www|app)\.example\.com:\d+/i",
        [r"https://(?:www|app)\.example\.com:\d+"],
        "https://www.example.com:3000",
        "https://evil.example.com:3000",
        id="one that has a flag",
    ),
    pytest.param(
        "http://localhost:3000, 5173,8080",
        [["http://localhost:3000", "http://localhost:5173", "http://localhost:8080"]],
        "http://localhost:8080",
        EVIL,
        id="several ports",
    ),
    pytest.param(f"{LOCAL}/*", [LOCAL], LOCAL, EVIL, id="a star for a path"),
    pytest.param("http://localhost/*", ["http://localhost:*"], LOCAL, EVIL, id="and no port"),
    pytest.param("http://localhost*", ["http://localhost:*"], LOCAL, EVIL, id="a star behind"),
    pytest.param("localhost*", ["http://localhost:*"], LOCAL, EVIL, id="and no scheme"),
    pytest.param("http://localhost:.*", ["http://localhost:*"], LOCAL, EVIL, id="an open port"),
    pytest.param("^http://localhost:*$", ["http://localhost:*"], LOCAL, EVIL, id="a star for it"),
    pytest.param(
        "https?://localhost:*",
        [["https://localhost:*", "http://localhost:*"]],
        LOCAL,
        EVIL,
        id="that of two schemes",
    ),
    pytest.param(
        "https://localhost:*$", ["https://localhost:*"], "https://localhost:1", EVIL, id="$"
    ),
    pytest.param(
        r"^https?://(a|b)\.example:*$",
        [r"^https?://(a|b)\.example(:[0-9]+)?"],
        "http://b.example:3000",
        "http://b.example:x",
        id="that of a regex",
    ),
    pytest.param(
        "https?://localhost:*/",
        [["https://localhost:*", "http://localhost:*"]],
        LOCAL,
        EVIL,
        id="that, and a slash",
    ),
    pytest.param(
        r"^http://localhost:*$|^http://127\.0\.0\.1:*$",
        [r"^http://localhost(:[0-9]+)?$|^http://127\.0\.0\.1(:[0-9]+)?"],
        LOCAL,
        EVIL,
        id="that of each of two",
    ),
    pytest.param(
        "^https://*.example.com$",
        ["https://*.example.com"],
        "https://a.example.com",
        EVIL,
        id="a pattern, anchored",
    ),
    pytest.param(
        "https://a.example and b.example", [APP], APP, "https://a.exampleandb.example", id="a word"
    ),
    pytest.param(
        "https://a.example localhost:3000",
        [["https://a.example", LOCAL]],
        LOCAL,
        "https://a.examplelocalhost:3000",
        id="this machine behind an origin",
    ),
    pytest.param(
        "https://a.example b.example",
        [["https://a.example", "https://b.example"]],
        "https://b.example",
        "https://a.exampleb.example",
        id="a host behind an origin",
    ),
    pytest.param(
        "192.168.1.10:3000",
        ["http://192.168.1.10:3000"],
        "http://192.168.1.10:3000",
        EVIL,
        id="an address of a network",
    ),
    pytest.param(
        "10.example.com", ["https://10.example.com"], "https://10.example.com", EVIL, id="and none"
    ),
    pytest.param(
        "https?://localhost:.+",
        [["https://localhost:*", "http://localhost:*"]],
        LOCAL,
        EVIL,
        id="an open port of two schemes",
    ),
    pytest.param(
        "localhost:.*",
        [["https://localhost:*", "http://localhost:*"]],
        LOCAL,
        EVIL,
        id="an open port and no scheme",
    ),
    pytest.param(
        "https://pr-*.example.com",
        ["https://pr-[a-z0-9-]+.example.com"],
        "https://pr-12.example.com",
        "https://pr-12.evil.com",
        id="a star in a label",
    ),
    pytest.param(
        "https://app*.example.com:*",
        ["https://app[a-z0-9-]*.example.com(:[0-9]+)?"],
        "https://app.example.com:8443",
        "https://app.evil.com",
        id="a star behind a letter",
    ),
    pytest.param(
        "http://192.168.*:3000",
        ["http://192.168.[0-9]+.[0-9]+:3000"],
        "http://192.168.1.20:3000",
        "http://192.168.evil.com:3000",
        id="addresses of a network",
    ),
    pytest.param("localhost", ["http://localhost:*"], LOCAL, EVIL, id="this machine"),
    pytest.param("[::1]", ["http://[::1]:*"], "http://[::1]:5173", LOCAL, id="its address"),
    pytest.param(
        "0.0.0.0",
        ["http://localhost:*", "http://0.0.0.0:*"],
        "http://0.0.0.0:5000",
        EVIL,
        id="what servers listen on",
    ),
    pytest.param(
        "0.0.0.0:5000",
        ["http://localhost:5000", "http://0.0.0.0:5000"],
        "http://localhost:5000",
        "http://localhost:5001",
        id="and a port",
    ),
    pytest.param(
        "moz-extension://.*",
        ["moz-extension://[a-z0-9-]+"],
        EXTENSION,
        APP,
        id="every extension",
    ),
    pytest.param("https://.*", ["https://[^/]+"], APP, LOCAL, id="every https page"),
    pytest.param("https?://.*", ["https?://[^/]+"], LOCAL, EXTENSION, id="every page of the web"),
    pytest.param("https?://.*:*", ["https?://[^/]+"], LOCAL, EXTENSION, id="on any port"),
    pytest.param(".*:3000", ["https?://[^/]+:3000"], LOCAL, APP, id="every host with a port"),
    pytest.param(
        f'["{LOCAL}"]', [[LOCAL]], LOCAL, APP, id="a list of one origin in a text, as of JSON"
    ),
    pytest.param(f"['{LOCAL}', '{APP}']", [[LOCAL, APP]], APP, EVIL, id="a list of two in a text"),
    pytest.param("app://./index.html", ["app://."], "app://.", APP, id="an Electron app's page"),
]


@pytest.mark.parametrize(("written", "named", "page", "stranger"), REMEDIES)
def test_what_the_remedy_names_lets_the_page_in(
    written: str, named: list[str | list[str]], page: str, stranger: str | None
) -> None:
    (problem,) = problems(as_keyword, {"origins": [written]})
    assert named_values(problem.remedy) == named
    values = [each for value in named for each in (value if isinstance(value, list) else [value])]
    app = app_with_extension({"origins": [*values, "https://another.example"]})
    assert answered(app, get(page)) == answer(allow_origin=page, vary="Origin")
    if stranger is not None:
        assert answered(app, get(stranger)) == answer(vary="Origin")


@pytest.mark.parametrize("value", [None, "", "None", "undefined"])
def test_what_is_missing_in_the_environment(value: object) -> None:
    (problem,) = problems(as_keyword, {"origins": [value, APP]})
    assert problem.reason.endswith(": a variable of the environment is probably missing.")


@pytest.mark.parametrize("written", ["https://pr-*.vercel.app", "https://*.pr-*.vercel.app:*"])
def test_names_that_others_can_have_are_not_for_credentials(written: str) -> None:
    (problem,) = problems(as_keyword, {"origins": written})
    assert "with credentials only where nobody else can have such a name" in problem.remedy
    for named in named_values(problem.remedy):
        (refused,) = problems(as_keyword, {"origins": named, "supports_credentials": True})
        assert "under vercel.app" in refused.reason


def test_a_list_in_a_text_of_the_config() -> None:
    """There a string is split on commas, but not one in brackets."""
    (problem,) = problems(as_config, {"origins": f'["{LOCAL}", "{APP}"]'})
    assert problem.remedy == (
        f'Write the list, ["{LOCAL}", "{APP}"], instead. In the environment write them with commas '
        "between, without brackets and quotes."
    )
