"""reStructuredText to HTML, by docutils; imported only when a post is written in it."""

from feeds.markup.rst.reading import render_rst

__all__ = ["render_rst"]
