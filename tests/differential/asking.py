"""What pages ask for: methods in every spelling, header fields at the edges of the safelist."""

from __future__ import annotations

import typing as t

from .values import weighted

if t.TYPE_CHECKING:
    import random

    from .cases import Fields

METHODS = {
    "GET": 34, "POST": 20, "PUT": 12, "DELETE": 7, "PATCH": 8, "HEAD": 5, "OPTIONS": 3,
    "get": 1, "Post": 1, "put": 1, "pUT": 1, "patch": 1.5, "Patch": 0.5, "delete": 0.5,
    "head": 0.5, "options": 0.5,
    "QUERY": 0.5, "PROPFIND": 0.4, "foo": 0.4, "X-Custom!": 0.3, "*": 0.3,
    "TRACE": 0.2, "track": 0.2, "Connect": 0.2, "G T": 0.2, "": 0.2, "GÉT": 0.2,
}  # fmt: skip
BODIES = {None: 50, "a=1": 50}
MODES = {"cors": 84, "no-cors": 9, "same-origin": 7}
CREDENTIALS = {"include": 42, "same-origin": 33, "omit": 25}
REDIRECTS = {"follow": 86, "manual": 8, "error": 6}

CONTENT_TYPES = """text/plain text/plain;charset=utf-8 TEXT/PLAIN application/x-www-form-urlencoded
    multipart/form-data;boundary=x application/json application/json;charset=utf-8 text/html
    text/ plain
    /plain text/plain,
    text/plain,text/plain text/plain;"x" text/plain;x=<y> text/plain;x=(y) text/plainx
    application/x-www-form-urlencoded;charset=UTF-8 text/plain;x=a@b application/xml""".split()
ACCEPTS = """*/* application/json text/html,application/xhtml+xml;q=0.9 "*/*" a:b a@b (x) {x} [x] <x> a\\b a?b é
    text/*;q=0.3""".split()
LANGUAGES = """de de-AT,de;q=0.7 * en_US "de" de/at de:at é en;q=1. a+b (de)""".split()
RANGES = """bytes=0-10 bytes=5- bytes=-5 bytes=10-5 bytes=0-0 bytes=0-1,3-4 BYTES=0-1 bytes=a-b bytes=
    bytes=00-01 items=0-1 bytes=0-99999999999999999999""".split()
EDGE_VALUES = {
    "Accept": [*ACCEPTS, *("a" * length for length in (127, 128, 129)), "", "a b"],
    "Accept-Language": [*LANGUAGES, *("d" * length for length in (127, 128, 129)), "", "de, en"],
    "Content-Language": [*LANGUAGES, *("d" * length for length in (127, 128, 129)), "", "de, en"],
    "Content-Type": [
        *CONTENT_TYPES,
        "",
        " text/plain ",
        "text/plain ; charset=utf-8",
        "text/plain; a b",
        *(f"text/plain;x={'y' * (length - 13)}" for length in (127, 128, 129)),
    ],
    "Range": [*RANGES, "bytes = 0-1", "bytes=0- 1", f"bytes=0-{'1' * 119}", f"bytes=0-{'1' * 121}"],
}
"""Values of the header fields that the safelist knows, on both sides of its edges."""

CUSTOM = (
    "X-Token",
    "x-trace",
    "X-REQUESTED-WITH",
    "Cache-Control",
    "X-a_b.c!",
    "Last-Event-ID",
    "Save-Data",
)
FORBIDDEN = """Accept-Charset Accept-Encoding Access-Control-Request-Headers Access-Control-Request-Method Connection
    Content-Length Cookie Cookie2 Date DNT Expect Host Keep-Alive Origin Referer Sec-Test
    Proxy-Test Set-Cookie TE Trailer
    Transfer-Encoding Upgrade Via""".split()
OVERRIDES = """X-HTTP-Method X-HTTP-Method-Override X-Method-Override""".split()
WRONG = (
    ("X Token", "1"),
    ("", "1"),
    ("X:", "1"),
    ("X-É", "1"),
    ("X-Token", "a\nb"),
    ("X-Token", "a\0b"),
    ("X-Token", "ā"),
)
HINTS = {
    "DPR": ("2", "1.5", "x", "-1", ".5"), "Width": ("100", "1.5"), "Viewport-Width": ("5", "5px"), "Downlink": ("1.5", "fast"),
    "RTT": ("50", "50.5"), "Device-Memory": ("8", ""), "ECT": ("4g", "slow-2g", "4G", "5g"), "Save-Data": ("on", "ON", "off", ""),
}  # fmt: skip
"""Client hints, which the safelist of one browser knows, and values on both sides of its edges."""
KINDS = {
    "custom": 42, "edge": 36, "authorization": 12, "forbidden": 3, "override": 1.5, "wrong": 0.7,
    "twice": 2.5, "total": 0.6,
}  # fmt: skip


def header_fields(chance: random.Random) -> Fields:
    """The header fields that a page sets."""
    count = weighted(chance, {0: 42, 1: 34, 2: 16, 3: 8})
    groups = [some_fields(chance) for _ in range(count)]
    fields: list[tuple[str, str]] = []
    for group in groups:
        taken = {name.lower() for name, _ in fields}
        fields += [field for field in group if field[0].lower() not in taken]
    return tuple(fields)


def with_hint(chance: random.Random, fields: Fields) -> Fields:
    """The fields, and now and then a client hint among them."""
    hint = chance.choice(list(HINTS))
    taken = {name.lower() for name, _ in fields}
    if hint.lower() in taken or chance.random() > 0.05:
        return fields
    return (*fields, (hint, chance.choice(HINTS[hint])))


def some_fields(chance: random.Random) -> Fields:
    """A field, or several that belong together."""
    kind = weighted(chance, KINDS)
    edge = chance.choice(list(EDGE_VALUES))
    makers = {
        "custom": lambda: ((chance.choice(CUSTOM), chance.choice(["1", "", " a b ", "é"])),),
        "edge": lambda: ((chance.choice([edge, edge.lower()]), chance.choice(EDGE_VALUES[edge])),),
        "authorization": lambda: ((chance.choice(["Authorization", "authorization"]), "Bearer 1"),),
        "forbidden": lambda: ((chance.choice(FORBIDDEN), "1"),),
        "override": lambda: (
            (chance.choice(OVERRIDES), chance.choice(["TRACE", "PUT", "put, track"])),
        ),
        "wrong": lambda: (chance.choice(WRONG),),
        "twice": lambda: twice(chance),
        "total": lambda: tuple(
            (name, letter * length)
            for name, letter in (
                ("Accept", "a"),
                ("Accept-Language", "d"),
                ("Content-Language", "d"),
            )
            for length in chance.choices((100, 128), k=4)
        ),
    }
    return makers[kind]()


def twice(chance: random.Random) -> Fields:
    """One name twice. Of some names Firefox sends the last value alone, and no empty ones at all."""
    name = chance.choice(["Accept", "Accept-Language", "Content-Language", "X-Token"])
    values = list(filter(None, EDGE_VALUES.get(name, ["1", "2"])))
    return tuple((name, value) for value in chance.choices(values, k=2))
