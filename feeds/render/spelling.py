"""How the formats spell what entries say: each text in XML, or twice in it, as readers take it."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from feeds.model import PublishedEntry, Withdrawal
from feeds.render.dates import rfc822, rfc3339
from feeds.urls import is_uri

# Characters that XML cannot hold, and U+FDD0 to U+FDD2, which `_feedgen` uses: no text has them, but if one had,
# it would be feedgen that refuses it.
_CONTROLS = bytes(set(range(32)) - {9, 10, 13})
_NEVER = (b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"\xef\xb7\x90", b"\xef\xb7\x91", b"\xef\xb7\x92")


def escape(text: str) -> bytes:
    """Return *text* as lxml writes it in an element."""
    return escape_encoded(text.encode())


def escape_encoded(text: bytes) -> bytes:
    """Return the same of *text* in UTF-8."""
    return text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;").replace(b"\r", b"&#13;")


def escape_attribute(text: str) -> bytes:
    """Return *text* as lxml writes it in an attribute."""
    return escape(text).replace(b'"', b"&quot;").replace(b"\n", b"&#10;").replace(b"\t", b"&#9;")


def escape_as_profile_asks(text: str) -> bytes:
    """Return plain *text* as the RSS profile asks: with hexadecimal references."""
    raw = text.encode().replace(b"&", b"&#x26;").replace(b"<", b"&#x3C;").replace(b">", b"&#x3E;")
    return raw.replace(b"\r", b"&#13;")


def escape_twice(text: str) -> bytes:
    """Return plain *text* for an element that readers take as HTML."""
    return escape(html.escape(text, quote=False))


#: Writes text; texts that are joined by what it leaves as it is can be written at once.
Spell = Callable[[str], bytes]


class Spelling(Struct, frozen=True, kw_only=True):
    """How a format spells what its entries say."""

    format: str  # key
    id: Callable[[PublishedEntry, str], str]  # the authority of ids is given, too
    published: Callable[[datetime], str]  # when the entry was published
    name: Spell  # a title, an author, a topic
    summary: Spell


def is_sound(escaped: bytes) -> bool:
    """Return whether XML can hold the characters in *escaped*."""
    if len(escaped.translate(None, _CONTROLS)) != len(escaped):
        return False
    return not (escaped.find(b"\xef") >= 0 and any(one in escaped for one in _NEVER))  # "in" makes an exception first


def atom_id(one: PublishedEntry | Withdrawal, authority: str) -> str:
    """Return the id of an entry in Atom: one taken over from RSS that is not a URI is replaced by one of ours."""
    return one.id if is_uri(one.id) else f"{authority}:{one.key}"


ATOM_SPELLING = Spelling(
    format="atom",
    id=atom_id,
    published=rfc3339,
    name=escape,
    summary=escape,
)
RSS_SPELLING = Spelling(
    format="rss",
    id=lambda entry, authority: entry.id,
    published=rfc822,
    name=escape_as_profile_asks,
    summary=escape_twice,
)
