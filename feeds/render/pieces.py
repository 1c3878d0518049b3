"""Pieces of content: each is made once, for the entry of its section, that of its issue, and all formats."""

from __future__ import annotations

from feeds.markup import clean, sanitise_elements
from feeds.model import Piece
from feeds.render.spelling import escape_encoded
from feeds.text.words import rare_in


def sanitise_piece(content: str) -> Piece:
    """Return *content* as a piece: what is sanitised and joined is the whole, sanitised (`sanitise_part`)."""
    return make_piece(sanitise_elements(content))


def make_piece(html: str) -> Piece:
    """Return safe *html* as a piece, without characters that XML cannot hold.

    Both are asked of its bytes, for which it is encoded once.
    """
    encoded = html.encode("utf-8", "surrogatepass")
    cleaned = clean(html, rare_in(encoded))
    return Piece(html=cleaned, xml=escape_encoded(encoded if cleaned is html else cleaned.encode()))
