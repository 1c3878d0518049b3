"""Read files that are not UTF-8: with a byte order mark, or in an encoding that the file or the config names."""

from __future__ import annotations

import codecs
import re

from feeds.regex import regex

_MARKS = (  # UTF-32 comes first, because its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 2048  # bytes at the beginning of a file, where its encoding may be named (HTML allows 1,024)
#: `encoding: latin-1` in front matter, `-*- coding: latin-1 -*-`, `<?xml encoding="…"?>`, `<meta charset="…">`.
_NAMED = regex(r"\b(?:charset|(?:en)?coding)[ \t]{0,8}[:=][ \t]{0,8}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
#: Those of text in files, by Python's names of them; others are transformations, such as `rot13`.
_FOR_TEXT = regex(
    r"utf-(?:8|16|32)(?:-sig|-le|-be)?|cp\d{2,4}|iso8859-\d{1,2}|iso2022_[a-z0-9_]{1,9}|koi8-[rtu]|mac-[a-z]{1,9}"
    r"|shift_jis\w{0,5}|euc_\w{2,12}|gb\w{1,5}|big5\w{0,6}|hz|johab|tis-620|ptcp154|kz1048|ascii"
)
#: Browsers and the web mean windows-1252 by these names (https://encoding.spec.whatwg.org/#names-and-labels).
_WESTERN = ("iso8859-1", "ascii")


def find_encoding(raw: bytes, default: str = "") -> str:
    """Return the name of the encoding of *raw*: by its byte order mark, as its first lines say, else *default*.

    >>> find_encoding(b"\\xff\\xfea\\0"), find_encoding(b"<meta charset='windows-1252'>"), find_encoding(b"a", "gbk")
    ('utf-16', 'windows-1252', 'gbk')
    """
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    found = _NAMED.search(raw[:_HEAD].decode("latin-1"))
    return found[1] if found else default


def check_encoding(name: str) -> str:
    """Return *name*, that of an encoding of text.

    Raises:
        ValueError: there is no such encoding.
    """
    if name:
        _codec_of(name)
    return name


def decode(raw: bytes, name: str) -> str:
    """Return the text of *raw* in the encoding called *name*, without a byte order mark.

    Raises:
        UnicodeDecodeError: it is not in this encoding.
        ValueError: there is no such encoding.
    """
    codec = _codec_of(name)
    if codec in _WESTERN:
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError:
            return raw.decode("latin-1")
    return raw.decode(codec).removeprefix("\ufeff")


def _codec_of(name: str) -> str:
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = ""
    if not _FOR_TEXT.fullmatch(codec):
        raise ValueError(f"{name!r} is not a known encoding; use a name such as 'windows-1252' or 'shift_jis'")
    return codec
