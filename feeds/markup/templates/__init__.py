"""Resolve the marks of site generators: Liquid, shortcodes, includes, comments.

A mark is replaced by its value if the post alone determines it, by its words and links if it has
any, and otherwise removed. Templates are not run: no file is read, nothing is executed, and the
time is bounded.

What resolves marks (`resolving`) is imported for a text that has some: it is a dozen modules.
"""

from feeds.markup.templates.context import Context, folded
from feeds.markup.templates.keeping import Kept

__all__ = ["Context", "Kept", "folded"]
