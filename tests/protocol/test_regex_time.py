"""Which regexes can take ages over one text, and which only look as if they could."""

from __future__ import annotations

import re

import pytest

from flask_cors.protocol.regex_ambiguity import is_ambiguous
from flask_cors.protocol.regex_crowds import Texts
from flask_cors.protocol.regex_time import slowness_of
from flask_cors.protocol.regexes import tree_of

NESTED, CROWD = "nested-quantifiers", "crowd"
LONG = Texts("path", 4096, ("slash", "[^/]*"), '"/api/*"')

REGEXES = [
    pytest.param(r"(a+)+", NESTED, id="a repetition of a repetition"),
    pytest.param(r"(((a{1,9}){9}){9}){9}", NESTED, id="four of them, bounded"),
    pytest.param(r"((a{1,9}){9}|(b{1,9}){9}){9}", NESTED, id="three of them and a choice"),
    pytest.param(r"(?:a*)*", NESTED, id="a repetition of what may be empty"),
    pytest.param(r"https://(?:\w+\.?)+\.example\.com", NESTED, id="with a separator that may miss"),
    pytest.param(r"(?:a|a)+", NESTED, id="equal alternatives"),
    pytest.param(r"(?:a|aa)+", NESTED, id="an alternative that is another one twice"),
    pytest.param(r"(?:\w|\d)+", NESTED, id="alternatives that overlap"),
    pytest.param(r"(?:a(?:b|b)+)", NESTED, id="deep inside"),
    pytest.param(r"(?:[a-z]{1,3}){2,}", NESTED, id="counted"),
    pytest.param(r"(?:(?:ab){1,3})+", NESTED, id="counted, of more than one character"),
    pytest.param(r"(?:/[a-z]+)+", None, id="each part begins with what the others lack"),
    pytest.param(r"https://(?:[a-z]+\.)+example\.com", None, id="labels"),
    pytest.param(r"(?:app|api)+", None, id="alternatives that differ"),
    pytest.param(r"(?:a+){2}", None, id="twice"),
    pytest.param(r"[a-z]+\d*", None, id="without a group"),
    pytest.param(r"https://.*.*.*\.example\.com", CROWD, id="three that share everything"),
    pytest.param(r"(?:x(?:\w+[a-z]*[^.]*))?", CROWD, id="three that share letters, deep inside"),
    pytest.param(r".*\..*\..*", None, id="apart from each other, and the last takes all"),
    pytest.param(r".*\..*\..*(:\d+)?", None, id="and all that may come"),
    pytest.param(r"[^.]*\.[^.]*\.[^.]*x", None, id="apart by what none of them takes"),
    pytest.param(r"X-.*-.*-.*-id", CROWD, id="apart by what each of them takes"),
    pytest.param(r".*\d.*\d.*x", CROWD, id="apart by a class that each of them takes"),
    pytest.param(r"\d+-?\d+[a-z]\d+x", None, id="apart by a class that none of them takes"),
    pytest.param(r"([a-z0-9-]{1,63}\.?){1,5}\.com", NESTED, id="five times, in many ways"),
    pytest.param(r"([a-z0-9-]{1,63}\.?){1,3}\.com", None, id="three times, in many ways"),
    pytest.param(r"(\d{1,3}\.?){4}", None, id="four times, in a few ways"),
    pytest.param(r"(?:[a-z]|1-?){11}", None, id="eleven times, in one way"),
    pytest.param(r"[a-z]+[a-z0-9]*\d*", None, id="three of which two share"),
    pytest.param(r"(?:\w+[a-z]*){2}x", CROWD, id="two of them, twice"),
    pytest.param(r"(?:.*-){1,3}id", CROWD, id="apart by what they take, in groups"),
    pytest.param(r"(?:[a-z]+\.){3}x", None, id="thrice, apart by a dot"),
    pytest.param(r"(?:\w+|-)(?:\w+|-)(?:\w+|-)", CROWD, id="alternatives, which are not laid out"),
    pytest.param(r"(?=.+)\w+(?=.+)\w+x", None, id="what looks ahead, which takes nothing"),
    pytest.param("(" * 16 + "ab?" + "){3}" * 16, NESTED, id="sixteen groups, each thrice"),
    pytest.param(f"X-{'[a-z]?' * 30}-id", CROWD, id="thirty that may be left out"),
    pytest.param(r"(?:\d{1,2}[0-9]?\w{2,3}x){3}" * 9, None, id="six at most between fixed ones"),
    pytest.param(f"{'[a-z]?' * 15}{'[0-9]?' * 15}", None, id="thirty of which fifteen share"),
    pytest.param(r"(a)(?:\1b)+", None, id="a reference back, which is not looked into"),
    pytest.param(r"/api(?:/\w+)*(?:/\w+)*(?:/\w+)*/edit", CROWD, id="three groups of segments"),
    pytest.param(r"/(?:\w+/)*(?:\w+/)*edit", None, id="two groups of segments"),
    pytest.param(r"/(?:\w+/)*.*/(?:\w+/)*x", CROWD, id="two groups, and all between them"),
    pytest.param(r"/(?:[^/]+/)*[^/]+\.(?:js|css)", None, id="a group, and a segment"),
    pytest.param(r"/(?:\d+|[a-z]+)(?:_+|[a-z]+)(?:-+|[a-z]+)/x", CROWD, id="of alternatives"),
    pytest.param(r"/(?:[a-z]+/|.+/)?(?:[a-z]+/|.+/)?(?:[a-z]+/|.+/)?x", CROWD, id="if they come"),
    pytest.param(r"/(?:a+|b+)(?:c+|d+)(?:e+|f+)(?:g+|h+)(?:i+|j+)(?:k+|l+)x", None, id="many"),
    pytest.param(r"/(?:a+|b+|c+|d+){3}x", CROWD, id="one of four, thrice"),
    pytest.param("/" + "(" * 13 + "a" + "){3}" * 13, CROWD, id="too long to be laid out"),
    pytest.param(r"/(?:\d|[^0-9/])*/x", NESTED, id="a digit that is not ASCII is both"),
    pytest.param(r"/(?:\w|[^a-zA-Z0-9_/])+\.txt", NESTED, id="and so is a letter"),
    pytest.param(r"/(?:\s|[^ \t\n\r\f\v/])+\.txt", NESTED, id="and a space"),
    pytest.param("/(?:[xäöü]a|[yäöü]a)*z", NESTED, id="and so are those of both"),
    pytest.param("/(?:[xŵ]a|[yŵ]a)*z", NESTED, id="also of a language that is not known"),
    pytest.param(r"/(?:[\u0430-\u0435]+[\u0431-\u044f]+)+z", NESTED, id="by their numbers"),
    pytest.param(r"/(?:[\x61-\x7a]+/)*[\x2d\x2e]z", None, id="numbers of what is ASCII"),
    pytest.param("/[^/]*[äöü]*[^/]*[äöü]*z", CROWD, id="that share letters of a language"),
    pytest.param("/(?:[a-z]|\u00e9)+x", None, id="a letter that is no other"),
    pytest.param("/(?:[a-z]|\u0436)+x", NESTED, id="a letter of which that is not known"),
    pytest.param(r"/(?:.|\n)*/edit", NESTED, id="a dot that takes a line break, too"),
    pytest.param(r"/(?:[.]|\n)*/(?:\.|\n)*/edit", None, id="dots that are dots"),
]


