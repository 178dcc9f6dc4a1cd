"""Which repetitions side by side take seconds over one `Origin`, and which only look alike."""

from __future__ import annotations

import re

import pytest

from flask_cors.protocol.regex_crowds import is_crowded

LABELS = r"([a-z0-9-]+\.)*"

CROWDS = [
    pytest.param(r"https://.*.*.*.*\.example\.com", id="four in a row"),
    pytest.param(r"https://[\w.-]*[\w.-]*[\w.-]*[\w.-]*\.example\.com", id="of classes"),
    pytest.param(r"https?://.*-.*-.*-.*-x\.com", id="four, apart by what each of them takes"),
    pytest.param(r"(https?)://.*-.*-.*-.*-x\.com", id="the scheme in a group"),
    pytest.param(
        r"^(https://app\.example\.com|vscode-webview://[\w-]+-[\w-]+-[\w-]+-[\w-]+-[\w-]+)$",
        id="of another scheme, behind one of the web",
    ),
    pytest.param(
        r"https?://app|[\w-]+-[\w-]+-[\w-]+-[\w-]+-x", id="of any scheme, behind one of the web"
    ),
    pytest.param(r"https://.*\..*\..*\..*\..*\.x\.com", id="five, apart by dots"),
    pytest.param(r"https://.*\d.*\d.*\d.*x", id="apart by a class that each of them takes"),
    pytest.param(r"https://.*\d{2}.*\d{2}.*\d{2}.*x", id="apart by several of a class"),
    pytest.param(r"https://.*-?.*-?.*-?.*x\.com", id="apart by what may be left out"),
    pytest.param(
        r"https://.*(?:-x)?.*(?:-x)?.*.*x\.com", id="apart by groups that may be left out"
    ),
    pytest.param(r"https://.*(?=a).*(?!b).*.*x\.com", id="apart by what looks ahead"),
    pytest.param(r"https://.*(?:a|-).*(?:a|-).*(?:a|-).*x\.com", id="apart by alternatives"),
    pytest.param(r"https://(?:.*-){3}.*x\.com", id="three times a group, and one more"),
    pytest.param(r"https://(?:.*-)?(?:.*-)?(?:.*-)?.*x\.com", id="in groups that may be left out"),
    pytest.param(
        r"https://[a-m.]*[a-m.]*[a-m.]*_[n-z.]*[n-z.]*[n-z.]*x", id="three, and three of others"
    ),
    pytest.param(
        r"https://[a-m.]*[a-m.]*[a-m.]*[n-z.]+[n-z.]*[n-z.]*x", id="three, and at once three others"
    ),
    pytest.param(r"https://(?:(.*-.*)-(.*-.*))\.x\.com", id="in groups"),
    pytest.param(r"https://(?:(?:.*-)(?:.*-|y)){3}x\.com", id="in groups with alternatives"),
    pytest.param(r"https://(?:.*|a)(?:.*|a)(?:.*|a)(?:.*|a)x\.com", id="each an alternative"),
    pytest.param(r"https://(?:a|.*.*.*.*x)\.com", id="as an alternative"),
    pytest.param(r"https://(?:a|b.*(?:c|.*.*.*.*x))\.com", id="as an alternative of another"),
    pytest.param(r"https://(?:.*.*.*.*x\.)?example\.com", id="in what may be left out"),
    pytest.param(r"https://a\.com|https://.*.*.*.*x\.com", id="as one of two regexes"),
    pytest.param(
        r"https://[a-z.]*-?[a-z.]*[a-z.]*[a-z.]*", id="none of which takes all at the end"
    ),
    pytest.param(r"https://.*-[a-z-]*-[a-z-]*-[a-z-]*-[a-z-]*x", id="one with a dot, four without"),
    pytest.param(f"https://{'[a-z-]*' * 6}x", id="six without a dot"),
    pytest.param(r"[a-z]+://[a-z-]*[a-z-]*[a-z-]*[a-z-]*x", id="of a scheme without labels"),
    pytest.param(f"https://{'[a-z.]{0,99}' * 4}x", id="four that end, but late"),
    pytest.param(r"https://-*[a-z]*[.]*.*\d*.*\d*.*\d*.*x", id="apart by what may take nothing"),
    pytest.param(f"https://{'[a-z]?' * 30}x", id="thirty that may be left out"),
    pytest.param(r"https://[A-Z.]*[a-z.]*[A-Z.]*[a-z.]*x", id="in capitals, which mean the same"),
    pytest.param(f"https://{LABELS * 5}example\\.com", id="five groups of labels"),
    pytest.param(r"https://.*(?:.*-)*(?:-[^x]+)*.*x", id="groups among others"),
    pytest.param(f"https://{'(?:a|b|[.])*' * 4}x", id="groups of one character each"),
    pytest.param(
        f"https://{'[a-m]*' * 4}{'[n-z]*' * 4}x", id="four, and four of others, of which none must"
    ),
    pytest.param(
        r"https://[a-z]*[a-z]*[a-z]*(\.[a-z]+)+[a-z]*[a-z]*[a-z]*\.com", id="around a group"
    ),
    pytest.param(
        r"https://[a-z.]+(?:a?){1,63}[\w.-]*(?:\.[a-z]+)+a+(a|b)+\.com", id="and its last round"
    ),
    pytest.param(
        r"https://[a-z.]+[\w.-]*a+(?:[a-z]+\.)+[a-z]*(?:a?){1,63}[a-z]*x", id="and its first"
    ),
    pytest.param(r"https://([a-z])\1*\1*\1*\1*\1*\1*\.com", id="references back"),
]

