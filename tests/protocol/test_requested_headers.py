"""Requested headers: which of the names asked for are answered, and how they are written."""

from __future__ import annotations

import re

import pytest

from tests.support import ALL_METHODS
from tests.support import APP
from tests.support import Options
from tests.support import answer
from tests.support import get
from tests.support import preflight

from .conftest import Edge

LISTED = ["Content-Type", "X-Token", "Authorization"]

# What is allowed, the field's value as it arrives, and the answer's value; None where there is no
# such field in the answer.
SYNTAX = [
    pytest.param(None, None, id="no field"),
    pytest.param("", None, id="an empty field"),
    pytest.param(",", None, id="a comma"),
    pytest.param(" , ,\t, ", None, id="empty members only"),
    pytest.param("x-a", "x-a", id="one name"),
    pytest.param("x-b,x-a", "x-a, x-b", id="two names, sorted"),
    pytest.param("x-a, x-b", "x-a, x-b", id="a space behind the comma"),
    pytest.param("x-a ,x-b", "x-a, x-b", id="a space before the comma"),
    pytest.param(" x-a\t,\tx-b ", "x-a, x-b", id="spaces and tabs around"),
    pytest.param("x-a,,x-b", "x-a, x-b", id="an empty member between"),
    pytest.param(",x-a,", "x-a", id="empty members at the ends"),
    pytest.param("x-a,x-a", "x-a", id="a name twice"),
    pytest.param("x-a,X-A,x-A", "x-a", id="a name in three spellings: the first"),
    pytest.param("X-Requested-With", "X-Requested-With", id="in the spelling asked for"),
    pytest.param("b,a,c", "a, b, c", id="three names, sorted"),
    pytest.param("authorization", "authorization", id="Authorization, named and not starred"),
    pytest.param("*", None, id="a header called a star would be taken for all"),
    pytest.param("x-a,*", "x-a", id="a star beside a name"),
    pytest.param("!#$%&'*+-.^_`|~", "!#$%&'*+-.^_`|~", id="a token of odd characters"),
    pytest.param("x-a;x-b", None, id="a semicolon is no comma"),
    pytest.param("x-a x-b", None, id="a space is no comma"),
    pytest.param("x-a:1", None, id="a colon is no token"),
    pytest.param("x-\u00e4", None, id="Latin-1 is no token"),
    pytest.param("x-a\r\nX: y", None, id="CR LF is no token"),
    pytest.param("x-a\x00", None, id="NUL is no token"),
    pytest.param('"x-a"', None, id="quotes are no token"),
    pytest.param("\x0bx-a", None, id="a vertical tab is no white space"),
    pytest.param("\xa0x-a", None, id="nor is a no-break space"),
    pytest.param("x-a,x b,x-c", "x-a, x-c", id="one of three is no token"),
    pytest.param("x" * 8192, "x" * 8192, id="one name of 8 KiB"),
    pytest.param("x" * 8193, None, id="one name of 8 KiB and a character"),
    pytest.param(" " * 8191 + "x", "x", id="8 KiB of spaces and a name"),
    pytest.param(" " * 8192 + "x", None, id="over 8 KiB, of spaces"),
    pytest.param(",".join(["x-a"] * 128), "x-a", id="128 names, all the same"),
    pytest.param(",".join(["x-a"] * 129), None, id="129 names, all the same"),
    pytest.param(
        ",".join(f"x-{number:03}" for number in range(128)),
        ", ".join(f"x-{number:03}" for number in range(128)),
        id="128 names",
    ),
    pytest.param(",".join(f"x-{number:03}" for number in range(129)), None, id="129 names"),
    pytest.param("," * 16_384, None, id="16 KB of commas"),
    pytest.param("x," * 8_192, None, id="16 KB of names"),
    pytest.param("x" * 16_384, None, id="16 KB of one name"),
]


@pytest.mark.parametrize(("requested", "value"), SYNTAX)
def test_the_field_as_a_list(requested: str | None, value: str | None, edge: Edge) -> None:
    """Where every name is allowed, what is left is the syntax of the field."""
    fields = {} if value is None else {"allow_headers": value}
    expected = answer(allow_origin=APP, allow_methods=ALL_METHODS, **fields)
    assert edge({"origins": APP}, preflight(APP, "PUT", requested)) == expected


LONGEST = f"x-{'a' * 126}"
"""The longest name that is tried against regexes."""

