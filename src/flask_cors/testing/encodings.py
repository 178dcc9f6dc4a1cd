"""Bodies as text, in the encodings that browsers know.

Source: https://encoding.spec.whatwg.org/
"""

from __future__ import annotations

import codecs

from werkzeug.http import parse_options_header

_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_KNOWN = """
    utf-8 utf-16-le utf-16-be cp866 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258
    iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13
    iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman gb18030 euc_jp iso2022_jp cp932
""".split()
# Browsers read more than these names say (https://encoding.spec.whatwg.org/#names-and-labels).
_READ_AS = {name: name for name in _KNOWN} | {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "utf-16": "utf-16-le",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}


def decoded(body: bytes, content_type: str) -> str:
    """The text of a body: by its byte order mark, else by the charset, else as UTF-8.

    Source: https://encoding.spec.whatwg.org/#decode and
    https://xhr.spec.whatwg.org/#text-response
    """
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    return body.decode(_charset(content_type), "replace")


def _charset(content_type: str) -> str:
    label = parse_options_header(content_type)[1].get("charset", "")
    try:
        return _READ_AS.get(codecs.lookup(label).name, "utf-8")
    except (LookupError, ValueError):
        return "utf-8"
