"""Turn Markdown, HTML and reStructuredText into one clean tree, and the tree into safe HTML.

`render_body` makes the tree, `to_html` writes a part of it as canonical HTML (well-formed,
entities resolved, one line break between blocks), `to_text` and `find_anchors` read canonical
HTML, and `sanitise` is the last step before a feed.
"""

from feeds.markup.canonical import find_anchors, to_html, to_text
from feeds.markup.characters import clean, find_dropped, one_line
from feeds.markup.html.footnotes import is_footnote
from feeds.markup.html.mail import was_layout_table
from feeds.markup.html.mailings import take_web_version
from feeds.markup.markdown.code import code_places
from feeds.markup.markdown.signs import Seen, look_at, signs_of
from feeds.markup.markdown.slack import slack_to_words
from feeds.markup.nodes import Element, all_text
from feeds.markup.places import Flat, LinkPlace, flatten, link_places, replace_links
from feeds.markup.sanitising import sanitise, sanitise_elements, sanitise_for_page, sanitise_part
from feeds.markup.templates import Context, folded
from feeds.markup.tree import render_body

__all__ = [
    "Context",
    "Element",
    "Flat",
    "LinkPlace",
    "Seen",
    "all_text",
    "clean",
    "code_places",
    "find_anchors",
    "find_dropped",
    "flatten",
    "folded",
    "is_footnote",
    "link_places",
    "look_at",
    "one_line",
    "render_body",
    "replace_links",
    "sanitise",
    "sanitise_elements",
    "sanitise_for_page",
    "sanitise_part",
    "signs_of",
    "slack_to_words",
    "take_web_version",
    "to_html",
    "to_text",
    "was_layout_table",
]
