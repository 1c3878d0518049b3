"""Atom 1.0 (RFC 4287)."""

from __future__ import annotations

from collections.abc import Mapping

from feeds.model import Document, Feed
from feeds.render._feedgen import write_atom
from feeds.render.formats import ATOM, history_of


def render_atom(feed: Feed, topics: Mapping[str, str], root: str) -> Document:
    """Return *feed* as Atom, to be served below *root*; *topics* are names by slug.

    Content is `type="html"` and titles are `text`: the forms that most of 28 readers show
    as meant. Entries name no `source`: two readers lose entries over it.
    """
    path = feed.path + ATOM.file
    history = history_of(feed, root, ATOM)
    content = write_atom(feed, topics, self_url=root + path, topics_url=f"{root}topics/", history=history)
    return Document(path=path, content=content)
