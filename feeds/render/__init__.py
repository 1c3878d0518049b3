"""Render feeds: RSS, Atom, JSON Feed, OPML, and pages for people.

Each renderer is a function from values to a document; `formats` has a row for each format of
feeds. They all take published entries, which `content.finish_entry` makes.
"""

from feeds.render.archive_page import ArchivePage, ArchivePrinter, Span, SpanLink
from feeds.render.articles import cut_articles
from feeds.render.assets import ASSETS, STYLE, render_assets
from feeds.render.cadence import cadence
from feeds.render.content import attribute_to, finish_entry, make_notice, shelve, summarise_entry
from feeds.render.formats import ATOM, FORMATS, JSON, RSS, Format, formats_of
from feeds.render.frame import render_feed_style
from feeds.render.full_text import (
    INDEX_FOLDERS,
    PROGRAMS,
    WITHOUT_SPACES,
    TextPage,
    TextSection,
    find_program,
    is_of_index,
)
from feeds.render.histories import make_overview
from feeds.render.hosting import NO_JEKYLL, render_headers
from feeds.render.issue_page import IssuePage, make_issue_page, render_issue_page
from feeds.render.opml import SUBSCRIPTIONS, TOPICS, render_opml
from feeds.render.ownership import is_ours
from feeds.render.page import Card, Headline, latest_shown, make_card, render_feed_page, render_index
from feeds.render.press import Press
from feeds.render.references import Publication
from feeds.render.search_page import SEARCH_PAGE, SEARCH_SCRIPT, render_search_page
from feeds.render.withdrawn import WITHDRAWN, render_withdrawn

__all__ = [
    "ASSETS",
    "ATOM",
    "FORMATS",
    "INDEX_FOLDERS",
    "JSON",
    "NO_JEKYLL",
    "PROGRAMS",
    "RSS",
    "SEARCH_PAGE",
    "SEARCH_SCRIPT",
    "STYLE",
    "SUBSCRIPTIONS",
    "TOPICS",
    "WITHDRAWN",
    "WITHOUT_SPACES",
    "ArchivePage",
    "ArchivePrinter",
    "Card",
    "Format",
    "Headline",
    "IssuePage",
    "Press",
    "Publication",
    "Span",
    "SpanLink",
    "TextPage",
    "TextSection",
    "attribute_to",
    "cadence",
    "cut_articles",
    "find_program",
    "finish_entry",
    "formats_of",
    "is_of_index",
    "is_ours",
    "latest_shown",
    "make_card",
    "make_issue_page",
    "make_notice",
    "make_overview",
    "render_assets",
    "render_feed_page",
    "render_feed_style",
    "render_headers",
    "render_index",
    "render_issue_page",
    "render_opml",
    "render_search_page",
    "render_withdrawn",
    "shelve",
    "summarise_entry",
]
