"""Values for the fields of answers and requests: good ones, and what people write instead.

Each function takes a source of chance, and gives the lines of one field: none, one, or several.
"""

from __future__ import annotations

import typing as t

if t.TYPE_CHECKING:
    import collections.abc as cabc
    import random

Lines = tuple[str, ...]
T = t.TypeVar("T")

REFERRER_POLICIES = {
    "": 60, "no-referrer": 6, "no-referrer-when-downgrade": 6, "same-origin": 6, "origin": 5, "strict-origin": 5,
    "origin-when-cross-origin": 5, "strict-origin-when-cross-origin": 4, "unsafe-url": 8,
}  # fmt: skip
ODD_POLICIES = (
    "origin, x",
    "no-referrer, unsafe-url",
    "Origin",
    "x",
    "'origin'",
    "no-referrer;",
    ",origin,",
)
NAMES = ("X-Token", "x-trace", "X-REQUESTED-WITH")
LONG = "a" * 200


def weighted(chance: random.Random, table: cabc.Mapping[T, float]) -> T:
    """One of the keys, as often as its weight says."""
    return chance.choices(list(table), list(table.values()))[0]


def allow_origin(chance: random.Random, origin: str) -> Lines:
    """Lines of Access-Control-Allow-Origin, for a page on `origin`."""
    usual = {(origin,): 66, ("*",): 12, (): 5, (f" {origin}\t",): 1, ("null",): 2}
    kind = weighted(chance, {**usual, "odd": 14})
    return kind if kind != "odd" else chance.choice(odd_origins(origin))


def odd_origins(origin: str) -> list[Lines]:
    """Lines that do not allow an origin, most of them."""
    values = f"""{origin}/ {origin.upper()} {origin.title()} {origin}:443 {origin}, {origin},{origin}
        {origin};{origin} "{origin}" '{origin}' {origin}/path {origin}?a {origin}#a <{origin}>
        {origin[:-1]} {origin}x https://*.example.com https:// app.example.com NULL Null undefined
        *, *,* ** '*' "*" true all https://other.example.com {origin.replace("https", "http")}
        """.split()
    spaced = [f"{origin} {origin}", f"{origin}, *", f"{origin}\xa0", f"\x0b{origin}", "* ", ""]
    lines = [(origin, origin), ("*", origin), (origin, ""), ("*", "*"), ("", "*"), (origin, "null")]
    return [(value,) for value in values + spaced] + lines


def allow_credentials(chance: random.Random) -> Lines:
    """Lines of Access-Control-Allow-Credentials."""
    odd = [
        "True",
        "TRUE",
        "false",
        "",
        "1",
        "yes",
        "true,",
        "true, true",
        "'true'",
        "*",
        "true;",
        "t",
    ]
    kind = weighted(chance, {("true",): 62, (): 22, "odd": 12, (" true ",): 2, ("true", "true"): 2})
    return kind if kind != "odd" else (chance.choice(odd),)


def allow_methods(chance: random.Random, method: str) -> Lines:
    """Lines of Access-Control-Allow-Methods, for a method that is asked for."""
    usual = {
        (method,): 30,
        ("GET, POST, PUT, PATCH, DELETE",): 25,
        ("*",): 12,
        (): 10,
        ("GET, POST",): 5,
        "odd": 18,
    }
    kind = weighted(chance, usual)
    return kind if kind != "odd" else chance.choice(odd_lists(chance, [method, "GET"]))


def allow_headers(chance: random.Random, names: list[str]) -> Lines:
    """Lines of Access-Control-Allow-Headers, for names that are asked for."""
    usual = {
        (", ".join(names),): 34,
        (",".join(names).lower(),): 12,
        (", ".join([*names, "X-Other"]).title(),): 8,
        ("*",): 14,
        ("*, authorization",): 4,
        (): 8,
        (", ".join(names[1:]),): 5,
        "odd": 15,
    }
    kind = weighted(chance, usual)
    return kind if kind != "odd" else chance.choice(odd_lists(chance, [*names, "X-Other"]))


def expose_headers(chance: random.Random) -> Lines:
    """Lines of Access-Control-Expose-Headers."""
    names = ["X-Total-Count", "etag"]
    usual: dict[t.Any, float] = {
        (): 35,
        ("X-Total-Count",): 14,
        ("x-total-count, ETag",): 10,
        ("*",): 14,
        ("X-Total-Count, Set-Cookie, Set-Cookie2",): 5,
        ("*, X-Total-Count",): 4,
        "odd": 18,
    }
    kind = weighted(chance, usual)
    return kind if kind != "odd" else chance.choice(odd_lists(chance, names))


def odd_lists(chance: random.Random, members: list[str]) -> list[Lines]:
    """Lists whose commas, spaces and members are unusual, or wrong."""
    first = chance.choice(members)
    rest = [member for member in members if member != first]
    whole = ", ".join(members)
    wrong = f"""{first}; "{first}" '{first}' {first}: {first}/ ({first}) {first},"{first}" [{first}] {first}=1
        {first}@ {first}? {first.lower()} {first.upper()} {first.swapcase()} *{first} {first}* ** ; "*" '*'
        """.split()
    lists = [
        "", " ", ",", ",,", f",{whole}", f"{whole},", f", ,{whole}, ,", f"{first},,{first}", f"\t{first}\t,\tX ",
        " ".join(members) + " x", ";".join([*members, "x"]), f"{whole}, é", f"{whole}, x y", f"{whole} ,*",
        f"*, {whole}", "* *", f"{first}\x0b", f"{first}, \x0c", f"{first}\xa0", f"{whole}, {LONG}",
    ]  # fmt: skip
    lines = [
        tuple(members),
        (first, ""),
        ("", first),
        (first, "*"),
        (whole, "x y"),
        (*rest, first, first),
    ]
    return [(value,) for value in wrong + lists] + lines


def max_age(chance: random.Random) -> Lines:
    """Lines of Access-Control-Max-Age. None of a few seconds: a machine may be slow."""
    odd = [
        "-1", "-600", "abc", "", "600s", "5.5", "600.0", "+600", " 600 ", "600;", "600, 0", "0, 600", "0x100", "1e3",
        "00", "0600", "99999999999999999999", "2147483648", "4294967296", "-0", "infinity", "null", "'600'", "86401",
    ]  # fmt: skip
    usual: dict[t.Any, float] = {
        (): 36,
        ("0",): 14,
        ("600",): 26,
        ("86400",): 6,
        "odd": 15,
        ("0", "600"): 1,
        ("600", "0"): 1,
        ("600", "600"): 1,
    }
    kind = weighted(chance, usual)
    return kind if kind != "odd" else (chance.choice(odd),)


def referrer_policy(chance: random.Random) -> Lines:
    """Lines of Referrer-Policy, as a redirect sets it."""
    odd = chance.random() < 0.2
    first = chance.choice(ODD_POLICIES) if odd else weighted(chance, REFERRER_POLICIES)
    return (first,) if first else ()