@pytest.mark.parametrize(("source", "code"), REGEXES)
def test_long_texts(source: str, code: str | None) -> None:
    slowness = slowness_of(re.compile(source, re.DOTALL), LONG)
    assert (slowness and slowness.code) == code


EXPONENTIAL = [
    pytest.param(r"(a+)+", 0, True, id="a repetition repeated"),
    pytest.param(r"(?:a+){4}", 0, True, id="a repetition repeated, though only four times"),
    pytest.param(r"(?:a+){2}", 0, False, id="a repetition repeated only twice"),
    pytest.param(r"(?:(?:a+){2}){2}", 0, True, id="twice, and that twice"),
    pytest.param(r"https?://([-\w]+\.)*example\.com", 0, False, id="a dot ends each round"),
    pytest.param(r"(?:/[a-z]+)+", 0, False, id="a slash begins each round"),
    pytest.param(r"(?:X-\w+)*", 0, False, id="a hyphen behind a letter begins each round"),
    pytest.param(r"(?:\w*x\.)*", 0, False, id="apart when it is read backwards"),
    pytest.param(r"(?:\w+\.|\d+-)*", 0, False, id="apart backwards, in two ways"),
    pytest.param(r"(?:(?=.)[a-z]+\.){4}", 0, False, id="looking ahead takes no text"),
    pytest.param(r"(?:x{0}[a-z]+\.)*", 0, False, id="what comes no time"),
    pytest.param(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+", 0, False, id="rounds within rounds"),
    pytest.param(r"(?:.*\.)*", 0, True, id="a dot ends each round, and stands in it"),
    pytest.param(r"(?:\.\w+|\w+\.)*", 0, True, id="a dot begins a round, or ends it"),
    pytest.param(r"(?:x?\w*\.)+\.com", 0, True, id="two ways to take one round"),
    pytest.param(r"(?:X[a-z]+)*", re.IGNORECASE, True, id="a capital, which counts for little"),
    pytest.param(r"(?:\u017f[a-z]+)*", re.IGNORECASE, True, id="what stands for a letter of ASCII"),
    pytest.param(r"(?:(?:a?)?[b-z]+\.)*", 0, True, id="two ways to be empty"),
    pytest.param(r"(?:(?:|a?)[b-z]+\.)*", 0, True, id="two ways to be empty, by alternatives"),
    pytest.param(r"(b)(?:\1[a-z]+\.)*", 0, True, id="a reference back, which may be anything"),
    pytest.param(r"https://([a-z0-9-]{1,63}\.?)+\.example\.com", 0, True, id="a bounded one"),
    pytest.param(r"https://(?:[a-z0-9]{1,63}-?)+\.example\.com", 0, True, id="with a hyphen"),
    pytest.param(
        r"https://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+example\.com", 0, False, id="labels"
    ),
    pytest.param(r"https://(\w{1,63}\.){1,5}example\.com", 0, False, id="five labels"),
    pytest.param(r".*.*.*x", 0, False, id="side by side, which is a crowd"),
    pytest.param(r"(?: \w{1,9} -? )+", re.VERBOSE, True, id="verbose"),
    pytest.param(r"https://(?:[a-z]{3,8}-?)+\.example\.com", 0, True, id="three letters or more"),
    pytest.param(r"(?:[a-z]{5,9}-?)+", 0, True, id="no letters are 5 and 9, but more are"),
    pytest.param(r"(?:[a-z]{2,3})+", 0, True, id="twice three is three times two"),
    pytest.param(
        r"X-(?:[a-z]{2}[a-z]?)+-id", 0, True, id="twice three, the last of which may miss"
    ),
    pytest.param(r"(?:aa|aaa)+", 0, True, id="twice three, spelt out"),
    pytest.param(
        r"(?:a|ab|bc|c)+", 0, True, id="rounds of different lengths, of letters that differ"
    ),
    pytest.param(r"(?:app|pr|preview|prev|iew)+", 0, True, id="rounds that are another two"),
    pytest.param(r"(?:[a-z]?){40}", 0, True, id="rounds that may be empty"),
    pytest.param(r"(?:[a-z]{0,1}){40}", 0, True, id="rounds that may be empty, counted"),
    pytest.param(r"(?:|[a-z]){40}", 0, True, id="rounds that may be empty, by alternatives"),
    pytest.param(r"(?:[a-z]?){1,40}", 0, False, id="empty rounds, none of which has to come"),
    pytest.param(r"(?:(?:a?)+-)+", 0, True, id="empty rounds in a round"),
    pytest.param(r"(?:(?:[a-z]?){3}-)+", 0, True, id="three that may be empty, in a round"),
    pytest.param(r"(?:(?:[a-z]?){1}-)+", 0, False, id="one that may be empty, in a round"),
    pytest.param(r"(?:[a-z]{2})+", 0, False, id="counted, always alike"),
    pytest.param(r"(?:[a-f0-9]{64})+", 0, False, id="counted, always alike, and many"),
    pytest.param(r"(?:[a-z]\d){3,5}", 0, False, id="counted, and a digit ends each round"),
    pytest.param(r"(?:(?:[a-z]{2}){2,}\.)+", 0, False, id="two letters or more, and a dot"),
    pytest.param(r"(?:[a-z]{2,9999})+", 0, True, id="more places than are looked into"),
    pytest.param(r"(?:[a-z]{5000}|\.{5000})+", 0, True, id="where even that cannot be told"),
    pytest.param(r"(?:[a-z]*a[a-z]{900}\.)+", 0, True, id="where it takes too many steps"),
    pytest.param(f"(?:{'|'.join(f'pr{n}' for n in range(90))})+", 0, False, id="ninety names"),
    pytest.param(f"(?:{'|'.join(f'pr{n}' for n in range(200))})+", 0, True, id="too many names"),
    pytest.param("(?:\\w{1,9}\u00e9)+", 0, True, id="what is not ASCII, which is not looked into"),
]


@pytest.mark.parametrize(("source", "flags", "exponential"), EXPONENTIAL)
def test_exponential_time(source: str, flags: int, exponential: bool) -> None:
    assert is_ambiguous(tree_of(re.compile(source, flags))) is exponential
