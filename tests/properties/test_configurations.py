"""Laws of configurations: any is refused with its problems, or means what it says."""

from __future__ import annotations

import re
import string
import typing as t
import warnings

import pytest
from flask import Flask
from hypothesis import assume
from hypothesis import given
from hypothesis import strategies as st

from flask_cors import CORS
from flask_cors import PolicyError
from flask_cors import PolicyWarning
from flask_cors import cross_origin
from flask_cors.protocol.origins import Origin
from tests.options.places import assert_reads_as_one_block
from tests.support import Options
from tests.support import ask
from tests.support import cors_fields
from tests.support import get
from tests.support import preflight

from .strategies import domains
from .strategies import policy_of
from .strategies import web_origins

Meaning = t.Callable[[str], bool]

# Whatever a program may give by mistake.
_marks = st.text("htps:/.*[]()\\?+^$|,<>@#'\" {}-_ae0", max_size=24)
_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.text(string.printable, max_size=24)
    | _marks
    | st.binary(max_size=8)
    | st.timedeltas()
    | st.sampled_from([object, re.compile("a"), re.compile(b"a"), re.compile("(a+)+")])
)
junk = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=2)
    ),
    max_leaves=4,
)
NAMES = """origins methods allow_headers expose_headers supports_credentials max_age send_wildcard
    vary_header always_send automatic_options intercept_exceptions allow_private_network
    dangerously_allow_any_origin_with_credentials
    dangerously_allow_public_suffix_with_credentials resources""".split()
junk_options = st.dictionaries(
    st.sampled_from(NAMES) | st.text(string.ascii_lowercase, max_size=8), junk, max_size=4
)


def give(app: Flask, keywords: Options, config: Options | None = None) -> bool:
    """Whether the configuration is accepted; a refusal tells what is wrong, in sentences."""
    app.config.update({f"CORS_{name.upper()}": value for name, value in (config or {}).items()})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", PolicyWarning)
        warnings.simplefilter("ignore", FutureWarning)  # re's own, of "[["
        try:
            CORS(app, **keywords)
        except PolicyError as error:
            assert_reads_as_one_block(error)
            return False
    return True


@given(
    junk_options.map(lambda options: {k: options[k] for k in options.keys() - {"app", "self"}}),
    junk_options,
)
def test_whatever_is_given_is_refused_or_works(keywords: Options, config: Options) -> None:
    app = Flask("tests")
    if give(app, keywords, config):
        for asked in (
            get(),
            get("https://a.example"),
            preflight("https://a.example", "PUT", "x-a"),
        ):
            cors_fields(ask(app, asked))


@given(junk_options.filter(lambda options: "resources" not in options))
def test_whatever_is_given_to_a_decorator_is_refused_or_works(keywords: Options) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PolicyWarning)
            warnings.simplefilter("ignore", FutureWarning)  # as above
            cross_origin(**keywords)
    except PolicyError as error:
        assert_reads_as_one_block(error)


@given(st.dictionaries(_marks | st.text(max_size=8), st.just({}), max_size=3))
def test_whatever_the_resources_are_they_are_refused_or_work(resources: Options) -> None:
    app = Flask("tests")
    if give(app, {"resources": resources}):
        cors_fields(ask(app, get("https://a.example", path="/a")))


# Values of `origins`, each with what it means to a naive reader; None where it means nothing.


def only(origin: str) -> Meaning:
    return lambda other: other == origin


def under(scheme: str, domain: str) -> Meaning:
    return lambda other: (
        other.startswith(f"{scheme}://")
        and other.endswith(f".{domain}")
        and re.fullmatch(r"[a-z0-9_.-]+", other.removeprefix(f"{scheme}://")) is not None
    )


def on_any_port(origin: str) -> Meaning:
    return lambda other: (
        other == origin or re.fullmatch(rf"{re.escape(origin)}:\d+", other) is not None
    )


def whole(regex: str) -> Meaning:
    return lambda other: re.fullmatch(regex, other) is not None


