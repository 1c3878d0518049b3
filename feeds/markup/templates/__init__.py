"""Resolve the marks of site generators: Liquid, shortcodes, includes, comments.

A mark is replaced by its value if the post alone determines it, by its words and links if it has
any, and otherwise removed. Templates are not run: no file is read, nothing is executed, and the
time is bounded.
"""

from feeds.markup.templates.context import Context, folded
from feeds.markup.templates.keeping import Kept
from feeds.markup.templates.resolving import resolve_html, resolve_markdown

__all__ = ["Context", "Kept", "folded", "resolve_html", "resolve_markdown"]