NONE = [
    pytest.param(r"https://.*\.example\.com", id="one"),
    pytest.param(r"https://.*-.*-.*\.vercel\.app", id="three"),
    pytest.param(r"https://(?:.*-){3}x\.com", id="three, as a group"),
    pytest.param(r"https://.*--.*-git-.*-team-.*\.vercel\.app", id="four, apart by words"),
    pytest.param(r"https://.*\..*\..*\..*", id="four, the last of which takes all"),
    pytest.param(r"https://.*\..*\..*\..*\.example\.com", id="four, apart by dots"),
    pytest.param(r"^(https://.*\..*\..*\..+(:\d+)?)$", id="four, and all that may come"),
    pytest.param(r"https://[^.]+-[^.]+-[^.]+-[^.]+\.vercel\.app", id="four without a dot"),
    pytest.param(f"https://{'[a-z-]+-' * 5}x", id="five without a dot"),
    pytest.param(r"https://[^.]+\.[^.]+\.[^.]+\.[^.]+\.[^.]+x", id="apart by what none takes"),
    pytest.param(
        r"https://[a-m.]+[n-z]+[a-m.]+[n-z]+[a-m.]+[n-z]+[a-m.]+", id="that share nothing"
    ),
    pytest.param(r"https://[a-m.]*[a-m.]*_[n-z.]*[n-z.]*x", id="two, and two of others"),
    pytest.param(r"https://[^.]+-[^.]+\.[^.]+-[^.]+\.example\.com", id="two in each label"),
    pytest.param(r"https://\d+-\d+-\d+-\d+\.x\.com", id="apart by a hyphen"),
    pytest.param(f"https://{'[a-z.]{0,9}' * 4}x", id="four that end soon"),
    pytest.param(r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+example\.com", id="labels"),
    pytest.param(r"https://(?:a|b|(?:c|d)+)\.example\.com", id="alternatives"),
    pytest.param(r"https://(?:a|.*-)(?:b|.*-).*\.example\.com", id="three, two in alternatives"),
    pytest.param(r"app://.*", id="of a scheme without labels"),
    pytest.param(f"https://{LABELS * 2}[a-z]+\\.com", id="two groups of labels"),
    pytest.param(f"https://{'(?:[a-z]-)*' * 4}x", id="groups that share no dot"),
    pytest.param(r"https://(?:a\.)*(?:b\.)*(?:c\.)*(?:d\.)*(?:e\.)*x", id="of other labels"),
    pytest.param(r"https://[a-z]*(?:\.[a-z]+)*[a-z]*(?:\.[a-z]+)*x", id="a class without the dot"),
    pytest.param(r"(http|https)://[\w-]+-[\w-]+-[\w-]+-[\w-]+\.a\.app", id="two schemes"),
    pytest.param(r"(?:https){1}://[\w-]+-[\w-]+-[\w-]+-[\w-]+\.a\.app", id="once"),
    pytest.param(r"http(s)?://[\w-]+-[\w-]+-[\w-]+-[\w-]+\.a\.app", id="an s in a group"),
    pytest.param(
        r"^(?:https?://x|(?=h)(?:HTTP(?:S)?)://[\w-]+-[\w-]+-[\w-]+-[\w-]+x)$", id="and deeper"
    ),
    pytest.param(r"https://([a-z])\1*-\1+\.example\.com", id="references back, apart"),
    pytest.param(r"", id="nothing"),
]


@pytest.mark.parametrize("source", CROWDS)
def test_what_takes_seconds_is_refused(source: str) -> None:
    assert is_crowded(re.compile(source, re.IGNORECASE))


@pytest.mark.parametrize("source", NONE)
def test_what_takes_no_time_is_accepted(source: str) -> None:
    assert not is_crowded(re.compile(source, re.IGNORECASE))
