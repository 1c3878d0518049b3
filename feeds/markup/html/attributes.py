"""Find elements with so many attributes that the parsers of HTML and XML take minutes for them.

libxml2 compares each attribute of an element with all before it: 100,000 take a minute, in which nothing can end it.
"""

from __future__ import annotations

import re

from feeds.regex import regex

MOST_ATTRIBUTES = 5000  # of an element: they take 20 milliseconds
_SHORTEST = 50_000  # characters: whatever attributes a shorter text has, the parser takes less than half a second

# What the parser takes as an attribute: signs such as `<` may be part of its name, and `>` of a value in quotes.
_VALUE = r"""\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)?+"""
_ATTRIBUTE = rf"[^\s/>][^\s/>=]*+(?:{_VALUE})?+[\s/]*+"
_ONE = regex(_ATTRIBUTE)
_TAG = regex(
    r"<(?:!--(?>.*?(?:-->|\Z))"
    rf"|(?:script|style)\b[\s/]*+(?:{_ATTRIBUTE}){{0,50}}+>(?>.*?(?:</s|\Z))"  # in their text, `<` begins nothing
    rf"|[a-z][^\s/>]*+[\s/]*+(?P<attributes>(?:{_ATTRIBUTE})*+))",
    re.DOTALL | re.IGNORECASE,
)

_XML_ATTRIBUTE = rb"""\s++[^\s=<>/]++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')"""
_XML_ONE = regex(_XML_ATTRIBUTE)
_XML_TAG = regex(rb"<[^\s<>/!?]++((?:%b)++)" % _XML_ATTRIBUTE)


def has_many_attributes(source: str | bytes) -> bool:
    """Return whether an element of the HTML *source*, which may be in UTF-8, has more than `MOST_ATTRIBUTES`.

    >>> has_many_attributes("<p " + " ".join(f"data-number-{number}" for number in range(6000)) + ">x</p>")
    True
    """
    if len(source) <= _SHORTEST:
        return False
    text = source.decode() if isinstance(source, bytes) else source
    return any(_has_many(tag["attributes"] or "") for tag in _TAG.finditer(text))


def _has_many(attributes: str) -> bool:
    if len(attributes) <= 2 * MOST_ATTRIBUTES:
        return False
    return sum(1 for _ in _ONE.finditer(attributes)) > MOST_ATTRIBUTES


def has_many_xml_attributes(content: bytes) -> bool:
    """Return whether an element of the XML *content*, in any encoding, has more than `MOST_ATTRIBUTES`.

    It counts as such a document if its DTD gives elements attributes.
    """
    if len(content) <= _SHORTEST:
        return False
    plain = content.replace(b"\0", b"") if b"\0" in content[:4] else content  # UTF-16: tags are written in ASCII
    if b"<!DOCTYPE" in plain and b"<!ATTLIST" in plain:
        return True
    longest = (tag[1] for tag in _XML_TAG.finditer(plain) if len(tag[1]) > 4 * MOST_ATTRIBUTES)
    return any(sum(1 for _ in _XML_ONE.finditer(one)) > MOST_ATTRIBUTES for one in longest)