NAMES = [
    # Names.
    pytest.param(LISTED, "content-type", "content-type", id="listed, in lower case"),
    pytest.param(LISTED, "CONTENT-TYPE", "CONTENT-TYPE", id="listed, in capitals"),
    pytest.param(LISTED, "x-token,content-type", "content-type, x-token", id="two listed"),
    pytest.param(LISTED, "x-other", None, id="not listed"),
    pytest.param(LISTED, "x-token,x-other", "x-token", id="one of two listed"),
    pytest.param(LISTED, "x-tok", None, id="the beginning of a listed name"),
    pytest.param(LISTED, "x-token-2", None, id="more than a listed name"),
    pytest.param(LISTED, "type", None, id="the end of a listed name"),
    pytest.param(LISTED, "*", None, id="a star asked for"),
    pytest.param("X-Token", "x-token", "x-token", id="a string"),
    pytest.param("X-Token, X-Other", "x-other", "x-other", id="a string of two"),
    pytest.param("X-Token,,", "x-token", "x-token", id="a string with empty members"),
    pytest.param({"X-Token"}, "x-token", "x-token", id="a set"),
    pytest.param(["x-token", "X-TOKEN"], "x-token", "x-token", id="listed twice"),
    pytest.param([], "x-token", None, id="none listed"),
    pytest.param([], "content-type", None, id="none listed, not even a safelisted name"),
    pytest.param("", "x-token", None, id="an empty string"),
    # Any.
    pytest.param("*", "x-token", "x-token", id="any, by a string"),
    pytest.param(["*"], "authorization", "authorization", id="any, by a list"),
    pytest.param(["X-Token", "*"], "x-other", "x-other", id="any, beside a name"),
    # Globs.
    pytest.param(["X-*"], "x-token", "x-token", id="a star at the end"),
    pytest.param(["X-*"], "X-TOKEN", "X-TOKEN", id="a star at the end, in capitals"),
    pytest.param(["X-*"], "x-", "x-", id="a star that stands for nothing"),
    pytest.param(["X-*"], "ax-token", None, id="a star at the end, more in front"),
    pytest.param(["X-*"], "x", None, id="a star at the end, too short"),
    pytest.param(["X-Acme-*"], "x-acme-a,x-other", "x-acme-a", id="a family of names"),
    pytest.param(["*-Id"], "request-id", "request-id", id="a star in front"),
    pytest.param(["*-Id"], "request-ids", None, id="a star in front, more behind"),
    pytest.param(["X-*-Id"], "x-request-id", "x-request-id", id="a star between"),
    pytest.param(["X-*-Id"], "x-id", None, id="a star between, overlapping"),
    pytest.param(["*X*"], "a-x-b", "a-x-b", id="a star at both ends"),
    pytest.param(["X-A.B*"], "x-axb", None, id="a dot in a glob is a dot"),
    pytest.param(["X-A+B*"], "x-a+b", "x-a+b", id="a plus in a glob is a plus"),
    pytest.param("X-A*, X-B*", "x-a1,x-b1,x-c1", "x-a1, x-b1", id="two globs in a string"),
    # Regexes.
    pytest.param([r"X-\w+"], "x-token", "x-token", id="a backslash"),
    pytest.param([r"X-\w+"], "x-token-2", None, id="matched whole: more behind"),
    pytest.param([r"X-\w+"], "ax-token", None, id="matched whole: more in front"),
    pytest.param(["X-(A|B)"], "x-a,x-b,x-c", "x-a, x-b", id="a parenthesis"),
    pytest.param(["X-[AB]"], "x-b,x-c", "x-b", id="a bracket"),
    pytest.param(["X-.*"], "x-token", "x-token", id="dot star"),
    pytest.param(["X-.*"], "token", None, id="dot star, another name"),
    pytest.param(["X.A.*"], "xaa-b", None, id="a dot in a string is a dot"),
    pytest.param([re.compile(r"X-\d+")], "x-12", "x-12", id="compiled"),
    pytest.param([re.compile(r"X-\d+")], "x-12a", None, id="compiled, whole"),
    pytest.param([re.compile(r"x.a")], "xba", "xba", id="compiled, taken as it is"),
    pytest.param([re.compile(r".*")], "x-a", "x-a", id="compiled, everything"),
    pytest.param([re.compile(r".*", re.DOTALL)], "x-a\r\nb", None, id="but no CR LF"),
    pytest.param(["X-.*"], LONGEST, LONGEST, id="128 characters, for a regex"),
    pytest.param(["X-.*"], f"{LONGEST}a", None, id="a character more meets no regex"),
    pytest.param(["X-.*", "X-*"], f"{LONGEST}a", f"{LONGEST}a", id="but a glob"),
    pytest.param([f"{LONGEST}a", "X-.*"], f"{LONGEST}a", f"{LONGEST}a", id="and its own name"),
    pytest.param(r"X-\d{1,2}", "x-12", "x-12", id="a string whose braces hold a comma"),
    # Globs and names together.
    pytest.param(["X-*", "Content-Type"], "content-type,x-a", "content-type, x-a", id="together"),
]


@pytest.mark.parametrize(("allowed", "requested", "value"), NAMES)
def test_names(allowed: object, requested: str, value: str | None, edge: Edge) -> None:
    fields = {} if value is None else {"allow_headers": value}
    expected = answer(allow_origin=APP, allow_methods=ALL_METHODS, **fields)
    options: Options = {"origins": APP, "allow_headers": allowed}
    assert edge(options, preflight(APP, "PUT", requested)) == expected


def test_a_generator_of_names(edge: Edge) -> None:
    options = {"origins": APP, "allow_headers": (name for name in ["X-A", "X-B"])}
    expected = answer(allow_origin=APP, allow_methods=ALL_METHODS, allow_headers="x-b")
    assert edge(options, preflight(APP, "PUT", "x-b")) == expected


def test_requested_headers_matter_to_preflights_only(edge: Edge) -> None:
    options = {"origins": APP, "allow_headers": ["X-A"]}
    assert edge(options, get(APP, request_headers="x-b")) == answer(allow_origin=APP)
