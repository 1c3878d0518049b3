"""Pieces of content: each is made once, for the entry of its section, that of its issue, and Atom and RSS.

A piece is safe HTML in UTF-8, escaped as the text of an element: so it is kept, in one form, and written.
"""

from __future__ import annotations

from feeds.markup import clean, sanitise_elements
from feeds.render.spelling import escape_encoded
from feeds.text.words import rare_in


def sanitise_piece(content: str) -> bytes:
    """Return *content* as a piece: what is sanitised and joined is the whole, sanitised (`sanitise_part`)."""
    return make_piece(sanitise_elements(content))


def make_piece(html: str) -> bytes:
    """Return safe *html* as a piece, without characters that XML cannot hold.

    >>> make_piece("<p>R&amp;D\x08</p>")
    b'&lt;p&gt;R&amp;amp;D&lt;/p&gt;'
    """
    encoded = html.encode("utf-8", "surrogatepass")
    cleaned = clean(html, rare_in(encoded))
    return escape_encoded(encoded if cleaned is html else cleaned.encode())
