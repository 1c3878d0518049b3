"""What site generators put between the words: Liquid, shortcodes, includes, comments.

Rendered where the post alone tells what they stand for, shown where they carry words or
links, taken out cleanly where not. No template is run: files are not read, nothing is
executed, and the time is bounded.
"""

from feeds.markup.templates.context import Context, folded
from feeds.markup.templates.keeping import Kept
from feeds.markup.templates.resolving import resolve_html, resolve_markdown

__all__ = ["Context", "Kept", "folded", "resolve_html", "resolve_markdown"]