exact = web_origins.map(lambda origin: (origin, only(origin)))
spelt_otherwise = web_origins.map(lambda origin: (f"{origin.upper()}/", only(origin)))
labels = domains.map(lambda domain: (f"https://*.{domain}", under("https", domain)))
any_port = domains.map(lambda domain: (f"http://{domain}:*", on_any_port(f"http://{domain}")))
regexes = domains.map(
    lambda domain: (
        rf"https://[a-z]+\.{re.escape(domain)}",
        whole(rf"https://[a-z]+\.{re.escape(domain)}"),
    )
)
mistakes = st.builds(
    lambda origin, noise: (noise.format(origin), None),
    web_origins,
    st.sampled_from(
        ["{}/a", "{}?", "{}#", " {}", "'{}'", "u@{}x", "{0},{0}x", "{}.", "{}:", "{}/*", "{}.*"]
    ),
)
values_with_meanings = st.lists(
    exact | spelt_otherwise | labels | any_port | regexes, min_size=1, max_size=4
)


@given(st.data(), values_with_meanings)
def test_a_policy_lets_in_what_its_values_mean_and_nobody_else(
    data: st.DataObject, values: list[tuple[str, Meaning]]
) -> None:
    allowed = policy_of({"origins": [text for text, _ in values]}).origins
    # Origins that have something to do with what is listed.
    tails = [text.rpartition("*.")[2].rpartition("//")[2].strip("/:*") for text, _ in values]
    near = st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["https://", "http://"]),
        st.sampled_from(["", "a.", "a.b.", "evil", "ab."]),
        st.sampled_from(tails).map(str.lower),
        st.sampled_from(["", ":3000", ".evil.com", "x"]),
    )
    origin = data.draw(near | web_origins)
    assume(Origin.parse(origin) is not None)
    assert allowed.allows(origin) == any(meaning(origin) for _, meaning in values)


@given(values_with_meanings, mistakes, st.randoms())
def test_one_mistake_among_many_refuses_them_all(
    values: list[tuple[str, Meaning]], mistake: tuple[str, None], random: t.Any
) -> None:
    texts = [text for text, _ in values] + [mistake[0]]
    random.shuffle(texts)
    with pytest.raises(PolicyError) as caught:
        policy_of({"origins": texts})
    assert [problem.value for problem in caught.value.problems] == [mistake[0]]


# With credentials: regexes put together from pieces that people use, around one domain. None of the
# pieces glues a word of its own to the domain: `(app|dev)?example` names two more domains.

_FRONT = r"""www\. (www\.)? [a-z]+\. [a-z0-9-]+ [a-d]* .* .*\. .+\. (app|dev)\. \w+ \d* x* [.]
    (a|[a-z]+)?\.? [^.]+\. [^/]* (?:[a-z]+-)?app\. [a-z]{2,3} ([a-z]|-) \.?""".split()
_BACK = r"""(:\d+)? :\d+ .* [a-z]* (\.\w+)? (\.[a-d]+)? /? \S* $ \.? [.]?[a-z]*""".split()
_SCHEME = r"""https:// https:// ^https:// https?:// (https|http):// \w+:// .*""".split()
_IN_AN_ORIGIN = string.ascii_lowercase + string.digits + ".-:/"


@given(
    scheme=st.sampled_from(_SCHEME),
    front=st.lists(st.sampled_from(_FRONT), max_size=3).map("".join),
    back=st.lists(st.sampled_from(_BACK), max_size=2).map("".join),
    data=st.data(),
)
def test_with_credentials_a_regex_lets_in_its_own_domain_only(
    scheme: str, front: str, back: str, data: st.DataObject
) -> None:
    regex = rf"{scheme}{front}example\.com{back}"
    try:
        allowed = policy_of({"origins": regex, "supports_credentials": True}).origins
    except PolicyError:
        return
    origin = data.draw(st.from_regex(regex, fullmatch=True, alphabet=_IN_AN_ORIGIN))
    if allowed.allows(origin):
        assert re.fullmatch(r"https://(?:[a-z0-9_.-]+\.)?example\.com\.?(?::\d+)?", origin), regex
