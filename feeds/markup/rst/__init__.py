"""Render reStructuredText as HTML with docutils; imported only if a post is written in it."""

from feeds.markup.rst.reading import render_rst

__all__ = ["render_rst"]
