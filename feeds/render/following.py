"""How somebody follows a feed: the addresses with which well-known readers add one."""

from __future__ import annotations

from urllib.parse import quote

from msgspec import Struct


class WebReader(Struct, frozen=True):
    """A feed reader on the web, and the address with which it adds a feed."""

    name: str
    start: str  # of the address; the address of the feed follows, percent-encoded


#: As their own help pages and buttons have them, the most used first.
READERS = (
    WebReader("Feedly", "https://feedly.com/i/subscription/feed%2F"),
    WebReader("Inoreader", "https://www.inoreader.com/?add_feed="),
    WebReader("NewsBlur", "https://www.newsblur.com/?url="),
    WebReader("The Old Reader", "https://theoldreader.com/feeds/subscribe?url="),
)


class Way(Struct, frozen=True):
    """A link that adds a feed to a reader."""

    name: str
    url: str


def ways_to_follow(address: str) -> list[Way]:
    """Return a link for each of `READERS` that adds the feed at *address*.

    >>> ways_to_follow("https://weekly.example/atom.xml")[1].url
    'https://www.inoreader.com/?add_feed=https%3A%2F%2Fweekly.example%2Fatom.xml'
    """
    return [Way(reader.name, reader.start + quote(address, safe="")) for reader in READERS]


def in_app(address: str) -> str:
    """Return the address that opens the feed in the reader installed on a computer or phone.

    >>> in_app("https://weekly.example/atom.xml")
    'feed:https://weekly.example/atom.xml'
    """
    return f"feed:{address}"
